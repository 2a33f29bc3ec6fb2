"""Charts saved under a case, with versions. Kept are ids and places; the facts are read anew by whoever opens.

A chart carries the strictest marking of what it shows, and lies in the holding of its case. Things that its reader
may not see are not drawn and leave no trace; they stay on the chart when he saves it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, require
from ironriver.access.cases import find_case
from ironriver.errors import nothing_here
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from ironriver.search.asking import PAGE_ROWS, Questions
from ironriver.search.chart_contents import ChartContents, read_contents
from ironriver.search.chart_results import ChartEdge, ChartNode
from ironriver.search.chart_things import Drawn, chart_things
from ironriver.search.chart_told import told_twice
from ironriver.search.results import Shown

_TEXTS = ("case_id", "title", "saved", "saved_by_name", "handling")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChart:
    """One chart as it is listed: its latest version `n`, who saved it, and its marking."""

    id: str
    case_id: str
    title: str
    n: int
    saved: str
    saved_by_name: str
    holding: str
    tlp: int
    handling: str

    @property
    def marking(self) -> Marking:
        """Whose it is and how far it may go."""
        return Marking(holding=self.holding, tlp=Tlp(self.tlp), handling=self.handling)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartVersion:
    """One line of a chart's history."""

    n: int
    title: str
    saved: str
    saved_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedChart:
    """A saved chart as one reader may see it. `drawn` also holds what was taken off by hand (`contents.hidden`).

    `more` counts recorded lines between its things that are not on it and not told by others; `case` is a number.
    """

    chart: SavedChart
    case: str
    n: int
    saved: str
    cut: tuple[str, str]
    contents: ChartContents
    drawn: Drawn
    versions: tuple[ChartVersion, ...]
    more: int
    shown: tuple[Shown, ...]

    @property
    def nodes(self) -> tuple[ChartNode, ...]:
        """The things that are drawn."""
        off = set(self.contents.hidden)
        return tuple(node for node in self.drawn.nodes if node.id not in off)

    @property
    def edges(self) -> tuple[ChartEdge, ...]:
        """The lines that are drawn."""
        kept = set(self.contents.edges)
        return tuple(edge for edge in self.drawn.edges if edge.id in kept)


def charts_of_case(actor: Actor, case_id: str, *, ledger: Ledger) -> tuple[SavedChart, ...]:
    """Return the charts of a case that are open to the actor, latest first; none to whom no chart is open."""
    require(actor, Action.OPEN_CHART)
    case = find_case(actor, case_id, ledger=ledger)
    rows = Questions(actor, ledger).ask("search.charts_of_case", {"case_id": case.id, "limit": PAGE_ROWS})
    return tuple(chart_of(row["c"]) for row in rows)


def open_chart(actor: Actor, chart_id: str, *, ledger: Ledger, n: int = 0) -> OpenedChart:
    """Return a saved chart, its latest version unless `n` names one, as this person may see it today.

    Raises `NotFound` where chart, version or case are hidden or absent.
    """
    require(actor, Action.OPEN_CHART)
    chart = found_chart(actor, chart_id, ledger)
    case = find_case(actor, chart.case_id, ledger=ledger)
    questions = Questions(actor, ledger)
    about = {"chart_id": chart.id}
    one, all_ = {**about, "n": n or chart.n}, {**about, "limit": PAGE_ROWS}
    answers = questions.ask_all({"search.chart_version": one, "search.chart_versions": all_})
    if not answers["search.chart_version"]:
        raise nothing_here()
    version = answers["search.chart_version"][0]["v"]
    saved = read_contents(str(version.get("content") or ""))
    drawn = chart_things(actor, saved.ids, ledger=ledger)
    contents = saved.only({node.id for node in drawn.nodes}, {edge.id for edge in drawn.edges})
    off = set(contents.hidden)
    lines = [edge for edge in drawn.edges if not {edge.from_id, edge.to_id} & off]
    known = set(contents.edges) | set(told_twice(lines))
    return OpenedChart(
        chart=chart,
        case=case.number,
        n=int(version["n"]),
        saved=str(version["saved"]),
        cut=(str(version.get("cut_at") or ""), str(version.get("cut_id") or "")),
        contents=contents,
        drawn=drawn,
        versions=tuple(_version(row) for row in answers["search.chart_versions"]),
        more=sum(edge.id not in known for edge in lines),
        shown=(*questions.all_shown(), *drawn.shown),
    )


def found_chart(actor: Actor, chart_id: str, ledger: Ledger) -> SavedChart:
    """Return a chart that is open to the actor, and whose case is. `NotFound` otherwise, whatever the reason."""
    node = Questions(actor, ledger).one("search.chart_saved", "c", chart_id)
    if node is None:
        raise nothing_here()
    chart = chart_of(node)
    find_case(actor, chart.case_id, ledger=ledger)
    return chart


def chart_of(node: Mapping[str, Any]) -> SavedChart:
    """Return a stored chart as it is listed."""
    texts = {name: str(node.get(name) or "") for name in _TEXTS}
    return SavedChart(
        id=node["id"], n=int(node.get("n") or 0), holding=node["holding"], tlp=int(node["tlp"]), **texts
    )


def _version(row: Mapping[str, Any]) -> ChartVersion:
    return ChartVersion(
        n=int(row["n"]), title=str(row["title"] or ""), saved=row["saved"], saved_by_name=row["saved_by_name"] or ""
    )
