"""`ironriver accounts …`, `sign-in`, `sign-out`, run as typed, against the real platform."""

from __future__ import annotations

import io
from collections.abc import Callable

import pyotp
import pytest

from ironriver import clock
from ironriver.cli import run_command
from ironriver.ledger import Ledger
from tests.world import World

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with lines typed in; return exit code, output, errors."""
    settings = world.settings
    for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir", "neo4j_uri", "neo4j_password_file"):
        monkeypatch.setenv(f"IRONRIVER_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)

    def go(*words: str, typed: tuple[str, ...] = (), demo: bool = True) -> tuple[int, str, str]:
        monkeypatch.setenv("IRONRIVER_DEMO", "1" if demo else "0")
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in typed)))
        capsys.readouterr()
        code = run_command(list(words))
        out = capsys.readouterr()
        return code, out.out, out.err

    return go


def last(text: str) -> str:
    return text.split(": ", 1)[1].splitlines()[0]


def test_demo_prints_the_sign_ins(run: Run) -> None:
    code, out, err = run("accounts", "demo")
    assert (code, err) == (0, "")
    for word in ("marchetti", "tamayo", "mx-fge-son", "rivers-of-iron", "administrator"):
        assert word in out
    code, out, err = run("accounts", "demo", demo=False)
    assert code == 1
    assert "demo mode only" in err


def test_in_demo_mode_a_login_suffices_and_rights_decide(run: Run) -> None:
    run("accounts", "demo")
    code, out, _ = run("accounts", "list", "--as", "admin")
    assert code == 0
    assert "whitfield" in out
    code, _, err = run("accounts", "list", "--as", "marchetti")
    assert code == 1
    assert "roles do not include" in err
    code, _, err = run("accounts", "list", "--as", "nobody")
    assert code == 1
    code, out, _ = run("accounts", "disable", "marchetti", "--as", "admin", typed=("left the agency",))
    assert "Disabled; 0 sessions ended." in out
    code, out, _ = run("accounts", "list", "--as", "admin")
    assert "disabled" in out
    assert run("accounts", "enable", "marchetti", "--as", "admin")[0] == 0
    assert run("accounts", "unlock", "marchetti", "--as", "admin")[0] == 0


def test_tokens_are_printed_once(run: Run) -> None:
    run("accounts", "demo")
    words = ("accounts", "token", "--as", "marchetti", "--name", "script")
    code, out, _ = run(*words, "--may", "search_firearm")
    assert code == 0
    assert out.startswith("irt_")
    code, _, err = run(*words, "--may", "manage_accounts")
    assert code == 1
    assert "roles do not include" in err


def test_a_real_deployment_begins_with_a_one_time_code(run: Run, world: World) -> None:
    first = ("accounts", "first", "--agency", "us-tpd")
    code, out, _ = run(*first, demo=False)
    assert code == 0
    one_time = last(out)
    # The authenticator's secret stands in the output; its code is typed in a second run, as a person would.
    code, out, err = run(
        "accounts", "claim", typed=("admin", one_time, "four unrelated words here", ""), demo=False
    )
    assert code == 1
    assert "does not fit" in err
    secret = pyotp.parse_uri(next(line.strip() for line in out.splitlines() if "otpauth://" in line)).secret
    assert len(secret) == 32
    code, _, err = run("sign-in", typed=("admin", "four unrelated words here", ""), demo=False)
    assert code == 1
    assert "not accepted" in err
    assert run("accounts", "list", demo=False)[0] == 1
    assert isinstance(world.ledger, Ledger)
    assert clock.now()


def test_signing_in_and_out_at_the_console(run: Run) -> None:
    run("accounts", "demo")
    code, out, _ = run("sign-in", typed=("admin", "rivers-of-iron", ""))
    assert (code, out) == (0, "Signed in as admin.\n")
    code, out, _ = run("accounts", "sessions")
    assert code == 0
    assert "admin" in out
    assert run("sign-out")[0] == 0
    code, _, err = run("accounts", "sessions")
    assert code == 1
    assert "ironriver sign-in" in err


def test_an_account_is_added_and_gets_a_code(run: Run) -> None:
    run("accounts", "demo")
    new = ("accounts", "add", "newcomer", "--name", "N. Comer", "--agency", "us-tpd", "--role", "analyst")
    code, out, _ = run(*new, "--as", "admin")
    assert code == 0
    one_time = last(out)
    assert run("accounts", "claim", typed=("newcomer", one_time, "four unrelated words here"))[0] == 0
    assert run("sign-in", typed=("newcomer", "four unrelated words here", ""))[0] == 0
    code, out, _ = run("accounts", "code", "newcomer", "--as", "admin")
    assert len(out.strip()) == 14
    assert run("accounts", "sessions", "--as", "admin")[1] == ""


def test_spanish_consoles_are_answered_in_spanish(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "es_MX.UTF-8")
    _, out, _ = run("accounts", "demo")
    assert "Contraseña de todas" in out
    _, _, err = run("accounts", "list", "--as", "tamayo")
    assert "Sus funciones no incluyen esto" in err
