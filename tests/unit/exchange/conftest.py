"""One deployment with a gun that Sonora recovered, for the module's tests of profiles, releases and drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.exchange.desk import Desk, opened_desk
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Desk]:
    """The demonstration's people, agreements and cases, one traced gun and six recoveries in Sonora."""
    with opened_desk(tmp_path_factory.mktemp("exchange"), engine) as opened:
        yield opened
