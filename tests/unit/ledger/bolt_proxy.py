"""A proxy between driver and engine that cuts the connection at COMMIT: before it is passed on, or its answer is.

Real bytes on a real socket: COMMIT is the message `B0 12` in a chunk of two bytes (Bolt 4.4 and later).
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"


class BoltProxy:
    """Listens on loopback; `cut` is "", "before" or "after", and falls back to "" once it has cut."""

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        self._target = (parts.hostname or "127.0.0.1", parts.port or 7687)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut = ""
        self.dead = False
        self._sockets: list[socket.socket] = [self._listener]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        """Close every socket and wait for the threads."""
        for one in self._sockets:
            _shut(one)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.dead:
                _shut(client)
                continue
            server = socket.create_connection(self._target)
            self._sockets += [client, server]
            for pair in ((client, server, True), (server, client, False)):
                thread = threading.Thread(target=self._pump, args=pair, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _pump(self, source: socket.socket, sink: socket.socket, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                if to_server and self.cut and COMMIT in data:
                    kind, self.cut = self.cut, ""
                    if kind == "after":
                        _shut(source)  # the answer has nowhere to go
                        sink.sendall(data)
                        sink.recv(1)
                    break
                sink.sendall(data)
        _shut(source)
        _shut(sink)


def _shut(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
