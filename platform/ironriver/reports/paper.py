"""A case file as PDF/A: drawn from its stored record alone, so that it can be made again to the same bytes."""

from __future__ import annotations

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.marking import Tlp
from ironriver.reports.approving import Approval
from ironriver.reports.records import CaseFile, Story

TITLE = Say(en="Case file: trafficking investigation", es="Expediente: investigación de tráfico de armas")
#: What a reader must not conclude; it stands before the register in every form.
LIMITS = (
    Say(
        en="A trace tells who first bought a firearm from a licensed dealer. It does not tell how the firearm came "
        "from there to where it was recovered, nor that anybody named here broke a law.",
        es="Un rastreo dice quién compró por primera vez un arma a un comerciante con licencia. No dice cómo llegó "
        "de ahí al lugar donde se recuperó, ni que alguna persona aquí nombrada haya violado la ley.",
    ),
    Say(
        en="Only firearms that were recovered, submitted and traced can appear: no sample of all.",
        es="Solo pueden aparecer armas recuperadas, enviadas a rastreo y rastreadas: no son muestra de todas.",
    ),
)


def print_case_file(
    file: CaseFile, story: Story, approval: Approval | None, options: documents.PrintOptions
) -> bytes:
    """Return the file as PDF/A-3u with its record attached; the same record and approval give the same bytes.

    Raises `Unavailable` where this machine cannot draw PDF files.
    """
    language = options.language
    printed = documents.PrintedRecord(
        title=TITLE.in_language(language),
        name=f"{TITLE.in_language(language)} {story.case}",
        identifier=f"F-{file.id[-12:]}",
        made=story.cut[0],
        record=documents.record_of(story.as_record()),
        occasion=options.occasion(tlp=Tlp(story.tlp).label, asked_by=file.made_by_name, cut=story.cut),
        language=language,
        paper=options.paper,
    )
    html = printed.to_html(
        "case_file.html", story=story, file=file, approval=approval, said=language, limits=LIMITS, words=WORDS
    )
    return printed.to_pdf(html)


WORDS = {
    "unknown": Say(en="not recorded", es="sin registro"),
    "legs": Say(en="legs recorded by a source", es="tramos registrados por una fuente"),
    "of": Say(en="of", es="de"),
    "line": Say(en="line", es="línea"),
    "sources": Say(en="Register of sources", es="Registro de fuentes"),
    "hidden": Say(
        en="A source that is not open to the author", es="Una fuente que no está abierta para quien lo hizo"
    ),
    "limits": Say(en="What this file does not show", es="Lo que este expediente no muestra"),
    "draft": Say(en="DRAFT, not approved", es="BORRADOR, sin aprobar"),
    "approved": Say(en="Approved by", es="Aprobado por"),
    "made": Say(en="Made by", es="Hecho por"),
    "left_out": Say(en="Firearms of the chart that are left out:", es="Armas del diagrama que se omiten:"),
}
