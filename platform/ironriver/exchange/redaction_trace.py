"""What is worked out from pieces: the result of a trace. Made after what is above the partner's marking is gone.

So a sale or a recovery that he may not know of cannot change what he is told, not even by being the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ironriver.exchange.redaction_pieces import Kind, Piece, Value
from ironriver.model.marking import strictest
from ironriver.search import band_of


def derived(pieces: Sequence[Piece]) -> list[Piece]:
    """Return one trace for each gun that was both sold and recovered, as strict as what it was worked out from."""
    return [one for gun in pieces if gun.kind is Kind.FIREARM for one in _of_gun(gun, pieces)]


def _of_gun(gun: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    sale, recovery = (_first(gun, pieces, kind) for kind in (Kind.SALE, Kind.RECOVERY))
    if sale is None or recovery is None:
        return []
    # Nobody records who holds a gun between its first retail sale and its recovery.
    facts: dict[str, Value] = {"legs": {"recorded": "1", "unknown": "1"}}
    sold, recovered = _day(sale.facts.get("sale_date")), _day(recovery.facts.get("recovery_date"))
    if sold and recovered and sold <= recovered:
        facts |= {"ttc_days": (recovered - sold).days, "ttc_band": band_of(sold, recovered)[2].en}
    marking = gun.marking
    for one in (sale, recovery):
        marking = strictest(marking, int(one.marking.tlp), one.marking.handling)
    refs = (gun.key, sale.key, recovery.key)
    return [Piece(key=f"trace:{gun.key}", kind=Kind.TRACE, facts=facts, marking=marking, refs=refs)]


def _first(gun: Piece, pieces: Sequence[Piece], kind: Kind) -> Piece | None:
    """The earliest dated one; of undated ones the first by key."""
    of_gun = [one for one in pieces if one.kind is kind and gun.key in one.refs]
    name = f"{kind.value}_date"
    return min(of_gun, key=lambda one: (str(one.facts.get(name) or "9"), one.key), default=None)


def _day(text: Value | None) -> date | None:
    """A date that is known to the day; from a month or a year no number of days is worked out."""
    return date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2025-01-01") else None
