"""`ironriver detect`: let detectors run now, in this process."""

from __future__ import annotations

import argparse
import json

from ironriver.errors import Say

#: As the parser offers them; a test compares them with the methods that there are.
DETECTORS = ("time_to_crime", "straw", "dealer", "ring", "broker")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `detect`."""
    parser = subparsers.add_parser("detect", help="run detectors and store what they state")
    said = f"of {', '.join(DETECTORS)} (default: all)"
    parser.add_argument("detectors", nargs="*", metavar="DETECTOR", choices=[*DETECTORS, []], default=[], help=said)
    parser.add_argument("--as", dest="login", default="", metavar="LOGIN", help="in whose name (demo mode)")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything drawn at random (default 1)")
    parser.set_defaults(run=detect)


def detect(arguments: argparse.Namespace) -> None:
    """Run with a progress line, then print the run's id, the number of findings and the digest of its figures."""
    from ironriver import analytics
    from ironriver.cli.imports import _Line, _platform

    chosen = tuple(analytics.Detector(one) for one in arguments.detectors or DETECTORS)
    ask = analytics.RunAsk(detectors=chosen, seed=arguments.seed)
    with _platform(arguments) as (platform, actor):
        made = analytics.run_now(actor, ask, _Line(arguments.language), ledger=platform.ledger)
    print(json.dumps(made, sort_keys=True))
    say = Say("Open /analytics to read it.", "Ábrala en /analytics.")
    print(say.in_language(arguments.language))
