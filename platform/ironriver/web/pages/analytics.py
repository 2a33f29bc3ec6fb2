"""Runs, times and the funnel as their templates draw them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from ironriver import analytics
from ironriver.analytics import Detector, Finding, Run
from ironriver.ledger import Answer
from ironriver.web.formats import show_number, show_tenths
from ironriver.web.look import language, t
from ironriver.web.pages.things import Cut

#: Dealers in the table; the file of all is the run's own.
MOST_DEALERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run in a list."""

    id: str
    state: str
    detectors: str
    at: str
    ended: str
    findings: str
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card of one method."""

    name: str
    title: str
    about: str
    limits: str
    citation: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesSheet:
    """One estimate as words, with its drawing."""

    state: str = ""
    states: tuple[str, ...] = ()
    guns: str = ""
    until: str = ""
    horizon: str = ""
    median: str = ""
    naive: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    cohorts: tuple[tuple[str, str, str, str, bool], ...] = ()
    drawing: Markup = field(default=Markup(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelSheet:
    """The funnel and its table. `standing`: what can be said, and of how many."""

    rows: tuple[Mapping[str, str], ...] = ()
    standing: tuple[tuple[str, str], ...] = ()
    dealers: str = "0"
    top_share: str = ""
    drawing: Markup = field(default=Markup(""))


def run_row(one: Run) -> RunRow:
    """Return a run as a row."""
    return RunRow(
        id=one.id,
        state=t(f"analytics.state_{one.state}"),
        detectors=", ".join(_title(name) for name in one.detectors),
        at=one.at,
        ended=one.ended,
        findings=show_number(one.findings, language()),
        withdrawn=one.withdrawn,
    )


def run_sheet(one: Run, *, is_auditor: bool) -> list[tuple[str, str]]:
    """Return what a run froze. Size and root of the ledger tell of hidden acts, so auditors alone see them."""
    rows = [
        (t("analytics.method"), one.method),
        (t("analytics.parameters"), _parameters(one.parameters)),
        (t("analytics.seed"), str(one.seed)),
        (t("analytics.clearance"), ", ".join(one.clearance.get("holdings", []))),
        (t("analytics.results"), one.results),
    ]
    if is_auditor:
        rows += [(t("analytics.cut_size"), str(one.cut_size)), (t("analytics.cut_root"), one.cut_root)]
    return [(name, value) for name, value in rows if value]


def _parameters(used: Mapping[str, Any]) -> str:
    """Return what a run was given besides the cards' own figures, one part a detector that was given any."""
    told = (
        f"{name}: {json.dumps(given, sort_keys=True, ensure_ascii=False)}" for name, given in used.items() if given
    )
    return "; ".join(told) or t("analytics.no_parameters")


def finding_rows(found: Sequence[Finding]) -> list[tuple[str, str, str, str]]:
    """Return (id, title, band, strength) of findings."""
    said = language()
    return [
        (one.id, one.title.in_language(said), t(f"analytics.band_{one.band}"), f"{one.strength:g}") for one in found
    ]


def cards(detectors: Sequence[Detector]) -> list[Card]:
    """Return the method cards of these detectors."""
    said = language()
    methods = [analytics.METHODS[one] for one in detectors if one in analytics.METHODS]
    return [
        Card(
            name=one.detector.value,
            title=one.title.in_language(said),
            about=one.about.in_language(said),
            limits=one.limits.in_language(said),
            citation=one.citation,
            version=one.version,
        )
        for one in methods
    ]


def times_sheet(figures: Mapping[str, Any], state: str) -> TimesSheet:
    """Return one estimate: of everything, or of guns sold in one state where there are enough."""
    states = tuple(sorted(figures.get("states", {})))
    found = figures.get("states", {}).get(state) or figures.get("all")
    if not found:
        return TimesSheet()
    median, said = found["median"], language()
    bias = "" if found["bias"] is None else f"{found['bias'] * 100:+.0f} %".replace("-", "\N{MINUS SIGN}")
    return TimesSheet(
        state=state if state in states else "",
        states=states,
        guns=show_number(found["guns"], said),
        until=found["until"],
        horizon=f"{found['horizon']:g}",
        median=t("analytics.median", n=f"{median[0]:.2f}", low=f"{median[1]:.2f}", high=f"{median[2]:.2f}")
        if median
        else "",
        naive=t("analytics.naive", n=f"{found['naive_median']:.2f}", bias=bias) if median else "",
        rows=tuple(
            (f"{row['years']:g}", *(_percent(row[name]) for name in ("share", "low", "high", "naive")))
            for row in found["shares"]
        ),
        cohorts=tuple(
            (
                str(row["year"]),
                show_number(row["guns"], said),
                _percent(row["first_year"] / row["guns"]),
                f"{_percent(row['low'])} – {_percent(row['high'])}",
                row["open"],
            )
            for row in found["cohorts"]
        ),
        drawing=analytics.draw_times(found["shares"], t("analytics.curve_axis")),
    )


def first_dealers(figures: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the dealers of the table: flagged first, then by shrunken rate; those without a volume last."""
    order = {"flagged": 0, "within": 1, "no_peers": 2, "volume_unknown": 3}
    rows = figures.get("dealers", [])
    ordered = sorted(rows, key=lambda row: (order[row["standing"]], -row["mean"], -row["traces"], row["id"]))
    return ordered[:MOST_DEALERS]


def funnel_sheet(
    figures: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], named: Mapping[str, Mapping[str, Any]]
) -> FunnelSheet:
    """Return the funnel page; a dealer whom the reader may not see is not named."""
    if not figures:
        return FunnelSheet()
    said = language()
    return FunnelSheet(
        rows=tuple(dealer_row(row, named.get(row["id"], {})) for row in rows if row["id"] in named),
        standing=tuple(
            (t(f"analytics.standing_{name}"), show_number(count, said))
            for name, count in _standings(figures).items()
            if count or name != "above"
        ),
        dealers=show_number(len(figures["dealers"]), said),
        top_share=_percent(figures["top_share"]),
        drawing=analytics.draw_funnel(figures, t("analytics.funnel_axis")),
    )


def cut_of(answer: Answer) -> Cut:
    """Return the data cut of an answer."""
    return Cut(at=answer.cut.at, id=answer.cut.id[:12])


def dealer_row(row: Mapping[str, Any], dealer: Mapping[str, Any]) -> dict[str, str]:
    """Return a dealer of a run as the table shows it; what is not claimed of him stays empty."""
    is_known = row["standing"] in {"flagged", "within"}
    said = language()
    return {
        "id": row["id"],
        "name": str(dealer.get("business_name") or dealer.get("name") or dealer.get("key") or row["id"]),
        "place": ", ".join(str(dealer[one]) for one in ("city", "state") if dealer.get(one)),
        "standing": t(f"analytics.standing_{_standing(row)}"),
        "traces": show_number(row["traces"], said),
        "volume": show_number(row["volume"], said) if is_known else "",
        "expected": _expected(row["expected"], said) if is_known else "",
        "ratio": "{} ({} – {})".format(*(show_tenths(row[one], said) for one in ("ratio", "low", "high")))
        if is_known
        else "",
        "mean": f"{row['mean']:.2f}" if is_known else "",
        "peers": f"{row['group']} ({row['peers']})" if is_known else "",
    }


def _standing(row: Mapping[str, Any]) -> str:
    """Return what can be said of a dealer; "within" beside an interval above 1 would contradict itself."""
    return "above" if row["standing"] == "within" and row["low"] > 1 else str(row["standing"])


def _standings(figures: Mapping[str, Any]) -> dict[str, int]:
    """Return of how many dealers what can be said, those above 1 who are not flagged beside those within."""
    above = sum(_standing(row) == "above" for row in figures["dealers"])
    counts: dict[str, int] = {}
    for name, count in figures["standing"].items():
        counts |= {"within": count - above, "above": above} if name == "within" else {name: count}
    return counts


def _expected(traces: float, said: str) -> str:
    """A tenth at least, or that it is less: 0.0 beside a ratio would be a riddle."""
    return show_tenths(traces, said) if traces >= 0.05 else f"< {show_tenths(0.1, said)}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _title(name: Detector) -> str:
    found = analytics.METHODS.get(name)
    return found.title.in_language(language()) if found else name.value
