"""The sentences of a trace summary, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say

TITLES: Mapping[str, Say] = MappingProxyType(
    {
        "request": Say(en="Request and result", es="Solicitud y resultado"),
        "firearm": Say(en="Firearm", es="Arma de fuego"),
        "recovery": Say(en="Recovery", es="Recuperación"),
        "purchaser": Say(en="First purchaser of record", es="Primer comprador registrado"),
        "dealer": Say(en="Dealer that sold it", es="Comerciante que la vendió"),
        "also": Say(en="Also on record", es="También consta"),
        "narrative": Say(en="Narrative", es="Relato"),
    }
)
LABELS: Mapping[str, Say] = MappingProxyType(
    {
        "agency": Say(en="Requesting agency", es="Dependencia solicitante"),
        "completed": Say(en="Completed", es="Concluido"),
        "outcome": Say(en="Outcome", es="Resultado"),
        "reason": Say(en="Reason", es="Motivo"),
        "vehicle": Say(en="Vehicle", es="Vehículo"),
        "plate": Say(en="Plate", es="Placa"),
        "street": Say(en="Address", es="Domicilio"),
        "possessor": Say(en="Possessor at recovery", es="Poseedor al recuperarse"),
        "born": Say(en="Date of birth", es="Fecha de nacimiento"),
        "name": Say(en="Name", es="Nombre"),
        "id_number": Say(en="Identity document", es="Documento de identidad"),
        "purchased": Say(en="Date of purchase", es="Fecha de compra"),
        "ttc": Say(en="Time to crime", es="Tiempo al delito"),
        "phone": Say(en="Phone", es="Teléfono"),
        "licence": Say(en="Licence (region-district-sequence)", es="Licencia (región-distrito-secuencia)"),
        "shipped": Say(en="Shipped to the dealer", es="Enviada al comerciante"),
        "state": Say(en="State", es="Estado"),
        "known": Say(en="Known to the record", es="Consta en el registro"),
        "multiple": Say(en="Multiple sale report", es="Reporte de venta múltiple"),
        "theft": Say(en="Dealer theft or loss report", es="Reporte de robo o extravío del comerciante"),
        "same_buyer": Say(
            en="Other trace with the same purchaser of record", es="Otro rastreo con el mismo comprador registrado"
        ),
        "same_place": Say(en="Other trace from the same place", es="Otro rastreo del mismo lugar"),
        "text": Say(en="As the agency wrote it", es="Como lo escribió la dependencia"),
    }
)
LEGS: Mapping[str, Say] = MappingProxyType(
    {
        "shipped": Say(en="shipped", es="enviada"),
        "sold": Say(en="sold at retail", es="vendida al público"),
        "unknown": Say(
            en="unknown leg: no source says who held it", es="tramo desconocido: ninguna fuente dice quién la tuvo"
        ),
    }
)
OUTCOMES: Mapping[str, Say] = MappingProxyType(
    {
        "purchaser_identified": Say(en="first purchaser identified", es="primer comprador identificado"),
        "dealer_only": Say(en="ends at the dealer", es="llega al comerciante"),
        "distributor_only": Say(en="ends at the distributor", es="llega al distribuidor"),
        "mfr_only": Say(en="ends at the maker", es="llega al fabricante"),
        "foreign": Say(en="not of US origin", es="no es de origen estadounidense"),
        "not_traced": Say(en="not traced", es="sin rastrear"),
    }
)
#: Words of a request that are codes everywhere; any other word stays as it was written.
CODES: Mapping[tuple[str, str], Say] = MappingProxyType(
    {
        ("status", "submitted"): Say(en="submitted", es="enviada"),
        ("status", "in_process"): Say(en="in process", es="en proceso"),
        ("status", "complete"): Say(en="complete", es="concluida"),
        ("priority", "routine"): Say(en="routine", es="ordinaria"),
        ("priority", "urgent"): Say(en="urgent", es="urgente"),
        ("basis", "recovered"): Say(en="recovered", es="recuperada"),
        ("basis", "found"): Say(en="found", es="encontrada"),
        ("basis", "turned in"): Say(en="turned in", es="entregada"),
        ("basis", "buyback"): Say(en="buy-back", es="canje de armas"),
        ("basis", "stolen report"): Say(en="stolen report", es="reporte de robo"),
        ("basis", "private sale"): Say(en="private sale", es="venta entre particulares"),
    }
)
#: Ends of a leg that are no names.
ENDS: Mapping[str, Say] = MappingProxyType(
    {
        "purchaser": Say(en="first purchaser of record", es="primer comprador registrado"),
        "recovery": Say(en="recovery", es="recuperación"),
        "": Say(en="not named by the source", es="la fuente no lo nombra"),
    }
)
UNKNOWN = Say(en="not recorded", es="no consta")
YES = Say(en="yes; identity is released per request only", es="sí; la identidad se entrega solo por solicitud")
NO = Say(en="no", es="no")
NOT_ASKED = Say(en="not read and not shown by this report", es="este resumen no los lee ni los muestra")
NEEDS_CASE = Say(
    en="Who bought and who held it is shown on an open case and for a stated purpose. Choose both above.",
    es="Quién la compró y quién la tenía se muestra en un caso abierto y con una finalidad. Elija ambos arriba.",
)
FOREIGN = Say(
    en="Names, addresses and the dealer’s identity are released to authorities abroad per request, by approval.",
    es="Nombres, domicilios y la identidad del comerciante se entregan a autoridades extranjeras por solicitud y "
    "con aprobación.",
)
PURCHASER_LIMIT = Say(
    en="The record of a first sale. It does not say who held the gun later, and is no evidence of an offence.",
    es="El registro de una primera venta. No dice quién tuvo el arma después ni prueba un delito.",
)
TTC_NOTE = Say(
    en="First retail sale to recovery. Guns sold recently can only have a short time so far, so short times are "
    "over-represented among recent sales. A reported theft can explain a short time.",
    es="De la primera venta a la recuperación. Las armas vendidas hace poco solo pueden tener un tiempo corto, por "
    "lo que los tiempos cortos pesan de más entre ventas recientes. Un robo reportado puede explicar uno corto.",
)
NO_DAYS = Say(
    en="not computed: a date is missing, not known to the day, or the order is wrong",
    es="no se calcula: falta una fecha, no se conoce al día o el orden es incorrecto",
)
#: What a trace does not prove; stands on every summary (ATF's own limits, facts in docs/documents.md).
LIMITS: tuple[Say, ...] = (
    Say(
        en="A trace follows a gun to its first retail sale. It does not show how an offender got it.",
        es="El rastreo sigue el arma hasta su primera venta al público. No muestra cómo la obtuvo quien delinquió.",
    ),
    Say(
        en="A crime gun trace alone does not mean that a dealer or a purchaser has committed an unlawful act.",
        es="El rastreo de un arma, por sí solo, no significa que un comerciante o comprador cometiera un ilícito.",
    ),
    Say(
        en="A traced gun was not necessarily used in a crime; agencies need not say why they ask.",
        es="Un arma rastreada no necesariamente se usó en un delito; las dependencias no tienen que decir por "
        "qué preguntan.",
    ),
    Say(
        en="A name with a date of birth is not an identification. Compare documents before acting on it.",
        es="Un nombre con fecha de nacimiento no es una identificación. Compare documentos antes de actuar.",
    ),
    Say(
        en="Trace data is for criminal investigation and prosecution; it may not be used in civil proceedings.",
        es="Los datos de rastreo son para investigación y proceso penal; no pueden usarse en juicios civiles.",
    ),
)
