"""The list of passwords that nobody may choose, because they are tried first; it is made new every quarter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from ironriver import clock
from ironriver.access.events import Event
from ironriver.access.figures import BLOCK_LIST_AGE
from ironriver.access.opened import Access
from ironriver.access.policy import Action, require
from ironriver.errors import Invalid, Say
from ironriver.model.actor import Actor

#: A list longer than this is not a list of passwords that are tried first; it is read into memory.
_LARGEST_LIST = 64 << 20


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
