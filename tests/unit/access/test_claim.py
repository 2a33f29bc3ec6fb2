"""The way in: genesis, one-time code, password, second factor; and again after everything was lost."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from ironriver import clock
from ironriver.access import Access, NewAccount, Proof, SignInNeeded, SlowDown, Visit, find_account, sign_in
from ironriver.access import administration as admin
from ironriver.access.claim import Claim, claim, confirm, first_administrator, skip_factor
from ironriver.access.demo import DEMO_PASSWORD
from ironriver.errors import Invalid
from ironriver.model.actor import Role

from .conftest import HERE, PASSWORD, make_person


def begin(access: Access) -> Claim:
    found = first_administrator(access)
    assert found is not None
    return Claim(login=found[0], code=found[1])


def walk_in(access: Access, given: Claim, password: str = PASSWORD) -> tuple[pyotp.TOTP, list[str]]:
    enrolment = claim(access, given, password, HERE)
    generator = pyotp.TOTP(enrolment.secret)
    with clock.moved_by(timedelta(minutes=-2)):
        return generator, confirm(access, given, generator.at(clock.now()), HERE)


def test_the_first_administrator_comes_in_by_a_one_time_code(production: Access) -> None:
    given = begin(production)
    assert given.login == "admin"
    generator, codes = walk_in(production, given)
    signed = sign_in(production, "admin", Proof(password=PASSWORD, code=generator.at(clock.now())), HERE)
    assert signed.account.roles == {Role.ADMINISTRATOR}
    assert len(codes) == 8
    sign_in(production, "admin", Proof(password=PASSWORD, code=codes[3]), HERE)


def test_there_is_one_first_administrator_only(production: Access) -> None:
    first = begin(production)
    second = begin(production)  # asked again before anybody came in: a new code, the old one void
    with pytest.raises(SignInNeeded):
        claim(production, first, PASSWORD, HERE)
    walk_in(production, second)
    assert first_administrator(production) is None


def test_the_code_works_once(production: Access) -> None:
    given = begin(production)
    walk_in(production, given)
    with pytest.raises(SignInNeeded):
        claim(production, given, "another long password", HERE)


def test_the_code_is_gone_after_72_hours(production: Access) -> None:
    given = begin(production)
    with clock.moved_by(timedelta(hours=72, seconds=1)), pytest.raises(SignInNeeded):
        claim(production, given, PASSWORD, HERE)


def test_a_refused_password_leaves_the_code_good(production: Access) -> None:
    given = begin(production)
    for bad in ("short", "password123", "adminadmin"):
        with pytest.raises(Invalid) as refusal:
            claim(production, given, bad, HERE)
        assert "password" in refusal.value.fields
    walk_in(production, given)


def test_without_the_second_factor_nobody_is_in(production: Access) -> None:
    given = begin(production)
    enrolment = claim(production, given, PASSWORD, HERE)
    with pytest.raises(SignInNeeded):
        sign_in(production, "admin", Proof(password=PASSWORD), HERE)
    code = pyotp.TOTP(enrolment.secret).at(clock.now())
    with pytest.raises(SignInNeeded):
        sign_in(production, "admin", Proof(password=PASSWORD, code=code), HERE)
    with pytest.raises(Invalid):
        skip_factor(production, given, HERE)
    with pytest.raises(Invalid) as refusal:
        confirm(production, given, "000000", HERE)
    assert "code" in refusal.value.fields
    assert confirm(production, given, pyotp.TOTP(enrolment.secret).at(clock.now()), HERE)


def test_demo_mode_may_skip_the_factor(access: Access) -> None:
    given = begin(access)
    claim(access, given, PASSWORD, HERE)
    skip_factor(access, given, HERE)
    sign_in(access, "admin", Proof(password=PASSWORD), HERE)
    with pytest.raises(SignInNeeded):
        claim(access, given, PASSWORD, HERE)


def test_guessing_codes_locks_and_slows_like_passwords(production: Access) -> None:
    given = begin(production)
    for number in range(5):
        with pytest.raises(SignInNeeded):
            claim(
                production,
                Claim(login="admin", code="AAAA-BBBB-CCCC"),
                PASSWORD,
                Visit(address=f"198.51.100.{number}"),
            )
    with pytest.raises(SignInNeeded):
        claim(production, given, PASSWORD, HERE)
    for _ in range(9):
        with pytest.raises(SignInNeeded):
            claim(production, Claim(login="nobody", code="x"), PASSWORD, HERE)
    with pytest.raises(SlowDown):
        claim(production, Claim(login="nobody", code="x"), PASSWORD, HERE)


def test_unknown_login_and_wrong_code_are_answered_alike(production: Access) -> None:
    begin(production)
    said = set()
    for login in ("admin", "nobody", "system"):
        with pytest.raises(SignInNeeded) as refusal:
            claim(production, Claim(login=login, code="AAAA-BBBB-CCCC"), PASSWORD, HERE)
        said.add(refusal.value.say.en)
    assert len(said) == 1


def test_a_lost_device_needs_a_new_code_and_ends_everything_old(production: Access) -> None:
    chief = make_person(production, "chief", Role.ADMINISTRATOR, factor=True)
    person = make_person(production, "marchetti", factor=True)
    signed = sign_in(production, "marchetti", person.proof(), HERE)
    one_time = admin.issue_code(production, chief.actor(), "marchetti")
    found = production.sessions.find(signed.secret)
    assert found is not None
    assert found.revoked is not None
    generator, _ = walk_in(production, Claim(login="marchetti", code=one_time), "a wholly different one")
    with clock.moved_by(timedelta(seconds=60)):
        with pytest.raises(SignInNeeded):
            sign_in(production, "marchetti", person.proof(), HERE)
        code = generator.at(clock.now())
        sign_in(production, "marchetti", Proof(password="a wholly different one", code=code), HERE)


def test_a_new_account_gets_its_code_from_the_administrator(production: Access) -> None:
    chief = make_person(production, "chief", Role.ADMINISTRATOR, factor=True)
    new = NewAccount(
        login="Ohlsson", name="P. Ohlsson", agency="us-tpd", roles=frozenset({Role.ANALYST}), language="es"
    )
    account_id, one_time = admin.add_account(production, chief.actor(), new)
    found = find_account(production.ledger, login="ohlsson")
    assert found is not None
    assert found.id == account_id
    assert found.language == "es"
    walk_in(production, Claim(login="ohlsson", code=one_time))


def test_the_demo_password_passes_its_own_rules() -> None:
    from ironriver.access.passwords import check_password

    check_password(DEMO_PASSWORD)
