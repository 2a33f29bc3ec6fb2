"""The reasons for and against a ring, each with the facts and source lines it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ironriver.analytics.findings import Point, PointSource
from ironriver.analytics.rings_inputs import Sale, Tie
from ironriver.errors import Say

Alike = Callable[[Sale, Sale], bool]
#: Sales of like guns within these many days of each other, and on days as near as this.
LIKE_DAYS, NEAR_DAYS = 90, 7
_SHARED = {
    "Phone": ("shared_phone", 2.0, "{n} of them gave the same phone number.",
              "{n} de ellas dieron el mismo teléfono."),
    "Place": ("shared_address", 2.0, "{n} of them gave the same address.",
              "{n} de ellas dieron el mismo domicilio."),
    "Dealer": ("same_dealer", 1.0, "{n} of them bought from the same dealer.",
               "{n} de ellas compraron con el mismo distribuidor."),
    "Firearm": ("same_gun", 1.0, "{n} of them bought or held the same gun.",
                "{n} de ellas compraron o tuvieron la misma arma."),
}  # fmt: skip


def title_of(buyers: int) -> Say:
    """Return what the finding is called."""
    return Say(
        en=f"{buyers} buyers who share contacts or dealers, and whose guns were recovered early",
        es=f"{buyers} personas compradoras que comparten contactos o distribuidores, con armas recuperadas pronto",
    )


def points_for(
    members: Sequence[str], chance: float, ties: Iterable[Tie], sales: Sequence[Sale], days: int
) -> tuple[Point, ...]:
    """Return what speaks for a ring: what is shared, guns recovered early, like guns, and sales on near days."""
    points = [_shared(kind, thing, people) for (kind, thing), people in _shared_by(ties)]
    quick = [sale for sale in sales if sale.days is not None and sale.days <= days]
    if quick:
        en = (f"{len(quick)} guns that they bought were recovered within {days} days of sale; as many among "
              f"{len(members)} buyers drawn at random have a chance of {_small(chance)}.")  # fmt: skip
        es = (f"{len(quick)} armas que compraron se recuperaron dentro de {days} días de la venta; que haya tantas "
              f"entre {len(members)} compradores al azar tiene una probabilidad de {_small(chance)}.")  # fmt: skip
        points.append(_of_sales("early_recoveries", 3.0, Say(en=en, es=es), quick))
    like = _near(sales, LIKE_DAYS, lambda a, b: bool(a.model) and a.model == b.model)
    if like:
        said = Say(
            en=f"Different members bought the same model within {LIKE_DAYS} days.",
            es=f"Integrantes distintos compraron el mismo modelo en un lapso de {LIKE_DAYS} días.",
        )
        points.append(_of_sales("same_model", 1.0, said, like))
    near = _near(sales, NEAR_DAYS, lambda a, b: a.dealer == b.dealer)
    if near:
        said = Say(
            en=f"Different members bought from the same dealer within {NEAR_DAYS} days.",
            es=f"Integrantes distintos compraron con el mismo distribuidor en un lapso de {NEAR_DAYS} días.",
        )
        points.append(_of_sales("same_days", 2.0, said, near))
    return tuple(points)


def points_against(
    members: Sequence[str], ties: Iterable[Tie], sales: Sequence[Sale], days: int
) -> tuple[Point, ...]:
    """Return what speaks against a ring: a household, a dealer's regulars, members with no early recovery."""
    shared = _shared_by(ties)
    kinds = {kind for (kind, _), _ in shared}
    points = []
    homes = [thing for (kind, thing), people in shared if kind == "Place" and set(people) == set(members)]
    if homes:
        said = Say(
            en="All of them gave one address: they may be a household.",
            es="Todas dieron un mismo domicilio: pueden ser un hogar.",
        )
        points.append(Point(code="household", weight=-2.0, sentence=said, fact_ids=tuple(homes)))
    if kinds <= {"Dealer"}:
        said = Say(
            en="Only dealers tie them: they may be regulars of the same shops.",
            es="Solo los une el distribuidor: pueden ser clientes habituales de las mismas tiendas.",
        )
        things = tuple(thing for (_, thing), _ in shared)
        points.append(Point(code="regulars", weight=-1.0, sentence=said, fact_ids=things))
    early = {sale.person for sale in sales if sale.days is not None and sale.days <= days}
    idle = [person for person in members if person not in early]
    if idle:
        said = Say(
            en=f"No gun of {len(idle)} of the {len(members)} was recovered within {days} days of sale.",
            es=f"De {len(idle)} de las {len(members)} no se recuperó arma alguna dentro de {days} días "
            "de la venta.",
        )
        points.append(Point(code="no_early_recovery", weight=-1.0, sentence=said, fact_ids=tuple(idle)))
    return tuple(points)


def caveats(networks: int) -> tuple[Say, ...]:
    """Return what the reader must know before he uses a ring."""
    return (
        Say(en="Only sales that a trace or a report named are known; members and purchases may be missing.",
            es="Solo se conocen las ventas que nombró un rastreo o un reporte; pueden faltar integrantes."),
        Say(en=f"The same method was run on {networks} networks dealt by chance and claimed next to nothing there. "
               "The error in the field is unknown.",
            es=f"El mismo método se aplicó a {networks} redes repartidas al azar y ahí no planteó casi nada. "
               "Se desconoce el error en la práctica."),
    )  # fmt: skip


def _shared_by(ties: Iterable[Tie]) -> list[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for tie in ties:
        found[tie.kind, tie.thing].append(tie.person)
    return sorted((key, sorted(people)) for key, people in found.items() if len(people) > 1)


def _shared(kind: str, thing: str, people: Sequence[str]) -> Point:
    code, weight, en, es = _SHARED[kind]
    said = Say(en=en.format(n=len(people)), es=es.format(n=len(people)))
    return Point(code=code, weight=weight, sentence=said, fact_ids=(thing, *people))


def _of_sales(code: str, weight: float, said: Say, sales: Sequence[Sale]) -> Point:
    sources = {(sale.source_id, sale.line): None for sale in sales if sale.source_id}
    return Point(
        code=code, weight=weight, sentence=said, fact_ids=tuple(dict.fromkeys(sale.id for sale in sales)),
        sources=tuple(PointSource(source_id=source, line=line) for source, line in sources),
    )  # fmt: skip


def _near(sales: Sequence[Sale], days: int, alike: Alike) -> list[Sale]:
    dated = sorted(((day, sale) for sale in sales if (day := _day(sale))), key=lambda each: (each[0], each[1].id))
    found: dict[str, Sale] = {}
    for n, (day, one) in enumerate(dated):
        for later, other in dated[n + 1 :]:
            if later - day > days:
                break
            if one.person != other.person and alike(one, other):
                found |= {one.id: one, other.id: other}
    return list(found.values())


def _day(sale: Sale) -> int:
    """The day as a number; 0 where no whole date is known."""
    try:
        return date.fromisoformat(sale.date).toordinal()
    except ValueError:
        return 0


def _small(chance: float) -> str:
    return "< 0.000001" if chance < 1e-6 else f"{chance:.2g}"
