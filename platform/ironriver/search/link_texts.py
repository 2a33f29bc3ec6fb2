"""What each link means and what it does not show, in both languages: the two sentences of the edge pane."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say

_RECORDED = Say(
    en="A source records it. See which one, and the line.", es="Lo registra una fuente. Vea cuál y la línea."
)
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
                es="La comparación de imágenes dice que este casquillo pudo haberse disparado con esta arma. "
                "Ningún "
                "perito los ha comparado al microscopio.",
            ),
            Say(
                en="Who fired, who held the firearm that day, or how it got from sale to shooting. The purchaser "
                "of "
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
                en="What happened to the firearm after the sale. Being the purchaser of record in no way suggests "
                "a "
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
                es="Culpa. Un comerciante con muchas ventas tiene más rastreos; aparecer aquí de ningún modo "
                "sugiere "
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
        "SHIPPED_TO": (
            Say(
                en="Shipping records name sender and receiver.",
                es="Los registros de envío nombran a remitente y destinatario.",
            ),
            _NO_MORE,
        ),
        "MADE_BY": (
            Say(
                en="The marks on the firearm, or a trace result, name this maker.",
                es="Las marcas del arma, o un resultado de rastreo, nombran a este fabricante.",
            ),
            Say(
                en="That the marks are genuine. A maker's name can be copied or struck on a part.",
                es="Que las marcas sean auténticas. El nombre puede copiarse o estar solo en una pieza.",
            ),
        ),
        "INCLUDES": (
            Say(
                en="A dealer reported several sales to one person within a few business days; this is one.",
                es="Un comerciante reportó varias ventas a una persona en pocos días hábiles; esta venta es una.",
            ),
            Say(
                en="Why they were bought. Multiple sales are lawful; a report in no way suggests a criminal act.",
                es="Para qué se compraron. Las ventas múltiples son lícitas; un reporte de ningún modo sugiere un "
                "acto delictivo.",
            ),
        ),
        "REPORTED_BY": (
            Say(
                en="The report names this dealer as its sender.",
                es="El reporte nombra a este comerciante como emisor.",
            ),
            Say(
                en="Fault. Dealers must send such reports; sending one in no way suggests a criminal act.",
                es="Culpa. Deben enviar estos reportes; hacerlo de ningún modo sugiere un acto delictivo.",
            ),
        ),
        "AT": (
            Say(en="A source gives this place for the event.", es="Una fuente da este lugar para el evento."),
            Say(
                en="The way there. Some places are known to the town or the state only.",
                es="El camino hasta ahí. Algunos lugares se conocen solo por localidad o estado.",
            ),
        ),
        "IN_VEHICLE": (
            Say(
                en="The recovery record names this vehicle as where the firearm was found.",
                es="El registro de la recuperación nombra este vehículo como donde se encontró el arma.",
            ),
            Say(
                en="Whose the firearm was, or who drove. A plate names who registered the vehicle.",
                es="De quién era el arma ni quién manejaba. Una placa nombra a quien registró el vehículo.",
            ),
        ),
    }
)


def link_texts(type_: str) -> tuple[Say, Say]:
    """Return (what it means, what it does not show) for a relationship type."""
    return _TEXTS.get(type_, (_RECORDED, _NO_MORE))
