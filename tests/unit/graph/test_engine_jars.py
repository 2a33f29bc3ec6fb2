"""Fetching by lock, from a real little web server that can stall, lie and go on in the middle."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from ironriver.cli import run_command
from ironriver.errors import Invalid, Unavailable
from ironriver.graph import engine_jars
from ironriver.graph.engine_jars import Jar

CONTENT = {f"org/example/part{n}/1.0/part{n}-1.0.jar": bytes([n]) * (3000 + n) for n in range(5)}


class Repository(BaseHTTPRequestHandler):
    """A Maven repository of five jars. `cut` sends only so many bytes, once; `lies` sends other bytes."""

    asked: ClassVar[list[tuple[str, str]]] = []
    cut: ClassVar[dict[str, int]] = {}
    lies: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        path = self.path.removeprefix("/maven/")
        span = self.headers.get("Range", "")
        self.asked.append((path, span))
        if path not in CONTENT:
            self.send_error(404)
            return
        body = b"x" * len(CONTENT[path]) if path in self.lies else CONTENT[path]
        start = int(re.fullmatch(r"bytes=(\d+)-", span)[1]) if span else 0
        self.send_response(206 if span else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : self.cut.pop(path, len(body))])

    def log_message(self, *_: Any) -> None:
        """Keep the test output clean."""


@pytest.fixture
def repository() -> Iterator[str]:
    Repository.asked.clear()
    Repository.cut.clear()
    Repository.lies.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Repository) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/maven"
        server.shutdown()
        thread.join()


@pytest.fixture
def jars(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Jar, ...]:
    """A lock of five jars in place of the real one, and no pauses between tries."""
    lines = []
    for n, (_, content) in enumerate(CONTENT.items()):
        digest = hashlib.sha256(content).hexdigest()
        lines.append(f"org.example:part{n}:1.0 {digest} {len(content)} {'plugins' if n == 4 else 'lib'}\n")
    lock = tmp_path / "engine.lock"
    lock.write_text("# a lock\n" + "".join(lines), "utf-8")
    monkeypatch.setattr(engine_jars, "lock_file", lambda: lock)
    monkeypatch.setattr(engine_jars.clock, "sleep", lambda _: None)
    return engine_jars.read_lock()


def test_the_shipped_lock_names_the_server_and_the_algorithms() -> None:
    jars = engine_jars.read_lock()
    assert len(jars) == 343
    assert {jar.folder for jar in jars if jar.coordinates.startswith("org.neo4j.gds:")} == {"plugins"}
    assert sum(jar.folder == "plugins" for jar in jars) == 114
    assert len({jar.name for jar in jars}) == len(jars)
    assert any(jar.coordinates == "org.neo4j:neo4j:5.26.30" for jar in jars)


def test_a_classifier_is_part_of_name_and_address() -> None:
    jar = Jar(coordinates="io.netty:native:4.1:linux-x86_64", sha256="0" * 64, size=1, folder="lib")
    assert jar.name == "native-4.1-linux-x86_64.jar"
    assert jar.address == "io/netty/native/4.1/native-4.1-linux-x86_64.jar"


@pytest.mark.parametrize("rest", ["abc 12 lib", "0" * 64 + " x lib", "0" * 64 + " 1 bin"])
def test_a_damaged_lock_is_refused_by_line(tmp_path: Path, rest: str) -> None:
    lock = tmp_path / "engine.lock"
    lock.write_text(f"# fine\na:b:1 {rest}\n", "utf-8")
    with pytest.raises(Invalid, match="line 2"):
        engine_jars.read_lock(lock)


def test_everything_missing_is_fetched_once(repository: str, jars: tuple[Jar, ...], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    cache = tmp_path / "jars"
    assert engine_jars.fetch(cache, base=repository, tell=lambda done, total: told.append((done, total))) == 5
    assert engine_jars.missing_jars(cache) == []
    total = sum(jar.size for jar in jars)
    assert told[-1] == (total, total)
    assert engine_jars.fetch(cache, base=repository) == 0
    assert len(Repository.asked) == 5
    assert sorted(path.suffix for path in cache.iterdir()) == [".jar"] * 5


def test_a_cut_download_goes_on_where_it_stopped(repository: str, jars: tuple[Jar, ...], tmp_path: Path) -> None:
    Repository.cut[jars[2].address] = 1000
    assert engine_jars.fetch(tmp_path / "jars", base=repository) == 5
    assert (jars[2].address, "bytes=1000-") in Repository.asked
    assert jars[2].kept_at(tmp_path / "jars").read_bytes() == CONTENT[jars[2].address]


def test_a_part_left_by_an_earlier_run_is_continued(repository: str, jars: tuple[Jar, ...], tmp_path: Path) -> None:
    cache = tmp_path / "jars"
    cache.mkdir()
    (cache / f"{jars[0].sha256}.part").write_bytes(CONTENT[jars[0].address][:700])
    engine_jars.fetch(cache, base=repository)
    assert (jars[0].address, "bytes=700-") in Repository.asked


def test_a_foreign_beginning_is_noticed_and_fetched_anew(
    repository: str, jars: tuple[Jar, ...], tmp_path: Path
) -> None:
    cache = tmp_path / "jars"
    cache.mkdir()
    (cache / f"{jars[0].sha256}.part").write_bytes(b"z" * 700)
    engine_jars.fetch(cache, base=repository)
    assert jars[0].kept_at(cache).read_bytes() == CONTENT[jars[0].address]


def test_other_bytes_than_the_lock_names_are_never_kept(
    repository: str, jars: tuple[Jar, ...], tmp_path: Path
) -> None:
    Repository.lies.add(jars[1].address)
    with pytest.raises(Unavailable, match="sha256") as refusal:
        engine_jars.fetch(tmp_path / "jars", base=repository)
    assert jars[1].name in refusal.value.say.es
    assert not jars[1].kept_at(tmp_path / "jars").exists()
    assert not (tmp_path / "jars" / f"{jars[1].sha256}.part").exists()


def test_a_repository_that_is_not_there_says_what_to_do(jars: tuple[Jar, ...], tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="IRONRIVER_MAVEN_URL"):
        engine_jars.fetch(tmp_path / "jars", base="http://127.0.0.1:9/")


def test_the_public_address_comes_from_a_package_and_a_setting_overrides_it() -> None:
    assert re.fullmatch(r"https://.+/", engine_jars.maven_address())
    assert engine_jars.maven_address("http://mirror.example/maven") == "http://mirror.example/maven/"


def test_a_home_links_exactly_the_locks_jars(repository: str, jars: tuple[Jar, ...], tmp_path: Path) -> None:
    cache, home = tmp_path / "jars", tmp_path / "home"
    engine_jars.fetch(cache, base=repository)
    (home / "lib").mkdir(parents=True)
    (home / "lib" / "old-0.9.jar").write_bytes(b"left by an older version")
    engine_jars.lay_out(home, cache, gds=True)
    assert sorted(path.name for path in (home / "lib").iterdir()) == [f"part{n}-1.0.jar" for n in range(4)]
    assert (home / "plugins" / "part4-1.0.jar").read_bytes() == CONTENT[jars[4].address]
    engine_jars.lay_out(home, cache, gds=False)
    assert list((home / "plugins").iterdir()) == []


def test_a_home_without_its_jars_says_how_to_fetch_them(jars: tuple[Jar, ...], tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="ironriver engine fetch") as refusal:
        engine_jars.lay_out(tmp_path / "home", tmp_path / "jars", gds=True)
    assert refusal.value.say.en.startswith("5 ")


def test_the_command_says_what_was_done_and_which_java_runs_it(
    repository: str, jars: tuple[Jar, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    monkeypatch.setenv("IRONRIVER_MAVEN_URL", repository)
    assert run_command(["engine", "fetch", "--offline"]) == 1
    assert "ironriver engine fetch" in capsys.readouterr().err
    assert run_command(["engine", "fetch"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("engine: 5 jars fetched in")
    assert re.fullmatch(r"engine: Java (17|21) at \S+", second)
    assert run_command(["engine", "fetch", "--offline"]) == 0
    assert capsys.readouterr().out.startswith("engine: all jars are here")
