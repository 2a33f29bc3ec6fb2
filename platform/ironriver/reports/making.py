"""A case file out of a saved chart: each firearm that is drawn becomes a chapter, read anew at one data cut."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from ironriver import clock
from ironriver.access import Action, require
from ironriver.access.cases import CaseRole, find_case
from ironriver.documents import record_of
from ironriver.errors import Invalid, NotAllowed, Say, TooLarge
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, strictest
from ironriver.reports.records import FileState, SourceEntry, Story
from ironriver.reports.telling import tell
from ironriver.search import FirearmPage, SourceRef, firearm_page, open_chart

#: A file of more chapters is no file that a person reads; it says how many were left out.
MOST_FIREARMS = 60
LONGEST_TITLE = 120
#: Lists that a chapter is told out of.
_TOLD = frozenset(
    f"search.firearm_{name}"
    for name in ("serials", "makers", "shipments", "purchases", "recoveries", "traces", "multiple_sales")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileDraft:
    """What is to be made: a saved chart, and the title of the file."""

    chart_id: str
    title: str


@dataclass(slots=True)
class _Register:
    """Sources of all chapters, numbered once, in the order in which they are first cited."""

    entries: dict[str, SourceEntry] = field(default_factory=dict)

    def of(self, page: FirearmPage) -> dict[int, int]:
        """Return number on the page → number in the file."""
        return {one.no: self._number(one) for one in page.sources}

    def _number(self, source: SourceRef) -> int:
        # hidden ones are told apart, but nothing of them is told
        key = f"hidden:{len(self.entries)}" if source.hidden else source.id
        if key not in self.entries:
            told = ("", "", "", "", "") if source.hidden else (
                source.id, source.name, source.authority, source.brought_by, source.received,
            )  # fmt: skip
            names = ("id", "name", "authority", "brought_by", "received")
            self.entries[key] = SourceEntry(no=len(self.entries) + 1, **dict(zip(names, told, strict=True)))
        return self.entries[key].no


def make_case_file(actor: Actor, draft: CaseFileDraft, *, ledger: Ledger) -> str:
    """Make the draft of a case file and return its id.

    Raises `Invalid` without a title or a firearm on the chart, `NotAllowed` to a reader of the case, `NotFound` for
    a chart that is not open to the actor, `TooLarge` for a gun with more on record than is read at once. The file
    takes the strictest marking of what it tells.
    """
    require(actor, Action.MAKE_CASE_FILE)
    opened = open_chart(actor, draft.chart_id, ledger=ledger)
    case = find_case(actor, opened.chart.case_id, ledger=ledger)
    if case.role_of(actor.id) in (None, CaseRole.READER) or not case.is_open:
        raise NotAllowed(
            Say(
                en="Members of an open case make its case files; you may read them.",
                es="Los integrantes de un caso abierto hacen sus expedientes; usted puede leerlos.",
            )
        )
    title = _titled(draft.title)
    guns = [node.id for node in opened.nodes if node.kind == "Firearm"]
    if not guns:
        raise Invalid(
            Say(
                en="There is no firearm on this chart. Add one, save it, and make the case file again.",
                es="No hay ningún arma en este diagrama. Agregue una, guárdelo y vuelva a hacer el expediente.",
            )
        )
    pages = [_whole(firearm_page(actor, gun, ledger=ledger)) for gun in guns[:MOST_FIREARMS]]
    register = _Register()
    chapters = tuple(tell(page, register.of(page).__getitem__) for page in pages)
    marking = Marking(holding=case.holding, tlp=case.tlp, handling=case.handling)
    for page in pages:
        marking = strictest(marking, page.tlp, page.handling)
    last = pages[-1].shown[-1]
    story = Story(
        title=title,
        case=case.number,
        cut=(last.cut_at, last.cut_id),
        chapters=chapters,
        sources=tuple(register.entries.values()),
        tlp=int(marking.tlp),
        left_out=len(guns) - len(pages),
    )
    return _store(actor, story, draft, (case.id, marking, _holdings(pages)), ledger)


def _whole(page: FirearmPage) -> FirearmPage:
    """Return the page if its lists hold all there is: a chapter out of a part would pass for a whole one."""
    if not any(one.is_cut and one.statement in _TOLD for one in page.shown):
        return page
    name = page.firearm.label
    raise TooLarge(
        Say(
            en=f"No case file was made: firearm {name} has more entries of one kind on record than a chapter can "
            "tell. Take it off the chart, save the chart and make the case file again; cite that firearm from its "
            "own page.",
            es=f"No se hizo el expediente: el arma {name} tiene más registros de un mismo tipo de los que caben en "
            "un capítulo. Quítela del diagrama, guárdelo y vuelva a hacer el expediente; cite esa arma desde su "
            "propia ficha.",
        )
    )


def _holdings(pages: list[FirearmPage]) -> list[str]:
    """Everything that a chapter tells of: events have a holding of their own beside that of what they join."""
    return sorted({holding for page in pages for holding in page.holdings})


def _store(
    actor: Actor, story: Story, draft: CaseFileDraft, place: tuple[str, Marking, list[str]], ledger: Ledger
) -> str:
    case_id, marking, inputs = place
    kept = ledger.vault.put(record_of(story.as_record()).content)
    file_id = ledger.id_for("CaseFile", f"made:{secrets.token_hex(16)}", marking.holding)
    stored = {
        "case_id": case_id,
        "case_number": story.case,
        "chart_id": draft.chart_id,
        "title": story.title,
        "record": kept.sha256,
        "inputs": inputs,
        "firearms": len(story.chapters),
        "sentences": story.sentences,
        "state": FileState.DRAFT.value,
        "made": clock.stamp(),
        "made_by": actor.id,
        "made_by_name": actor.name,
    }
    row = Row(s={"id": file_id, **marking.as_properties()}, p=stored)
    ledger.act(actor, Act(name="reports.make", changes=[Change(statement="write.put_case_file", rows=[row])]))
    return file_id


def _titled(text: str) -> str:
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(
            Say(
                en=f"Give the case file a title of at most {LONGEST_TITLE} characters that names facts, no person.",
                es=f"Dé al expediente un título de {LONGEST_TITLE} caracteres como máximo; hechos, no personas.",
            ),
            fields={"title": Say(en="Write a title.", es="Escriba un título.")},
        )
    return title
