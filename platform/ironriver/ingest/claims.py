"""One row → everything it claims: nodes and links with properties as read, not yet with ids. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver.errors import Say
from ironriver.ingest.derive import DERIVATIONS
from ironriver.ingest.keys import KEY_RULES, KeyCells
from ironriver.ingest.mapping import FileMapping, LinkMap, NodeMap, Reading
from ironriver.ingest.readers import ReadContext, whole_number
from ironriver.ingest.table import Record, Reject, reject
from ironriver.model.kinds import is_protected

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


#: Characters of one cell: an index holds some 8,000 bytes a value, and a character is up to four.
LONGEST_CELL = 2_000
#: Columns of running text, which no index holds.
_PROSE = frozenset({"narrative", "administrative_notes"})
#: Bytes of a strong key, which several cells make together.
_LONGEST_KEY = 6_000


@dataclass(slots=True)
class Draft:
    """A node as one row describes it. `key` is its strong key (kind and value, empty for none); `part` names it
    within the row when there is none; `within` is the node whose key then stands for the row."""

    name: str
    kind: str
    properties: dict[str, Any]
    key: str = ""
    rule: str = ""
    part: str = ""
    within: str = ""
    refer: Mapping[str, str] = field(default_factory=dict)
    raw: str = ""


@dataclass(slots=True)
class LinkDraft:
    """A link between two drafts of the same row."""

    type: str
    start: str
    end: str
    properties: dict[str, Any]


@dataclass(slots=True)
class Claim:
    """What one row says. `main` names the draft that stands for the row; `raw` is the row as written (JSON).

    `set_aside` are keys, by draft, that deciding found to belong to another thing.
    """

    line: int
    raw: str
    main: str
    nodes: dict[str, Draft]
    links: list[LinkDraft]
    doubts: list[str] = field(default_factory=list)
    set_aside: dict[str, str] = field(default_factory=dict)


def read_claims(
    rows: Iterable[Record | Reject], mapping: FileMapping, context: ReadContext
) -> Iterator[Claim | Reject]:
    """Yield one claim or reject per row, in file order.

    A second row with the key of an earlier one is dropped silently when it says the same, and rejected when it
    says something else: which of the two holds is not ours to decide.
    """
    seen: dict[str, tuple[int, bytes]] = {}
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        made = read_claim(row, mapping, context)
        if isinstance(made, Claim):
            main = made.nodes[made.main]
            digest = hashlib.blake2b(made.raw.encode(), digest_size=8).digest()
            earlier = seen.setdefault(main.key, (row.line, digest))
            if earlier[0] != row.line and earlier[1] != digest:
                yield _repeated(row.line, mapping.must[0], row.cells[mapping.must[0]], earlier[0])
                continue
        yield made


def read_claim(record: Record, mapping: FileMapping, context: ReadContext) -> Claim | Reject:
    """Return what one row claims, or why it is not taken."""
    cells = record.cells
    refused = _refused(record, mapping, context)
    if refused is not None:
        return refused
    nodes: dict[str, Draft] = {}
    for entry in mapping.nodes:
        is_told = any(context.is_filled(cells.get(column, "")) for column in entry.any)
        if is_told and (not entry.needs or entry.needs in nodes):
            nodes[entry.name] = _draft(entry, cells, context)
    for entry in mapping.nodes:
        if entry.name in nodes and len(nodes[entry.name].key.encode()) > _LONGEST_KEY:
            return _too_long(record.line, entry.key_columns[0], nodes[entry.name].key)
    links = [
        LinkDraft(entry.type, entry.start, entry.end, _read(entry.read, cells, context))
        for entry in mapping.links
        if _holds(entry, nodes, cells)
    ]
    claim = Claim(
        line=record.line,
        raw=_raw({column: cell for column, cell in cells.items() if not is_protected(column)}),
        main=mapping.main,
        nodes=nodes,
        links=links,
    )
    if mapping.derive:
        DERIVATIONS[mapping.derive](claim.nodes, claim.doubts)
    return claim


def _refused(record: Record, mapping: FileMapping, context: ReadContext) -> Reject | None:
    """Return why the cells of a row cannot be taken, each by itself."""
    cells = record.cells
    for column in mapping.must:
        if not context.is_filled(cells.get(column, "")):
            return _missing(record.line, column)
    for column, (least, most) in mapping.whole.items():
        number = whole_number(cells.get(column, ""))
        if number is None or not least <= number <= most:
            return _no_number(record.line, column, cells.get(column, ""), (least, most))
    long = next((name for name, cell in cells.items() if len(cell) > LONGEST_CELL and name not in _PROSE), None)
    return _too_long(record.line, long, cells[long]) if long else None


def _holds(entry: LinkMap, nodes: Mapping[str, Draft], cells: Mapping[str, str]) -> bool:
    if entry.start not in nodes or entry.end not in nodes or entry.unless in nodes:
        return False
    column, value = entry.when
    return not column or cells.get(column, "").strip().casefold() == value


def _draft(entry: NodeMap, cells: Mapping[str, str], context: ReadContext) -> Draft:
    properties = {**_read(entry.read, cells, context), **entry.fixed}
    draft = Draft(entry.name, entry.kind, properties, rule=entry.key, within=entry.within, refer=entry.refer)
    draft.raw = _raw({column: cells.get(column, "") for reading in entry.read for column in reading.columns})
    if entry.key:
        asked = KeyCells(tuple(cells.get(column, "") if column else "" for column in entry.key_columns))
        draft.key, draft.part = KEY_RULES[entry.key](asked, properties)
    return draft


def _read(readings: Iterable[Reading], cells: Mapping[str, str], context: ReadContext) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for reading in readings:
        values = tuple([cells.get(column, "") for column in reading.columns])
        properties.update(context.read(reading.reader, reading.target, values))
    return properties


def _raw(cells: Mapping[str, str]) -> str:
    """Return the filled cells as written, as the JSON that a receipt holds."""
    return _encode({name: cell for name, cell in cells.items() if cell})


def _missing(line: int, column: str) -> Reject:
    return reject(
        line,
        column,
        "",
        "missing",
        Say(
            en="This cell must be filled; the row was left out.", es="Esta celda es obligatoria; la fila se omitió."
        ),
    )


def _too_long(line: int, column: str, value: str) -> Reject:
    return reject(
        line,
        column,
        value,
        "too_long",
        Say(
            en=f"This cell is longer than {LONGEST_CELL:,} characters, or makes too long a number with others; "
            "the row was left out.",
            es=f"Esta celda tiene más de {LONGEST_CELL:,} caracteres, o forma con otras un número demasiado "
            "largo; la fila se omitió.",
        ),
    )


def _no_number(line: int, column: str, value: str, bounds: tuple[int, int]) -> Reject:
    least, most = bounds
    return reject(
        line,
        column,
        value,
        "number",
        Say(
            en=f"This cell must be a whole number from {least} to {most}; the row was left out.",
            es=f"Esta celda debe ser un número entero de {least} a {most}; la fila se omitió.",
        ),
    )


def _repeated(line: int, column: str, value: str, earlier: int) -> Reject:
    return reject(
        line,
        column,
        value,
        "repeated",
        Say(
            en=f"The same number stands on line {earlier} with other content. The first was taken.",
            es=f"El mismo número está en la línea {earlier} con otro contenido. Se tomó la primera.",
        ),
    )
