"""The library's questions: asked of the graph itself, told as a table and as a file."""

from __future__ import annotations

import re

import pytest

from ironriver import queries
from ironriver.access import find_account
from ironriver.queries.library import Asked
from ironriver.web.pages.queries import answer_table
from tests.web.findings_world import actor_of
from tests.web.site import Site


def test_the_library_answers_from_the_graph_itself(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    page = browser.get("/queries").get_data(as_text=True)
    assert "/queries/library/several_recovered" in page
    assert "/queries/write" not in page, "writing is for analysts"
    answer = browser.post("/queries/library/dealers_of_recovered", {"value_since": "2015-01-01"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Showing all" in text
    assert "/dealers/dealer_" in text
    assert "/workbench/dealer_" in text
    assert "library.dealers_of_recovered" in text, "the query is shown"
    heads = re.findall(r"<th scope=\"col\"( class=\"num\")?>([^<]+)</th>", text)
    assert [(word, bool(number)) for number, word in heads] == [
        ("Dealer", False), ("State", False), ("Firearms", True), ("Sales", True)
    ]  # fmt: skip
    ids, names = zip(*re.findall(r'href="/dealers/(dealer_[0-9a-f]+)">([^<]+)</a>', text), strict=True)
    assert not set(ids) & set(names), "a dealer's name leads to it, not its id"


def test_questions_that_name_persons_need_a_case(site: Site) -> None:
    browser = site.browser("marchetti")
    answer = browser.post("/queries/library/several_recovered", {"value_least": "1"})
    assert answer.status_code == 422
    assert browser.post("/queries/library/recovered_abroad", {}).status_code == 200


def test_a_question_on_one_gun(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    gun = site.firearm("TKF12045")
    page = browser.get(f"/queries/library/same_purchaser?firearm_id={gun}").get_data(as_text=True)
    assert f'value="{gun}"' in page
    answer = browser.post("/queries/library/same_purchaser", {"value_firearm_id": gun, "value_days": "4000"})
    assert "/persons/person_" in answer.get_data(as_text=True)
    assert browser.post("/queries/library/same_purchaser", {"value_firearm_id": "x"}).status_code == 422


def test_a_question_as_a_file_and_in_spanish(site: Site) -> None:
    browser = site.browser("ohlsson", case=True)
    answer = browser.post("/queries/library/recovered_abroad", {"as": "csv"})
    assert answer.mimetype == "text/csv"
    assert answer.get_data().startswith(b"\xef\xbb\xbfsold_in,recovered_in,guns\r\n")
    told = answer.get_data(as_text=True)
    assert "LAW ENFORCEMENT SENSITIVE | TLP:AMBER+STRICT" in told
    assert "in no way suggests" in told
    page = browser.post("/queries/library/recovered_abroad", {}).get_data(as_text=True)
    assert 'class="level-3"' in page
    assert browser.post("/look", {"language": "es", "back": "/queries"}).status_code == 303
    page = browser.get("/queries").get_data(as_text=True)
    assert "Compradores registrados de varias armas recuperadas" in page
    page = browser.post("/queries/library/casings_and_guns", {"value_since": "2000-01-01"}).get_data(as_text=True)
    assert '<th scope="col">Vínculo balístico</th>' in page
    assert re.search(r"<td><span>(coincidencia|pista)</span></td>", page)


def test_without_a_projection_the_check_says_what_it_cannot_tell(site: Site) -> None:
    typed = {"text": "MATCH (n) RETURN n", "parameters": ""}
    told = site.browser("ohlsson", case=True).post("/queries/lint", typed)
    assert told.get_json()["found"] == []
    assert told.get_json()["good"].endswith("it cannot tell wrong names or grammar.")


def test_two_things_of_one_name_are_told_apart_in_an_answer(site: Site) -> None:
    one, other, third = (f"person_{number:032x}" for number in (1, 2, 3))
    with site.app.test_request_context():
        question = queries.question(actor_of(site, "ohlsson"), "several_recovered", ledger=site.platform.ledger)
        rows = tuple(
            (thing, name, n, "2015-01-02", None)
            for thing, name, n in ((one, "SMITH, JOHN", 3), (other, "SMITH, JOHN", 2), (third, "2015-01-02", 2))
        )
        # The rows are given: nothing was asked, so there is no answer of the graph.
        table = answer_table(Asked(question=question, values={}, rows=rows, more=False, answer=None))
    assert table.columns == ("Purchaser of record", "Firearms", "First sale", "Last recovery")
    assert [(row[0].text, row[0].tail) for row in table.rows] == [
        ("SMITH, JOHN", "000001"), ("SMITH, JOHN", "000002"), ("2015-01-02", "")
    ]  # fmt: skip
    assert [row[0].href for row in table.rows] == [f"/persons/{one}", f"/persons/{other}", f"/persons/{third}"]


def test_a_file_that_does_not_hold_all_rows_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = site.browser("marchetti", case=True)
    whole = browser.post("/queries/library/recovered_abroad", {"as": "csv"}).get_data(as_text=True)
    assert "there are more" not in whole
    monkeypatch.setattr("ironriver.queries.figures.MOST_ROWS", 0)
    cut = browser.post("/queries/library/recovered_abroad", {"as": "csv"}).get_data(as_text=True)
    assert "Showing the first 0 rows; there are more." in cut


def test_what_is_not_in_the_library_is_not_there(site: Site) -> None:
    browser = site.browser("marchetti")
    for name in ("labels", "nothing", "search.firearm", "..%2Fsearch"):
        assert browser.get(f"/queries/library/{name}").status_code == 404
        assert browser.post(f"/queries/library/{name}", {}).status_code == 404


def test_every_question_answers_within_what_a_partner_may_see(site: Site) -> None:
    """Asked by somebody of another agency, no row tells of a thing that is not open to him."""
    account = find_account(site.platform.ledger, login="noriega")
    assert account is not None
    actor = account.as_actor(origin="test").on(case="case_x", purpose="crim_933")
    seen = "MATCH (n) WHERE n.id IN $ids AND NOT n.holding IN $holdings RETURN count(n) AS n"
    for one in queries.questions(actor, ledger=site.platform.ledger):
        given = {"firearm_id": site.firearm("TKF12045"), "least": "1", "days": "4000"}
        asked = queries.ask_question(actor, one.name, given, ledger=site.platform.ledger)
        ids = [cell for row in asked.rows for cell in row if isinstance(cell, str)]
        rows = site.platform.database.read(seen, {"ids": ids, "holdings": sorted(actor.holdings)})
        assert rows[0]["n"] == 0, one.name
