"""The second factor: time-based codes (RFC 6238), enrolment by QR code, codes for a lost device.

The shared secret is sealed with a key derived from the deployment's master key, so that the credentials file alone
does not give codes. A code works once: the step it belongs to must be later than the last one used.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import secrets
from dataclasses import dataclass

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ironriver import clock
from ironriver.access.figures import RECOVERY_CODES, TOTP_DRIFT_STEPS, TOTP_STEP
from ironriver.errors import Say, Tampered

_NONCE_BYTES = 12
# No 0/O, 1/I/L: these codes are read from paper.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What a person needs to set up an authenticator: the secret as text, its address, and a QR code as SVG."""

    secret: str
    uri: str
    qr_svg: str


def new_enrolment(login: str, issuer: str) -> Enrolment:
    """Return a fresh secret (160 bits, as RFC 4226 recommends) ready to be scanned."""
    secret = pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)
    picture = io.BytesIO()
    # No inline style and no script: the page's content security policy allows neither.
    segno.make(uri, error="m").save(picture, kind="svg", scale=5, xmldecl=False, svgclass=None, lineclass=None)
    return Enrolment(secret=secret, uri=uri, qr_svg=picture.getvalue().decode())


def matching_step(secret: str, code: str, *, after: int) -> int | None:
    """Return the time step whose code this is, or `None`.

    Only steps within the allowed drift and later than `after` (the last one used) count, so the same code never
    works twice (CJIS IA-2(8), ASVS 6.5.1). Comparison is in constant time.
    """
    digits = "".join(code.split())
    generator = pyotp.TOTP(secret)
    now = int(clock.now().timestamp() // TOTP_STEP.total_seconds())
    found = None
    for step in range(now - TOTP_DRIFT_STEPS, now + TOTP_DRIFT_STEPS + 1):
        expected = generator.generate_otp(step)
        if hmac.compare_digest(expected.encode(), digits.encode()) and step > after:
            found = step
    return found


def new_codes(count: int = RECOVERY_CODES) -> list[str]:
    """Return one-time codes to be kept on paper, e.g. `7KQM-4XWP-92BD` (59 bits each)."""
    return ["-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3)) for _ in range(count)]


def code_hash(code: str) -> str:
    """Return the stored form of a one-time or recovery code; case, blanks and dashes do not matter."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


class Sealer:
    """Seals small secrets under the master key, each bound to the account it belongs to."""

    def __init__(self, master_key: bytes) -> None:
        self._cipher = AESGCM(
            HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"ironriver access second factor").derive(
                master_key
            )
        )

    def seal(self, text: str, account: str) -> bytes:
        """Return nonce and ciphertext."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), account.encode())

    def open(self, sealed: bytes, account: str) -> str:
        """Return the text; `Tampered` if it is another account's, was changed, or the master key is another."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], account.encode()).decode()
        except InvalidTag as cause:
            raise Tampered(
                Say(
                    en="A stored second factor does not open with this deployment's key. An administrator must "
                    "issue a new one-time code.",
                    es="Un segundo factor guardado no abre con la llave de esta instalación. Un administrador "
                    "debe emitir un nuevo código de un solo uso.",
                ),
                detail=account,
            ) from cause
