"""Redacted read-only engines, one for each clearance in use: made on demand, filled, restarted read-only, tested.

The worker makes and owns them, so they end with it; web processes find them by the state file and write to them.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ironriver import clock
from ironriver.errors import Say, TooLarge
from ironriver.graph import Database, Sandbox, clear, fill, make_indexes
from ironriver.graph.engine import USER, Engine, EngineSpec
from ironriver.jobs import Report
from ironriver.ledger import DataCut, Ledger
from ironriver.model.actor import Actor
from ironriver.queries import figures
from ironriver.queries.clearances import PROJECTED, clearance_key, cleared, protected_names
from ironriver.queries.cuts import MOST_TRIES, is_whole, never_still
from ironriver.queries.narrowing import is_narrowed
from ironriver.queries.self_test import Check, test_engine
from ironriver.settings import Settings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """One projection as its state file tells: data cut, size, and how the self-test ended."""

    key: str
    home: str
    cut_at: str
    cut_id: str
    nodes: int
    links: int
    seconds: float
    #: What it was made for: visibility parameters. With `entries`, how far the log was looked through for things
    #: that were taken away since; `is_narrowed` where one was, and then no engine stands behind it.
    sight: Mapping[str, Any] = field(default_factory=dict)
    entries: int = 0
    is_narrowed: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """True when every refusal of the self-test was kept."""
        return bool(self.checks) and all(check.passed for check in self.checks)


def folder_of(settings: Settings) -> Path:
    """Return where projections and their state files lie."""
    return settings.data_dir / "projections"


def find_projection(settings: Settings, actor: Actor) -> Projection | None:
    """Return the projection of the actor's clearance, running or not, if one was made."""
    return _read(folder_of(settings) / f"{clearance_key(actor)}.json")


def all_projections(settings: Settings) -> tuple[Projection, ...]:
    """Return every projection with a state file, for the status page."""
    found = [_read(path) for path in sorted(folder_of(settings).glob("*.json"))]
    return tuple(one for one in found if one is not None)


def open_sandbox(settings: Settings, projection: Projection) -> Sandbox | None:
    """Return the door to a running projection; None when its engine has stopped."""
    engine = Engine(_spec(settings, Path(projection.home), read_only=True))
    running = engine.home.noted()
    if running is None or not engine.home.is_locked():
        return None
    (folder_of(settings) / f"{projection.key}.json").touch()  # the least used one makes room for others
    return Sandbox(f"bolt://127.0.0.1:{running.port}", USER, engine.password)


class Projections:
    """The engines that this worker has started."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started. What an earlier worker left behind is thrown away at the first making."""
        self._settings = settings
        self._engines: dict[str, Engine] = {}
        self._lock = threading.Lock()

    def make(self, actor: Actor, ledger: Ledger, report: Report) -> Projection:
        """Make the projection of the actor's clearance anew and put it in the place of the one before.

        The one before answers until then. Raises `TooLarge`, `Unavailable`, or what `report` raises on cancel.
        """
        folder = folder_of(self._settings)
        folder.mkdir(parents=True, exist_ok=True)
        self._sweep(folder)
        key = clearance_key(actor)
        home = folder / f"{key}-{secrets.token_hex(4)}"
        try:
            made = self._filled(actor, ledger, home, report)
            engine = Engine(_spec(self._settings, home, read_only=True))
            report.progress(
                made.nodes + made.links,
                made.nodes + made.links,
                Say(en="Starting it read-only and testing it", es="Iniciando en solo lectura y probando"),
            )
            engine.start()
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        ready = replace(made, checks=_tested(engine))
        with self._lock:
            self._replace(key, engine)
            _note(folder, ready)
            self._make_room(folder, key)
        return ready

    def revive(self) -> int:
        """Start engines again that ended by themselves, as after a query ate their memory; return how many.

        A revived engine holds what it held, and answers only after another self-test.
        """
        with self._lock:
            ended = [(key, engine) for key, engine in self._engines.items() if engine.has_ended()]
            for key, engine in ended:
                self._revive(key, engine)
        return len(ended)

    def look(self, ledger: Ledger) -> int:
        """Drop each projection from which something was taken away since; return how many."""
        with self._lock:
            return sum(self._look(key, ledger) for key in list(self._engines))

    def watch(self, stop: threading.Event, ledger: Ledger) -> None:
        """Drop what may not answer any more, revive what ended, until told to stop.

        Trouble is logged and tried again.
        """
        while not stop.wait(figures.WATCH_SECONDS):
            try:
                self.look(ledger)
                self.revive()
            except Exception:  # whatever an engine's start meets, the worker goes on
                log.exception("a projection could not be started again")

    def close(self) -> None:
        """Stop every engine and remove what it held."""
        with self._lock:
            for key in list(self._engines):
                self._drop(key)
            for path in folder_of(self._settings).glob("*.json"):
                path.unlink()  # what was dropped before left the reason there

    def _filled(self, actor: Actor, ledger: Ledger, home: Path, report: Report) -> Projection:
        began = clock.monotonic()
        engine = Engine(_spec(self._settings, home, read_only=False))
        report.progress(0, 0, Say(en="Starting an empty engine", es="Iniciando un motor vacío"))
        engine.start()
        target = Database.open(engine.uri, USER, engine.password)
        try:
            seen = cleared(actor)
            entries, cut, nodes, links = _copied_whole(seen, ledger, target, report)
            make_indexes(target, ledger.catalogue, PROJECTED)
            ledger.note_read(seen, "queries.visible_links", {"kinds": list(PROJECTED)}, count=nodes + links)
        finally:
            target.close()
            engine.stop()
        return Projection(
            key=clearance_key(actor),
            home=str(home),
            cut_at=cut.at,
            cut_id=cut.id,
            nodes=nodes,
            links=links,
            seconds=round(clock.monotonic() - began, 1),
            sight=_sight(seen),
            entries=entries,
        )

    def _look(self, key: str, ledger: Ledger) -> bool:
        folder = folder_of(self._settings)
        known = _read(folder / f"{key}.json")
        if known is None or (size := ledger.head().size) <= known.entries:
            return False
        engine = self._engines[key]
        sandbox = Sandbox(engine.uri, USER, engine.password)
        try:
            taken = is_narrowed(known.sight, sandbox, ledger, known.entries)
        finally:
            sandbox.close()
        if taken:
            log.warning("projection %s held what was taken away since, and is dropped", key)
            self._drop(key)
            _note(folder, replace(known, is_narrowed=True))
        else:
            _note(folder, replace(known, entries=size))
        return taken

    def _revive(self, key: str, ended: Engine) -> None:
        folder = folder_of(self._settings)
        path = folder / f"{key}.json"
        known = _read(path)
        log.warning("projection %s ended by itself and is started again", key)
        if known is None:
            self._drop(key)
            return
        path.write_text(json.dumps(asdict(replace(known, checks=()))), "utf-8")  # it answers nobody meanwhile
        ended.stop()
        engine = Engine(_spec(self._settings, ended.spec.home, read_only=True))
        engine.start()
        self._engines[key] = engine
        _note(folder, replace(known, checks=_tested(engine)))

    def _replace(self, key: str, engine: Engine) -> None:
        self._drop(key)
        self._engines[key] = engine

    def _drop(self, key: str) -> None:
        engine = self._engines.pop(key, None)
        (folder_of(self._settings) / f"{key}.json").unlink(missing_ok=True)
        if engine is not None:
            engine.stop()
            shutil.rmtree(engine.spec.home, ignore_errors=True)

    def _make_room(self, folder: Path, newest: str) -> None:
        def used(key: str) -> float:
            path = folder / f"{key}.json"
            return path.stat().st_mtime if path.exists() else 0.0

        others = sorted((key for key in self._engines if key != newest), key=used)
        for key in others[: max(0, len(self._engines) - figures.MOST_PROJECTIONS)]:
            self._drop(key)

    def _sweep(self, folder: Path) -> None:
        held = {str(engine.spec.home) for engine in self._engines.values()}
        for path in folder.iterdir():
            if path.is_dir() and path.name != "places" and str(path) not in held:
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix == ".json" and path.stem not in self._engines:
                path.unlink()


def _tested(engine: Engine) -> tuple[Check, ...]:
    sandbox = Sandbox(engine.uri, USER, engine.password)
    try:
        return test_engine(sandbox)
    finally:
        sandbox.close()


def _note(folder: Path, ready: Projection) -> None:
    fresh, path = folder / f"{ready.key}.new", folder / f"{ready.key}.json"
    fresh.write_text(json.dumps(asdict(ready)), "utf-8")
    if path.exists():  # when it was used last stays when it was used last
        os.utime(fresh, (path.stat().st_atime, path.stat().st_mtime))
    fresh.replace(path)


def _sight(seen: Actor) -> dict[str, Any]:
    known = seen.visibility()
    return {name: known[name] for name in ("holdings", "max_tlp", "handlings")}


def _copied_whole(
    seen: Actor, ledger: Ledger, target: Database, report: Report
) -> tuple[int, DataCut, int, int]:
    """Copy until no act changed what is copied meanwhile; first comes the length of the log that it holds."""
    for _ in range(MOST_TRIES):
        before = ledger.head()
        cut = ledger.note_read(seen, "queries.visible_nodes", {"kinds": list(PROJECTED)}, count=0)
        nodes, links = _copy(seen, ledger, target, report)
        if is_whole(before, ledger):
            return before.size, cut, nodes, links
        report.progress(0, 0, Say(en="Records came in: copying again", es="Llegaron registros: copiando otra vez"))
        clear(target)
    raise never_still()


def _copy(seen: Actor, ledger: Ledger, target: Database, report: Report) -> tuple[int, int]:
    statements = [ledger.catalogue.statement(f"queries.visible_{what}") for what in ("nodes", "links")]
    params = {"kinds": list(PROJECTED), **_sight(seen)}
    nodes, links = (ledger.database.stream(statement, params) for statement in statements)
    say = Say(en="Copying what your clearance may see", es="Copiando lo que su nivel de acceso puede ver")

    def tell(done: int) -> None:
        if done > 3 * figures.LARGEST_PROJECTION:
            raise _too_large()
        report.check_cancelled()
        report.progress(done, 0, say)

    return fill(target, _without_protected(nodes), links, tell=tell)


def _without_protected(rows: Iterator[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    names = protected_names()
    for number, row in enumerate(rows):
        if number >= figures.LARGEST_PROJECTION:
            raise _too_large()
        yield {**row, "properties": {k: v for k, v in row["properties"].items() if k not in names}}


def _too_large() -> TooLarge:
    return TooLarge(
        Say(
            en=f"More than {figures.LARGEST_PROJECTION:,} things are open to you: too many for a projection on "
            "this machine. Use the library's questions, which run on the graph itself.",
            es=f"Usted puede ver más de {figures.LARGEST_PROJECTION:,} elementos: demasiados para una proyección "
            "en este equipo. Use las preguntas de la biblioteca, que corren sobre el grafo mismo.",
        )
    )


def _spec(settings: Settings, home: Path, *, read_only: bool) -> EngineSpec:
    return EngineSpec(
        home=home,
        port=0,
        heap_mb=512,
        pagecache_mb=128,
        read_only=read_only,
        gds=False,
        jars=settings.cache_dir / "jars",
        java_home=settings.java_home,
        brief=True,
    )


def _read(path: Path) -> Projection | None:
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    checks = tuple(Check(**check) for check in told.pop("checks"))
    return Projection(**told, checks=checks)
