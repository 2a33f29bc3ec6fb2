"""The referral list as rows for a spreadsheet and on paper. No content of another agency's record is in either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ironriver import documents
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.referral_list import SHARINGS, ReferralList

TITLE = Say("Referral list", "Lista de remisiones")
NOTES = (
    Say(
        "Another agency holds a trace that shares what is named here. Its content is not shown; ask the contact.",
        "Otra dependencia tiene un rastreo que comparte lo que aquí se indica. No se muestra su contenido; "
        "pregunte al contacto.",
    ),
    Say(
        "Call before you act: two agencies may be working on the same persons (deconfliction).",
        "Llame antes de actuar: dos dependencias pueden estar trabajando sobre las mismas personas.",
    ),
    Say(
        "A shared name and date of birth is a possible same person and proves no identity.",
        "Un nombre y una fecha de nacimiento iguales indican una posible misma persona y no prueban identidad.",
    ),
    Say(
        "Agencies without an agreement of both sides are not asked; an empty list does not say that nobody holds "
        "one.",
        "No se pregunta a dependencias sin convenio de ambas partes; una lista vacía no dice que nadie lo tenga.",
    ),
)
_HEADS = (
    Say("Trace", "Rastreo"),
    Say("Agency", "Dependencia"),
    Say("What is shared", "Qué se comparte"),
    Say("Contact", "Contacto"),
    Say("Agreement", "Convenio"),
)


def referral_rows(found: ReferralList, language: str) -> Iterator[list[str]]:
    """Yield the list as rows, the head first, the notes last."""
    yield [head.in_language(language) for head in _HEADS]
    for hit in found.hits:
        shared = "; ".join(SHARINGS[one].in_language(language) for one in hit.sharings)
        yield [found.number, hit.agency, shared, hit.contact, hit.agreement]
    yield from ([note.in_language(language)] for note in NOTES)


def referral_record(found: ReferralList) -> dict[str, Any]:
    """Return the list as a record: what is printed, and what its digest is of."""
    return {
        "v": 1,
        "trace": found.number,
        "compared": [one.value for one in found.asked],
        "hits": [
            {
                "agency": hit.agency,
                "contact": hit.contact,
                "agreement": hit.agreement,
                "shared": [one.value for one in hit.sharings],
            }
            for hit in found.hits
        ],
        "cut": {"at": found.cut[0], "id": found.cut[1]},
    }


def print_referral_list(actor: Actor, found: ReferralList, options: documents.PrintOptions) -> bytes:
    """Return the list as PDF/A-3u with its record attached. Raises `Unavailable` where PDF cannot be drawn."""
    language = options.language
    title = TITLE.in_language(language)
    printed = documents.PrintedRecord(
        title=title,
        name=f"{title} {found.number}".strip(),
        identifier=f"L-{found.trace_id[-12:]}",
        made=found.cut[0],
        record=documents.record_of(referral_record(found)),
        occasion=options.occasion(
            tlp=Tlp(max(found.tlp, int(Tlp.AMBER))).label, asked_by=f"{actor.name}, {actor.agency}", cut=found.cut
        ),
        language=language,
        both=options.both,
        paper=options.paper,
    )
    languages = (language, "en" if language == "es" else "es") if options.both else (language,)
    html = printed.to_html("referral_list.html", found=found, languages=languages, sharings=SHARINGS, notes=NOTES)
    return printed.to_pdf(html)
