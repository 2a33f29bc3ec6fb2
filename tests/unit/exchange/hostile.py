"""A TAXII server of ours that misbehaves on order, over a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.unit.exchange.sharing import objects

MEDIA = "application/taxii+json;version=2.1"
COLLECTION: dict[str, object] = {"title": "Feed", "can_read": True, "can_write": False}


class Answering(BaseHTTPRequestHandler):
    """Answers collection requests well, and hands object requests to the behaviour of the day."""

    server: Hostile

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        if parts.path.endswith("/objects/"):
            self.server.behave(self, {k: v[0] for k, v in parse_qs(parts.query).items()})
        else:
            # `taxii2-client` holds the id against the address.
            self.say({**self.server.collection, "id": parts.path.rstrip("/").rpartition("/")[2]})

    def say(self, body: object, status: int = 200, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        said = {"Content-Type": MEDIA, "Content-Length": str(len(data))}
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.send_response(status)
        for name, value in said.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def page(self, start: int, count: int = 2, *, last: str = "", **said: object) -> None:
        found = [json.loads(one.canonical) for one in objects(count, start=start)]
        self.say({"objects": found, **said}, **({"X_TAXII_Date_Added_Last": last} if last else {}))

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


Behaviour = Callable[[Answering, dict[str, str]], None]


class Hostile(ThreadingHTTPServer):
    """The server; `behave` may be exchanged between polls."""

    daemon_threads = True
    behave: Behaviour
    asked: list[str]
    collection: dict[str, object] = COLLECTION

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/root/collections/one/"

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what is tested here."""


@contextmanager
def serving() -> Iterator[Hostile]:
    server = Hostile(("127.0.0.1", 0), Answering)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
