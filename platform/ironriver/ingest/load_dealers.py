"""A month's dealer list against the graph: new licences, changed attributes, absences.

A later list closes an observation and opens the next one; nothing is overwritten without its history. Lists are
taken in the order of their months, because an older list cannot say what a newer one already has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from ironriver.errors import Conflict, Say
from ironriver.ingest.dealers import (
    ATTRIBUTES,
    LISTED,
    PROPERTIES,
    Attribute,
    Listing,
    attribute_properties,
    licence_number,
    list_date_of,
    read_listing,
)
from ironriver.ingest.delimited import open_delimited
from ironriver.ingest.gazetteer import find_city
from ironriver.ingest.headers import columns_of
from ironriver.ingest.keys import KEY_RULES, KeyCells
from ironriver.ingest.loading import Opened, Runner
from ironriver.ingest.mapping import mapping
from ironriver.ingest.minting import Mint, Minting, Rows, Sees, sees_all
from ironriver.ingest.report import Tally
from ironriver.ingest.sources import Source
from ironriver.ingest.standing import standing_nodes
from ironriver.ingest.table import Reject
from ironriver.ledger import Change, Ledger, Look, Row
from ironriver.model.marking import PUBLIC

_ON_THE_LIST = Attribute("yes", {})


class DealerLoader:
    """Loads one list. A licence is one row of an act, whatever it holds; premises and place may be two more."""

    size = 400

    def __init__(self, source: Source, mint: Mint, sees: Sees = sees_all) -> None:
        self.source = source
        self.minting = Minting(source, mint, sees)
        self.list_date = list_date_of(source.name, source.data_date)
        self.states: set[str] = set()
        self.keys: set[str] = set()

    def open(self, ledger: Ledger) -> Opened:
        """Read the list once through for its jurisdictions and refuse it if a newer one covers any of them."""
        with ledger.vault.open(self.source.sha256) as handle:
            table = open_delimited(handle, columns_of(mapping("dealers"), ledger.settings.data_dir))
        total = 0
        for listing in self._listings(ledger):
            if isinstance(listing, Listing):
                total += 1
                self.states.add(listing.state)
                self.keys.add(listing.key)
        self._refuse_older(ledger)
        return Opened(
            total=total,
            form=table.form,
            ignored=table.ignored,
            coverage=tuple(sorted(self.states)),
            data_date=self.list_date,
        )

    def items(self, ledger: Ledger) -> Iterator[Listing | Reject]:
        """Yield the listings and rejects in file order; a licence listed twice is rejected the second time."""
        seen: dict[str, int] = {}
        for listing in self._listings(ledger):
            if isinstance(listing, Listing) and seen.setdefault(listing.key, listing.line) != listing.line:
                yield _repeated(listing, seen[listing.key])
            else:
                yield listing

    def changes(self, look: Look, listings: Sequence[Listing], tally: Tally) -> list[Change]:
        """Return what these listings change, counted into `tally`."""
        key_ids = {self.minting.key_id(f"licence:{one.key}"): one for one in listings}
        known = {row["id"]: row["entity"] for row in look.read("ingest.known_keys", {"ids": list(key_ids)})}
        rows = Rows()
        fresh = [one for key_id, one in key_ids.items() if key_id not in known]
        self._add_new(look, fresh, rows)
        tally.added += len(fresh)
        self._update(look, {known[key_id]: one for key_id, one in key_ids.items() if key_id in known}, rows, tally)
        return rows.changes()

    def finish(self, runner: Runner) -> None:
        """Mark dealers absent that no row names, only where this list has the jurisdiction at all."""
        for state in sorted(self.states):
            after = ""
            while page := self._listed(runner.ledger, state, after):
                after = page[-1]["id"]
                gone = [row["id"] for row in page if row["key"] not in self.keys]
                for start in range(0, len(gone), self.size):
                    self._mark_absent(runner, gone[start : start + self.size])

    def _listings(self, ledger: Ledger) -> Iterator[Listing | Reject]:
        with ledger.vault.open(self.source.sha256) as handle:
            for row in open_delimited(handle, columns_of(mapping("dealers"), ledger.settings.data_dir)).rows:
                yield row if isinstance(row, Reject) else read_listing(row)

    def _listed(self, ledger: Ledger, state: str, after: str) -> list[dict[str, Any]]:
        return ledger.look(
            "ingest.listed_dealers", {"holding": self.minting.holding, "state": state, "after": after}
        )

    def _add_new(self, look: Look, listings: Sequence[Listing], rows: Rows) -> None:
        for listing in listings:
            id_ = self.minting.entity_id("Dealer", f"licence:{listing.key}")
            attributes = {LISTED: _ON_THE_LIST, **listing.attributes}
            row = self._observed(id_, listing, attributes)
            row.s["key_id"] = self.minting.key_id(f"licence:{listing.key}")
            row.p["key"] = {"kind": "licence", "value": listing.key, "entity": id_}
            row.p["dealer"] = {
                "key": listing.key,
                **listing.fixed,
                **self._properties(listing.attributes),
                "number": self._number(listing),
                "listed_from": self.list_date,
                **self.minting.receipt(listing.line),
            }
            rows.add("ingest.put_listing", row)
        self._add_places(
            look, {self.minting.entity_id("Dealer", f"licence:{one.key}"): one for one in listings}, rows
        )
        self._join_agencies(look, listings, rows)

    def _observed(self, id_: str, listing: Listing, attributes: dict[str, Attribute]) -> Row:
        """Return one row that opens observations of a dealer."""
        receipt = self.minting.receipt(listing.line)
        observations, ids, links = [], [], []
        for name, attribute in attributes.items():
            made = self.minting.entity_id("Observation", f"{id_}|{name}|{self.source.id}:{listing.line}")
            ids.append(made)
            links.append(self.minting.link("OBSERVED_OF", (made, id_), {}).s["id"])
            observations.append(
                {
                    "attribute": name,
                    "value": attribute.value,
                    "valid_from": self.list_date,
                    "raw": attribute.raw(),
                    **receipt,
                }
            )
        row = self.minting.row(id_, {"observations": observations, "link": receipt})
        row.s["observations"], row.s["links"] = ids, links
        return row

    def _properties(self, attributes: dict[str, Attribute]) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        for name, attribute in attributes.items():
            properties |= attribute_properties(name, attribute.cells, self.list_date)
        return properties

    def _number(self, listing: Listing) -> str:
        parts = listing.attributes
        return licence_number(listing.key, parts["county"].value, parts["type"].value, parts["expiry"].value)

    def _update(self, look: Look, known: dict[str, Listing], rows: Rows, tally: Tally) -> None:
        """Compare with the dealers as they stand; only where something differs are observations read."""
        nodes = look.read("ingest.dealers_by_id", {"ids": list(known)}) if known else []
        changed: dict[str, set[str]] = {}
        for node in (row["node"] for row in nodes):
            if found := self._differences(node, known[node["id"]]):
                changed[node["id"]] = found
        tally.changed += len(changed)
        tally.unchanged += len(known) - len(changed)
        held: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in look.read("ingest.open_observations", {"ids": list(changed)}) if changed else ():
            held[row["dealer"]][row["attribute"]] = row
        for id_, names in changed.items():
            tally.changes.update(names)
            wanted = {LISTED: _ON_THE_LIST, **known[id_].attributes}
            stale = [row for name, row in held[id_].items() if name in names]
            self._change(id_, known[id_], (stale, {name: wanted[name] for name in names & set(wanted)}), rows)
        self._move(look, {id_: known[id_] for id_, names in changed.items() if "premises" in names}, rows)

    def _differences(self, node: dict[str, Any], listing: Listing) -> set[str]:
        """Return the attributes in which a listing differs from its dealer's current values."""
        found = {LISTED} if node.get("absent_since") else set()
        for name in ATTRIBUTES:
            attribute = listing.attributes.get(name)
            said = attribute_properties(name, attribute.cells, self.list_date) if attribute else {}
            if any(said.get(one) != node.get(one) for one in PROPERTIES.get(name, (name,))):
                found.add(name)
        return found

    def _change(
        self, id_: str, listing: Listing, what: tuple[list[dict[str, Any]], dict[str, Attribute]], rows: Rows
    ) -> None:
        stale, fresh = what
        self._close(stale, rows)
        gone = {row["attribute"] for row in stale} - set(fresh)
        payload: dict[str, Any] = {name: None for one in gone for name in PROPERTIES.get(one, (one,))}
        payload |= self._properties({name: one for name, one in fresh.items() if name != LISTED})
        payload["number"] = self._number(listing)
        if LISTED in fresh:
            payload["absent_since"] = None
        rows.add("write.amend_dealer", Row({"id": id_}, payload))
        if fresh:
            rows.add("ingest.put_observations", self._observed(id_, listing, fresh))

    def _close(self, observations: Sequence[dict[str, Any]], rows: Rows) -> None:
        for one in observations:
            closed = {"valid_to": self.list_date, "closed_by": self.source.id}
            rows.add("write.amend_observation", Row({"id": one["id"]}, closed))

    def _place(self, listing: Listing) -> tuple[str, dict[str, Any]] | None:
        cells = listing.attributes["premises"].cells
        city = cells.get("premise_city", "").strip()
        if not city or city == "NULL":
            return None
        found = {**find_city(" ".join(city.split()), "", listing.state, "US"), "kind": "city"}
        found["name"] = found.get("city", city)
        key, _ = KEY_RULES["city"](KeyCells(()), found)
        return self.minting.entity_id("Place", key), found

    def _add_places(self, look: Look, listings: dict[str, Listing], rows: Rows) -> None:
        places = {id_: place for id_, one in listings.items() if (place := self._place(one)) is not None}
        wanted = {place_id for place_id, _ in places.values()}
        known = standing_nodes(look, wanted)
        for id_, (place_id, found) in places.items():
            receipt = self.minting.receipt(listings[id_].line)
            if place_id not in known:
                rows.put("Place", self.minting.row(place_id, {**found, **receipt}))
            payload = {"valid_from": self.list_date, **receipt}
            link = self.minting.link("PREMISES_AT", (id_, place_id), payload, basis=self.source.id)
            rows.join("PREMISES_AT", ("Dealer", "Place"), link)

    def _move(self, look: Look, moved: dict[str, Listing], rows: Rows) -> None:
        """Close the premises links of dealers that are now in another city, and open new ones."""
        if not moved:
            return
        standing = {row["dealer"]: row for row in look.read("ingest.open_premises", {"ids": list(moved)})}
        elsewhere: dict[str, Listing] = {}
        for id_, listing in moved.items():
            place, old = self._place(listing), standing.get(id_)
            if old is None or place is None or old["place"] != place[0]:
                elsewhere[id_] = listing
                if old is not None:
                    structure = {"id": old["id"], "from": id_, "to": old["place"], **self.minting.marking}
                    payload = {"valid_to": self.list_date, "closed_by": self.source.id}
                    rows.join("PREMISES_AT", ("Dealer", "Place"), Row(structure, payload))
        self._add_places(look, elsewhere, rows)

    def _join_agencies(self, look: Look, listings: Sequence[Listing], rows: Rows) -> None:
        """Join dealers that agencies knew from traces to the public list, by rule: the licence key is the same."""
        if self.minting.holding != PUBLIC:
            return  # a list that one agency keeps for itself says nothing about the dealers of others
        by_key = {one.key: one for one in listings}
        found = look.read("ingest.dealers_of_agencies", {"keys": list(by_key)}) if by_key else []
        for row in found:
            id_ = self.minting.entity_id("Dealer", f"licence:{row['key']}")
            evidence = {"basis": "licence key", "evidence": row["key"], "author": "rule", "date": self.list_date}
            payload = {**evidence, **self.minting.receipt(by_key[row["key"]].line)}
            link = self.minting.link("SAME_AS", (row["id"], id_), payload)
            # The link belongs to the agency whose dealer it is, not to the public list.
            link.s.update(holding=row["holding"], tlp=row["tlp"], handling=row["handling"])
            rows.join("SAME_AS", ("Dealer", "Dealer"), link)

    def _mark_absent(self, runner: Runner, ids: Sequence[str]) -> None:
        def decide(look: Look, tally: Tally) -> list[Change]:
            rows = Rows()
            held = look.read("ingest.open_observations", {"ids": list(ids)})
            self._close([row for row in held if row["attribute"] == LISTED], rows)
            for id_ in ids:
                rows.add("write.amend_dealer", Row({"id": id_}, {"absent_since": self.list_date}))
            tally.absent += len(ids)
            return rows.changes()

        runner.act(f"absent:{ids[0]}", decide)

    def _refuse_older(self, ledger: Ledger) -> None:
        for row in ledger.look("ingest.dealer_lists", {"holding": self.minting.holding}):
            shared = sorted(self.states & set(row["coverage"] or ()))
            if shared and (row["data_date"] or "") > self.list_date:
                raise Conflict(
                    Say(
                        en=f"A newer list ({row['data_date'][:7]}) of {', '.join(shared[:5])} is already imported. "
                        "Import lists in the order of their months.",
                        es=f"Ya hay una lista posterior ({row['data_date'][:7]}) de {', '.join(shared[:5])}. "
                        "Importe las listas en el orden de sus meses.",
                    )
                )


def _repeated(listing: Listing, earlier: int) -> Reject:
    return Reject(
        listing.line,
        "lic_seqn",
        listing.key,
        "repeated",
        Say(
            en=f"This licence stands on line {earlier} already; the first row was taken.",
            es=f"Esta licencia ya está en la línea {earlier}; se tomó la primera fila.",
        ),
    )
