"""Time-based codes: RFC 6238's own vectors, drift, use once; sealing; recovery codes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from ironriver import clock
from ironriver.access.figures import RECOVERY_CODES
from ironriver.access.second_factor import Sealer, code_hash, matching_step, new_codes, new_enrolment
from ironriver.errors import Tampered

SECRET = base64.b32encode(b"12345678901234567890").decode()
#: RFC 6238, appendix B (SHA-1), cut to six digits.
VECTORS = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037")]


@pytest.fixture
def mid_step() -> Iterator[None]:
    """The clock in the middle of a step, so that no edge passes while a test runs."""
    with clock.moved_by(timedelta(seconds=15 - clock.now().timestamp() % 30)):
        yield


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_vectors_of_the_standard(seconds: int, code: str) -> None:
    there = datetime.fromtimestamp(seconds, UTC) - datetime.now(UTC)
    with clock.moved_by(there):
        assert matching_step(SECRET, code, after=-1) == seconds // 30


@pytest.mark.usefixtures("mid_step")
def test_one_step_of_drift_each_way_and_no_more() -> None:
    code = pyotp.TOTP(SECRET).at(clock.now())
    taken = {}
    for steps in (-2, -1, 0, 1, 2):
        with clock.moved_by(timedelta(seconds=30 * steps)):
            taken[steps] = matching_step(SECRET, code, after=-1) is not None
    assert taken[0]
    assert taken[-1]
    assert taken[1]
    assert not taken[2]
    assert not taken[-2]


def test_a_step_counts_only_after_the_last_one_used() -> None:
    code = pyotp.TOTP(SECRET).at(clock.now())
    used = matching_step(SECRET, code, after=-1)
    assert used is not None
    assert matching_step(SECRET, code, after=used) is None


def test_blanks_do_not_matter_and_nonsense_does_not_fit() -> None:
    code = pyotp.TOTP(SECRET).at(clock.now())
    assert matching_step(SECRET, f" {code[:3]} {code[3:]} ", after=-1) is not None
    for nonsense in ("", "abc", "12345", code + "0", "１２３４５６"):
        assert matching_step(SECRET, nonsense, after=-1) is None


def test_enrolment_can_be_scanned_under_a_strict_policy() -> None:
    enrolment = new_enrolment("marchetti", "ironriver.local")
    assert len(base64.b32decode(enrolment.secret)) == 20
    assert pyotp.parse_uri(enrolment.uri).secret == enrolment.secret
    assert "ironriver.local" in enrolment.uri
    assert enrolment.qr_svg.startswith("<svg")
    assert "style=" not in enrolment.qr_svg
    assert "<script" not in enrolment.qr_svg
    assert new_enrolment("marchetti", "x").secret != enrolment.secret


def test_recovery_codes_are_read_from_paper() -> None:
    codes = new_codes()
    assert len(codes) == len(set(codes)) == RECOVERY_CODES
    for code in codes:
        assert re.fullmatch(r"([A-HJKMNP-Z2-9]{4}-){2}[A-HJKMNP-Z2-9]{4}", code)
        assert code_hash(code.lower().replace("-", " ")) == code_hash(code)


def test_sealed_secrets_open_for_their_account_and_key_only() -> None:
    sealer = Sealer(b"k" * 32)
    sealed = sealer.seal(SECRET, "actor_1")
    assert SECRET.encode() not in sealed
    assert sealer.seal(SECRET, "actor_1") != sealed
    assert sealer.open(sealed, "actor_1") == SECRET
    for other, account, text in (
        (sealer, "actor_2", sealed),
        (Sealer(b"x" * 32), "actor_1", sealed),
        (sealer, "actor_1", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(Tampered):
            other.open(text, account)
