"""Files for import tests: invented people, dealers in the unused region 7."""

from __future__ import annotations

from pathlib import Path

TRACE = {
    "trace_number": "T2026-0001",
    "requested": "06/01/2026",
    "requesting_agency": "Tucson Metro Crime Gun Unit",
    "ori": "AZ0100300",
    "serial": "PCK 4471",
    "maker": "Glock",
    "model": "19",
    "calibre": "9mm",
    "type": "pistol",
    "country": "Austria",
    "importer": "Glock Inc",
    "recovery_date": "05/20/2026",
    "recovery_place": "12 Invented St",
    "recovery_city": "Nogales",
    "recovery_state": "AZ",
    "recovery_country": "US",
    "possessor_name": "Ruiz, Carlos",
    "possessor_sex": "M",
    "vehicle_plate": "ABC-1234",
    "completed": "06/10/2026",
    "outcome": "purchaser_identified",
    "shipped_by": "Glock",
    "shipped_to_distributor": "Desert Supply",
    "ship_date": "01/05/2025",
    "distributor": "Desert Supply",
    "invoice": "INV-9",
    "dealer_ffl": "7-86-00042",
    "dealer_name": "Vega Arms",
    "dealer_city": "Tucson",
    "dealer_state": "AZ",
    "dealer_ship_date": "01/20/2025",
    "purchase_date": "02/01/2025",
    "purchaser_name": "Luna Ortega, María",
    "purchaser_dob": "03/04/1999",
    "purchaser_race": "W",
    "purchaser_street": "5 Nowhere Ave",
    "purchaser_city": "Tucson",
    "purchaser_state": "AZ",
    "purchaser_zip": "85701",
    "purchaser_phone": "520-555-0142",
}

DEALER = (
    "7\t86\t019\t01\t6E\t{number:05d}\t{name}\tNULL\t{number} INVENTED RD\tTUCSON\tAZ\t85701"
    "\tPO BOX 1\tTUCSON\tAZ\t85702"
    "\t5205550142"
)
DEALER_HEADER = (
    "Lic Regn\tLic Dist\tLic Cnty\tLic Type\tLic Xprdte\tLic Seqn\tLicense Name\tBusiness Name\tPremise Street\t"
    "Premise City\tPremise State\tPremise Zip Code\tMail Street\tMail City\tMail State\tMail Zip Code\tVoice Phone"
)


def trace(number: int = 1, **cells: str) -> dict[str, str]:
    """Return one trace row; `number` makes trace, serial and persons its own."""
    own = {
        "trace_number": f"T2026-{number:04d}",
        "serial": f"PCK {4470 + number}",
        "purchaser_name": f"Luna Ortega, María {number}",
        "purchaser_phone": f"520-555-{number % 10_000:04d}",
    }
    return {**TRACE, **own, **cells}


def write_csv(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    """Write rows under the union of their columns."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    quoted = (
        '"' + cell.replace('"', '""') + '"' if delimiter in cell or '"' in cell else cell
        for line in lines
        for cell in line
    )
    cells = iter(quoted)
    path.write_text("".join(delimiter.join(next(cells) for _ in columns) + "\n" for _ in lines), encoding="utf-8")
    return path


def write_dealers(path: Path, rows: list[str]) -> Path:
    """Write a dealer list in the monthly format."""
    dashes = "\t".join("-" * len(name) for name in DEALER_HEADER.split("\t"))
    path.write_text("\n".join([DEALER_HEADER, dashes, *rows]) + "\n", encoding="utf-8")
    return path


def dealer(number: int, name: str = "", **changed: str) -> str:
    """Return one licence row; `changed` replaces text in it."""
    row = DEALER.format(number=number, name=name or f"VEGA {number}")
    for old, new in changed.items():
        row = row.replace(old.replace("_", " "), new)
    return row
