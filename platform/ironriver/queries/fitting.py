"""Questions that can be asked of one thing: those with a parameter that takes a node of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, may, require
from ironriver.errors import Say
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id
from ironriver.queries.library import questions
from ironriver.queries.parameters import Parameter, ParameterKind, read_parameters
from ironriver.queries.saved import mine

#: Forms of saved queries that are looked through; the list of all goes on (`saved_queries`).
_LISTED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedForm:
    """A saved query as far as its form goes: what it asks for in its latest version."""

    id: str
    title: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One question that fits a thing: `name` in the library or `query_id`; `parameter` takes the thing."""

    title: Say
    parameter: str
    name: str = ""
    query_id: str = ""


def saved_forms(actor: Actor, *, ledger: Ledger) -> tuple[SavedForm, ...]:
    """Return the forms of all saved queries that this person may use, latest first."""
    require(actor, Action.RUN_CYPHER)
    answer = ledger.ask(actor, "queries.saved_forms", {**mine(actor, ledger), "limit": _LISTED})
    return tuple(_form(row) for row in answer.rows)


def offers(actor: Actor, thing_id: str, *, ledger: Ledger) -> tuple[Offer, ...]:
    """Return what can be asked of a thing, by the kind that its id names; the library first.

    The thing itself is not looked up, so an absent and a hidden one get the same list.
    """
    require(actor, Action.ASK_QUESTION)
    kind = kind_of_id(thing_id)
    if kind is None:
        return ()
    asked = [(one, takes(one.parameters, kind.name)) for one in questions(actor, ledger=ledger)]
    found = [Offer(title=one.title, parameter=taker, name=one.name) for one, taker in asked if taker]
    forms = saved_forms(actor, ledger=ledger) if may(actor, Action.RUN_CYPHER) else ()
    own = [(form, takes(form.parameters, kind.name)) for form in forms]
    found += [_offer(form, taker) for form, taker in own if taker]
    return tuple(found)


def takes(parameters: Sequence[Parameter], kind: str) -> str:
    """Return the first parameter that takes a node of this kind; empty where none does."""
    fits = (one.name for one in parameters if one.kind is ParameterKind.NODE and (not one.of or kind in one.of))
    return next(fits, "")


def _offer(form: SavedForm, taker: str) -> Offer:
    return Offer(title=Say(en=form.title, es=form.title), parameter=taker, query_id=form.id)


def _form(row: Mapping[str, Any]) -> SavedForm:
    lines = [str(line) for line in row["parameters"] or []]
    return SavedForm(id=str(row["id"]), title=str(row["title"]), parameters=read_parameters(lines))
