"""Sending a request on is a port: printed on paper, or dropped as a file. No interface of the centre is public,
so none is made up here (facts/domain.md §7)."""

from __future__ import annotations

from ironriver import documents
from ironriver.tracing.records import TraceForm
from ironriver.tracing.schema import current_schema


def as_csv(form: TraceForm) -> bytes:
    """Return the request as one row under the boxes and names of the form, UTF-8 with BOM for spreadsheets."""
    fields = current_schema().fields
    heads = ["request_number", "form_version", "agency", *fields]
    row = [form.number, form.schema, form.agency, *(form.values.get(name, "") for name in fields)]
    return documents.to_csv([heads, row]).encode("utf-8-sig")


def as_rows(form: TraceForm) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return part, section name and (box, field name, value) of what is filled in, in the order of the form."""
    rows = []
    for section in current_schema().sections:
        filled = [(f.box, f.name, form.values[f.name]) for f in section.fields if form.values.get(f.name)]
        if filled:
            rows.append((section.part, section.name, filled))
    return rows
