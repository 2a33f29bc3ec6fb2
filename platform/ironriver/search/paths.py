"""Ways from one thing to another over recorded links: shortest first, in time order or not, nothing hidden in them.

The graph looks no further than six recorded links and crosses no thing with more than 500 visible ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from ironriver.access import Action, require
from ironriver.errors import Invalid, Say, nothing_here
from ironriver.ledger import Ask
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id, snake
from ironriver.search.asking import Asker, Questions, Rows, SourceBook
from ironriver.search.links import DRAWN
from ironriver.search.path_hops import explain, gaps_of, is_in_time, is_simple, left_out
from ironriver.search.path_results import Limits, LinkGroup, Paths, Way
from ironriver.search.things import thing
from ironriver.search.withholding import persons_open

#: At most so many paths, links on one, things left out, and ways read to choose among.
MOST_PATHS, MOST_HOPS, MOST_WITHOUT, READ = 5, 6, 50, 200
#: Sales and thefts read of the guns on the ways that are looked at.
MOST_EVENTS = 2_000
LINK_GROUPS: tuple[LinkGroup, ...] = get_args(LinkGroup)
_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "chain": (
            *("MADE_BY", "IMPORTED_BY", "SHIPPED_BY", "SHIPPED_TO", "SOLD_BY", "BOUGHT", "OF", "POSSESSED"),
            *("AT", "IN_VEHICLE", "LEAD", "HIT"),
        ),
        "contacts": ("HAS_PHONE", "HAS_ADDRESS", "PREMISES_AT"),
        "papers": ("INCLUDES", "REPORTED_BY", "ABOUT", "FOR", "ASKED_BY"),
        "same": ("SAME_AS",),
    }
)
#: Between a person and these stands whose a phone or an address is: closed without a case and a purpose.
_TELLING = ("HAS_PHONE", "HAS_ADDRESS")


def find_paths(actor: Actor, start: str, end: str, limits: Limits, *, ledger: Asker) -> Paths:
    """Return the shortest ways from `start` to `end` that the actor may see, within limits.

    Raises `Invalid` for limits out of range or twice the same end, `NotFound` where an end is hidden or absent,
    what `require` raises for a person without a case and a purpose.
    """
    require(actor, Action.OPEN_CHART)
    _check(start, end, limits)
    questions = Questions(actor, ledger)
    asked = Ask(statement="paths.shortest", params=_params(actor, start, end, limits))
    firsts, lasts, rows = questions.ask_group([_node(actor, start), _node(actor, end), asked])
    if not firsts or not lasts:
        raise nothing_here()
    chosen = _chosen(rows, limits)
    if len(chosen) < limits.most and len(rows) <= READ:
        (rows,) = questions.ask_group([Ask(statement="paths.every", params=asked.params)])
        chosen = _chosen(rows, limits)
    events = _events(chosen, questions)
    whole = [row for row in chosen if not left_out(row["stops"], events)]
    book = SourceBook()
    ways = tuple(explain(row["stops"], row["ties"], book, events) for row in (whole or chosen)[: limits.most])
    return Paths(
        start=thing(firsts[0]["n"]),
        end=thing(lasts[0]["n"]),
        limits=limits,
        ways=ways,
        finding=_finding(ways, limits, is_cut=len(rows) > READ),
        notes=(*_notes(actor, limits, is_cut=len(rows) > READ), *_skipped(len(whole), len(chosen))),
        sources=book.close(questions),
        shown=questions.all_shown(),
    )


def _check(start: str, end: str, limits: Limits) -> None:
    if start == end:
        raise Invalid(
            Say(
                en="A path needs two different ends. Choose another thing for one of them.",
                es="Una ruta necesita dos extremos distintos. Elija otro elemento para uno de ellos.",
            )
        )
    known = bool(limits.links) and set(limits.links) <= set(LINK_GROUPS)
    sizes = 1 <= limits.most <= MOST_PATHS and 1 <= limits.hops <= MOST_HOPS
    if not (known and sizes and len(limits.without) <= MOST_WITHOUT):
        raise Invalid(
            Say(
                en=f"Choose 1 to {MOST_PATHS} paths, 1 to {MOST_HOPS} hops, at least one sort of link, and leave "
                f"out at most {MOST_WITHOUT} things.",
                es=f"Elija de 1 a {MOST_PATHS} rutas, de 1 a {MOST_HOPS} pasos, al menos una clase de vínculo, y "
                f"excluya como máximo {MOST_WITHOUT} elementos.",
            )
        )


def _node(actor: Actor, id_: str) -> Ask:
    kind = kind_of_id(id_)
    if kind is None or kind.name not in DRAWN:
        raise nothing_here()
    if kind.name == "Person":
        require(actor, Action.OPEN_PERSON)
    return Ask(statement=f"chart.node_{snake(kind.name)}", params={"id": id_})


def _params(actor: Actor, start: str, end: str, limits: Limits) -> dict[str, object]:
    return {
        "start_id": start,
        "end_id": end,
        "hops": limits.hops,
        "types": [type_ for group in LINK_GROUPS if group in limits.links for type_ in _TYPES[group]],
        "withheld": [] if persons_open(actor) else list(_TELLING),
        "without": sorted(limits.without),
        "limit": READ + 1,
    }


def _events(rows: Rows, questions: Questions) -> dict[str, list[dict[str, Any]]]:
    """Return the dated sales and thefts of the guns on whose legs nobody's record seems to stand, by firearm."""
    guns = sorted({gap.firearm_id for row in rows for gap in gaps_of(row["stops"])})
    found: dict[str, list[dict[str, Any]]] = {}
    if guns:
        params = {"ids": guns, "limit": MOST_EVENTS}
        for row in questions.ask("paths.events_of_firearms", params):
            found.setdefault(row["firearm_id"], []).append(row["event"])
    return found


def _skipped(whole: int, all_: int) -> tuple[Say, ...]:
    """Say which ways are left out: those over a gun whose recorded sale or theft they do not go through."""
    if whole in (0, all_):
        return ()
    return (
        Say(
            en=f"{all_ - whole} ways are left out: they pass from one event of a gun to another and skip a sale or "
            "theft that is recorded between the two.",
            es=f"Se omiten {all_ - whole} caminos: pasan de un evento de un arma a otro y se saltan una venta o un "
            "robo que consta entre ambos.",
        ),
    )


def _chosen(rows: Rows, limits: Limits) -> Rows:
    return [
        row for row in rows[:READ] if is_simple(row["stops"]) and (not limits.in_time or is_in_time(row["stops"]))
    ]


def _finding(ways: Sequence[Way], limits: Limits, *, is_cut: bool) -> Say:
    order, count = limits.in_time, len(ways)
    if count:
        unknown = sum(way.crosses_unknown for way in ways)
        return Say(
            en=f"{count} {'path' if count == 1 else 'paths'} within {limits.hops} hops, shortest first"
            + (", in time order." if order else ".")
            + (f" {unknown} of {count} across a leg that no source describes." if unknown else ""),
            es=f"{count} {'ruta' if count == 1 else 'rutas'} de hasta {limits.hops} pasos, primero la más corta"
            + (", en orden de tiempo." if order else ".")
            + (f" {unknown} de {count} por un tramo que ninguna fuente describe." if unknown else ""),
        )
    if is_cut:
        return Say(
            en=f"None of the first {READ} ways is in time order. Longer ones were not tried.",
            es=f"Ninguno de los primeros {READ} caminos está en orden de tiempo. No se probaron más largos.",
        )
    return Say(
        en=f"No path within {limits.hops} hops under these limits. This is a finding about the records open to "
        "you, not about the world.",
        es=f"No hay ruta de hasta {limits.hops} pasos con estos límites. Es un hallazgo sobre los registros que "
        "usted puede ver, no sobre los hechos.",
    )


def _notes(actor: Actor, limits: Limits, *, is_cut: bool) -> tuple[Say, ...]:
    notes = [
        Say(
            en="No path runs through a thing with more than 500 links.",
            es="Ninguna ruta pasa por un elemento con más de 500 vínculos.",
        )
    ]
    if limits.in_time:
        notes.append(
            Say(
                en="A path with an undated event is left out: its place in time is not known.",
                es="Se excluye una ruta con un evento sin fecha: no se conoce su lugar en el tiempo.",
            )
        )
    if "contacts" in limits.links and not persons_open(actor):
        notes.append(
            Say(
                en="Whose a phone or an address is opens on a case and for a purpose only; those links are left "
                "out.",
                es="De quién es un teléfono o domicilio solo se abre con un caso y una finalidad; esos vínculos se "
                "excluyen.",
            )
        )
    if is_cut:
        notes.append(
            Say(
                en=f"More than {READ} ways join these two. Use fewer hops or leave out what joins too much.",
                es=f"Más de {READ} caminos unen a estos dos. Use menos pasos o excluya lo que une demasiado.",
            )
        )
    return tuple(notes)
