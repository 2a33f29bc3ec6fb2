"""`ironriver engine fetch|start|stop|status`: the private Neo4j, without the rest of the platform."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ironriver import clock
from ironriver.errors import Invalid, Say
from ironriver.settings import Settings

if TYPE_CHECKING:
    from ironriver.graph.engine import Engine

MB = 1_000_000


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `engine`."""
    parser = subparsers.add_parser("engine", help="the private Neo4j: fetch, start, stop, status")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    parsers = {}
    for name, run, said in (
        ("fetch", fetch, "download the engine's jars that are not here yet, each checked by its digest"),
        ("start", start, "start the engine and leave it running"),
        ("stop", stop, "stop the engine cleanly"),
        ("status", status, "say what is running; exit code 1 if nothing is"),
    ):
        parsers[name] = actions.add_parser(name, help=said, description=said)
        parsers[name].set_defaults(run=run)
    parsers["fetch"].add_argument("--offline", action="store_true", help="only look what is missing")


def fetch(arguments: argparse.Namespace) -> int:
    """Download missing jars into the cache, with progress on a terminal, and say which Java will run them."""
    from ironriver.graph import engine_jars
    from ironriver.graph.engine_java import find_java

    settings: Settings = arguments.settings
    if arguments.offline:
        engine_jars.require_jars(settings.cache_dir / "jars")
    began = clock.monotonic()
    on_terminal = sys.stdout.isatty()

    def tell(done: int, total: int) -> None:
        if on_terminal:
            print(f"\r{done / MB:6.1f} of {total / MB:.1f} MB", end="", flush=True)

    count = engine_jars.fetch(settings.cache_dir / "jars", base=settings.maven_url, tell=tell)
    took = clock.monotonic() - began
    start_of_line = "\r" if on_terminal else ""
    print(f"{start_of_line}engine: {count} jars fetched in {took:.1f} s" if count else "engine: all jars are here")
    java = find_java(settings.java_home)
    print(f"engine: Java {java.version} at {java.program}")
    return 0


def start(arguments: argparse.Namespace) -> int:
    """Start the engine and leave it running when this command ends."""
    engine = _private_engine(arguments.settings)
    engine.start(watched=False)
    print(f"engine: {engine.uri}, password in {engine.home.password_file}")
    return 0


def stop(arguments: argparse.Namespace) -> int:
    """Stop the engine of this deployment, whoever started it."""
    engine = _private_engine(arguments.settings)
    engine.stop()
    print("engine: stopped")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """Print the state; exit code 0 only if the engine answers."""
    from ironriver.graph.engine import EngineState

    found = _private_engine(arguments.settings).status()
    where = f" on port {found.port}, process {found.pid}" if found.port else ""
    print(f"engine: {found.state}{where} ({found.home})")
    return 0 if found.state is EngineState.RUNNING else 1


def _private_engine(settings: Settings) -> Engine:
    from ironriver.graph.engine import Engine, spec_for

    if settings.neo4j_uri:
        raise Invalid(
            Say(
                en="IRONRIVER_NEO4J_URI names another Neo4j, which this command does not manage. Unset it to use "
                "the private engine.",
                es="IRONRIVER_NEO4J_URI nombra otro Neo4j, que esta orden no administra. Quítelo para usar el "
                "motor privado.",
            )
        )
    return Engine(spec_for(settings))
