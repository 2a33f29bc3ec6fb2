"""`ironriver evaluate`: the detectors against synthetic worlds whose truth is known."""

from __future__ import annotations

import argparse
import importlib
import sys

from ironriver.cli.seed import seed_parent
from ironriver.errors import Invalid, Say

_NOTE = Say(
    en="All figures are simulated: worlds of invented people and guns, read from their files. The error in the "
    "field is unknown until decided findings give it.",
    es="Todas las cifras son simuladas: mundos de personas y armas inventadas, leídos de sus archivos. El error en "
    "la práctica se desconoce hasta que lo den los hallazgos resueltos.",
)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `evaluate`."""
    said = "score the detectors on synthetic worlds of several seeds; needs no running engine"
    parser = subparsers.add_parser("evaluate", help=said, description=said)
    parser.add_argument("--size", choices=("small", "medium", "large"), default="small")
    parser.add_argument("--seeds", type=int, default=10, help="how many worlds; at least one")
    parser.add_argument("--first", type=int, default=101, help="seed of the first world; the others follow")
    parser.add_argument("--detector", action="append", default=None, help="only this one; may be given again")
    parser.set_defaults(run=evaluate)


def evaluate(arguments: argparse.Namespace) -> None:
    """Print a table of figures with their intervals over seeds."""
    parent = str(seed_parent())
    if parent not in sys.path:
        sys.path.append(parent)
    scoring = importlib.import_module("seed.score.evaluate")
    chosen = arguments.detector or list(scoring.SCORERS)
    unknown = sorted(set(chosen) - set(scoring.SCORERS))
    if unknown or arguments.seeds < 1:
        known = ", ".join(scoring.SCORERS)
        raise Invalid(
            Say(
                en=f"There is nothing to score there. Choose at least one seed, and detectors among: {known}.",
                es=f"No hay qué calificar. Elija al menos una semilla y detectores entre: {known}.",
            )
        )
    seeds = range(arguments.first, arguments.first + arguments.seeds)
    figures = scoring.evaluate(arguments.size, seeds, chosen, lambda text: print(text, flush=True))
    print(scoring.table(figures, arguments.size))
    print(_NOTE.in_language(arguments.language))
