"""Lay trace requests on the demonstration's desk, by the functions of the pages, as the people who write them.

Each one stops at another point of its way: a draft, one that waits to be sent, one the centre has numbered, one
that was asked back. Where an author has a request already, nothing is done.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from ironriver import clock, tracing
from ironriver.access import Access
from ironriver.access.command_line import actor_for_command_line
from ironriver.errors import Invalid, Say
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.tracing import Filter, State

_TABLE = Path(__file__).parent / "data" / "desk.toml"
#: How a day is written on the form, by the order the author's country uses.
_WRITTEN = {"month_first": "%m/%d/%Y", "day_first": "%d/%m/%Y"}

Who = Callable[[str], Actor]


def lay(access: Access, *, ledger: Ledger) -> int:
    """Begin the requests and move them on; return how many. 0 for authors who have some already.

    Raises `Invalid` outside demo mode, and where a request of the table breaks a rule of the form.
    """
    if not access.settings.demo:
        raise Invalid(
            Say(
                en="Requests are invented in demo mode only (IRONRIVER_DEMO=1).",
                es="Las solicitudes se inventan solo en modo de demostración (IRONRIVER_DEMO=1).",
            )
        )

    def who(login: str) -> Actor:
        return actor_for_command_line(access, login)

    rows = tomllib.loads(_TABLE.read_text("utf-8"))["request"]
    new = {by for by in {row["by"] for row in rows} if not tracing.monitor(who(by), Filter(), ledger=ledger).total}
    laid = [_one(row, who, ledger) for row in rows if row["by"] in new]
    return len(laid)


def _one(row: Mapping[str, Any], who: Who, ledger: Ledger) -> tracing.TraceForm:
    author, sender = who(row["by"]), who(row.get("sent_by", row["by"]))
    until = State(row["until"])
    day = (clock.now() - timedelta(days=row["recovered_days_ago"])).strftime(_WRITTEN[row["order"]])
    form = tracing.begin(author, row["values"] | {"recovery_date": day}, ledger=ledger)
    if until is State.DRAFT:
        return form
    form = tracing.submit(author, form.id, form.values, ledger=ledger)
    if until is State.INFO_NEEDED:
        return tracing.ask_back(sender, form.id, row["question"], ledger=ledger)
    if until is State.SUBMITTED:
        return form
    form = tracing.transmit(sender, form.id, ledger=ledger)
    if until is State.TRANSMITTED:
        return form
    return tracing.number(sender, form.id, row["trace_number"], ledger=ledger)
