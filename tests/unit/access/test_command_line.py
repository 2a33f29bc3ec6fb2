"""In whose name a command runs."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from ironriver import clock
from ironriver.access import Access, Action, Proof, SignInNeeded, actor_for_command_line, cases, require
from ironriver.access.cases import NewCase
from ironriver.access.command_line import sign_in_here, sign_out_here, token_file
from ironriver.errors import Invalid, NotAllowed
from ironriver.model.actor import Role

from .conftest import PASSWORD, make_person


def test_a_login_suffices_in_demo_mode(access: Access) -> None:
    person = make_person(access, "marchetti")
    actor = actor_for_command_line(access, "marchetti")
    assert (actor.id, actor.origin) == (person.id, "cli")
    assert "demo_as" in [e["event"] for e in access.log.read()]
    with pytest.raises(Invalid):
        actor_for_command_line(access, "nobody")


def test_a_login_does_not_suffice_in_production(production: Access) -> None:
    make_person(production, "marchetti", factor=True)
    with pytest.raises(SignInNeeded) as refusal:
        actor_for_command_line(production, "marchetti")
    assert "ironriver sign-in" in refusal.value.say.en


def test_signing_in_leaves_a_file_for_this_user_alone(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True)
    signed = sign_in_here(production, "marchetti", person.proof())
    path = token_file(production.settings)
    assert path.name.endswith(str(os.getuid()))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == signed.secret + "\n"
    assert actor_for_command_line(production).id == person.id
    assert actor_for_command_line(production, "marchetti").id == person.id
    with pytest.raises(NotAllowed):
        actor_for_command_line(production, "admin")


def test_a_wrong_proof_leaves_no_file(production: Access) -> None:
    make_person(production, "marchetti", factor=True)
    with pytest.raises(SignInNeeded):
        sign_in_here(production, "marchetti", Proof(password=PASSWORD, code="000000"))
    assert not token_file(production.settings).exists()


def test_it_ends_by_idleness_by_age_and_by_signing_out(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True)
    sign_in_here(production, "marchetti", person.proof())
    with clock.moved_by(timedelta(minutes=59)):
        actor_for_command_line(production)
    with clock.moved_by(timedelta(hours=2)), pytest.raises(SignInNeeded):
        actor_for_command_line(production)
    sign_out_here(production)
    sign_out_here(production)
    assert not token_file(production.settings).exists()
    with pytest.raises(SignInNeeded):
        actor_for_command_line(production)


def test_signing_in_again_ends_the_earlier_session(production: Access) -> None:
    person = make_person(production, "marchetti", factor=True)
    first = sign_in_here(production, "marchetti", person.proof())
    with clock.moved_by(timedelta(seconds=40)):
        sign_in_here(production, "marchetti", person.proof())
    found = production.sessions.find(first.secret)
    assert found is not None
    assert found.revoked is not None


def test_a_file_with_nonsense_is_no_sign_in(production: Access) -> None:
    token_file(production.settings).write_text("nonsense\n")
    with pytest.raises(SignInNeeded):
        actor_for_command_line(production)


def test_case_and_purpose_are_checked_as_on_the_web(access: Access) -> None:
    person = make_person(access, "marchetti", Role.INVESTIGATOR)
    case_id = cases.open_case(
        person.actor(), NewCase(number="IR-2026-0417", name="n", purpose="crim_933"), ledger=access.ledger
    )
    actor = actor_for_command_line(access, "marchetti", case="IR-2026-0417", purpose="crim_933")
    assert actor.case == case_id
    require(actor, Action.SEARCH_PERSON)
    for case, purpose in (("IR-2026-9999", "crim_933"), ("IR-2026-0417", "curiosity")):
        with pytest.raises(Invalid):
            actor_for_command_line(access, "marchetti", case=case, purpose=purpose)
