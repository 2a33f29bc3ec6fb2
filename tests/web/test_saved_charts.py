"""Charts under a case: saved, versions, opened by those who see less, in conflict, renamed, listed, given out."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ironriver import search
from ironriver.access import find_account
from ironriver.access.cases import CaseRole, NewCase, Openness, add_member, open_case
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Actor
from ironriver.search import ChartContents, ChartDraft, Placed, saving_charts
from tests.web.site import Browser, Site

CASE = "IR-2026-0417"


def person(site: Site, login: str, number: str = CASE) -> Actor:
    account = find_account(site.platform.ledger, login=login)
    assert account is not None
    case = next(one.id for one in account.cases if one.number == number)
    return replace(account.as_actor(origin="test"), case=case, purpose="crim_933")


def around(site: Site) -> tuple[str, str]:
    """Return a purchaser and his gun."""
    rows = site.platform.database.read(
        "MATCH (p:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(f:Firearm {canonical: 'TKF12045'}) "
        "RETURN p.id AS p, f.id AS f ORDER BY p LIMIT 1",
        {},
    )
    return str(rows[0]["p"]), str(rows[0]["f"])


def draft(site: Site, *, chart_id: str = "", seen: int = 0, title: str = "Two buyers, one phone") -> ChartDraft:
    buyer, gun = around(site)
    return ChartDraft(
        title=title,
        contents=ChartContents(
            nodes=(Placed(id=buyer, x=0, y=0), Placed(id=gun, x=128.04, y=10, pinned=True)),
            edges=(f"person_bought_of_firearm:{buyer}:{gun}",),
        ),
        chart_id=chart_id,
        seen=seen,
    )


def test_saved_and_opened_again(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    assert (chart.n, chart.title, chart.saved_by_name) == (1, "Two buyers, one phone", marchetti.name)
    opened = search.open_chart(marchetti, chart.id, ledger=ledger)
    buyer, gun = around(site)
    assert {node.id for node in opened.nodes} == {buyer, gun}
    assert [edge.id for edge in opened.edges] == [f"person_bought_of_firearm:{buyer}:{gun}"]
    placed = {node.id: node for node in opened.contents.nodes}
    assert (placed[gun].x, placed[gun].y, placed[gun].pinned) == (128.0, 10.0, True)
    assert opened.case == CASE
    assert opened.cut[0] <= opened.versions[0].saved
    assert [one.n for one in opened.versions] == [1]
    assert opened.more == 0


def test_it_carries_the_strictest_marking_of_what_it_shows(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    rows = site.platform.database.read(
        "MATCH (n) WHERE n.id IN $ids RETURN max(n.tlp) AS tlp, collect(DISTINCT n.handling) AS codes",
        {"ids": list(around(site))},
    )[0]
    assert chart.tlp >= rows["tlp"]
    assert {code for some in rows["codes"] for code in some.split(",") if code} <= set(chart.handling.split(","))
    assert chart.holding == "us-tpd"


def test_a_version_made_from_an_older_one_is_not_put_over_a_later(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version comes in between the read and the act, and the browser says that it saw that later one."""
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    usual = saving_charts._kept

    def kept(*given: Any) -> Any:
        monkeypatch.undo()
        search.save_chart(marchetti, draft(site, chart_id=chart.id, seen=1, title="In between"), ledger=ledger)
        return usual(*given)

    monkeypatch.setattr(saving_charts, "_kept", kept)
    with pytest.raises(Conflict, match="saved version 2 meanwhile"):
        search.save_chart(marchetti, draft(site, chart_id=chart.id, seen=2, title="Over it"), ledger=ledger)
    opened = search.open_chart(marchetti, chart.id, ledger=ledger)
    assert (opened.n, [one.title for one in opened.versions]) == (2, ["In between", "Two buyers, one phone"])


def test_versions_follow_and_the_second_to_save_is_told(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    again = search.save_chart(marchetti, draft(site, chart_id=chart.id, seen=1, title="Later"), ledger=ledger)
    assert (again.id, again.n) == (chart.id, 2)
    with pytest.raises(Conflict, match="saved version 2 meanwhile"):
        search.save_chart(marchetti, draft(site, chart_id=chart.id, seen=1), ledger=ledger)
    assert search.open_chart(marchetti, chart.id, ledger=ledger).n == 2
    first = search.open_chart(marchetti, chart.id, ledger=ledger, n=1)
    assert (first.n, [one.n for one in first.versions]) == (1, [2, 1])
    with pytest.raises(NotFound):
        search.open_chart(marchetti, chart.id, ledger=ledger, n=9)


def test_without_a_case_a_title_or_anything_drawn_nothing_is_saved(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    nobody = find_account(ledger, login="marchetti")
    assert nobody is not None
    with pytest.raises(Invalid, match="Choose the case above"):
        search.save_chart(nobody.as_actor(origin="test"), draft(site), ledger=ledger)
    with pytest.raises(Invalid, match="title"):
        search.save_chart(marchetti, draft(site, title="  "), ledger=ledger)
    bad = ChartDraft(
        title="x",
        contents=ChartContents(nodes=(Placed(id="firearm_" + "0" * 32, x=0, y=0),)),
    )
    with pytest.raises(Invalid, match="nothing on the chart"):
        search.save_chart(marchetti, bad, ledger=ledger)


def hide(site: Site, id_: str, holding: str) -> None:
    with site.platform.database.writing() as transaction:
        transaction.run("MATCH (n {id: $id}) SET n.holding = $holding", {"id": id_, "holding": holding})


def test_what_a_reader_may_not_see_is_not_drawn_and_stays_for_the_others(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    buyer, gun = around(site)
    hide(site, buyer, "mx-fge-son")
    try:
        opened = search.open_chart(marchetti, chart.id, ledger=ledger)
        assert [node.id for node in opened.drawn.nodes] == [gun]
        assert (opened.edges, opened.more) == ((), 0)
        assert [node.id for node in opened.contents.nodes] == [gun]
        assert (opened.contents.edges, opened.contents.hidden, opened.contents.collapsed) == ((), (), ())
        search.save_chart(marchetti, draft(site, chart_id=chart.id, seen=1), ledger=ledger)
    finally:
        hide(site, buyer, "us-tpd")
    assert {node.id for node in search.open_chart(marchetti, chart.id, ledger=ledger).nodes} == {buyer, gun}


def test_only_members_save_and_only_who_sees_the_case_opens(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    sealed = open_case(
        marchetti,
        NewCase(number="IR-CHART-1", name="Sealed", purpose="crim_933", openness=Openness.SEALED),
        ledger=ledger,
    )
    add_member(marchetti, sealed, "ohlsson", CaseRole.READER, ledger=ledger)
    lead, reader = person(site, "marchetti", "IR-CHART-1"), person(site, "ohlsson", "IR-CHART-1")
    chart = search.save_chart(lead, draft(site), ledger=ledger)
    assert chart.holding not in ("us-tpd", "")
    assert search.open_chart(reader, chart.id, ledger=ledger).chart.id == chart.id
    with pytest.raises(NotAllowed, match="Members of an open case"):
        search.save_chart(reader, draft(site, chart_id=chart.id, seen=1), ledger=ledger)
    with pytest.raises(NotAllowed):
        search.rename_chart(reader, chart.id, "Other", ledger=ledger)
    other = person(site, "reyes")
    with pytest.raises(NotFound):
        search.open_chart(other, chart.id, ledger=ledger)
    with pytest.raises(NotFound):
        search.charts_of_case(other, sealed, ledger=ledger)


def test_a_chart_of_one_case_is_not_saved_under_another(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    open_case(marchetti, NewCase(number="IR-CHART-2", name="Other", purpose="crim_933"), ledger=ledger)
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    with pytest.raises(Invalid, match="belongs to another case"):
        search.save_chart(
            person(site, "marchetti", "IR-CHART-2"), draft(site, chart_id=chart.id, seen=1), ledger=ledger
        )


def test_renamed_and_listed_latest_first(site: Site) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    chart = search.save_chart(marchetti, draft(site), ledger=ledger)
    search.rename_chart(marchetti, chart.id, "  Palo  Fierro ", ledger=ledger)
    listed = search.charts_of_case(marchetti, marchetti.case, ledger=ledger)
    assert (listed[0].id, listed[0].title) == (chart.id, "Palo Fierro")
    assert [one.saved for one in listed] == sorted((one.saved for one in listed), reverse=True)


def saved(site: Site, browser: Browser) -> str:
    """Save a chart as the workbench does; return its id."""
    buyer, gun = around(site)
    part = browser.call("/api/v1/charts/things", {"ids": [buyer, gun, "firearm_none"]}).get_json()
    assert {node["id"] for node in part["nodes"]} == {buyer, gun}
    body = {
        "title": "Two buyers, one phone",
        "nodes": [{"id": node["id"], "x": 128 * at, "y": 0} for at, node in enumerate(part["nodes"])],
        "edges": [edge["id"] for edge in part["edges"]],
        "cut_at": "1999-01-01T00:00:00.000000Z",
        "cut_id": "cut_of_somebody",
    }
    answer = browser.call("/api/v1/charts/save", body)
    assert answer.status_code == 200, answer.get_json()
    return str(answer.get_json()["chart"])


def test_over_the_wire_and_on_the_page_of_its_case(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart = saved(site, browser)
    opened = browser.call("/api/v1/charts/open", {"chart": chart}).get_json()
    assert (opened["version"], opened["latest"], opened["hidden"], opened["more"]) == (1, 1, [], 0)
    assert {place["id"] for place in opened["places"]} == set(around(site))
    (version,) = site.platform.database.read(
        "MATCH (v:ChartVersion {chart_id: $chart}) RETURN v.cut_at AS at, v.cut_id AS id, v.saved AS saved",
        {"chart": chart},
    )
    assert version["saved"][:10] == version["at"][:10] != "1999-01-01", "the data cut is the server's own"
    assert version["at"] <= version["saved"]
    assert re.fullmatch("cut_[0-9a-f]{32}", version["id"])
    case = browser.get(f"/cases/{opened['case']}").get_data(as_text=True)
    assert f"/charts/{chart}" in case
    assert "Two buyers, one phone" in case
    assert chart in browser.get(f"/charts/{chart}").get_data(as_text=True)
    renamed = browser.post(f"/charts/{chart}/title", {"title": "One phone"})
    assert renamed.status_code == 303
    assert "One phone" in browser.get(f"/cases/{opened['case']}").get_data(as_text=True)
    told = browser.post(f"/charts/{chart}/title", {"title": " "})
    assert told.status_code == 303
    assert "names facts, not a person" in browser.get(f"/cases/{opened['case']}").get_data(as_text=True)


def test_each_file_carries_marking_notice_digest_cut_and_denominator(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart = saved(site, browser)
    record = browser.get(f"/charts/{chart}/chart.json").data
    digest = hashlib.sha256(record).hexdigest()
    svg = browser.get(f"/charts/{chart}/chart.svg").get_data(as_text=True)
    rows = browser.get(f"/charts/{chart}/chart.csv").get_data(as_text=True)
    for text in (svg, rows):
        assert "LAW ENFORCEMENT SENSITIVE | TLP:AMBER" in text
        assert re.search(r"Showing 2 of \d+ in reach", text)
        assert digest in text.replace(" ", "")
        assert "cut_" in text
    assert "in no way suggests" in rows
    assert "in no way suggests" in " ".join(re.findall(r">([^<]+)<", svg))
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own answer
    assert len([one for one in csv.reader(io.StringIO(rows)) if one[0] == "thing"]) == 2
    pdf = browser.get(f"/charts/{chart}/chart.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="chart.pdf"'


def test_what_was_marked_higher_since_marks_the_paper(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart, (_, gun) = saved(site, browser), around(site)
    mark = "MATCH (n {id: $id}) SET n.tlp = $tlp"
    before = json.loads(browser.get(f"/charts/{chart}/chart.json").data)
    with site.platform.database.writing() as transaction:
        transaction.run(mark, {"id": gun, "tlp": 3})
    try:
        forms = {
            form: browser.get(f"/charts/{chart}/chart.{form}").get_data(as_text=True) for form in ("svg", "csv")
        }
        record = json.loads(browser.get(f"/charts/{chart}/chart.json").data)
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run(mark, {"id": gun, "tlp": 2})
    assert (before["tlp"], record["tlp"]) == ("TLP:AMBER", "TLP:AMBER+STRICT")
    assert all("TLP:AMBER+STRICT" in text for text in forms.values())
    assert "in no way suggests" in record["notice"]["en"]


def test_the_same_chart_gives_the_same_bytes(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart = saved(site, browser)
    for form in ("svg", "pdf", "csv", "json"):
        first, second = (browser.get(f"/charts/{chart}/chart.{form}?paper=a4").data for _ in range(2))
        assert first == second, form


def test_the_files_speak_spanish(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart = saved(site, browser)
    browser.post("/look", {"language": "es", "back": "/"})
    svg = browser.get(f"/charts/{chart}/chart.svg").get_data(as_text=True)
    assert "USO EXCLUSIVO DE PROCURACIÓN DE JUSTICIA" in svg
    assert "al alcance" in svg
    assert "Link chart" not in svg


def test_what_cannot_be_opened_answers_as_if_it_were_not_there(site: Site) -> None:
    browser, other = site.browser("marchetti", case=True), site.browser("tamayo")
    chart = saved(site, browser)
    for form in ("", "/chart.svg", "/chart.pdf", "/chart.csv", "/chart.json"):
        there, nowhere = other.get(f"/charts/{chart}{form}"), other.get(f"/charts/chart_{'0' * 32}{form}")
        assert (there.status_code, nowhere.status_code) == (404, 404)
    assert browser.get(f"/charts/{chart}?version=99").status_code == 404
    assert browser.get(f"/charts/{chart}?version=x").status_code == 200


def test_a_conflict_is_said_in_words(site: Site) -> None:
    browser = site.browser("marchetti", case=True)
    chart = saved(site, browser)
    buyer, _ = around(site)
    body = {"title": "Again", "nodes": [{"id": buyer, "x": 0, "y": 0}], "chart": chart, "seen": 7}
    answer = browser.call("/api/v1/charts/save", body)
    assert answer.status_code == 409
    assert "meanwhile" in answer.get_json()["message"]["en"]
