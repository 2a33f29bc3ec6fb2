"""One conversation with a TAXII server that may be slow, broken or hostile.

`taxii2-client` brings no time limit, no retry, no size limit, and follows redirects; its classes take a connection
from outside, so they are given this one (`get`), and paging, which needs headers, goes by `fetch`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from ironriver import clock
from ironriver.errors import Say
from ironriver.exchange.client_address import Pinned, pin
from ironriver.exchange.client_trouble import TooMuch, trouble
from ironriver.exchange.inbound_stages import MOST_BYTES
from ironriver.exchange.taxii_shape import depth_of

MEDIA_TYPE = "application/taxii+json;version=2.1"
_AGAIN = frozenset({429, 502, 503, 504})
_CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one answer and one poll may cost. Seconds, bytes, levels, pages."""

    connect_seconds: float = 10.0
    silent_seconds: float = 20.0
    whole_seconds: float = 90.0
    most_bytes: int = MOST_BYTES
    most_depth: int = 60
    tries: int = 3
    longest_pause: float = 30.0
    most_pages: int = 2_000
    stale_pages: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One answer: its bytes, what they say, its headers."""

    body: bytes
    said: dict[str, Any]
    headers: Mapping[str, str]


class Connection:
    """Speaks to the one place of `url`, at the address that was checked. `check` may stop it by raising."""

    def __init__(
        self,
        url: str,
        proof: tuple[str, str],
        *,
        named: frozenset[str],
        limits: Limits,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.limits = limits
        self._check = check
        self._place = pin(url, named=named)
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount(f"{self._place.scheme}://", _Pinning(self._place))
        login, token = proof
        headers = {"Accept-Encoding": "identity", "User-Agent": "ironriver", "Host": _host_of(url)}
        if login:
            self.session.auth = (login, token)
        elif token:
            headers["Authorization"] = f"Bearer {token}"
        self.session.headers.update(headers)

    def get(
        self, url: str, headers: Mapping[str, str] | None = None, params: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return what an endpoint says; the form in which `taxii2-client` asks."""
        return self.fetch(url, params or {}).said

    def close(self) -> None:
        """Close the sockets."""
        self.session.close()

    def fetch(self, url: str, params: Mapping[str, Any]) -> Fetched:
        """Return an answer, asked again while the server says that it is busy. `FeedTrouble` says what is wrong."""
        for attempt in range(self.limits.tries):
            self._check()
            last = attempt == self.limits.tries - 1
            try:
                response = self._send(url, params)
                if response.status_code in _AGAIN and not last:
                    clock.sleep(self._pause(response.headers.get("Retry-After", ""), attempt))
                    continue
                return self._read(response)
            except (requests.RequestException, HTTPError, OSError) as cause:
                if last:
                    raise trouble(
                        "The server does not answer, or breaks off. Nothing is lost: the next poll goes on.",
                        "El servidor no responde o interrumpe. Nada se pierde: la siguiente consulta continúa.",
                        f"{type(cause).__name__}: {cause}"[:300],
                    ) from cause
                clock.sleep(self._pause("", attempt))
        raise AssertionError("unreachable")

    def _send(self, url: str, params: Mapping[str, Any]) -> requests.Response:
        parts = urlsplit(url)
        if parts.hostname != self._place.host:
            raise trouble("The server names another host.", "El servidor nombra otro equipo.", url)
        return self.session.get(
            urlunsplit((self._place.scheme, self._place.netloc, parts.path, parts.query, "")),
            params=dict(params),
            headers={"Accept": MEDIA_TYPE},
            timeout=(self.limits.connect_seconds, self.limits.silent_seconds),
            allow_redirects=False,
            stream=True,
        )

    def _pause(self, asked: str, attempt: int) -> float:
        told = _number(asked)
        return min(0.25 * 2.0**attempt if told is None else told, self.limits.longest_pause)

    def _read(self, response: requests.Response) -> Fetched:
        with response:
            _check_head(response)
            body = self._body(response)
        try:
            if depth_of(body) > self.limits.most_depth:
                raise ValueError("too deep")
            said = json.loads(body)
        except (ValueError, RecursionError) as cause:
            raise trouble(
                "The server sends something that is no JSON, or nested absurdly deep.",
                "El servidor envía algo que no es JSON, o anidado de forma absurda.",
                str(cause)[:200],
            ) from cause
        if not isinstance(said, dict):
            raise trouble("The server sends no TAXII resource.", "El servidor no envía un recurso TAXII.")
        return Fetched(body=body, said=said, headers=response.headers)

    def _body(self, response: requests.Response) -> bytes:
        """Read what comes as it comes: a server that drips byte by byte is cut off at `whole_seconds`."""
        promised = _number(response.headers.get("Content-Length", ""))
        if promised is not None and promised > self.limits.most_bytes:
            raise self._too_much()
        until = clock.monotonic() + self.limits.whole_seconds
        body = bytearray()
        while chunk := response.raw.read1(_CHUNK):
            body += chunk
            if len(body) > self.limits.most_bytes:
                raise self._too_much()
            if clock.monotonic() > until:
                raise trouble(
                    f"The server drips: an answer took over {self.limits.whole_seconds:.0f} seconds.",
                    f"El servidor gotea: una respuesta tardó más de {self.limits.whole_seconds:.0f} segundos.",
                )
        if promised is not None and len(body) != promised:
            raise trouble(
                "The server promises another length than it sends.",
                "El servidor promete otra longitud que la que envía.",
                f"{promised} promised, {len(body)} came",
            )
        return bytes(body)

    def _too_much(self) -> Exception:
        size = self.limits.most_bytes // 1_000_000
        return TooMuch(
            Say(
                en=f"The server sends more than {size} MB in one answer. Nothing of it was kept.",
                es=f"El servidor envía más de {size} MB en una respuesta. No se conservó nada de ella.",
            )
        )


class _Pinning(HTTPAdapter):
    """TLS is checked against the name although the address is what is connected to."""

    def __init__(self, place: Pinned) -> None:
        self._name = place.host if place.scheme == "https" else ""
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as requests declares it
        if self._name:
            kwargs |= {"server_hostname": self._name, "assert_hostname": self._name}
        super().init_poolmanager(*args, **kwargs)


def _host_of(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _number(said: str) -> int | None:
    """A header's whole number; Python takes more signs for digits than it can read, and refuses very long ones."""
    return int(said) if re.fullmatch(r"[0-9]{1,18}", said) else None


def _check_head(response: requests.Response) -> None:
    status = response.status_code
    if 300 <= status < 400:
        raise trouble(
            "The server sends us elsewhere. Redirects are not followed; enter the final address.",
            "El servidor nos envía a otra parte. No se siguen redirecciones; anote la dirección final.",
            response.headers.get("Location", "")[:200],
        )
    if status in (401, 403):
        raise trouble(
            f"The server does not let us in ({status}). Ask the partner for a new token.",
            f"El servidor no nos deja entrar ({status}). Pida una ficha nueva a la dependencia.",
        )
    if status != 200:
        raise trouble(f"The server answers {status}.", f"El servidor responde {status}.")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind != "application/taxii+json" or response.headers.get("Content-Encoding", "identity") != "identity":
        raise trouble(
            "The server answers with something else than TAXII 2.1.",
            "El servidor responde con algo que no es TAXII 2.1.",
            kind,
        )
