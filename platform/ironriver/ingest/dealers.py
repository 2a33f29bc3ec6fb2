"""One row of the monthly dealer list → a listing: licence key and dated attributes. Pure.

Attributes are what the register may change from month to month; each becomes an observation with its own dates.
What stands in the file is kept; a doubtful postal code stays as written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ironriver.errors import Invalid, Say
from ironriver.ingest.table import Record, Reject, reject
from ironriver.model.values import expiry_month

#: ATF writes NULL where a cell is empty.
_EMPTY = {"NULL", "N/A"}
_MONTH_CODES = "ABCDEFGHJKLM"  # I is left out, so that nobody reads it as 1
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Jurisdictions whose postal codes begin with 0, so that a spreadsheet takes the zero away.
_ZERO_ZIP = frozenset({"CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI"})
_WIDTHS = {"lic_regn": 1, "lic_dist": 2, "lic_cnty": 3, "lic_type": 2, "lic_xprdte": 2, "lic_seqn": 5}

Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One dated attribute: readable `value`, and the cells that made it, as written."""

    value: str
    cells: dict[str, str]

    def raw(self) -> str:
        """Return the cells as the JSON that a receipt holds."""
        return json.dumps(self.cells, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """One licence on one list. `key` is R-DD-SSSSS; `fixed` holds what the key fixes for good."""

    line: int
    key: str
    state: str
    fixed: dict[str, str]
    attributes: dict[str, Attribute]


def read_listing(record: Record) -> Listing | Reject:
    """Return the listing of one row, or why there is none."""
    cells = {name: "" if cell in _EMPTY else " ".join(cell.split()) for name, cell in record.cells.items()}
    for name, width in _WIDTHS.items():
        cell = cells[name].upper().zfill(width)
        if not _fits(name, cell):
            return _bad_licence(record.line, name, record.cells[name])
        cells[name] = cell
    if not re.fullmatch(r"[A-Za-z]{2}", cells["premise_state"]):
        return _bad_state(record.line, record.cells["premise_state"])
    region, district, sequence = cells["lic_regn"], cells["lic_dist"], cells["lic_seqn"]
    attributes: dict[str, Attribute] = {}
    for name, (columns, value) in ATTRIBUTES.items():
        if text := value(cells):
            attributes[name] = Attribute(text, {one: record.cells[one] for one in columns if one in cells})
    return Listing(
        line=record.line,
        key=f"{region}-{district}-{sequence}",
        state=cells["premise_state"].upper(),
        fixed={"region": region, "district": district, "sequence": sequence},
        attributes=attributes,
    )


def _fits(name: str, cell: str) -> bool:
    if name == "lic_xprdte":
        return len(cell) == 2 and cell[0].isdigit() and cell[1] in _MONTH_CODES
    return len(cell) == _WIDTHS[name] and cell.isascii() and cell.isdigit()


def _one(name: str) -> Callable[[Cells], str]:
    return lambda cells: cells.get(name, "")


def _address(prefix: str, zip_column: str) -> Callable[[Cells], str]:
    def join(cells: Cells) -> str:
        street, city, state = (cells.get(f"{prefix}_{part}", "") for part in ("street", "city", "state"))
        tail = f"{state.upper()} {format_zip(cells.get(zip_column, ''), state)}".strip()
        return ", ".join(part for part in (street, city, tail) if part)

    return join


def _phone(cells: Cells) -> str:
    text = cells.get("voice_phone", "")
    digits = re.sub(r"\D", "", text)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text


_PREMISES = ("premise_street", "premise_city", "premise_state", "premise_zip_code")
_MAIL = ("mail_street", "mail_city", "mail_state", "mail_zip_code")

#: Attribute → the columns it is made from, and how it reads.
ATTRIBUTES: dict[str, tuple[tuple[str, ...], Callable[[Cells], str]]] = {
    "county": (("lic_cnty",), _one("lic_cnty")),
    "type": (("lic_type",), _one("lic_type")),
    "expiry": (("lic_xprdte",), _one("lic_xprdte")),
    "name": (("license_name",), _one("license_name")),
    "business_name": (("business_name",), _one("business_name")),
    "premises": (_PREMISES, _address("premise", "premise_zip_code")),
    "mail": (_MAIL, _address("mail", "mail_zip_code")),
    "phone": (("voice_phone",), _phone),
}
#: Attribute that says that the licence is on the list at all; made from the row itself.
LISTED = "listed"


def format_zip(text: str, state: str) -> str:
    """Return `12345` or `12345-6789`; zeros that a spreadsheet dropped come back where the state proves them.

    Anything else stays as written.
    """
    if not text.isascii() or not text.isdigit():
        return text
    width = 5 if len(text) <= 5 else 9
    if state.upper() in _ZERO_ZIP and len(text) in {3, 4, 7, 8} and not text.startswith("0"):
        text = text.zfill(width)
    if len(text) == 9:
        return text[:5] if text.endswith("0000") else f"{text[:5]}-{text[5:]}"
    return text


def attribute_properties(attribute: str, raw: Cells, list_date: str) -> dict[str, str | None]:
    """Return the dealer's current properties that one attribute decides, from its cells as written."""
    cells = {name: "" if cell in _EMPTY else " ".join(cell.split()) for name, cell in raw.items()}
    if attribute == "premises":
        return _address_properties("", cells, "premise")
    if attribute == "mail":
        return _address_properties("mail_", cells, "mail")
    if attribute == "phone":
        return {"phone": _phone(cells)}
    if attribute == "expiry":
        return {"expiry": expiry_month(cells["lic_xprdte"].upper().zfill(2), date.fromisoformat(list_date))}
    column = ATTRIBUTES[attribute][0][0]
    width = _WIDTHS.get(column)
    return {attribute: cells[column].zfill(width) if width else cells[column]}


def _address_properties(target: str, cells: Cells, prefix: str) -> dict[str, str | None]:
    state = cells.get(f"{prefix}_state", "").upper()
    return {
        f"{target}street": cells.get(f"{prefix}_street") or None,
        f"{target}city": cells.get(f"{prefix}_city") or None,
        f"{target}state": state or None,
        f"{target}zip": format_zip(cells.get(f"{prefix}_zip_code", ""), state) or None,
    }


#: Attribute → the properties that vanish when the attribute does.
PROPERTIES: dict[str, tuple[str, ...]] = {
    "premises": ("street", "city", "state", "zip"),
    "mail": ("mail_street", "mail_city", "mail_state", "mail_zip"),
}


def licence_number(key: str, county: str, type_: str, expiry: str) -> str:
    """Return the full number `R-DD-CCC-TT-YM-SSSSS` from its parts."""
    region, district, sequence = key.split("-")
    return f"{region}-{district}-{county}-{type_}-{expiry}-{sequence}"


def list_date_of(name: str, as_of: str = "") -> str:
    """Return the first day of the list's month (ISO) from `as_of` (`yyyy-mm` or `yyyy-mm-dd`) or the file name.

    Names understood: `0513-ffl-list`, `2013-05`, `201305`, `may-2013`. Raises `Invalid` when neither tells.
    """
    if found := re.fullmatch(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?", as_of):
        return f"{found[1]}-{found[2]}-01"
    if not as_of:
        stem = name.lower()
        if found := re.search(r"(?<!\d)((?:19|20)\d\d)[-_ ]?(0[1-9]|1[0-2])(?!\d)", stem):
            return f"{found[1]}-{found[2]}-01"
        if found := re.match(r"(0[1-9]|1[0-2])(\d\d)[-_ ]", stem):
            return f"20{found[2]}-{found[1]}-01"
        if found := re.search(rf"({'|'.join(_MONTHS)})[a-z]*[-_ ]?((?:19|20)\d\d)", stem):
            return f"{found[2]}-{_MONTHS.index(found[1]) + 1:02d}-01"
    raise Invalid(
        Say(
            en="Which month is this list of? The file's name does not say; give it as --as-of 2013-05.",
            es="¿De qué mes es esta lista? El nombre del archivo no lo dice; indíquelo como --as-of 2013-05.",
        ),
        fields={"as_of": Say(en="month needed (yyyy-mm)", es="falta el mes (aaaa-mm)")},
    )


def _bad_licence(line: int, column: str, value: str) -> Reject:
    return reject(
        line,
        column,
        value,
        "licence",
        Say(
            en="This part of the licence number is not readable.",
            es="Esta parte del número de licencia no es legible.",
        ),
    )


def _bad_state(line: int, value: str) -> Reject:
    return reject(
        line,
        "premise_state",
        value,
        "state",
        Say(
            en="The premises state is not a two-letter code.",
            es="El estado del local no es un código de dos letras.",
        ),
    )
