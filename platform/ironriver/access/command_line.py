"""A command line acts as a named person: signed in by `ironriver sign-in`, or, in demo mode, named by `--as`.

The session secret lies in a file of the operating system's user, readable by him alone, beside the keys: whoever
runs commands here can read those anyway.
"""

from __future__ import annotations

import os
from pathlib import Path

from ironriver.access.accounts import Account, find_account
from ironriver.access.credentials import Proof
from ironriver.access.events import Event
from ironriver.access.opened import Access
from ironriver.access.refusals import SignInNeeded
from ironriver.access.sessions import SessionKind
from ironriver.access.sign_in import SignedIn, Visit, check_case, is_welcome, present, sign_in, sign_out
from ironriver.errors import Invalid, NotAllowed, Say
from ironriver.model.actor import Actor
from ironriver.settings import Settings

_VISIT = Visit(door="cli")


def token_file(settings: Settings) -> Path:
    """Return where this operating system user's sign-in lies."""
    return settings.keys_dir / f"sign-in.{os.getuid()}"


def sign_in_here(access: Access, login: str, proof: Proof) -> SignedIn:
    """Sign in for the command line and keep the session secret in a file (0600). Ends an earlier one."""
    path = token_file(access.settings)
    before = path.read_text("ascii").strip() if path.exists() else ""
    signed = sign_in(access, login, proof, _VISIT, kind=SessionKind.CLI, replacing=before)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(signed.secret + "\n")
    return signed


def sign_out_here(access: Access) -> None:
    """End the command line's session and remove its file."""
    path = token_file(access.settings)
    if path.exists():
        sign_out(access, path.read_text("ascii").strip(), _VISIT)
        path.unlink()


def actor_for_command_line(access: Access, login: str = "", *, case: str = "", purpose: str = "") -> Actor:
    """Return the person in whose name a command runs.

    In demo mode a login suffices. Elsewhere the sign-in file decides, and a login that is given must be its
    owner's. `case` (id or number) and `purpose` are checked as on the web. Raises `SignInNeeded`, `NotAllowed`
    or `Invalid`, each saying what to type.
    """
    account, actor = _by_login(access, login) if access.settings.demo and login else _by_file(access, login)
    if not case:
        return actor
    return actor.on(case=check_case(account, case, purpose).id, purpose=purpose)


def _by_login(access: Access, login: str) -> tuple[Account, Actor]:
    account = find_account(access.ledger, login=login)
    if account is None or not is_welcome(access, account):
        raise Invalid(
            Say(
                en=f"There is no active account {login}. `ironriver accounts list` shows those there are.",
                es=f"No hay cuenta activa {login}. `ironriver accounts list` muestra las que hay.",
            )
        )
    access.note(Event(event="demo_as", outcome="success", actor=account.id, origin="cli"))
    return account, account.as_actor(origin="cli")


def _by_file(access: Access, login: str) -> tuple[Account, Actor]:
    path = token_file(access.settings)
    try:
        here = present(access, path.read_text("ascii").strip() if path.exists() else "", _VISIT)
    except SignInNeeded as cause:
        raise SignInNeeded(
            Say(
                en="Nobody is signed in at this command line, or it was too long ago. Type: ironriver sign-in",
                es="Nadie ha iniciado sesión en esta línea de órdenes, o ya venció. Escriba: ironriver sign-in",
            )
        ) from cause
    if login and here.account.login != login:
        raise NotAllowed(
            Say(
                en=f"Signed in here is {here.account.login}, not {login}. Type: ironriver sign-in",
                es=f"Aquí ha iniciado sesión {here.account.login}, no {login}. Escriba: ironriver sign-in",
            )
        )
    return here.account, here.actor
