"""The ledger for auditors: entries, the head, the last checkpoint, a check of the whole log, proofs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from ironriver.access import Action, find_account
from ironriver.errors import NotFound, Tampered, nothing_here
from ironriver.ledger import Entry, checkpoint_folders, latest_checkpoint, prove, root_of, verify_log
from ironriver.model.actor import SYSTEM_ACTOR_ID
from ironriver.web import signed_in
from ironriver.web.formats import show_number
from ironriver.web.guard import guarded, limiter
from ironriver.web.look import language, t
from ironriver.web.pages.things import act_words

blueprint = Blueprint("ledger", __name__)

PAGE = 50
#: A check reads every entry and pack.
CHECKS = "6 per minute"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry of the list."""

    seq: int
    at: str
    #: What was done in the reader's words, and the name it has in the entry.
    what: str
    act: str
    #: Who, and the id that stands in the entry; the name only of accounts of the reader's own agency.
    who: str
    actor: str
    case: str
    rows: int
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found."""

    good: bool
    title: str
    detail: str


@blueprint.get("/ledger")
@guarded(Action.VIEW_LEDGER)
def ledger() -> str:
    """List entries, newest first."""
    return _page(request.args.get("start", type=int))


@blueprint.post("/ledger/verify")
@limiter.limit(CHECKS)
@guarded(Action.VERIFY_LEDGER)
def verify() -> str:
    """Check every entry, pack, segment, checkpoint and read-log file, and name the first bad one."""
    platform = signed_in.platform()
    said = language()
    try:
        found = verify_log(platform.ledger)
    except Tampered as broken:
        verdict = Verdict(good=False, title=broken.say.in_language(said), detail=broken.detail)
    else:
        verdict = Verdict(
            good=True,
            title=t("ledger.good"),
            detail=t(
                "ledger.good_detail",
                entries=show_number(found.head.size, said),
                rows=show_number(found.rows, said),
                checkpoints=found.checkpoints,
                reads=show_number(found.reads, said),
            ),
        )
    return _page(None, verdict)


@blueprint.get("/ledger/<int:seq>")
@guarded(Action.VIEW_LEDGER)
def entry(seq: int) -> str:
    """Show one entry as stored, with its way to the signed root where a checkpoint covers it."""
    platform = signed_in.platform()
    found = platform.ledger.entries(start=seq, limit=1)
    if not found or found[0].seq != seq:
        raise nothing_here()
    try:
        proof, why = prove(platform.ledger, seq), ""
    except NotFound as missing:
        proof, why = None, missing.say.in_language(language())
    return render_template(
        "ledger/entry.html",
        row=_rows(found[:1])[0],
        stored=json.dumps(json.loads(found[0].text), indent=1, ensure_ascii=False),
        proof=proof,
        path=[step.hex() for step in proof.path] if proof else [],
        why=why,
    )


def _page(start: int | None, verdict: Verdict | None = None) -> str:
    platform = signed_in.platform()
    head = platform.ledger.head()
    first = max(head.size - PAGE if start is None else min(start, head.size - 1), 0)
    entries = platform.ledger.entries(start=first, limit=PAGE)
    signed = latest_checkpoint(platform.settings, checkpoint_folders(platform.settings)[1], platform.keys.public)
    return render_template(
        "ledger/ledger.html",
        head=head,
        root=root_of(head).hex(),
        entries=_rows(entries)[::-1],
        older=max(first - PAGE, 0) if first > 0 else None,
        newer=first + PAGE if first + PAGE < head.size else None,
        checkpoint=signed.note if signed else "",
        verdict=verdict,
    )


def _who(actor: str) -> str:
    """Return the name of a person of the reader's own agency: the ledger tells nobody who works elsewhere."""
    if actor == SYSTEM_ACTOR_ID:
        return t("app.name")
    if not actor:
        return ""
    found = find_account(signed_in.platform().ledger, id=actor)
    return found.name if found and found.agency == signed_in.actor().agency else ""


def _rows(entries: Sequence[Entry]) -> list[EntryRow]:
    leaves = [json.loads(one.text) for one in entries]
    who = {actor: _who(actor) for actor in {str(leaf.get("actor", "")) for leaf in leaves}}
    return [_row(one, leaf, who) for one, leaf in zip(entries, leaves, strict=True)]


def _row(one: Entry, leaf: Mapping[str, Any], who: Mapping[str, str]) -> EntryRow:
    from ironriver.ledger import merkle

    return EntryRow(
        seq=one.seq,
        at=leaf.get("at", ""),
        what=act_words("acts.", leaf.get("act", "")) or leaf.get("act", ""),
        act=leaf.get("act", ""),
        who=who.get(leaf.get("actor", ""), ""),
        actor=leaf.get("actor", ""),
        case=leaf.get("case", ""),
        rows=sum(int(statement.get("n", 0)) for statement in leaf.get("statements", ())),
        leaf=merkle.leaf_hash(one.text.encode()).hex(),
    )
