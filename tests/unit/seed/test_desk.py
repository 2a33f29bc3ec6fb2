"""The demonstration's desk: requests at every point of their way, laid once, by the people who would write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from ironriver import tracing
from ironriver.access.command_line import actor_for_command_line
from ironriver.tracing import Filter, State
from seed.desk import lay
from tests.web.site import Site, opened_site
from tests.world import EngineAddress


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Site]:
    with opened_site(tmp_path_factory.mktemp("desk"), engine, story=False) as opened:
        yield opened


def states(site: Site, login: str) -> Counter[State]:
    platform = site.platform
    actor = actor_for_command_line(platform.access, login)
    return Counter(form.state for form in tracing.monitor(actor, Filter(), ledger=platform.ledger).forms)


def test_the_desk_is_laid_once(site: Site) -> None:
    access, ledger = site.platform.access, site.platform.ledger
    assert lay(access, ledger=ledger) == 7
    assert states(site, "reyes") == {
        State.DRAFT: 1, State.SUBMITTED: 1, State.TRANSMITTED: 1, State.IN_PROCESS: 1
    }  # fmt: skip
    assert states(site, "tamayo") == {State.SUBMITTED: 1, State.INFO_NEEDED: 1, State.IN_PROCESS: 1}
    assert states(site, "arriaga") == states(site, "tamayo")  # the federal unit sends what Sonora writes
    assert lay(access, ledger=ledger) == 0
    assert states(site, "reyes").total() == 4


def test_nobody_of_the_desk_is_real(site: Site) -> None:
    lay(site.platform.access, ledger=site.platform.ledger)
    for login in ("reyes", "tamayo"):
        actor = actor_for_command_line(site.platform.access, login)
        for form in tracing.monitor(actor, Filter(), ledger=site.platform.ledger).forms:
            assert "99" in form.values["ori"]  # no agency has such a number
            assert "possessor_name" not in form.values


def test_the_page_shows_them_in_the_readers_language(site: Site) -> None:
    lay(site.platform.access, ledger=site.platform.ledger)
    page = site.browser("tamayo").get("/trace-requests").get_data(as_text=True)
    assert "CF-103318" in page
    assert "Falta información" in page
    assert "TKF14410" not in page  # Tucson's own
