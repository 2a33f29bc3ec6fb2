"""What follows from several cells of one row: time-to-crime, source state, order of the chain.

Impossible orders are flagged and left as they stand; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ironriver.ingest.claims import Draft

Nodes = Mapping[str, "Draft"]


def _derive_trace(nodes: Nodes, doubts: list[str]) -> None:
    request = nodes["request"].properties
    purchase, recovery = nodes.get("purchase"), nodes.get("recovery")
    request["status"] = "complete" if "result" in nodes else "submitted"
    # ATF counts a source state only where a purchaser was identified and the last dealer's state is known.
    if purchase is None:
        request.pop("source_state", None)
    days = days_between(purchase, recovery)
    if days is not None and recovery is not None:
        if days >= 0:
            request["ttc_days"] = recovery.properties["ttc_days"] = days
        else:
            _flag(recovery, "recovery_before_sale", doubts)
    _check_order(nodes, doubts)


def _check_order(nodes: Nodes, doubts: list[str]) -> None:
    """Flag a shipment after the sale, or a shipment to the dealer before the one to the distributor."""
    purchase = nodes.get("purchase")
    first, second = nodes.get("first_shipment"), nodes.get("second_shipment")
    for shipment in (first, second):
        days = days_between(shipment, purchase)
        if days is not None and days < 0 and purchase is not None:
            _flag(purchase, "sale_before_shipment", doubts)
    days = days_between(first, second)
    if days is not None and days < 0 and second is not None:
        doubts.append("second_shipment_before_first")


def _flag(node: Draft, code: str, doubts: list[str]) -> None:
    flags = set(node.properties.get("date_flags") or ())
    node.properties["date_flags"] = sorted(flags | {code})
    if code not in doubts:
        doubts.append(code)


def days_between(earlier: Draft | None, later: Draft | None) -> int | None:
    """Return whole days between two nodes' dates, or None unless both are known to the day."""
    if earlier is None or later is None:
        return None
    first, second = earlier.properties, later.properties
    if first.get("date_precision") != "day" or second.get("date_precision") != "day":
        return None
    return (date.fromisoformat(second["date"]) - date.fromisoformat(first["date"])).days


def _derive_multiple_sale(nodes: Nodes, doubts: list[str]) -> None:
    """Tell which form the report came on: rifles on 3310.12, pistols and revolvers on 3310.4."""
    firearm = nodes.get("firearm")
    kind = str(firearm.properties.get("type") or "").casefold() if firearm is not None else ""
    nodes["report"].properties["form"] = "3310.12" if "rifle" in kind else "3310.4"
    days = days_between(nodes.get("purchase"), nodes.get("report"))
    if days is not None and days < 0:
        doubts.append("report_before_transfer")


def _derive_examination(nodes: Nodes, _: list[str]) -> None:
    """Unknown components count as the frame, which is where the law wants the number."""
    properties = nodes["serial"].properties
    properties["of"] = properties.get("of") or "frame"


DERIVATIONS: dict[str, Callable[[Nodes, list[str]], None]] = {
    "trace": _derive_trace,
    "multiple_sale": _derive_multiple_sale,
    "examination": _derive_examination,
}
