"""The lines between things that a chart draws already: what a person would otherwise have to expand to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ironriver.access import Action, require
from ironriver.errors import Invalid, Say
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id
from ironriver.search.asking import Asker, Questions
from ironriver.search.chart import edge_of, tells_whose
from ironriver.search.chart_results import ChartEdge
from ironriver.search.links import CHART_LINKS, DRAWN, ChartLink
from ironriver.search.results import Shown
from ironriver.search.withholding import persons_open

#: Things that may be named in one question; a chart draws no more.
MOST_NAMED = 2000
#: Lines of one link in one answer. `is_cut` says where there are more.
MOST_LINES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Lines between named things; `is_cut` where one link has more of them than an answer holds."""

    edges: tuple[ChartEdge, ...]
    is_cut: bool
    shown: tuple[Shown, ...]


def links_between(
    actor: Actor, fresh: Sequence[str], drawn: Sequence[str], *, ledger: Asker, most: int = MOST_LINES
) -> Between:
    """Return the visible lines that join each of `fresh` with another of `fresh` or with one of `drawn`.

    An id that is hidden, absent or of a kind that is not drawn has no lines, and looks the same as one without any.
    Lines that say whose a phone, an address or a vehicle is are left out without a case and a purpose.
    `most` lines of one link are returned; `is_cut` says where there are more. Raises `Invalid` for more than 2,000
    ids.
    """
    require(actor, Action.OPEN_CHART)
    if len(fresh) + len(drawn) > MOST_NAMED:
        raise Invalid(
            Say(
                en=f"A chart draws at most {MOST_NAMED:,} things. Hide some, then add more.",
                es=f"Un diagrama muestra como máximo {MOST_NAMED:,} elementos. Oculte algunos y agregue más.",
            )
        )
    asked = _asks(actor, by_kind(fresh), by_kind([*fresh, *drawn]), most)
    if not asked:
        return Between(edges=(), is_cut=False, shown=())
    questions = Questions(actor, ledger)
    answers = questions.ask_group([ask for _, ask in asked])
    edges = {
        edge.id: edge
        for (link, _), rows in zip(asked, answers, strict=True)
        for edge in (edge_of(link, "out", row["n"], row) for row in rows[:most])
    }
    return Between(
        edges=tuple(edges.values()),
        is_cut=any(len(rows) > most for rows in answers),
        shown=questions.all_shown(),
    )


def by_kind(ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids that name things a chart draws, by kind, each once."""
    found: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        kind = kind_of_id(id_)
        if kind is not None and kind.name in DRAWN:
            found.setdefault(kind.name, []).append(id_)
    return found


def _asks(
    actor: Actor, fresh: Mapping[str, Sequence[str]], every: Mapping[str, Sequence[str]], most: int
) -> list[tuple[ChartLink, Ask]]:
    """From what is fresh to all, and from all to what is fresh; a link that lacks an end is not asked."""
    asks = []
    for link in CHART_LINKS.values():
        withheld = tells_whose(link) and not persons_open(actor)
        ways = () if withheld else ((fresh, every), (every, fresh))
        asked: list[tuple[Sequence[str], Sequence[str]]] = []
        for starts, ends in ways:
            pair = (starts.get(link.from_kind, ()), ends.get(link.to_kind, ()))
            if all(pair) and pair not in asked:
                asked.append(pair)
        asks += [(link, _ask(link, *pair, most)) for pair in asked]
    return asks


def _ask(link: ChartLink, starts: Sequence[str], ends: Sequence[str], most: int) -> Ask:
    params = {"from_ids": list(starts), "to_ids": list(ends), "limit": most + 1}
    return Ask(statement=f"chart.between_{link.name}", params=params)
