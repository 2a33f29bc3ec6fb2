"""Findings as text: read back as written, and a digest that follows the facts and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver.analytics import (
    RANKS,
    Band,
    Counterfactual,
    Detector,
    FindingDraft,
    Point,
    PointSource,
    facts_digest,
    finding_of,
)
from ironriver.analytics.finding_store import PORTION, PORTION_ROWS, _changes, portions, split
from ironriver.analytics.finding_text import body_text, title_text
from ironriver.errors import Say
from ironriver.model.marking import Marking, Tlp

MARKING = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
FIRST = Point(
    code="same_day",
    weight=1,
    sentence=Say("Three pistols on one day", "Tres pistolas en un día"),
    fact_ids=("purchase_1", "purchase_2"),
    sources=(PointSource(source_id="source_1", line=4), PointSource(source_id="source_2")),
)
SECOND = Point(
    code="short", weight=3, sentence=Say("Recovered in 110 days", "Recuperada en 110 días"), fact_ids=("r",)
)
AGAINST = Point(code="theft", weight=-3, sentence=Say("Reported stolen", "Reportada robada"), fact_ids=("theft_1",))
DRAFT = FindingDraft(
    detector=Detector.STRAW,
    subject_ids=("person_1",),
    band=Band.REVIEW,
    strength=7,
    title=Say("Three pistols in one window, two recovered", "Tres pistolas en una ventana, dos recuperadas"),
    points=(FIRST, SECOND),
    against=(AGAINST,),
    marking=MARKING,
    counterfactuals=(Counterfactual(sentence=Say("Without A", "Sin A"), strength=4),),
    caveats=(Say("Not a probability", "No es una probabilidad"),),
)


def stored(draft: FindingDraft) -> dict[str, object]:
    return {
        "id": "finding_1",
        "detector": draft.detector.value,
        "subject_ids": list(draft.subject_ids),
        "band": draft.band.value,
        "strength": float(draft.strength),
        "title": title_text(draft),
        "body": body_text(draft),
        "facts": facts_digest(draft),
        "run_id": "run_1",
        **draft.marking.as_properties(),
    }


def test_what_is_stored_is_read_back() -> None:
    found = finding_of(stored(DRAFT))
    assert (found.points, found.against) == (DRAFT.points, DRAFT.against)
    assert (found.counterfactuals, found.caveats) == (DRAFT.counterfactuals, DRAFT.caveats)
    assert (found.title, found.marking) == (DRAFT.title, MARKING)


@pytest.mark.parametrize(
    "same",
    [
        replace(DRAFT, points=(SECOND, FIRST)),
        replace(DRAFT, band=Band.PRIORITY, strength=12),
        replace(DRAFT, title=Say("Other words", "Otras palabras")),
        replace(DRAFT, points=(replace(FIRST, sentence=Say("Said anew", "Dicho de nuevo")), SECOND)),
        replace(DRAFT, points=(replace(FIRST, fact_ids=("purchase_2", "purchase_1")), SECOND)),
    ],
)
def test_order_and_wording_do_not_reopen(same: FindingDraft) -> None:
    assert facts_digest(same) == facts_digest(DRAFT)


@pytest.mark.parametrize(
    "other",
    [
        replace(DRAFT, points=(FIRST,)),
        replace(DRAFT, against=()),
        replace(DRAFT, points=(replace(FIRST, weight=2), SECOND)),
        replace(DRAFT, points=(replace(FIRST, fact_ids=("purchase_1",)), SECOND)),
        replace(DRAFT, points=(FIRST, SECOND, AGAINST), against=()),
        replace(DRAFT, subject_ids=("person_2",)),
        replace(DRAFT, detector=Detector.RING),
    ],
)
def test_another_fact_weight_side_or_subject_does(other: FindingDraft) -> None:
    assert facts_digest(other) != facts_digest(DRAFT)


def test_bands_have_an_order() -> None:
    assert sorted(Band, key=RANKS.__getitem__) == [Band.WATCH, Band.REVIEW, Band.PRIORITY]


@pytest.mark.parametrize("sizes", [[], [1], [1] * 250, [40] * 100, [899, 1, 1, 450, 450, 450], [1500, 1]])
def test_portions_fit_an_act_and_leave_nothing_out(sizes: list[int]) -> None:
    """A finding that alone is too large goes alone, its links in several acts, the finding in the first."""
    pairs = [
        (f"finding_{n}", replace(DRAFT, subject_ids=tuple(f"person_{n}_{i}" for i in range(size))))
        for n, size in enumerate(sizes)
    ]
    made = list(portions(pairs))
    assert [pair for portion in made for pair in portion] == pairs
    for portion in made:
        rows = sum(1 + len(draft.subject_ids) for _, draft in portion)
        assert len(portion) <= PORTION
        assert rows <= PORTION_ROWS or len(portion) == 1
        acts = list(split(_changes(portion, "run_1", "2026-11-21")))
        assert len(acts) == -(-rows // PORTION_ROWS)
        assert acts[0][0].statement == "write.put_finding"
        written = [row.s["id"] for act in acts for change in act for row in change.rows]
        assert len(set(written)) == len(written) == rows
