"""The product's table of makes knows the invented makers, so that two spellings of one are one gun's maker."""

from __future__ import annotations

import pytest

from ironriver.model.values import read_make
from seed.world.makers import MAKERS, Maker
from seed.world.story import mx_traces, us_traces


@pytest.mark.parametrize("maker", [m for m in MAKERS if m.share], ids=lambda m: m.name)
def test_every_spelling_reads_as_one_maker(maker: Maker) -> None:
    assert {read_make(text).code for text in (maker.name, *maker.written)} == {maker.name}


def test_the_story_is_read_as_pictured() -> None:
    assert {read_make(row["maker"]).text for row in us_traces()} == {"Harrow & Pike Mfg.", "Norvik Arms"}
    # what a hurried hand wrote in Sonora is not in the list, and is left for a person to read
    assert {read_make(row["maker"]).code for row in mx_traces()} == {"Harrow & Pike Mfg.", ""}
