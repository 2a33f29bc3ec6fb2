"""Signing in and out, what a session is good for, and what ends it: one test per figure of `access.figures`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ironriver import access as room
from ironriver import clock
from ironriver.access import (
    Access,
    Action,
    ConfirmationNeeded,
    Proof,
    ScreenLocked,
    SignInNeeded,
    SlowDown,
    Visit,
    authorise,
    find_account,
    present,
    reauthenticate,
    sign_in,
    sign_out,
)
from ironriver.access import administration as admin
from ironriver.access.accounts import AccountState, amend_account
from ironriver.access.sessions import SessionKind, Sessions
from ironriver.errors import NotAllowed
from ironriver.model.actor import Role, system_actor
from ironriver.model.marking import Tlp

from .conftest import HERE, PASSWORD, make_person

WRONG = Proof(password="not the password at all")
SECOND = timedelta(seconds=1)


def fail(access: Access, login: str, times: int = 1, address: str = "") -> None:
    for number in range(times):
        visit = Visit(address=address or f"198.51.100.{number}")
        with pytest.raises(SignInNeeded):
            sign_in(access, login, WRONG, visit)


def test_right_password_opens_a_session_and_makes_an_actor(access: Access) -> None:
    person = make_person(access, "marchetti", Role.INVESTIGATOR)
    signed = sign_in(access, "Marchetti ", person.proof(), HERE)
    here = present(access, signed.secret, HERE)
    assert here.actor.id == person.id
    assert here.actor.roles == {Role.INVESTIGATOR}
    assert here.actor.holdings == {"public", "us-tpd"}
    assert here.actor.max_tlp is Tlp.AMBER_STRICT
    assert here.actor.origin == "web:192.0.2.7"
    assert here.case is None
    assert not signed.password_blocked


def test_session_secret_has_at_least_64_bits_and_is_stored_hashed(access: Access) -> None:
    person = make_person(access, "marchetti")
    signed = sign_in(access, "marchetti", person.proof(), HERE)
    assert len(signed.secret) >= 43  # 256 bits in base64
    stored = (access.settings.data_dir / "sessions.sqlite").read_bytes()
    stored += (access.settings.data_dir / "sessions.sqlite-wal").read_bytes()
    assert signed.secret.encode() not in stored
    assert (access.settings.data_dir / "sessions.sqlite").stat().st_mode & 0o077 == 0


def test_sign_in_rotates_the_session(access: Access) -> None:
    person = make_person(access, "marchetti")
    first = sign_in(access, "marchetti", person.proof(), HERE)
    second = sign_in(access, "marchetti", person.proof(), HERE, replacing=first.secret)
    assert second.secret != first.secret
    with pytest.raises(SignInNeeded):
        present(access, first.secret, HERE)
    present(access, second.secret, HERE)


def test_unknown_wrong_locked_and_disabled_are_answered_alike(access: Access) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR)
    for login in ("wrong", "locked", "disabled"):
        make_person(access, login)
    fail(access, "locked", 5)
    admin.disable_now(access, chief.actor(), "disabled", reason="left the agency")
    said = set()
    for login, password in (("nobody", PASSWORD), ("wrong", "no"), ("locked", PASSWORD), ("disabled", PASSWORD)):
        with pytest.raises(SignInNeeded) as refusal:
            sign_in(access, login, Proof(password=password), HERE)
        said.add((refusal.value.say.en, refusal.value.say.es, refusal.value.status, refusal.value.code))
    assert len(said) == 1


def test_five_failures_in_fifteen_minutes_lock_until_an_administrator_releases(access: Access) -> None:
    person = make_person(access, "marchetti")
    chief = make_person(access, "chief", Role.ADMINISTRATOR)
    fail(access, "marchetti", 4)
    with clock.moved_by(timedelta(minutes=14, seconds=59)):
        fail(access, "marchetti", 1)
        with pytest.raises(SignInNeeded):  # the sixth, with the right password
            sign_in(access, "marchetti", person.proof(), HERE)
        found = find_account(access.ledger, login="marchetti")
        assert found is not None
        assert found.state is AccountState.LOCKED
    with clock.moved_by(timedelta(days=30)), pytest.raises(SignInNeeded):
        sign_in(access, "marchetti", person.proof(), HERE)
    admin.unlock(access, chief.actor(), "marchetti")
    sign_in(access, "marchetti", person.proof(), HERE)
    names = [(e["event"], e["outcome"]) for e in access.log.read()]
    assert ("lock", "success") in names
    assert ("unlock", "success") in names


def test_four_failures_do_not_lock_and_a_success_starts_the_count_again(access: Access) -> None:
    person = make_person(access, "marchetti")
    fail(access, "marchetti", 4)
    sign_in(access, "marchetti", person.proof(), HERE)
    fail(access, "marchetti", 4)
    sign_in(access, "marchetti", person.proof(), HERE)


def test_failures_older_than_fifteen_minutes_do_not_count(access: Access) -> None:
    person = make_person(access, "marchetti")
    fail(access, "marchetti", 4)
    with clock.moved_by(timedelta(minutes=15, seconds=1)):
        fail(access, "marchetti", 4)
        sign_in(access, "marchetti", person.proof(), HERE)


def test_wrong_codes_of_the_second_factor_count_too(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True)
    for number in range(5):
        with pytest.raises(SignInNeeded):
            sign_in(
                production,
                "marchetti",
                Proof(password=PASSWORD, code="000000"),
                Visit(address=f"198.51.100.{number}"),
            )
    with pytest.raises(SignInNeeded):
        sign_in(production, "marchetti", person.proof(), HERE)


def test_password_alone_never_works_outside_demo_mode(production: Access) -> None:
    make_person(production, "without")
    person = make_person(production, "marchetti", factor=True)
    for login in ("without", "marchetti"):
        with pytest.raises(SignInNeeded):
            sign_in(production, login, Proof(password=PASSWORD), HERE)
    assert sign_in(production, "marchetti", person.proof(), HERE).session.account == person.id


def test_the_same_code_works_once(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True)
    proof = person.proof()
    sign_in(production, "marchetti", proof, HERE)
    with pytest.raises(SignInNeeded):
        sign_in(production, "marchetti", proof, HERE)


def test_thirty_idle_minutes_lock_the_screen_and_the_password_opens_it(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    with clock.moved_by(timedelta(minutes=29, seconds=59)):
        present(access, secret, Visit(address=HERE.address, acted=False))
    with clock.moved_by(timedelta(minutes=30, seconds=1)):
        with pytest.raises(ScreenLocked) as refusal:
            present(access, secret, HERE)
        assert refusal.value.status == 401
        with pytest.raises(SignInNeeded):
            reauthenticate(access, secret, WRONG, HERE)
        reauthenticate(access, secret, person.proof(), HERE)
        present(access, secret, HERE)


def test_one_idle_hour_ends_the_session(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    with clock.moved_by(timedelta(hours=1, seconds=1)):
        with pytest.raises(SignInNeeded):
            present(access, secret, HERE)
        with pytest.raises(SignInNeeded):
            reauthenticate(access, secret, person.proof(), HERE)


def test_polling_does_not_count_as_use(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    with clock.moved_by(timedelta(minutes=20)):
        present(access, secret, Visit(acted=False))
    with clock.moved_by(timedelta(minutes=31)), pytest.raises(ScreenLocked):
        present(access, secret, HERE)


def test_use_counts_as_use(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    with clock.moved_by(timedelta(minutes=20)):
        present(access, secret, HERE)
    with clock.moved_by(timedelta(minutes=49)):
        present(access, secret, HERE)


def test_twelve_hours_end_the_session_whatever_the_use(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    for minutes in range(20, 12 * 60, 20):
        with clock.moved_by(timedelta(minutes=minutes)):
            present(access, secret, HERE)
    with clock.moved_by(timedelta(hours=11, minutes=50)):
        reauthenticate(access, secret, person.proof(), HERE)
    with clock.moved_by(timedelta(hours=12, seconds=1)), pytest.raises(SignInNeeded):
        present(access, secret, HERE)


def test_privileged_functions_ask_again(access: Access) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR)
    secret = sign_in(access, "chief", chief.proof(), HERE).secret
    authorise(access, secret, Action.MANAGE_ACCOUNTS, HERE)
    with clock.moved_by(timedelta(minutes=10, seconds=1)):
        authorise(access, secret, Action.VIEW_STATUS, HERE)
        with pytest.raises(ConfirmationNeeded) as refusal:
            authorise(access, secret, Action.MANAGE_ACCOUNTS, HERE)
        assert (refusal.value.status, refusal.value.code) == (401, "confirmation_needed")
        reauthenticate(access, secret, chief.proof(), HERE)
        authorise(access, secret, Action.MANAGE_ACCOUNTS, HERE)


def test_sign_out_ends_the_session(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    sign_out(access, secret, HERE)
    sign_out(access, secret, HERE)
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)


def test_a_restart_ends_browser_sessions_but_not_the_command_line(access: Access) -> None:
    person = make_person(access, "marchetti")
    web = sign_in(access, "marchetti", person.proof(), HERE).session
    cli = sign_in(access, "marchetti", person.proof(), HERE, kind=SessionKind.CLI).session
    restarted = Sessions(access.settings.data_dir, "another boot")
    assert restarted.standing(web) is room.Standing.ENDED
    assert restarted.standing(cli) is room.Standing.LIVE
    restarted.close()


def test_disabling_ends_sessions_at_once(access: Access) -> None:
    chief, person = make_person(access, "chief", Role.ADMINISTRATOR), make_person(access, "marchetti")
    secrets = [sign_in(access, "marchetti", person.proof(), HERE).secret for _ in range(3)]
    assert admin.disable_now(access, chief.actor(), "marchetti", reason="direct threat") == 3
    for secret in secrets:
        with pytest.raises(SignInNeeded):
            present(access, secret, HERE)
    with pytest.raises(SignInNeeded):
        sign_in(access, "marchetti", person.proof(), HERE)
    admin.enable(access, chief.actor(), "marchetti")
    sign_in(access, "marchetti", person.proof(), HERE)


def test_a_role_change_ends_sessions_even_when_it_came_by_another_way(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    changed = {"roles": ["investigator", "supervisor"]}
    amend_account(system_actor("test"), person.id, changed, ledger=access.ledger, why="test")
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)


def test_an_address_is_slowed_down_before_it_locks_many(access: Access) -> None:
    for number in range(10):
        make_person(access, f"person{number}")
        fail(access, f"person{number}", 1, address="203.0.113.9")
    with pytest.raises(SlowDown) as refusal:
        sign_in(access, "nobody", WRONG, Visit(address="203.0.113.9"))
    assert refusal.value.status == 429
    sign_in(access, "person1", Proof(password=PASSWORD), HERE)
    with clock.moved_by(timedelta(minutes=1, seconds=1)):
        sign_in(access, "person2", Proof(password=PASSWORD), Visit(address="203.0.113.9"))


def test_failures_of_reauthentication_lock_too(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    for _ in range(5):
        with pytest.raises(SignInNeeded):
            reauthenticate(access, secret, WRONG, HERE)
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)


def test_no_more_than_five_guesses_at_the_same_moment(access: Access) -> None:
    person = make_person(access, "marchetti")
    reserved = [access.credentials.reserve_attempt(person.id) for _ in range(7)]
    assert [r is not None for r in reserved] == [True] * 5 + [False] * 2
    with pytest.raises(SignInNeeded):
        sign_in(access, "marchetti", person.proof(), HERE)


def test_demo_accounts_are_refused_in_production(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True, demo=True)
    with pytest.raises(SignInNeeded):
        sign_in(production, "marchetti", person.proof(), HERE)


def test_the_last_session_is_told(access: Access) -> None:
    person = make_person(access, "marchetti")
    assert sign_in(access, "marchetti", person.proof(), HERE).last is None
    with clock.moved_by(SECOND):
        again = sign_in(access, "marchetti", person.proof(), Visit(address="192.0.2.99"))
    assert again.last is not None
    assert again.last.address == HERE.address


def test_sign_ins_failures_and_denials_are_recorded_without_the_login_of_nobody(access: Access) -> None:
    person = make_person(access, "marchetti")
    secret = sign_in(access, "marchetti", person.proof(), HERE).secret
    fail(access, "hunter2-typed-in-the-wrong-field")
    with pytest.raises(NotAllowed):
        authorise(access, secret, Action.MANAGE_ACCOUNTS, HERE)
    recorded = list(access.log.read())
    assert [(e["event"], e["outcome"]) for e in recorded] == [
        ("sign_in", "success"),
        ("sign_in", "failure"),
        ("denied", "refused"),
    ]
    assert recorded[0]["actor"] == person.id
    assert recorded[1]["actor"].startswith("login:")
    assert recorded[2]["object"] == "manage_accounts"
    assert all(e["at"].endswith("Z") for e in recorded)
    assert "hunter2" not in str(recorded)
