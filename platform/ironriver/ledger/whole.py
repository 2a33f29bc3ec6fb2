"""Lists that are given whole or not at all."""

from __future__ import annotations

from typing import Any

from ironriver.errors import Say, TooLarge


def whole(rows: list[dict[str, Any]], most: int, said: Say | None = None) -> list[dict[str, Any]]:
    """Return the rows of a question that was asked with a limit of `most + 1`: all there are.

    `TooLarge` where there are more: what is decided or counted by a part of a list would be decided wrongly. `most`
    lies out of reach of honest use, so that nobody meets this who does not put things in by machine; where somebody
    may, `said` tells him what to do.
    """
    if len(rows) > most:
        raise TooLarge(
            said
            or Say(
                en=f"There are more than {most:,} of these: too many to read at once. Nothing was left out in "
                "silence, and nothing was changed; tell the administrator, who finds out what makes so many.",
                es=f"Hay más de {most:,} de estos: son demasiados para leerlos juntos. No se omitió nada en "
                "silencio ni se cambió nada; avise al administrador, quien averiguará qué genera tantos.",
            )
        )
    return rows
