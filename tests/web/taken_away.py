"""Acts after a projection was made: those that take something out of it, and those that do not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import system_actor
from ironriver.model.marking import Tlp
from tests.web.own_queries import analyst
from tests.web.site import Site

Way = Callable[[Site], object]
_HIDDEN = {"id": "vehicle_" + "0" * 32, "holding": "mx-fgr", "tlp": int(Tlp.RED), "handling": ""}


def gun_marked_red(site: Site) -> None:
    _put(site, _of(site, "Firearm") | {"tlp": int(Tlp.RED)})


def recovery_of_a_sealed_case(site: Site) -> None:
    _put(site, _of(site, "Recovery") | {"holding": "case:sealed"})


def sale_under_a_code(site: Site) -> None:
    _put(site, _of(site, "Purchase") | {"handling": "grand_jury"})


def link_marked_red(site: Site) -> None:
    _act(site, "write.link_recovery_of_firearm", _link(site) | {"tlp": int(Tlp.RED)})


def link_withdrawn(site: Site) -> None:
    _act(site, "write.unlink_recovery_of_firearm", _link(site))


def gun_destroyed(site: Site) -> None:
    site.platform.ledger.shred(system_actor(), {_of(site, "Serial")["id"]})


def request_withdrawn(site: Site) -> None:
    _act(site, "write.drop_trace_request", {"id": _of(site, "TraceRequest")["id"]})


WAYS: tuple[Way, ...] = (
    *(gun_marked_red, recovery_of_a_sealed_case, sale_under_a_code, link_marked_red, link_withdrawn),
    *(gun_destroyed, request_withdrawn),
)


def hidden_thing_recorded(site: Site) -> None:
    _act(site, "write.put_vehicle", _HIDDEN)


def hidden_thing_destroyed(site: Site) -> None:
    site.platform.ledger.shred(system_actor(), {_HIDDEN["id"]})


def hidden_thing_withdrawn(site: Site) -> None:
    _act(site, "write.drop_vehicle", {"id": _HIDDEN["id"]})


def open_thing_corrected(site: Site) -> None:
    _act(site, "write.amend_recovery", {"id": _of(site, "Recovery")["id"]}, {"note": "read again"})


def open_thing_recorded_again(site: Site) -> None:
    _put(site, _of(site, "Dealer"))


HARMLESS: tuple[Way, ...] = (
    *(hidden_thing_recorded, hidden_thing_destroyed, hidden_thing_withdrawn),
    *(open_thing_corrected, open_thing_recorded_again),
)


@contextmanager
def taken(site: Site, take: Way) -> Iterator[None]:
    """Take something away for the block; then the projection counts as looked through up to that moment."""
    take(site)
    yield
    for path in (site.platform.settings.data_dir / "projections").glob("*.json"):
        told = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(told | {"entries": site.platform.ledger.head().size}), "utf-8")


def _of(site: Site, label: str) -> dict[str, Any]:
    """Return structure and label of some node that the analyst may see."""
    sight = analyst(site).visibility()
    (row,) = site.platform.database.read(
        "MATCH (n) WHERE $label IN labels(n) AND n.holding IN $holdings AND n.tlp <= $max_tlp "
        "AND n.handling IN $handlings AND NOT n.holding STARTS WITH 'case:' "
        "RETURN n.id AS id, n.holding AS holding, n.tlp AS tlp, n.handling AS handling ORDER BY id LIMIT 1",
        {**sight, "label": label},
    )
    return row


def _link(site: Site) -> dict[str, Any]:
    sight = analyst(site).visibility()
    (row,) = site.platform.database.read(
        "MATCH (a:Recovery)-[r:OF]->(b:Firearm) WHERE all(x IN [a, r, b] WHERE x.holding IN $holdings "
        "AND x.tlp <= $max_tlp AND x.handling IN $handlings AND NOT x.holding STARTS WITH 'case:') "
        "RETURN r.id AS id, a.id AS from, b.id AS to, r.holding AS holding, r.tlp AS tlp, r.handling AS handling "
        "ORDER BY id LIMIT 1",
        sight,
    )
    return row


def _put(site: Site, structure: dict[str, Any]) -> None:
    _act(site, f"write.put_{_STEMS[structure['id'].partition('_')[0]]}", structure)


def _act(site: Site, statement: str, structure: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
    change = Change(statement=statement, rows=[Row(structure, payload or {})])
    site.platform.ledger.act(system_actor(), Act(name="access.test", changes=[change]))


_STEMS = {"firearm": "firearm", "recovery": "recovery", "purchase": "purchase", "dealer": "dealer"}
