"""Questions and their answers as the templates draw them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from ironriver.errors import Say
from ironriver.model.kinds import kind_of_id
from ironriver.queries import Asked, Parameter, Projection, Question, Result, age_of
from ironriver.search import DRAWN
from ironriver.web.formats import is_day, show_date, show_number
from ironriver.web.look import language, t
from ironriver.web.pages.things import code_text, page_address, word_or

#: Characters of one cell; the whole stands in the CSV.
_LONGEST_CELL = 300
#: Characters of an id that tell two things of one answer apart.
_TAIL = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a row; an id leads to the page of its thing, or to the chart."""

    text: str
    href: str = ""
    chart: str = ""
    is_number: bool = False
    is_id: bool = False
    #: The end of the id, where the text alone would not tell two things apart.
    tail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows on the screen, and how many there are: `count` of more if `more`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool
    #: The heads are words, not names of a query.
    in_words: bool = False

    @property
    def numbers(self) -> tuple[bool, ...]:
        """Which columns hold numbers."""
        return tuple(any(cell.is_number for cell in column) for column in zip(*self.rows, strict=True))

    @property
    def said(self) -> str:
        """How many rows are shown."""
        number = show_number(len(self.rows), language())
        return t("queries.showing_of_more" if self.more else "queries.showing", n=number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a question's form."""

    name: str
    label: str
    kind: str
    choices: tuple[str, ...]
    value: str
    hint: str


def answer_table(asked: Asked) -> Table:
    """Return a library question's answer: heads in words, and a thing's name in place of its id leads to it."""
    question, said = asked.question, language()
    place = {column: at for at, column in enumerate(question.columns)}
    shown = [column for column in question.columns if column not in question.named_by]
    ids = {name: place[own] for own, name in question.named_by.items()}
    shared = {name: _shared([(row[place[name]], row[at]) for row in asked.rows]) for name, at in ids.items()}
    rows = []
    for row in asked.rows:
        cells = {column: _answered(column, row[place[column]]) for column in shown if column not in ids}
        for name, at in ids.items():
            cells[name] = _named(row[place[name]], row[at], is_shared=row[place[name]] in shared[name])
        rows.append(tuple(cells[column] for column in shown))
    heads = tuple(question.heads[column].in_language(said) for column in shown)
    return Table(columns=heads, rows=tuple(rows), more=asked.more, in_words=True)


def result_table(result: Result) -> Table:
    """Return a query's rows for the screen, every shape of value in words."""
    cells = tuple(tuple(_cell(value) for value in row) for row in result.rows)
    return Table(columns=tuple(result.columns), rows=cells, more=result.more)


def flat_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[object]]:
    """Return header and rows for a spreadsheet; what is no plain value as JSON."""
    return [list(columns), *([_plain(value) for value in row] for row in rows)]


def entries(parameters: Sequence[Parameter], given: Mapping[str, str], question: Question | None) -> list[Entry]:
    """Return the fields of a form, filled with what was typed or is usual."""
    labels = question.labels if question else {}
    said = language()
    return [
        Entry(
            name=one.name,
            label=labels[one.name].in_language(said) if one.name in labels else one.name,
            kind=str(one.kind),
            choices=one.of if one.kind == "choice" else (),
            value=given.get(one.name, one.usual),
            hint=t(f"queries.kind_{one.kind}"),
        )
        for one in parameters
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """The projection as the page tells of it."""

    cut_at: str
    nodes: str
    links: str
    lag: str
    passed: bool
    failed: tuple[str, ...]
    refusal: str


def engine_of(projection: Projection | None, refusal: Say | None) -> Engine | None:
    """Return what the page says of a projection: what it holds, how far it lags, why it does not answer."""
    if projection is None:
        return None
    said = language()
    minutes = int(age_of(projection) // 60)
    return Engine(
        cut_at=projection.cut_at,
        nodes=show_number(projection.nodes, said),
        links=show_number(projection.links, said),
        lag=t("queries.lag_minutes", n=show_number(minutes, said)),
        passed=projection.passed,
        failed=tuple(check.name for check in projection.checks if not check.passed),
        refusal=refusal.in_language(said) if refusal is not None else "",
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever a query returns
    if isinstance(value, bool) or value is None:
        return Cell(text="" if value is None else t("queries.yes" if value else "queries.no"))
    if isinstance(value, (int, float)):
        return Cell(text=str(value), is_number=True)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict) and isinstance(value.get("id"), str) and "_labels" in value:
        return _node(value)
    return Cell(text=_short(json.dumps(value, ensure_ascii=False, default=str)))


def _answered(column: str, value: Any) -> Cell:  # noqa: ANN401 - whatever a statement returns
    """Return a cell of a library's answer; codes of ours in words."""
    if column == "link" and isinstance(value, str):
        return Cell(text=word_or("chart", value))
    if column == "kind" and isinstance(value, str):
        return Cell(text=code_text("kind", value) or value)
    return _cell(value)


def _shared(named: Sequence[tuple[Any, Any]]) -> set[Any]:
    """Return the names that several things of an answer have: two persons, or guns of two makers."""
    by_name: dict[Any, set[Any]] = {}
    for name, thing_id in named:
        by_name.setdefault(name, set()).add(thing_id)
    return {name for name, things in by_name.items() if len(things) > 1}


def _named(name: Any, thing_id: Any, *, is_shared: bool) -> Cell:  # noqa: ANN401 - whatever a statement returns
    """Return the cell that says what a thing is called, leading to it; the id itself where it is called nothing.

    A name is never a key: where another thing of the answer is called the same, the end of the id stands beside it.
    """
    if not thing_id:
        return Cell(text=_short(str(name or "")))
    way = _text(str(thing_id))
    if not name:
        return way
    return replace(way, text=_short(str(name)), is_id=False, tail=str(thing_id)[-_TAIL:] if is_shared else "")


def _text(value: str) -> Cell:
    kind = kind_of_id(value) if "_" in value and len(value) > 20 else None
    if kind is not None:
        chart = url_for("workbench.workbench", thing_id=value) if kind.name in DRAWN else ""
        return Cell(text=value, href=page_address(kind.name, value), chart=chart, is_id=True)
    return Cell(text=show_date(value, language()) if is_day(value) else _short(value))


def _node(node: Mapping[str, Any]) -> Cell:
    kind = str(node["_labels"][0]) if node["_labels"] else ""
    name = node.get("serial") or node.get("name") or node.get("number") or node.get("date") or node["id"]
    cell = _text(str(node["id"]))
    return Cell(text=f"{word_or('kind', kind.lower())} {_short(str(name))}", href=cell.href, chart=cell.chart)


def _plain(value: Any) -> object:  # noqa: ANN401 - whatever a query returns
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[:_LONGEST_CELL] + "…"
