"""What was taken away since a projection was made: sealed, marked higher, destroyed, withdrawn.

Such a projection may not answer any more. It is told from the log's rows and from the projection itself, never from
what was hidden when it was made: things that the reader could not see then change nothing for him now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ironriver.errors import Say, Unavailable
from ironriver.graph import Catalogue, Sandbox, kinds_named
from ironriver.ledger import Ledger, structures_between
from ironriver.model.kinds import kind_of_id
from ironriver.queries.clearances import PROJECTED
from ironriver.queries.cuts import COPIED

#: Statements that write a marking: they take away where the new one is not open to the reader.
_MARKS = ("put", "link")
#: Statements that change content and nothing of who may see it.
_HARMLESS = ("amend", "close")


def is_narrowed(sight: Mapping[str, Any], sandbox: Sandbox, ledger: Ledger, start: int) -> bool:
    """Whether the projection of this sight (visibility parameters) holds what acts from `start` on took away."""
    end = ledger.head().size
    nodes: set[tuple[str, str]] = set()
    links: set[tuple[str, str]] = set()
    for name, row in structures_between(ledger, start, end, lambda said: _may_take(said, ledger.catalogue)):
        if _verb(name) in _MARKS and _is_open(row, sight):
            continue
        if isinstance(row.get("from"), str):
            links.add((row["from"], str(row["id"])))
        else:
            nodes.update((one, one) for one in _ids(row))
    return sandbox.holds(_placed(nodes), _placed(links))


def narrowed() -> Unavailable:
    """Return what is said when a projection may not answer any more."""
    return Unavailable(
        Say(
            en="Something in the projection was sealed, marked higher, destroyed or withdrawn after it was made, "
            "so it answers nobody any more. Make it anew; it takes about a minute.",
            es="Algo de la proyección se selló, se marcó con un nivel mayor, se destruyó o se retiró después de "
            "crearla, así que ya no responde a nadie. Créela de nuevo; tarda cerca de un minuto.",
        )
    )


def _may_take(name: str, catalogue: Catalogue) -> bool:
    if name.partition(".")[0] in ("ledger", "access") or _verb(name) in _HARMLESS:
        return False
    statement = catalogue.get(name)
    kinds = kinds_named(statement) if statement is not None else None
    return kinds is None or bool(kinds & COPIED)


def _verb(name: str) -> str:
    return name.partition(".")[2].partition("_")[0]


def _is_open(row: Mapping[str, Any], sight: Mapping[str, Any]) -> bool:
    return (
        row.get("holding") in sight["holdings"]
        and int(row.get("tlp", 99)) <= int(sight["max_tlp"])
        and row.get("handling") in sight["handlings"]
    )


def _ids(row: Mapping[str, Any]) -> Iterator[str]:
    for value in row.values():
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def _placed(ids: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Return pairs (node, id) by the label of the node; an id of no copied kind is in no projection."""
    placed: dict[str, list[tuple[str, str]]] = {}
    for at, id_ in sorted(ids):
        kind = kind_of_id(at)
        if kind is not None and kind.name in PROJECTED:
            placed.setdefault(kind.name, []).append((at, id_))
    return placed
