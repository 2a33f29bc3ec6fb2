"""What an import did, as people and programs read it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from ironriver.documents import to_csv
from ironriver.errors import Say
from ironriver.ingest.table import Reject

#: Rejects kept in full; beyond this only their number is known. A file with more is the wrong file.
REJECTS_KEPT = 10_000


@dataclass(slots=True)
class Tally:
    """Counts while a batch runs; kept on the Batch by each act, so that a resumed import goes on counting.

    `changes` counts changed attributes, `doubts` flags of rows, `late` holds rejects found while loading.
    """

    done: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    candidates: int = 0
    rows: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    late: list[Reject] = field(default_factory=list)

    def copy(self) -> Tally:
        """Return an independent copy; the callable of an act may run more than once."""
        return Tally.from_json(self.to_json())

    def take(self, other: Tally) -> None:
        """Count what the other counted: it was a copy, and its run stands."""
        for one in fields(self):
            setattr(self, one.name, getattr(other, one.name))

    def to_json(self) -> str:
        """Return everything as JSON text."""
        return json.dumps(
            {
                "done": self.done,
                "added": self.added,
                "changed": self.changed,
                "unchanged": self.unchanged,
                "absent": self.absent,
                "candidates": self.candidates,
                "rows": self.rows,
                "changes": self.changes,
                "doubts": self.doubts,
                "late": [_reject_json(one) for one in self.late],
            },
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Tally:
        """Return what `to_json` wrote."""
        read = json.loads(text)
        return cls(
            **{
                **read,
                "changes": Counter(read["changes"]),
                "doubts": Counter(read["doubts"]),
                "late": [_reject(one) for one in read["late"]],
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """The result of one import. Counts are rows of the file, except `absent` (dealers) and `written` (graph rows).

    `coverage` lists jurisdictions present; `mismatches` tells where a published table disagrees with itself;
    `already` is the id of an earlier closed import of the same bytes, in which case nothing was done.
    """

    batch_id: str
    source_id: str
    kind: str
    name: str
    state: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0
    rejected: int = 0
    candidates: int = 0
    written: int = 0
    form: str = ""
    data_date: str = ""
    changes: dict[str, int] = field(default_factory=dict)
    doubts: dict[str, int] = field(default_factory=dict)
    coverage: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    mismatches: tuple[dict[str, Any], ...] = ()
    rejects: tuple[Reject, ...] = ()
    already: str = ""

    @property
    def total(self) -> int:
        """Rows of the file that were looked at."""
        return self.added + self.changed + self.unchanged + self.rejected

    def coverage_say(self) -> Say:
        """Return the coverage in words."""
        count = len(self.coverage)
        if count == 1:
            return Say(en="1 jurisdiction present", es="1 jurisdicción presente")
        return Say(en=f"{count} jurisdictions present", es=f"{count} jurisdicciones presentes")

    def to_json(self) -> str:
        """Return `report.json`: keys sorted, so that the same report has the same digest."""
        fields = {name: getattr(self, name) for name in self.__slots__ if name != "rejects"}
        rejects = [_reject_json(one) for one in self.rejects]
        return json.dumps({**fields, "rejects": rejects}, ensure_ascii=False, sort_keys=True, indent=1)

    @classmethod
    def from_json(cls, text: str) -> BatchReport:
        """Return what `to_json` wrote."""
        read = json.loads(text)
        for name in ("coverage", "ignored_columns", "mismatches"):
            read[name] = tuple(read[name])
        read["rejects"] = tuple(_reject(one) for one in read["rejects"])
        return cls(**read)

    def rejects_csv(self, language: str = "en") -> str:
        """Return the rejects as CSV (RFC 4180). Cells that a spreadsheet would run get an apostrophe in front."""
        heads = ("line", "column", "value", "reason", "explanation")
        rejects = ((r.line, r.column, r.value, r.reason, r.say.in_language(language)) for r in self.rejects)
        return to_csv([heads, *rejects])


def _reject_json(one: Reject) -> dict[str, Any]:
    return {
        "line": one.line,
        "column": one.column,
        "value": one.value,
        "reason": one.reason,
        "en": one.say.en,
        "es": one.say.es,
    }


def _reject(read: dict[str, Any]) -> Reject:
    say = Say(en=read["en"], es=read["es"])
    return Reject(read["line"], read["column"], read["value"], read["reason"], say)
