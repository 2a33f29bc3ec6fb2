"""`ironriver jobs …` as typed: lines, exit codes, both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ironriver import cli
from ironriver.errors import Say
from ironriver.jobs import Job, Jobs, State

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path / "data" / "jobs.sqlite")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `ironriver jobs <words>`; return exit code, output, errors."""
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))

    def go(*words: str, language: str = "en_US.UTF-8") -> tuple[int, str, str]:
        monkeypatch.setenv("LC_ALL", language)
        code = cli.run_command(["jobs", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def running(jobs: Jobs, done: int = 1234, total: int = 20000) -> Job:
    job = jobs.submit("import", "actor:1", {})
    jobs.claim("w")
    jobs.record_progress(job.id, done, total, Say(en="Reading rows", es="Leyendo filas"))
    return jobs.get(job.id)


def test_an_empty_queue_lists_nothing(run: Run) -> None:
    assert run("list") == (0, "", "")


def test_each_job_is_one_line_newest_first(run: Run, jobs: Jobs) -> None:
    first = running(jobs)
    second = jobs.submit("undo", "actor:2", {})
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()] == [
        [second.id, "queued", "undo"],
        [first.id, "running", "import"],
    ]
    assert out.splitlines()[1].split()[3:] == ["1,234/20,000", "Reading", "rows"]
    assert not any(line != line.rstrip() for line in out.splitlines())


def test_progress_is_said_in_the_readers_language(run: Run, jobs: Jobs) -> None:
    running(jobs)
    assert "Leyendo filas" in run("list", language="es_MX.UTF-8")[1]


@pytest.mark.parametrize(("done", "total", "shown"), [(0, 0, ""), (7, 0, "7"), (0, 9, "0/9"), (9, 9, "9/9")])
def test_an_unknown_amount_is_not_made_up(run: Run, jobs: Jobs, done: int, total: int, shown: str) -> None:
    job = running(jobs, done, total)
    line = run("show", job.id)[1].splitlines()[0]
    assert line.split()[3:] == [*([shown] if shown else []), "Reading", "rows"]


def test_show_gives_times_and_the_result(run: Run, jobs: Jobs) -> None:
    job = running(jobs)
    jobs.finish(job.id, State.DONE, result={"rows": 3, "file": "año.csv"}, error=None)
    code, out, _ = run("show", job.id)
    assert code == 0
    ended = jobs.get(job.id)
    assert out.splitlines()[1].split() == [ended.submitted, ended.started, ended.ended]
    assert json.loads(out[out.index("{") :]) == {"rows": 3, "file": "año.csv"}


@pytest.mark.parametrize(("language", "says"), [("en_US.UTF-8", "Too wide."), ("es_MX.UTF-8", "Demasiado ancho.")])
def test_show_tells_why_it_failed(run: Run, jobs: Jobs, language: str, says: str) -> None:
    job = running(jobs)
    jobs.finish(job.id, State.FAILED, result=None, error=Say(en="Too wide.", es="Demasiado ancho."))
    assert f"  {says}\n" in run("show", job.id, language=language)[1]


def test_cancel_says_what_became_of_it(run: Run, jobs: Jobs) -> None:
    queued, under_way = jobs.submit("a", "x", {}), None
    assert "cancelled" in run("cancel", queued.id)[1]
    under_way = running(jobs)
    assert "running" in run("cancel", under_way.id)[1]
    assert jobs.get(under_way.id).cancel_asked


@pytest.mark.parametrize("action", ["show", "cancel"])
@pytest.mark.parametrize(
    ("language", "says"), [("en_US", "There is no job job_x"), ("es_MX", "No existe el trabajo")]
)
def test_an_unknown_job_ends_with_one_and_a_sentence(run: Run, action: str, language: str, says: str) -> None:
    code, out, err = run(action, "job_x", language=language)
    assert (code, out) == (1, "")
    assert says in err
    assert "ironriver jobs list" in err


@pytest.mark.parametrize("words", [(), ("show",), ("explode",), ("list", "extra")])
def test_wrong_usage_ends_with_two(run: Run, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ending:
        run(*words)
    assert ending.value.code == 2
