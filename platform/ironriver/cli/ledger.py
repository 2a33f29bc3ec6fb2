"""`ironriver ledger verify|checkpoint|prove|replay|hash`: the proof that nothing was changed, on the console."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ironriver.cli import key_backup
from ironriver.errors import Invalid, Say

if TYPE_CHECKING:
    from ironriver.graph import Database
    from ironriver.ledger import Ledger
    from ironriver.settings import Settings

#: Memory of the engine that `verify --graph` replays into; the ledger's own graph keeps its own.
BESIDE_HEAP_MB = 512
BESIDE_PAGECACHE_MB = 256


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `ledger`."""
    parser = subparsers.add_parser("ledger", help="prove that nothing was changed: verify, checkpoint, prove, …")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    verify = _action(actions, "verify", verify_command, "check the whole log; exit code 1 at the first bad thing")
    verify.add_argument("--graph", action="store_true", help="also replay it beside and compare the graphs")
    verify.add_argument("--public-key", type=Path, help="the signer's key, kept elsewhere (64 hex digits)")
    _action(actions, "checkpoint", checkpoint_command, "sign the present root, after proving consistency")
    prove = _action(actions, "prove", prove_command, "print the inclusion proof of an entry")
    prove.add_argument("seq", type=int, metavar="SEQ", help="the entry's number")
    replay = _action(
        actions, "replay", replay_command, "rebuild the graph from segments and packs, into an empty one"
    )
    replay.add_argument("--uri", help="Bolt address of the empty graph (default: this deployment's engine)")
    replay.add_argument("--user", default="neo4j", help="its user (default: neo4j)")
    replay.add_argument("--password-file", type=Path, help="file with its password")
    hash_ = _action(actions, "hash", hash_command, "print the canonical hash of the graph")
    hash_.add_argument("--buckets", action="store_true", help="also print the hash of each kind and id prefix")
    said = "let a new key sign from now on; Ironriver must be stopped, its engine running"
    _action(actions, "change-signing-key", change_command, said)
    key_backup.add_actions(actions)


def verify_command(arguments: argparse.Namespace) -> int:
    """Check log, packs, segments, checkpoints and read log; with `--graph` also the graph."""
    from ironriver.ledger import verify_graph, verify_log

    with _opened(arguments.settings) as opened:
        public = _public_key(arguments.public_key) if arguments.public_key else None
        found = verify_log(opened.ledger, public=public)
        print(f"ledger: {found.head.size} entries hold, root {found.root}")
        print(f"rows: {found.rows} opened, {found.shredded} payloads shredded by acts")
        print(f"segments: {found.segments} entries; checkpoints: {found.checkpoints} signed notes")
        print(f"read log: {found.reads} records in {found.read_files} files")
        if arguments.graph:
            with _engine_beside(arguments.settings) as beside:
                agreed = verify_graph(opened.ledger, beside, progress=_progress)
            print(f"graph: equals the ledger at {agreed.size} entries; {agreed.hash.items} nodes and links")
            print(f"hash: {agreed.hash.total}")
    return 0


def checkpoint_command(arguments: argparse.Namespace) -> int:
    """Sign a checkpoint and print it."""
    from ironriver.ledger import make_checkpoint

    with _opened(arguments.settings, signing=True) as opened:
        print(make_checkpoint(opened.ledger).note, end="")
    return 0


def change_command(arguments: argparse.Namespace) -> int:
    """Change the signing key and print the new key and its first checkpoint."""
    from ironriver.ledger import change_signing_key
    from ironriver.worker import exclusive

    with (
        exclusive(arguments.settings.data_dir / "worker.lock"),
        _opened(arguments.settings, signing=True) as opened,
    ):
        signed = change_signing_key(opened.ledger)
    print("The old key signs nothing any more. Keep a copy of the new public key elsewhere, and back up the keys.")
    print((signed.path.parent / "ledger.vkey").read_text("utf-8"), end="")
    print(signed.note, end="")
    return 0


def prove_command(arguments: argparse.Namespace) -> int:
    """Print the entry's bytes on standard error, its proof on standard output."""
    from ironriver.ledger import prove

    with _opened(arguments.settings) as opened:
        proof = prove(opened.ledger, arguments.seq)
        print(proof.entry.text, file=sys.stderr)
        print(proof.text(), end="")
    return 0


def replay_command(arguments: argparse.Namespace) -> int:
    """Rebuild a graph from the segment files and packs."""
    from ironriver.graph import Database
    from ironriver.ledger import canonical_hash, replay_from_segments

    with _opened(arguments.settings) as opened:
        target = opened.database
        if arguments.uri:
            password = arguments.password_file.read_text("utf-8").strip() if arguments.password_file else ""
            target = Database.open(arguments.uri, arguments.user, password)
        try:
            size = replay_from_segments(opened.ledger, target, progress=_progress)
            found = canonical_hash(target, opened.ledger.catalogue)
        finally:
            target.close()
    print(f"replayed: {size} entries; hash {found.total}")
    return 0


def hash_command(arguments: argparse.Namespace) -> int:
    """Print the canonical hash of this deployment's graph."""
    from ironriver.ledger import canonical_hash

    with _opened(arguments.settings) as opened:
        found = canonical_hash(opened.database, opened.ledger.catalogue)
    print(f"{found.total}  {found.items} nodes and links")
    if arguments.buckets:
        for name, digest in found.buckets.items():
            print(f"{digest}  {name}")
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    ledger: Ledger
    database: Database


@contextmanager
def _opened(settings: Settings, *, signing: bool = False) -> Iterator[_Opened]:
    """Open the ledger alone: nothing here signs in, and no other room is needed."""
    from ironriver.graph import Catalogue, Database
    from ironriver.graph.engine import engine_address
    from ironriver.ledger import Ledger
    from ironriver.vault import Keys, Vault

    address = engine_address(settings)
    database = Database.open(address.uri, address.user, address.password)
    try:
        keys = Keys.load_or_create(settings, signing=signing)
        vault = Vault(settings.data_dir / "vault")
        yield _Opened(ledger=Ledger.open(settings, database, Catalogue.load(), vault, keys), database=database)
    finally:
        database.close()


@contextmanager
def _engine_beside(settings: Settings) -> Iterator[Database]:
    """Start a second, empty engine that is thrown away at the end."""
    from ironriver.graph import Database, Engine, EngineSpec

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    home = Path(tempfile.mkdtemp(prefix="beside-", dir=settings.data_dir))
    engine = Engine(
        EngineSpec(
            home=home,
            port=0,
            heap_mb=BESIDE_HEAP_MB,
            pagecache_mb=BESIDE_PAGECACHE_MB,
            gds=False,
            jars=settings.cache_dir / "jars",
            java_home=settings.java_home,
            brief=True,
        )
    )
    try:
        engine.start()
        database = Database.open(engine.uri, "neo4j", engine.password)
        try:
            yield database
        finally:
            database.close()
    finally:
        engine.stop()
        shutil.rmtree(home, ignore_errors=True)


def _progress(size: int) -> None:
    if sys.stderr.isatty():
        print(f"\rreplayed {size} entries", end="", file=sys.stderr, flush=True)


def _public_key(path: Path) -> bytes:
    try:
        public = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as cause:
        raise _no_key(path) from cause
    if len(public) != 32:
        raise _no_key(path)
    return public


def _no_key(path: Path) -> Invalid:
    return Invalid(
        Say(
            en=f"{path} does not hold a public key (64 hexadecimal digits).",
            es=f"{path} no contiene una llave pública (64 dígitos hexadecimales).",
        )
    )


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, said: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=said, description=said)
    parser.set_defaults(run=run)
    return parser
