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
from ironriver.search.link_texts import link_texts

Style = Literal["recorded", "lead", "hit", "inferred", "unknown_leg", "excluded"]
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


def _direct(link: Link) -> ChartLink:
    means, not_shown = link_texts(link.type)
    styles: dict[str, Style] = {"LEAD": "lead", "HIT": "hit", "EXCLUDED": "excluded", "SAME_AS": "inferred"}
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
    means, not_shown = link_texts(next((t for t in types if t in ("BOUGHT", "SHIPPED_BY")), types[0]))
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
