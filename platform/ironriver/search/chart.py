"""The link chart: one node, true counts before anything is drawn, neighbours page by page, evidence of a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ironriver.access import Action, require
from ironriver.errors import Invalid, NotFound, Say, nothing_here
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.model.kinds import KINDS, kind_of_id, snake
from ironriver.search.asking import Asker, Questions, Rows, SourceBook
from ironriver.search.chart_results import (
    ChartEdge,
    ChartNode,
    ChartStart,
    EdgeFacts,
    EdgeRecord,
    Expansion,
    LinkCount,
    LinkCounts,
    NodeFacts,
)
from ironriver.search.dealers import read_key
from ironriver.search.links import CHART_LINKS, DRAWN, ChartLink, Direction, Style
from ironriver.search.results import Shown
from ironriver.search.things import line_of, node_facts, strictest, text_of, thing

#: Above this many things of one link, a chart asks before it draws (hub guard, facts/neo4j.md §8).
HUB = 500
#: Neighbours added at a time unless asked otherwise, and at most.
STEP = 25
MOST = 200
#: Records read behind one line: its dates and its marking are told from them. `is_cut` says where there are more.
RECORDS = 1_000
_LINK_ROWS = 100
#: Kinds that identify a person by standing beside one.
_TELLING = frozenset({"Phone", "Place", "Vehicle"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which page of neighbours: `after` is `next_after` of the page before, `limit` how many to add."""

    after: str = ""
    limit: int = STEP


FIRST = Page()


def chart_start(actor: Actor, id_: str, *, ledger: Asker) -> ChartStart:
    """Return a chart's first node with the true counts of its links. Nothing else is drawn unasked."""
    is_gun = _kind(id_) == "Firearm"
    own = [Ask(statement="search.firearm_shipments", params={"ids": [id_], "limit": MOST})] if is_gun else []
    questions, node, counts, rows = _opened(actor, id_, ledger, *own)
    shipped = _shipped_through(rows[0]) if is_gun else ()
    return ChartStart(node=chart_node(node), counts=counts, shipped=shipped, shown=questions.all_shown())


def link_counts(actor: Actor, id_: str, *, ledger: Asker) -> LinkCounts:
    """Return how many visible things a node is linked with, by link and direction."""
    return _opened(actor, id_, ledger)[2]


def link_counts_of(actor: Actor, ids: Iterable[str], *, ledger: Asker) -> dict[str, LinkCounts]:
    """Return the counts of each of these things that the actor may open, asked as one group at one data cut.

    A thing that is hidden or gone looks like one without links.
    """
    openable = [id_ for id_ in dict.fromkeys(ids) if _is_openable(actor, id_)]
    if not openable:
        return {}
    questions = Questions(actor, ledger)
    answers = questions.ask_group([_asks(id_)[1] for id_ in openable])
    shown = questions.all_shown()
    return {id_: _link_counts(id_, counts, shown) for id_, counts in zip(openable, answers, strict=True)}


def expand(actor: Actor, id_: str, link: str, direction: str, *, ledger: Asker, page: Page = FIRST) -> Expansion:
    """Return one page of a node's neighbours by one link, latest first.

    Raises `Invalid` for a link the node's kind does not have or a limit outside 1 … 200, `NotFound` as usual.
    """
    if not 1 <= page.limit <= MOST:
        raise Invalid(
            Say(
                en=f"A chart adds between 1 and {MOST} things at a time. For more, filter or open the table.",
                es=f"Un diagrama agrega entre 1 y {MOST} elementos a la vez. Para más, filtre o abra la tabla.",
            )
        )
    chosen, way = _link(link, direction, _kind(id_))
    _allow(actor, chosen)
    asked = _asked_neighbours((chosen, way), id_, page)
    questions, node, counts, (rows,) = _opened(actor, id_, ledger, asked)
    total = next((c.total for c in counts.counts if c.link == chosen.name and c.direction == way), 0)
    return _expansion((chosen, way), node, rows, (page.limit, total), questions.all_shown())


def expand_each(
    actor: Actor, steps: Sequence[tuple[str, LinkCount]], *, ledger: Asker, most: int = MOST
) -> list[Expansion]:
    """Return the first page of neighbours for each step (a thing's id and one of its counts), asked as one group.

    A page holds as many neighbours as were counted, at most `most` (up to 200). A step from a thing that is hidden
    or gone by now is left out. Raises what `expand` raises for a link or a thing that the actor may not open.
    """
    asks: dict[str, list[Ask]] = {}
    taken: list[tuple[str, int, tuple[ChartLink, Direction], tuple[int, int]]] = []
    for id_, count in steps:
        link = _link(count.link, count.direction, _may_open(actor, id_))
        _allow(actor, link[0])
        page = Page(limit=min(max(count.total, 1), most))
        group = asks.setdefault(id_, [_asks(id_)[0]])  # the thing itself stands first
        taken.append((id_, len(group), link, (page.limit, count.total)))
        group.append(_asked_neighbours(link, id_, page))
    if not taken:
        return []
    questions = Questions(actor, ledger)
    answers = iter(questions.ask_group([ask for group in asks.values() for ask in group]))
    rows = {id_: [next(answers) for _ in group] for id_, group in asks.items()}
    return [
        _expansion(link, rows[id_][0][0]["n"], rows[id_][at], size, questions.all_shown())
        for id_, at, link, size in taken
        if rows[id_][0]
    ]


def _shipped_through(rows: Rows) -> tuple[ChartEdge, ...]:
    """The lines along which a gun's own shipments went. What other shipments they fold is not counted."""
    drawn = []
    for sender, receiver in ((row["x"], row["y"]) for row in rows if row["x"] and row["y"]):
        kinds = (snake(_kind(end["id"])) for end in (sender, receiver))
        link = CHART_LINKS.get("{}_shipped_by_shipped_to_{}".format(*kinds))
        if link:
            drawn.append(edge_of(link, "out", sender, {"m": receiver, "events": 0, "first": None, "last": None}))
    return tuple({edge.id: edge for edge in drawn}.values())


def _asked_neighbours(link: tuple[ChartLink, Direction], id_: str, page: Page) -> Ask:
    """One more than the page holds: so it is known whether there is another."""
    date, before = read_key(page.after)
    params = {"id": id_, "after_date": date, "after_id": before, "limit": page.limit + 1}
    return Ask(statement=f"chart.expand_{link[0].name}_{link[1]}", params=params)


def _expansion(
    link: tuple[ChartLink, Direction],
    node: Mapping[str, Any],
    rows: Rows,
    size: tuple[int, int],
    shown: tuple[Shown, ...],
) -> Expansion:
    """One page; `size`: how many it holds at most, and how many there are."""
    (chosen, way), (limit, total) = link, size
    drawn = rows[:limit]
    last = drawn[-1] if len(rows) > limit else None
    return Expansion(
        id=node["id"],
        link=chosen.name,
        direction=way,
        nodes=tuple(chart_node(row["m"]) for row in drawn),
        edges=tuple(edge_of(chosen, way, node, row) for row in drawn),
        total=total,
        next_after=f"{last['last']}~{last['m']['id']}" if last else "",
        shown=shown,
    )


def facts_of_node(actor: Actor, id_: str, *, ledger: Asker) -> NodeFacts:
    """Return a node's own facts with their source, for the pane beside the chart."""
    questions, node = _open(actor, id_, ledger)
    book = SourceBook()
    facts = node_facts(node, book)
    innocent = _kind(id_) in ("Person", "Dealer")
    return NodeFacts(
        thing=thing(node),
        facts=facts,
        sources=book.close(questions),
        notices=("innocence",) if innocent else (),
        shown=questions.all_shown(),
    )


def facts_of_edge(actor: Actor, link: str, from_id: str, to_id: str, *, ledger: Asker) -> EdgeFacts:
    """Return what a drawn line means, which records stand behind it, and what it does not show.

    Raises `NotFound` where either end or every record is hidden or absent.
    """
    chosen = CHART_LINKS.get(link)
    if chosen is None:
        raise nothing_here()
    _allow(actor, chosen)
    questions, start = _open(actor, from_id, ledger)
    end = questions.one(f"chart.node_{snake(chosen.to_kind)}", "n", to_id)
    ends = {"from_id": from_id, "to_id": to_id}
    rows = questions.ask(f"chart.evidence_{chosen.name}", {**ends, "limit": RECORDS + 1})
    if end is None or not rows:
        raise nothing_here()
    book = SourceBook()
    records = tuple(_record(row, book) for row in rows[:RECORDS])
    dates = sorted(record.date for record in records if record.date)
    return EdgeFacts(
        link=chosen.name,
        title=chosen.title,
        means=chosen.means,
        does_not_show=chosen.does_not_show,
        style=_style(chosen, start, end),
        start=thing(start),
        end=thing(end),
        records=records,
        is_cut=len(rows) > RECORDS,
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        sources=book.close(questions),
        tlp=strictest([start, end, *(value for row in rows for value in row.values())]),
        notices=("innocence",) if {chosen.from_kind, chosen.to_kind} & {"Person", "Dealer"} else (),
        shown=questions.all_shown(),
    )


def _kind(id_: str) -> str:
    kind = kind_of_id(id_)
    if kind is None or kind.name not in DRAWN:
        raise nothing_here()
    return kind.name


def _may_open(actor: Actor, id_: str) -> str:
    """Return the kind of a thing that may be opened on a chart. A person only on a case and for a purpose."""
    require(actor, Action.OPEN_CHART)
    kind = _kind(id_)
    if kind == "Person":
        require(actor, Action.OPEN_PERSON)
    return kind


def _is_openable(actor: Actor, id_: str) -> bool:
    try:
        _may_open(actor, id_)
    except (Invalid, NotFound):
        return False
    return True


def _open(actor: Actor, id_: str, ledger: Asker) -> tuple[Questions, dict[str, Any]]:
    """Return the questions of this page and its node."""
    kind = _may_open(actor, id_)
    questions = Questions(actor, ledger)
    node = questions.one(f"chart.node_{snake(kind)}", "n", id_)
    if node is None:
        raise nothing_here()
    return questions, node


def _asks(id_: str) -> tuple[Ask, Ask]:
    """The node, and its counts: at a hub they are the most work of a page, and hold until the next act."""
    kind = snake(_kind(id_))
    counts = Ask(statement=f"chart.counts_{kind}", params={"id": id_, "limit": _LINK_ROWS}, keep=True)
    return Ask(statement=f"chart.node_{kind}", params={"id": id_}), counts


def _opened(
    actor: Actor, id_: str, ledger: Asker, *more: Ask
) -> tuple[Questions, dict[str, Any], LinkCounts, list[Rows]]:
    """Return questions, node, counts and the rows of more questions, all asked as one group."""
    _may_open(actor, id_)
    questions = Questions(actor, ledger)
    nodes, counts, *rows = questions.ask_group([*_asks(id_), *more])
    if not nodes:
        raise nothing_here()
    return questions, nodes[0]["n"], _link_counts(id_, counts, questions.all_shown()), rows


def _allow(actor: Actor, link: ChartLink) -> None:
    """Refuse a line from a phone, an address or a vehicle to a person without a case: it says whose it is."""
    if tells_whose(link):
        require(actor, Action.OPEN_PERSON)


def tells_whose(link: ChartLink) -> bool:
    """True for a line that says whose a phone, an address or a vehicle is."""
    ends = {link.from_kind, link.to_kind}
    return "Person" in ends and bool(ends & _TELLING)


def _link(name: str, direction: str, kind: str) -> tuple[ChartLink, Direction]:
    link = CHART_LINKS.get(name)
    here = {"out": link.from_kind, "in": link.to_kind}.get(direction) if link else None
    if link is None or here != kind:
        raise Invalid(
            Say(
                en="This kind of thing has no such link. Choose one from the list of counts.",
                es="Este tipo de elemento no tiene ese vínculo. Elija uno de la lista de conteos.",
            )
        )
    return link, cast(Direction, direction)


def _link_counts(id_: str, rows: Rows, shown: tuple[Shown, ...]) -> LinkCounts:
    return LinkCounts(id=id_, counts=tuple(_count(row) for row in rows), shown=shown)


def _count(row: Mapping[str, Any]) -> LinkCount:
    link = CHART_LINKS[row["link"]]
    out = row["direction"] == "out"
    return LinkCount(
        link=link.name,
        direction=row["direction"],
        kind=link.to_kind if out else link.from_kind,
        title=link.title if out else link.back,
        total=row["total"],
        is_hub=row["total"] > HUB,
    )


def chart_node(node: Mapping[str, Any]) -> ChartNode:
    """Return a stored node as a chart draws it."""
    this = thing(node)
    kind = KINDS[this.kind]
    return ChartNode(
        id=this.id,
        kind=this.kind,
        label=this.label,
        second=this.second,
        shape=kind.shape,
        glyph=kind.glyph,
        tlp=this.tlp,
        handling=str(node.get("handling") or ""),
    )


def edge_of(link: ChartLink, way: Direction, node: Mapping[str, Any], row: Mapping[str, Any]) -> ChartEdge:
    """Return the line of one row (`m`, `events`, `first`, `last`) that was found from `node` in this direction."""
    start, end = (node, row["m"]) if way == "out" else (row["m"], node)
    return ChartEdge(
        id=f"{link.name}:{start['id']}:{end['id']}",
        link=link.name,
        from_id=start["id"],
        to_id=end["id"],
        style=_style(link, start, end),
        title=link.title,
        events=row["events"],
        first=text_of(row["first"]),
        last=text_of(row["last"]),
        days=_days(link, start),
        tlp=max(row.get("levels", ()), default=0),
        handling=join_codes(row.get("codes", ())),
    )


def join_codes(codes: Iterable[str]) -> str:
    """Return the handling codes of several markings as one."""
    return ",".join(sorted({code for some in codes for code in some.split(",") if code}))


def _style(link: ChartLink, start: Mapping[str, Any], _end: Mapping[str, Any]) -> Style:
    """From the last recorded sale to the recovery nobody recorded anything: that leg is drawn as unknown."""
    return "unknown_leg" if _days(link, start) is not None else link.style


def _days(link: ChartLink, start: Mapping[str, Any]) -> int | None:
    days = start.get("ttc_days") if link.name == "recovery_of_firearm" else None
    return days if isinstance(days, int) and days >= 0 else None


def _record(row: Mapping[str, Any], book: SourceBook) -> EdgeRecord:
    event, relationship = row["e"], row["a"]
    told = event or relationship
    facts = node_facts(event, book) if event else ()
    return EdgeRecord(
        id=told["id"],
        date=text_of(told.get("date") or told.get("valid_from") or told.get("confirmed")),
        facts=facts,
        source_no=book.number(told) or book.number(relationship),
        line=line_of(told) or line_of(relationship),
        tlp=strictest([event, relationship, row["b"]]),
    )
