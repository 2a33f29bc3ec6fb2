"""A real deployment, from its first command on: genesis, one-time code, no way in by password alone."""

from __future__ import annotations

from collections.abc import Callable

import pyotp

from tests.world import World

from .conftest import Run


def test_a_real_deployment_begins_with_a_one_time_code(world: World, console: Callable[[World], Run]) -> None:
    run = console(world)
    first = ("accounts", "first", "--agency", "us-tpd")
    code, out, _ = run(*first, demo=False)
    assert code == 0
    one_time = out.split(": ", 1)[1].splitlines()[0]
    # The secret is printed first and the code asked for after it: here nothing is typed then.
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


def test_a_further_agency_gets_one_first_administrator(world: World, console: Callable[[World], Run]) -> None:
    run = console(world)
    run("accounts", "first", "--agency", "us-tpd", demo=False)
    further = ("accounts", "administrator", "jefa", "--agency", "mx-fge-son", "--name", "M. Jefa")
    code, out, _ = run(*further, demo=False)
    assert code == 0
    one_time = out.split(": ", 1)[1].splitlines()[0]
    code, out, _ = run(
        "accounts", "claim", typed=("jefa", one_time, "four unrelated words here", ""), demo=False
    )
    assert "otpauth://" in out
    code, _, err = run(*further[:2], "otra", *further[3:], demo=False)
    assert code == 1
    assert "administrator already (jefa)" in err
    assert run("accounts", "administrator", "admin2", "--agency", "us-tpd", "--name", "x", demo=False)[0] == 1
