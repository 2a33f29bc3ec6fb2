"""Links as a chart draws them: recorded relationships, and events folded into a link between the things they join.

A sale is an event with a date of its own; on a chart it is a line from the purchaser of record to the gun, and one
from the dealer to the purchaser. `python -m ironriver.search.generate` writes the statements of every link here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from ironriver.errors import Say
from ironriver.model.kinds import KINDS, LINKS, Data, Link, snake

Style = Literal["recorded", "lead", "hit", "inferred", "unknown_leg"]
Direction = Literal["out", "in"]

#: Kinds that a chart draws. Others are folded into links, or stand on pages only.
DRAWN = (
    *("Firearm", "Recovery", "Person", "Dealer", "Organisation", "BallisticEvent", "Place", "Phone", "Vehicle"),
    *("Document", "MultipleSale", "Theft", "TraceRequest", "Agency"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One relationship of a folded link; `to_right` is the stored direction read from the link's start."""

    type: str
    to_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLink:
    """One line of a chart. `name` is unique; `via` is the kind of the event folded into it, or empty."""

    name: str
    from_kind: str
    to_kind: str
    steps: tuple[Step, ...]
    via: str
    title: Say
    back: Say
    means: Say
    does_not_show: Say
    style: Style = "recorded"


_RECORDED = Say(en="A source records it. See which one, and the line.", es="Lo registra una fuente. Vea cuál y la línea.")
_NO_MORE = Say(
    en="It shows nothing beyond what the source says, and nothing about what either side knew or meant.",
    es="No muestra nada más allá de lo que dice la fuente, ni lo que cada parte sabía o pretendía.",
)
_TEXTS: Mapping[str, tuple[Say, Say]] = MappingProxyType(
    {
        "LEAD": (
            Say(
                en="Image comparison says that this casing may have been fired by this firearm. No examiner has "
                "compared them under a microscope.",
                es="La comparación de imágenes dice que este casquillo pudo haberse disparado con esta arma. Ningún "
                "perito los ha comparado al microscopio.",
            ),
            Say(
                en="Who fired, who held the firearm that day, or how it got from sale to shooting. The purchaser of "
                "record is not linked to this event.",
                es="Quién disparó, quién tenía el arma ese día, ni cómo pasó de la venta al disparo. El comprador "
                "registrado no está vinculado con este evento.",
            ),
        ),
        "HIT": (
            Say(
                en="An examiner compared the casing with this firearm under a microscope and confirmed the match.",
                es="Un perito comparó el casquillo con esta arma al microscopio y confirmó la coincidencia.",
            ),
            Say(
                en="Who fired, or who held the firearm that day.",
                es="Quién disparó, ni quién tenía el arma ese día.",
            ),
        ),
        "EXCLUDED": (
            Say(
                en="An examiner compared them and excluded this firearm.",
                es="Un perito los comparó y descartó esta arma.",
            ),
            _NO_MORE,
        ),
        "POSSESSED": (
            Say(
                en="The agency that recovered the firearm names this person as its possessor at that time.",
                es="La dependencia que recuperó el arma nombra a esta persona como poseedora en ese momento.",
            ),
            Say(
                en="How the person came by it, or that a crime was committed with it.",
                es="Cómo la obtuvo la persona, ni que se haya cometido un delito con ella.",
            ),
        ),
        "OF": (
            Say(en="This event is recorded for this firearm.", es="Este evento está registrado para esta arma."),
            Say(
                en="Who held the firearm between the last recorded sale and this event.",
                es="Quién tuvo el arma entre la última venta registrada y este evento.",
            ),
        ),
        "HAS_PHONE": (
            Say(en="A source gives this number for it.", es="Una fuente da este número."),
            Say(
                en="Who used the phone. Numbers are shared, passed on and mistyped.",
                es="Quién usó el teléfono. Los números se comparten, se heredan y se escriben mal.",
            ),
        ),
        "HAS_ADDRESS": (
            Say(en="A source gives this address for the person.", es="Una fuente da este domicilio de la persona."),
            Say(
                en="That the person lived there at that time. Many households may share an address.",
                es="Que la persona viviera ahí en ese momento. Varios hogares pueden compartir un domicilio.",
            ),
        ),
        "SAME_AS": (
            Say(
                en="A rule or a person holds the two records to be the same; both remain, and the decision can be "
                "withdrawn.",
                es="Una regla o una persona considera que ambos registros son lo mismo; los dos permanecen y la "
                "decisión puede retirarse.",
            ),
            Say(en="Certainty. Read the basis and the evidence.", es="Certeza. Lea el motivo y la evidencia."),
        ),
        "BOUGHT": (
            Say(
                en="The dealer's record names this person as the purchaser.",
                es="El registro del comerciante nombra a esta persona como compradora.",
            ),
            Say(
                en="What happened to the firearm after the sale. Being the purchaser of record in no way suggests a "
                "criminal act.",
                es="Qué pasó con el arma después de la venta. Ser comprador registrado de ningún modo sugiere un "
                "acto delictivo.",
            ),
        ),
        "SOLD_BY": (
            Say(
                en="The dealer's record shows this sale, or a trace result names it.",
                es="El registro del comerciante muestra esta venta, o la nombra un resultado de rastreo.",
            ),
            Say(
                en="Fault. A dealer with many sales has more traces; appearing here in no way suggests a criminal "
                "act.",
                es="Culpa. Un comerciante con muchas ventas tiene más rastreos; aparecer aquí de ningún modo sugiere "
                "un acto delictivo.",
            ),
        ),
        "SHIPPED_BY": (
            Say(
                en="Shipping records name sender and receiver.",
                es="Los registros de envío nombran a remitente y destinatario.",
            ),
            _NO_MORE,
        ),
    }
)


def _direct(link: Link) -> ChartLink:
    means, not_shown = _TEXTS.get(link.type, (_RECORDED, _NO_MORE))
    styles: dict[str, Style] = {"LEAD": "lead", "HIT": "hit", "SAME_AS": "inferred"}
    return ChartLink(
        name=link.stem,
        from_kind=link.from_kind,
        to_kind=link.to_kind,
        steps=(Step(type=link.type, to_right=True),),
        via="",
        title=link.title,
        back=link.back,
        means=means,
        does_not_show=not_shown,
        style=styles.get(link.type, "recorded"),
    )


def _folded(ends: tuple[str, str, str], steps: tuple[str, str], title: Say, back: Say) -> ChartLink:
    """A link over an event. `steps` are read from the start; `<TYPE` is stored the other way round."""
    from_kind, via, to_kind = ends
    types = tuple(step.removeprefix("<") for step in steps)
    means, not_shown = _TEXTS.get(next((t for t in types if t in ("BOUGHT", "SHIPPED_BY")), types[0]), (_RECORDED, _NO_MORE))
    verb = "_".join(types).lower()
    return ChartLink(
        name=f"{snake(from_kind)}_{verb}_{snake(to_kind)}",
        from_kind=from_kind,
        to_kind=to_kind,
        steps=tuple(Step(type=t, to_right=not s.startswith("<")) for t, s in zip(types, steps, strict=True)),
        via=via,
        title=title,
        back=back,
        means=means,
        does_not_show=not_shown,
    )


_SHIPPED = (Say(en="shipped to", es="envió a"), Say(en="received from", es="recibió de"))
_FOLDED = (
    _folded(
        ("Person", "Purchase", "Firearm"),
        ("BOUGHT", "OF"),
        Say(en="purchaser of record", es="comprador registrado"),
        Say(en="bought by", es="comprada por"),
    ),
    _folded(
        ("Dealer", "Purchase", "Firearm"),
        ("<SOLD_BY", "OF"),
        Say(en="sold", es="vendió"),
        Say(en="sold by", es="vendida por"),
    ),
    _folded(
        ("Dealer", "Purchase", "Person"),
        ("<SOLD_BY", "<BOUGHT"),
        Say(en="sold to", es="vendió a"),
        Say(en="bought from", es="compró a"),
    ),
    *(
        _folded((a, "Shipment", b), ("<SHIPPED_BY", "SHIPPED_TO"), *_SHIPPED)
        for a, b in (("Organisation", "Organisation"), ("Organisation", "Dealer"), ("Dealer", "Dealer"))
    ),
    _folded(
        ("Dealer", "Shipment", "Firearm"),
        ("<SHIPPED_TO", "OF"),
        Say(en="received", es="recibió"),
        Say(en="shipped to", es="enviada a"),
    ),
    _folded(
        ("Organisation", "Shipment", "Firearm"),
        ("<SHIPPED_BY", "OF"),
        Say(en="shipped", es="envió"),
        Say(en="shipped by", es="enviada por"),
    ),
    _folded(
        ("MultipleSale", "Purchase", "Firearm"),
        ("INCLUDES", "OF"),
        Say(en="includes", es="incluye"),
        Say(en="in multiple sale report", es="en reporte de venta múltiple"),
    ),
    _folded(
        ("MultipleSale", "Purchase", "Person"),
        ("INCLUDES", "<BOUGHT"),
        Say(en="transferee", es="adquirente"),
        Say(en="named in multiple sale report", es="nombrado en reporte de venta múltiple"),
    ),
)

#: Every link of a chart by name.
CHART_LINKS: Mapping[str, ChartLink] = MappingProxyType(
    {
        link.name: link
        for link in (
            *(
                _direct(link)
                for link in LINKS
                if link.data is Data.CASE and link.from_kind in DRAWN and link.to_kind in DRAWN
            ),
            *_FOLDED,
        )
    }
)


def links_of(kind: str) -> tuple[tuple[ChartLink, Direction], ...]:
    """Return every (link, direction) that a node of this kind may have; a link to its own kind comes twice."""
    found: list[tuple[ChartLink, Direction]] = []
    for link in CHART_LINKS.values():
        if link.from_kind == kind:
            found.append((link, "out"))
        if link.to_kind == kind:
            found.append((link, "in"))
    return tuple(found)


def drawn_kinds() -> tuple[str, ...]:
    """Return the labels that have a chart node, all of them kinds of the ontology."""
    return tuple(kind for kind in DRAWN if kind in KINDS)
