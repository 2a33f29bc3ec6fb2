"""`ironriver seed generate|load|desk`: the synthetic world of the demonstration."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from types import ModuleType

from ironriver.errors import Invalid, Say

_SIZES = ("small", "medium", "large")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `seed`."""
    parser = subparsers.add_parser("seed", help="the synthetic world of the demonstration")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    said = "write a synthetic world as files that `ironriver import` reads, and its truth beside it"
    made = actions.add_parser("generate", help=said, description=said)
    made.add_argument("--out", type=Path, required=True, help="folder to write into; made if missing")
    made.set_defaults(run=generate_world)
    said = "generate a synthetic world and import it, in demo mode; doing it again changes nothing"
    loaded = actions.add_parser("load", help=said, description=said)
    loaded.add_argument("--as", dest="actor", default="", metavar="LOGIN", help="who imports Tucson's files")
    loaded.set_defaults(run=load_world)
    said = "lay invented trace requests on the demonstration's desk; doing it again changes nothing"
    actions.add_parser("desk", help=said, description=said).set_defaults(run=lay_desk)
    for each in (made, loaded):
        each.add_argument("--size", choices=_SIZES, default="small")
        each.add_argument("--seed", type=int, default=7, help="another number makes another world")


def generate_world(arguments: argparse.Namespace) -> None:
    """Write a world into a folder."""
    sizes, world = _seed("seed.world.sizes").SIZES, _seed("seed.generate")
    world.generate(arguments.seed, sizes[arguments.size], arguments.out)


def load_world(arguments: argparse.Namespace) -> None:
    """Import a world through the same doors that users use."""
    from ironriver.app import open_platform

    loading = _seed("seed.load")
    platform = open_platform(arguments.settings)
    try:
        people = loading.people_for(platform.access, arguments.actor)
        reports = loading.load_world(
            people,
            ledger=platform.ledger,
            size=arguments.size,
            seed=arguments.seed,
            tell=lambda say: print(say.in_language(arguments.language), flush=True),
        )
    finally:
        platform.close()
    added = sum(report.added + report.changed for report in reports if not report.already)
    say = Say(en=f"{added:,} rows loaded.", es=f"{added:,} filas cargadas.")
    if not added:
        say = Say(en="This world was here already: nothing changed.", es="Este mundo ya estaba: nada cambió.")
    print(say.in_language(arguments.language))


def lay_desk(arguments: argparse.Namespace) -> None:
    """Begin the demonstration's trace requests, each to another point of its way."""
    from ironriver.app import open_platform

    desk = _seed("seed.desk")
    platform = open_platform(arguments.settings)
    try:
        laid = desk.lay(platform.access, ledger=platform.ledger)
    finally:
        platform.close()
    say = Say(en=f"{laid} trace requests begun.", es=f"{laid} solicitudes de rastreo iniciadas.")
    if not laid:
        say = Say(en="There are requests already: nothing changed.", es="Ya hay solicitudes: nada cambió.")
    print(say.in_language(arguments.language))


def seed_parent() -> Path:
    """Return the folder that holds `seed`: the checkout's, or the one packed into the wheel."""
    package = Path(__file__).resolve().parents[1]
    for parent in (package.parents[1], package / "shipped"):
        if (parent / "seed" / "generate.py").is_file():
            return parent
    raise Invalid(
        Say(
            en="The synthetic world's generator is missing from this installation. Install it again.",
            es="Falta el generador del mundo sintético en esta instalación. Instálela de nuevo.",
        )
    )


def _seed(name: str) -> ModuleType:
    parent = str(seed_parent())
    if parent not in sys.path:
        sys.path.append(parent)
    return importlib.import_module(name)
