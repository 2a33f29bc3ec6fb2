"""Time-stamps, checked by openssl or by the package `cryptography`, whichever is here; said where neither is."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import tempfile
from datetime import datetime, timezone
from typing import Any

from ironriver.custody.verifier.arithmetic import sha
from ironriver.custody.verifier.container import Failed, need
from ironriver.custody.verifier.steps import Given

#: Why the time-stamps were not checked, in both languages.
Unchecked = tuple[str, str]
_SHA = {"2.16.840.1.101.3.4.2.1": "SHA256", "2.16.840.1.101.3.4.2.2": "SHA384", "2.16.840.1.101.3.4.2.3": "SHA512"}


def stamps(given: Given) -> tuple[str, Unchecked | None]:
    """Return the times that were confirmed, or why none could be."""
    package, where = given["package"], "seal/stamps/chain.pem"
    names = sorted(name for name in package.files if name.endswith(".tsr"))
    if not names:
        return "", ("UNSTAMPED: nobody outside has confirmed a time.", "SIN SELLO: nadie ajeno confirmó una hora.")
    brought = certificates_in(package.read(where))
    trusted = set(given["tsa_roots"])
    if given.get("tsa_root"):
        with open(given["tsa_root"], "rb") as file:
            trusted = {sha(der).hex() for der in certificates_in(file.read())}
    roots = [der for der in brought if sha(der).hex() in trusted]
    need(roots, where, "Not the authority that is trusted.", "No es la autoridad en la que se confía.")
    between = [der for der in brought if sha(der).hex() not in trusted]
    check = by_openssl if shutil.which("openssl") else by_cryptography if _has_cryptography() else None
    if check is None:
        return "", ("Not checked: neither openssl nor the Python package cryptography is here.", "Sin revisar: aquí no "
                    "hay openssl ni el paquete cryptography de Python.")  # fmt: skip
    note = given["ledger"]["checkpoint"].encode()
    times = []
    for name in names:
        digest = bytes.fromhex(given["root"]) if name.startswith("seal/stamps/root") else sha(note)
        try:
            times.append(check(package.read(name), digest, roots, between))
        except Failed:
            raise
        except (ValueError, IndexError, KeyError, TypeError, OSError) as cause:
            raise bad(name, str(cause)) from None
    return ", ".join(times), None


def certificates_in(pem: bytes) -> list[bytes]:
    """Return the certificates of a PEM file, as DER."""
    parts = pem.split(b"-----BEGIN CERTIFICATE-----")[1:]
    return [base64.b64decode(part.split(b"-----END")[0]) for part in parts]


def as_pem(ders: list[bytes]) -> bytes:
    """Return certificates as PEM."""
    body = b"-----BEGIN CERTIFICATE-----\n%s-----END CERTIFICATE-----\n"
    return b"".join(body % base64.encodebytes(der) for der in ders)


def bad(name: str, why: str) -> Failed:
    """Return the failure of a stamp."""
    return Failed(
        name,
        f"The time-stamp does not hold: of another package, by another authority, expired or changed. {why}",
        f"El sello de tiempo no es válido: de otro paquete, de otra autoridad, vencido o alterado. {why}",
    )


# ---- by openssl ------------------------------------------------------------------------------------------------


def by_openssl(answer: bytes, digest: bytes, roots: list[bytes], between: list[bytes]) -> str:
    """Check with `openssl ts`, as of the time that the stamp itself names."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("answer", "roots", "between")}
        for name, content in (("answer", answer), ("roots", as_pem(roots)), ("between", as_pem(between))):
            with open(paths[name], "wb") as file:
                file.write(content)
        shown = openssl("ts", "-reply", "-in", paths["answer"], "-text")
        line = next((one for one in shown.splitlines() if one.startswith("Time stamp:")), "")
        if not line:
            raise bad("time-stamp", "the authority granted nothing")
        text = " ".join(line.partition(": ")[2].split())
        at = datetime.strptime(text.split(".")[0].removesuffix(" GMT"), "%b %d %H:%M:%S %Y")
        at = at.replace(tzinfo=timezone.utc)  # noqa: UP017 - Python 3.9
        words = ["ts", "-verify", "-in", paths["answer"], "-digest", digest.hex(), "-CAfile", paths["roots"]]
        words += ["-untrusted", paths["between"]] if between else []
        openssl(*words, "-attime", str(int(at.timestamp())))
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def openssl(*words: str) -> str:
    """Run openssl; what it prints, or the failure."""
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise bad("openssl ts", " ".join((done.stderr or done.stdout).split())[-160:])
    return done.stdout


# ---- by the package `cryptography` -----------------------------------------------------------------------------


def _has_cryptography() -> bool:
    try:
        import cryptography.x509  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def elements(der: bytes) -> list[tuple[int, bytes, bytes]]:
    """Return the elements of a DER text as (tag, content, whole)."""
    found, at = [], 0
    while at < len(der):
        length, start = der[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[at + 2 : start], "big")
        if start + length > len(der):
            raise ValueError("cut short")
        found.append((der[at], der[start : start + length], der[at : start + length]))
        at = start + length
    return found


def inside(der: bytes, *path: int) -> bytes:
    """Return the content reached by these positions."""
    for place in path:
        der = elements(der)[place][1]
    return der


def oid(content: bytes) -> str:
    """Return an object identifier as text."""
    numbers, value = [content[0] // 40 if content[0] < 80 else 2], 0
    numbers.append(content[0] - 40 * numbers[0])
    for byte in content[1:]:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(value)
            value = 0
    return ".".join(map(str, numbers))


def by_cryptography(answer: bytes, digest: bytes, roots: list[bytes], between: list[bytes]) -> str:
    """Check status, imprint, signature, purpose and chain with `cryptography`, as of the stamp's own time."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    parts = elements(inside(answer, 0))
    if inside(parts[0][1], 0) != b"\0":
        raise bad("time-stamp", "the authority granted nothing")
    signed = elements(inside(parts[1][1], 1, 0))
    info = inside(signed[2][1], 1, 0)
    token = elements(inside(info, 0))
    imprint = elements(token[2][1])
    if oid(inside(imprint[0][1], 0)) not in _SHA or imprint[1][1] != digest:
        raise bad("time-stamp", "message imprint mismatch")
    at = datetime.strptime(token[4][1].decode()[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017
    signer = elements(inside(signed[-1][1], 0))
    attributes = {oid(inside(one[1], 0)): inside(one[1], 1, 0) for one in elements(signer[3][1])}
    algorithm = getattr(hashes, _SHA[oid(inside(signer[2][1], 0))])()
    check = hashes.Hash(algorithm)
    check.update(info)
    if attributes["1.2.840.113549.1.9.4"] != check.finalize():
        raise bad("time-stamp", "the signed digest is another")
    certificates = [x509.load_der_x509_certificate(one[2]) for one in elements(signed[3][1])]
    serial = int.from_bytes(elements(signer[1][1])[1][1], "big", signed=True)
    own = next(one for one in certificates if one.serial_number == serial)
    statement = b"\x31" + signer[3][2][1:]
    signature_holds(own.public_key(), signer[5][1], statement, algorithm)
    purpose = own.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    if not purpose.critical or [one.dotted_string for one in purpose.value] != ["1.3.6.1.5.5.7.3.8"]:
        raise bad("time-stamp", "the signer may not make time-stamps")
    chain_holds(own, [x509.load_der_x509_certificate(one) for one in between], roots, at)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def signature_holds(key: Any, signature: bytes, statement: bytes, algorithm: Any) -> None:
    """Raise unless a signature by an RSA or elliptic-curve key holds."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding

    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, statement, ec.ECDSA(algorithm))
        else:
            key.verify(signature, statement, padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        raise bad("time-stamp", "the signature does not hold") from None


def chain_holds(own: Any, between: list[Any], roots: list[bytes], at: datetime) -> None:
    """Raise unless the certificate leads to a root, every link valid at that time."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    known, current = [*between, *(x509.load_der_x509_certificate(one) for one in roots)], own
    for _ in range(8):
        if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
            raise bad("time-stamp", "a certificate was not valid then")
        if sha(current.public_bytes(_der())) in {sha(one) for one in roots}:
            return
        above = [one for one in known if one.subject == current.issuer]
        if not above or not above[0].extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            break
        try:
            current.verify_directly_issued_by(above[0])
        except (InvalidSignature, ValueError, TypeError):
            break
        current = above[0]
    raise bad("time-stamp", "no way to a trusted root")


def _der() -> Any:
    from cryptography.hazmat.primitives.serialization import Encoding

    return Encoding.DER
