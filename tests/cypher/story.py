"""The story of `design/look/` in small: one pistol from its maker to Nogales, and what is hidden around it."""

from __future__ import annotations

import json
from typing import Any

from ironriver.model.kinds import KINDS, LINKS
from tests.cypher.worlds import Graph, Node, Tie

OPEN = {"holding": "us-tpd", "tlp": 2, "handling": ""}
PUBLISHED = {"holding": "public", "tlp": 0, "handling": ""}
HIDDEN = {"holding": "mx-fge-son", "tlp": 2, "handling": ""}
TOO_HIGH = {"holding": "us-tpd", "tlp": 4, "handling": ""}


class Teller:
    """Builds a graph by name; an id is the kind's prefix and the name."""

    def __init__(self) -> None:
        self.graph = Graph()

    def add(self, label: str, name: str, marking: dict[str, Any] = OPEN, /, **payload: Any) -> str:
        """Add a node; its receipt is source 1 unless it says otherwise."""
        kind = KINDS[label]
        id_ = f"{kind.prefix}_{name}"
        if label not in ("Source", "Batch"):
            payload = {"source_id": "source_trace", "line": 7, **payload}
        self.graph.nodes[id_] = Node(kind, id_, dict(marking), payload)
        return id_

    def tie(self, type_: str, start: str, end: str, marking: dict[str, Any] = OPEN, /, **payload: Any) -> None:
        """Join two nodes."""
        ends = (self.graph.nodes[start].kind.name, self.graph.nodes[end].kind.name)
        link = next(one for one in LINKS if one.type == type_ and (one.from_kind, one.to_kind) == ends)
        id_ = f"r_{type_}_{start}_{end}".lower()
        self.graph.ties[id_] = Tie(link, id_, start, end, dict(marking), payload)


def tell() -> Graph:
    """Return the story."""
    t = Teller()
    _sources(t)
    _things(t)
    _life(t)
    _around(t)
    _hidden(t)
    return t.graph


def _sources(t: Teller) -> None:
    t.add("Source", "trace", name="Trace result 25-118822", kind="traces", received="2025-12-22T00:00:00.000000Z")
    t.add("Source", "lab", name="Lab report LAB-2231", kind="examinations", received="2026-01-09T00:00:00.000000Z")
    t.add("Source", "secret", HIDDEN, name="Informant", kind="traces", received="2026-01-10T00:00:00.000000Z")
    t.add(
        "Batch",
        "one",
        kind="traces",
        state="closed",
        opened="2025-12-22T00:00:00.000000Z",
        source_id="source_trace",
    )
    saved = {"saved": "2026-01-09T00:00:00.000000Z", "saved_by_name": "Marchetti", "n": 2, "case_id": "case_1"}
    t.add("Chart", "one", title="Two buyers", **saved)
    t.add("Chart", "secret", HIDDEN, title="Informant", **saved)
    t.add("ChartVersion", "one", title="Two buyers", chart_id="chart_one", **saved)
    t.add("ChartVersion", "secret", HIDDEN, title="Informant", chart_id="chart_one", **{**saved, "n": 3})
    t.add(
        "Batch", "two", kind="traces", state="open", opened="2026-01-09T00:00:00.000000Z", source_id="source_secret"
    )


def _things(t: Teller) -> None:
    gun = {"maker": "Harrow & Pike", "model": "HP-9", "calibre": "9 mm", "type": "pistol"}
    raw = json.dumps({"serial": "TKF12045", "maker": "HARROW&PIKE MFG", "purchase_date": "08/14/2025"})
    t.add("Firearm", "a", serial="TKF12045", canonical="TKF12045", skeleton="TKF12045", raw=raw, line=6, **gun)
    t.add("Firearm", "m", serial="T_F12O45", canonical="T?F12045", skeleton="T?F12045", **gun)
    t.add("Firearm", "w", serial="TWF12045", canonical="TWF12045", skeleton="TWF12045", **{**gun, "model": "HP-9L"})
    t.add(
        "Firearm", "swap", serial="TKF12054", canonical="TKF12054", skeleton="TKF12054", **{**gun, "calibre": ".40"}
    )
    t.add("Firearm", "far", serial="NV-88213", canonical="NV88213", skeleton="NV88213", maker="Norvik")
    t.add("Organisation", "maker", PUBLISHED, name="Harrow & Pike Mfg.", role="maker", state="OH")
    t.add("Organisation", "box", name="Lakeshore Supply", role="distributor", state="IN")
    t.add(
        "Dealer",
        "p",
        PUBLISHED,
        key="7-86-01234",
        name="PALO FIERRO ARMS LLC",
        business_name="Palo Fierro Arms",
        number="7-86-019-01-8A-01234",
        city="Tucson",
        state="AZ",
    )
    t.add("Dealer", "q", key="7-86-01234", name="Palo Fierro")
    t.add("Person", "w", name="Whitcombe, Dale R.")
    t.add("Person", "z", name="Aldaco, Rosa")
    t.add("Person", "r", name="Ruelas C., Iván")
    t.add("Place", "n", PUBLISHED, kind="city", name="Nogales", city="Nogales", state="SON", country="MX")
    t.add("Place", "home", kind="address", street="1190 W Sierpe #4", city="Tucson", state="AZ")
    t.add("Phone", "one", number="520 555 0142", digits="5205550142")
    t.add("Vehicle", "one", plate="SYN-4417", canonical="SYN4417")
    t.add("Agency", "fgr", PUBLISHED, name="FGR Sonora", ori="MX0000001")


def _life(t: Teller) -> None:
    t.tie("MADE_BY", "firearm_a", "organisation_maker")
    t.add("Shipment", "1", date="2025-06-04", date_precision="day", stage="maker", line=14)
    t.add("Shipment", "2", date="2025-07-02", date_precision="day", stage="distributor", invoice="L-77", line=19)
    for shipment, start, end in (
        ("1", "organisation_maker", "organisation_box"),
        ("2", "organisation_box", "dealer_p"),
    ):
        t.tie("OF", f"shipment_{shipment}", "firearm_a")
        t.tie("SHIPPED_BY", f"shipment_{shipment}", start)
        t.tie("SHIPPED_TO", f"shipment_{shipment}", end)
    raw = json.dumps(
        {"purchase_date": "08/14/2025", "purchaser_name": "WHITCOMBE DALE R", "dealer_name": "PALO FIERRO"}
    )
    for name, gun, dealer, date in (
        ("1", "a", "p", "2025-08-14"),
        ("2", "swap", "p", "2025-08-14"),
        ("3", "w", "q", "2011-03-01"),
        ("4", "far", "q", None),
    ):
        dated = {"date": date, "date_precision": "day"} if date else {}
        t.add("Purchase", name, dealer_id=f"dealer_{dealer}", raw=raw, line=22, **dated)
        t.tie("OF", f"purchase_{name}", f"firearm_{gun}")
        t.tie("SOLD_BY", f"purchase_{name}", f"dealer_{dealer}")
    t.tie("BOUGHT", "person_w", "purchase_1")
    t.tie("BOUGHT", "person_w", "purchase_2")
    t.add(
        "Recovery",
        "1",
        date="2025-12-02",
        date_precision="day",
        ttc_days=110,
        city="Nogales",
        state="SON",
        date_flags=["day_first"],
        raw=json.dumps({"recovery_date": "02-12-25"}),
        line=3,
        category="seizure",
    )
    t.tie("OF", "recovery_1", "firearm_a")
    t.tie("AT", "recovery_1", "place_n")
    t.tie("POSSESSED", "person_r", "recovery_1")
    t.tie("IN_VEHICLE", "recovery_1", "vehicle_one")


def _around(t: Teller) -> None:
    t.add(
        "TraceRequest",
        "1",
        number="25-118822",
        date="2025-12-10",
        status="complete",
        ttc_days=110,
        outcome="purchaser_identified",
        agency="FGR Sonora",
    )
    t.add("TraceResult", "1", outcome="purchaser_identified", completed="2025-12-22")
    t.tie("ABOUT", "trace_1", "firearm_a")
    t.tie("FOR", "trace_1", "recovery_1")
    t.tie("ASKED_BY", "trace_1", "agency_fgr")
    t.tie("ANSWERS", "result_1", "trace_1")
    t.tie("NAMES", "result_1", "purchase_1")
    t.add("MultipleSale", "1", number="MS-2025-1107", date="2025-08-14")
    t.tie("INCLUDES", "multiple_1", "purchase_1")
    t.tie("INCLUDES", "multiple_1", "purchase_2")
    t.tie("REPORTED_BY", "multiple_1", "dealer_p")
    t.add("Theft", "1", number="TH-9", date="2012-01-01", kind="burglary")
    t.tie("OF", "theft_1", "firearm_w")
    t.tie("REPORTED_BY", "theft_1", "dealer_p")
    t.add("BallisticEvent", "1", number="TUC-3381", date="2025-10-05")
    t.tie("LEAD", "firearm_a", "ballistic_1", number="26-0931", date="2025-11-24", source_id="source_lab", line=47)
    t.add(
        "Serial",
        "slide",
        of="slide",
        value="TKF12045",
        canonical="TKF12045",
        source_id="source_lab",
        line=11,
        date="2026-01-09",
    )
    t.add(
        "Serial",
        "frame",
        of="frame",
        value="T_F12O45",
        canonical="T?F12045",
        positions="kukkkkkk",
        date="2025-12-03",
        raw=json.dumps({"serial": "T_F12O45"}),
    )
    t.tie("ON", "serial_slide", "firearm_a")
    t.tie("ON", "serial_frame", "firearm_a")
    t.add("Document", "1", name="Recovery sheet", date="2025-12-03")
    t.tie("ABOUT", "document_1", "firearm_a")
    t.tie("ABOUT", "document_1", "person_w")
    t.tie("HAS_PHONE", "person_w", "phone_one")
    t.tie("HAS_PHONE", "person_z", "phone_one")
    t.tie("HAS_ADDRESS", "person_w", "place_home", valid_from="2024-01-01")
    t.add("Observation", "d", attribute="city", value="Tucson", valid_from="2025-01-01")
    t.add("Observation", "f", attribute="model", value="HP-9", valid_from="2025-12-03")
    t.add("Observation", "x", attribute="name", value="Whitcomb, Dale", valid_from="2025-08-14")
    t.tie("OBSERVED_OF", "observation_d", "dealer_p")
    t.tie("OBSERVED_OF", "observation_f", "firearm_a")
    t.tie("OBSERVED_OF", "observation_x", "person_w")
    t.tie("SAME_AS", "firearm_m", "firearm_a", basis="two persons")
    t.tie("SAME_AS", "dealer_q", "dealer_p", basis="licence key")
    t.add("TraceFlow", "1", PUBLISHED, year=2020, source_state="AZ", recovery_state="CA", count=3352)


def _hidden(t: Teller) -> None:
    t.add(
        "Firearm",
        "secret",
        HIDDEN,
        serial="TKF12045",
        canonical="TKF12045",
        skeleton="TKF12045",
        maker="Harrow & Pike",
    )
    t.add("Person", "secret", TOO_HIGH, name="Whitcombe, Secret")
    t.tie("SAME_AS", "person_secret", "person_w", HIDDEN)
    t.tie("HAS_PHONE", "person_secret", "phone_one")
    t.add("Purchase", "secret", HIDDEN, dealer_id="dealer_p", date="2025-09-09", date_precision="day")
    t.tie("OF", "purchase_secret", "firearm_a", HIDDEN)
    t.tie("SOLD_BY", "purchase_secret", "dealer_p", HIDDEN)
    t.add("Recovery", "secret", TOO_HIGH, date="2025-11-01", date_precision="day", ttc_days=79)
    t.tie("OF", "recovery_secret", "firearm_a", TOO_HIGH)
    t.add("BallisticEvent", "secret", number="NOG-0212", date="2026-01-02")
    t.tie("HIT", "firearm_a", "ballistic_secret", HIDDEN)
