"""One deployment for each module of custody tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.custody.room import Room, opened_room
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Room]:
    """The demonstration's people and their cases; no exhibits."""
    with opened_room(tmp_path_factory.mktemp("custody"), engine) as opened:
        yield opened
