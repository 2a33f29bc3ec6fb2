"""A trace request on paper, for the file or for who transmits it: every part of the form, filled in or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ironriver import documents
from ironriver.access import Action, require
from ironriver.errors import Say, nothing_here
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.tracing.records import TraceForm, form_of
from ironriver.tracing.schema import Field, Section, current_schema
from ironriver.tracing.states import STATES

TITLE = Say("Trace request", "Solicitud de rastreo")
#: Parts of the form that a request of this product never fills in, and why they stand on the paper.
NOT_OURS: Mapping[str, Say] = {
    "III": Say(
        "ATF special agent: left blank, because another agency asks (Part IV).",
        "Agente especial de la ATF: en blanco, porque la pide otra dependencia (Parte IV).",
    ),
}
#: What the form itself says about its results (facts/domain.md §1.1), and what a request is not.
NOTICES = (
    Say(
        "Results may go only to law enforcement and prosecutors in the United States, to foreign law enforcement "
        "in a criminal investigation, and to federal agencies for national security. The ORI says who asks.",
        "Los resultados solo pueden ir a policías y fiscalías de Estados Unidos, a autoridades extranjeras dentro "
        "de una investigación penal y a agencias federales por seguridad nacional. El ORI dice quién pide.",
    ),
    Say(
        "The number is the one on the frame or receiver. A sign that could not be read stands as ?.",
        "El número es el del armazón o cajón de mecanismos. Un signo que no se pudo leer aparece como ?.",
    ),
    Say(
        "To ask for a trace says nothing about the guilt of anybody named here. A possessor or associate is named "
        "because of where a firearm was found.",
        "Pedir un rastreo no dice nada sobre la culpa de quien aquí se nombra. Se nombra a un poseedor o "
        "acompañante por el lugar donde se halló un arma.",
    ),
)


def print_request(actor: Actor, form_id: str, options: documents.PrintOptions, *, ledger: Ledger) -> bytes:
    """Return the request as PDF/A-3u with its record attached.

    `NotFound` if it is not open to the actor; `Unavailable` where PDF cannot be drawn.
    """
    require(actor, Action.VIEW_TRACES)
    answer = ledger.ask(actor, "tracing.form", {"id": form_id, "agency": actor.agency})
    if not answer.rows:
        raise nothing_here()
    form, cut = form_of(answer.rows[0]["q"]), (answer.cut.at, answer.cut.id)
    language = options.language
    title = TITLE.in_language(language)
    printed = documents.PrintedRecord(
        title=title,
        name=f"{title} {form.number}",
        identifier=f"Q-{form.id[-12:]}",
        made=cut[0],
        record=documents.record_of(request_record(form, cut)),
        occasion=options.occasion(
            tlp=Tlp(max(form.tlp, int(Tlp.AMBER))).label, asked_by=f"{actor.name}, {actor.agency}", cut=cut
        ),
        language=language,
        both=options.both,
        paper=options.paper,
    )
    languages = (language, "en" if language == "es" else "es") if options.both else (language,)
    html = printed.to_html(
        "trace_request.html",
        form=form,
        parts=parts_of(form),
        languages=languages,
        notices=NOTICES,
        state=STATES[form.state],
    )
    return printed.to_pdf(html)


def parts_of(form: TraceForm) -> list[tuple[str, Say, list[tuple[str, Say, Say]]]]:
    """Return (part, title, rows) in the order of the form, a row being (box, label, value), empty ones too.

    A part that the product never fills in has its reason for a title and no rows.
    """
    own = [(one.part, one.title, [_row(field, form) for field in one.fields]) for one in current_schema().sections]
    others = [(part, why, list[tuple[str, Say, Say]]()) for part, why in NOT_OURS.items()]
    return sorted([*own, *others], key=lambda part: _ROMAN.index(part[0]) if part[0] in _ROMAN else len(_ROMAN))


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def _row(field: Field, form: TraceForm) -> tuple[str, Say, Say]:
    typed = form.values.get(field.name, "").strip()
    shown = dict(field.choices).get(typed) if typed else None
    return field.box, field.label, shown or Say(typed, typed)


def request_record(form: TraceForm, cut: tuple[str, str]) -> dict[str, Any]:
    """Return the request as a record: what is printed, and what its digest is of."""
    return {
        "v": 1,
        "kind": "trace_request",
        "number": form.number,
        "form_version": form.schema,
        "agency": form.agency,
        "through": form.through,
        "state": form.state.value,
        "submitted": form.submitted,
        "trace_number": form.trace_number,
        "parts": {section.part: _filled(section, form) for section in current_schema().sections},
        "cut": {"at": cut[0], "id": cut[1]},
    }


def _filled(section: Section, form: TraceForm) -> dict[str, str]:
    return {field.name: form.values[field.name] for field in section.fields if form.values.get(field.name)}
