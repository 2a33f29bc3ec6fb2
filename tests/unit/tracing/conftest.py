"""One deployment with the demonstration's people, and actors of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ironriver.access.accounts import find_account
from ironriver.model.actor import Actor
from tests.web.site import Site, opened_site
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    """A deployment without guns."""
    with opened_site(tmp_path_factory.mktemp("desk"), engine, story=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def who(site: Site) -> Callable[[str], Actor]:
    """Who somebody of the demonstration is now."""

    def actor(login: str) -> Actor:
        account = find_account(site.platform.ledger, login=login)
        assert account is not None
        return account.as_actor(origin="test")

    return actor
