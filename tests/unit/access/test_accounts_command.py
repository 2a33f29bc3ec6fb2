"""`ironriver accounts …`, `sign-in`, `sign-out`, run as typed, against the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ironriver.access import events, open_access, prepare_demo
from tests.world import World

from .conftest import Run


@pytest.fixture(scope="module")
def prepared(demo_world: World) -> World:
    """The demonstration, made once for this module at full password cost, as typed."""
    opened = open_access(demo_world.settings, demo_world.ledger, demo_world.ledger.keys)
    prepare_demo(opened)
    opened.close()
    events.record_in(None)
    return demo_world


@pytest.fixture
def run(prepared: World, console: Callable[[World], Run]) -> Run:
    """Run a command in the demonstration."""
    return console(prepared)


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
    words = ("accounts", "token", "--as", "marchetti", "--name", "script")
    code, out, _ = run(*words, "--may", "search_firearm")
    assert code == 0
    assert out.startswith("irt_")
    code, _, err = run(*words, "--may", "manage_accounts")
    assert code == 1
    assert "roles do not include" in err


def test_tokens_are_listed_and_ended(run: Run) -> None:
    run("accounts", "token", "--as", "marchetti", "--name", "nightly", "--may", "view_cases")
    code, out, _ = run("accounts", "tokens", "--as", "marchetti")
    assert code == 0
    assert "nightly" in out
    assert "irt_" not in out
    token_id = out.split()[0]
    assert run("accounts", "revoke-token", token_id, "--as", "reyes")[0] == 1
    assert run("accounts", "revoke-token", token_id, "--as", "marchetti")[0] == 0
    assert token_id not in run("accounts", "tokens", "--as", "marchetti")[1]


def test_a_newer_block_list_is_taken_into_use(run: Run, tmp_path: Path) -> None:
    newer = tmp_path / "list.txt"
    newer.write_text("four rivers and one\nsome other\n", "utf-8")
    code, out, _ = run("accounts", "block-list", str(newer), "--as", "admin")
    assert code == 0
    assert out.startswith("2 blocked passwords (SHA-256 ")
    assert run("accounts", "block-list", str(newer), "--as", "marchetti")[0] == 1
    assert run("accounts", "block-list", str(tmp_path / "none"), "--as", "admin")[0] == 1


def test_signing_in_and_out_at_the_console(run: Run) -> None:
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
