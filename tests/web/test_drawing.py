"""Pure parts: the chain's geometry, formats, marks, built files."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ironriver.web import assets, chain, drawing, formats

stops = st.builds(
    chain.Stop,
    kind=st.sampled_from(["maker", "dealer", "person", "firearm"]),
    name=st.text(max_size=60),
    role=st.text(max_size=60),
)


@given(st.lists(stops, min_size=1, max_size=9), st.data())
def test_stops_stand_in_order_inside_the_drawing(given_stops, data):
    legs = [
        chain.Leg(label=data.draw(st.text(max_size=40)), is_known=data.draw(st.booleans())) for _ in given_stops[1:]
    ]
    drawn = chain.draw_chain(given_stops, legs)
    places = [stop.x for stop in drawn.stops]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert all(0 < x < drawn.width for x in places)
    assert all(leg.start < leg.end for leg in drawn.legs)
    assert all(len(stop.names) <= 2 and len(stop.roles) <= 2 for stop in drawn.stops)
    assert drawn.height > drawn.line_y


def test_a_chain_needs_one_leg_fewer_than_stops():
    with pytest.raises(ValueError, match="n - 1"):
        chain.draw_chain([chain.Stop(kind="maker", name="A", role="")], [chain.Leg()])


def test_an_empty_chain_can_be_drawn():
    assert chain.draw_chain([], []).stops == ()


def test_the_span_joins_its_two_stops_and_leaves_room_for_words():
    two = [chain.Stop(kind="person", name="A", role="r"), chain.Stop(kind="recovery", name="B", role="r")]
    span = chain.Span(first=0, last=1, text="110 days", rest=", band", note="note")
    drawn = chain.draw_chain(two, [chain.Leg(is_known=False)], span)
    assert drawn.span is not None
    assert drawn.span.start == drawn.stops[0].x
    assert drawn.span.end == drawn.stops[1].x
    assert drawn.span.start < drawn.span.gap_start < drawn.span.gap_end < drawn.span.end


def test_an_arrow_never_points_at_nobody():
    three = [
        chain.Stop(kind="person", name="A", role=""),
        chain.Stop(kind="unknown", name="?", role="", is_unknown=True),
        chain.Stop(kind="recovery", name="B", role=""),
    ]
    drawn = chain.draw_chain(three, [chain.Leg(is_known=False), chain.Leg(is_known=False)])
    assert [leg.has_tip for leg in drawn.legs] == [False, True]


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        ("2025-12-02", "2 Dec 2025", "2 dic 2025"),
        ("2025-12", "Dec 2025", "dic 2025"),
        ("2025", "2025", "2025"),
        ("", "", ""),
        (None, "", ""),
        ("not a date", "not a date", "not a date"),
        ("2025-13-40", "2025-13-40", "2025-13-40"),
    ],
)
def test_dates_stay_as_coarse_as_they_are(value, english, spanish):
    assert formats.show_date(value, "en") == english
    assert formats.show_date(value, "es") == spanish


def test_times_say_that_they_are_utc():
    moment = datetime(2026, 11, 20, 14, 5, 6, tzinfo=UTC)
    assert formats.show_time(moment, "en") == "20 Nov 2026 14:05 UTC"
    assert formats.show_time("2026-11-20T14:05:06.123456Z", "es") == "20 nov 2026 14:05 UTC"
    assert formats.show_time("", "en") == ""
    assert formats.show_time("soon", "en") == "soon"


def test_days_numbers_sizes_and_levels():
    assert formats.show_day(date(2026, 11, 20), "en") == "Friday 20 November"
    assert formats.show_day(date(2026, 11, 20), "es") == "Viernes 20 de noviembre"
    assert formats.show_number(48211, "en") == "48,211"
    assert formats.show_tenths(9, "en") == "9.0"
    assert formats.show_tenths(1234.56, "es") == "1,234.6"
    assert formats.show_size(999, "en") == "999 B"
    assert formats.show_size(3_141_592, "en") == "3.1 MB"
    assert formats.tlp_label(3) == "TLP:AMBER+STRICT"


def test_every_kind_can_be_drawn_and_says_its_name():
    for kind in drawing.glyphs()["kinds"]:
        mark = str(drawing.kind_mark(kind, 'a "name"'))
        assert f"kind-{kind}" in mark
        assert "&#34;name&#34;" in mark
    assert "kind-document" in str(drawing.kind_mark("starship"))
    assert 'aria-hidden="true"' in str(drawing.icon("search"))


@pytest.mark.parametrize(("name", "letters"), [("J. Marchetti", "JM"), ("Ana", "A"), ("", "?"), ("<b> x", "X")])
def test_initials(name, letters):
    assert drawing.initials(name) == letters


def test_built_files_are_found_through_the_manifest(tmp_path, monkeypatch):
    manifest = {
        "src/page.ts": {"file": "assets/page-1.js", "imports": ["_shared"], "css": ["assets/page-1.css"]},
        "_shared": {"file": "assets/shared.js", "css": ["assets/shared.css"], "imports": ["src/page.ts"]},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    monkeypatch.setattr(assets, "DIST", tmp_path)
    assets._manifest.cache_clear()
    try:
        found = assets.entry("page")
        assert found.script == "dist/assets/page-1.js"
        assert found.styles == ("dist/assets/shared.css", "dist/assets/page-1.css")
        assert assets.entry("absent") == assets.Entry()
        (tmp_path / "manifest.json").unlink()
        assets._manifest.cache_clear()
        assert assets.entry("page") == assets.Entry()
    finally:
        assets._manifest.cache_clear()
