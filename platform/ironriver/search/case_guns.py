"""The firearms of a case: those that stand on the charts saved under it, as far as this person may see them."""

from __future__ import annotations

from dataclasses import dataclass

from ironriver.access import Action, require
from ironriver.access.cases import Case, find_case
from ironriver.ledger import Ask, Ledger
from ironriver.model.actor import Actor
from ironriver.search.asking import Questions
from ironriver.search.chart_contents import read_contents
from ironriver.search.saved_charts import charts_of_case

#: Charts that are read, latest first, and guns of one picture; more would be no picture.
MOST_CHARTS, MOST_GUNS = 50, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGuns:
    """Ids of firearms named on a case's charts, in a fixed order. Not all of them need be open to the reader."""

    case: Case
    ids: tuple[str, ...]
    charts: int
    #: More were named than are taken, or there are charts that were not read.
    cut: bool


def guns_of_case(actor: Actor, case_id: str, questions: Questions, *, ledger: Ledger) -> CaseGuns:
    """Return the guns on the latest versions of the charts of a case that are open to the actor.

    Raises `NotFound` where the case is hidden or absent, `NotAllowed` by policy.
    """
    require(actor, Action.OPEN_CHART)
    case = find_case(actor, case_id, ledger=ledger)
    saved = charts_of_case(actor, case_id, ledger=ledger)
    charts = saved[:MOST_CHARTS]
    asks = [Ask(statement="search.chart_version", params={"chart_id": one.id, "n": one.n}) for one in charts]
    named: set[str] = set()
    for rows in questions.ask_group(asks) if asks else ():
        for row in rows:
            contents = read_contents(str(row["v"].get("content") or ""))
            named |= {node.id for node in contents.nodes if node.id.startswith("firearm_")}
    ids = sorted(named)
    is_cut = len(ids) > MOST_GUNS or len(saved) > len(charts)
    return CaseGuns(case=case, ids=tuple(ids[:MOST_GUNS]), charts=len(charts), cut=is_cut)
