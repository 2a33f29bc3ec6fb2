"""Non-interference at the door: adding, changing and deleting hidden things changes no byte of a screen or answer.

The graph's statements are held to this one by one in `tests/cypher`; this holds the whole way from the socket down,
templates, counts, paging, badges and the JSON interface included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from ironriver import analytics, clock, custody
from ironriver.access import find_account
from ironriver.jobs import SilentReport
from tests.web.analyst_answers import TITLE, analyst_answers
from tests.web.findings_world import actor_of, reviewed
from tests.web.partner_world import Partners, exchanged
from tests.web.site import Browser, Site

#: What differs between two answers by intention: nonces, form tokens, request ids, the time and id of the data cut.
_OWN = re.compile(
    r"nonce-[\w+/=-]+|nonce=\"[^\"]*\"|\"nonce\": \"[^\"]*\""
    r"|name=\"csrf_token\" value=\"[^\"]*\"|X-CSRFToken[^}]*|cut_[0-9a-f]+"
    r"|\d\d:\d\d(:\d\d(\.\d+)?)?|req_[0-9a-f]+|\"at\": ?\"[^\"]*\"|content=\"[\w.-]{40,}\""
)
#: Three ways to be hidden from an investigator of Tucson: another agency's, too high, under a code not his.
HIDDEN = (
    {"holding": "mx-fge-son", "tlp": 2, "handling": "tiahrt"},
    {"holding": "us-tpd", "tlp": 4, "handling": "tiahrt"},
    {"holding": "us-tpd", "tlp": 2, "handling": "grand_jury"},
)
_COPIED = (
    "Firearm|Serial|Person|Purchase|Recovery|TraceRequest|TraceResult|Shipment|Place|Phone|Source|Batch|Observation"
    "|TraceForm|TraceStep"
    "|Exhibit|CustodyEvent|Package|SharingProfile|Release|InboundDraft"
    "|Collection|SharedObject|Quarantined"
    "|Chart|ChartVersion"
    "|SavedQuery|QueryVersion"
    "|Run|Finding|DealerVolume|Judgement|ReviewSlot|Referral|ReferralStep|SubjectRecord"
)


def answers(browser: Browser, paths: list[str]) -> dict[str, str]:
    found = {path: browser.get(path) for path in paths}
    found |= {f"search {text}": browser.post("/search", {"text": text, "q": text}) for text in SEARCHES}
    found |= {f"api {text}": browser.call("/api/v1/search", {"text": text}) for text in SEARCHES}
    asked = {"value_firearm_id": next((p.rpartition("/")[2] for p in paths if p.startswith("/firearms/")), "x")}
    found |= {f"question {name}": browser.post(f"/queries/library/{name}", asked) for name in QUESTIONS}
    if things := [path.rpartition("/")[2] for path in paths if path.startswith("/workbench/thing/")]:
        found["api between"] = browser.call("/api/v1/chart/between", {"fresh": things, "drawn": []})
        found["api things"] = browser.call("/api/v1/charts/things", {"ids": things})
    for path in paths:
        if path.startswith("/charts/") and path.count("/") == 2:
            found["api open"] = browser.call("/api/v1/charts/open", {"chart": path.rpartition("/")[2]})
    return {name: f"{one.status_code} {stripped(one.get_data(as_text=True))}" for name, one in found.items()}


def stripped(text: str) -> str:
    """Return an answer without what is its own."""
    # Signed form tokens, wherever they stand.
    for token in set(re.findall(r"[\w-]{40,}\.[\w-]{4,}\.[\w-]{20,}", text)):
        text = text.replace(token, "·")
    return _OWN.sub("·", text)


QUESTIONS = (
    *("short_time_to_crime", "same_purchaser", "several_recovered", "bought_together", "multiple_sale_recovered"),
    *("dealers_of_recovered", "recovered_abroad", "stolen_then_recovered", "shared_phones", "shared_addresses"),
    "casings_and_guns",
)
SEARCHES = ("T?F12O45", "TKF12045", "TKF*", "dealer:Palo Fierro", "7-86-01234", "person:Whitcombe")


def imported_traces(site: Site) -> str:
    """The id of the source with the story's traces; a partner's bundle is a source of one line."""
    rows = site.platform.database.read("MATCH (s:Source {name: 'traces.csv'}) RETURN s.id AS id ORDER BY id", {})
    return str(rows[0]["id"])


def paths_of(site: Site) -> list[str]:
    gun, dealer, person = site.firearm("TKF12045"), site.one("Dealer"), buyer(site)
    paths = ["/", "/queries", "/imports", "/workbench"]
    paths += [f"/queries/library/{name}" for name in QUESTIONS]
    paths += [f"/sources/{imported_traces(site)}?line=2", f"/imports/{site.one('Batch')}"]
    paths += [f"/firearms/{gun}", f"/dealers/{dealer}", f"/persons/{person}"]
    for one in (gun, dealer, person):
        paths += [f"/queries/of/{one}"]
        paths += [f"/workbench/{one}", f"/workbench/thing/{one}", f"/workbench/counts/{one}"]
    paths += [f"/paths?from={start}&to={recovery_of(site)}" for start in (dealer, person)]
    paths += [f"/paths?from={dealer}&to={person}&order=any&links=chain&links=contacts&links=papers&most=5&hops=4"]
    exhibit, case, package = evidence(site)
    paths += [f"/exhibits/{exhibit}", f"/cases/{case}/exhibits", f"/packages/{package}"]
    maps = ["/map", "/map?layer=recoveries", "/api/v1/corridors.geojson", "/api/v1/recoveries.geojson"]
    maps += ["/map?type=P", f"/cases/{case}/map", f"/cases/{case}/timeline", f"/firearms/{gun}/timeline"]
    paths += [*maps, f"/api/v1/cases/{case}/map.geojson"]
    chart = chart_of(site)
    paths += [f"/cases/{case}", f"/charts/{chart}"]
    paths += [f"/charts/{chart}/chart.{form}" for form in ("svg", "csv", "json")]
    paths += ["/case-files", f"/case-files/{file_of(site, chart)}"]
    trace = trace_of(site)
    # Referral lists tell by agreement that Sonora holds an overlap: held to their own rule in test_referral_list.
    paths += [f"/traces/{trace}/summary", f"/traces/{trace}/summary.json", "/statistics", "/statistics.csv?area=AZ"]
    paths += ["/statistics?in_year=2025&land=MX", "/statistics.csv?crime=52&ori=AZ9990417&since=2000-01-01"]
    finding, referral = reviewed(site)
    paths += ["/review", "/review?standing=confirmed", f"/review/findings/{finding}", "/review/rates"]
    paths += ["/referrals", f"/referrals/{referral}"]
    desk = "/trace-requests"
    paths += [desk, f"{desk}?state=draft", f"{desk}?overdue=yes", f"{desk}/{site.one('TraceForm', 'us-tpd')}"]
    paths += ["/exchange", "/exchange/register.csv"]
    paths += ["/inbox", "/inbox/part"]
    paths += ["/analytics", "/analytics/time-to-crime", "/analytics/dealers", "/analytics/networks"]
    paths += [f"/analytics/runs/{run_of(site)}", "/review?standing=gone"]
    return [*paths, f"/api/v1/firearms/{gun}"]


def run_of(site: Site) -> str:
    """Return a run of all detectors over the site's story, with findings in it; made at the first call."""
    query = "MATCH (r:Run) WHERE r.findings > 0 AND NOT r.id ENDS WITH 'x' RETURN r.id AS id ORDER BY id LIMIT 1"
    if not (rows := site.platform.database.read(query, {})):
        ask = analytics.RunAsk(detectors=tuple(analytics.METHODS))
        analytics.run_now(actor_of(site, "ohlsson"), ask, SilentReport(), ledger=site.platform.ledger)
        rows = site.platform.database.read(query, {})
    return str(rows[0]["id"])


def file_of(site: Site, chart: str) -> str:
    """Return a case file that was made of a saved chart; made at the first call."""
    rows = site.platform.database.read("MATCH (c:CaseFile) RETURN c.id AS id ORDER BY c.made LIMIT 1")
    if rows:
        return str(rows[0]["id"])
    browser = site.browser("marchetti", case=True)
    answer = browser.post("/case-files", {"chart": chart, "title": "What is recorded"})
    return answer.headers["Location"].rpartition("/")[2]


def chart_of(site: Site) -> str:
    """Return a chart that an investigator saved; made at the first call."""
    query = "MATCH (c:Chart) WHERE NOT c.id ENDS WITH 'x' RETURN c.id AS id LIMIT 1"
    if rows := site.platform.database.read(query, {}):
        return str(rows[0]["id"])
    browser = site.browser("marchetti", case=True)
    part = browser.call("/api/v1/chart/start", {"id": site.firearm("TKF12045")}).get_json()
    nodes = [{"id": node["id"], "x": 90 * at, "y": 0} for at, node in enumerate(part["nodes"])]
    body = {"title": "One gun", "nodes": nodes, "edges": [edge["id"] for edge in part["edges"]]}
    return str(browser.call("/api/v1/charts/save", body).get_json()["chart"])


def trace_of(site: Site) -> str:
    query = "MATCH (t:TraceRequest)-[:ABOUT]->(:Firearm {canonical: 'TKF12045'}) RETURN t.id AS id "
    return str(site.platform.database.read(query + "ORDER BY id LIMIT 1", {})[0]["id"])


def recovery_of(site: Site) -> str:
    query = "MATCH (r:Recovery)-[:OF]->(:Firearm {canonical: 'TKF12045'}) RETURN r.id AS id ORDER BY id LIMIT 1"
    return str(site.platform.database.read(query, {})[0]["id"])


def evidence(site: Site) -> tuple[str, str, str]:
    """Return an exhibit, its case and a package that holds it; made at the first call."""
    query = "MATCH (p:Package)-[:CONTAINS]->(e:Exhibit) RETURN e.id AS e, e.case_id AS c, p.id AS p LIMIT 1"
    if not (rows := site.platform.database.read(query, {})):
        ledger = site.platform.ledger
        quill, abara = (find_account(ledger, login=login) for login in ("quill", "abara"))
        assert quill is not None
        assert abara is not None
        case = next(one.id for one in quill.cases if one.number == "IR-2026-0417")
        said = custody.Described(
            description="Pistol", authority="Warrant", finder="Officer", make="H&P", seal="S-1", condition="Safe"
        )
        made = custody.receive_firearm(quill.as_actor(origin="test"), case, said, ledger=ledger)
        new = custody.NewPackage(
            exhibits=(made.id,), matter="criminal", court="Court", reason="Trial in Pima County"
        )
        custody.propose_package(abara.as_actor(origin="test"), case, new, ledger=ledger)
        rows = site.platform.database.read(query, {})
    return str(rows[0]["e"]), str(rows[0]["c"]), str(rows[0]["p"])


def buyer(site: Site) -> str:
    query = "MATCH (p:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(:Firearm {canonical: 'TKF12045'}) RETURN p.id AS id "
    return str(site.platform.database.read(query + "ORDER BY id LIMIT 1", {})[0]["id"])


def run(site: Site, text: str, **params: Any) -> list[dict[str, Any]]:
    with site.platform.database.writing() as transaction:
        return transaction.run(text, params)


def hide_copies(site: Site, number: int) -> int:
    """Beside each thing put a copy that is hidden, with hidden copies of its links to what is visible."""
    marking = HIDDEN[number]
    made = run(
        site,
        f"MATCH (n:{_COPIED}) WHERE NOT n.id ENDS WITH 'x' WITH n, labels(n) AS names "
        "CREATE (c:$(names)) SET c = n{.*, id: n.id + $end + 'x', holding: $marking.holding, tlp: $marking.tlp, "
        "handling: $marking.handling} RETURN count(c) AS made",
        end=str(number),
        marking=marking,
    )[0]["made"]
    for pattern in ("(c)-[r2:$(type(r))]->(m)", "(m)-[r2:$(type(r))]->(c)"):
        arrow = "(n)-[r]->(m)" if pattern.startswith("(c)") else "(m)-[r]->(n)"
        run(
            site,
            f"MATCH (n:{_COPIED}) WHERE NOT n.id ENDS WITH 'x' MATCH {arrow} WHERE NOT m.id ENDS WITH 'x' "
            f"MATCH (c) WHERE c.id = n.id + $end + 'x' CREATE {pattern} "
            "SET r2 = properties(r), r2.id = r.id + $end, r2.holding = $marking.holding, r2.tlp = $marking.tlp, "
            "r2.handling = $marking.handling",
            end=str(number),
            marking=marking,
        )
    return int(made)


@pytest.fixture(scope="module")
def partners(site: Site) -> Partners:
    return exchanged(site)


def everything(site: Site, partners: Partners, paths: list[str]) -> dict[str, str]:
    """What the investigator reads, the analyst in his rooms and of the partners' pages, and a partner's program."""
    found = answers(site.browser("marchetti", case=True), paths)
    rooms = [path for path in paths if path.startswith(("/review", "/referrals", "/analytics", "/inbox"))]
    things = [path.rpartition("/")[2] for path in paths if path.startswith("/workbench/thing/")]
    others = partners.answers(site) | analyst_answers(site, rooms, things)
    return found | {name: stripped(text) for name, text in others.items()}


@pytest.fixture(scope="module", autouse=True)
def one_day() -> Iterator[None]:
    """Pages count days until today: of answers from before and after midnight nothing could be said."""
    with clock.moved_by(timedelta(hours=-2 if clock.now().hour > 22 else 0)):
        yield


@pytest.fixture(scope="module")
def before(site: Site, partners: Partners) -> dict[str, str]:
    browser = site.browser("marchetti", case=True)
    for serial in ("TKF12045", "TKF12046"):
        typed = {"serial": serial, "maker": "Tessmer Werke", "do": "save"}
        assert browser.post("/trace-requests", typed).status_code == 303
    return everything(site, partners, paths_of(site))


def test_the_answers_hold_something(before: dict[str, str]) -> None:
    """Nothing is proved by comparing refusals."""
    refused = [name for name, text in before.items() if not text.startswith("200")]
    assert refused == []
    assert "TKF12045" in before["search T?F12O45"]
    asked = [text for name, text in before.items() if name.startswith("analyst of /queries/of/")]
    assert sum(TITLE in text for text in asked) == 1, "a saved query is offered for the gun, and for nothing else"


def test_asking_again_gives_the_same_bytes(site: Site, partners: Partners, before: dict[str, str]) -> None:
    again = everything(site, partners, paths_of(site))
    assert {name for name in before if before[name] != again[name]} == set()


def test_hidden_things_change_no_byte(site: Site, partners: Partners, before: dict[str, str]) -> None:
    paths = paths_of(site)
    for number in range(len(HIDDEN)):
        assert hide_copies(site, number) > 100
    run(site, "CALL db.awaitIndexes(60)")
    added = everything(site, partners, paths)
    assert {name for name in before if before[name] != added[name]} == set()
    run(site, "MATCH (n:Firearm) WHERE n.id ENDS WITH 'x' SET n.canonical = 'TKF12045', n.serial = 'TKF12045'")
    run(site, "MATCH (n:Purchase|Recovery) WHERE n.id ENDS WITH 'x' SET n.date = '2026-11-20'")
    changed = everything(site, partners, paths)
    assert {name for name in before if before[name] != changed[name]} == set()
    run(site, "MATCH (n) WHERE n.id ENDS WITH 'x' DETACH DELETE n")
    removed = everything(site, partners, paths)
    assert {name for name in before if before[name] != removed[name]} == set()
