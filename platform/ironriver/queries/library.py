"""The library: shipped questions to the graph itself, each with the visibility in its text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Say, nothing_here
from ironriver.ledger import Answer, Ledger
from ironriver.model.actor import Actor
from ironriver.queries import figures
from ironriver.queries.parameters import Parameter, bind, read_parameters

_FOLDER = "library."
#: Tables of the file that are no questions.
_ASIDE = frozenset({"labels", "columns", "named_by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One shipped question. `names_persons`: it needs a case and a purpose."""

    name: str
    title: Say
    why: Say
    text: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    labels: Mapping[str, Say]
    #: What the screen calls each column, and which column says what the thing of an id column is called.
    heads: Mapping[str, Say]
    named_by: Mapping[str, str]
    names_persons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question's answer: rows by its columns, at most `figures.MOST_ROWS`; `more` if some are left."""

    question: Question
    values: Mapping[str, Any]
    rows: tuple[tuple[Any, ...], ...]
    more: bool
    answer: Answer


def questions(actor: Actor, *, ledger: Ledger) -> tuple[Question, ...]:
    """Return the library in the order of its page."""
    require(actor, Action.ASK_QUESTION)
    return tuple(_question(name, ledger) for name in _table() if name not in _ASIDE)


def question(actor: Actor, name: str, *, ledger: Ledger) -> Question:
    """Return one question; `NotFound` for a name that the library does not have."""
    require(actor, Action.ASK_QUESTION)
    if name not in _table() or name in _ASIDE:
        raise nothing_here()
    return _question(name, ledger)


def ask_question(actor: Actor, name: str, given: Mapping[str, str], *, ledger: Ledger) -> Asked:
    """Ask a question of the graph itself, as this actor may see it; logged before it is handed out.

    Raises `Invalid` with a sentence for each value that cannot be used, or without a case where persons are named.
    """
    found = question(actor, name, ledger=ledger)
    if found.names_persons:
        require(actor, Action.SEARCH_PERSON)
    values = bind(found.parameters, given)
    params = {**values, "limit": figures.MOST_ROWS + 1}
    answer = ledger.ask(actor, _FOLDER + name, params, shown=_ids)
    rows = [tuple(row[column] for column in found.columns) for row in answer.rows]
    return Asked(
        question=found,
        values=values,
        rows=tuple(rows[: figures.MOST_ROWS]),
        more=len(rows) > figures.MOST_ROWS,
        answer=answer,
    )


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    """What a person gets to see: every column that is named as an id."""
    named = [str(value) for row in rows for key, value in row.items() if key.endswith("_id") and value]
    return list(dict.fromkeys(named))


def _question(name: str, ledger: Ledger) -> Question:
    statement = ledger.catalogue.statement(_FOLDER + name)
    pairs, told = statement.header.pairs, _table()[name]
    labels, columns = _table()["labels"], statement.returns
    named = {own: name for own, name in _table()["named_by"].items() if own in columns and name in columns}
    return Question(
        name=name,
        title=Say(en=pairs["title_en"], es=pairs["title_es"]),
        why=Say(en=pairs["why"], es=told["why_es"]),
        text=statement.text,
        columns=tuple(columns),
        parameters=read_parameters(told["parameters"]),
        labels={key: Say(**label) for key, label in labels.items()},
        heads={column: Say(**_table()["columns"][column]) for column in columns},
        named_by=named,
        names_persons=":Person" in statement.text,
    )


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "library.toml").read_text("utf-8"))
