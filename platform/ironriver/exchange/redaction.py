"""What a partner may get of what we know: pure, from pieces and a profile to pieces, and a record of the rest.

A piece above the partner's marking leaves no trace in what he gets: no commitment, no reference, no count. A
field that the profile takes out of a piece he does get is committed to by a salted digest, to be proven later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ironriver.exchange.redaction_fields import BY_REQUEST, Day, Place, coarse_date, coarse_place
from ironriver.exchange.redaction_pieces import Kind, Piece, Rules, Value
from ironriver.exchange.redaction_trace import derived
from ironriver.exchange.stix_ids import Naming, canonical
from ironriver.exchange.stix_markings import codes_that_travel
from ironriver.model.marking import Marking, Tlp, strictest


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field of the preview: before and after. `after` is None where it was taken out."""

    key: str
    kind: Kind
    name: str
    before: Value
    after: Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A digest over salt, piece, field and value that was taken out or made coarser. The salt stays here."""

    key: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What is left; for the sender alone: withheld pieces with reason, changes, dangling references, warnings."""

    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...]
    commitments: tuple[Commitment, ...]
    #: Key of a piece → why it stays here: tlp, handling, holding, small, empty.
    withheld: Mapping[str, str]
    #: From a piece that goes to one that stays.
    dangling: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = field(default=())

    @property
    def tlp(self) -> Tlp:
        """Strictest level of what is left; CLEAR for nothing."""
        return max((piece.marking.tlp for piece in self.pieces), default=Tlp.CLEAR)


def redact(pieces: Sequence[Piece], rules: Rules, naming: Naming) -> Redacted:
    """Apply a profile. Pure: the same pieces, rules and key give the same answer."""
    withheld = {one.key: why for one in pieces if (why := why_not(one, rules))}
    open_ = [one for one in pieces if one.key not in withheld]
    open_ += derived(open_)
    changes = [change for one in open_ for change in _changes(one, rules)]
    shown = [_shown(one, changes) for one in open_]
    withheld |= {one.key: "empty" for one in shown if not one.facts}
    kept = {one.key: one for one in shown if one.facts}
    dangling = tuple((one.key, ref) for one in kept.values() for ref in one.refs if ref not in kept)
    left = _effective(kept)
    told = [change for change in changes if change.key in kept]
    return Redacted(
        pieces=left,
        changes=tuple(changes),
        commitments=tuple(_commitment(change, naming) for change in told if change.after != change.before),
        withheld=withheld,
        dangling=dangling,
        warnings=_warnings(left, rules),
    )


def why_not(piece: Piece, rules: Rules) -> str:
    """Return why a whole piece may not go to the partner; empty if it may.

    RED never goes into a collection. A code that does not travel holds whatever the TLP says, and one that does
    needs an agreement that covers it. What another agency holds is not ours to give.
    """
    codes = {code for code in piece.marking.handling.split(",") if code}
    allowed = {code.value for code in rules.handling & codes_that_travel()}
    if piece.marking.tlp > min(rules.max_tlp, Tlp.AMBER_STRICT):
        return "tlp"
    if not codes <= allowed:
        return "handling"
    if piece.marking.holding not in rules.holdings:
        return "holding"
    if piece.kind is Kind.CORRIDOR and _count(piece) < rules.floor:
        return "small"
    return ""


def open_commitment(naming: Naming, key: str, name: str, value: Value) -> str:
    """Return the digest that a field's true value gives: what proves later that it was not made up afterwards."""
    said = {"v": 1, "piece": naming.stix_id("piece", key), "field": name, "value": value}
    return hashlib.sha256(bytes.fromhex(naming.salt(key, name)) + canonical(said)).hexdigest()


def _count(piece: Piece) -> int:
    count = piece.facts.get("corridor", {})
    return int(count.get("firearms", "0")) if isinstance(count, dict) else 0


def _changes(piece: Piece, rules: Rules) -> list[Change]:
    said = []
    for name, before in sorted(piece.facts.items()):
        is_open = name in rules.fields and (name not in BY_REQUEST or name in rules.granted)
        after = _coarse(name, before, rules) if is_open else None
        said.append(Change(key=piece.key, kind=piece.kind, name=name, before=before, after=after))
    return said


def _coarse(name: str, value: Value, rules: Rules) -> Value | None:
    if name.endswith("_date") and isinstance(value, str):
        return coarse_date(value, rules.day)
    if name.endswith("_place") and isinstance(value, dict):
        return coarse_place(value, rules.place) or None
    return value


def _shown(piece: Piece, changes: Sequence[Change]) -> Piece:
    facts = {c.name: c.after for c in changes if c.key == piece.key and c.after is not None}
    return replace(piece, facts=facts)


def _effective(kept: dict[str, Piece]) -> tuple[Piece, ...]:
    """Each piece is as strict as everything that it names, over any number of steps; other names are taken out."""
    now = {key: replace(one, refs=tuple(r for r in one.refs if r in kept)) for key, one in kept.items()}
    for _ in now:
        raised = {key: replace(one, marking=_raised(one, now)) for key, one in now.items()}
        if raised == now:
            break
        now = raised
    return tuple(now.values())


def _raised(piece: Piece, pieces: Mapping[str, Piece]) -> Marking:
    marking = piece.marking
    for ref in piece.refs:
        marking = strictest(marking, int(pieces[ref].marking.tlp), pieces[ref].marking.handling)
    return marking


def _commitment(change: Change, naming: Naming) -> Commitment:
    digest = open_commitment(naming, change.key, change.name, change.before)
    return Commitment(key=change.key, name=change.name, sha256=digest)


def _warnings(pieces: Sequence[Piece], rules: Rules) -> tuple[str, ...]:
    names = {name for piece in pieces for name in piece.facts}
    kinds = {piece.kind for piece in pieces}
    said = []
    if "serial" in names:
        said.append("serial")
    is_close = rules.day is Day.DAY and rules.place in (Place.COUNTY, Place.CITY)
    if is_close and names & {"sale_date", "recovery_date"}:
        said.append("day_and_place")
    if Kind.FINDING in kinds:
        said.append("finding")
    if Kind.PURCHASER in kinds:
        said.append("person")
    if any(piece.kind is Kind.CORRIDOR and _count(piece) < 2 * rules.floor for piece in pieces):
        said.append("small")
    return tuple(said)
