"""`ironriver run`: the whole platform. `ironriver worker`: the process that follows, signs and works off jobs."""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace

from ironriver.errors import Say


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands `run` and `worker`."""
    said = "start engine, worker and web server, and keep them running until Ctrl-C"
    parser = subparsers.add_parser("run", help=said, description=said)
    parser.add_argument("--port", type=int, help="port of the web server (default: IRONRIVER_PORT or 8400)")
    parser.set_defaults(run=run_platform)
    said = "the background process that `run` starts; by hand only beside an engine of your own"
    subparsers.add_parser("worker", help=said, description=said).set_defaults(run=run_worker)


def run_platform(arguments: argparse.Namespace) -> int:
    """Supervise everything; returns after a clean stop."""
    from ironriver.supervisor import Supervisor

    _log_to_console()
    settings = replace(arguments.settings, port=arguments.port or arguments.settings.port)
    address = f"http://{settings.host}:{settings.port}"
    say = Say(
        en=f"Ironriver is starting at {address} (Ctrl-C stops it).",
        es=f"Ironriver se inicia en {address} (Ctrl-C lo detiene).",
    )
    return Supervisor(settings).run(lambda: print(say.in_language(arguments.language), flush=True))


def run_worker(arguments: argparse.Namespace) -> int:
    """Run until told to stop; a second worker on the same data is refused."""
    from ironriver.worker import work

    _log_to_console()
    return work(arguments.settings)


def _log_to_console() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("neo4j", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
