"""A saved chart as it leaves the screen: as a picture, as rows, as the record whose digest stands on both."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from ironriver import documents
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.search import DrawnLine, DrawnThing, LegendMark, OpenedChart, Picture
from ironriver.web import drawing
from ironriver.web.formats import show_number, show_time
from ironriver.web.look import language, t
from ironriver.web.pages.chart import counts_of, edge_values, node_values, told_by_others

#: Kinds in the order of the legend beside the chart.
_ORDER = ("firearm", "recovery", "person", "dealer", "maker", "distributor", "organisation", "ballistic", "place")


def chart_values(actor: Actor, opened: OpenedChart, *, ledger: Ledger) -> dict[str, Any]:
    """Return the things and lines of a saved chart as the canvas takes them, taken-off ones apart."""
    nodes, edges = opened.nodes, opened.edges
    totals = {id_: found.total for id_, found in counts_of(actor, nodes, ledger).items()}
    drawn = {node.id for node in nodes}
    among = [edge for edge in opened.drawn.edges if edge.from_id in drawn and edge.to_id in drawn]
    _, told = told_by_others(among, kept=opened.contents.edges)
    return {
        "nodes": node_values(nodes, edges, totals, told),
        "edges": [edge_values(edge) for edge in edges],
        "hidden": node_values([node for node in opened.drawn.nodes if node.id not in drawn], (), {}),
    }


def chart_record(opened: OpenedChart, values: dict[str, Any]) -> dict[str, Any]:
    """Return what the chart says as plain values: what is drawn, where, and what is not drawn."""
    places = {node.id: node for node in opened.contents.nodes}
    dates = {edge.id: (edge.first, edge.last) for edge in opened.edges}
    return {
        "kind": "ironriver/chart/1",
        "id": opened.chart.id,
        "title": _title(opened),
        "version": opened.n,
        "case": opened.case,
        "saved": opened.saved,
        "tlp": Tlp(level_of(opened)).label,
        "notice": {"en": documents.NOTICE.en, "es": documents.NOTICE.es},
        "cut": {"at": opened.cut[0], "id": opened.cut[1]},
        "language": language(),
        "things": [
            {
                **{name: node[name] for name in ("id", "kind", "label", "sub", "total")},
                "x": places[node["id"]].x,
                "y": places[node["id"]].y,
                "pinned": places[node["id"]].pinned,
                "not_drawn": _undrawn(node, values),
            }
            for node in sorted(values["nodes"], key=lambda one: str(one["id"]))
        ],
        "lines": [
            {
                **{name: edge[name] for name in ("id", "from", "to", "link", "style", "label", "count")},
                "first": dates[edge["id"]][0],
                "last": dates[edge["id"]][1],
            }
            for edge in sorted(values["edges"], key=lambda one: str(one["id"]))
        ],
        "lines_not_on_it": opened.more,
    }


def printed(
    actor: Actor, opened: OpenedChart, record: dict[str, Any], options: documents.PrintOptions
) -> documents.PrintedRecord:
    """Return the heads of the paper that shows the chart."""
    return documents.PrintedRecord(
        title=t("charts.paper_title"),
        # Opaque: what stands on a paper tells nothing to who finds it.
        identifier=f"C-{opened.chart.id[-12:]}-{opened.n}",
        made=opened.saved,
        record=documents.record_of(record),
        occasion=options.occasion(
            tlp=Tlp(level_of(opened)).label,
            asked_by=f"{actor.name}, {actor.agency}",
            cut=opened.cut,
        ),
        language=options.language,
        paper=options.paper,
    )


def level_of(opened: OpenedChart) -> int:
    """Return what the paper is marked with: facts are read anew, and may be stricter than when it was saved."""
    drawn = [*(node.tlp for node in opened.nodes), *(edge.tlp for edge in opened.edges)]
    return max([int(Tlp.AMBER), opened.chart.tlp, *drawn])


def picture(opened: OpenedChart, values: dict[str, Any], frame: documents.Frame) -> Picture:
    """Return what is drawn, worded in the reader's language."""
    places = {node.id: node for node in opened.contents.nodes}
    return Picture(
        frame=frame,
        subtitle=t("charts.subtitle", title=_title(opened), n=opened.n, at=show_time(opened.saved, language())),
        showing=showing(values),
        notes=notes(opened, values),
        things=tuple(
            DrawnThing(
                id=node["id"],
                x=places[node["id"]].x,
                y=places[node["id"]].y,
                mark=paper_mark(node["kind"]),
                label=node["label"],
                sub=node["sub"],
                is_mono=node["mono"],
                pinned=places[node["id"]].pinned,
                undrawn=_undrawn(node, values) or 0,
            )
            for node in values["nodes"]
        ),
        lines=tuple(
            DrawnLine(
                id=edge["id"],
                from_id=edge["from"],
                to_id=edge["to"],
                style=edge["style"],
                label=edge["label"],
                count=edge["count"],
            )
            for edge in values["edges"]
        ),
        legend=_legend(values),
    )


def paper_mark(kind: str) -> str:
    """Return a kind's shape and glyph in black, with no need of a style sheet."""
    mark = drawing.glyphs()["kinds"].get(kind) or drawing.glyphs()["kinds"]["document"]
    fill, line = ("#000", "#fff") if mark["solid"] else ("#fff", "#000")
    dash = ' stroke-dasharray="3.2 2.6"' if kind == "unknown" else ""
    drawn = f'fill="{fill}" stroke="#000" stroke-width="1.6" stroke-linejoin="round"{dash}'
    shape = drawing.glyphs()["shapes"][mark["shape"]].replace("class='shape'", drawn)
    glyph = drawing.glyphs()["glyphs"][mark["glyph"]].replace("class='solid'", f'fill="{line}" stroke="none"')
    pen = f'fill="none" stroke="{line}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
    return f"{shape}<g {pen}>{glyph}</g>"


def showing(values: dict[str, Any]) -> str:
    """Return how much of what is in reach is drawn."""
    said, drawn = language(), len(values["nodes"])
    reach = drawn + sum(_undrawn(node, values) or 0 for node in values["nodes"])
    return t("charts.showing", n=show_number(drawn, said), all=show_number(reach, said))


def notes(opened: OpenedChart, values: dict[str, Any]) -> tuple[str, ...]:
    """Return what a reader of the chart must know: legs that nobody recorded, lines that are not on it."""
    said = language()
    unknown = sum(edge["style"] == "unknown_leg" for edge in values["edges"])
    counted = sum(node["total"] is not None for node in values["nodes"])
    told = []
    if unknown:
        told.append(t("charts.unknown", n=show_number(unknown, said)))
    if opened.more:
        told.append(t("charts.more", n=show_number(opened.more, said)))
    if counted < len(values["nodes"]):
        told.append(t("charts.counted", n=show_number(counted, said), all=show_number(len(values["nodes"]), said)))
    return tuple(told)


def chart_rows(opened: OpenedChart, values: dict[str, Any], frame: documents.Frame) -> str:
    """Return the chart's list as CSV; last rows: marking, cut, digest, denominator, what is not shown, notice."""
    names = {node["id"]: node["label"] for node in values["nodes"]}
    heads = ("table", "kind", "thing", "role", "joined", "records", "first", "last", "undrawn", "id")
    rows: list[list[object]] = [[t(f"charts.column_{name}") for name in heads]]
    for node in sorted(values["nodes"], key=lambda one: (str(one["lane"]), str(one["kind"]), str(one["label"]))):
        joined = sorted(_neighbours(node["id"], values, names))
        kind = t(f"kind.{node['kind']}")
        row = [kind, node["label"], node["sub"], ", ".join(joined), "", "", "", _undrawn(node, values), node["id"]]
        rows.append([t("charts.thing"), *row])
    dates = {edge.id: edge for edge in opened.edges}
    for edge in sorted(values["edges"], key=lambda one: str(one["id"])):
        dated = dates[edge["id"]]
        title = t("charts.unknown_leg") if edge["style"] == "unknown_leg" else dated.title.in_language(language())
        ends = (names[edge["from"]], edge["label"], names[edge["to"]])
        rows.append([t("charts.line"), title, *ends, edge["count"], dated.first, dated.last, "", edge["id"]])
    rows += [[frame.marking], [frame.identifier, frame.cut, frame.digest], [showing(values)]]
    rows += [[note] for note in notes(opened, values)]
    return documents.to_csv([*rows, [frame.notice]])


def options_for(case: str, demo: bool, asked: dict[str, str]) -> documents.PrintOptions:
    """Return how the file is wanted; the frame speaks the reader's language."""
    said: Literal["en", "es"] = "es" if language() == "es" else "en"
    return documents.PrintOptions(
        language=said, paper="a4" if asked.get("paper") == "a4" else "letter", case=case, demo=demo
    )


def _title(opened: OpenedChart) -> str:
    return next((one.title for one in opened.versions if one.n == opened.n), opened.chart.title)


def _undrawn(node: dict[str, Any], values: dict[str, Any]) -> int | None:
    """Links that are neither on the chart nor told by others that are; None where nobody counted them."""
    if node["total"] is None:
        return None
    drawn = sum(node["id"] in (edge["from"], edge["to"]) for edge in values["edges"])
    return max(int(node["total"]) - drawn - int(node.get("told", 0)), 0)


def _neighbours(id_: str, values: dict[str, Any], names: dict[str, str]) -> set[str]:
    ends = [(edge["from"], edge["to"]) for edge in values["edges"] if id_ in (edge["from"], edge["to"])]
    return {names[end] for pair in ends for end in pair if end != id_ and end in names}


def _legend(values: dict[str, Any]) -> tuple[LegendMark, ...]:
    counts = Counter(str(node["kind"]) for node in values["nodes"])
    order = sorted(counts, key=lambda kind: (_ORDER.index(kind) if kind in _ORDER else len(_ORDER), kind))
    return tuple(LegendMark(mark=paper_mark(kind), word=t(f"kind.{kind}"), count=counts[kind]) for kind in order)
