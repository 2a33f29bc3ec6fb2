"""One instant, several spellings: compared as time, never as text."""

from __future__ import annotations

import pytest

from ironriver.exchange.instants import in_order, shortest, spellings


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"),
        ("2026-01-31T08:00:00.000Z", "2026-01-31T08:00:00Z"),
        ("2026-01-31T08:00:00.500000Z", "2026-01-31T08:00:00.5Z"),
        ("2026-01-31T08:00:00.000000001Z", "2026-01-31T08:00:00.000000001Z"),
    ],
)
def test_every_spelling_is_the_same_instant(text: str, short: str) -> None:
    ways = spellings(text)
    assert text in ways
    assert len(set(ways)) == len(ways)
    assert {shortest(way) for way in ways} == {short}
    assert len({in_order(way) for way in ways}) == 1


@pytest.mark.parametrize(
    "text",
    ["", "2026-01-31", "2026-02-30T08:00:00Z", "2026-01-31T25:00:00Z", "2026-01-31T08:00:00+00:00",
     "2026-01-31t08:00:00z", "2026-01-31T08:00:00.Z", "2026-01-31T08:00:00.0000000001Z",
     "٢٠٢٦-01-31T08:00:00Z", "2026-01-31T08:00:00Z\n"],
)  # fmt: skip
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        spellings(text or " ")


def test_finer_is_later_whatever_the_letters_say() -> None:
    rising = ["2026-01-31T08:00:00Z", "2026-01-31T08:00:00.001Z", "2026-01-31T08:00:00.5Z", "2026-01-31T08:00:01Z"]
    assert [in_order(one) for one in rising] == sorted(map(in_order, rising))
    assert sorted(rising) != rising
    assert in_order("no time") == "no time"
