"""API tokens: shown once, stored hashed, limited, ending; the actor behind one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ironriver import clock
from ironriver.access import Access, Action, SignInNeeded, SlowDown, Visit, actor_for_token, cases, require
from ironriver.access import administration as admin
from ironriver.access.cases import NewCase
from ironriver.access.figures import TOKEN_LONGEST
from ironriver.access.tokens import Tokens
from ironriver.errors import Invalid, NotAllowed, NotFound
from ironriver.model.actor import Role

from .conftest import HERE, make_person

SEARCH = frozenset({Action.SEARCH_FIREARM})


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    opened = Tokens(tmp_path)
    yield opened
    opened.close()


def test_a_token_is_found_by_its_text_only(tokens: Tokens) -> None:
    text, made = tokens.make("actor_1", name="nightly export", actions=SEARCH)
    assert tokens.find(text) == made
    assert made.actions == SEARCH
    for wrong in ("", "irt_", text[:-1], text + "x", text.replace("irt_", "xrt_"), f"irt_{made.id}_", "a_b_c"):
        assert tokens.find(wrong) is None


def test_the_secret_is_stored_hashed_and_has_256_bits(tokens: Tokens, tmp_path: Path) -> None:
    text, _ = tokens.make("actor_1", name="n", actions=SEARCH)
    secret = text.split("_", 2)[2]
    assert len(secret) == 43
    files = list(tmp_path.glob("tokens.sqlite*"))
    assert secret.encode() not in b"".join(file.read_bytes() for file in files)
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_a_token_ends_on_its_date(tokens: Tokens) -> None:
    _, made = tokens.make("actor_1", name="n", actions=SEARCH, life=timedelta(days=7))
    assert made.is_good(made.created + timedelta(days=6, hours=23))
    assert not made.is_good(made.created + timedelta(days=7))


@pytest.mark.parametrize(
    ("name", "actions", "life", "wrong"),
    [
        (" ", SEARCH, timedelta(days=1), "name"),
        ("n", frozenset(), timedelta(days=1), "actions"),
        ("n", frozenset({Action.MANAGE_ACCOUNTS}), timedelta(days=1), "actions"),
        ("n", frozenset({Action.APPROVE, Action.SEARCH_FIREARM}), timedelta(days=1), "actions"),
        ("n", SEARCH, timedelta(), "life"),
        ("n", SEARCH, TOKEN_LONGEST + timedelta(days=1), "life"),
    ],
)
def test_what_a_token_may_not_be(
    tokens: Tokens, name: str, actions: frozenset[Action], life: timedelta, wrong: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        tokens.make("actor_1", name=name, actions=actions, life=life)
    assert set(refusal.value.fields) == {wrong}


def test_revoking_one_and_all(tokens: Tokens) -> None:
    made = [tokens.make("actor_1", name=f"n{n}", actions=SEARCH)[1] for n in range(3)]
    tokens.make("actor_2", name="other", actions=SEARCH)
    assert tokens.revoke("actor_2", made[0].id) == 0
    assert tokens.revoke("actor_1", made[0].id) == 1
    assert len(tokens.of_account("actor_1")) == 2
    assert tokens.revoke("actor_1") == 2
    assert tokens.of_account("actor_1") == []
    assert len(tokens.of_account("actor_2")) == 1


def test_use_is_noted_once_a_minute(tokens: Tokens) -> None:
    text, made = tokens.make("actor_1", name="n", actions=SEARCH)
    tokens.touch(made)
    first = tokens.find(text)
    assert first is not None
    assert first.used is not None
    with clock.moved_by(timedelta(seconds=30)):
        tokens.touch(first)
        assert tokens.find(text) == first
    with clock.moved_by(timedelta(seconds=61)):
        tokens.touch(first)
        assert tokens.find(text) != first


def make_token(access: Access, login: str = "marchetti", *more: Action) -> tuple[str, str]:
    person = make_person(access, login)
    text, token = admin.make_token(
        access, person.actor(), name="script", actions=SEARCH | set(more), life=timedelta(days=30)
    )
    return text, token.id


def test_the_actor_may_do_what_the_token_says_and_no_more(access: Access) -> None:
    text, _ = make_token(access)
    actor = actor_for_token(access, text, Visit(address="192.0.2.1", door="api"))
    assert actor.origin == "api:192.0.2.1"
    assert actor.holdings == {"public", "us-tpd"}
    require(actor, Action.SEARCH_FIREARM)
    for action in (Action.SEARCH_DEALER, Action.USE_OWN_ACCOUNT, Action.IMPORT_FILE):
        with pytest.raises(NotAllowed):
            require(actor, action)


def test_nobody_gives_a_token_what_he_may_not_do(access: Access) -> None:
    person = make_person(access, "ohlsson", Role.ANALYST)
    with pytest.raises(NotAllowed):
        admin.make_token(
            access, person.actor(), name="n", actions=frozenset({Action.MANAGE_CASES}), life=timedelta(days=1)
        )


def test_a_token_cannot_make_a_wider_token(access: Access) -> None:
    text, _ = make_token(access, "marchetti", Action.USE_OWN_ACCOUNT)
    actor = actor_for_token(access, text, HERE)
    with pytest.raises(NotAllowed):
        admin.make_token(
            access, actor, name="wider", actions=frozenset({Action.IMPORT_FILE}), life=timedelta(days=1)
        )


def test_person_searches_by_token_need_case_and_purpose_each_time(access: Access) -> None:
    person = make_person(access, "marchetti")
    number = "IR-2026-0001"
    case_id = cases.open_case(
        person.actor(), NewCase(number=number, name="n", purpose="crim_933"), ledger=access.ledger
    )
    text, _ = admin.make_token(
        access, person.actor(), name="n", actions=frozenset({Action.SEARCH_PERSON}), life=timedelta(days=1)
    )
    with pytest.raises(Invalid):
        require(actor_for_token(access, text, HERE), Action.SEARCH_PERSON)
    with pytest.raises(Invalid):
        actor_for_token(access, text, HERE, case="IR-0000-0000", purpose="crim_933")
    with pytest.raises(Invalid):
        actor_for_token(access, text, HERE, case=number, purpose="")
    actor = actor_for_token(access, text, HERE, case=number, purpose="crim_933")
    assert (actor.case, actor.purpose) == (case_id, "crim_933")
    require(actor, Action.SEARCH_PERSON)


def test_unknown_wrong_expired_and_revoked_are_answered_alike(access: Access) -> None:
    text, token_id = make_token(access)
    person = next(t for t in [access.tokens.find(text)] if t)
    said = set()
    for tried, later in ((f"irt_{'0' * 16}_x", 0), (text[:-1] + "!", 0), (text, 31)):
        with clock.moved_by(timedelta(days=later)), pytest.raises(SignInNeeded) as refusal:
            actor_for_token(access, tried, HERE)
        said.add(refusal.value.say.en)
    access.tokens.revoke(person.account, token_id)
    with pytest.raises(SignInNeeded) as refusal:
        actor_for_token(access, text, HERE)
    assert said == {refusal.value.say.en}


def test_five_wrong_secrets_lock_the_owner(access: Access) -> None:
    text, token_id = make_token(access)
    for number in range(5):
        with pytest.raises(SignInNeeded):
            actor_for_token(access, f"irt_{token_id}_guess{number}", Visit(address=f"198.51.100.{number}"))
    with pytest.raises(SignInNeeded):
        actor_for_token(access, text, HERE)


def test_an_expired_token_used_on_does_not_lock_its_owner(access: Access) -> None:
    text, _ = make_token(access)
    with clock.moved_by(timedelta(days=31)):
        for _ in range(6):
            with pytest.raises(SignInNeeded):
                actor_for_token(access, text, HERE)
    actor_for_token(access, text, HERE)


def test_guessing_token_ids_slows_the_address_down(access: Access) -> None:
    for _ in range(10):
        with pytest.raises(SignInNeeded):
            actor_for_token(access, "irt_0000_guess", HERE)
    with pytest.raises(SlowDown):
        actor_for_token(access, "irt_0000_guess", HERE)


def test_disabling_or_changing_clearance_ends_tokens(access: Access) -> None:
    chief = make_person(access, "chief", Role.ADMINISTRATOR)
    text, _ = make_token(access)
    admin.disable_now(access, chief.actor(), "marchetti", reason="left")
    admin.enable(access, chief.actor(), "marchetti")
    with pytest.raises(SignInNeeded):
        actor_for_token(access, text, HERE)


def test_one_revokes_ones_own_tokens_only(access: Access) -> None:
    text, token_id = make_token(access)
    other = make_person(access, "ohlsson")
    with pytest.raises(NotFound):
        admin.revoke_token(access, other.actor(), token_id)
    owner = access.tokens.find(text)
    assert owner is not None
    from ironriver.access import find_account

    account = find_account(access.ledger, id=owner.account)
    assert account is not None
    admin.revoke_token(access, account.as_actor(origin="test"), token_id)
    with pytest.raises(SignInNeeded):
        actor_for_token(access, text, HERE)
