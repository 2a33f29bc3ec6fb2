"""Saving a chart under a case: what is stored, with which marking, and what happens when two people save."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.access.cases import Case, CaseRole, find_case
from ironriver.errors import Conflict, Invalid, NotAllowed, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, strictest
from ironriver.search.asking import Questions
from ironriver.search.chart_contents import ChartContents, contents_text, read_contents
from ironriver.search.chart_things import chart_things
from ironriver.search.results import Shown
from ironriver.search.saved_charts import SavedChart, chart_of, found_chart

_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartDraft:
    """A chart that is about to be saved. `chart_id` is empty for a new one; `seen` is the version it began from."""

    title: str
    contents: ChartContents
    chart_id: str = ""
    seen: int = 0


def save_chart(actor: Actor, draft: ChartDraft, *, ledger: Ledger) -> SavedChart:
    """Save a chart under the case that the actor works on, as a new one or as the next version; return it.

    Raises `Invalid` without a case, a title or anything drawn; `NotAllowed` to a reader of the case; `Conflict`
    when somebody saved it since; `NotFound` for a chart that is not open to the actor.
    """
    require(actor, Action.SAVE_CHART)
    case = _own_case(actor, ledger)
    before = found_chart(actor, draft.chart_id, ledger) if draft.chart_id else None
    if before is not None and before.case_id != case.id:
        raise Invalid(
            Say(
                en="This chart belongs to another case. Choose that case above, or save it as a new chart.",
                es="Este diagrama pertenece a otro caso. Elija ese caso arriba o guárdelo como nuevo.",
            )
        )
    title = titled(draft.title)
    contents, marking, cut = _kept(actor, draft, before, case, ledger)
    chart_id = before.id if before else ledger.id_for("Chart", f"saved:{secrets.token_hex(16)}", case.holding)
    number, at = (before.n if before else 0) + 1, clock.stamp()
    by = {"saved": at, "saved_by": actor.id, "saved_by_name": actor.name, "n": number, "title": title}
    version_id = ledger.id_for("ChartVersion", f"{chart_id}:{number}", case.holding)
    put = [
        _put("chart", chart_id, marking, {"case_id": case.id, **({} if before else {"created": at}), **by}),
        _put(
            "chart_version",
            version_id,
            marking,
            {
                "chart_id": chart_id,
                "case_id": case.id,
                "content": contents_text(contents),
                "cut_at": cut.cut_at,
                "cut_id": cut.cut_id,
                **by,
            },
        ),
    ]

    def decide(look: Look) -> list[Change]:
        now = look.read("search.chart_now", {"id": chart_id})
        # Both: what was seen is the latest, and what is put was made from it. Else another version came in between.
        if before is not None and (not now or {now[0]["n"], before.n} != {draft.seen}):
            raise _saved_since(now[0] if now else {})
        return put

    ledger.act(actor, Act(name="search.save_chart", changes=decide))
    return chart_of({"id": chart_id, "case_id": case.id, **marking.as_properties(), **by})


def rename_chart(actor: Actor, chart_id: str, title: str, *, ledger: Ledger) -> None:
    """Give a chart another title. The same people may do so who may save it."""
    require(actor, Action.SAVE_CHART)
    chart = found_chart(actor, chart_id, ledger)
    _may_write(actor, find_case(actor, chart.case_id, ledger=ledger))
    change = Change(statement="write.amend_chart", rows=[Row(s={"id": chart.id}, p={"title": titled(title)})])
    ledger.act(actor, Act(name="search.rename_chart", changes=[change]))


def titled(text: str) -> str:
    """Return a title without blanks around it. `Invalid` for none, or one that does not fit a line."""
    title = " ".join(text.split())
    if not title or len(title) > _LONGEST_TITLE:
        raise Invalid(
            Say(
                en=f"Give the chart a title of at most {_LONGEST_TITLE} characters that names facts, not a person.",
                es=f"Dé al diagrama un título de {_LONGEST_TITLE} caracteres como máximo; hechos, no personas.",
            ),
            fields={"title": Say(en="Write a title.", es="Escriba un título.")},
        )
    return title


def _kept(
    actor: Actor, draft: ChartDraft, before: SavedChart | None, case: Case, ledger: Ledger
) -> tuple[ChartContents, Marking, Shown]:
    """Return what will be stored, the strictest marking of it, and the read that it was held against.

    Only what this person sees, and what was hidden from him on the version before. The data cut is that of our own
    read: one that a browser names could be any moment.
    """
    asked = draft.contents.checked()
    drawn = chart_things(actor, asked.ids, ledger=ledger)
    contents = asked.only({node.id for node in drawn.nodes}, {edge.id for edge in drawn.edges})
    if not contents.nodes:
        raise Invalid(Say(en="There is nothing on the chart to save.", es="El diagrama no tiene nada que guardar."))
    lines = set(contents.edges)
    marks: list[tuple[int, str]] = [(node.tlp, node.handling) for node in drawn.nodes]
    marks += [(edge.tlp, edge.handling) for edge in drawn.edges if edge.id in lines]
    if before is not None:
        unseen = _unseen(actor, before, ledger)
        if unseen.ids:
            contents = contents.with_kept(unseen)
            marks.append((before.tlp, before.handling))
    marking = _strictest(Marking(holding=case.holding, tlp=case.tlp, handling=case.handling), marks)
    return contents, marking, drawn.shown[-1]


def _unseen(actor: Actor, chart: SavedChart, ledger: Ledger) -> ChartContents:
    """Return the part of the latest version that is not open to this person."""
    rows = Questions(actor, ledger).ask("search.chart_version", {"chart_id": chart.id, "n": chart.n})
    saved = read_contents(str(rows[0]["v"].get("content") or "")) if rows else ChartContents(nodes=())
    seen = {node.id for node in chart_things(actor, saved.ids, ledger=ledger).nodes}
    hidden = {id_ for id_ in saved.ids if id_ not in seen}
    lines = {id_ for id_ in saved.edges if hidden & set(id_.split(":")[1:])}
    return saved.only(hidden, lines)


def _strictest(marking: Marking, marks: Iterable[tuple[int, str]]) -> Marking:
    for tlp, handling in marks:
        marking = strictest(marking, tlp, handling)
    return marking


def _own_case(actor: Actor, ledger: Ledger) -> Case:
    if not actor.case:
        raise Invalid(
            Say(
                en="A chart is saved under a case. Choose the case above, then save.",
                es="Un diagrama se guarda en un caso. Elija el caso arriba y guarde.",
            ),
            fields={"case": Say(en="Choose a case.", es="Elija un caso.")},
        )
    return _may_write(actor, find_case(actor, actor.case, ledger=ledger))


def _may_write(actor: Actor, case: Case) -> Case:
    if case.role_of(actor.id) in (None, CaseRole.READER) or not case.is_open:
        raise NotAllowed(
            Say(
                en="Members of an open case save its charts; you may look. Its lead can make you a member.",
                es="Los integrantes de un caso abierto guardan sus diagramas; usted puede verlos. El responsable "
                "puede hacerlo integrante.",
            )
        )
    return case


def _put(kind: str, id_: str, marking: Marking, stored: Mapping[str, Any]) -> Change:
    row = Row(s={"id": id_, **marking.as_properties()}, p=dict(stored))
    return Change(statement=f"write.put_{kind}", rows=[row])


def _saved_since(now: Mapping[str, Any]) -> Conflict:
    name, number = str(now.get("saved_by_name") or ""), now.get("n", "")
    return Conflict(
        Say(
            en=f"{name} saved version {number} meanwhile. Yours is not lost: save it as a new chart, or open "
            "the newer version and add to it.",
            es=f"{name} guardó la versión {number} mientras tanto. Lo suyo no se pierde: guárdelo como nuevo o "
            "abra la versión más reciente y agréguelo.",
        )
    )
