"""The auditor's page of the read log: his agency's people only; what was asked, as far as he is cleared himself."""

from __future__ import annotations

import re

import pytest

from ironriver.access import Account, all_accounts, find_account
from ironriver.ledger import ReadsWanted, find_reads
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Tlp
from ironriver.web.views import reads
from tests.web.site import Browser, Site
from tests.world import cleared_actor


def text_of(browser: Browser, query: str = "", status: int = 200) -> str:
    answer = browser.get(f"/ledger/reads{query}")
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def asked(bare_site: Site) -> Site:
    for login, serial in (("marchetti", "TX4471*"), ("ohlsson", "ZZ9999"), ("noriega", "SONORA77")):
        assert bare_site.browser(login).post("/search", {"text": serial}).status_code == 200
    return bare_site


def test_the_auditor_sees_who_asked_how_much_and_nobody_of_another_agency(asked: Site) -> None:
    page = text_of(asked.browser("auditor"))
    assert re.search(r'<th scope="row"><a [^>]*who=marchetti[^>]*>J. Marchetti</a></th><td class="num">\d', page)
    assert "Search and record pages" in page
    assert "P. Ohlsson" in page
    assert "Noriega" not in page
    only = text_of(asked.browser("auditor"), "?who=marchetti")
    assert '<td class="key">J. Marchetti</td>' in only
    assert '<td class="key">P. Ohlsson</td>' not in only


def test_what_was_asked_is_open_to_who_is_cleared_for_it_only(asked: Site) -> None:
    page = text_of(asked.browser("auditor"))
    assert "is sealed: the reader" in page
    assert "TX4471" not in page
    reader = find_account(asked.platform.ledger, login="marchetti")
    assert reader is not None
    for auditor, is_cleared in (
        (cleared(reader), True),
        (cleared(reader, max_tlp=Tlp(reader.max_tlp - 1)), False),
        (cleared(reader, handling=frozenset()), False),
        (cleared(reader, holdings=frozenset({"public"})), False),
    ):
        assert ("TX4471*" in shown_to(asked, auditor)) == is_cleared


def cleared(reader: Account, **changes: object) -> Actor:
    had = {"max_tlp": reader.max_tlp, "handling": reader.handling, "holdings": reader.as_actor(origin="x").holdings}
    return cleared_actor(roles=frozenset({Role.AUDITOR}), agency=reader.agency, **had | changes)


def shown_to(asked: Site, auditor: Actor) -> str:
    """Return what the rows of the page say to an auditor of this clearance."""
    settings, ledger = asked.platform.settings, asked.platform.ledger
    people = {one.id: one for one in all_accounts(ledger) if one.login == "marchetti"}
    wanted = ReadsWanted(since="2000-01-01", until="2100-01-01", actors=frozenset(people))
    found = find_reads(settings.data_dir / "readlog", ledger.keys.master_key, wanted, limit=50)
    with asked.app.test_request_context("/ledger/reads"):
        return str([reads.read_row(one, people, auditor) for one in found.rows])


def test_sign_ins_and_refusals_of_the_agency_and_of_nobody(asked: Site) -> None:
    assert asked.browser("marchetti").get("/ledger").status_code == 403
    assert Browser(asked.app.test_client()).sign_in("nobody-of-this-name").status_code != 303
    page = text_of(asked.browser("auditor"), "?what=door")
    assert re.search(r"J. Marchetti</td><td>Asked for what is not allowed</td>.*refused.*<td>see the ledger", page)
    assert re.search(r"no account</td><td>Sign-in</td>.*failed", page)
    assert "<td>Sign-in</td><td>done</td>" in page
    assert "Noriega" not in page
    only = text_of(asked.browser("auditor"), "?what=door&who=ohlsson")
    assert "no account" not in only
    assert '<td class="key">J. Marchetti' not in only


@pytest.mark.parametrize(
    ("query", "field"),
    [("?since=yesterday", "since"), ("?since=2026-02-30", "since"), ("?who=noriega", "who"), ("?who=nobody", "who"),
     ("?since=2026-11-02&until=2026-11-01", "until")],
)  # fmt: skip
def test_what_cannot_be_looked_up_is_told_at_its_field(asked: Site, query: str, field: str) -> None:
    page = text_of(asked.browser("auditor"), query, 422)
    assert f'<a href="#{field}">' in page
    assert "J. Marchetti</td>" not in page


def test_nobody_else_opens_it_and_to_open_it_is_a_read(asked: Site) -> None:
    for login in ("marchetti", "ohlsson", "whitfield", "admin", "sandoval"):
        assert asked.browser(login).get("/ledger/reads").status_code == 403
    text_of(asked.browser("auditor"), "?thing=nothing-of-this-id")
    page = text_of(asked.browser("auditor"), "?who=auditor")
    assert "ledger.reads" in page
    assert "This log" in page
