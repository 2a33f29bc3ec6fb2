"""The pages of detectors: start, follow, read; who may not see, and what an auditor alone sees."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from ironriver import analytics
from ironriver.access import find_account
from ironriver.analytics.pictures import draw_funnel, draw_times
from ironriver.jobs import SilentReport
from ironriver.web.pages.analytics import dealer_row, funnel_sheet
from ironriver.web.pages.networks import ids_of, network_sheet
from ironriver.worker import job_handlers
from tests.web.site import Site

SHARES = [
    {"years": 1, "share": 0.25, "low": 0.2, "high": 0.3, "naive": 0.5},
    {"years": 2, "share": 1.0, "low": 1.0, "high": 1.0, "naive": 1.0},
]


def dealer(id_: str, standing: str, ratio: float) -> dict[str, Any]:
    return {"id": id_, "standing": standing, "expected": 4.0, "ratio": ratio}


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture(scope="module")
def run_id(site: Site) -> str:
    """One run as the page starts it and the worker does it."""
    ohlsson = site.browser("ohlsson", case=True)
    chosen = ["time_to_crime", "straw", "dealer", "broker"]
    answer = ohlsson.post("/analytics/runs", {"detectors": chosen, "seed": "3"})
    assert answer.status_code == 303, text_of(answer)
    page = answer.headers["Location"]
    assert ohlsson.get(page).status_code == 200
    job = site.platform.jobs.get(page.rpartition("/")[2])
    made = job_handlers(site.platform.ledger)[job.kind](job, SilentReport())
    return str(made["run_id"])


def test_a_run_is_listed_and_its_page_says_what_was_frozen(site: Site, run_id: str) -> None:
    ohlsson = site.browser("ohlsson", case=True)
    home = text_of(ohlsson.get("/analytics"))
    assert f"/analytics/runs/{run_id}" in home
    assert "Show the query" in home
    page = text_of(ohlsson.get(f"/analytics/runs/{run_id}"))
    assert "straw 2" in page
    assert "Presumption of innocence" in page
    assert "Ledger root" not in page, "it would tell of hidden acts"


@pytest.mark.parametrize("path", ["/analytics/time-to-crime", "/analytics/dealers"])
def test_pages_without_a_claim_say_why(site: Site, run_id: str, path: str) -> None:
    page = text_of(site.browser("ohlsson", case=True).get(f"{path}?run={run_id}"))
    assert "Nothing is estimated from so few" in page or "nothing is claimed of any dealer" in page
    assert "Limits." in page


PAGES = ["/analytics", "/analytics/time-to-crime", "/analytics/dealers", "/analytics/networks"]


@pytest.mark.parametrize("path", PAGES)
def test_spanish(site: Site, run_id: str, path: str) -> None:
    ohlsson = site.browser("ohlsson", case=True)
    ohlsson.post("/look", {"language": "es", "back": path})
    page = text_of(ohlsson.get(path))
    assert 'lang="es"' in page
    statements = {f"analytics.{name}" for name in ("run", "runs", "findings_page", "dealers_named", "things_named")}
    assert set(re.findall(r"analytics\.[a-z_]+(?=<)", page)) <= statements, "a word is missing"
    ohlsson.post("/look", {"language": "en", "back": path})


def test_the_network_is_told_in_words_with_its_limits_and_links_to_the_chart(site: Site, run_id: str) -> None:
    page = text_of(site.browser("ohlsson", case=True).get(f"/analytics/networks?run={run_id}"))
    assert "A position in a network is no act" in page
    assert "Presumption of innocence" in page
    assert re.search(r"\d+ people are tied to \d+ things", page)
    assert 'href="/workbench' in page
    assert "telephones and addresses of more than 12 people" in page
    bare = text_of(site.browser("ohlsson").get(f"/analytics/networks?run={run_id}"))
    assert "WHITCOMBE" not in bare.upper()
    assert "person_" not in bare.partition("query-network")[0]


def test_an_empty_network_says_so() -> None:
    figures: dict[str, Any] = {"people": 0, "largest": [], "communities": [], "brokers": []}
    assert network_sheet({}, {}).is_empty
    assert network_sheet(figures, {}).is_empty
    told = {"largest": [{"first": "a"}], "communities": [{"first": "a"}], "brokers": [{"id": "b"}]}
    assert ids_of(told) == ["a", "b"]


def test_a_page_whose_pieces_do_not_divide_knows_it(site: Site) -> None:
    figures: dict[str, Any] = {
        "people": 2, "things": 1, "links": 2, "components": 1, "caps": {}, "brokers": [],
        "largest": [{"first": "person_a", "people": 2, "things": 1}], "communities": [],
    }  # fmt: skip
    with site.app.test_request_context():
        assert not network_sheet(figures, {}).divides
        assert network_sheet(figures | {"communities": figures["largest"]}, {}).divides


def test_another_agency_finds_nothing_of_it(site: Site, run_id: str) -> None:
    far = site.browser("valdez")
    hidden, absent = far.get(f"/analytics/runs/{run_id}"), far.get("/analytics/runs/run_absent")
    assert hidden.status_code == absent.status_code
    assert hidden.status_code in (403, 404)
    assert run_id not in text_of(far.get("/analytics"))


def test_no_detector_chosen_is_told_on_the_form(site: Site) -> None:
    answer = site.browser("ohlsson", case=True).post("/analytics/runs", {"seed": "1"})
    assert answer.status_code in (400, 422)
    assert "Choose at least one detector" in text_of(answer)


def test_who_may_not_run_detectors_is_refused(site: Site) -> None:
    assert site.browser("marchetti", case=True).post("/analytics/runs", {"detectors": ["straw"]}).status_code == 403


def test_the_runs_figures_are_those_of_its_digest(site: Site, run_id: str) -> None:
    account = find_account(site.platform.ledger, login="ohlsson")
    assert account is not None
    actor, ledger = account.as_actor(origin="test"), site.platform.ledger
    found, _ = analytics.run(actor, run_id, ledger=ledger)
    again = analytics.run_now(
        replace(actor, id=actor.id),
        analytics.RunAsk(detectors=found.detectors, seed=3),
        SilentReport(),
        ledger=ledger,
    )
    assert again["results"] == found.results


def test_the_curve_draws_both_lines_and_the_band() -> None:
    drawn = str(draw_times(SHARES))
    assert drawn.count('class="plot-line"') == drawn.count('class="plot-plain"') == 1
    assert drawn.count('class="plot-band"') == 1
    assert drawn == str(draw_times(SHARES))
    assert str(draw_times([])) == ""


def test_the_funnel_draws_rings_within_triangles_above_and_leaves_out_those_without_volume() -> None:
    rows = [dealer("a", "flagged", 20.0), dealer("b", "within", 1.0), dealer("c", "volume_unknown", 0.0)]
    limits = [(0.2, 0.0, 5.0, 0.0, 15.0), (40.0, 0.4, 2.0, 0.2, 3.0)]
    drawn = str(draw_funnel({"dealers": rows, "limits": limits}, "expected traces"))
    assert drawn.count('class="plot-ring"') == 1
    assert drawn.count('class="plot-above"') == 1
    assert drawn.count("plot-limit-inner") == drawn.count("plot-limit-outer") == 2
    assert ">expected traces</text>" in drawn
    assert "#" not in drawn, "colours are the sheet's: light, dark and print differ"
    assert str(draw_funnel({"dealers": rows, "limits": []})) == ""


def test_an_interval_above_one_is_not_called_within_expectation(site: Site) -> None:
    """Three traces of a dealer with few sales: too few to flag, and no contradiction beside the figures."""
    row = {"id": "dealer_x", "standing": "within", "traces": 3, "volume": 9, "expected": 0.0003, "ratio": 10481.5}
    row |= {"low": 2161.5, "high": 30631.3, "mean": 2.5, "group": "AZ", "peers": 40}
    with site.app.test_request_context():
        shown = dealer_row(row, {})
        assert shown["standing"].startswith("Above 1, not flagged")
        assert (shown["expected"], shown["ratio"]) == ("< 0.1", "10,481.5 (2,161.5 – 30,631.3)")
        assert dealer_row(row | {"low": 0.9}, {})["standing"] == "Within expectation"
        assert dealer_row(row | {"standing": "flagged"}, {})["standing"].startswith("Flagged")
        # The counts above the table are of what its rows say.
        some = [row, row | {"low": 0.9}, row | {"low": 0.4}, row | {"standing": "flagged"}]
        counts = {"flagged": 1, "within": 3, "no_peers": 0, "volume_unknown": 7}
        sheet = funnel_sheet({"dealers": some, "limits": [], "standing": counts, "top_share": 0.1}, [], {})
        told = {name.partition(":")[0]: count for name, count in sheet.standing}
        assert (told["Within expectation"], told["Above 1, not flagged"]) == ("2", "1")
        assert [count for _, count in sheet.standing] == ["1", "2", "1", "0", "7"]
