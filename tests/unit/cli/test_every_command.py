"""All commands from the parser: each has help, a body and sane usage; without a deployment they refuse in words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ironriver import __version__, cli, ingest
from ironriver.cli import accounts, imports
from ironriver.cli.ledger import BESIDE_HEAP_MB
from ironriver.errors import Invalid
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp
from tests.world import cleared_actor


def commands(
    parser: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Yield every command that can be typed, with its parser."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield path, parser
    for action in below:
        for name, child in action.choices.items():
            yield from commands(child, (*path, name))


ALL = dict(commands(cli.build_parser()))
each = pytest.mark.parametrize("path", ALL, ids=" ".join)


def required(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in parser._actions if action.required]


@each
def test_every_command_has_a_body(path: tuple[str, ...]) -> None:
    assert callable(ALL[path].get_default("run"))


@each
def test_every_command_explains_itself_and_its_options(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.run_command([*path, "--help"])
    assert ending.value.code == 0
    assert f"ironriver {' '.join(path)}" in capsys.readouterr().out


@each
def test_an_unknown_option_ends_with_two_and_usage(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.run_command([*path, "--no-such-option"])
    assert ending.value.code == 2
    said = capsys.readouterr()
    assert "usage:" in said.err
    assert said.out == ""


@pytest.mark.parametrize("path", [path for path, parser in ALL.items() if required(parser)], ids=" ".join)
def test_what_is_required_is_asked_for_by_name(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.run_command(list(path))
    assert ending.value.code == 2
    said = capsys.readouterr().err
    for action in required(ALL[path]):
        name = action.option_strings[0] if action.option_strings else (action.metavar or action.dest)
        assert str(name) in said


@pytest.mark.parametrize("words", [[], ["--version", "extra"], ["fly"], ["accounts"], ["import"], ["seed", "grow"]])
def test_wrong_words_never_run_anything(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        cli.run_command(words)
    assert ending.value.code in (0, 2)
    assert ending.value.code == 2 or __version__ in capsys.readouterr().out


def test_dangerous_things_have_no_short_form_and_no_abbreviation_of_a_password() -> None:
    for path, parser in ALL.items():
        for action in parser._actions:
            assert not any("password" in option and "file" not in option for option in action.option_strings), path


#: Commands that only look or change something in a deployment that must run already.
NEEDS_ENGINE = [
    (["accounts", "list"], {}),
    (["ledger", "verify"], {}),
    (["ledger", "checkpoint"], {}),
    (["import", "list"], {}),
    (["sign-out"], {}),
    (["import", "undo", "batch_x"], {}),
]


@pytest.mark.parametrize("words", [words for words, _ in NEEDS_ENGINE], ids=" ".join)
@pytest.mark.parametrize("language", ["en_US.UTF-8", "es_MX.UTF-8"])
def test_without_an_engine_a_command_ends_with_one_and_a_sentence(
    words: list[str],
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("IRONRIVER_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", language)
    assert cli.run_command(words) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err.strip()
    spanish = any(word in said.err.casefold() for word in (" el ", " la ", " no ", " motor", "inicie"))
    assert spanish is language.startswith("es")


# ---- import ---------------------------------------------------------------------------------------------------


@pytest.fixture
def parsed() -> Callable[..., argparse.Namespace]:
    def go(*words: str) -> argparse.Namespace:
        return cli.build_parser().parse_args(["import", "traces", "f.csv", "--authority", "MOU 1", *words])

    return go


def test_the_parser_offers_the_kinds_that_can_be_imported() -> None:
    assert set(imports.KINDS) == set(ingest.KINDS)


def test_markings_are_the_kinds_own_unless_said_otherwise(parsed: Callable[..., argparse.Namespace]) -> None:
    actor = cleared_actor()
    usual = ingest.default_marking(actor, "traces")
    assert imports._marking(parsed(), actor) == usual
    changed = imports._marking(parsed("--holding", "case:1", "--tlp", "4", "--handling", "orcon, tiahrt"), actor)
    assert (changed.holding, changed.tlp, changed.handling) == ("case:1", Tlp.RED, "orcon,tiahrt")


def test_tlp_zero_and_no_codes_are_choices_and_not_defaults(parsed: Callable[..., argparse.Namespace]) -> None:
    chosen = imports._marking(parsed("--tlp", "0", "--handling", ""), cleared_actor())
    assert (chosen.tlp, chosen.handling) == (Tlp.CLEAR, "")


@pytest.mark.parametrize("codes", ["secret", "tiahrt,secret", "TIAHRT", "tiahrt;orcon"])
def test_a_code_that_does_not_exist_is_named(parsed: Callable[..., argparse.Namespace], codes: str) -> None:
    with pytest.raises(Invalid) as caught:
        imports._marking(parsed("--handling", codes), cleared_actor())
    assert set(caught.value.fields) == {"handling"}
    assert all(code in caught.value.say.es for code in Handling)


@pytest.mark.parametrize("tlp", ["-1", "5", "red", ""])
def test_a_level_outside_the_protocol_is_wrong_usage(parsed: Callable[..., argparse.Namespace], tlp: str) -> None:
    with pytest.raises(SystemExit) as ending:
        parsed("--tlp", tlp)
    assert ending.value.code == 2


# ---- accounts -------------------------------------------------------------------------------------------------


def options(path: tuple[str, ...], name: str) -> argparse.Action:
    return next(action for action in ALL[path]._actions if name in action.option_strings)


def test_nobody_is_made_the_system() -> None:
    choices = set(options(("accounts", "add"), "--role").choices or ())
    assert choices == {role.value for role in Role} - {Role.SYSTEM.value}
    assert set(accounts._PEOPLES_ROLES) == choices


def test_a_new_account_sees_no_more_than_is_said() -> None:
    given = cli.build_parser().parse_args(
        ["accounts", "add", "x", "--name", "X", "--agency", "us-tpd", "--role", "analyst"]
    )
    assert (given.holding, given.handling, given.tlp, given.speaks) == ([], [], int(Tlp.AMBER), "en")


def test_lists_are_not_shared_between_two_commands() -> None:
    """argparse appends to the default list itself if it is not copied: the second person would get the first's."""
    words = ["accounts", "add", "x", "--name", "X", "--agency", "a", "--role", "analyst"]
    cli.build_parser().parse_args([*words, "--holding", "mx-fge-son", "--handling", "orcon"])
    second = cli.build_parser().parse_args(words)
    assert (second.holding, second.handling, second.role) == ([], [], ["analyst"])


def test_the_engine_beside_is_smaller_than_the_platforms_own() -> None:
    from ironriver.settings import Settings

    assert Settings.__dataclass_fields__["engine_heap_mb"].default > BESIDE_HEAP_MB
