"""Time-stamps (RFC 3161): ask an authority, and believe its answer only after checking it against our own roots.

`rfc3161ng` writes the request and decides nothing. `rfc3161-client` checks status, chain at the time of the stamp,
purpose of the signing certificate, nonce and imprint. `openssl ts` is the second opinion where it is installed, and
the one that decides for tokens whose encoding the first cannot read (sets that are not sorted, BER).
"""

from __future__ import annotations

import http.client
import secrets
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import rfc3161_client
import rfc3161ng
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ironriver.errors import Invalid, Say, Tampered, Unavailable
from ironriver.settings import Settings

#: Seconds an authority may take, and bytes its answer may have (real ones: 1-8 kB).
ANSWER_SECONDS = 10.0
MOST_BYTES = 64_000
_NONCE_BITS = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Certificates that decide: self-signed roots, and intermediates that may lead to them (DER)."""

    roots: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """An answer that was checked. `at` is the authority's time; `checked_by` names the tools that agreed."""

    response: bytes
    at: str
    checked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Where to ask."""

    url: str


def authorities(settings: Settings) -> list[Authority]:
    """Return the configured authorities, in the order they are asked."""
    return [Authority(url=url) for url in settings.tsa_urls.split()]


def read_trust(path: Path) -> Trust:
    """Read a PEM file of roots and intermediates. Raises `Invalid` when it holds no self-signed certificate."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as cause:
        raise _no_roots(path) from cause
    ders = [(one.subject == one.issuer, one.public_bytes(Encoding.DER)) for one in found]
    trust = Trust(roots=tuple(d for own, d in ders if own), intermediates=tuple(d for own, d in ders if not own))
    if not trust.roots:
        raise _no_roots(path)
    return trust


def ask(authority: Authority, digest: bytes, trust: Trust) -> Stamp:
    """Have a SHA-256 digest stamped. Raises `Unavailable` when nobody answers, `Tampered` for a wrong answer."""
    nonce = secrets.randbits(_NONCE_BITS) | 1 << (_NONCE_BITS - 1)
    question = rfc3161ng.make_timestamp_request(
        digest=digest, hashname="sha256", nonce=nonce, include_tsa_certificate=True
    )
    request = urllib.request.Request(  # noqa: S310 - http and https only, checked here
        _checked(authority.url),
        data=rfc3161ng.encode_timestamp_request(question),
        headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
    )
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:  # noqa: S310
            response = answer.read(MOST_BYTES + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as cause:
        raise _no_answer(str(cause)) from cause
    if len(response) > MOST_BYTES:
        raise _no_answer("the answer is too long")
    return check(response, digest, trust, nonce=nonce)


def check(response: bytes, digest: bytes, trust: Trust, *, nonce: int | None = None) -> Stamp:
    """Return the stamp if it holds for this digest under our roots, else raise `Tampered` saying why not."""
    second = _check_with_openssl(response, digest, trust)
    try:
        answer = rfc3161_client.decode_timestamp_response(response)
    except ValueError as cause:
        # An encoding that the strict reader refuses: openssl decides alone, and the record says so. Without a
        # reader of ours the nonce cannot be held against the request, so a fresh answer is not taken.
        if second is None or nonce is not None:
            raise bad_stamp(f"not a time-stamp that can be read: {cause}") from cause
        return Stamp(response=response, at=second, checked_by=("openssl",))
    builder = rfc3161_client.VerifierBuilder(nonce=nonce)
    for root in trust.roots:
        builder = builder.add_root_certificate(x509.load_der_x509_certificate(root))
    for between in trust.intermediates:
        builder = builder.add_intermediate_certificate(x509.load_der_x509_certificate(between))
    try:
        builder.build().verify(answer, digest)
    except (rfc3161_client.VerificationError, ValueError) as cause:
        raise bad_stamp(str(cause)) from cause
    at = answer.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Stamp(response=response, at=at, checked_by=("rfc3161-client", *(("openssl",) if second else ())))


def _check_with_openssl(response: bytes, digest: bytes, trust: Trust) -> str | None:
    """Return the time of the stamp if openssl accepts it; None where it is not installed. Raises `Tampered`."""
    program = shutil.which("openssl")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "answer.tsr").write_bytes(response)
        (folder / "roots.pem").write_bytes(pem(trust.roots))
        (folder / "between.pem").write_bytes(pem(trust.intermediates))
        shown = _run(program, "ts", "-reply", "-in", str(folder / "answer.tsr"), "-text")
        at = next((line.partition(":")[2] for line in shown.splitlines() if line.startswith("Time stamp:")), "")
        if not at:
            raise bad_stamp("the authority granted nothing")
        words = ["ts", "-verify", "-in", str(folder / "answer.tsr"), "-digest", digest.hex()]
        words += ["-CAfile", str(folder / "roots.pem")]
        words += ["-untrusted", str(folder / "between.pem")] if trust.intermediates else []
        _run(program, *words)
    return at.strip()


def _run(program: str, *words: str) -> str:
    try:
        done = subprocess.run(
            [program, *words], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as cause:
        raise _no_answer("openssl, which checks the answer, did not end in time") from cause
    if done.returncode != 0:
        raise bad_stamp((done.stderr or done.stdout).strip().replace("\n", " ")[-300:])
    return done.stdout


def pem(certificates: tuple[bytes, ...]) -> bytes:
    """Return DER certificates as one PEM file."""
    return b"".join(x509.load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in certificates)


def bad_stamp(detail: str) -> Tampered:
    """Return the refusal of an answer that does not hold."""
    return Tampered(
        Say(
            en="The time-stamp authority's answer does not hold, so it was not used.",
            es="La respuesta de la autoridad de sellado de tiempo no es válida; no se usó.",
        ),
        detail=detail,
    )


def _checked(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise Invalid(
            Say(
                en="IRONRIVER_TSA_URLS takes addresses that begin with http:// or https://.",
                es="IRONRIVER_TSA_URLS lleva direcciones que empiezan con http:// o https://.",
            ),
            detail=url,
        )
    return url


def _no_answer(detail: str) -> Unavailable:
    return Unavailable(
        Say(
            en="The time-stamp authority does not answer. The package stays UNSTAMPED and is tried again.",
            es="La autoridad de sellado no responde. El paquete queda SIN SELLO DE TIEMPO y se reintenta.",
        ),
        detail=detail,
    )


def _no_roots(path: Path) -> Invalid:
    return Invalid(
        Say(
            en=f"{path} (IRONRIVER_TSA_ROOTS) holds no root certificate in PEM. Put the authority's root there.",
            es=f"{path} (IRONRIVER_TSA_ROOTS) no tiene un certificado raíz en PEM. Ponga ahí el de la autoridad.",
        )
    )


def configured_trust(settings: Settings) -> Trust:
    """Return the roots that the settings name; none at all where they name no file."""
    return read_trust(Path(settings.tsa_roots)) if settings.tsa_roots else Trust(roots=())
