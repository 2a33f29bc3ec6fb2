"""The firearm page's facts table and serial cells: each value beside its source, line and the cell as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ironriver.errors import Say
from ironriver.search.asking import Rows, SourceBook
from ironriver.search.page_results import Cell, SerialReading
from ironriver.search.results import Fact
from ironriver.search.serials import part_title
from ironriver.search.things import as_written, first_of, line_of, raw_cells, text_of, thing

Node = Mapping[str, Any]

#: Fact → (title, columns that hold it as written, best first).
_FACTS: Mapping[str, tuple[Say, tuple[str, ...]]] = {
    "serial": (Say(en="Serial, as first read", es="Serie, como se leyó primero"), ("serial", "serial_read")),
    "maker": (Say(en="Maker", es="Fabricante"), ("maker",)),
    "model": (Say(en="Model", es="Modelo"), ("model",)),
    "calibre": (Say(en="Calibre", es="Calibre"), ("calibre",)),
    "type": (Say(en="Type", es="Tipo"), ("type",)),
    "importer": (Say(en="Importer", es="Importador"), ("importer",)),
    "country": (Say(en="Country of origin", es="País de origen"), ("country",)),
    "shipped": (Say(en="Shipped", es="Enviada"), ("ship_date", "dealer_ship_date", "invoice_date")),
    "dealer": (Say(en="Dealer", es="Comerciante"), ("dealer_name", "dealer_ffl")),
    "sold": (Say(en="Sold", es="Vendida"), ("purchase_date", "transfer_date")),
    "purchaser": (Say(en="Purchaser of record", es="Comprador registrado"), ("purchaser_name", "transferee_name")),
    "recovered": (Say(en="Recovered", es="Recuperada"), ("recovery_date",)),
    "place": (
        Say(en="Place of recovery", es="Lugar de recuperación"),
        ("recovery_place", "recovery_city", "recovery_state"),
    ),
    "possessor": (Say(en="Possessor at recovery", es="Poseedor al recuperarse"), ("possessor_name",)),
    "trace": (Say(en="Trace number", es="Número de rastreo"), ("trace_number",)),
}
#: Signs of `Serial.positions` → state of the cell.
_STATES = {"k": "known", "u": "unreadable", "g": "gap", "r": "restored", "l": "restored", "d": "doubtful"}
_LETTER_O = Say(en="Written with the letter O; read as zero.", es="Escrita con la letra O; se lee como cero.")


class _Receipts:
    """Numbers sources, and knows the cells of every line that a visible thing of the page cites.

    A line's cells may be kept on one of the several things that the line became; all of them cite it.
    """

    def __init__(self, book: SourceBook, firearm: Node, answers: Mapping[str, Rows]) -> None:
        self.book = book
        self._cells: dict[tuple[str, int | None], dict[str, str]] = {}
        nodes = [v for rows in answers.values() for row in rows for v in row.values() if isinstance(v, dict)]
        for node in (firearm, *nodes):
            self._cells.setdefault(self._line(node), {}).update(raw_cells(node))

    def written(self, node: Node, columns: tuple[str, ...]) -> str:
        """Return what stands in the source: the thing's own cells first, then its line's."""
        own = as_written(node, columns)
        if own or not node.get("source_id"):
            return own
        return first_of(self._cells.get(self._line(node), {}), columns)

    @staticmethod
    def _line(node: Node) -> tuple[str, int | None]:
        return str(node.get("source_id") or ""), line_of(node)


def firearm_facts(firearm: Node, answers: Mapping[str, Rows], book: SourceBook) -> tuple[Fact, ...]:
    """Return the table's rows in the order of a gun's life; only what some source says."""
    return tuple(_rows(firearm, answers, _Receipts(book, firearm, answers)))


def _rows(firearm: Node, answers: Mapping[str, Rows], receipts: _Receipts) -> Iterator[Fact]:
    readings = [row["s"] for row in answers["search.firearm_serials"]]
    for reading in readings:
        title = part_title(str(reading.get("of") or ""))
        yield _fact(
            "serial_reading",
            Say(en=f"{title.en} serial", es=f"Serie: {title.es.lower()}"),
            (text_of(reading.get("value")), reading),
            ("serial_read", "serial"),
            receipts,
        )
    for name in ("serial", "maker", "model", "calibre", "type", "importer", "country"):
        if firearm.get(name) and not (name == "serial" and readings):
            yield _named(name, text_of(firearm[name]), firearm, receipts)
    for name, value, node in _events(answers):
        if value:
            yield _named(name, value, node, receipts)


def _events(answers: Mapping[str, Rows]) -> Iterator[tuple[str, str, Node]]:
    """Yield (fact, value, the event whose receipt it has)."""
    seen: set[tuple[str, str, str]] = set()
    for name, value, node in _all_events(answers):
        key = (name, value, str(node["id"]))
        if key not in seen:
            seen.add(key)
            yield name, value, node


def _all_events(answers: Mapping[str, Rows]) -> Iterator[tuple[str, str, Node]]:
    for row in answers["search.firearm_shipments"]:
        yield "shipped", text_of(row["s"].get("date")), row["s"]
    for row in answers["search.firearm_purchases"]:
        yield "dealer", first_of(row["d"] or {}, ("business_name", "name", "key")), row["p"]
        yield "sold", text_of(row["p"].get("date")), row["p"]
        yield "purchaser", first_of(row["x"] or {}, ("name",)), row["p"]
    for row in answers["search.firearm_recoveries"]:
        yield "recovered", text_of(row["r"].get("date")), row["r"]
        yield "place", thing(row["l"] or row["r"]).second, row["r"]
        yield "possessor", first_of(row["x"] or {}, ("name",)), row["r"]
    for row in answers["search.firearm_traces"]:
        yield "trace", text_of(row["t"].get("number")), row["t"]


def _named(name: str, value: str, node: Node, receipts: _Receipts) -> Fact:
    title, columns = _FACTS[name]
    return _fact(name, title, (value, node), columns, receipts)


def _fact(key: str, title: Say, said: tuple[str, Node], columns: tuple[str, ...], receipts: _Receipts) -> Fact:
    value, node = said
    return Fact(
        key=key,
        title=title,
        value=value,
        source_no=receipts.book.number(node),
        source_id=str(node.get("source_id") or ""),
        line=line_of(node),
        raw=receipts.written(node, columns),
        grade=str(node.get("grade") or ""),
        doubts=_doubts(key, node),
    )


def _doubts(key: str, node: Node) -> tuple[str, ...]:
    names = {"serial": "serial_flags", "recovered": "date_flags", "sold": "date_flags", "shipped": "date_flags"}
    return tuple(str(flag) for flag in node.get(names.get(key, ""), ()) or ())


def serial_readings(firearm: Node, rows: Rows, book: SourceBook) -> tuple[SerialReading, ...]:
    """Return every reading of every component; where none is recorded, the serial on the firearm itself."""
    readings = [row["s"] for row in rows]
    if not readings and firearm.get("serial"):
        readings = [{**firearm, "value": firearm["serial"], "of": "frame"}]
    return tuple(_reading(node, book) for node in readings)


def _reading(node: Node, book: SourceBook) -> SerialReading:
    value = text_of(node.get("value"))
    cells = serial_cells(value, text_of(node.get("positions")))
    return SerialReading(
        component=text_of(node.get("of")),
        value=value,
        canonical=text_of(node.get("canonical")),
        cells=cells,
        method=text_of(node.get("method")),
        examiner=text_of(node.get("examiner")),
        date=text_of(node.get("date")),
        report_number=text_of(node.get("report_number")),
        source_no=book.number(node),
        line=line_of(node),
        notes=(_LETTER_O,) if any(cell.state == "doubtful" for cell in cells) else (),
    )


def serial_cells(value: str, positions: str) -> tuple[Cell, ...]:
    """Return one cell a character. `positions` decides where it has one sign for each; `?` and `_` are unreadable.

    A letter O beside figures is doubtful: makers and clerks write it for zero.
    """
    characters = [char for char in value.upper() if char.isalnum() or char in "?_*-"]
    signs = positions if len(positions) == len(characters) else ""
    return tuple(
        Cell(char="?" if char == "_" else char, state=_state(char, signs[at] if signs else "", characters))
        for at, char in enumerate(characters)
    )


def _state(char: str, sign: str, characters: list[str]) -> str:
    if char in "?_":
        return "unreadable"
    if char == "*":
        return "gap"
    state = _STATES.get(sign, "known")
    if state == "known" and char == "O" and any(other.isdigit() for other in characters):
        return "doubtful"
    return state
