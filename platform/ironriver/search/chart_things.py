"""Things named by id as a chart draws them, with the lines between: for saved charts, paths, what was hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ironriver.access import Action, require
from ironriver.errors import Invalid, Say
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.model.kinds import snake
from ironriver.search.asking import Asker, Questions
from ironriver.search.chart import chart_node
from ironriver.search.chart_between import MOST_NAMED, by_kind, links_between
from ironriver.search.chart_results import ChartEdge, ChartNode
from ironriver.search.results import Shown
from ironriver.search.withholding import persons_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Things that are visible, in the order of their ids, and the visible lines between them."""

    nodes: tuple[ChartNode, ...]
    edges: tuple[ChartEdge, ...]
    shown: tuple[Shown, ...]


def chart_things(actor: Actor, ids: Sequence[str], *, ledger: Asker) -> Drawn:
    """Return the named things that are open to the actor, and every line between them.

    What is hidden, absent, or of a kind that is not drawn is left out alike; persons are, without a case and a
    purpose. Raises `Invalid` for more than 2,000 ids.
    """
    require(actor, Action.OPEN_CHART)
    if len(ids) > MOST_NAMED:
        raise Invalid(
            Say(
                en=f"A chart draws at most {MOST_NAMED:,} things. Hide some, then add more.",
                es=f"Un diagrama muestra como máximo {MOST_NAMED:,} elementos. Oculte algunos y agregue más.",
            )
        )
    named = by_kind(ids)
    if not persons_open(actor):
        named.pop("Person", None)
    if not named:
        return Drawn(nodes=(), edges=(), shown=())
    questions = Questions(actor, ledger)
    answers = questions.ask_group(
        [
            Ask(statement=f"chart.nodes_{snake(kind)}", params={"ids": some, "limit": MOST_NAMED})
            for kind, some in named.items()
        ]
    )
    nodes = sorted((chart_node(row["n"]) for rows in answers for row in rows), key=lambda node: node.id)
    lines = links_between(actor, [node.id for node in nodes], [], ledger=ledger, most=MOST_NAMED)
    return Drawn(nodes=tuple(nodes), edges=lines.edges, shown=(*questions.all_shown(), *lines.shown))
