"""Refusals as facts: each has a status, a code, and one safe sentence in English and Spanish.

Rooms raise these; `web/problems.py` and the command line are the only places that turn them into words on a
screen. Anything that is not an `IronriverError` is a bug and is shown as such (request id, no details).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Say:
    """One sentence in both languages. Written twice, not converted."""

    en: str
    es: str

    def in_language(self, language: str) -> str:
        """Return the Spanish text for `es` and its regions, the English one for everything else."""
        return self.es if language.lower().startswith("es") else self.en


@dataclass(slots=True)
class IronriverError(Exception):
    """Base of every refusal. `say` is safe to show; `fields` maps a field name to what is wrong with it."""

    say: Say
    fields: Mapping[str, Say] = field(default_factory=dict)
    # For logs and the person at the console only: never sent to a browser.
    detail: str = ""

    status = 500
    code = "error"

    def __str__(self) -> str:
        return f"{self.say.en} ({self.detail})" if self.detail else self.say.en


class Invalid(IronriverError):
    """What was given cannot be used; `fields` says which part and why."""

    status = 422
    code = "invalid"


class NotAllowed(IronriverError):
    """The actor may not do this. Never used where it would tell that a hidden thing exists."""

    status = 403
    code = "not_allowed"


class NotFound(IronriverError):
    """There is nothing here for this actor; hidden and absent look the same."""

    status = 404
    code = "not_found"


class Conflict(IronriverError):
    """The state has moved on, or the act was already done otherwise."""

    status = 409
    code = "conflict"


class Tampered(IronriverError):
    """A digest, proof or signature does not hold. The detail names the first bad thing."""

    status = 409
    code = "tampered"


class TooLarge(IronriverError):
    """Over a named limit."""

    status = 413
    code = "too_large"


class Unavailable(IronriverError):
    """Engine, disk or log cannot be used now; nothing was changed."""

    status = 503
    code = "unavailable"


def nothing_here() -> NotFound:
    """The one answer for hidden and for absent things, so that they cannot be told apart."""
    return NotFound(
        Say(
            en="Nothing with this address is open to you.",
            es="No hay nada con esta dirección que usted pueda ver.",
        )
    )
