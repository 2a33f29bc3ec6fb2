"""Charts under a case: saved, versions, opened by those who see less, in conflict, renamed, listed, given out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ironriver import search
from ironriver.access import find_account
from ironriver.access.cases import CaseRole, NewCase, Openness, add_member, open_case
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.model.actor import Actor
from ironriver.search import ChartContents, ChartDraft, Placed
from tests.web.site import Site

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
        cut_at="2026-11-20T14:05:00.000000Z",
        cut_id="cut_1",
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
    assert (opened.case, opened.cut) == (CASE, ("2026-11-20T14:05:00.000000Z", "cut_1"))
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
        cut_at="",
        cut_id="",
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
