"""A form that came too late for its password: what was typed is kept in the page that asks for it, then sent again.

Nothing is stored. The fields travel as hidden ones through `/prove`, and a last page offers to send them, so that
nothing privileged happens without a click of its own. Passwords and codes are never among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from ironriver.web.forms import SECRET

#: Goes before the names of kept fields, so that none can be taken for a field of the page that asks.
PREFIX = "kept:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where a form goes, and its fields in order; several may have one name."""

    address: str
    fields: tuple[tuple[str, str], ...]


def of_request() -> Kept:
    """Return the form of this request, on its way to where it was sent."""
    return Kept(
        address=request.path,
        fields=tuple((name, value) for name, value in request.form.items(multi=True) if name not in SECRET),
    )


def travelling() -> Kept | None:
    """Return the form that the page asking for the password carries along, or nothing."""
    address = request.form.get("kept_for", "")
    if not address:
        return None
    named = ((name.removeprefix(PREFIX), value) for name, value in request.form.items(multi=True) if PREFIX in name)
    return Kept(address=address, fields=tuple((name, value) for name, value in named if name not in SECRET))
