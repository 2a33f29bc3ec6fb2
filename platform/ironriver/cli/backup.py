"""`ironriver backup|restore FOLDER --keys FOLDER`: a copy to keep, and a deployment made again from it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ironriver.cli.key_backup import read_passphrase
from ironriver.errors import Say

if TYPE_CHECKING:
    from ironriver.graph import Database
    from ironriver.settings import Settings


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands `backup` and `restore`."""
    for name, run, said in (
        ("backup", backup_command, "copy data and sealed keys to two folders; the second time only what changed"),
        ("restore", restore_command, "make this deployment again, in empty folders, from a backup"),
    ):
        parser = subparsers.add_parser(name, help=said, description=said)
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the backup's data")
        parser.add_argument("--keys", type=Path, required=True, metavar="FOLDER", help="its keys, kept elsewhere")
        parser.set_defaults(run=run)


def backup_command(arguments: argparse.Namespace) -> int:
    """Ask for the passphrase of the keys and copy."""
    from ironriver.backup import back_up

    passphrase = read_passphrase(arguments, twice=True)
    done = back_up(arguments.settings, arguments.folder, arguments.keys, passphrase)
    said = Say(
        en=f"{done.files:,} files in {arguments.folder}: {done.new:,} copied ({done.bytes:,} bytes), {done.gone:,} "
        f"removed that are gone here. {len(done.keys)} keys sealed in {arguments.keys}.",
        es=f"{done.files:,} archivos en {arguments.folder}: {done.new:,} copiados ({done.bytes:,} bytes), "
        f"{done.gone:,} eliminados que aquí ya no existen. {len(done.keys)} llaves selladas en {arguments.keys}.",
    )
    print(said.in_language(arguments.language))
    return 0


def restore_command(arguments: argparse.Namespace) -> int:
    """Ask for the passphrase, put everything back, rebuild the graph and print its hash."""
    from ironriver.backup import put_back, replay

    passphrase = read_passphrase(arguments, twice=False)
    files = put_back(arguments.settings, arguments.folder, arguments.keys, passphrase)
    back = Say(
        en=f"{files:,} files are back, each as its digest says. Rebuilding the graph …",
        es=f"{files:,} archivos restaurados, cada uno conforme a su resumen. Reconstruyendo el grafo …",
    )
    print(back.in_language(arguments.language), flush=True)
    with _graph(arguments.settings) as database:
        made = replay(arguments.settings, database, progress=_progress)
    said = Say(
        en=f"{made.size:,} entries replayed and verified.\nhash: {made.hash}\nRun: ironriver run",
        es=f"{made.size:,} asientos reconstruidos y verificados.\nhash: {made.hash}\nEjecute: ironriver run",
    )
    print(said.in_language(arguments.language))
    return 0


@contextmanager
def _graph(settings: Settings) -> Iterator[Database]:
    """Open the engine of the settings; the private one is started, and stopped at the end."""
    from ironriver.graph import Database
    from ironriver.graph.engine import Engine, engine_address, spec_for

    engine = None if settings.neo4j_uri else Engine(spec_for(settings))
    try:
        if engine is not None:
            engine.start()
        address = engine_address(settings)
        database = Database.open(address.uri, address.user, address.password)
        try:
            yield database
        finally:
            database.close()
    finally:
        if engine is not None:
            engine.stop()


def _progress(size: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{size:,}", end="", file=sys.stderr, flush=True)
