"""`ironriver cases …`, run as typed, against the demonstration."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ironriver.access import events, open_access, prepare_demo
from tests.world import World

from .conftest import Run


@pytest.fixture(scope="module")
def prepared(demo_world: World) -> World:
    """The demonstration, made once for this module."""
    opened = open_access(demo_world.settings, demo_world.ledger, demo_world.ledger.keys)
    prepare_demo(opened)
    opened.close()
    events.record_in(None)
    return demo_world


@pytest.fixture
def run(prepared: World, console: Callable[[World], Run]) -> Run:
    """Run a command in the demonstration."""
    return console(prepared)


def test_a_case_is_opened_staffed_closed_and_reopened(run: Run) -> None:
    lead = ("--as", "marchetti")
    words = ("cases", "open", "IR-2026-0950", "--name", "Two pistols", "--purpose", "crim_933", *lead)
    assert run(*words)[:2] == (0, "IR-2026-0950 is open; you lead it.\n")
    assert "IR-2026-0950" in run("cases", "list", *lead)[1]
    code, _, err = run(*words)
    assert code == 1
    assert "Choose another number." in err
    assert run("cases", "add", "IR-2026-0950", "ohlsson", "--role", "reader", *lead)[0] == 0
    out = run("cases", "members", "IR-2026-0950", *lead)[1]
    assert "ohlsson     reader" in out
    assert run("cases", "remove", "IR-2026-0950", "ohlsson", *lead)[0] == 0
    assert "ohlsson" not in run("cases", "members", "IR-2026-0950", *lead)[1]
    assert run("cases", "close", "IR-2026-0950", *lead)[1] == "IR-2026-0950 is closed.\n"
    assert "closed" in run("cases", "list", *lead)[1]
    assert run("cases", "reopen", "IR-2026-0950", *lead)[0] == 0


def test_rights_and_spelling_decide(run: Run) -> None:
    words = ("cases", "open", "IR-2026-0951", "--name", "Two pistols")
    code, _, err = run(*words, "--purpose", "crim_933", "--as", "ohlsson")
    assert code == 1
    assert "roles do not include" in err
    code, _, err = run(*words, "--purpose", "curiosity", "--as", "marchetti")
    assert code == 1
    assert "Choose the purpose from the list." in err
    assert "crim_933" in run("cases", "purposes")[1]
    assert run("cases", "members", "IR-2026-0999", "--as", "marchetti")[0] == 1
