"""`ironriver import …` and `ironriver jobs …`, run as typed, against the demonstration."""

import json

import pytest

from ironriver import ingest
from ironriver.access import open_access, prepare_demo
from ironriver.cli import imports, run_command
from ironriver.jobs import Jobs
from tests.unit.ingest.files import trace, write_csv


@pytest.fixture
def run(world, monkeypatch, capsys):
    """Type a command as somebody of the demonstration; returns exit code, output and errors."""
    opened = open_access(world.settings, world.ledger, world.ledger.keys)
    prepare_demo(opened)
    opened.close()
    for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir", "neo4j_uri", "neo4j_password_file"):
        monkeypatch.setenv(f"IRONRIVER_{name.upper()}", str(getattr(world.settings, name)))
    monkeypatch.setenv("IRONRIVER_DEMO", "1")
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def typed(*words):
        code = run_command([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return typed


def test_the_parser_offers_every_kind():
    assert imports.KINDS == ingest.KINDS


def test_a_file_is_brought_in_reported_and_listed(run, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1), trace(2, trace_number="")])
    who = ("--as", "ohlsson")
    code, out, err = run(
        "import", "traces", path, *who, "--authority", "agreement", "--rejects", tmp_path / "no.csv"
    )
    assert (code, "Traceback" in err) == (0, False)
    assert "1 added" in out
    assert "line 3 trace_number missing" in out
    assert (tmp_path / "no.csv").read_text().splitlines()[1].startswith("3,trace_number,,missing")
    code, out, _ = run("import", "list", *who)
    batch = out.split()[0]
    assert "closed" in out
    code, out, _ = run("import", "report", batch, *who)
    assert json.loads(out)["added"] == 1
    code, out, _ = run("import", "traces", path, *who, "--authority", "agreement")
    assert "imported before" in out
    code, _, err = run("import", "undo", batch, *who)
    assert code == 1
    assert "closed" in err


def test_refusals_are_sentences(run, tmp_path):
    path = write_csv(tmp_path / "traces.csv", [trace(1)])
    code, _, err = run("import", "traces", path, "--as", "ohlsson", "--authority", "x", "--handling", "secret")
    assert (code, "secret" in err, "Traceback" in err) == (1, True, False)
    code, _, err = run("import", "traces", path, "--as", "auditor", "--authority", "x")
    assert (code, "roles" in err) == (1, True)
    code, _, err = run("import", "dealers", path, "--as", "ohlsson", "--authority", "x")
    assert (code, "as_of" in err) == (1, True)


def test_jobs_are_listed_shown_and_cancelled(run, world):
    job = Jobs(world.settings.data_dir / "jobs.sqlite").submit("import", "actor:1", {"source_id": "source_1"})
    code, out, _ = run("jobs", "list")
    assert (code, job.id in out, "queued" in out) == (0, True, True)
    code, out, _ = run("jobs", "cancel", job.id)
    assert "cancelled" in out
    code, out, _ = run("jobs", "show", job.id)
    assert "cancelled" in out
    code, _, err = run("jobs", "show", "job_0")
    assert (code, "job_0" in err) == (1, True)
