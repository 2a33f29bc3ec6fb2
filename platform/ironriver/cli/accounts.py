"""`ironriver accounts …`, `ironriver sign-in`, `ironriver sign-out`: who may use this deployment."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ironriver.errors import Invalid, Say
from ironriver.model.actor import Role
from ironriver.model.marking import Handling, Tlp

if TYPE_CHECKING:
    from ironriver.access import Access
    from ironriver.model.actor import Actor

Command = Callable[[argparse.Namespace], int | None]
_PEOPLES_ROLES = tuple(role.value for role in Role if role is not Role.SYSTEM)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `accounts`, `sign-in` and `sign-out`."""
    parser = subparsers.add_parser("accounts", help="who may use this deployment")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    _simple(actions, "demo", demo, "make the demonstration's people and cases, and print their sign-ins")
    _first(actions)
    _simple(actions, "claim", claim, "set up an account with its one-time code: password and second factor")
    _person(actions, "list", show, "list the accounts")
    _person(actions, "disable", disable, "end sessions and tokens of an account now, and disable it", login=True)
    _person(actions, "enable", enable, "let a disabled account be used again", login=True)
    _person(actions, "unlock", unlock, "release an account locked by failed attempts", login=True)
    _person(actions, "code", code, "print a new one-time code for somebody who lost password or device", login=True)
    _person(actions, "sessions", sessions, "list open sessions")
    _add(_person(actions, "add", add, "make an account and print its one-time code", login=True))
    _token(_person(actions, "token", token, "make an API token for yourself and print it once"))
    made = _person(actions, "program-token", program_token, "make a token for a partner's program", login=True)
    made.add_argument("--name", required=True, help="what the token is for")
    made.add_argument("--days", type=int, default=90)
    _person(actions, "tokens", tokens, "list your API tokens")
    revoking = _person(actions, "revoke-token", revoke_token, "end one of your API tokens now")
    revoking.add_argument("token", help="its id, from `accounts tokens`")
    listing = _person(actions, "block-list", block_list, "take a newer list of blocked passwords into use")
    listing.add_argument("file", type=Path, help="UTF-8 text, one password a line")
    further = actions.add_parser("administrator", help="make the first administrator of a further agency")
    further.add_argument("login", help="login of the administrator")
    further.add_argument("--agency", required=True, help="short name, e.g. mx-fge-son")
    further.add_argument("--name", required=True, help="the person's name")
    further.set_defaults(run=administrator)
    said = "sign in at this command line (lasts at most twelve hours)"
    subparsers.add_parser("sign-in", help=said, description=said).set_defaults(run=sign_in)
    said = "end the sign-in of this command line"
    subparsers.add_parser("sign-out", help=said, description=said).set_defaults(run=sign_out)


def demo(arguments: argparse.Namespace) -> None:
    """Make the demonstration and print its sign-ins."""
    from ironriver.access import DEMO_PASSWORD, prepare_demo

    with _access(arguments) as access:
        for person in prepare_demo(access):
            roles = ", ".join(sorted(person.roles))
            print(f"  {person.login:<12}{person.name:<22}{roles:<18}{person.agency}")
    _print(arguments, f"Password of all: {DEMO_PASSWORD}", f"Contraseña de todas: {DEMO_PASSWORD}")


def first(arguments: argparse.Namespace) -> None:
    """Begin a deployment: the ledger's first entry, and the one-time code of the first administrator."""
    from ironriver.access import claim as claiming

    with _access(arguments) as access:
        access.ledger.genesis(
            agency=arguments.agency, administrator=arguments.login, agency_name=arguments.agency_name
        )
        found = claiming.first_administrator(access)
    if found is None:
        raise Invalid(
            Say(
                en="This deployment has an administrator already. He makes further accounts.",
                es="Esta instalación ya tiene administrador. Él crea las demás cuentas.",
            )
        )
    login, one_time = found
    _print(
        arguments,
        f"One-time code for {login}, good for 72 hours: {one_time}\nNext: ironriver accounts claim",
        f"Código de un solo uso para {login}, válido 72 horas: {one_time}\nDespués: ironriver accounts claim",
    )


def claim(arguments: argparse.Namespace) -> None:
    """Take over an account with its one-time code."""
    from ironriver.access import Visit
    from ironriver.access import claim as claiming

    visit = Visit(door="cli")
    with _access(arguments) as access:
        given = claiming.Claim(
            login=_ask(arguments, "Login: ", "Usuario: "),
            code=_ask(arguments, "One-time code: ", "Código de un solo uso: "),
        )
        enrolment = claiming.claim(access, given, _new_password(arguments), visit)
        if access.settings.demo:
            claiming.skip_factor(access, given, visit)
            return
        _print(arguments, "Add this to your authenticator:", "Agregue esto a su autenticador:")
        print(f"  {enrolment.uri}")
        totp = _ask(arguments, "Code it shows: ", "Código que muestra: ")
        _print(
            arguments,
            "Keep these on paper, each works once instead of a code:",
            "Guárdelos en papel; cada uno sirve una vez en lugar de un código:",
        )
        for recovery in claiming.confirm(access, given, totp, visit):
            print(f"  {recovery}")


def show(arguments: argparse.Namespace) -> None:
    """List the accounts of the agency."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        for account in administration.list_accounts(access, actor):
            roles = ", ".join(sorted(account.roles))
            print(f"  {account.login:<12}{account.state:<10}{account.agency:<14}{account.max_tlp.label:<18}{roles}")


def add(arguments: argparse.Namespace) -> None:
    """Make an account."""
    from ironriver.access import NewAccount, administration

    new = NewAccount(
        login=arguments.login,
        name=arguments.name,
        agency=arguments.agency,
        roles=frozenset(Role(role) for role in arguments.role),
        holdings=frozenset(arguments.holding),
        max_tlp=Tlp(arguments.tlp),
        handling=frozenset(Handling(one) for one in arguments.handling),
        language=arguments.speaks,
    )
    with _acting(arguments) as (access, actor):
        _, one_time = administration.add_account(access, actor, new)
    _print(
        arguments,
        f"One-time code for {new.login}, good for 72 hours: {one_time}",
        f"Código de un solo uso para {new.login}, válido 72 horas: {one_time}",
    )


def disable(arguments: argparse.Namespace) -> None:
    """Disable an account now."""
    from ironriver.access import administration

    reason = _ask(arguments, "Reason: ", "Motivo: ")
    with _acting(arguments) as (access, actor):
        ended = administration.disable_now(access, actor, arguments.login, reason=reason)
    _print(arguments, f"Disabled; {ended} sessions ended.", f"Deshabilitada; terminaron {ended} sesiones.")


def enable(arguments: argparse.Namespace) -> None:
    """Enable a disabled account."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        administration.enable(access, actor, arguments.login)


def unlock(arguments: argparse.Namespace) -> None:
    """Release a locked account."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        administration.unlock(access, actor, arguments.login)


def code(arguments: argparse.Namespace) -> None:
    """Print a new one-time code."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        print(administration.issue_code(access, actor, arguments.login))


def sessions(arguments: argparse.Namespace) -> None:
    """List open sessions."""
    from ironriver.access import administration, find_account

    with _acting(arguments) as (access, actor):
        for session in administration.list_sessions(access, actor):
            account = find_account(access.ledger, id=session.account)
            who = account.login if account else session.account
            print(f"  {session.id}  {who:<12}{session.kind:<5}{session.issued:%Y-%m-%d %H:%M}  {session.address}")


def token(arguments: argparse.Namespace) -> None:
    """Make an API token for oneself and print it, once."""
    from ironriver.access import Action, administration

    actions = frozenset(Action(one) for one in arguments.may)
    with _acting(arguments) as (access, actor):
        text, made = administration.make_token(
            access, actor, name=arguments.name, actions=actions, life=timedelta(days=arguments.days)
        )
    print(text)
    _print(
        arguments,
        f"Shown this once. Ends on {made.expires:%Y-%m-%d}.",
        f"Se muestra solo esta vez. Termina el {made.expires:%Y-%m-%d}.",
    )


def program_token(arguments: argparse.Namespace) -> None:
    """Make a token for a partner's program of one's agency and print it, once."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        text, made = administration.make_program_token(
            access, actor, arguments.login, name=arguments.name, life=timedelta(days=arguments.days)
        )
    print(text)
    _print(
        arguments,
        f"Shown this once. Ends on {made.expires:%Y-%m-%d}.",
        f"Se muestra solo esta vez. Termina el {made.expires:%Y-%m-%d}.",
    )


def tokens(arguments: argparse.Namespace) -> None:
    """List one's own API tokens: id, end, last use, name, actions."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        for one in administration.list_tokens(access, actor):
            used = f"{one.used:%Y-%m-%d %H:%M}" if one.used else "-"
            may = ",".join(sorted(one.actions))
            print(f"  {one.id}  {one.expires:%Y-%m-%d}  {used:<16}  {one.name:<24}{may}")


def revoke_token(arguments: argparse.Namespace) -> None:
    """End one of one's own API tokens."""
    from ironriver.access import administration

    with _acting(arguments) as (access, actor):
        administration.revoke_token(access, actor, arguments.token)
    _print(arguments, f"Token {arguments.token} has ended.", f"La ficha {arguments.token} terminó.")


def block_list(arguments: argparse.Namespace) -> None:
    """Take a newer list of blocked passwords into use."""
    from ironriver.access import block_list

    with _acting(arguments) as (access, actor):
        lines, digest = block_list.refresh_block_list(access, actor, arguments.file)
    _print(
        arguments,
        f"{lines:,} blocked passwords (SHA-256 {digest}). Those in use are compared at the next sign-in.",
        f"{lines:,} contraseñas bloqueadas (SHA-256 {digest}). Las que están en uso se comparan al iniciar sesión.",
    )


def administrator(arguments: argparse.Namespace) -> None:
    """Make the first administrator of a further agency and print the one-time code."""
    from ironriver.access import claim as claiming

    with _access(arguments) as access:
        one_time = claiming.administrator_of(
            access, agency=arguments.agency, login=arguments.login, name=arguments.name
        )
    _print(
        arguments,
        f"One-time code for {arguments.login}, good for 72 hours: {one_time}\nNext: ironriver accounts claim",
        f"Código de un solo uso para {arguments.login}, válido 72 horas: {one_time}\n"
        "Después: ironriver accounts claim",
    )


def sign_in(arguments: argparse.Namespace) -> None:
    """Sign in at this command line."""
    from ironriver.access import Proof, command_line

    login = _ask(arguments, "Login: ", "Usuario: ")
    password = _secret(arguments, "Password: ", "Contraseña: ")
    totp = _ask(arguments, "Code (empty if none): ", "Código (vacío si no tiene): ")
    with _access(arguments) as access:
        command_line.sign_in_here(access, login, Proof(password=password, code=totp))
    _print(arguments, f"Signed in as {login}.", f"Sesión iniciada como {login}.")


def sign_out(arguments: argparse.Namespace) -> None:
    """End the command line's session."""
    from ironriver.access import command_line

    with _access(arguments) as access:
        command_line.sign_out_here(access)


@contextmanager
def _access(arguments: argparse.Namespace) -> Iterator[Access]:
    from ironriver.app import open_platform

    platform = open_platform(arguments.settings)
    try:
        yield platform.access
    finally:
        platform.close()


@contextmanager
def _acting(arguments: argparse.Namespace) -> Iterator[tuple[Access, Actor]]:
    from ironriver.access import actor_for_command_line

    with _access(arguments) as access:
        yield access, actor_for_command_line(access, arguments.actor)


def _simple(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Command, said: str
) -> None:
    actions.add_parser(name, help=said, description=said).set_defaults(run=run)


def _person(
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Command,
    said: str,
    *,
    login: bool = False,
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=said, description=said)
    if login:
        parser.add_argument("login", help="whose account")
    parser.add_argument("--as", dest="actor", default="", metavar="LOGIN", help="in whose name (demo mode)")
    parser.set_defaults(run=run)
    return parser


def _first(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    said = "begin a new deployment and print the first administrator's one-time code"
    parser = actions.add_parser("first", help=said, description=said)
    parser.add_argument("--agency", required=True, help="short name of the agency that runs this, e.g. us-tpd")
    parser.add_argument("--agency-name", default="", help="its full name")
    parser.add_argument("--login", default="admin", help="login of the first administrator")
    parser.set_defaults(run=first)


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the person's name; accounts are never shared")
    parser.add_argument("--agency", required=True, help="short name, e.g. us-tpd")
    parser.add_argument("--role", action="append", required=True, choices=_PEOPLES_ROLES)
    parser.add_argument("--holding", action="append", default=[], help="besides the agency's own")
    parser.add_argument("--tlp", type=int, choices=range(5), default=int(Tlp.AMBER), help="highest level, 0 to 4")
    parser.add_argument("--handling", action="append", default=[], choices=[one.value for one in Handling])
    parser.add_argument("--speaks", choices=("en", "es"), default="en", help="language of the screens")


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="what the token is for")
    parser.add_argument("--may", action="append", required=True, metavar="ACTION", help="e.g. search_firearm")
    parser.add_argument("--days", type=int, default=90)


def _new_password(arguments: argparse.Namespace) -> str:
    password = _secret(
        arguments, "New password (15 characters or more are better): ", "Contraseña nueva (mejor 15 o más): "
    )
    if sys.stdin.isatty() and _secret(arguments, "Once more: ", "Otra vez: ") != password:
        raise Invalid(Say(en="The two differ. Nothing was set.", es="No coinciden. No se fijó nada."))
    return password


def _secret(arguments: argparse.Namespace, en: str, es: str) -> str:
    prompt = Say(en=en, es=es).in_language(arguments.language)
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _ask(arguments: argparse.Namespace, en: str, es: str) -> str:
    if sys.stdin.isatty():
        return input(Say(en=en, es=es).in_language(arguments.language)).strip()
    return sys.stdin.readline().strip()


def _print(arguments: argparse.Namespace, en: str, es: str) -> None:
    print(Say(en=en, es=es).in_language(arguments.language))
