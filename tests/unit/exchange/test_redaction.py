"""What a partner may get: fields, precision, codes, commitments; nothing above his marking leaves a trace."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from ironriver.exchange.redaction import Redacted, open_commitment, redact, why_not
from ironriver.exchange.redaction_fields import (
    BY_REQUEST,
    FIELDS,
    KEYS,
    USUAL,
    Day,
    Place,
    coarse_date,
    coarse_place,
    title_of,
)
from ironriver.exchange.redaction_pieces import Kind, Piece
from ironriver.exchange.stix_build import build
from ironriver.exchange.stix_ids import canonical
from ironriver.model.marking import Handling, Marking, Tlp
from tests.unit.exchange.pieces import NAMING, OPEN, OURS, RULES, chain, corridor, frame, piece

BUNDLE = "bundle--3f5b8c1e-2a6d-4c59-9a1f-7c0f5be2d101"
#: Ways in which a thing is above or outside what the agreement of the test covers.
ABOVE = (
    Marking(holding="us-tpd", tlp=Tlp.AMBER_STRICT),
    Marking(holding="us-tpd", tlp=Tlp.RED),
    Marking(holding="mx-fgr", tlp=Tlp.GREEN),
    Marking(holding="us-tpd", tlp=Tlp.CLEAR, handling="juvenile"),
    Marking(holding="us-tpd", tlp=Tlp.GREEN, handling="28cfr23,tiahrt"),
    Marking(holding="us-tpd", tlp=Tlp.GREEN, handling="grand_jury"),
)


def names(redacted: Redacted) -> set[str]:
    return {name for one in redacted.pieces for name in one.facts}


def kinds(redacted: Redacted) -> set[Kind]:
    return {one.kind for one in redacted.pieces}


def test_the_usual_view_abroad_names_gun_states_and_band_and_no_person():
    given = redact(chain(), RULES, NAMING)
    assert kinds(given) == {Kind.FIREARM, Kind.SALE, Kind.RECOVERY, Kind.TRACE}
    assert names(given) == {*("make", "model", "calibre", "firearm_type"), "sale_place", "recovery_place"} | {
        *("ttc_band", "legs")
    }
    sale = next(one for one in given.pieces if one.kind is Kind.SALE)
    assert sale.facts["sale_place"] == {"country": "US", "state": "AZ"}
    assert sale.refs == ("firearm",)


def test_purchaser_and_dealer_need_a_request_beside_the_profile():
    assert not kinds(redact(chain(), OPEN, NAMING)) & {Kind.PURCHASER, Kind.DEALER}
    granted = redact(chain(), replace(OPEN, granted=frozenset({"purchaser"})), NAMING)
    assert Kind.PURCHASER in kinds(granted)
    assert Kind.DEALER not in kinds(granted)
    assert "person" in granted.warnings
    closed = replace(RULES, granted=BY_REQUEST)
    assert not kinds(redact(chain(), closed, NAMING)) & {Kind.PURCHASER, Kind.DEALER}


def test_without_a_purchaser_his_name_stands_nowhere():
    for rules in (RULES, OPEN):
        text = build(redact(chain(), rules, NAMING), frame()).bundle(BUNDLE)
        assert b"Whitcombe" not in text
        assert b"Palo Fierro" not in text


@pytest.mark.parametrize("marking", ABOVE)
def test_what_is_above_is_withheld_and_the_sender_learns_why(marking: Marking):
    said = why_not(piece(Kind.FIREARM, facts={"make": "X"}, marking=marking), RULES)
    assert said in ("tlp", "handling", "holding")


@pytest.mark.parametrize("code", [*Handling])
def test_codes_hold_whatever_the_level_says(code: Handling):
    rules = replace(RULES, max_tlp=Tlp.AMBER_STRICT, handling=frozenset(Handling))
    clear = piece(Kind.FIREARM, facts={"make": "X"}, marking=replace(OURS, tlp=Tlp.CLEAR, handling=code.value))
    travels = code in (Handling.TIAHRT, Handling.CFR28_23)
    assert why_not(clear, rules) == ("" if travels else "handling")
    assert why_not(clear, replace(rules, handling=frozenset())) == "handling"


def test_red_stays_even_for_a_profile_that_says_red():
    red = piece(Kind.FIREARM, facts={"make": "X"}, marking=replace(OURS, tlp=Tlp.RED))
    assert why_not(red, replace(RULES, max_tlp=Tlp.RED)) == "tlp"


def hidden(rng: Random, number: int) -> Piece:
    kind = rng.choice([Kind.FIREARM, Kind.PURCHASER, Kind.SALE, Kind.RECOVERY, Kind.CORRIDOR])
    if kind is Kind.CORRIDOR:
        return corridor(rng.choice(("AZ", "NM")), "CHH", rng.randint(1, 99), marking=rng.choice(ABOVE))
    facts: dict[Kind, dict[str, Any]] = {
        Kind.FIREARM: {"serial": f"H{number}", "make": "Hidden"},
        Kind.PURCHASER: {"purchaser": f"Hidden {number}"},
        Kind.SALE: {"sale_date": "2020-01-01"},
        Kind.RECOVERY: {"recovery_place": {"country": "MX", "state": "TAM"}},
    }
    refs = ("firearm",) if kind in (Kind.SALE, Kind.RECOVERY) else ()
    return piece(kind, f"hidden:{number}", facts=facts[kind], marking=rng.choice(ABOVE), refs=refs)


def test_nothing_above_the_partners_marking_changes_a_byte():
    """Hidden pieces added, changed, taken away, and named by what is open: the same bytes, every time."""
    rng = Random(20_260_417)
    open_ = [*chain(), corridor()]
    for rules in (RULES, replace(OPEN, granted=BY_REQUEST)):
        without = build(redact(open_, rules, NAMING), frame()).bundle(BUNDLE)
        for turn in range(12):
            more = [hidden(rng, turn * 10 + n) for n in range(rng.randint(1, 5))]
            named = [
                replace(one, refs=(*one.refs, *(h.key for h in more))) if one.kind is Kind.SALE else one
                for one in open_
            ]
            mixed = [*named, *more]
            rng.shuffle(mixed)
            ordered = [one for one in mixed if one in more] + named
            assert build(redact(ordered, rules, NAMING), frame()).bundle(BUNDLE) == without


def test_references_to_what_stays_are_gone_and_listed_for_the_sender():
    given = redact(chain(), OPEN, NAMING)
    assert ("sale", "dealer") in given.dangling
    assert ("sale", "purchaser") in given.dangling
    assert given.withheld == {"dealer": "empty", "purchaser": "empty"}


def test_a_field_taken_out_can_be_proven_later_and_not_guessed():
    given = redact(chain(), RULES, NAMING)
    serial = next(one for one in given.commitments if one.name == "serial")
    assert serial.sha256 == open_commitment(NAMING, "firearm", "serial", "TKF12045")
    assert serial.sha256 != open_commitment(NAMING, "firearm", "serial", "TKF12046")
    assert serial.sha256 != open_commitment(replace(NAMING, key=b"z" * 32), "firearm", "serial", "TKF12045")
    unsalted = {"v": 1, "piece": NAMING.stix_id("piece", "firearm"), "field": "serial", "value": "TKF12045"}
    assert serial.sha256 != hashlib.sha256(canonical(unsalted)).hexdigest()


def test_coarser_values_are_committed_to_and_equal_ones_are_not():
    given = redact(chain(), OPEN, NAMING)
    assert {one.name for one in given.commitments} == set()
    by_month = redact(chain(), replace(OPEN, day=Day.MONTH), NAMING)
    assert {one.name for one in by_month.commitments} == {"sale_date", "recovery_date"}


def test_small_corridors_stay_and_nearly_small_ones_warn():
    rules = replace(RULES, floor=5)
    given = redact([corridor(firearms=4), corridor("TX", "TAM", 5), corridor("NM", "CHH", 40)], rules, NAMING)
    assert [one.key for one in given.pieces] == ["corridor:TX:TAM", "corridor:NM:CHH"]
    assert given.withheld == {"corridor:AZ:SON": "small"}
    assert given.warnings == ("small",)


def test_the_preview_holds_both_sides_of_every_field():
    given = redact(chain(), RULES, NAMING)
    sides = {(one.key, one.name): (one.before, one.after) for one in given.changes}
    assert sides["firearm", "serial"] == ("TKF12045", None)
    assert sides["firearm", "make"] == ("Harrow & Pike", "Harrow & Pike")
    assert sides["recovery", "recovery_place"][1] == {"country": "MX", "state": "SON"}


def test_exact_day_and_town_together_are_warned_of():
    assert set(redact(chain(), OPEN, NAMING).warnings) == {"serial", "day_and_place"}
    assert redact(chain(), RULES, NAMING).warnings == ()


def test_nothing_left_is_clear_and_empty():
    given = redact(chain(), replace(RULES, holdings=frozenset()), NAMING)
    assert given.pieces == ()
    assert given.tlp is Tlp.CLEAR
    assert redact(chain(), RULES, NAMING).tlp is Tlp.AMBER


@pytest.mark.parametrize(("day", "text"), [(Day.YEAR, "2025"), (Day.MONTH, "2025-11"), (Day.DAY, "2025-11-08")])
def test_dates_by_precision(day: Day, text: str):
    assert coarse_date("2025-11-08", day) == text
    assert coarse_date("2025", day) == "2025"


def test_places_by_precision():
    whole = {"country": "MX", "state": "SON", "county": "Nogales", "city": "Nogales"}
    assert coarse_place(whole, Place.COUNTRY) == {"country": "MX"}
    assert coarse_place(whole, Place.CITY) == whole
    assert coarse_place({"state": "SON"}, Place.COUNTRY) == {}


def test_every_field_has_a_name_in_both_languages():
    assert all(field.title.en and field.title.es and title_of(field.key) is field.title for field in FIELDS)
    assert USUAL < KEYS
    assert not USUAL & BY_REQUEST
    assert "serial" not in USUAL
