"""The command line's own manners: discovery, exit codes, languages, no tracebacks."""

from __future__ import annotations

import argparse

import pytest

from ironriver import cli
from ironriver.errors import Invalid, Say, Tampered

REFUSAL = Tampered(Say(en="Entry 4 does not hold.", es="La entrada 4 no es válida."), detail="root differs")
FIELDS = Invalid(Say(en="Not so.", es="Así no."), fields={"serial": Say(en="too short", es="muy corto")})


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """Run `ironriver probe` whose body is the given function."""
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))

    def run(body, *words: str) -> int:
        parser = argparse.ArgumentParser()
        parser.add_argument("--debug", action="store_true")
        commands = parser.add_subparsers(required=True)
        commands.add_parser("probe").set_defaults(run=body)
        monkeypatch.setattr(cli, "build_parser", lambda: parser)
        return cli.run_command([*words, "probe"])

    return run


def raiser(error: BaseException):
    def body(_: argparse.Namespace) -> None:
        raise error

    return body


def test_every_module_with_commands_is_found() -> None:
    choices = next(a for a in cli.build_parser()._actions if isinstance(a, argparse._SubParsersAction)).choices
    assert {"engine", "run", "worker"} <= set(choices)


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.run_command(["engine", "explode"])
    assert ending.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_command_gets_settings_and_language(command, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")
    seen = []
    assert command(lambda arguments: seen.append(arguments) or 0) == 0
    assert seen[0].settings.data_dir == tmp_path / "data"
    assert seen[0].language == "es"


def test_the_exit_code_is_the_commands(command) -> None:
    assert command(lambda _: 3) == 3
    assert command(lambda _: None) == 0


@pytest.mark.parametrize(
    ("language", "says"), [("en_US", "Entry 4 does not"), ("es_ES", "La entrada 4 no"), ("C", "Entry 4")]
)
def test_a_refusal_is_one_sentence_in_the_readers_language(command, capsys, monkeypatch, language, says) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert command(raiser(REFUSAL)) == 1
    told = capsys.readouterr()
    assert says in told.err
    assert "(root differs)" in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_each_field_is_named(command, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "es_MX")
    assert command(raiser(FIELDS)) == 1
    assert "  serial: muy corto\n" in capsys.readouterr().err


def test_a_fault_shows_no_traceback_unless_asked(command, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US")
    assert command(raiser(ZeroDivisionError("division by zero"))) == 1
    told = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in told
    assert "--debug" in told
    assert "Traceback" not in told
    with pytest.raises(ZeroDivisionError):
        command(raiser(ZeroDivisionError()), "--debug")


def test_a_fault_without_words_is_told_as_well(command, capsys) -> None:
    assert command(raiser(ValueError())) == 1
    assert "ValueError" in capsys.readouterr().err


def test_a_file_that_cannot_be_used_is_named_and_no_fault(command, capsys, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("LC_ALL", "en_US")
    missing = tmp_path / "nowhere" / "rejects.csv"
    assert command(lambda _: missing.write_text("")) == 1
    told = capsys.readouterr().err
    assert str(missing) in told
    assert "No such file" in told
    assert "--debug" not in told
    with pytest.raises(FileNotFoundError):
        command(lambda _: missing.write_text(""), "--debug")


def test_ctrl_c_ends_quietly(command, capsys) -> None:
    assert command(raiser(KeyboardInterrupt())) == cli.INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_setting_that_does_not_exist_is_refused_before_the_command(command, capsys, monkeypatch) -> None:
    monkeypatch.setenv("IRONRIVER_COLOUR", "red")
    assert command(lambda _: pytest.fail("ran")) == 1
    assert "IRONRIVER_COLOUR" in capsys.readouterr().err


def test_the_engine_commands_refuse_a_foreign_neo4j(capsys, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    monkeypatch.setenv("IRONRIVER_NEO4J_URI", "bolt://db.example:7687")
    assert cli.run_command(["engine", "stop"]) == 1
    assert "IRONRIVER_NEO4J_URI" in capsys.readouterr().err


def test_status_of_nothing_is_stopped(capsys, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    assert cli.run_command(["engine", "status"]) == 1
    assert capsys.readouterr().out.startswith("engine: stopped")
