"""A partner's gun beside records here with its serial and make, field by field. A person reads; nothing is joined.

Serials repeat: makers number each series anew, and a copy carries the number of what it copies. So what differs
stands beside what agrees, and that two records are one gun stays a judgement of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ironriver.access import Action, may, require
from ironriver.exchange.inbound import Draft, draft_of, find_draft
from ironriver.exchange.inbound_stages import serial_of
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.values import Coded, fold, read_calibre, read_firearm_type, read_make

#: Records of one answer; where there are so many, a serial tells nothing.
MOST_BESIDE = 50
_READ = {"maker": read_make, "calibre": read_calibre, "type": read_firearm_type}
#: What we call it → what the STIX object calls it.
_THEIRS = {
    "serial": "serial_number", "maker": "make", "model": "model", "calibre": "caliber", "type": "firearm_type",
}  # fmt: skip


class Agrees(StrEnum):
    """`OPEN` where one side says nothing."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One field of both: serial, maker, model, calibre, type."""

    name: str
    theirs: str
    ours: str
    agrees: Agrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A gun of ours and a draft of a partner's that carry one serial, with what agrees and what does not."""

    firearm_id: str
    draft_id: str
    feed: str
    state: str
    fields: tuple[Compared, ...]
    #: Strictest level of the two.
    tlp: int


def guns_asked(sent: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the question for records beside an object that came: statement and parameters."""
    return "exchange.guns_of_serials", {"canonicals": [serial_of(sent)], "limit": MOST_BESIDE}


def drafts_asked(firearms: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return the question for drafts beside these guns: statement and parameters."""
    canonicals = sorted({str(one.get("canonical") or "") for one in firearms} - {""})
    return "exchange.drafts_of_serials", {"canonicals": canonicals, "limit": MOST_BESIDE}


def guns_beside(actor: Actor, draft_id: str, *, ledger: Ledger) -> tuple[Beside, ...]:
    """Return records of ours with a draft's serial whose make is not another. `NotFound` for a hidden draft.

    Nothing for who may not open firearms. Both are shown only as far as each is open to the actor.
    """
    require(actor, Action.REVIEW_INBOUND)
    draft = find_draft(actor, draft_id, ledger=ledger)
    theirs = _sent(draft, ledger)
    if not serial_of(theirs) or not may(actor, Action.OPEN_FIREARM):
        return ()
    rows = ledger.ask(actor, *guns_asked(theirs)).rows
    return tuple(one for row in rows if (one := _beside(draft, theirs, row["f"])) is not None)


def drafts_beside(actor: Actor, firearms: Sequence[Mapping[str, Any]], *, ledger: Ledger) -> tuple[Beside, ...]:
    """Return undecided drafts of partners with the serial of one of these guns; nothing for who judges no drafts.

    `firearms` are records that the actor was shown: `id`, `canonical`, `tlp` and the fields that are compared.
    """
    name, asked = drafts_asked(firearms)
    if not asked["canonicals"] or not may(actor, Action.REVIEW_INBOUND):
        return ()
    found = [draft_of(row["d"]) for row in ledger.ask(actor, name, asked).rows]
    pairs = [(draft, _sent(draft, ledger), gun) for draft in found for gun in firearms]
    return tuple(one for pair in pairs if (one := _beside(*pair)) is not None)


def _sent(draft: Draft, ledger: Ledger) -> Mapping[str, Any]:
    sent: Mapping[str, Any] = json.loads(ledger.vault.read(draft.sha256))
    return sent


def _beside(draft: Draft, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> Beside | None:
    """Lay two records side by side; None where the serial is another or both name a make and it differs."""
    if serial_of(theirs) != ours.get("canonical"):
        return None
    pairs = ((name, _text(theirs.get(said)), _text(ours.get(name))) for name, said in _THEIRS.items())
    fields = tuple(_compared(*pair) for pair in pairs)
    if any(one.name == "maker" and one.agrees is Agrees.NO for one in fields):
        return None
    return Beside(
        firearm_id=str(ours["id"]),
        draft_id=draft.id,
        feed=draft.feed,
        state=draft.state,
        fields=fields,
        tlp=max(draft.tlp, int(ours["tlp"])),
    )


def _compared(name: str, theirs: str, ours: str) -> Compared:
    if not theirs or not ours:
        agrees = Agrees.OPEN
    elif name == "serial" or _same(name, theirs, ours):
        agrees = Agrees.YES
    else:
        agrees = Agrees.NO
    return Compared(name=name, theirs=theirs, ours=ours, agrees=agrees)


def _same(name: str, theirs: str, ours: str) -> bool:
    """Words that a table knows are compared as what they stand for: `S & W` is SMITH & WESSON."""
    if name not in _READ:
        return fold(theirs) == fold(ours)
    read: tuple[Coded, Coded] = (_READ[name](theirs), _READ[name](ours))
    return fold(read[0].text) == fold(read[1].text)


def _text(said: object) -> str:
    return said if isinstance(said, str) else ""
