"""Neo4j Community with OpenGDS as a private child of this product: start, attach, stop.

The only network door is Bolt on loopback, with a random password in a 0600 file. Between us and the engine stands
a small keeper process (`ironriver.keeper`), so that the engine never outlives an owner that died.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from ironriver import clock, keeper
from ironriver.errors import Invalid, IronriverError, Say, Unavailable
from ironriver.graph import engine_checks
from ironriver.graph.engine_home import EngineHome, EngineSpec, Running, keep_older
from ironriver.graph.engine_java import find_java
from ironriver.settings import Settings

__all__ = ["Engine", "EngineAddress", "EngineSpec", "EngineState", "EngineStatus", "engine_address", "spec_for"]

#: 7 to 9 s were measured on two idle cores; a busy machine, or recovery after a crash, takes much longer.
START_SECONDS = 180.0
USER = "neo4j"

log = logging.getLogger(__name__)


class EngineState(StrEnum):
    """What is going on in a home."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStatus:
    """State of a home; `port` and `pid` (of the keeper) are 0 unless something runs there."""

    state: EngineState
    home: Path
    port: int = 0
    pid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAddress:
    """What a driver needs."""

    uri: str
    user: str
    password: str = field(repr=False)


class Engine:
    """One engine in one home. `start` attaches if that home runs already; `leave` stops only what we started."""

    def __init__(self, spec: EngineSpec) -> None:
        """Nothing happens before `start`."""
        self.spec = spec
        self.home = EngineHome(spec)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def uri(self) -> str:
        """The Bolt address; only after `start`."""
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """The loopback port; 0 before `start`."""
        return self._port

    @property
    def password(self) -> str:
        """The password of user `neo4j`."""
        return self.home.password

    @property
    def owned(self) -> bool:
        """True if this object started the engine, rather than attached to a running one."""
        return self._keeper is not None

    def start(self, *, watched: bool = True, patience: float = START_SECONDS) -> None:
        """Return when the engine answers. Raises `Conflict`, `Invalid` or `Unavailable` with what to do.

        `watched`: the engine is asked to stop when this process ends; otherwise it stays, for
        `ironriver engine stop`.
        `patience` in seconds covers start and recovery.
        """
        until = clock.monotonic() + patience
        self.begin(watched=watched, patience=patience)
        self.wait(patience=until - clock.monotonic())

    def begin(self, *, watched: bool = True, patience: float = START_SECONDS) -> None:
        """Start as `start` does, and return when the address is known, before anybody answers there."""
        lock = self.home.take_lock()
        if lock is None:
            self._attach(clock.monotonic() + patience)
            return
        try:
            self._spawn(lock, watched=watched)
        finally:
            os.close(lock)  # the keeper and the engine hold it now

    def wait(self, *, patience: float = START_SECONDS) -> None:
        """Return when the engine that `begin` started answers; if not, it is stopped and the reason raised."""
        if not self.owned:
            return
        try:
            self._wait_until_ready(clock.monotonic() + patience)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> int:
        """Stop the engine of this home, whoever started it, and return its exit code (0 where it is unknown).

        Waits for the store to be flushed, up to 120 s. Does nothing if no engine runs.
        """
        if self._keeper is not None:
            if self._keeper.poll() is None:
                self._keeper.terminate()
            code = self._keeper.wait(timeout=keeper.STOP_SECONDS + 10)
            if self._keeper.stdin:
                self._keeper.stdin.close()
            self._keeper = None
            self.home.forget()
            self._keep_classes(clean=code == 0)
            return code
        running = self.home.noted()
        if running and self.home.is_locked():
            os.kill(running.keeper_pid, signal.SIGTERM)
            self._wait_until_free()
            self._keep_classes(clean=True)
        self.home.forget()
        return 0

    def _keep_classes(self, *, clean: bool) -> None:
        with contextlib.suppress(OSError, IronriverError):  # a slower start next time, and nothing worse
            self.home.archive(find_java(self.spec.java_home).program).keep(clean=clean)

    def leave(self) -> None:
        """Stop the engine if this object started it; let it run if we only attached."""
        if self.owned:
            self.stop()

    def exit_code(self) -> int | None:
        """Return the exit code of an engine that we started and that has ended, else None."""
        return self._keeper.poll() if self._keeper else None

    def has_ended(self) -> bool:
        """True if the engine that `start` found or started is gone."""
        return self.exit_code() is not None if self._keeper else not self.home.is_locked()

    def status(self) -> EngineStatus:
        """Return what is going on in the home, asking the engine itself."""
        running = self.home.noted()
        if not self.home.is_locked():
            return EngineStatus(state=EngineState.STOPPED, home=self.spec.home)
        if running is None:
            return EngineStatus(state=EngineState.STARTING, home=self.spec.home)
        answers = answers_at(running.port, self.password)
        state = EngineState.RUNNING if answers else EngineState.STARTING
        return EngineStatus(state=state, home=self.spec.home, port=running.port, pid=running.keeper_pid)

    def _spawn(self, lock: int, *, watched: bool) -> None:
        engine_checks.check_disk(self.spec.home)
        engine_checks.check_memory(self.spec)
        java = find_java(self.spec.java_home)
        port = engine_checks.choose_port(self.spec.port)
        self.home.prepare(java.program, port)
        keep_older(self.home.log)
        self.home.log.write_bytes(b"")
        mode = "watched" if watched else "free"
        command = self.home.command(java.program)
        self._keeper = subprocess.Popen(
            keeper.watched_command(command, log=str(self.home.log), lock=lock, mode=mode),
            stdin=subprocess.PIPE if watched else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[lock],
            start_new_session=True,  # Ctrl-C reaches us, not the store
        )
        self._port = port
        self.home.note(Running(keeper_pid=self._keeper.pid, port=port))
        log.info("engine starting in %s on port %d with Java %d", self.spec.home, port, java.version)

    def _attach(self, until: float) -> None:
        while clock.monotonic() < until:
            running = self.home.noted()
            if running and answers_at(running.port, self.password):
                self._port = running.port
                return
            if not self.home.is_locked():
                break
            clock.sleep(0.25)
        raise engine_checks.home_in_use(self.spec.home)

    def _wait_until_ready(self, until: float) -> None:
        while clock.monotonic() < until:
            code = self.exit_code()
            if code is not None:
                told = self.home.log.read_text("utf-8", errors="replace")
                raise engine_checks.explain_exit(self.spec, self._port, code, told)
            if answers_at(self._port, self.password):
                return
            clock.sleep(0.1)
        raise Unavailable(
            Say(
                en=f"The engine did not answer in time. Its log is {self.home.log}.",
                es=f"El motor no respondió a tiempo. Su registro está en {self.home.log}.",
            )
        )

    def _wait_until_free(self) -> None:
        until = clock.monotonic() + keeper.STOP_SECONDS + 10
        while self.home.is_locked():
            if clock.monotonic() > until:
                raise engine_checks.home_in_use(self.spec.home)
            clock.sleep(0.1)


def answers_at(port: int, password: str) -> bool:
    """True if an engine answers on this loopback port and takes this password."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        with neo4j.GraphDatabase.driver(
            f"bolt://127.0.0.1:{port}", auth=(USER, password), telemetry_disabled=True, connection_timeout=5
        ) as driver:
            driver.execute_query("RETURN 1", database_="neo4j")
    except (OSError, DriverError, Neo4jError):
        return False
    return True


def spec_for(settings: Settings) -> EngineSpec:
    """Return the private engine that these settings describe."""
    return EngineSpec(
        home=settings.data_dir / "engine",
        port=settings.engine_port,
        heap_mb=settings.engine_heap_mb,
        pagecache_mb=settings.engine_pagecache_mb,
        jars=settings.cache_dir / "jars",
        java_home=settings.java_home,
    )


def engine_address(settings: Settings) -> EngineAddress:
    """Return where the graph of this deployment answers: the Neo4j that the settings name, or the private engine.

    Starts nothing. Raises `Unavailable` if the private engine does not run, `Invalid` without a password file.
    """
    if settings.neo4j_uri:
        return EngineAddress(uri=settings.neo4j_uri, user=settings.neo4j_user, password=_given_password(settings))
    engine = Engine(spec_for(settings))
    status = engine.status()
    if status.state is not EngineState.RUNNING:
        raise Unavailable(
            Say(
                en="The engine is not running. Start everything with `ironriver run`, or the engine alone with "
                "`ironriver engine start`.",
                es="El motor no está en marcha. Inicie todo con `ironriver run`, o solo el motor con "
                "`ironriver engine start`.",
            ),
            detail=str(status.home),
        )
    return EngineAddress(uri=f"bolt://127.0.0.1:{status.port}", user=USER, password=engine.password)


def _given_password(settings: Settings) -> str:
    try:
        return Path(settings.neo4j_password_file).read_text("utf-8").strip()
    except OSError as cause:
        raise Invalid(
            Say(
                en="The password of the Neo4j in IRONRIVER_NEO4J_URI cannot be read. Put it into a file and name "
                "that file in IRONRIVER_NEO4J_PASSWORD_FILE.",
                es="No se puede leer la contraseña del Neo4j de IRONRIVER_NEO4J_URI. Póngala en un archivo y "
                "nómbrelo en IRONRIVER_NEO4J_PASSWORD_FILE.",
            ),
            detail=str(cause),
        ) from cause
