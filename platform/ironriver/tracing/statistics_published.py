"""ATF's published tables of source and recovery states, 2010–2020: beside our own figures, never added to them.

Numbers are read from the imported files, cell by cell. Where a file's cells and its own stated total differ (2012),
the difference is shown and nothing is repaired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ironriver.access import Action, require
from ironriver.errors import Say
from ironriver.ledger import Answer, Ask
from ironriver.model.actor import Actor
from ironriver.tracing.statistics import Asker
from ironriver.tracing.statistics_results import Figure, Whole

#: Totals that the files state themselves ("US TOTAL"), ATF, Firearms Trace Data, by year.
STATED: Mapping[int, int] = MappingProxyType(
    {
        2010: 145_604,
        2011: 149_276,
        2012: 156_346,
        2013: 166_426,
        2014: 170_344,
        2015: 190_538,
        2016: 211_384,
        2017: 239_175,
        2018: 254_700,
        2019: 269_250,
        2020: 306_686,
    }
)
#: Corridors and states listed; the whole table is in the file of rows.
TOP = 15
#: States with fewer published guns than this have a share that moves with a handful.
LEAST = 200
_PAIRS = 4_000
_TRACED = Say(en="Traced to a source state (ATF)", es="Rastreadas a un estado de origen (ATF)")
_RECOVERED = Say(en="Recovered there, traced to a state (ATF)", es="Recuperadas allí, rastreadas a un estado (ATF)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """One file: what its cells add up to, what it states, and the guns that stayed in their state."""

    year: int
    in_state: Figure
    stated: int | None

    @property
    def differs_by(self) -> int:
        """Stated total less the sum of the cells; 0 where they agree or nothing is stated."""
        return self.stated - self.in_state.of.count if self.stated is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """Guns first sold in one state and recovered in another, out of all that were recovered there."""

    source: str
    recovery: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class NetState:
    """What left a state less what came into it."""

    state: str
    net: int
    out_of_state: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The published tables: all years, and one year's corridors and states."""

    years: tuple[PublishedYear, ...]
    year: int
    corridors: tuple[Corridor, ...]
    states: tuple[NetState, ...]
    answers: tuple[Answer, ...]


def published_tables(actor: Actor, year: int | None, *, ledger: Asker) -> Published:
    """Return the published tables with one year laid open, the newest where none is asked for.

    Empty where no table was imported. Raises `NotAllowed` by policy.
    """
    require(actor, Action.VIEW_STATISTICS)
    (totals,) = ledger.ask_many(actor, [Ask(statement="ingest.flow_totals", params={}, keep=True)])
    years = tuple(
        PublishedYear(
            year=int(row["year"]),
            in_state=Figure(count=int(row["in_state"]), of=Whole(name=_TRACED, count=int(row["domestic"]))),
            stated=STATED.get(int(row["year"])),
        )
        for row in totals.rows
    )
    known = [one.year for one in years]
    chosen = year if year in known else max(known, default=0)
    params = {"year": chosen, "limit": _PAIRS}
    (flows,) = ledger.ask_many(actor, [Ask(statement="ingest.flows_of_year", params=params, keep=True)])
    pairs = {
        (str(row["source_state"]), str(row["recovery_state"])): int(row["count"])
        for row in flows.rows
        if len(str(row["source_state"])) == 2
    }
    return Published(
        years=years,
        year=chosen,
        corridors=_corridors(pairs),
        states=_states(pairs),
        answers=(totals, flows),
    )


def _recovered(pairs: Mapping[tuple[str, str], int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, recovery), count in pairs.items():
        found[recovery] += count
    return found


def _corridors(pairs: Mapping[tuple[str, str], int]) -> tuple[Corridor, ...]:
    there = _recovered(pairs)
    crossing = sorted(
        ((count, source, recovery) for (source, recovery), count in pairs.items() if source != recovery),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    return tuple(
        Corridor(
            source=source,
            recovery=recovery,
            figure=Figure(count=count, of=Whole(name=_RECOVERED, count=there[recovery])),
        )
        for count, source, recovery in crossing
    )


def _states(pairs: Mapping[tuple[str, str], int]) -> tuple[NetState, ...]:
    there, sold = _recovered(pairs), Counter[str]()
    for (source, _), count in pairs.items():
        sold[source] += count
    found = [
        NetState(
            state=state,
            net=sold[state] - there[state],
            out_of_state=Figure(
                count=there[state] - pairs.get((state, state), 0), of=Whole(name=_RECOVERED, count=there[state])
            ),
        )
        for state in sorted(set(there) | set(sold))
    ]
    return tuple(sorted(found, key=lambda one: (-one.net, one.state)))
