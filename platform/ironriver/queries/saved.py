"""Queries that people keep, with versions: text, typed parameters, and who may use them. Never a right to data."""

from __future__ import annotations

import difflib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.access.cases import find_case, my_cases
from ironriver.errors import Conflict, Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Look, Row, whole
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from ironriver.queries.guard import refused
from ironriver.queries.guard_text import check_text
from ironriver.queries.parameters import Parameter, check_used, read_parameters

_LONGEST_TITLE, _LONGEST_ABOUT = 120, 600
#: Saved queries listed at first.
LISTED = 100
#: Versions of one query: every one is a person's own saving, so more than these are no honest work.
_MOST_VERSIONS = 2_000


class Scope(StrEnum):
    """Who may use a saved query."""

    ME = "me"
    CASE = "case"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryDraft:
    """A query that is about to be saved. `query_id` is empty for a new one; `seen` is the version it began from."""

    title: str
    about: str
    text: str
    parameters: tuple[str, ...]
    scope: Scope
    query_id: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """One saved query as it is listed."""

    id: str
    title: str
    about: str
    scope: str
    case_id: str
    owner: str
    owner_name: str
    n: int
    saved: str
    saved_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryVersion:
    """One version of a query."""

    n: int
    title: str
    text: str
    parameters: tuple[Parameter, ...]
    saved: str
    saved_by_name: str


def save_query(actor: Actor, draft: QueryDraft, *, ledger: Ledger) -> str:
    """Save a query as a new one or as the next version; return its id.

    Raises `Invalid` for a text that the guard refuses or that uses other parameters than it declares, `NotAllowed`
    to somebody who did not make it, `Conflict` when it was saved since, `NotFound` where it is not open to him.
    """
    require(actor, Action.RUN_CYPHER)
    title, stored = _checked(draft)
    before = find_query(actor, draft.query_id, ledger=ledger) if draft.query_id else None
    if before is not None and before.owner != actor.id:
        raise NotAllowed(
            Say(
                en=f"{before.owner_name} made this query. Save yours under a new title.",
                es=f"{before.owner_name} hizo esta consulta. Guarde la suya con otro título.",
            )
        )
    case_id, marking = _place(actor, draft.scope, ledger)
    query_id = before.id if before else ledger.id_for("SavedQuery", secrets.token_hex(16), marking.holding)
    number, at = (before.n if before else 0) + 1, clock.stamp()
    by = {"saved": at, "saved_by_name": actor.name, "n": number, "title": title, "about": stored["about"]}
    first = {} if before else {"created": at, "owner": actor.id, "owner_name": actor.name}
    version = {"query_id": query_id, "saved_by": actor.id, **by, **stored}
    put = [
        _put("saved_query", query_id, marking, {"scope": str(draft.scope), "case_id": case_id, **first, **by}),
        _put("query_version", ledger.id_for("QueryVersion", f"{query_id}:{number}", ""), marking, version),
    ]

    def decide(look: Look) -> list[Change]:
        now = look.read("queries.query_now", {"id": query_id})
        if before is not None and (not now or now[0]["n"] != draft.seen):
            raise Conflict(
                Say(
                    en="This query was saved again meanwhile. Open the newer version and add to it.",
                    es="La consulta se guardó de nuevo mientras tanto. Abra la versión más reciente y agréguele.",
                )
            )
        return put

    ledger.act(actor, Act(name="queries.save_query", changes=decide))
    return query_id


def saved_queries(actor: Actor, *, ledger: Ledger, limit: int = LISTED) -> tuple[SavedQuery, ...]:
    """Return queries that this person may use, his own, of his cases, of his agency: the latest `limit`."""
    require(actor, Action.RUN_CYPHER)
    answer = ledger.ask(actor, "queries.saved_queries", {**mine(actor, ledger), "limit": limit})
    return tuple(_query(row["q"]) for row in answer.rows)


def find_query(actor: Actor, query_id: str, *, ledger: Ledger) -> SavedQuery:
    """Return one saved query; `NotFound` where it is hidden or absent."""
    require(actor, Action.RUN_CYPHER)
    rows = ledger.ask(actor, "queries.saved_query", {**mine(actor, ledger), "id": query_id}).rows
    if not rows:
        raise nothing_here()
    return _query(rows[0]["q"])


def query_versions(actor: Actor, query_id: str, *, ledger: Ledger) -> tuple[QueryVersion, ...]:
    """Return the versions of a query that is open to this person, latest first."""
    found = find_query(actor, query_id, ledger=ledger)
    asked = {"query_id": found.id, "limit": _MOST_VERSIONS + 1}
    rows = whole(ledger.ask(actor, "queries.query_versions", asked).rows, _MOST_VERSIONS)
    return tuple(_version(row["v"]) for row in rows)


def differences(old: QueryVersion, new: QueryVersion) -> tuple[str, ...]:
    """Return what changed between two versions, line by line, `-` for the old and `+` for the new."""
    before, after = (
        [*(one.line for one in version.parameters), *version.text.splitlines()] for version in (old, new)
    )
    lines = list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]  # without the two names of files
    return tuple(line for line in lines if not line.startswith("@@"))


def _checked(draft: QueryDraft) -> tuple[str, dict[str, Any]]:
    title = " ".join(draft.title.split())
    if not title or len(title) > _LONGEST_TITLE:
        say = Say(en="Give it a title of at most 120 characters.", es="Póngale un título de hasta 120 caracteres.")
        raise Invalid(say, fields={"title": say})
    if found := check_text(draft.text):
        raise refused(found)
    parameters = read_parameters(draft.parameters)
    check_used(draft.text, parameters)
    return title, {
        "about": draft.about.strip()[:_LONGEST_ABOUT],
        "text": draft.text.strip(),
        "parameters": [parameter.line for parameter in parameters],
    }


def _place(actor: Actor, scope: Scope, ledger: Ledger) -> tuple[str, Marking]:
    if scope is not Scope.CASE:
        return "", Marking(holding=actor.agency, tlp=min(actor.max_tlp, Tlp.AMBER), handling="")
    if not actor.case:
        say = Say(en="Choose the case above, then share it.", es="Elija el caso arriba y luego compártala.")
        raise Invalid(say, fields={"scope": say})
    case = find_case(actor, actor.case, ledger=ledger)
    return case.id, Marking(holding=case.holding, tlp=case.tlp, handling=case.handling)


def mine(actor: Actor, ledger: Ledger) -> dict[str, Any]:
    """Return by what a person may use saved queries: his account and his cases."""
    return {"account": actor.id, "cases": [case.id for case in my_cases(actor, ledger=ledger)]}


def _put(kind: str, id_: str, marking: Marking, stored: Mapping[str, Any]) -> Change:
    row = Row(s={"id": id_, **marking.as_properties()}, p=dict(stored))
    return Change(statement=f"write.put_{kind}", rows=[row])


def _query(node: Mapping[str, Any]) -> SavedQuery:
    texts = ("id", "title", "about", "scope", "case_id", "owner", "owner_name", "saved", "saved_by_name")
    return SavedQuery(n=int(node.get("n") or 0), **{name: str(node.get(name) or "") for name in texts})


def _version(node: Mapping[str, Any]) -> QueryVersion:
    texts = ("title", "text", "saved", "saved_by_name")
    return QueryVersion(
        n=int(node.get("n") or 0),
        parameters=read_parameters([str(line) for line in node.get("parameters") or []]),
        **{name: str(node.get(name) or "") for name in texts},
    )
