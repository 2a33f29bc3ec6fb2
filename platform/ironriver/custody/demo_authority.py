"""A time-stamp authority for demonstrations and tests: root → intermediate → signer, the real protocol over HTTP.

It stamps whatever it is asked to, with keys that lie beside the data: worth nothing in court, and its certificates
say so. `ironriver run` starts it in demo mode when no other authority is configured.
"""

from __future__ import annotations

import subprocess
import tempfile
import threading
from dataclasses import dataclass
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ironriver import clock
from ironriver.custody.timestamps import MOST_BYTES
from ironriver.errors import Say, Unavailable
from ironriver.vault import make_folder, write_whole

ADDRESS = "/tsa"
_LIFE = timedelta(days=3650)
_CONFIGURATION = """[tsa]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256,sha384,sha512
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def prepare(folder: Path, *, valid_for: timedelta = _LIFE) -> Path:
    """Make keys and certificates in `folder` at the first call; return the PEM file of root and intermediate."""
    bundle = folder / "bundle.pem"
    if bundle.is_file():
        return bundle
    make_folder(folder)
    root = _issue("Ironriver DEMONSTRATION root, not for evidence", None, valid_for, level=1)
    between = _issue("Ironriver DEMONSTRATION intermediate, not for evidence", root, valid_for, level=0)
    signer = _issue("Ironriver DEMONSTRATION time-stamps, not for evidence", between, valid_for, level=None)
    write_whole(folder / "signer.key", _key(signer))
    write_whole(folder / "signer.pem", signer.certificate.public_bytes(Encoding.PEM))
    write_whole(folder / "tsa.cnf", _CONFIGURATION.format(folder=folder).encode())
    write_whole(folder / "serial", b"01\n")
    parts = [one.certificate.public_bytes(Encoding.PEM) for one in (root, between)]
    write_whole(bundle, b"".join(parts), mode=0o644)  # last: its presence means that the set is whole
    return bundle


def reply(folder: Path, query: bytes) -> bytes:
    """Return the answer to one query, made by `openssl ts`. Raises `Unavailable` where openssl is missing."""
    with tempfile.TemporaryDirectory() as name:
        asked, answered = Path(name) / "query.tsq", Path(name) / "answer.tsr"
        asked.write_bytes(query)
        words = ["openssl", "ts", "-reply", "-config", str(folder / "tsa.cnf"), "-section", "tsa"]
        words += ["-queryfile", str(asked), "-out", str(answered)]
        try:
            subprocess.run(words, capture_output=True, timeout=20, check=False)
            return answered.read_bytes()
        except OSError as cause:
            raise Unavailable(
                Say(
                    en="The demonstration's time-stamp authority needs openssl. Type: apt-get install -y openssl",
                    es="La autoridad de sellado de la demostración necesita openssl. Escriba: apt-get install -y "
                    "openssl",
                )
            ) from cause


class DemoAuthority:
    """The HTTP server. Loopback only; one answer at a time, since the serial number lies in a file."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        prepare(folder)
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                if self.path != ADDRESS or not 0 < length <= MOST_BYTES:
                    self.send_error(404)
                    return
                query = self.rfile.read(length)
                try:
                    with lock:
                        answer = reply(folder, query)
                except Unavailable as trouble:
                    self.send_error(503, trouble.say.en)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
                """Say nothing: the worker logs what it asks."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        """The address to ask."""
        return f"http://127.0.0.1:{self.server.server_port}{ADDRESS}"

    def start(self) -> None:
        """Serve in a thread of its own, which ends with the process."""
        threading.Thread(target=self.server.serve_forever, daemon=True, name="demo-authority").start()

    def stop(self) -> None:
        """Stop serving."""
        self.server.shutdown()
        self.server.server_close()


def _issue(name: str, by: _Pair | None, valid_for: timedelta, *, level: int | None) -> _Pair:
    """Issue a certificate: an authority that may have `level` authorities below it, or (None) the signer."""
    key = ec.generate_private_key(ec.SECP384R1() if level == 1 else ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = clock.now() - timedelta(minutes=5)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + valid_for)
        .add_extension(x509.BasicConstraints(ca=level is not None, path_length=level), critical=True)
        .add_extension(_usage(is_authority=level is not None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    above = by.key.public_key() if by else key.public_key()
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    if level is None:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return _Pair(certificate=made.sign(by.key if by else key, hashes.SHA256()), key=key)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _key(pair: _Pair) -> bytes:
    return pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
