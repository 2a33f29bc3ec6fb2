"""Sending a request on is a port: printed on paper, or dropped as a file. No interface of the centre is public,
so none is made up here (facts/domain.md §7)."""

from __future__ import annotations

import csv
import io

from ironriver.tracing.records import TraceForm
from ironriver.tracing.schema import current_schema

#: What spreadsheets would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(form: TraceForm) -> bytes:
    """Return the request as one row under the boxes and names of the form, UTF-8 with BOM for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    fields = current_schema().fields
    writer.writerow(["request_number", "form_version", "agency", *fields])
    writer.writerow([form.number, form.schema, form.agency, *(_plain(form.values.get(n, "")) for n in fields)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_rows(form: TraceForm) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return part, section name and (box, field name, value) of what is filled in, in the order of the form."""
    rows = []
    for section in current_schema().sections:
        filled = [(f.box, f.name, form.values[f.name]) for f in section.fields if form.values.get(f.name)]
        if filled:
            rows.append((section.part, section.name, filled))
    return rows


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
