"""What a partner's program reads: its collections, and pages of objects, logged before they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import NotAllowed, Say, nothing_here
from ironriver.exchange.collections import Collection, collections_of_partner
from ironriver.exchange.instants import spellings
from ironriver.exchange.taxii_cursor import make_cursor, read_cursor
from ironriver.exchange.taxii_filters import Filters
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Objects of one answer, oldest first: STIX id, version, time added, content; `next` if more lie."""

    rows: tuple[Mapping[str, Any], ...]
    next: str

    @property
    def first(self) -> str:
        """The time of the first object, empty on an empty page."""
        return str(self.rows[0]["added"]) if self.rows else ""

    @property
    def last(self) -> str:
        """The time of the last object, empty on an empty page."""
        return str(self.rows[-1]["added"]) if self.rows else ""


def find_for_partner(actor: Actor, id_or_alias: str, *, ledger: Ledger) -> Collection:
    """Return a collection of the partner by UUID or alias. Unknown and not his own look the same: `NotFound`."""
    for one in collections_of_partner(actor, ledger=ledger):
        if id_or_alias in (one.id, one.alias) and (one.may_read or one.may_write):
            return one
    raise nothing_here()


def read_page(actor: Actor, id_or_alias: str, filters: Filters, *, ledger: Ledger) -> Page:
    """Return a page of a collection's objects. `NotAllowed` where the partner may only send."""
    require(actor, Action.FETCH_SHARED)
    collection = find_for_partner(actor, id_or_alias, ledger=ledger)
    if not collection.may_read:
        raise only_sending()
    key, after = ledger.keys.id_key, filters.added_after
    if filters.next:
        after = max(after, read_cursor(key, actor, collection.id, filters, filters.next))
    if filters.spec_versions and "2.1" not in filters.spec_versions:
        return Page(rows=(), next="")  # nothing else is ever put into a collection
    if after < collection.last_added:
        # While the engine applies an act, some of its objects are found and earlier ones are not: who went on after
        # the last he saw would never get those. So a page ends at what the collection said before it was asked for,
        # and that is waited for.
        ledger.head_after_reading()
    statement, params = _question(collection, filters, after)
    answer = ledger.ask(actor, statement, params, shown=lambda rows: _shown(rows, filters.limit))
    rows = _seen_twice(actor, answer.rows[: filters.limit])
    more = len(answer.rows) > filters.limit
    cursor = make_cursor(key, actor, collection.id, filters, str(rows[-1]["added"])) if more else ""
    return Page(rows=tuple(rows), next=cursor)


def only_sending() -> NotAllowed:
    """Return the refusal to read where the partner may only send."""
    return NotAllowed(
        Say(en="You may send to this collection, not read it.", es="Puede enviar a esta colección, no leerla.")
    )


def _question(collection: Collection, filters: Filters, after: str) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {
        "collection_id": collection.node_id,
        "after": after,
        "until": collection.last_added,
        "stix_types": list(filters.types),
        "limit": filters.limit + 1,
    }
    if not filters.ids and filters.versions == ("last",):
        return "exchange.page_newest", params
    named = set(filters.versions)
    params |= {
        "every": "all" in named,
        "shelf": "newest" if "last" in named else "",
        "opening": True if "first" in named else None,
        "stamps": [way for one in sorted(named - {"all", "last", "first"}) for way in spellings(one)],
    }
    if filters.ids:
        return "exchange.page_of_ids", params | {"stix_ids": list(filters.ids)}
    return "exchange.page_versions", params


def _shown(rows: Sequence[Mapping[str, Any]], limit: int) -> list[str]:
    return [f"{row['stix_id']} {row['version']}" for row in rows[:limit]]


def _seen_twice(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Check each row once more before it leaves, by other code than the statement's.

    A difference is a fault of ours: nothing leaves then.
    """
    for row in rows:
        codes = {code for code in str(row["handling"]).split(",") if code}
        if row["holding"] not in actor.holdings or row["tlp"] > actor.max_tlp or not codes <= set(actor.handling):
            raise AssertionError("a statement let through what this partner may not see")
    return rows
