"""Changing one's own password; the quarterly list of blocked ones."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from ironriver import clock
from ironriver.access import (
    Access,
    Action,
    ConfirmationNeeded,
    Proof,
    SignInNeeded,
    actor_for_token,
    present,
    sign_in,
    upkeep,
)
from ironriver.access import administration as admin
from ironriver.access.block_list import block_list_age, block_list_is_old, refresh_block_list
from ironriver.access.upkeep import change_password
from ironriver.errors import Invalid, NotAllowed, NotFound
from ironriver.model.actor import Role

from .conftest import HERE, PASSWORD, make_person

NEW = "a wholly different sentence"


def test_a_new_password_ends_every_session_and_token(access: Access) -> None:
    person = make_person(access, "marchetti")
    token, _ = admin.make_token(
        access, person.actor(), name="n", actions=frozenset({Action.SEARCH_FIREARM}), life=timedelta(days=9)
    )
    first, second = (sign_in(access, "marchetti", person.proof(), HERE).secret for _ in range(2))
    change_password(access, first, person.proof(), NEW, HERE)
    for secret in (first, second):
        with pytest.raises(SignInNeeded):
            present(access, secret, HERE)
    with pytest.raises(SignInNeeded):
        actor_for_token(access, token, HERE)
    with pytest.raises(SignInNeeded):
        sign_in(access, "marchetti", Proof(password=PASSWORD), HERE)
    sign_in(access, "marchetti", Proof(password=NEW), HERE)


def test_the_old_password_is_asked_for_and_the_new_one_checked(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    with pytest.raises(SignInNeeded):
        change_password(access, secret, Proof(password="wrong"), NEW, HERE)
    for refused in ("short", "password123", "Marchetti2026"):
        with pytest.raises(Invalid):
            change_password(access, secret, person.proof(), refused, HERE)
    with pytest.raises(SignInNeeded):
        change_password(access, "no session", person.proof(), NEW, HERE)
    sign_in(access, "marchetti", person.proof(), HERE)


def test_a_new_factor_counts_once_confirmed_and_the_old_one_until_then(access: Access) -> None:
    person = make_person(access, "marchetti", factor=True)
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    enrolment = upkeep.begin_factor(access, secret, HERE)
    with pytest.raises(Invalid) as refusal:
        upkeep.confirm_factor(access, secret, "000000", HERE)
    assert "code" in refusal.value.fields
    with clock.moved_by(timedelta(seconds=60)):
        sign_in(access, "marchetti", person.proof(), HERE)
        codes = upkeep.confirm_factor(access, secret, pyotp.TOTP(enrolment.secret).at(clock.now()), HERE)
        assert len(codes) == 8
        assert upkeep.has_factor(access, person.id)
    with clock.moved_by(timedelta(seconds=120)):
        with pytest.raises(SignInNeeded):
            sign_in(access, "marchetti", person.proof(), HERE)
        person.secret = enrolment.secret
        sign_in(access, "marchetti", person.proof(), HERE)
    assert "factor_set" in [e["event"] for e in access.log.read()]


def test_a_new_factor_asks_for_the_password_first(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    assert not upkeep.has_factor(access, person.id)
    with clock.moved_by(timedelta(minutes=11)), pytest.raises(ConfirmationNeeded):
        upkeep.begin_factor(access, secret, HERE)


def test_one_ends_ones_own_sessions_only(access: Access) -> None:
    person, other = make_person(access, "marchetti"), make_person(access, "ohlsson")
    signed = sign_in(access, "marchetti", person.proof(), HERE)
    with pytest.raises(NotFound):
        upkeep.end_session(access, other.actor(), signed.session.id)
    upkeep.end_session(access, person.actor(), signed.session.id)
    with pytest.raises(SignInNeeded):
        present(access, signed.secret, HERE)


def test_a_refreshed_list_is_compared_at_the_next_sign_in(access: Access, tmp_path: Path) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR).actor()
    person = make_person(access, "marchetti")
    assert not sign_in(access, "marchetti", person.proof(), HERE).password_blocked
    source = tmp_path / "list.txt"
    source.write_text(f"one\n\n{PASSWORD.upper()}\n", encoding="utf-8")
    lines, digest = refresh_block_list(access, chief, source)
    assert lines == 2
    assert digest == hashlib.sha256(access.block_list.read_bytes()).hexdigest()
    assert any(digest in event.get("reason", "") for event in access.log.read())
    assert sign_in(access, "marchetti", person.proof(), HERE).password_blocked


def test_the_list_is_old_after_a_quarter(access: Access, tmp_path: Path) -> None:
    assert block_list_is_old(access)
    assert block_list_age(access) is None
    source = tmp_path / "list.txt"
    source.write_text("one\n", encoding="utf-8")
    refresh_block_list(access, make_person(access, "chief", Role.ADMINISTRATOR).actor(), source)
    assert not block_list_is_old(access)
    with clock.moved_by(timedelta(days=93)):
        assert block_list_is_old(access)


def test_bad_lists_and_others_are_refused(access: Access, tmp_path: Path) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR).actor()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for bad in (tmp_path / "missing", tmp_path / "bytes", tmp_path):
        with pytest.raises(Invalid):
            refresh_block_list(access, chief, bad)
    assert not access.block_list.exists()
    with pytest.raises(NotAllowed):
        refresh_block_list(access, make_person(access, "marchetti").actor(), tmp_path / "missing")
