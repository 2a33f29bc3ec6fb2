"""The frame of every printed page and the record that its digest is of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import rfc8785
from markupsafe import Markup

from ironriver.documents.qr import draw_qr
from ironriver.errors import Say

_SENSITIVE = Say(en="LAW ENFORCEMENT SENSITIVE", es="USO EXCLUSIVO DE PROCURACIÓN DE JUSTICIA")
#: ATF's wording of 1998–99 and 2002 (docs/documents.md names the sources).
NOTICE = Say(
    en="The appearance of a Federal firearms licensee (FFL) or a first unlicensed purchaser of record in "
    "association with a crime gun or in association with multiple crime guns in no way suggests that either the "
    "FFL or the first purchaser has committed criminal acts.",
    es="La aparición de un comerciante con licencia federal (FFL) o de un primer comprador sin licencia "
    "registrado, en relación con una o con varias armas del delito, de ningún modo indica que el comerciante o el "
    "primer comprador haya cometido actos delictivos.",
)
_DEMO = Say(en="Demonstration data: every name is invented", es="Datos de demostración: todo nombre es inventado")
_WORDS = {
    "page": Say(en="Page", es="Página"),
    "of": Say(en="of", es="de"),
    "digest": Say(en="SHA-256 of the attached record", es="SHA-256 del registro adjunto"),
    "check": Say(
        en="Save the attached file record.json and take its SHA-256 with any tool.",
        es="Guarde el archivo adjunto record.json y calcule su SHA-256 con cualquier programa.",
    ),
    "check_title": Say(en="What this paper can be checked against", es="Con qué se puede comprobar este documento"),
    "cut": Say(en="Data cut", es="Corte de datos"),
    "number": Say(en="Number", es="Número"),
    "asked_by": Say(en="For", es="Para"),
    "case": Say(en="CASE", es="CASO"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the paper says, as canonical JSON (RFC 8785), and its SHA-256 in lower-case hexadecimal."""

    content: bytes
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands on every page. Templates get it as `frame`; all of it is text but the QR."""

    title: str
    language: Literal["en", "es"]
    identifier: str
    digest: str
    marking: str
    cut: str
    asked_by: str
    demo: str
    notice: str
    second_notice: str
    words: Mapping[str, str]
    qr: Markup

    @property
    def short_digest(self) -> str:
        """The first eight figures, in two groups, as they stand in the foot."""
        return f"{self.digest[:4]} {self.digest[4:8]}"

    @property
    def grouped_digest(self) -> str:
        """All 64 figures in groups of eight, to be read aloud."""
        return " ".join(self.digest[start : start + 8] for start in range(0, 64, 8))


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Who prints what under which limit: `tlp` as its label (`TLP:AMBER`), `case` its number or nothing."""

    tlp: str
    case: str
    asked_by: str
    cut: str
    demo: bool


def record_of(values: Mapping[str, Any]) -> Record:
    """Return the canonical JSON of a record and its digest; equal records have equal bytes."""
    content = rfc8785.dumps(dict(values))
    return Record(content=content, digest=hashlib.sha256(content).hexdigest())


def make_frame(
    title: str,
    identifier: str,
    record: Record,
    occasion: Occasion,
    *,
    language: Literal["en", "es"],
    both: bool = False,
) -> Frame:
    """Return the frame of a document; with `both` the notice stands in both languages."""
    other = "en" if language == "es" else "es"
    said = {name: say.in_language(language) for name, say in _WORDS.items()}
    marking = [_SENSITIVE.in_language(language), occasion.tlp]
    if occasion.case:
        marking.append(f"{said['case']} {occasion.case}")
    return Frame(
        title=title,
        language=language,
        identifier=identifier,
        digest=record.digest,
        marking=" | ".join(marking),
        cut=occasion.cut,
        asked_by=occasion.asked_by,
        demo=_DEMO.in_language(language) if occasion.demo else "",
        notice=NOTICE.in_language(language),
        second_notice=NOTICE.in_language(other) if both else "",
        words=said,
        qr=draw_qr(identifier, record.digest),
    )
