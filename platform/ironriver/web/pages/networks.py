"""The network overview as its template draws it: sentences and tables with links to the chart, no drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from ironriver.model.kinds import KINDS, kind_of_id
from ironriver.search import DRAWN
from ironriver.web.formats import show_number
from ironriver.web.look import language, t
from ironriver.web.pages.review import Link, name_of

#: What the projection leaves out: name of its cap, word of the page.
_CAPS = ("contact_cap", "dealer_cap", "firearm_cap")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """One piece or community: a member that the reader may see, and how many it holds."""

    member: Link
    people: str
    things: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerRow:
    """One who or what stands between others."""

    thing: Link
    kind: str
    between: str
    cuts: bool
    core: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSheet:
    """The page. `is_empty`: a run found nothing that ties two people; `divides`: a piece holds several."""

    sentences: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    pieces: tuple[GroupRow, ...] = ()
    communities: tuple[GroupRow, ...] = ()
    brokers: tuple[BrokerRow, ...] = ()
    components: str = "0"
    sampled: str = ""
    divides: bool = False
    is_empty: bool = True


def ids_of(figures: Mapping[str, Any]) -> list[str]:
    """Return the ids that the page names, each once."""
    groups = [*figures.get("largest", ()), *figures.get("communities", ())]
    found = [one["first"] for one in groups] + [one["id"] for one in figures.get("brokers", ())]
    return list(dict.fromkeys(found))


def network_sheet(figures: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> NetworkSheet:
    """Return the page of a run's figures; what the reader may not see has no row."""
    if not figures or not figures["people"]:
        return NetworkSheet()
    cuts = sum(1 for one in figures["brokers"] if one["cuts"])
    largest = figures["largest"][0]
    told = {name: show_number(figures[name], language()) for name in ("people", "things", "links", "components")}
    sentences = [
        t("network.size", **told),
        t("network.largest", people=largest["people"], things=largest["things"]),
    ]
    if cuts:
        sentences.append(t("network.cut_points", n=cuts))
    densest = max((one["core"] for one in figures["brokers"]), default=0)
    if densest > 1:
        sentences.append(t("network.densest", n=densest))
    return NetworkSheet(
        sentences=tuple(sentences),
        left_out=tuple(t(f"network.{name}", n=figures["caps"][name]) for name in _CAPS if name in figures["caps"]),
        pieces=_groups(figures["largest"], named),
        communities=_groups(figures["communities"], named),
        brokers=tuple(_broker(one, named[one["id"]]) for one in figures["brokers"] if one["id"] in named),
        components=told["components"],
        sampled=show_number(figures["sampled"], language()) if figures.get("sampled") else "",
        divides=bool(figures["communities"]),
        is_empty=False,
    )


def _groups(rows: Sequence[Mapping[str, Any]], named: Mapping[str, Mapping[str, Any]]) -> tuple[GroupRow, ...]:
    said = language()
    return tuple(
        GroupRow(
            member=_link(named[row["first"]]),
            people=show_number(row["people"], said),
            things=show_number(row["things"], said),
        )
        for row in rows
        # one person and his own telephone are no network
        if row["first"] in named and row["people"] > 1
    )


def _broker(row: Mapping[str, Any], node: Mapping[str, Any]) -> BrokerRow:
    kind = KINDS.get(row["kind"])
    return BrokerRow(
        thing=_link(node),
        kind=kind.title.in_language(language()) if kind else "",
        between=f"{row['betweenness']:,.0f}",
        cuts=bool(row["cuts"]),
        core=str(row["core"]),
    )


def _link(node: Mapping[str, Any]) -> Link:
    kind = kind_of_id(node["id"])
    href = url_for("workbench.workbench", thing_id=node["id"]) if kind and kind.name in DRAWN else ""
    words = name_of(node)
    if words == node["id"]:
        title = kind.title.in_language(language()) if kind else words
        words = str(node.get("number") or node.get("key") or title)
    return Link(text=words, href="" if node.get("withheld") else href)
