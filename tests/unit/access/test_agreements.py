"""Agreements: what they open, to whom, until when; revoking at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ironriver import clock
from ironriver.access import Access, Action, SignInNeeded, actor_for_token, agreements, present, sign_in
from ironriver.access import administration as admin
from ironriver.access.agreements import NewAgreement
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp

from .conftest import HERE, Person, make_person

SHARED = "us-tpd-mou"


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


@pytest.fixture
def keeper(access: Access) -> Person:
    return make_person(access, "sandoval", Role.PARTNER_MANAGER, holdings=frozenset({SHARED}))


@pytest.fixture
def tamayo(access: Access) -> Person:
    return make_person(access, "tamayo", Role.TRACER, agency="mx-fge-son", max_tlp=Tlp.AMBER)


def signed(keeper: Person, **changes) -> str:
    given = {
        "number": "MOU-2026-03",
        "name": "Tracing of recovered firearms",
        "partner": "mx-fge-son",
        "authority": "Memorandum of understanding, article 4",
        "holdings": frozenset({SHARED}),
        "max_tlp": Tlp.AMBER,
        "handling": frozenset({Handling.TIAHRT}),
        "signed": day(0),
        "reattest_by": day(180),
        "expires": day(730),
    }
    return agreements.sign_agreement(keeper.access, keeper.actor(), NewAgreement(**(given | changes)))


def test_it_opens_its_holdings_to_named_persons_only(access: Access, keeper: Person, tamayo: Person) -> None:
    other = make_person(access, "noriega", agency="mx-fge-son", max_tlp=Tlp.AMBER)
    agreement = signed(keeper)
    assert SHARED not in tamayo.actor().holdings
    agreements.name_user(access, keeper.actor(), agreement, "tamayo")
    assert tamayo.actor().holdings == {"public", "mx-fge-son", SHARED}
    assert SHARED not in other.actor().holdings
    found = agreements.find_agreement(access, keeper.actor(), agreement)
    assert [n.login for n in found.named] == ["tamayo"]
    assert found.holds_on(day(0))
    assert [a.id for a in agreements.all_agreements(access, keeper.actor())] == [agreement]


def test_it_lapses_when_the_list_was_not_confirmed(access: Access, keeper: Person, tamayo: Person) -> None:
    agreement = signed(keeper)
    agreements.name_user(access, keeper.actor(), agreement, "tamayo")
    with clock.moved_by(timedelta(days=180)):
        assert SHARED in tamayo.actor().holdings
    with clock.moved_by(timedelta(days=181)):
        assert SHARED not in tamayo.actor().holdings
        agreements.reattest(access, keeper.actor(), agreement, until=day(180))
        assert SHARED in tamayo.actor().holdings


def test_it_ends_on_its_date_and_begins_on_its_date(access: Access, keeper: Person, tamayo: Person) -> None:
    agreement = signed(keeper, signed=day(10), reattest_by=day(20), expires=day(20))
    agreements.name_user(access, keeper.actor(), agreement, "tamayo")
    for days, opens in ((0, False), (9, False), (10, True), (20, True), (21, False)):
        with clock.moved_by(timedelta(days=days)):
            assert (SHARED in tamayo.actor().holdings) is opens
            found = agreements.find_agreement(access, keeper.actor(), agreement)
            assert found.holds_on(clock.today()) is opens


@pytest.mark.parametrize("days", [-1, 0, 731])
def test_the_list_is_confirmed_within_the_agreement(access: Access, keeper: Person, days: int) -> None:
    agreement = signed(keeper)
    with pytest.raises(Invalid):
        agreements.reattest(access, keeper.actor(), agreement, until=day(days))


def test_revoking_ends_sessions_tokens_and_holdings_at_once(access: Access, keeper: Person, tamayo: Person) -> None:
    agreement = signed(keeper)
    agreements.name_user(access, keeper.actor(), agreement, "tamayo")
    secret = sign_in(access, "tamayo", tamayo.proof(), HERE).secret
    token, _ = admin.make_token(
        access, tamayo.actor(), name="n", actions=frozenset({Action.SEARCH_FIREARM}), life=timedelta(days=9)
    )
    assert SHARED in present(access, secret, HERE).actor.holdings
    assert agreements.revoke_agreement(access, keeper.actor(), agreement, reason="corruption inquiry") == 1
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)
    with pytest.raises(SignInNeeded):
        actor_for_token(access, token, HERE)
    again = sign_in(access, "tamayo", tamayo.proof(), HERE)
    assert SHARED not in present(access, again.secret, HERE).actor.holdings
    assert ("agreement_revoked", "corruption inquiry") in [(e["event"], e.get("reason")) for e in access.log.read()]


def test_striking_one_person_leaves_the_others(access: Access, keeper: Person, tamayo: Person) -> None:
    other = make_person(access, "noriega", agency="mx-fge-son", max_tlp=Tlp.AMBER)
    agreement = signed(keeper)
    for login in ("tamayo", "noriega"):
        agreements.name_user(access, keeper.actor(), agreement, login)
    secret = sign_in(access, "tamayo", tamayo.proof(), HERE).secret
    assert agreements.strike_user(access, keeper.actor(), agreement, "tamayo") == 1
    with pytest.raises(SignInNeeded):
        present(access, secret, HERE)
    assert SHARED not in tamayo.actor().holdings
    assert SHARED in other.actor().holdings
    with pytest.raises(NotFound):
        agreements.strike_user(access, keeper.actor(), agreement, "tamayo")
    agreements.name_user(access, keeper.actor(), agreement, "tamayo")
    assert SHARED in tamayo.actor().holdings


@pytest.mark.parametrize(
    "changes",
    [
        {"max_tlp": Tlp.AMBER_STRICT},
        {"handling": frozenset({Handling.TIAHRT, Handling.JUVENILE})},
    ],
)
def test_persons_cleared_higher_than_it_reaches_are_not_named(
    access: Access, keeper: Person, changes: dict
) -> None:
    given = {"agency": "mx-fge-son", "max_tlp": Tlp.AMBER}
    make_person(access, "valdez", Role.SUPERVISOR, **(given | changes))
    with pytest.raises(Invalid):
        agreements.name_user(access, keeper.actor(), signed(keeper), "valdez")


def test_nor_does_it_open_when_somebody_is_cleared_higher_later(
    access: Access, keeper: Person, tamayo: Person
) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR, agency="mx-fge-son")
    agreements.name_user(access, keeper.actor(), signed(keeper), "tamayo")
    admin.set_clearance(
        access,
        chief.actor(),
        "tamayo",
        roles=frozenset({Role.TRACER}),
        holdings=frozenset({"mx-fge-son"}),
        cleared=(Tlp.RED, frozenset()),
    )
    assert SHARED not in tamayo.actor().holdings


@pytest.mark.parametrize(
    ("wrong", "changes"),
    [
        ("number", {"number": ""}),
        ("authority", {"authority": "yes"}),
        ("holdings", {"holdings": frozenset({"mx-fge-son"})}),
        ("holdings", {"holdings": frozenset()}),
        ("partner", {"partner": "us-tpd"}),
        ("reattest_by", {"reattest_by": date(2020, 1, 1)}),
    ],
)
def test_what_an_agreement_may_not_be(keeper: Person, wrong: str, changes: dict) -> None:
    with pytest.raises(Invalid) as refusal:
        signed(keeper, **changes)
    assert set(refusal.value.fields) == {wrong}


def test_what_an_agreement_opens_is_not_opened_on_to_a_third_agency(access: Access, keeper: Person) -> None:
    abroad = make_person(access, "garza", Role.PARTNER_MANAGER, agency="mx-fge-son", max_tlp=Tlp.AMBER)
    agreements.name_user(access, keeper.actor(), signed(keeper), "garza")
    assert SHARED in abroad.actor().holdings
    with pytest.raises(Invalid) as refusal:
        signed(abroad, number="MOU-ON", partner="mx-fgr")
    assert set(refusal.value.fields) == {"holdings"}
    assert signed(abroad, number="MOU-OWN", partner="mx-fgr", holdings=frozenset({"mx-fge-son"}))


def test_a_number_is_used_once(keeper: Person) -> None:
    signed(keeper)
    with pytest.raises(Conflict):
        signed(keeper, number="mou-2026-03")


def test_only_the_partners_people_are_named(access: Access, keeper: Person) -> None:
    make_person(access, "marchetti")
    for login in ("marchetti", "nobody"):
        with pytest.raises(Invalid):
            agreements.name_user(access, keeper.actor(), signed(keeper, number=f"N-{login}"), login)


def test_other_agencies_and_roles_manage_none(access: Access, keeper: Person) -> None:
    agreement = signed(keeper)
    abroad = make_person(access, "garza", Role.PARTNER_MANAGER, agency="mx-fge-son")
    with pytest.raises(NotFound):
        agreements.find_agreement(access, abroad.actor(), agreement)
    with pytest.raises(NotFound):
        agreements.revoke_agreement(access, abroad.actor(), agreement, reason="r")
    assert agreements.all_agreements(access, abroad.actor()) == []
    investigator = make_person(access, "marchetti")
    with pytest.raises(NotAllowed):
        agreements.find_agreement(access, investigator.actor(), agreement)
