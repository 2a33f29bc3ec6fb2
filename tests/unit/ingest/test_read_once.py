"""Like cells of a file are read once; long ones are not kept."""

from __future__ import annotations

from ironriver.ingest.readers import ReadContext
from ironriver.model.values import DateOrder


def test_like_cells_are_read_once_and_say_the_same():
    context = ReadContext()
    first = context.read("date", "date", ("8/14/2025",))
    assert first == {"date": "2025-08-14", "date_precision": "day"}
    assert context.read("date", "date", ("8/14/2025",)) is first
    assert context.read("date_only", "other", ("8/14/2025",)) == {"other": "2025-08-14"}
    assert context.read("date_only", "another", ("8/14/2025",)) == {"another": "2025-08-14"}


def test_another_file_may_read_them_otherwise():
    day_first = ReadContext(date_order=DateOrder.DAY_FIRST)
    assert ReadContext().read("date_only", "on", ("03/04/2025",)) == {"on": "2025-03-04"}
    assert day_first.read("date_only", "on", ("03/04/2025",)) == {"on": "2025-04-03"}


def test_long_cells_are_not_kept():
    context = ReadContext()
    for number in range(3):
        cell = f"{number} " + "x" * 50_000
        assert context.read("text", "note", (cell,)) == {"note": cell}
    assert context._kept.cache_info().currsize == 0  # type: ignore[attr-defined]
