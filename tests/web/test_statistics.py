"""The statistics page: no number without its whole, the published tables to the figure, files that say the same."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from pathlib import Path

import pytest

from ironriver import tracing
from ironriver.ingest import import_file
from seed.load import people_for
from tests.paper import paper_text
from tests.web.site import Browser, Site

TABLES = Path("/work/shared/data/atf-source-recovery")
#: facts/domain.md §3.1, figure by figure: year → traced to a state, share in state (as printed), corridors.
CORRIDORS = ("IN → IL", "AZ → CA", "NV → CA", "VA → MD", "VA → NY", "GA → NY", "SC → NC", "MS → TN")
PRINTED = {
    2010: (145604, 0.705, (1053, 832, 506, 410, 415, 335, 357, 119)),
    2011: (149276, None, ()),
    2012: (156344, 0.709, (1154, 1029, 550, 476, 458, 343, 431, 240)),
    2013: (166426, None, ()),
    2014: (170344, 0.714, (1041, 1184, 774, 533, 395, 386, 390, 172)),
    2015: (190538, 0.712, (1158, 1465, 1013, 666, 441, 401, 492, 392)),
    2016: (211384, 0.712, (1366, 1868, 1211, 780, 644, 438, 588, 525)),
    2017: (239175, 0.708, (1623, 2185, 1554, 858, 426, 558, 712, 578)),
    2018: (254700, 0.718, (1548, 2206, 1714, 1036, 473, 582, 706, 621)),
    2019: (269250, 0.72, (1882, 2355, 1886, 1054, 474, 550, 831, 632)),
    2020: (306686, 0.733, (1954, 3352, 2083, 1070, 491, 632, 927, 784)),
}  # fmt: skip
NETS_2020 = {
    "AZ": 3367, "VA": 3173, "GA": 2711, "IN": 2510, "MS": 2211, "SC": 1710, "AL": 1625,
    "CA": -10_450, "IL": -4592, "NY": -3421, "MD": -2897, "NJ": -2080, "DC": -1489,
}  # fmt: skip
OUT_2020 = {
    "DC": 0.96, "PR": 0.87, "NJ": 0.83, "NY": 0.81, "MA": 0.79, "CT": 0.58, "MD": 0.55, "IL": 0.50, "RI": 0.46,
    "CA": 0.45, "AK": 0.13, "TX": 0.14, "VA": 0.15, "WI": 0.16, "AZ": 0.16,
}  # fmt: skip
INTO_2020 = {
    "NY": (4897, {"NY": 910, "GA": 632, "VA": 491, "SC": 427, "NC": 370, "FL": 347, "PA": 334, "OH": 234}),
    "IL": (11_708, {"IL": 5827, "IN": 1954, "MO": 638, "WI": 462, "KY": 308, "MS": 276}),
    "MA": (1324, {"NH": 172, "ME": 127}),
    "NJ": (None, {"PA": 431, "GA": 311, "VA": 293}),
    "MD": (None, {"VA": 1070, "GA": 340, "PA": 313}),
}


WIDE = "since=2000-01-01&until=2030-01-01"


@pytest.fixture(scope="module")
def analyst(site: Site) -> Browser:
    return site.browser("ohlsson")


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:800]
    return answer.get_data(as_text=True)


def test_limits_come_before_figures(analyst: Browser) -> None:
    text = text_of(analyst, "/statistics")
    assert text.index("What the figures are a part of") < text.index("Read this with the figures.")
    assert text.index("Read this with the figures.") < text.index('id="table-ttc"')
    assert "not a random sample" in text


def test_every_number_of_the_funnel_stands_beside_its_whole(analyst: Browser) -> None:
    funnel = re.search(r'<table class="table funnel">.*?</table>', text_of(analyst, "/statistics"), re.DOTALL)
    assert funnel
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", funnel.group(0), re.DOTALL)
    assert len(rows) == 5
    for row in rows:
        assert re.search(r"%|</td>", row)
        assert re.search(r'class="quiet">[\d,]+ \w+', row)


def test_the_funnel_counts_what_the_graph_holds(site: Site, analyst: Browser) -> None:
    counts = {row["table"] + row["row"]: row for row in rows_of(analyst, "?since=2000-01-01&until=2030-01-01")}
    seen = site.platform.database.read("MATCH (t:TraceRequest {holding: 'us-tpd'}) RETURN count(*) AS n")[0]["n"]
    assert int(counts["funnelSubmitted for tracing"]["count"]) == seen
    left_out = sum(int(row["count"]) for key, row in counts.items() if key.startswith("excluded"))
    eligible = int(counts["funnelEligible"]["count"])
    assert eligible == seen - left_out
    assert left_out > 0


def rows_of(browser: Browser, more: str = "") -> list[dict[str, str]]:
    text = browser.get(f"/statistics.csv{more}").get_data(as_text=True)
    return [row for row in csv.DictReader(io.StringIO(text)) if row["count"]]


def test_each_row_of_the_file_carries_its_whole(analyst: Browser) -> None:
    for row in rows_of(analyst)[:-1]:
        assert row["count"] == "too small to show" or int(row["of count"]) >= int(row["count"])


def test_small_cells_are_nowhere(analyst: Browser) -> None:
    for row in rows_of(analyst)[:-1]:
        if row["table"] not in ("funnel", "excluded") and row["count"].isdigit():
            assert int(row["count"]) == 0 or int(row["count"]) >= 10


def test_a_table_whose_figures_are_all_held_back_draws_no_empty_axis(analyst: Browser) -> None:
    text = text_of(analyst, f"/statistics?{WIDE}&ori=AZ9990417&area=CHH")
    own = text[text.index('id="table-ttc"') : text.index('id="table-source"')]
    assert ('class="bars' in own) is bool(re.search(r'<td class="num">[1-9]', own))


def test_the_same_question_has_the_same_number(analyst: Browser) -> None:
    numbers = [re.findall(r"S-[0-9a-f]{12}", text_of(analyst, path)) for path in ("/statistics", "/statistics")]
    other = re.findall(r"S-[0-9a-f]{12}", text_of(analyst, "/statistics?area=AZ"))
    assert numbers[0][0] == numbers[1][0] != other[0]


def test_on_paper(analyst: Browser, tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    path.write_bytes(analyst.get("/statistics.pdf").get_data())
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    text = paper_text(path.read_bytes())
    assert "From recovery to first purchaser" in text
    assert "not a random sample" in re.sub(r"\s+", " ", text)
    assert re.search(r"S-[0-9a-f]{12}", text)


def test_in_spanish(site: Site) -> None:
    browser = site.browser("tamayo")
    browser.client.set_cookie("ironriver-language", "es")
    text = text_of(browser, "/statistics")
    assert "De la recuperación al primer comprador" in text
    assert "Excluidos de las proporciones" in text


def test_a_limit_that_cannot_be_read_says_what_to_do(analyst: Browser) -> None:
    for more in ("since=yesterday", "area=12", "since=2026-01-01&until=2025-01-01", "ori=1", "crime=99"):
        assert analyst.get(f"/statistics.csv?{more}").status_code == 422
    answer = analyst.get("/statistics?since=yesterday&area=12&land=MX")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    for name in ("since", "area"):
        field = re.search(rf'<input [^>]*id="{name}"[^>]*>', text)
        assert field
        assert 'aria-invalid="true"' in field.group(0)
        assert f'id="{name}-message"' in text
    assert re.search(r'id="land"[^>]*value="MX"', text)
    assert "Nothing was counted" in text


#: Limit → the same in the graph's own words.
NARROWED = {
    "land=MX": "t.recovery_country = 'MX'",
    "area=SON": "t.recovery_state = 'SON'",
    "crime=52": "t.crime_code STARTS WITH '52'",
    "ori=AZ9990417": "t.ori = 'AZ9990417'",
    "land=MX&crime=52": "t.recovery_country = 'MX' AND t.crime_code STARTS WITH '52'",
}


@pytest.mark.parametrize("limit", NARROWED)
def test_limits_narrow_to_what_the_graph_holds(site: Site, analyst: Browser, limit: str) -> None:
    found = site.platform.database.read(
        f"MATCH (t:TraceRequest {{holding: 'us-tpd'}}) WHERE {NARROWED[limit]} RETURN count(*) AS n"
    )
    rows = rows_of(analyst, f"?{WIDE}&{limit}")
    funnel = {row["row"]: row for row in rows if row["table"] == "funnel"}
    assert int(funnel["Submitted for tracing"]["count"]) == found[0]["n"] > 0
    own = "crime" in limit or "ori" in limit
    assert ("Recovered or asked about" in funnel) is not own
    text = text_of(analyst, f"/statistics?{WIDE}&{limit}")
    assert ("A recovery has no crime code" in text) is own
    # Everything asked for stands in the addresses of the files, and in the form.
    for part in (*limit.split("&"), "since=2000-01-01"):
        assert re.search(rf'/statistics.csv\?[^"]*{part}', text)
        assert re.search(rf'/statistics.pdf\?[^"]*{part}', text)
    assert text.count(" selected") == ("crime" in limit)


def test_a_year_stands_for_its_days(analyst: Browser) -> None:
    days = rows_of(analyst, "?since=2025-01-01&until=2026-01-01")
    assert rows_of(analyst, "?in_year=2025")[:-2] == days[:-2]
    text = text_of(analyst, "/statistics?in_year=2025")
    assert re.search(r'id="in_year"[^>]*value="2025"', text)
    assert re.search(r'id="since"[^>]*value=""', text)


def test_who_may_not(site: Site) -> None:
    for login in ("auditor", "admin"):
        for path in ("/statistics", "/statistics.csv", "/statistics.pdf"):
            assert site.browser(login).get(path).status_code == 403


def test_another_agency_counts_nothing_of_ours(site: Site) -> None:
    browser = site.browser("tamayo")
    browser.client.set_cookie("ironriver-language", "en")
    rows = {row["row"]: row for row in rows_of(browser, "?since=2000-01-01&until=2030-01-01")}
    assert int(next(iter(rows.values()))["count"]) == 0


@pytest.fixture(scope="module")
def published(site: Site) -> Site:
    if not TABLES.is_dir():
        pytest.skip("the published tables are not on this machine")
    people = people_for(site.platform.access)
    for year in PRINTED:
        import_file(
            people.home, TABLES / f"trace_{year}.xlsx", ledger=site.platform.ledger, kind="source-recovery",
            name=f"trace_{year}.xlsx", authority="Published by ATF", brought_by="Test",
        )  # fmt: skip
    return site


def opened(site: Site, year: int) -> tracing.Published:
    actor = people_for(site.platform.access).home
    return tracing.published_tables(actor, year, ledger=site.platform.ledger)


def test_the_page_shows_each_year_and_flags_2012(published: Site) -> None:
    text = text_of(published.browser("ohlsson"), "/statistics?year=2012")
    for total, _, _ in PRINTED.values():
        assert f"{total:,} Traced to a source state" in text
    assert text.count("Flagged, not repaired") == 1
    assert "The file states 156,346; its cells differ by 2." in text
    assert "never added to the figures above" in text


@pytest.mark.parametrize("year", PRINTED)
def test_every_printed_figure_of_the_tables(published: Site, year: int) -> None:
    found = opened(published, year)
    total, share, corridors = PRINTED[year]
    mine = next(one for one in found.years if one.year == year)
    assert mine.in_state.of.count == total
    # The printed shares of 2012 and 2017 are cut, not rounded, at the third digit.
    assert share is None or mine.in_state.share == pytest.approx(share, abs=0.001)
    seen = {f"{one.source} → {one.recovery}": one.figure.count for one in found.corridors}
    assert [seen[name] for name in CORRIDORS][: len(corridors)] == list(corridors)


def test_nets_and_shares_of_2020(published: Site) -> None:
    found = opened(published, 2020)
    states = {one.state: one for one in found.states}
    assert {state: states[state].net for state in NETS_2020} == NETS_2020
    shares = {state: states[state].out_of_state.share for state in OUT_2020}
    assert shares == pytest.approx(OUT_2020, abs=0.0051)
    seen = {(one.source, one.recovery): one.figure for one in found.corridors}
    for recovery, (total, sources) in INTO_2020.items():
        for source, count in sources.items():
            if source == recovery:
                whole = states[recovery].out_of_state
                assert whole.of.count - whole.count == count
            else:
                assert seen[source, recovery].count == count
        assert total in (None, states[recovery].out_of_state.of.count)
