"""`ironriver cases …`: opening, staffing and closing cases at the console, as the person who is signed in there."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ironriver.errors import Say
from ironriver.model.marking import Handling, Tlp

if TYPE_CHECKING:
    from ironriver.ledger import Ledger
    from ironriver.model.actor import Actor

Command = Callable[[argparse.Namespace], int | None]
_Actions = argparse._SubParsersAction  # argparse has no public name for it


def register(subparsers: _Actions[argparse.ArgumentParser]) -> None:
    """Add `cases`."""
    parser = subparsers.add_parser("cases", help="open, staff and close cases")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    _open(_command(actions, "open", open_case, "open a case; you lead it"))
    _command(actions, "list", show, "list your cases")
    listing = actions.add_parser("purposes", help="list the purposes a case can have, with their codes")
    listing.set_defaults(run=purposes)
    _one(_command(actions, "members", members, "list the members of a case"))
    joining = _one(_command(actions, "add", add, "bring somebody into a case, or change his role"))
    joining.add_argument("login", help="who")
    joining.add_argument("--role", choices=("lead", "member", "reader"), default="member")
    _one(_command(actions, "remove", remove, "take somebody out of a case")).add_argument("login", help="who")
    _one(_command(actions, "close", close, "close a case: read it, search on it no more"))
    _one(_command(actions, "reopen", reopen, "open a closed case again"))


def open_case(arguments: argparse.Namespace) -> None:
    """Open a case."""
    from ironriver.access import cases

    new = cases.NewCase(
        number=arguments.number,
        name=arguments.name,
        purpose=arguments.purpose,
        openness=cases.Openness(arguments.openness),
        tlp=Tlp(arguments.tlp),
        handling=frozenset(Handling(one) for one in arguments.handling),
    )
    with _acting(arguments) as (actor, ledger):
        cases.open_case(actor, new, ledger=ledger)
    _print(arguments, f"{new.number} is open; you lead it.", f"{new.number} está abierto; usted es responsable.")


def show(arguments: argparse.Namespace) -> None:
    """List one's cases."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        for case in cases.my_cases(actor, ledger=ledger):
            print(f"  {case.number:<16}{case.state:<8}{case.openness:<8}{case.tlp.label:<18}{case.name}")


def purposes(arguments: argparse.Namespace) -> None:
    """List the purposes with their codes."""
    from ironriver.access import PURPOSES

    for code, say in PURPOSES.items():
        print(f"  {code:<18}{say.in_language(arguments.language)}")


def members(arguments: argparse.Namespace) -> None:
    """List the members of a case."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        for one in cases.find_case(actor, arguments.case, ledger=ledger).members:
            print(f"  {one.login:<12}{one.role:<8}{one.agency:<14}{one.since[:10]:<12}{one.name}")


def add(arguments: argparse.Namespace) -> None:
    """Bring somebody into a case."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        case = cases.find_case(actor, arguments.case, ledger=ledger)
        cases.add_member(actor, case.id, arguments.login, cases.CaseRole(arguments.role), ledger=ledger)
    _print(
        arguments,
        f"{arguments.login} is in {case.number} as {arguments.role}.",
        f"{arguments.login} está en {case.number} como {arguments.role}.",
    )


def remove(arguments: argparse.Namespace) -> None:
    """Take somebody out of a case."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        case = cases.find_case(actor, arguments.case, ledger=ledger)
        cases.remove_member(actor, case.id, arguments.login, ledger=ledger)
    _print(
        arguments,
        f"{arguments.login} is out of {case.number}.",
        f"{arguments.login} ya no está en {case.number}.",
    )


def close(arguments: argparse.Namespace) -> None:
    """Close a case."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        case = cases.find_case(actor, arguments.case, ledger=ledger)
        cases.close_case(actor, case.id, ledger=ledger)
    _print(arguments, f"{case.number} is closed.", f"{case.number} está cerrado.")


def reopen(arguments: argparse.Namespace) -> None:
    """Open a closed case again."""
    from ironriver.access import cases

    with _acting(arguments) as (actor, ledger):
        case = cases.find_case(actor, arguments.case, ledger=ledger)
        cases.reopen_case(actor, case.id, ledger=ledger)
    _print(arguments, f"{case.number} is open again.", f"{case.number} está abierto otra vez.")


@contextmanager
def _acting(arguments: argparse.Namespace) -> Iterator[tuple[Actor, Ledger]]:
    from ironriver.access import actor_for_command_line
    from ironriver.app import open_platform

    platform = open_platform(arguments.settings)
    try:
        yield actor_for_command_line(platform.access, arguments.actor), platform.ledger
    finally:
        platform.close()


def _command(
    actions: _Actions[argparse.ArgumentParser], name: str, run: Command, said: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=said, description=said)
    parser.add_argument("--as", dest="actor", default="", metavar="LOGIN", help="in whose name (demo mode)")
    parser.set_defaults(run=run)
    return parser


def _one(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("case", help="its number, or its id")
    return parser


def _open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="as your agency writes it, e.g. IR-2026-0417")
    parser.add_argument("--name", required=True, help="by facts, not by a person")
    parser.add_argument("--purpose", required=True, metavar="CODE", help="one of `ironriver cases purposes`")
    parser.add_argument("--openness", choices=("agency", "joint", "sealed"), default="agency")
    parser.add_argument("--tlp", type=int, choices=range(5), default=int(Tlp.AMBER), help="level, 0 to 4")
    parser.add_argument("--handling", action="append", default=[], choices=[one.value for one in Handling])


def _print(arguments: argparse.Namespace, en: str, es: str) -> None:
    print(Say(en=en, es=es).in_language(arguments.language))
