"""Rows of answers become the parts of the report. Pure: the same rows give the same parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ironriver.errors import Say
from ironriver.model.kinds import KINDS
from ironriver.model.values import firearm_type_title, read_firearm_type
from ironriver.tracing.summary_results import SummaryLeg, SummaryRow, SummarySection
from ironriver.tracing.summary_texts import (
    CODES,
    FOREIGN,
    LABELS,
    LEGS,
    NEEDS_CASE,
    NO,
    NO_DAYS,
    NOT_ASKED,
    OUTCOMES,
    PURCHASER_LIMIT,
    TITLES,
    TTC_NOTE,
    UNKNOWN,
    YES,
)

Node = Mapping[str, Any]

_FIREARM = ("serial", "maker", "model", "calibre", "type", "country", "importer", "obliterated", "pmf")
_REQUEST = ("number", "status", "date", "ori", "priority", "crime_code", "basis")
_RECOVERY = ("date", "category", "city", "county", "state", "country")
_SERIALS = frozenset({"serial", "number", "ori"})


@dataclass(slots=True)
class Sources:
    """Numbers sources from 1 in the order in which they are first cited."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, node: Node | None) -> int:
        """Return the number of a node's source, 0 where it has none."""
        id_ = str((node or {}).get("source_id") or "")
        return self.numbers.setdefault(id_, len(self.numbers) + 1) if id_ else 0

    def row(self, label: Say, value: object, node: Node | None, *, how: str = "") -> SummaryRow:
        """Return a fact of a node; an empty value says that it is not recorded."""
        text = value if isinstance(value, Say) else _text(value)
        line = (node or {}).get("line")
        return SummaryRow(
            label=label,
            value=text or UNKNOWN,
            how=how if text else "",
            source_no=self.number(node) if text else 0,
            line=line if text and isinstance(line, int) else None,
        )

    def rows(self, node: Node | None, names: Iterable[str], kind: str) -> list[SummaryRow]:
        """Return a node's properties as facts under the ontology's own titles."""
        known = KINDS[kind].properties
        return [
            self.row(known[name].title, _said(name, (node or {}).get(name)), node, how=_how(name, known[name].type))
            for name in names
        ]


def _said(name: str, value: object) -> object:
    if name == "type" and isinstance(value, str) and (title := firearm_type_title(read_firearm_type(value).code)):
        return Say(en=value, es=title.es)  # as recorded, and in words for who does not read the record's language
    return CODES.get((name, value.lower()), value) if isinstance(value, str) else value


def _how(name: str, type_: str) -> str:
    if name == "administrative_notes":
        return "text"
    return "date" if type_ == "date" else "serial" if name in _SERIALS else ""


def _text(value: object) -> str | Say:
    if isinstance(value, bool):
        return Say(en="yes", es="sí") if value else NO
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What of persons this reader meets: `open` on a case for a purpose; `abroad` for another country's agency."""

    open: bool
    abroad: bool

    @property
    def withheld(self) -> Say | None:
        """Why persons are missing, None where they are not."""
        return FOREIGN if self.abroad else None if self.open else NEEDS_CASE


@dataclass(slots=True)
class Told:
    """The rows of the report's questions."""

    request: Node
    firearm: Node | None
    agency: Node | None
    recovery: Node | None
    place: Node | None
    vehicle: Node | None
    result: Node | None
    purchase: Node | None
    dealer: Node | None
    purchasers: list[Node]
    possessors: list[Node]
    contacts: list[dict[str, Any]]
    shipments: list[dict[str, Any]]
    multiple_sales: list[dict[str, Any]]
    thefts: list[dict[str, Any]]
    same_buyer: list[Node]
    same_place: list[Node]


def sections(told: Told, reader: Reader, sources: Sources) -> tuple[SummarySection, ...]:
    """Return the parts in the order of the report."""
    made = (
        _request(told, sources),
        _firearm(told, sources),
        _recovery(told, reader, sources),
        _purchaser(told, reader, sources),
        _dealer(told, reader, sources),
        _also(told, reader, sources),
        _narrative(told, reader, sources),
    )
    return tuple(section for section in made if section is not None)


def _request(told: Told, sources: Sources) -> SummarySection:
    rows = sources.rows(told.request, _REQUEST, "TraceRequest")
    agency = (told.agency or {}).get("name") or told.request.get("agency")
    rows.insert(3, sources.row(LABELS["agency"], agency, told.agency or told.request))
    rows.append(sources.row(LABELS["completed"], (told.result or {}).get("completed"), told.result, how="date"))
    outcome = (told.result or {}).get("outcome") or told.request.get("outcome")
    said = OUTCOMES.get(str(outcome), outcome)
    rows.append(sources.row(LABELS["outcome"], said, told.result or told.request))
    if (told.result or {}).get("reason"):
        rows.append(sources.row(LABELS["reason"], (told.result or {})["reason"], told.result))
    return SummarySection(key="request", title=TITLES["request"], rows=tuple(rows))


def _firearm(told: Told, sources: Sources) -> SummarySection:
    rows = sources.rows(told.firearm, _FIREARM, "Firearm")
    return SummarySection(key="firearm", title=TITLES["firearm"], rows=tuple(rows))


def _recovery(told: Told, reader: Reader, sources: Sources) -> SummarySection:
    rows = sources.rows(told.recovery, _RECOVERY, "Recovery")
    if (told.place or {}).get("street"):
        rows.insert(2, sources.row(LABELS["street"], (told.place or {})["street"], told.recovery))
    if told.vehicle:
        rows.append(sources.row(LABELS["vehicle"], told.vehicle.get("description"), told.recovery))
        rows.append(sources.row(LABELS["plate"], told.vehicle.get("plate"), told.recovery, how="serial"))
    if reader.withheld is None:
        for person in told.possessors:
            rows.append(sources.row(LABELS["possessor"], person.get("name"), person))
            rows.append(sources.row(LABELS["born"], person.get("dob"), person, how="date"))
    days = days_to_crime(told.purchase, told.recovery)
    said = Say(en=f"{days:,} days", es=f"{days:,} días") if days is not None else NO_DAYS
    rows.append(sources.row(LABELS["ttc"], said, told.recovery if days is not None else None))
    return SummarySection(
        key="recovery", title=TITLES["recovery"], rows=tuple(rows), limit=TTC_NOTE, withheld=reader.withheld
    )


def _purchaser(told: Told, reader: Reader, sources: Sources) -> SummarySection:
    rows = [sources.row(LABELS["purchased"], (told.purchase or {}).get("date"), told.purchase, how="date")]
    if reader.withheld is not None:
        is_known = bool(told.purchase) and (told.result or {}).get("outcome") == "purchaser_identified"
        rows.append(sources.row(LABELS["known"], YES if is_known else NO, None))
    else:
        for person in told.purchasers:
            rows += _person(person, sources)
        rows += _contacts(told, sources)
        rows.append(SummaryRow(label=_PROTECTED, value=NOT_ASKED))
    return SummarySection(
        key="purchaser",
        title=TITLES["purchaser"],
        rows=tuple(rows),
        limit=PURCHASER_LIMIT,
        withheld=reader.withheld,
    )


#: Social security number, race, sex, build, criminal history: named, so that nobody thinks they were forgotten.
_PROTECTED = Say(
    en="Social security number, driving licence, place of birth, race, sex, height, weight, criminal history",
    es="Número de seguro social, licencia de conducir, lugar de nacimiento, raza, sexo, estatura, peso, "
    "antecedentes penales",
)


def _person(person: Node, sources: Sources) -> list[SummaryRow]:
    return [
        sources.row(LABELS["name"], person.get("name"), person),
        sources.row(LABELS["born"], person.get("dob"), person, how="date"),
        sources.row(LABELS["id_number"], masked(_plain(person.get("id_number"))), person, how="serial"),
    ]


def _contacts(told: Told, sources: Sources) -> list[SummaryRow]:
    """Each phone and address once, however many records of the person carry it."""
    found: dict[str, SummaryRow] = {}
    for row in told.contacts:
        contact = row["c"]
        is_phone = row["link"] == "HAS_PHONE"
        text = _plain(contact.get("number")) if is_phone else _address(contact)
        label = LABELS["phone" if is_phone else "street"]
        if text not in found:
            found[text] = sources.row(label, text, row["r"], how="serial" if is_phone else "")
    return list(found.values())


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def masked(number: str) -> str:
    """Return an identity number with all but its last four signs covered; short ones are covered whole."""
    kept = number[-4:] if len(number) > 6 else ""
    return "•" * (len(number) - len(kept)) + kept


def _address(place: Node) -> str:
    parts = (place.get(name) for name in ("street", "city", "state", "zip", "country"))
    return ", ".join(str(part) for part in parts if part)


def _dealer(told: Told, reader: Reader, sources: Sources) -> SummarySection:
    dealer = told.dealer or {}
    if reader.abroad:
        rows = [sources.row(LABELS["state"], dealer.get("state"), told.dealer)]
        return SummarySection(key="dealer", title=TITLES["dealer"], rows=tuple(rows), withheld=FOREIGN)
    rows = [
        sources.row(LABELS["name"], dealer.get("business_name") or dealer.get("name"), told.dealer),
        sources.row(LABELS["licence"], dealer.get("key"), told.dealer, how="serial"),
        sources.row(LABELS["street"], _address(dealer), told.dealer),
        sources.row(LABELS["phone"], dealer.get("phone"), told.dealer, how="serial"),
        *_written(told.result, _DEALER_WRITTEN, sources),
    ]
    last = next((row["s"] for row in reversed(told.shipments) if _same(row["y"], told.dealer)), None)
    rows.append(sources.row(LABELS["shipped"], (last or {}).get("date"), last, how="date"))
    return SummarySection(key="dealer", title=TITLES["dealer"], rows=tuple(rows))


#: What the trace itself wrote of the dealer, beside what his record says.
_DEALER_WRITTEN = ("dealer_address", "dealer_phone", "dealer_inspected", "importer_contact")


def _written(node: Node | None, names: Iterable[str], sources: Sources) -> list[SummaryRow]:
    """Rows of what a trace result wrote; where it wrote nothing there is no row."""
    return sources.rows(node, [name for name in names if (node or {}).get(name)], "TraceResult")


def _same(one: Node | None, other: Node | None) -> bool:
    return bool(one and other and one["id"] == other["id"])


def _also(told: Told, reader: Reader, sources: Sources) -> SummarySection | None:
    rows = [sources.row(LABELS["multiple"], _sale(row), row["m"], how="serial") for row in told.multiple_sales]
    rows += [sources.row(LABELS["theft"], row["t"].get("number"), row["t"], how="serial") for row in told.thefts]
    if reader.withheld is None:
        rows += _written(told.result, ("associated_traces",), sources)
    others = [("same_place", told.same_place)]
    others += [("same_buyer", told.same_buyer)] if reader.withheld is None else []
    for key, nodes in others:
        rows += [
            sources.row(LABELS[key], node.get("number"), node, how="serial")
            for node in nodes
            if node["id"] != told.request["id"]
        ]
    return SummarySection(key="also", title=TITLES["also"], rows=tuple(rows)) if rows else None


def _sale(row: Mapping[str, Any]) -> str:
    return f"{row['m'].get('number') or ''} ({row['guns']})".strip()


def _narrative(told: Told, reader: Reader, sources: Sources) -> SummarySection | None:
    written = [node for node in (told.request, told.result) if node and node.get("narrative")]
    # One line of a file may be request and result in one: what it says, it says once.
    texts = {(node["narrative"], node.get("source_id"), node.get("line")): node for node in written}
    notes = _written(told.result, ("administrative_notes",), sources)
    if not (texts or notes) or reader.withheld is not None:
        return None
    rows = (*(sources.row(LABELS["text"], text, node, how="text") for (text, *_), node in texts.items()), *notes)
    return SummarySection(key="narrative", title=TITLES["narrative"], rows=rows)


def days_to_crime(purchase: Node | None, recovery: Node | None) -> int | None:
    """Return the days from sale to recovery, None where either is not known to the day or the order is wrong."""
    sold, recovered = _day(purchase), _day(recovery)
    return (recovered - sold).days if sold and recovered and recovered >= sold else None


def _day(event: Node | None) -> date | None:
    if not event or event.get("date_precision") not in (None, "", "day"):
        return None
    try:
        return date.fromisoformat(str(event.get("date") or ""))
    except ValueError:
        return None


def legs(told: Told, reader: Reader, sources: Sources) -> tuple[SummaryLeg, ...]:
    """Return the chain: recorded shipments, the first sale, and every gap as an unknown leg; none is inferred."""
    found: list[SummaryLeg] = []
    at: Node | None = None
    for row in told.shipments:
        if at is not None and not _same(at, row["x"]):
            found.append(_gap(_named(at, reader), _named(row["x"], reader)))
        found.append(_leg("shipped", (_named(row["x"], reader), _named(row["y"], reader)), row["s"], sources))
        at = row["y"]
    if told.purchase:
        if at is not None and not _same(at, told.dealer):
            found.append(_gap(_named(at, reader), _named(told.dealer, reader)))
        ends = (_named(told.dealer, reader), _buyers(told, reader))
        found.append(_leg("sold", ends, told.purchase, sources))
    if told.recovery:
        start = _buyers(told, reader) if told.purchase else _named(at, reader)
        days = days_to_crime(told.purchase, told.recovery)
        found.append(_gap(start, "recovery", days=days))
    return tuple(found)


def _leg(kind: str, ends: tuple[str, str], event: Node, sources: Sources) -> SummaryLeg:
    line = event.get("line")
    return SummaryLeg(
        known=True,
        start=ends[0],
        end=ends[1],
        what=LEGS[kind],
        date=_plain(event.get("date")),
        invoice=_plain(event.get("invoice")),
        source_no=sources.number(event),
        line=line if isinstance(line, int) else None,
    )


def _gap(start: str, end: str, *, days: int | None = None) -> SummaryLeg:
    return SummaryLeg(known=False, start=start, end=end, what=LEGS["unknown"], days=days)


def _named(node: Node | None, reader: Reader) -> str:
    if node is None:
        return ""
    if reader.abroad and "Dealer" in node.get("_labels", ()):
        return _plain(node.get("state"))
    return _plain(node.get("business_name") or node.get("name"))


def _buyers(told: Told, reader: Reader) -> str:
    if reader.withheld is not None:
        return "purchaser"
    names = dict.fromkeys(_plain(person.get("name")) for person in told.purchasers)
    return ", ".join(names) or "purchaser"
