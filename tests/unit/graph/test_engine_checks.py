"""What is checked before a start, and how the engine's last words become a sentence."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from ironriver.errors import Conflict, Invalid, Unavailable
from ironriver.graph import engine_checks
from ironriver.graph.engine import engine_address, spec_for
from ironriver.graph.engine_home import EngineHome, Running, configuration, keep_older, new_password
from ironriver.settings import Settings
from tests.world import engine_spec


def test_port_zero_takes_a_free_one() -> None:
    port = engine_checks.choose_port(0)
    assert 1024 < port < 65536


def test_a_free_port_is_kept_and_a_taken_one_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with pytest.raises(Conflict, match=str(port)):
            engine_checks.choose_port(port)
    assert engine_checks.choose_port(port) == port


def test_memory_is_counted_with_what_the_virtual_machine_takes(tmp_path: Path) -> None:
    spec = engine_spec(tmp_path, heap_mb=1000, pagecache_mb=500)
    engine_checks.check_memory(spec, available_mb=1800)
    with pytest.raises(Unavailable) as refusal:
        engine_checks.check_memory(spec, available_mb=1799)
    assert "1800 MB" in refusal.value.say.en
    assert "1799 MB" in refusal.value.say.es


def test_a_heap_that_cannot_work_is_refused_whatever_is_free(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        engine_checks.check_memory(engine_spec(tmp_path, heap_mb=64), available_mb=100_000)
    with pytest.raises(Invalid):
        engine_checks.check_memory(engine_spec(tmp_path, pagecache_mb=1), available_mb=100_000)


def test_available_memory_is_read_from_the_kernel(tmp_path: Path) -> None:
    source = tmp_path / "meminfo"
    source.write_text("MemTotal: 24000000 kB\nMemAvailable:   2048000 kB\n", "ascii")
    assert engine_checks.available_memory_mb(source) == 2000
    assert engine_checks.available_memory_mb(tmp_path / "none") is None


def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory", "ascii")
    with pytest.raises(Unavailable) as refusal:
        engine_checks.check_disk(blocked / "home")
    assert str(blocked) in refusal.value.say.en


def test_a_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_checks, "LEAST_DISK_MB", 2**40)
    with pytest.raises(Unavailable, match="MB are free on the disk"):
        engine_checks.check_disk(tmp_path / "home")


@pytest.mark.parametrize(
    ("words", "kind", "says"),
    [
        ("Caused by: java.net.BindException: Address already in use", Conflict, "Port 7001"),
        ("Lock file has been locked by another process: /x/store_lock", Conflict, "Another process holds"),
        ("Error occurred during initialization of VM\nCould not reserve enough space", Unavailable, "memory"),
        ("Invalid memory configuration - exceeds physical memory.", Unavailable, "memory"),
        ("java.io.IOException: No space left on device", Unavailable, "disk"),
        ("something nobody has seen before", Unavailable, "exit code 3"),
    ],
)
def test_last_words_become_a_sentence(tmp_path: Path, words: str, kind: type, says: str) -> None:
    refusal = engine_checks.explain_exit(engine_spec(tmp_path), 7001, 3, words)
    assert isinstance(refusal, kind)
    assert says in refusal.say.en
    assert refusal.say.es != refusal.say.en


def test_stack_lines_are_left_out_of_the_detail(tmp_path: Path) -> None:
    words = "ERROR Failed\n\tat org.neo4j.X.y(X.java:1)\nlast line"
    detail = engine_checks.explain_exit(engine_spec(tmp_path), 7001, 1, words).detail
    assert "last line" in detail
    assert "X.java" not in detail


def test_configuration_has_one_key_a_line_and_no_comment(tmp_path: Path) -> None:
    lines = configuration(engine_spec(tmp_path), 7001).splitlines()
    keys = [line.split("=", 1)[0] for line in lines]
    assert len(set(keys)) == len(keys)
    assert not any("#" in line or " #" in line for line in lines)
    assert "server.bolt.listen_address=:7001" in lines
    assert "server.http.enabled=false" in lines
    assert "server.databases.default_to_read_only=true" not in lines


def test_one_plan_per_statement_and_further_lines(tmp_path: Path) -> None:
    text = configuration(engine_spec(tmp_path, settings={"dbms.cypher.min_replan_interval": "1h"}), 7001)
    assert "internal.cypher.use_parameter_size=false\n" in text
    assert text.endswith("dbms.cypher.min_replan_interval=1h\n")


def test_a_read_only_home_without_algorithms_allows_next_to_nothing(tmp_path: Path) -> None:
    text = configuration(engine_spec(tmp_path, read_only=True, gds=False), 7001)
    assert "server.databases.default_to_read_only=true" in text
    assert "dbms.security.procedures.allowlist=dbms.components\n" in text
    assert "gds" not in text


def test_the_lock_of_a_home_is_exclusive(tmp_path: Path) -> None:
    first, second = EngineHome(engine_spec(tmp_path)), EngineHome(engine_spec(tmp_path))
    assert not first.is_locked()
    held = first.take_lock()
    assert held is not None
    assert second.take_lock() is None
    assert second.is_locked()


def test_the_note_survives_and_rubbish_is_no_note(tmp_path: Path) -> None:
    home = EngineHome(engine_spec(tmp_path))
    assert home.noted() is None
    home.note(Running(keeper_pid=12, port=7001))
    assert EngineHome(engine_spec(tmp_path)).noted() == Running(keeper_pid=12, port=7001)
    (tmp_path / "engine.json").write_text("{", "ascii")
    assert home.noted() is None
    home.forget()
    home.forget()


def test_settings_describe_the_private_engine(tmp_path: Path) -> None:
    settings = Settings.from_environment({"IRONRIVER_HOME": str(tmp_path), "IRONRIVER_ENGINE_HEAP_MB": "700"})
    spec = spec_for(settings)
    assert spec.home == tmp_path / "data" / "engine"
    assert spec.jars == tmp_path / "cache" / "jars"
    assert (spec.heap_mb, spec.port, spec.gds, spec.read_only) == (700, 17687, True, False)


def test_the_address_of_an_engine_that_does_not_run_says_how_to_start_it(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="ironriver run"):
        engine_address(Settings.from_environment({"IRONRIVER_HOME": str(tmp_path)}))


def test_another_neo4j_is_taken_from_the_settings(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    given = {"IRONRIVER_HOME": str(tmp_path), "IRONRIVER_NEO4J_URI": "neo4j+s://db.example:7687"}
    with pytest.raises(Invalid, match="IRONRIVER_NEO4J_PASSWORD_FILE"):
        engine_address(Settings.from_environment(given))
    secret.write_text("open sesame\n", "utf-8")
    address = engine_address(Settings.from_environment(given | {"IRONRIVER_NEO4J_PASSWORD_FILE": str(secret)}))
    assert (address.uri, address.user, address.password) == ("neo4j+s://db.example:7687", "neo4j", "open sesame")
    assert "sesame" not in repr(address)


def test_no_password_can_be_taken_for_an_option() -> None:
    """One in sixty-four passwords of another alphabet began with a hyphen, and the engine's home was not made."""
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch(r"[0-9a-f]{48}", one) for one in made)


def test_logs_of_earlier_starts_are_kept(tmp_path: Path) -> None:
    log = tmp_path / "console.log"
    keep_older(log)  # nothing there yet
    assert list(tmp_path.iterdir()) == []
    for start in range(8):
        keep_older(log, most=3)
        log.write_text(f"start {start}")
    held = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert held == {
        "console.log": "start 7",
        "console.log.1": "start 6",
        "console.log.2": "start 5",
        "console.log.3": "start 4",
    }
