"""The two graphs of the non-interference test, written and asked once for all tests that look at them."""

from __future__ import annotations

import pytest

from ironriver.graph import Catalogue, Database
from tests.cypher.interference import Compared, compare
from tests.world import empty

SEEDS = (11, pytest.param(12, marks=pytest.mark.heavy), pytest.param(13, marks=pytest.mark.heavy))


@pytest.fixture(scope="session", params=SEEDS)
def compared(request: pytest.FixtureRequest, open_database: Database, catalogue: Catalogue) -> Compared:
    """The answers from a graph, and from one that differs in hidden things only."""
    empty(open_database, catalogue)
    return compare(open_database, catalogue, request.param)
