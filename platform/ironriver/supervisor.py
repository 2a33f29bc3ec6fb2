"""`ironriver run`: the engine, one worker and the web server as children, let in in order, stopped in reverse.

A child that dies is started again after a pause that doubles each time; everybody stops when the supervisor does,
even if it is killed outright (each child has a keeper). Children get a boot id, so sessions end with a restart.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ironriver import clock, custody, keeper
from ironriver.errors import Conflict, IronriverError, Say
from ironriver.gate import Gate
from ironriver.graph import Catalogue, Database, apply_schema
from ironriver.graph.engine import Engine, engine_address, spec_for
from ironriver.settings import Settings

#: Seconds between looks at the children.
LOOK_SECONDS = 0.5
#: First and longest pause before a dead child is started again.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
#: A child that has lived this long has recovered; its next death counts as the first.
HEALTHY_SECONDS = 60.0
#: The web server answers what it has begun, the worker ends its transaction; then they are killed.
PATIENCE_SECONDS = 40.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Child:
    """One supervised process. `environment` is complete but for the `gate` that it waits at while it is closed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    gate: Gate | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0.0
    again_at: float = field(default=0.0)
    #: Group of the processes that a dead child had started itself, until they are ended; else 0.
    _left: int = 0

    def start(self) -> None:
        """Start it under a keeper, so that it cannot outlive us."""
        held = self.gate.descriptor if self.gate else -1
        self.process = subprocess.Popen(
            keeper.watched_command(list(self.command), lock=held),
            env=dict(self.environment) | ({"IRONRIVER_GATE": str(held)} if held >= 0 else {}),
            stdin=subprocess.PIPE,
            pass_fds=[held] if held >= 0 else [],
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops all in order
        )
        self.started = clock.monotonic()
        self.again_at = 0.0

    def look(self) -> None:
        """Start it again if it has died and its pause is over."""
        now = clock.monotonic()
        if self.again_at:
            if self._left:  # half a second was theirs; later the number might be somebody else's
                tell_group(self._left, signal.SIGKILL)
                self._left = 0
            if now >= self.again_at:
                self.start()
            return
        if self.process is None or (code := self.process.poll()) is None:
            return
        self._let_go()
        # A web process without its master would hold the port for half a minute, and the next could not start.
        self._left = self.process.pid if tell_group(self.process.pid, signal.SIGTERM) else 0
        self.deaths = 1 if now - self.started > HEALTHY_SECONDS else self.deaths + 1
        pause = pause_after(self.deaths)
        log.warning("%s ended with code %s; starting it again in %.0f s", self.name, code, pause)
        self.again_at = now + pause

    def stop(self) -> None:
        """Ask it to end, wait, and kill it only after `PATIENCE_SECONDS`."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                log.warning("%s did not end in %.0f s and is killed", self.name, PATIENCE_SECONDS)
                os.killpg(self.process.pid, signal.SIGKILL)  # the keeper, its child, and the child's own
                self.process.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()


def tell_group(group: int, number: signal.Signals) -> bool:
    """Send a process group a signal; return whether anybody was left to get it."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def pause_after(deaths: int) -> float:
    """Return the seconds to wait before start number `deaths` + 1."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (deaths - 1)))


class Supervisor:
    """Owns the engine (unless the settings name another Neo4j) and the children."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started before `run`."""
        self.settings = replace(settings, boot_id=settings.boot_id or secrets.token_hex(16))
        self.engine: Engine | None = None
        self.children: list[Child] = []
        self.stamps: custody.DemoAuthority | None = None
        self.gave_up: IronriverError | None = None
        self.gate: Gate | None = None
        self._stop = threading.Event()

    def run(self, ready: Callable[[], None] = lambda: None) -> int:
        """Start everything, call `ready`, supervise until SIGTERM or SIGINT, stop in order, return 0.

        Raises what keeps the engine or the schema from starting, at first or again after it died and five tries
        failed; nothing is left running then.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stop.set())
        self.settings.check_serving()
        check_web_port(self.settings)
        self.gate = Gate()
        try:
            self._begin_engine()
            self._start_stamps()
            self._start_children()  # they load their modules while the engine boots
            self._await_graph()
            if not self._stop.is_set():
                self.gate.open()
                log.info("schema is this version's; worker and web server go on")
                ready()
            while not self._stop.wait(LOOK_SECONDS):
                self._look()
        finally:
            self.stop()
        if self.gave_up is not None:
            raise self.gave_up
        return 0

    def stop(self) -> None:
        """Stop the children, last started first, then the engine."""
        for child in reversed(self.children):
            child.stop()
            log.info("%s stopped", child.name)
        if self.gate:
            self.gate.close()
        if self.stamps:
            self.stamps.stop()
        if self.engine:
            self.engine.leave()
            log.info("engine stopped")

    def _begin_engine(self) -> None:
        if not self.settings.neo4j_uri:
            self.engine = Engine(spec_for(self.settings))
            self.engine.begin()
            self.settings = replace(
                self.settings,
                neo4j_uri=self.engine.uri,
                neo4j_user="neo4j",
                neo4j_password_file=str(self.engine.home.password_file),
            )

    def _await_graph(self) -> None:
        """Return when the engine answers and the schema is this version's."""
        catalogue = Catalogue.shipped()
        if self.engine:
            self.engine.wait()
            log.info("engine answers")
        address = engine_address(self.settings)
        database = Database.open(address.uri, address.user, address.password)
        try:
            apply_schema(database, catalogue)
        finally:
            database.close()

    def _start_stamps(self) -> None:
        """In demo mode, where no time-stamp authority is named, run one whose certificates say what it is."""
        if self.settings.demo and not self.settings.tsa_urls:
            folder = self.settings.data_dir / "demo-authority"
            self.stamps = custody.DemoAuthority(folder)
            self.stamps.start()
            roots = str(folder / "bundle.pem")
            self.settings = replace(self.settings, tsa_urls=self.stamps.url, tsa_roots=roots)

    def _start_children(self) -> None:
        environment = self.settings.for_child()
        python = (sys.executable, "-m")
        web = (*python, "gunicorn", "--config", "python:ironriver.gunicorn_conf", "ironriver.web.wsgi:app")
        self.children = [
            Child("worker", (*python, "ironriver", "worker"), environment, self.gate),
            # Its workers are forks of a process that has loaded numpy, whose threads would not come along.
            Child("web", web, environment | {"OPENBLAS_NUM_THREADS": "1"}, self.gate),
        ]
        for child in self.children:
            child.start()

    def _look(self) -> None:
        self._look_at_engine()
        for child in self.children:
            child.look()

    def _look_at_engine(self) -> None:
        """Start a dead engine again on the same port: the children's drivers reconnect by themselves."""
        if self.engine is None or not self.engine.has_ended():
            return
        log.warning("the engine ended (code %s); starting it again", self.engine.exit_code())
        self.engine = Engine(replace(self.engine.spec, port=self.engine.port))
        for attempt in range(1, 6):
            try:
                self.engine.start()
            except IronriverError as trouble:
                log.warning("the engine does not start: %s", trouble)
                self.gave_up = trouble
                if self._stop.wait(pause_after(attempt)):
                    self.gave_up = None  # told to stop: that is no failure
                    return
            else:
                self.gave_up = None
                return
        log.error("the engine was tried five times and does not start; stopping everything")
        self._stop.set()


def check_web_port(settings: Settings) -> None:
    """Raise `Conflict` if something listens on the web server's port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as cause:
            raise Conflict(
                Say(
                    en=f"Port {settings.port} is taken: perhaps Ironriver runs already. Stop the other program, or "
                    "choose another port with --port or IRONRIVER_PORT.",
                    es=f"El puerto {settings.port} está ocupado: tal vez Ironriver ya está en marcha. Detenga el "
                    "otro programa o elija otro puerto con --port o IRONRIVER_PORT.",
                ),
                detail=str(cause),
            ) from cause
