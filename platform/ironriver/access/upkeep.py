"""What a person does with his own password, second factor and sessions; the list of blocked passwords."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from ironriver import clock
from ironriver.access.credentials import Proof
from ironriver.access.events import Event
from ironriver.access.figures import BLOCK_LIST_AGE
from ironriver.access.opened import Access
from ironriver.access.passwords import check_password
from ironriver.access.policy import Action, require
from ironriver.access.refusals import code_does_not_fit, confirmation_needed
from ironriver.access.second_factor import Enrolment, new_enrolment
from ironriver.access.sign_in import Visit, present, prove
from ironriver.errors import Invalid, Say, nothing_here
from ironriver.model.actor import Actor

#: A list longer than this is not a list of passwords that are tried first; it is read into memory.
_LARGEST_LIST = 64 << 20


def change_password(access: Access, secret: str, old: Proof, new: str, visit: Visit) -> None:
    """Change one's own password; every session and token of the account ends, this one too (CJIS IA-11).

    The old password (and a code) is asked for and counts like a sign-in. `Invalid` says why the new one is refused.
    """
    account = present(access, secret, visit).account
    prove(access, account, account.login, old, visit)
    check_password(new, about=(account.login, *account.name.split(), account.agency), extra_list=access.block_list)
    access.credentials.set_password(account.id, new)
    access.tokens.revoke(account.id)
    access.sessions.revoke_account(account.id, "password changed")
    access.note(Event(event="password_set", outcome="success", actor=account.id, origin=visit.origin))


def begin_factor(access: Access, secret: str, visit: Visit) -> Enrolment:
    """Begin a new second factor; the old one counts until `confirm_factor`. Asks for the password first."""
    here = present(access, secret, visit)
    if not here.session.is_fresh(clock.now()):
        raise confirmation_needed()
    enrolment = new_enrolment(here.account.login, access.settings.origin_name)
    access.credentials.set_factor(here.account.id, enrolment.secret)
    return enrolment


def confirm_factor(access: Access, secret: str, code: str, visit: Visit) -> list[str]:
    """Confirm the new second factor with its first code; return the recovery codes, else `Invalid`."""
    account = present(access, secret, visit).account
    codes = access.credentials.confirm_factor(account.id, code)
    if codes is None:
        raise code_does_not_fit()
    access.note(Event(event="factor_set", outcome="success", actor=account.id, origin=visit.origin))
    return codes


def has_factor(access: Access, account_id: str) -> bool:
    """Return whether a second factor is set up and confirmed."""
    known = access.credentials.find(account_id)
    return known is not None and known.factor_confirmed is not None


def end_session(access: Access, actor: Actor, session_id: str) -> None:
    """End one of one's own sessions. `NotFound` for anybody else's."""
    require(actor, Action.USE_OWN_ACCOUNT)
    if session_id not in {session.id for session in access.sessions.of_account(actor.id)}:
        raise nothing_here()
    access.sessions.revoke(session_id, "ended by its owner")
    access.note(
        Event(event="session_ended", outcome="success", actor=actor.id, origin=actor.origin, object=session_id)
    )


def refresh_block_list(access: Access, actor: Actor, source: Path) -> tuple[int, str]:
    """Take a newer list of blocked passwords (UTF-8, one a line) into use; return its lines and its SHA-256 (hex).

    Passwords in use are compared at the next sign-in (`SignedIn.password_blocked`): only their hashes are here.
    """
    require(actor, Action.MANAGE_ACCOUNTS)
    try:
        if source.stat().st_size > _LARGEST_LIST:
            raise ValueError("too large")
        lines = [line for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as cause:
        raise Invalid(
            Say(
                en="The list cannot be read: it must be UTF-8 text, one password a line, at most 64 MB.",
                es="No se puede leer la lista: debe ser texto UTF-8, una contraseña por línea, máximo 64 MB.",
            ),
            detail=f"{source}: {cause}",
        ) from cause
    draft = access.block_list.with_suffix(".new")
    draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
    digest = sha256(draft.read_bytes()).hexdigest()
    draft.replace(access.block_list)
    access.note(
        Event(
            event="block_list",
            outcome="success",
            actor=actor.id,
            origin=actor.origin,
            reason=f"{len(lines)} lines, sha256 {digest}",
        )
    )
    return len(lines), digest


def block_list_is_old(access: Access) -> bool:
    """Return whether the refreshed list is missing or older than a quarter (CJIS IA-5(1)); for the status page."""
    age = block_list_age(access)
    return age is None or age > BLOCK_LIST_AGE


def block_list_age(access: Access) -> timedelta | None:
    """Return how old the refreshed list is; `None` while there is only the shipped one."""
    if not access.block_list.exists():
        return None
    return clock.now() - datetime.fromtimestamp(access.block_list.stat().st_mtime, UTC)
