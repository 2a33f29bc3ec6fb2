"""The steps of `dev.py` that can be tried without a bare machine; the whole is tried in a fresh clone by hand."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


def load(name: str) -> ModuleType:
    """Import a script of `deploy/`, which is not a package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def steps() -> ModuleType:
    return load("steps")


@pytest.fixture(scope="module")
def dev(steps: ModuleType) -> ModuleType:
    return load("dev")


@pytest.fixture
def lock_maker() -> ModuleType:
    return load("make_engine_lock")


def test_the_scripts_need_nothing_but_python() -> None:
    """`-S` leaves out every installed package."""
    code = "import sys; sys.path.insert(0, 'deploy'); import dev, steps, make_engine_lock"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=ROOT, check=True)


def test_a_digest_sees_names_and_bytes(steps: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.ts").write_text("1", "utf-8")
    first = steps.digest(folder)
    assert steps.digest(folder) == first
    (folder / "a.ts").rename(folder / "b.ts")
    second = steps.digest(folder)
    (folder / "b.ts").write_text("2", "utf-8")
    assert len({first, second, steps.digest(folder)}) == 3


def test_a_stamp_holds_for_one_input_only(steps: ModuleType, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    assert not steps.is_stamped(stamp, "x")
    stamp.write_text("x", "utf-8")
    assert steps.is_stamped(stamp, "x")
    assert not steps.is_stamped(stamp, "y")


def test_caches_stay_in_the_checkout(steps: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_CACHE_DIR", "/elsewhere")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("IRONRIVER_HOME", raising=False)
    environment = steps.environment()
    assert not {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"} & environment.keys()
    for name in ("PIP_CACHE_DIR", "npm_config_cache", "IRONRIVER_HOME"):
        assert environment[name].startswith(str(ROOT))


def test_a_home_that_was_chosen_is_kept(steps: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    assert steps.environment()["IRONRIVER_HOME"] == str(tmp_path)


def test_the_checkouts_command_speaks_of_what_run_serves(steps: ModuleType, tmp_path: Path) -> None:
    """Without this, `ironriver ledger verify` would look at (and make keys in) the person's home directory."""
    script = tmp_path / "ironriver"
    script.write_text(steps.command_script().partition("from ironriver")[0] + "print(os.environ['IRONRIVER_HOME'])")
    for given, expected in (({}, str(steps.HOME)), ({"IRONRIVER_HOME": "/chosen"}, "/chosen")):
        told = subprocess.run([sys.executable, script], env=given, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == expected


def test_a_failing_step_says_what_to_do(steps: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "import sys; print('its own words'); sys.exit(3)"]
    with pytest.raises(SystemExit) as ending:
        steps.run(command, why="Free some disk space and try again.")
    assert ending.value.code == 1
    told = capsys.readouterr().err
    assert "its own words" in told
    assert "Free some disk space" in told
    with pytest.raises(SystemExit):
        steps.run(["/nowhere/at-all"], why="Install it.")


def test_each_step_is_printed_with_its_time(steps: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with steps.step("engine") as words:
        words += ["343 jars", "Java 17"]
    assert "engine: 343 jars, Java 17 [0.0 s]" in capsys.readouterr().out


def test_without_root_the_one_line_is_printed(
    steps: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(steps, "CHROMIUM_NAMES", ("no-such-browser",))
    monkeypatch.delenv("CI", raising=False)
    steps.ensure_chromium(offline=False)
    told = capsys.readouterr().out
    assert "apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core" in told
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        steps.ensure_chromium(offline=False)


def test_a_machine_without_venv_is_told_the_line(
    steps: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(steps, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(steps, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(steps, "succeeds", lambda *_: False)
    monkeypatch.setattr(steps.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        steps.ensure_venv(offline=False)
    assert "apt-get install -y --no-install-recommends python3-venv" in capsys.readouterr().err


def test_offline_refuses_what_would_need_the_network(steps: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        steps.pip_install(ROOT / "deploy" / "requirements.txt", offline=True)
    assert "--offline" in capsys.readouterr().err


def test_the_node_wheel_has_hashes_in_the_developers_lock(steps: ModuleType) -> None:
    assert "--hash=sha256:" in steps.node_lock()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["run"], {"command": "run", "port": 8400, "offline": False, "no_browser": False, "rest": []}),
        (["run", "--port", "9000", "--no-browser"], {"port": 9000, "no_browser": True}),
        (["test", "--all", "--offline"], {"all": True, "offline": True}),
        (["test", "--", "-k", "ledger", "--all"], {"all": False, "rest": ["-k", "ledger", "--all"]}),
    ],
)
def test_the_command_line(dev: ModuleType, words: list[str], expected: dict[str, object]) -> None:
    found = vars(dev.parse(words))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("===== 12 passed in 3.21s =====", "12 passed"),
        ("= 1 failed, 3 passed, 2 skipped in 70.00s (0:01:10) =", "1 failed, 3 passed, 2 skipped"),
        ("no tests ran in 0.01s", "no tests ran in 0.01s"),
    ],
)  # fmt: skip
def test_the_closing_line_is_the_count(dev: ModuleType, line: str, count: str) -> None:
    assert dev.closing_line(line) == count


def test_on_two_cores_the_suite_runs_in_two_lanes_by_file(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.os, "cpu_count", lambda: 2)
    assert dev.lanes() == ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
    monkeypatch.setattr(dev.os, "cpu_count", lambda: 1)
    assert dev.lanes() == []


def test_output_is_shown_as_it_comes_and_its_last_line_kept(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    code, last = dev.stream([sys.executable, "-c", "print('one'); print('two'); print(); raise SystemExit(4)"])
    assert (code, last) == (4, "two")
    assert capsys.readouterr().out == "one\ntwo\n\n"


def test_a_lock_is_made_from_a_maven_repository(lock_maker: ModuleType, tmp_path: Path) -> None:
    for place, content in (("org/neo4j/gds/proc/2.0/proc-2.0.jar", b"a"), ("io/x/nat/1/nat-1-linux.jar", b"bc")):
        jar = tmp_path / place
        jar.parent.mkdir(parents=True)
        jar.write_bytes(content)
    lines = [line.split() for line in lock_maker.lock_lines(tmp_path)]
    assert [(line[0], line[2], line[3]) for line in lines] == [
        ("io.x:nat:1:linux", "2", "lib"),
        ("org.neo4j.gds:proc:2.0", "1", "plugins"),
    ]


def test_a_taken_port_is_refused(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit):
            dev.check_port(port)
    told = capsys.readouterr().err
    assert f"Port {port} is taken" in told
    assert f"--port {port + 1}" in told
    dev.check_port(port)
