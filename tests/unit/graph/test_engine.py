"""The engine as a private child: two starts of a real JVM carry all of these tests, which run in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from ironriver.errors import Conflict
from ironriver.graph.engine import Engine, EngineState, answers_at
from tests.world import CHECKOUT, engine_spec

OWNER = """
import sys, time
from pathlib import Path
from tests.world import engine_spec
from ironriver.graph.engine import Engine
engine = Engine(engine_spec(Path(sys.argv[1]), heap_mb=384, pagecache_mb=32))
engine.start()
print(engine.uri, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engines") / "home"


@pytest.fixture(scope="module")
def owner(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that owns an engine in `home`, as `ironriver run` does."""
    environment = dict(os.environ, PYTHONPATH=f"{CHECKOUT / 'platform'}{os.pathsep}{CHECKOUT}")
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("bolt://127.0.0.1:")
        yield process
        process.kill()


@pytest.fixture
def attached(home: Path, owner: subprocess.Popen[str]) -> Engine:
    engine = Engine(engine_spec(home))
    engine.start()
    return engine


def query(engine: Engine, text: str) -> list[neo4j.Record]:
    with neo4j.GraphDatabase.driver(engine.uri, auth=("neo4j", engine.password)) as driver:
        return driver.execute_query(text).records


def command_lines() -> str:
    """Everything that any user of this machine can read in a process list."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue
    return "\n".join(found)


def wait_for(condition, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_home_that_runs_already_is_attached_to_and_not_owned(attached: Engine) -> None:
    assert not attached.owned
    status = attached.status()
    assert status.state is EngineState.RUNNING
    assert attached.uri == f"bolt://127.0.0.1:{status.port}"


def test_leave_lets_an_attached_engine_run(attached: Engine) -> None:
    attached.leave()
    assert attached.status().state is EngineState.RUNNING
    assert not attached.has_ended()


def test_it_is_neo4j_community_with_opengds(attached: Engine) -> None:
    (record,) = query(attached, "CALL dbms.components() YIELD versions, edition RETURN versions[0], edition")
    assert tuple(record) == ("5.26.30", "community")
    assert query(attached, "RETURN gds.version()")[0][0] == "2.13.9"


def test_the_password_is_private(attached: Engine) -> None:
    assert len(attached.password) >= 24
    assert attached.home.password_file.stat().st_mode & 0o777 == 0o600
    assert attached.password not in command_lines()
    for path in (attached.spec.home / "conf").iterdir():
        assert attached.password not in path.read_text("utf-8")
    assert not (attached.spec.home / "password.arguments").exists()


def test_a_wrong_password_is_refused(attached: Engine) -> None:
    assert not answers_at(attached.port, "not the password")


def test_nothing_listens_beyond_loopback(attached: Engine) -> None:
    listening = Path("/proc/net/tcp").read_text("ascii") + Path("/proc/net/tcp6").read_text("ascii")
    port = f":{attached.port:04X} "
    local = [line.split()[1] for line in listening.splitlines() if port in line and line.split()[3] == "0A"]
    loopback = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}
    assert local
    assert {address.split(":")[0] for address in local} <= loopback


def test_files_and_network_are_closed_to_statements(attached: Engine) -> None:
    for source in ("file:///etc/passwd", "http://127.0.0.1:9/x.csv"):
        with pytest.raises(neo4j.exceptions.Neo4jError):
            query(attached, f"LOAD CSV FROM '{source}' AS row RETURN row")


def test_no_engine_outlives_an_owner_that_was_killed(attached: Engine, owner: subprocess.Popen[str]) -> None:
    keeper = attached.status().pid
    query(attached, "CREATE (:Kept {id: 1})")
    owner.kill()
    assert wait_for(lambda: not attached.home.is_locked())
    assert attached.status().state is EngineState.STOPPED
    assert wait_for(lambda: not Path(f"/proc/{keeper}").exists())
    assert str(attached.spec.home) not in command_lines()
    assert "Stopped." in attached.home.log.read_text("utf-8")  # flushed, not cut off


def test_the_same_home_starts_again_read_only_without_algorithms(home: Path) -> None:
    reader = Engine(engine_spec(home, read_only=True, gds=False, heap_mb=384, pagecache_mb=32))
    reader.start()
    try:
        assert reader.owned
        assert query(reader, "MATCH (n:Kept) RETURN n.id")[0][0] == 1
        with pytest.raises(neo4j.exceptions.Neo4jError):
            query(reader, "CREATE (:Kept {id: 2})")
        with pytest.raises(neo4j.exceptions.Neo4jError):
            query(reader, "RETURN gds.version()")
        assert list((home / "plugins").iterdir()) == []
        os.kill(reader.status().pid, signal.SIGTERM)
        assert wait_for(reader.has_ended)
        assert reader.exit_code() == 0
    finally:
        reader.stop()
    assert reader.status().state is EngineState.STOPPED


def test_a_home_held_by_someone_who_does_not_answer_is_a_clear_conflict(tmp_path: Path) -> None:
    engine = Engine(engine_spec(tmp_path / "home"))
    lock = engine.home.take_lock()
    assert lock is not None
    try:
        with pytest.raises(Conflict) as refusal:
            Engine(engine_spec(tmp_path / "home")).start(patience=0.5)
        assert str(tmp_path) in refusal.value.say.es
        assert engine.status().state is EngineState.STARTING
    finally:
        os.close(lock)


def test_a_taken_port_is_a_clear_conflict_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        engine = Engine(engine_spec(tmp_path / "home", port=other.getsockname()[1]))
        with pytest.raises(Conflict) as refusal:
            engine.start()
    assert "IRONRIVER_ENGINE_PORT" in refusal.value.say.en
    assert "IRONRIVER_ENGINE_PORT" in refusal.value.say.es
    assert engine.status().state is EngineState.STOPPED


def test_stopping_what_does_not_run_does_nothing(tmp_path: Path) -> None:
    assert Engine(engine_spec(tmp_path / "home")).stop() == 0
