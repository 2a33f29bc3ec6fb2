"""The read log for auditors: what the people of one's own agency asked and how much came; how they came in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from ironriver import clock
from ironriver.access import ACTION_WORDS, Account, Action, all_accounts, say_purpose
from ironriver.errors import Invalid, Say
from ironriver.ledger import ReadsFound, ReadsWanted, Sum, find_reads
from ironriver.model.actor import Actor
from ironriver.web import signed_in
from ironriver.web.forms import rows_shown
from ironriver.web.guard import guarded, limiter
from ironriver.web.look import language, t
from ironriver.web.pages.things import word_or

blueprint = Blueprint("reads", __name__)

SHOWN, MOST_SHOWN = 100, 1_000
#: A question goes over some hundred thousand records.
QUESTIONS = "20 per minute"
USUAL_DAYS = 7
FIELDS = ("what", "since", "until", "who", "case", "thing")
#: Signs of one typed value that the page shows.
MOST_SIGNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One read. `asked` and `ids` are empty where the auditor is not cleared for what its reader saw."""

    at: str
    who: str
    #: The room it was asked in, in the reader's words, and the statement's name.
    room: str
    statement: str
    case: str
    purpose: str
    origin: str
    count: int
    is_open: bool
    asked: tuple[tuple[str, str], ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRow:
    """One sign-in, refusal or change of access."""

    at: str
    who: str
    event: str
    outcome: str
    is_success: bool
    about: str
    reason: str
    origin: str


@blueprint.get("/ledger/reads")
@limiter.limit(QUESTIONS)
@guarded(Action.VIEW_LEDGER)
def reads() -> str | tuple[str, int]:
    """List reads of some days, or sign-ins and refusals, newest first, with sums for each person."""
    actor, platform = signed_in.actor(), signed_in.platform()
    people = {one.id: one for one in all_accounts(platform.ledger) if one.agency == actor.agency}
    given = {name: request.args.get(name, "").strip() for name in FIELDS}
    given["what"] = "door" if given["what"] == "door" else "reads"
    given["until"] = given["until"] or clock.today().isoformat()
    given["since"] = given["since"] or (clock.today() - timedelta(days=USUAL_DAYS - 1)).isoformat()
    try:
        wanted = _wanted(given, people)
    except Invalid as wrong:
        said = language()
        errors = {name: say.in_language(said) for name, say in wrong.fields.items()}
        return _page(given, people, errors=errors), wrong.status
    limit = rows_shown(SHOWN, MOST_SHOWN)
    found = find_reads(platform.settings.data_dir / "readlog", platform.ledger.keys.master_key, wanted, limit=limit)
    platform.ledger.note_read(actor, "ledger.reads", given, count=len(found.rows))
    return _page(given, people, found=found, more=limit * 10 if found.count > limit < MOST_SHOWN else 0)


def _wanted(given: Mapping[str, str], people: Mapping[str, Account]) -> ReadsWanted:
    wrong: dict[str, Say] = {}
    for name in ("since", "until"):
        try:
            date.fromisoformat(given[name])
        except ValueError:
            wrong[name] = Say(
                en="Write the day as 2026-11-24 (year-month-day).",
                es="Escriba el día como 2026-11-24 (año-mes-día).",
            )
    if not wrong and given["since"] > given["until"]:
        wrong["until"] = Say(en="This day is before the first one.", es="Este día es anterior al primero.")
    chosen = [one.id for one in people.values() if not given["who"] or one.login == given["who"]]
    if not chosen:
        wrong["who"] = Say(
            en="Nobody of your agency signs in by this name. Choose from the list.",
            es="Nadie de su dependencia entra con este nombre. Elija de la lista.",
        )
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return ReadsWanted(
        since=date.fromisoformat(given["since"]).isoformat(),
        until=date.fromisoformat(given["until"]).isoformat(),
        actors=frozenset(chosen),
        case=given["case"],
        thing=given["thing"],
        of_the_door=given["what"] == "door",
        of_nobody=not given["who"],
    )


def _page(
    given: Mapping[str, str],
    people: Mapping[str, Account],
    *,
    errors: Mapping[str, str] | None = None,
    found: ReadsFound | None = None,
    more: int = 0,
) -> str:
    sums = sorted(
        ((people[id_], one.reads, one.records, len(one.cases)) for id_, one in _sums(found, people)),
        key=lambda one: (-one[1], one[0].name),
    )
    is_door = given["what"] == "door"
    rows: list[ReadRow] | list[DoorRow] = []
    if found and is_door:
        rows = [_door_row(one, people) for one in found.rows]
    elif found:
        rows = [read_row(one, people, signed_in.actor()) for one in found.rows]
    return render_template(
        "ledger/reads.html",
        given=given,
        people=sorted(people.values(), key=lambda one: one.name),
        errors=errors or {},
        found=found,
        is_door=is_door,
        rows=rows,
        sums=sums,
        more=more,
    )


def _sums(found: ReadsFound | None, people: Mapping[str, Account]) -> list[tuple[str, Sum]]:
    return [(id_, one) for id_, one in found.sums.items() if id_ in people] if found else []


def _door_row(event: Mapping[str, Any], people: Mapping[str, Account]) -> DoorRow:
    actor, about = str(event.get("actor", "")), str(event.get("object", ""))
    if about in ACTION_WORDS:
        about = ACTION_WORDS[about].in_language(language())
    elif about in people:
        about = people[about].name
    return DoorRow(
        at=event["at"],
        who=people[actor].name if actor in people else t("reads.nobody"),
        event=word_or("reads.event", str(event["event"])),
        outcome=word_or("reads.outcome", str(event.get("outcome", ""))),
        is_success=event.get("outcome") == "success",
        about=about,
        reason=say_purpose(str(event.get("reason", ""))).in_language(language()),
        origin=str(event.get("origin", "")),
    )


def read_row(read: Mapping[str, Any], people: Mapping[str, Account], auditor: Actor) -> ReadRow:
    """Return one read as this auditor may see it."""
    is_open = _is_cleared(auditor, read)
    statement = str(read["statement"])
    return ReadRow(
        at=read["at"],
        who=people[read["actor"]].name,
        room=word_or("reads.room", statement.partition(".")[0]),
        statement=statement,
        case=str(read.get("case") or ""),
        purpose=say_purpose(read["purpose"]).in_language(language()) if read.get("purpose") else "",
        origin=str(read.get("origin") or ""),
        count=int(read.get("count", 0)),
        is_open=is_open,
        asked=tuple(_asked(read.get("params", {}))) if is_open else (),
        ids=tuple(read.get("ids", ())) if is_open else (),
    )


def _is_cleared(auditor: Actor, read: Mapping[str, Any]) -> bool:
    """Whether the auditor may see all that the reader could: what was asked may name what only that one may see."""
    had = read.get("clearance", {})
    return (
        set(had.get("holdings", ["?"])) <= set(auditor.holdings)
        and had.get("max_tlp", 99) <= auditor.max_tlp
        and set(read.get("handling", ())) <= set(auditor.handling)
    )


def _asked(params: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What was asked for: whatever is not empty and no setting of the page."""
    for name, value in sorted(params.items()):
        if name != "limit" and value not in ("", None, [], {}):
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            yield name, text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…"
