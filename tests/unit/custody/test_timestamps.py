"""Time-stamps over a real socket: a good one is believed; rogue, rejected, expired, changed ones are not."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import rfc3161ng
from cryptography import x509

from ironriver import clock
from ironriver.custody import timestamps
from ironriver.custody.demo_authority import DemoAuthority, prepare, reply
from ironriver.custody.timestamps import Authority, Trust, ask, check, read_trust
from ironriver.errors import Invalid, Tampered, Unavailable

DIGEST = hashlib.sha256(b"a root").digest()
OTHER = hashlib.sha256(b"another root").digest()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoAuthority, Path]]:
    folder = tmp_path_factory.mktemp("tsa")
    running = DemoAuthority(folder)
    running.start()
    yield running, folder
    running.stop()


@pytest.fixture(scope="module")
def trust(authority: tuple[DemoAuthority, Path]) -> Trust:
    return read_trust(authority[1] / "bundle.pem")


def query(digest: bytes, name: str = "sha256", **changes: object) -> bytes:
    asked = rfc3161ng.make_timestamp_request(
        digest=digest, hashname=name, include_tsa_certificate=True, nonce=7, **changes
    )
    return bytes(rfc3161ng.encode_timestamp_request(asked))


def serving(answer: bytes) -> HTTPServer:
    """An authority that gives everybody the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_a_stamp_is_believed_by_two_tools(authority: tuple[DemoAuthority, Path], trust: Trust) -> None:
    stamp = ask(Authority(url=authority[0].url), DIGEST, trust)
    assert stamp.checked_by == ("rfc3161-client", "openssl")
    assert stamp.at[:13] == clock.stamp()[:13] or stamp.at[:10] == clock.stamp()[:10]
    assert check(stamp.response, DIGEST, trust).at == stamp.at


def test_the_demonstrations_certificates_say_what_they_are(trust: Trust) -> None:
    names = [
        x509.load_der_x509_certificate(one).subject.rfc4514_string() for one in (*trust.roots, *trust.intermediates)
    ]
    assert len(names) == 2
    assert all("DEMONSTRATION" in name and "not for evidence" in name for name in names)


def test_a_stamp_of_something_else_is_refused(authority: tuple[DemoAuthority, Path], trust: Trust) -> None:
    stamp = ask(Authority(url=authority[0].url), DIGEST, trust)
    with pytest.raises(Tampered):
        check(stamp.response, OTHER, trust)


def test_every_changed_byte_in_the_middle_is_refused(authority: tuple[DemoAuthority, Path], trust: Trust) -> None:
    response = ask(Authority(url=authority[0].url), DIGEST, trust).response
    for place in range(60, len(response), len(response) // 12):
        changed = response[:place] + bytes([response[place] ^ 1]) + response[place + 1 :]
        with pytest.raises(Tampered):
            check(changed, DIGEST, trust)


def test_a_rogue_authority_is_refused(tmp_path: Path, trust: Trust) -> None:
    """The same names, other keys: `rfc3161ng` alone would take it."""
    prepare(tmp_path / "rogue")
    with pytest.raises(Tampered):
        check(reply(tmp_path / "rogue", query(DIGEST)), DIGEST, trust)


def test_a_stamp_made_after_the_signer_expired_is_refused(tmp_path: Path) -> None:
    with clock.moved_by(timedelta(days=-30)):
        bundle = prepare(tmp_path / "old", valid_for=timedelta(days=2))
    with pytest.raises(Tampered):
        check(reply(tmp_path / "old", query(DIGEST)), DIGEST, read_trust(bundle))


def test_a_rejection_is_noticed(authority: tuple[DemoAuthority, Path], trust: Trust) -> None:
    rejected = reply(authority[1], query(DIGEST, tsa_policy_id="1.9.9.9"))
    with pytest.raises(Tampered):
        check(rejected, DIGEST, trust)


def test_an_answer_to_another_question_is_refused(authority: tuple[DemoAuthority, Path], trust: Trust) -> None:
    """Right digest, right authority, another nonce: a replay of an older answer."""
    server = serving(reply(authority[1], query(DIGEST)))
    with pytest.raises(Tampered):
        ask(Authority(url=f"http://127.0.0.1:{server.server_port}/"), DIGEST, trust)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("answer", [b"", b"<html>busy</html>", b"\x30\x03\x02\x01\x02", b"0" * 70_000])
def test_what_is_no_answer_is_refused(answer: bytes, trust: Trust) -> None:
    server = serving(answer)
    with pytest.raises((Tampered, Unavailable)):
        ask(Authority(url=f"http://127.0.0.1:{server.server_port}/"), DIGEST, trust)
    server.shutdown()
    server.server_close()


def test_an_authority_that_speaks_no_http_is_said(trust: Trust) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as peer:
                peer.recv(1)
                peer.sendall(b"nonsense\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Unavailable):
            ask(Authority(url=f"http://127.0.0.1:{server.getsockname()[1]}/"), DIGEST, trust)
        thread.join()


def test_nobody_at_the_address_is_said(trust: Trust) -> None:
    with pytest.raises(Unavailable):
        ask(Authority(url="http://127.0.0.1:9/"), DIGEST, trust)
    with pytest.raises(Invalid):
        ask(Authority(url="file:///etc/passwd"), DIGEST, trust)


def test_roots_must_be_roots(tmp_path: Path, trust: Trust) -> None:
    (tmp_path / "between.pem").write_bytes(timestamps.pem(trust.intermediates))
    for path in (tmp_path / "between.pem", tmp_path / "absent.pem"):
        with pytest.raises(Invalid):
            read_trust(path)


def test_without_the_intermediate_there_is_no_way_to_the_root(
    authority: tuple[DemoAuthority, Path], trust: Trust
) -> None:
    response = ask(Authority(url=authority[0].url), DIGEST, trust).response
    with pytest.raises(Tampered):
        check(response, DIGEST, Trust(roots=trust.roots))
