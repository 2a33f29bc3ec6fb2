"""Supervision with small real children in place of the heavy ones; the whole platform runs in the journeys."""

from __future__ import annotations

import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from inspect import isfunction
from pathlib import Path

import pytest
from gunicorn.config import KNOWN_SETTINGS

from ironriver import supervisor
from ironriver.errors import Conflict, IronriverError, Say
from ironriver.gate import Gate
from ironriver.graph.engine import Engine, spec_for
from ironriver.settings import Settings
from ironriver.supervisor import Child, Supervisor, check_web_port, pause_after

#: Writes its name when it starts and when it is told to stop, so that the order can be read from one file.
SPEAKING = """
import os, signal, sys, time
def note(word):
    with open(sys.argv[1], 'a') as sink:
        sink.write(f'{sys.argv[2]} {word}\\n')
def leave(*_):
    note('ends')
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
note('starts')
time.sleep(600)
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes"
    path.touch()
    return path


@pytest.fixture
def handlers_kept() -> Iterator[None]:
    """A supervisor takes over this process's signals to stop; they are given back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def speaking(notes: Path, name: str) -> Child:
    return Child(name, (sys.executable, "-I", "-c", SPEAKING, str(notes), name), {"PATH": os.defpath})


#: Loads what it needs, then waits at its gate, as the worker and the web server do.
WAITING = """
import os, sys, time
from ironriver.gate import pass_gate
from ironriver.settings import Settings
def note(word):
    with open(sys.argv[1], 'a') as sink:
        sink.write(f'{sys.argv[2]} {word}\\n')
note('waits')
pass_gate(Settings.from_environment().gate)
note('passes')
time.sleep(600)
"""


#: Starts one that waits at its gate, and stays.
OWNING = """
import sys, time
sys.path[:0] = sys.argv[3:]
from pathlib import Path
from ironriver.gate import Gate
from tests.unit.processes.test_supervisor import waiting
gate = Gate()
waiting(Path(sys.argv[1]), sys.argv[2], gate).start()
time.sleep(600)
"""
#: gunicorn's master up to the fork: says what is loaded before it waits, what is left to collect and open after.
LOADING = """
import gc, os, sys
from ironriver import gate, gunicorn_conf
print('begun', flush=True)
pass_gate = gate.pass_gate
def at_gate(held):
    print('ironriver.web.application' in sys.modules, flush=True)
    pass_gate(held)
gate.pass_gate = at_gate
gunicorn_conf.on_starting(None)
held = [f'/proc/self/fd/{number}' for number in os.listdir('/proc/self/fd') if int(number) > 2]
names = (open(f'/proc/self/task/{one}/comm').read().strip() for one in os.listdir('/proc/self/task'))
threads = [name for name in names if name != 'jemalloc_bg_thd']  # pyarrow's allocator knows what a fork is
kept_apart = gc.get_freeze_count() > len(gc.get_objects())  # of objects that stay, the collector goes over few
print(kept_apart, len(threads), *(os.readlink(one) for one in held if os.path.exists(one)))
"""


def waiting(notes: Path, name: str, gate: Gate | None) -> Child:
    environment = {"PATH": os.defpath, "HOME": str(notes.parent), "PYTHONPATH": os.pathsep.join(sys.path)}
    return Child(name, (sys.executable, "-c", WAITING, str(notes), name), environment, gate)


def wait_for(notes: Path, text: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while text not in notes.read_text("ascii"):
        assert time.monotonic() < until, notes.read_text("ascii")
        time.sleep(0.02)


def settings_for(tmp_path: Path, **changes: str) -> Settings:
    given = {f"IRONRIVER_{name.upper()}": value for name, value in changes.items()}
    return Settings.from_environment({"IRONRIVER_HOME": str(tmp_path)} | given)


def test_pauses_double_and_end_at_the_longest() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 4, 5, 6, 20)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_dead_child_is_started_again_after_its_pause(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.2)
    child = speaking(notes, "web")
    child.start()
    wait_for(notes, "web starts\n")
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    child.look()
    assert child.deaths == 1
    assert child.again_at > 0
    time.sleep(0.3)
    child.look()
    wait_for(notes, "web starts\nweb ends\nweb starts\n")
    child.stop()


def test_what_a_dead_child_had_started_ends_with_it(tmp_path: Path) -> None:
    """The web server's master dies: its processes must not hold the port that the next one needs."""
    begin = "import subprocess, sys; subprocess.Popen(['sleep', '600'], stdout=open(sys.argv[1], 'w'))"
    child = Child("web", (sys.executable, "-c", begin, str(tmp_path / "held")), {"PATH": os.defpath})
    child.start()
    assert child.process is not None
    group = child.process.pid
    child.process.wait()
    os.killpg(group, 0)  # somebody of it is left
    child.look()
    until = time.monotonic() + 20
    with pytest.raises(ProcessLookupError):  # noqa: PT012 - it takes the kernel a moment
        while time.monotonic() < until:
            os.killpg(group, 0)
            time.sleep(0.02)


def test_a_child_that_lived_long_starts_counting_anew(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "HEALTHY_SECONDS", -1.0)
    child = Child("web", (sys.executable, "-c", ""), {}, deaths=4)
    child.start()
    assert child.process is not None
    child.process.wait()
    child.look()
    assert child.deaths == 1
    child.stop()


def test_a_child_that_does_not_listen_is_killed_after_patience(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE_SECONDS", 0.3)
    deaf = (
        "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "pathlib.Path(sys.argv[1]).write_text('deaf'); time.sleep(600)"
    )
    child = Child("deaf", (sys.executable, "-c", deaf, str(notes)), {})
    child.start()
    wait_for(notes, "deaf")
    child.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("handlers_kept")
def test_children_stop_in_reverse_order_at_sigterm(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_two(self: Supervisor) -> None:
        self.children = [speaking(notes, "worker"), speaking(notes, "web")]
        for child in self.children:
            child.start()

    monkeypatch.setattr(Supervisor, "_begin_engine", lambda _: None)
    monkeypatch.setattr(Supervisor, "_await_graph", lambda _: None)
    monkeypatch.setattr(Supervisor, "_start_children", start_two)

    def stop_when_up() -> None:
        wait_for(notes, "worker starts")
        wait_for(notes, "web starts")
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_up).start()
    assert Supervisor(settings_for(tmp_path, port="0", demo="1")).run() == 0
    assert notes.read_text("ascii").splitlines()[2:] == ["web ends", "worker ends"]


def test_who_is_started_early_waits_and_who_is_started_again_does_not(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.0)
    gate = Gate()
    children = [waiting(notes, "worker", gate), waiting(notes, "web", gate)]
    for child in children:
        child.start()
    wait_for(notes, "worker waits")
    wait_for(notes, "web waits")
    time.sleep(0.3)
    assert "passes" not in notes.read_text("ascii")
    gate.open()
    gate.open()  # nothing more happens
    wait_for(notes, "worker passes")
    wait_for(notes, "web passes")
    notes.write_text("", "ascii")
    web = children[1]
    assert web.process is not None
    web.process.kill()
    web.process.wait()
    web.look()
    web.look()
    wait_for(notes, "web passes")
    for child in children:
        child.stop()


@pytest.mark.usefixtures("handlers_kept")
def test_an_engine_that_does_not_start_leaves_nobody_waiting(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Children wait while the engine boots; it ends instead: its reason is raised and they are stopped at once."""

    def start_two(self: Supervisor) -> None:
        self.children = [waiting(notes, name, self.gate) for name in ("worker", "web")]
        for child in self.children:
            child.start()
        wait_for(notes, "worker waits")
        wait_for(notes, "web waits")

    def fail(_: Supervisor) -> None:
        raise Conflict(Say(en="it ended", es="terminó"))

    monkeypatch.setattr(Supervisor, "_begin_engine", lambda _: None)
    monkeypatch.setattr(Supervisor, "_start_children", start_two)
    monkeypatch.setattr(Supervisor, "_await_graph", fail)
    begun = time.monotonic()
    running = Supervisor(settings_for(tmp_path, port="0", demo="1"))
    with pytest.raises(Conflict, match="it ended"):
        running.run()
    assert time.monotonic() - begun < 30
    assert [child.process and child.process.returncode for child in running.children] == [143, 143]
    assert "passes" not in notes.read_text("ascii")


def test_nobody_goes_on_to_work_for_an_owner_that_is_gone(notes: Path) -> None:
    """Who waits sees the pipe end with nothing in it, and leaves before it opens anything."""
    gate = Gate()
    held = gate.descriptor
    child = waiting(notes, "web", None)
    environment = {**child.environment, "IRONRIVER_GATE": str(held)}
    with subprocess.Popen(child.command, env=environment, pass_fds=[held]) as running:  # no keeper ends it
        wait_for(notes, "web waits")
        gate.close()
        assert running.wait(20) == 143
    assert "passes" not in notes.read_text("ascii")


def test_who_waits_at_a_gate_ends_with_its_owner(notes: Path) -> None:
    """Killed outright, as for want of memory: nobody is left that holds a lock."""
    with subprocess.Popen([sys.executable, "-c", OWNING, str(notes), "web", *sys.path]) as running:
        wait_for(notes, "web waits")
        keeper = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text("ascii").split()[0]
        (held,) = Path(f"/proc/{keeper}/task/{keeper}/children").read_text("ascii").split()
        running.kill()
        running.wait()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{one}").exists() for one in (keeper, held)):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert "passes" not in notes.read_text("ascii")


@pytest.mark.usefixtures("handlers_kept")
def test_who_is_told_to_stop_while_the_engine_boots_lets_nobody_in(
    tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_one(self: Supervisor) -> None:
        self.children = [waiting(notes, "web", self.gate)]
        self.children[0].start()

    def stopped_meanwhile(_: Supervisor) -> None:
        wait_for(notes, "web waits")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Supervisor, "_begin_engine", lambda _: None)
    monkeypatch.setattr(Supervisor, "_start_children", start_one)
    monkeypatch.setattr(Supervisor, "_await_graph", stopped_meanwhile)
    running = Supervisor(settings_for(tmp_path, port="0", demo="1"))
    assert running.run(lambda: pytest.fail("it was said to have started")) == 0
    assert "passes" not in notes.read_text("ascii")


def test_a_taken_port_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings = settings_for(tmp_path, port=str(other.getsockname()[1]), demo="1")
        with pytest.raises(Conflict, match="--port"):
            Supervisor(settings).run()
        with pytest.raises(Conflict):
            check_web_port(settings)
    assert list(tmp_path.iterdir()) == []


def test_children_get_every_setting_and_a_boot_id(tmp_path: Path) -> None:
    settings = replace(settings_for(tmp_path, demo="1", neo4j_uri="bolt://x:1"), boot_id="b00t")
    environment = settings.for_child(engine_port="7")
    assert environment["IRONRIVER_BOOT_ID"] == "b00t"
    assert environment["IRONRIVER_DEMO"] == "1"
    assert environment["IRONRIVER_TLS"] == "0"
    given = {name: value for name, value in environment.items() if name.startswith("IRONRIVER_")}
    assert Settings.from_environment(given) == replace(settings, engine_port=7)
    assert "IRONRIVER_HOME" not in environment


def test_each_boot_has_an_id_of_its_own(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    first, second = Supervisor(settings).settings.boot_id, Supervisor(settings).settings.boot_id
    assert len(first) == 32
    assert first != second


def test_gunicorns_configuration_follows_the_settings(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, host="127.0.0.1", port="8123", web_threads="3")
    code = "from ironriver.gunicorn_conf import *; print(bind, worker_class, threads, control_socket_disable)"
    environment = settings.for_child(pythonpath="") | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("IRONRIVER_PYTHONPATH")
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["127.0.0.1:8123", "gthread", "3", "True"]


def test_gunicorn_knows_what_its_configuration_defines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook that gunicorn does not know would be passed over in silence."""
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    told = runpy.run_module("ironriver.gunicorn_conf")
    hooks = {name for name, value in told.items() if isfunction(value) and not name.startswith("_")}
    assert hooks == {"on_starting", "post_worker_init"}
    assert hooks <= {setting.name for setting in KNOWN_SETTINGS}


def test_what_the_web_server_loads_before_the_fork_opens_nothing(tmp_path: Path) -> None:
    """Modules and statements are there before the gate opens; no socket, no file and no thread would be lost."""
    gate = Gate()
    held = gate.descriptor
    environment = settings_for(tmp_path, demo="1").for_child(gate=str(held))
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", LOADING]
    with subprocess.Popen(command, env=environment, pass_fds=[held], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert [running.stdout.readline().strip() for _ in range(2)] == ["begun", "True"]
        time.sleep(0.3)
        assert running.poll() is None
        gate.open()
        assert running.stdout.read().split() == ["True", "1"]


@pytest.mark.usefixtures("handlers_kept")
def test_an_engine_that_does_not_come_back_ends_the_run_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start_dead(self: Supervisor) -> None:
        self.engine = Engine(spec_for(self.settings))  # never started: to the supervisor, one that died

    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(Supervisor, "_begin_engine", start_dead)
    monkeypatch.setattr(Supervisor, "_await_graph", lambda _: None)
    monkeypatch.setattr(Supervisor, "_start_stamps", lambda _: None)
    monkeypatch.setattr(Supervisor, "_start_children", lambda _: None)
    with pytest.raises(IronriverError):  # there are no jars
        Supervisor(settings_for(tmp_path, port="0", demo="1")).run()
