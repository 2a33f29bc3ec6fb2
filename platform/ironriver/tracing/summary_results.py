"""What a trace summary is made of: sections of rows, each a fact with its source. Screen and paper walk it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ironriver.errors import Say
from ironriver.ledger import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One fact. `value` is data (`str`) or a sentence (`Say`); `source_no` is 0 where nobody recorded it.

    `how` says how the value is to be read: `date`, `serial`, `number`, `text` (word for word), or nothing.
    """

    label: Say
    value: str | Say
    how: str = ""
    source_no: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySection:
    """One part of the report. `limit` is what the part does not show; `withheld` is why rows are missing."""

    key: str
    title: Say
    rows: tuple[SummaryRow, ...]
    limit: Say | None = None
    withheld: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLeg:
    """One leg of the chain; `known` is False for a leg that no source records."""

    known: bool
    start: str
    end: str
    what: Say
    date: str = ""
    invoice: str = ""
    days: int | None = None
    source_no: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySource:
    """A source as the report numbers it; one that is not open to the reader keeps its number only."""

    no: int
    id: str
    name: str
    authority: str
    brought_by: str
    received: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceSummary:
    """Everything the report says, and the questions that made it."""

    id: str
    number: str
    sections: tuple[SummarySection, ...]
    legs: tuple[SummaryLeg, ...]
    limits: tuple[Say, ...]
    sources: tuple[SummarySource, ...]
    firearm_id: str
    tlp: int
    held_back: int
    answers: tuple[Answer, ...]

    @property
    def unknown_legs(self) -> int:
        """How many legs nobody recorded."""
        return sum(not leg.known for leg in self.legs)

    @property
    def cut(self) -> tuple[str, str]:
        """The data cut of the first question: its time (ISO) and its opaque id. Later ones have seen all of it."""
        first = self.answers[0].cut
        return first.at, first.id


def as_record(summary: TraceSummary) -> dict[str, Any]:
    """Return the report as plain values, both languages, for the record that is attached to the paper."""
    return {
        "kind": "ironriver/trace-summary/1",
        "id": summary.id,
        "number": summary.number,
        "cut": {"at": summary.cut[0], "id": summary.cut[1]},
        "sections": [
            {
                "key": section.key,
                "title": _say(section.title),
                "rows": [_row(row) for row in section.rows],
                "limit": _say(section.limit),
                "withheld": _say(section.withheld),
            }
            for section in summary.sections
        ],
        "legs": [_leg(leg) for leg in summary.legs],
        "unknown_legs": summary.unknown_legs,
        "limits": [_say(limit) for limit in summary.limits],
        "sources": [
            {"no": one.no, "id": one.id, "name": one.name, "authority": one.authority, "received": one.received}
            for one in summary.sources
        ],
        "held_back": summary.held_back,
    }


def _row(row: SummaryRow) -> dict[str, Any]:
    value = row.value if isinstance(row.value, str) else _say(row.value)
    return {"label": _say(row.label), "value": value, "source": row.source_no, "line": row.line}


def _leg(leg: SummaryLeg) -> dict[str, Any]:
    plain = {name: getattr(leg, name) for name in ("known", "start", "end", "date", "invoice", "days", "line")}
    return {**plain, "what": _say(leg.what), "source": leg.source_no}


def _say(say: Say | None) -> Mapping[str, str] | None:
    return {"en": say.en, "es": say.es} if say else None
