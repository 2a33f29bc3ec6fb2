"""The method card of each detector: what it does, its limits, where it comes from, where its function is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.analytics.findings import Detector
from ironriver.analytics.registry import Method
from ironriver.errors import Say

_ALL = (
    Method(
        detector=Detector.TIME_TO_CRIME,
        version="1",
        title=Say("Time to crime", "Tiempo al delito"),
        about=Say(
            "Days from first retail sale to recovery, corrected for guns that are not "
            "recovered yet: product-limit in "
            "reversed time, intervals by drawing purchasers.",
            "Días de la primera venta al público a la recuperación, corregidos por las armas aún no recuperadas: "
            "producto-límite en tiempo invertido, intervalos por remuestreo de compradores.",
        ),
        limits=Say(
            "Holds for guns recovered within the horizon and traced to a sale; nothing is said of guns never "
            "recovered. Traces are no random sample.",
            "Vale para armas recuperadas dentro del horizonte y rastreadas hasta una venta; nada dice de las nunca "
            "recuperadas. Los rastreos no son una muestra al azar.",
        ),
        citation="Lagakos, Barraj, De Gruttola: Nonparametric analysis of truncated survival "
        "data. Biometrika 75 (1988)",
        function="detectors:time_to_crime",
    ),
    Method(
        detector=Detector.STRAW,
        version="2",
        title=Say("Straw-purchase indicators", "Indicios de compra por interpósita persona"),
        about=Say(
            "A card of whole points from purchases, recoveries, dates, theft reports and shared contacts, "
            "with the other side and what "
            "would change it. 7 points: review. 10: priority.",
            "Tarjeta de puntos enteros a partir de compras, recuperaciones, fechas, robos y contactos, con la otra "
            "cara y lo que la cambiaría. 7 puntos: revisión. 10: prioridad.",
        ),
        limits=Say(
            "Start values from the literature, not fitted to field cases. Points are no probability. Error in the "
            "field is unknown until enough findings are decided.",
            "Valores iniciales de la literatura, no ajustados a casos reales. Los puntos no "
            "son una probabilidad. El "
            "error real se desconoce hasta que se resuelvan bastantes hallazgos.",
        ),
        citation="Wright, Wintemute, Webster: Inj Prev 16 (2010); Koper: Crime gun risk factors (2014)",
        function="detectors:straw",
    ),
    Method(
        detector=Detector.DEALER,
        version="1",
        title=Say("Dealers above expectation", "Comerciantes por encima de lo esperado"),
        about=Say(
            "Traces against what volume, licence type and state let expect: negative binomial fitted without those "
            "flagged, mid-p, false discovery rate 10 %, shrunken rates.",
            "Rastreos frente a lo que hacen esperar volumen, tipo de licencia y estado: "
            "binomial negativa ajustada sin "
            "los señalados, p media, tasa de falsos hallazgos 10 %, tasas contraídas.",
        ),
        limits=Say(
            "Without a volume nothing is claimed. Differences in how much police trace are "
            "evened out by state only.",
            "Sin volumen no se afirma nada. Las diferencias en cuánto rastrea la policía "
            "solo se compensan por estado.",
        ),
        citation="Wintemute: Inj Prev 11 (2005); Spiegelhalter: Stat Med 24 (2005); Benjamini, "
        "Hochberg: JRSS B 57 (1995)",
        function="detectors:dealer",
    ),
    Method(
        detector=Detector.RING,
        version="1",
        title=Say("Rings of buyers", "Grupos de compradores"),
        about=Say(
            "Buyers tied by phones, addresses, guns and dealers, grouped under 20 seeds, whose guns were recovered "
            "sooner than those of buyers at random; nothing is claimed where rewired networks claim as much.",
            "Compradores unidos por teléfonos, domicilios, armas y comerciantes, agrupados con 20 semillas, cuyas "
            "armas se recuperaron antes que las de compradores al azar; nada se plantea donde redes repartidas al "
            "azar plantean lo mismo.",
        ),
        limits=Say(
            "Things shared by many are left out. Families and regulars look alike; the points against say so.",
            "Se omite lo que comparten muchos. Familias y clientes habituales se parecen; los puntos en contra lo "
            "dicen.",
        ),
        citation="Traag, Van Dooren, Nesterov: PRE 84 (2011); Traag, Waltman, Van Eck: Sci Rep 9 (2019)",
        function="rings_run:ring",
    ),
    Method(
        detector=Detector.BROKER,
        version="2",
        title=Say("Network overview", "Panorama de la red"),
        about=Say(
            "Pieces, communities (Leiden), who stands between others (betweenness, cut points) and how dense it is "
            "(k-core), of people and what ties them. It states no finding.",
            "Partes, comunidades (Leiden), quién está entre otros (intermediación, puntos de corte) y qué "
            "tan densa es (k-núcleo), de personas y lo que las une. No plantea hallazgos.",
        ),
        limits=Say(
            "A position in a network is no act. Communities are found in networks of chance as well; small ones "
            "inside a piece are not told apart.",
            "Una posición en una red no es un acto. También en redes al azar se hallan comunidades; las pequeñas "
            "dentro de una parte no se distinguen.",
        ),
        citation="Freeman: Sociometry 40 (1977); Seidman: Social Networks 5 (1983); Fortunato, "
        "Barthélemy: PNAS 104 (2007); Traag et al.: Sci Rep 9 (2019)",
        function="rings_run:network",
    ),
)

#: Detector → its method. Another detector is one more entry.
METHODS: Mapping[Detector, Method] = MappingProxyType({one.detector: one for one in _ALL})
