"""Statistics over many traces: recovered → submitted → eligible → traced → purchaser known, and shares of those."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import rfc8785

from ironriver.access import Action, require
from ironriver.errors import Say
from ironriver.ledger import Answer, Ask
from ironriver.model.actor import Actor
from ironriver.model.values import firearm_type_title
from ironriver.tracing.statistics_results import (
    FLOOR,
    Cell,
    Figure,
    Period,
    Statistics,
    Step,
    Table,
    Whole,
    fold_small,
    hide_small,
)
from ironriver.tracing.statistics_texts import (
    BANDS,
    BASES,
    CLASSES,
    EXCLUDED,
    NO_MEDIAN,
    NOTES,
    OUTCOMES,
    STEPS,
    TITLES,
    TRACED,
    UNKNOWN,
)

#: Groups of one question; states × outcomes × bases × bands stay far below.
MOST_GROUPS = 50_000
METHOD = "ironriver/statistics/2"
_QUESTIONS = ("recoveries", "traces", "duplicates", "guns", "dealers")

Rows = list[dict[str, Any]]


class Asker(Protocol):
    """The part of the ledger that this room uses."""

    def ask_many(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = 30.0) -> list[Answer]:
        """Answer a group of questions at one data cut; logged before the answer is out."""
        ...


def trace_statistics(actor: Actor, period: Period, *, ledger: Asker) -> Statistics:
    """Return the figures of a period over what the actor may see. No figure comes without its whole.

    Raises `NotAllowed` by policy. Answers are remembered until the next act: the same question costs once.
    """
    require(actor, Action.VIEW_STATISTICS)
    asks = [
        Ask(statement=f"statistics.{name}", params=_params(name, period), keep=True)
        for name in _QUESTIONS
        if period.of_recoveries or name != "recoveries"
    ]
    answers = ledger.ask_many(actor, asks)
    rows = {answer.statement.name.partition(".")[2]: answer.rows for answer in answers}
    counted = _Counted.of(rows)
    steps, tables = _steps(counted, of_recoveries=period.of_recoveries), _tables(counted, rows)
    return Statistics(
        id=_id(period, steps, tables),
        period=period,
        steps=steps,
        tables=tables,
        excluded=_excluded(counted),
        median=_median(counted.days),
        answers=tuple(answers),
    )


def _params(name: str, period: Period) -> dict[str, Any]:
    given = asdict(period)
    if name == "recoveries":
        return {key: given[key] for key in ("since", "until", "area", "land")}
    return {**given, "limit": MOST_GROUPS}


@dataclass(slots=True)
class _Counted:
    recovered: int
    submitted: int
    excluded: Counter[str]
    outcomes: Counter[str]
    sources: Counter[str]
    days: Counter[int]

    @classmethod
    def of(cls, rows: Mapping[str, Rows]) -> _Counted:
        groups: Counter[tuple[str, str, str, int]] = Counter()
        for row in rows["traces"]:
            groups[_group(row)] += int(row["traces"])
        submitted = sum(groups.values())
        excluded: Counter[str] = Counter()
        for row in rows["duplicates"]:
            groups[_group(row)] -= int(row["traces"])
            excluded["duplicate"] += int(row["traces"])
        recovered = sum(int(row["recoveries"]) for row in rows.get("recoveries", ()))
        made = cls(recovered, submitted, excluded, Counter(), Counter(), Counter())
        for (outcome, basis, source, days), count in groups.items():
            why = excluded_as(basis)
            if why:
                excluded[why] += count
                continue
            made.outcomes[outcome] += count
            if outcome == "purchaser_identified":
                made.sources[source] += count
                made.days[days] += count
        return made

    @property
    def eligible(self) -> int:
        """Traces that count: submitted without what is excluded."""
        return sum(self.outcomes.values())

    @property
    def traced(self) -> int:
        """Traces that reached anybody."""
        return sum(count for outcome, count in self.outcomes.items() if outcome in TRACED)


def _group(row: Mapping[str, Any]) -> tuple[str, str, str, int]:
    return str(row["outcome"] or ""), str(row["basis"] or ""), str(row["source_state"] or ""), int(row["days"])


def excluded_as(basis: str) -> str:
    """Return why a trace of this basis counts in no share (a key of `EXCLUDED`), else nothing."""
    plain = unicodedata.normalize("NFKD", basis).encode("ascii", "ignore").decode().lower()
    return BASES.get("".join(char for char in plain if char.isalpha()), "")


def _steps(counted: _Counted, *, of_recoveries: bool = True) -> tuple[Step, ...]:
    """Return the funnel. A recovery has no crime and no agency of its own: asked for those, it begins one later."""
    counts = {
        # A trace may come without a recovery on record: then the recoveries are at least the traces.
        "recovered": max(counted.recovered, counted.submitted),
        "submitted": counted.submitted,
        "eligible": counted.eligible,
        "traced": counted.traced,
        "known": counted.outcomes["purchaser_identified"],
    }
    fell = {
        "eligible": tuple(cell for cell in _excluded(counted) if cell.figure and cell.figure.count),
        "traced": _outcomes(counted, counts["eligible"], "eligible", reached=False),
        "known": _outcomes(counted, counts["traced"], "traced", reached=True),
    }
    if not of_recoveries:
        del counts["recovered"]
    above = next(iter(counts))
    found = []
    for key, count in counts.items():
        whole = Whole(name=STEPS[above], count=counts[above])
        figure = Figure(count=count, of=whole)
        found.append(Step(key=key, title=STEPS[key], figure=figure, fell=fell.get(key, ())))
        above = key
    return tuple(found)


def _excluded(counted: _Counted) -> tuple[Cell, ...]:
    whole = Whole(name=STEPS["submitted"], count=counted.submitted)
    return tuple(
        Cell(label=title, figure=Figure(count=counted.excluded[key], of=whole)) for key, title in EXCLUDED.items()
    )


def _outcomes(counted: _Counted, total: int, step: str, *, reached: bool) -> tuple[Cell, ...]:
    whole = Whole(name=STEPS[step], count=total)
    return tuple(
        Cell(label=OUTCOMES.get(outcome, _word(outcome)), figure=Figure(count=count, of=whole))
        for outcome, count in counted.outcomes.most_common()
        if count and (outcome in TRACED) is reached and outcome != "purchaser_identified"
    )


def _tables(counted: _Counted, rows: Mapping[str, Rows]) -> tuple[Table, ...]:
    known = Whole(name=STEPS["known"], count=counted.outcomes["purchaser_identified"])
    bands, hidden = hide_small([(title, counted.days[days]) for days, title in BANDS], known)
    return (
        Table(key="ttc", title=TITLES["ttc"], of=known, cells=bands, folded=hidden, note=NOTES["ttc"]),
        _folded("source", _named(counted.sources), known),
        *_guns(rows["guns"]),
        _dealers(rows["dealers"]),
    )


def _named(counts: Mapping[str, int]) -> list[tuple[Say, int]]:
    return [(Say(en=name, es=name) if name else UNKNOWN, count) for name, count in counts.items() if count]


def _folded(key: str, cells: list[tuple[Say, int]], of: Whole) -> Table:
    kept, folded = fold_small(cells, of)
    return Table(key=key, title=TITLES[key], of=of, cells=kept, folded=folded)


def _guns(rows: Iterable[Mapping[str, Any]]) -> tuple[Table, Table]:
    types: Counter[str] = Counter()
    calibres: Counter[str] = Counter()
    for row in rows:
        if not excluded_as(str(row["basis"] or "")):
            types[str(row["type"] or "")] += int(row["traces"])
            calibres[str(row["calibre"] or "")] += int(row["traces"])
    name = Say(
        en="Traces with a gun on record, not excluded by basis",
        es="Rastreos con arma registrada, no excluidos por motivo",
    )
    whole = Whole(name=name, count=sum(types.values()))
    titled = [((firearm_type_title(code) or _word(code)), count) for code, count in types.items()]
    return _folded("type", titled, whole), _folded("calibre", _named(calibres), whole)


def _word(code: str) -> Say:
    return Say(en=code, es=code) if code else UNKNOWN


def _dealers(rows: Iterable[Mapping[str, Any]]) -> Table:
    counts = {int(row["least"]): int(row["dealers"]) for row in rows}
    name = Say(en="Dealers named by a trace", es="Comerciantes nombrados por un rastreo")
    whole = Whole(name=name, count=sum(counts.values()))
    cells, hidden = hide_small([(title, counts.get(least, 0)) for least, title in CLASSES.items()], whole)
    return Table(
        key="dealers", title=TITLES["dealers"], of=whole, cells=cells, folded=hidden, note=NOTES["dealers"]
    )


def _median(days: Counter[int]) -> Say:
    """Return the band in which the median lies: bands are stored, single days are not counted here."""
    known = [(band, title, days[band]) for band, title in BANDS if band >= 0]
    total = sum(count for _, _, count in known)
    if total < FLOOR:
        return NO_MEDIAN
    so_far, title = 0, known[-1][1]
    for _, band_title, count in known:
        title = band_title
        so_far += count
        if so_far * 2 >= total:
            break
    return Say(
        en=f"Median in “{title.en}”, of {total:,} with a known time. Not corrected for recent sales.",
        es=f"Mediana en «{title.es}», de {total:,} con tiempo conocido. Sin corregir por ventas recientes.",
    )


def as_figures(steps: Iterable[Step], tables: Iterable[Table]) -> dict[str, Any]:
    """Return every figure with its whole as plain values, for the id, the record and the file of rows."""
    return {
        "steps": [{"step": step.key, "count": step.figure.count, "of": step.figure.of.count} for step in steps],
        "tables": [
            {
                "table": table.key,
                "of": {"en": table.of.name.en, "es": table.of.name.es, "count": table.of.count},
                "rows": [
                    {"en": cell.label.en, "es": cell.label.es, "count": cell.figure.count if cell.figure else None}
                    for cell in table.cells
                ],
            }
            for table in tables
        ],
    }


def _id(period: Period, steps: tuple[Step, ...], tables: tuple[Table, ...]) -> str:
    basis = {"method": METHOD, "period": asdict(period), **as_figures(steps, tables)}
    return "S-" + hashlib.sha256(rfc8785.dumps(basis)).hexdigest()[:12]
