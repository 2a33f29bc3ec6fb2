"""What is stated of a flagged dealer: numbers, the other side, limits; the figures of the page."""

from __future__ import annotations

import json

from ironriver.analytics.dealer_findings import dealer_drafts, funnel_figures
from ironriver.analytics.dealer_test import DealerParameters, DealerRow, DealerTest, Standing
from ironriver.analytics.findings import Band, PointSource
from ironriver.analytics.volumes import Volume
from ironriver.model.marking import Marking, Tlp

MARKING = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
FLAGGED = DealerRow(
    id="dealer_1", standing=Standing.FLAGGED, traces=60, volume=400, expected=20, ratio=3, low=2.3, high=3.9,
    p=1e-6, mean=2.8, over_two=0.95, peers=44, group="AZ 01", years_above=4,
)  # fmt: skip
UNKNOWN = DealerRow(id="dealer_2", standing=Standing.UNKNOWN, traces=90)
QUIET = DealerRow(id="dealer_3", standing=Standing.UNKNOWN, traces=0)
TESTED = DealerTest(rows=(FLAGGED, UNKNOWN, QUIET), k=2.0, top_share=0.6)


def test_only_the_flagged_are_stated_with_both_sides() -> None:
    (draft,) = dealer_drafts(TESTED, MARKING, {})
    assert (draft.subject_ids, draft.band, draft.strength) == (("dealer_1",), Band.WATCH, 2.8)
    assert "60 traces where 20.0" in draft.title.en
    assert [one.code for one in draft.points] == ["above", "years", "shrunken"]
    assert [(one.code, one.weight) for one in draft.against] == [("volume", 0), ("place", 0)]
    assert "1200" in draft.counterfactuals[0].sentence.en, "three times the volume would make it as expected"
    assert draft.marking == MARKING
    assert "innocent" in draft.caveats[0].en


def test_the_volume_is_told_with_its_year_day_and_source() -> None:
    source = PointSource(source_id="source_1", line=4)
    told = Volume(year=2025, sales=400, stated="2026-02-01", fact_ids=("volume_1",), sources=(source,))
    (draft,) = dealer_drafts(TESTED, MARKING, {"dealer_1": told, "dealer_2": told})
    point = draft.against[0]
    assert (point.code, point.weight, point.fact_ids, point.sources) == ("stated", 0, ("volume_1",), (source,))
    assert point.sentence.en == "Sales of 2025: 400 firearms, as stated on 2026-02-01"
    assert "2025: 400 armas" in point.sentence.es


def test_the_page_leaves_out_dealers_with_neither_traces_nor_volume() -> None:
    figures = funnel_figures(TESTED, DealerParameters())
    assert [row["id"] for row in figures["dealers"]] == ["dealer_1", "dealer_2"]
    assert figures["standing"] == {"flagged": 1, "within": 0, "volume_unknown": 2, "no_peers": 0}
    assert len(figures["limits"]) == 41
    assert figures["limits"][-1][0] == 20
    assert json.dumps(figures)


def test_without_a_fit_there_are_no_limits() -> None:
    assert funnel_figures(DealerTest(rows=(UNKNOWN,), k=0.0), DealerParameters())["limits"] == []
