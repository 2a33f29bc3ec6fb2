"""What a chain says without a database: who holds the exhibit, which seal is on record, what is read first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ironriver.custody import Happened, Measured
from ironriver.custody.records import SIGNED, Chain, Event, Exhibit, Sort, event_of, exhibit_of
from ironriver.custody.words import KINDS, PAPER, TITLES
from ironriver.model.actor import Role
from ironriver.model.marking import Tlp

GUN = Exhibit(
    id="exhibit_1", number="TPD-1", item=1, case_id="case_1", case_number="IR-1", agency="us-tpd",
    sort=Sort.FIREARM, description="Pistol", received="2026-11-01", authority="Warrant", finder="Officer",
    seal="S-1", holding="us-tpd", tlp=Tlp.AMBER, handling="",
)  # fmt: skip
R, OF, A, X = Happened.RECEIVED, Happened.OFFERED, Happened.ACCEPTED, Happened.REFUSED
V, T, B, S = Happened.VIEWED, Happened.TESTED, Happened.SEAL_BROKEN, Happened.RESEALED


def event(kind: Happened, by: str = "quill", **said: Any) -> Event:
    given = {"id": "", "n": 0, "at": "", "by_name": by, "by_title": "", "by_agency": "us-tpd"}
    return Event(kind=kind, by=by, **(given | said))


def chain(*events: Event) -> Chain:
    """A chain whose numbers and digests follow one another as those of the room do."""
    linked, before = [], ""
    for n, one in enumerate(events, 1):
        if one.kind in SIGNED:
            linked.append(replace(one, n=n, previous_sha256=before, credential_sha256=f"digest-{n}"))
            before = f"digest-{n}"
        else:
            linked.append(replace(one, n=n))
    return Chain(exhibit=GUN, events=tuple(linked))


def offered(transfer: str = "t1", **said: Any) -> Event:
    return event(OF, transfer=transfer, to="marchetti", due="2026-11-03", seal="S-1", seal_before="S-1", **said)


def accepted(transfer: str = "t1", seal: str = "S-1", before: str = "S-1", **said: Any) -> Event:
    return event(A, "marchetti", transfer=transfer, seal=seal, seal_before=before, **said)


STORIES: list[tuple[list[Event], str, str, bool, list[str]]] = [
    # events; who holds it, the seal on record, whether an offer waits, what has to be read first
    ([event(R)], "quill", "S-1", False, []),
    ([event(R), offered()], "quill", "S-1", True, ["overdue"]),
    ([event(R), offered(), accepted()], "marchetti", "S-1", False, []),
    ([event(R), offered(), event(X, "marchetti", transfer="t1", reason="no")], "quill", "S-1", False, ["refused"]),
    ([event(R), offered(), accepted(seal="S-9")], "marchetti", "S-9", False, ["seal"]),
    ([event(R), event(B)], "quill", "", False, []),
    ([event(R), event(B), event(S, seal="S-2")], "quill", "S-2", False, []),
    ([event(R), event(B), event(S, seal="S-2"), event(B)], "quill", "", False, []),
    ([event(R), event(V, "ohlsson"), event(T)], "quill", "S-1", False, []),
    ([event(R), event(T, measured=Measured.DIFFERENT)], "quill", "S-1", False, ["mismatch"]),
    (
        [event(R), offered(), event(X, "marchetti", transfer="t1"), offered("t2"), accepted("t2")],
        "marchetti", "S-1", False, ["refused"],
    ),
    (
        [event(R), offered(), event(X, "marchetti", transfer="t1", measured=Measured.DIFFERENT)],
        "quill", "S-1", False, ["refused", "mismatch"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("events", "holder", "seal", "waits", "troubles"), STORIES)
def test_story(events: list[Event], holder: str, seal: str, waits: bool, troubles: list[str]) -> None:
    told = chain(*events)
    assert told.holder is not None
    assert told.holder.by == holder
    assert told.seal == seal
    assert (told.waiting is not None) is waits
    assert [one.code for one in told.troubles("2026-11-04")] == troubles


def test_an_offer_is_overdue_only_after_its_time() -> None:
    told = chain(event(R), offered())
    assert [t.code for t in told.troubles("2026-11-03")] == []
    (late,) = told.troubles("2026-11-03T00:00:01")
    assert (late.code, late.n) == ("overdue", 2)


def test_an_empty_chain_holds_nobody_and_has_no_head() -> None:
    nothing = chain()
    assert (nothing.holder, nothing.waiting, nothing.head, nothing.troubles("9999")) == (None, None, "", ())


def test_an_answer_to_another_transfer_leaves_the_offer_waiting() -> None:
    told = chain(event(R), offered("t1"), event(X, "marchetti", transfer="t9"))
    assert told.waiting is not None
    assert told.waiting.transfer == "t1"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([OF, A, X, V, T, B, S]), min_size=2, max_size=9).flatmap(
        lambda kinds: st.tuples(st.just(kinds), st.integers(0, len(kinds) - 1))
    )
)
def test_taking_out_any_signed_event_but_the_last_leaves_a_gap(drawn: tuple[list[Happened], int]) -> None:
    kinds, out = drawn
    told = chain(event(R), *(event(kind, transfer=str(n)) for n, kind in enumerate(kinds)), event(T))
    assert "gap" not in {t.code for t in told.troubles("2026")}
    left = told.events[: out + 1] + told.events[out + 2 :]
    assert "gap" in {t.code for t in replace(told, events=left).troubles("2026")}
    numbered = tuple(replace(one, n=n) for n, one in enumerate(left, 1))
    hidden_well = "gap" not in {t.code for t in replace(told, events=numbered).troubles("2026")}
    assert hidden_well is (kinds[out] not in SIGNED)  # renumbering hides only what nobody signed


def test_a_chain_that_does_not_begin_with_a_receipt_has_a_gap() -> None:
    assert [t.code for t in chain(event(T)).troubles("2026")] == ["gap"]


def test_two_events_in_each_others_place_are_a_gap() -> None:
    told = chain(event(R), event(T), event(B))
    turned = (told.events[0], told.events[2], told.events[1])
    assert [t.code for t in replace(told, events=turned).troubles("2026")] == ["gap"]


def test_every_trouble_is_said_in_both_languages() -> None:
    said = {t.code: t.say for *_, story in [(0, s[0]) for s in STORIES] for t in chain(*story).troubles("2027")}
    said |= {t.code: t.say for t in chain(event(T)).troubles("2027")}
    assert set(said) == {"overdue", "refused", "seal", "mismatch", "gap"}
    assert all(say.en != say.es for say in said.values())


def test_a_shredded_node_is_still_an_exhibit_and_an_event() -> None:
    bare = exhibit_of({"tlp": 2})
    assert (bare.description, bare.sort, bare.size) == ("", Sort.FIREARM, 0)
    plain = event_of({"kind": "made up", "measured": "maybe", "n": None})
    assert (plain.kind, plain.measured, plain.n) == (V, Measured.NONE, 0)


@pytest.mark.parametrize("kind", list(Happened))
def test_every_kind_of_event_has_its_word(kind: Happened) -> None:
    assert KINDS[kind].en
    assert KINDS[kind].en != KINDS[kind].es


def test_every_position_on_paper_is_a_role() -> None:
    assert set(TITLES) <= {role.value for role in Role}
    same = {name for name, say in (PAPER | TITLES).items() if say.en == say.es}
    assert same <= {"utc", "size", "supervisor", "calibre"}
