"""Words of the statistics, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say
from ironriver.tracing.summary_texts import OUTCOMES as SUMMARY_OUTCOMES

STEPS: Mapping[str, Say] = MappingProxyType(
    {
        "recovered": Say(en="Recovered or asked about", es="Recuperadas o consultadas"),
        "submitted": Say(en="Submitted for tracing", es="Enviadas a rastreo"),
        "eligible": Say(en="Eligible", es="Elegibles"),
        "traced": Say(en="Traced", es="Rastreadas"),
        "known": Say(en="Purchaser known", es="Comprador conocido"),
    }
)
#: Days from first retail sale to recovery; months of ATF's bands counted as 91, 213, 365, 730, 1,095 days.
BANDS: tuple[tuple[int, Say], ...] = (
    (0, Say(en="Under 3 months", es="Menos de 3 meses")),
    (91, Say(en="3 to under 7 months", es="De 3 a menos de 7 meses")),
    (213, Say(en="7 months to under 1 year", es="De 7 meses a menos de 1 año")),
    (365, Say(en="1 to under 2 years", es="De 1 a menos de 2 años")),
    (730, Say(en="2 to under 3 years", es="De 2 a menos de 3 años")),
    (1095, Say(en="3 years or more", es="3 años o más")),
    (-1, Say(en="Days not known", es="Días desconocidos")),
)
CLASSES: Mapping[int, Say] = MappingProxyType(
    {
        1: Say(en="1 trace", es="1 rastreo"),
        2: Say(en="2 to 4", es="de 2 a 4"),
        5: Say(en="5 to 9", es="de 5 a 9"),
        10: Say(en="10 to 24", es="de 10 a 24"),
        25: Say(en="25 to 49", es="de 25 a 49"),
        50: Say(en="50 and more", es="50 y más"),
    }
)
EXCLUDED: Mapping[str, Say] = MappingProxyType(
    {
        "duplicate": Say(en="duplicates", es="duplicadas"),
        "buyback": Say(en="buy-back", es="canje o recompra"),
        "turned_in": Say(en="turned in", es="entregadas voluntariamente"),
        "not_recovered": Say(en="not recovered", es="no recuperadas"),
    }
)
#: Basis of the trace as sources write it, folded to letters → why it counts in no share (ATF's own rule).
BASES: Mapping[str, str] = MappingProxyType(
    {
        "buyback": "buyback",
        "canje": "buyback",
        "turnedin": "turned_in",
        "entregada": "turned_in",
        "stolenreport": "not_recovered",
        "privatesale": "not_recovered",
        "reportederobo": "not_recovered",
        "ventaprivada": "not_recovered",
    }
)
OUTCOMES: Mapping[str, Say] = MappingProxyType(
    {**SUMMARY_OUTCOMES, "": Say(en="no answer yet", es="sin respuesta aún")}
)
#: Outcomes that reached somebody.
TRACED = frozenset({"purchaser_identified", "dealer_only", "distributor_only", "mfr_only", "foreign"})
TITLES: Mapping[str, Say] = MappingProxyType(
    {
        "ttc": Say(en="Time to crime", es="Tiempo al delito"),
        "source": Say(en="Source state", es="Estado de origen"),
        "type": Say(en="Type", es="Tipo"),
        "calibre": Say(en="Calibre", es="Calibre"),
        "dealers": Say(en="Dealers by number of traces", es="Comerciantes por número de rastreos"),
        "outcome": Say(en="Where traces end", es="Dónde terminan los rastreos"),
    }
)
NOTES: Mapping[str, Say] = MappingProxyType(
    {
        "ttc": Say(
            en="Guns sold recently can only have a short time so far, so short times weigh too much among them. "
            "Months count as 91, 213, 365, 730 and 1,095 days.",
            es="Las armas vendidas hace poco solo pueden tener un tiempo corto, así que los tiempos cortos pesan "
            "de más. Los meses cuentan como 91, 213, 365, 730 y 1,095 días.",
        ),
        "dealers": Say(
            en="A count says nothing about how much a dealer sells; sales volume is not known here.",
            es="La cuenta nada dice de cuánto vende un comerciante; aquí no se conoce su volumen de ventas.",
        ),
    }
)
UNKNOWN = Say(en="not recorded", es="no consta")
NO_MEDIAN = Say(
    en="Median not given: fewer than 10 traces with a known time.",
    es="No se da la mediana: menos de 10 rastreos con tiempo conocido.",
)
CAUTION = Say(
    en="Firearms are not chosen for tracing to find out which types, makes or models are used in crime. They are "
    "not a random sample and do not stand for all guns used by offenders. Not all traced guns were used in crime. "
    "A source is where a gun was first sold at retail, not how an offender got it.",
    es="Las armas no se eligen para rastreo con el fin de saber qué tipos, marcas o modelos se usan en delitos. No "
    "son una muestra aleatoria ni representan a todas las que usan los delincuentes. No toda arma rastreada se usó "
    "en un delito. El origen es donde se vendió por primera vez al público, no cómo la obtuvo quien delinquió.",
)
