"""One site for each module of tests: with the story's guns, or bare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.site import Site, opened_site
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """A deployment with the demonstration's people and the story's guns."""
    with opened_site(tmp_path_factory.mktemp("site"), engine, story=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def bare_site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """A deployment with the demonstration's people and no guns."""
    with opened_site(tmp_path_factory.mktemp("bare"), engine, story=False) as opened:
        yield opened
