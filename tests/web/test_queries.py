"""Questions at the door: own Cypher on a real projection, saving, stopping, what is written down.

The library is asked in `test_pages`, which needs no projection.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from werkzeug.serving import make_server

from ironriver import queries
from ironriver.access import find_account
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from ironriver.jobs import Worker
from ironriver.model.actor import Actor
from ironriver.queries import PROJECTED, Projection, Projections, Wanted
from ironriver.worker import make_projection
from tests.web.own_queries import (
    ENDLESS,
    LONG_BEFORE_ITS_TIME,
    analyst,
    endless_post,
    run,
    saved,
    wait_for,
    write,
)
from tests.web.site import Browser, Site
from tests.web.taken_away import HARMLESS, WAYS, Way, taken


@pytest.fixture(scope="module")
def held(site: Site) -> Projections:
    return Projections(site.platform.settings)


@pytest.fixture(scope="module")
def made(site: Site, held: Projections) -> Iterator[Projection]:
    """One projection of the analyst's clearance, made by the job that the page submits."""
    browser = site.browser("ohlsson", case=True)
    answer = browser.post("/queries/projection")
    assert answer.status_code == 303
    assert browser.post("/queries/projection").headers["Location"] == answer.headers["Location"], "one at a time"
    ledger = site.platform.ledger
    handlers = {"projection": lambda job, report: make_projection(ledger, held, job, report)}
    worker = Worker(site.platform.jobs, handlers)
    assert worker.run_one()
    worker.close()
    assert browser.get(answer.headers["Location"]).status_code == 200
    found = queries.find_projection(site.platform.settings, analyst(site))
    assert found is not None
    yield found
    held.close()
    assert queries.all_projections(site.platform.settings) == ()


@pytest.fixture(scope="module")
def analyst_browser(site: Site) -> Browser:
    return site.browser("ohlsson", case=True)


# ---- the projection -------------------------------------------------------------------------------------------


def test_without_a_projection_the_page_says_how_to_get_one(site: Site) -> None:
    account = find_account(site.platform.ledger, login="ohlsson")
    assert account is not None
    other = account.as_actor(origin="test").on(case="case_x", purpose="crim_933")
    alone = Actor(id=other.id, name="x", agency="us-tpd", roles=other.roles, case="case_x", purpose="crim_933")
    with pytest.raises(Unavailable):
        queries.run_query(alone, Wanted(text="RETURN 1 AS one"), ledger=site.platform.ledger)


def test_the_projection_holds_exactly_what_the_clearance_may_see(site: Site, made: Projection) -> None:
    actor = analyst(site)
    seen = {k: v for k, v in actor.visibility().items() if k != "tlps"} | {"kinds": list(PROJECTED)}
    wanted = site.platform.database.read(
        "MATCH (n) WHERE n.holding IN $holdings AND n.tlp <= $max_tlp AND n.handling IN $handlings "
        "AND any(l IN labels(n) WHERE l IN $kinds) RETURN count(n) AS n",
        seen,
    )[0]["n"]
    assert made.nodes == wanted > 500
    counted = run(site, "MATCH (n) RETURN count(n) AS n").rows[0][0]
    assert counted == wanted
    holdings = {row[0] for row in run(site, "MATCH (n) RETURN DISTINCT n.holding AS h").rows}
    assert holdings <= actor.holdings
    kinds = {row[0] for row in run(site, "MATCH (n) RETURN DISTINCT labels(n)[0] AS l").rows}
    assert kinds <= set(PROJECTED)
    assert run(site, "MATCH ()-[r]->() RETURN count(r) AS n").rows[0][0] == made.links


def test_the_self_test_passed_and_stands_on_the_status_page(site: Site, made: Projection) -> None:
    assert made.passed, [check.name for check in made.checks if not check.passed]
    assert len(made.checks) > 30
    page = site.browser("admin").get("/status").get_data(as_text=True)
    assert "every refusal of the self-test was kept" in page


def test_a_failed_self_test_stops_serving(site: Site, made: Projection) -> None:
    path = site.platform.settings.data_dir / "projections" / f"{made.key}.json"
    good = path.read_text("utf-8")
    told = json.loads(good)
    told["checks"][3]["passed"] = False
    try:
        path.write_text(json.dumps(told), "utf-8")
        with pytest.raises(Unavailable):
            run(site, "RETURN 1 AS one")
        page = site.browser("admin").get("/status").get_data(as_text=True)
        assert told["checks"][3]["name"] in page
    finally:
        path.write_text(good, "utf-8")
    assert run(site, "RETURN 1 AS one").rows == ((1,),)


def test_an_old_projection_answers_nobody(site: Site, made: Projection) -> None:
    path = site.platform.settings.data_dir / "projections" / f"{made.key}.json"
    good = path.read_text("utf-8")
    try:
        path.write_text(json.dumps(json.loads(good) | {"cut_at": "2020-01-01T00:00:00.000000Z"}), "utf-8")
        with pytest.raises(Unavailable):
            run(site, "RETURN 1 AS one")
    finally:
        path.write_text(good, "utf-8")


def test_a_new_fact_is_not_there_until_it_is_made_anew(site: Site, made: Projection) -> None:
    before = run(site, "MATCH (n:Firearm) RETURN count(n) AS n").rows
    with site.platform.database.writing() as transaction:
        transaction.run("CREATE (:Firearm {id: 'firearm_new', holding: 'us-tpd', tlp: 0, handling: ''})")
    try:
        assert run(site, "MATCH (n:Firearm) RETURN count(n) AS n").rows == before
        assert queries.age_of(made) > 0
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run("MATCH (n:Firearm {id: 'firearm_new'}) DELETE n")


# ---- writing one's own ----------------------------------------------------------------------------------------


def test_a_query_runs_as_table_and_file(analyst_browser: Browser, made: Projection) -> None:
    text = "MATCH (f:Firearm) WHERE f.canonical = $serial RETURN f, f.id AS id, f.tlp AS tlp"
    given = {"parameters": "serial text = TKF12045", "value_serial": "TKF12045"}
    status, page = write(analyst_browser, "run", text, **given)
    assert status == 200
    assert "/firearms/firearm_" in page
    assert "/workbench/firearm_" in page
    assert "Showing all" in page
    status, rows = write(analyst_browser, "csv", text, **given)
    assert status == 200
    assert "TKF12045" in rows


def test_more_rows_than_are_shown_are_said_to_be_more(
    site: Site, analyst_browser: Browser, made: Projection
) -> None:
    found = run(site, "UNWIND range(1, 3000) AS x RETURN x")
    assert len(found.rows) == 1000
    assert found.more
    _, page = write(analyst_browser, "run", "UNWIND range(1, 3000) AS x RETURN x")
    assert "Showing the first 1,000 rows; there are more" in page
    exact = run(site, "UNWIND range(1, 1000) AS x RETURN x")
    assert len(exact.rows) == 1000
    assert not exact.more


def test_a_refused_query_comes_back_as_it_was_typed(analyst_browser: Browser, made: Projection) -> None:
    status, page = write(analyst_browser, "run", "MATCH (n)\nSET n.tlp = 0 RETURN n")
    assert status == 422
    assert "SET changes data" in page
    assert "SET n.tlp = 0" in page
    status, page = write(analyst_browser, "check", "MATCH (n) RETRN n")
    assert status == 200
    assert "The engine cannot read the query" in page
    status, page = write(analyst_browser, "check", "MATCH (n) RETURN n LIMIT 1")
    assert "found nothing against" in page
    assert "no projection" not in page.partition('id="query-text"')[0].rpartition('role="status"')[2]
    typed = {"text": "MATCH (n) RETURN n LIMIT 1", "parameters": ""}
    told = analyst_browser.post("/queries/lint", typed).get_json()
    assert told == {"found": [], "good": "The check found nothing against running it."}


def test_parameters_must_be_declared(analyst_browser: Browser, made: Projection) -> None:
    status, page = write(analyst_browser, "run", "MATCH (n) WHERE n.id = $id RETURN n")
    assert status == 422
    assert "$id" in page


def test_only_analysts_on_a_case_run_cypher(site: Site, made: Projection) -> None:
    assert site.browser("marchetti", case=True).get("/queries/write").status_code == 403
    assert write(site.browser("ohlsson"), "run", "RETURN 1 AS one")[0] == 422
    account = find_account(site.platform.ledger, login="marchetti")
    assert account is not None
    with pytest.raises(NotAllowed):
        queries.run_query(account.as_actor(origin="test"), Wanted(text="RETURN 1"), ledger=site.platform.ledger)


def test_each_run_is_in_the_read_log_before_it_is_shown(site: Site, made: Projection) -> None:
    folder = site.platform.settings.data_dir / "readlog"
    before = sum(path.read_bytes().count(b"queries.own_cypher") for path in folder.iterdir())
    run(site, "MATCH (n:Person) WHERE n.name = 'Whitcombe' RETURN n")
    told = b"".join(path.read_bytes() for path in folder.iterdir())
    assert told.count(b"queries.own_cypher") == before + 1
    assert b"Whitcombe" not in told, "text and values are sealed"
    assert told.count(b"queries.visible_nodes") >= 1, "making the projection was a read too"


def test_values_of_the_data_are_in_no_error(site: Site, made: Projection) -> None:
    with pytest.raises(Invalid) as caught:
        run(site, "MATCH (n:Firearm) RETURN date(n.serial + '-x') AS d")
    assert "TKF" not in str(caught.value)
    assert "TKF" not in caught.value.fields["text"].en


# ---- stopping -------------------------------------------------------------------------------------------------


def test_a_query_that_nobody_waits_for_ends_on_the_server(site: Site, made: Projection) -> None:
    left = threading.Event()
    caught: list[Exception] = []

    def work() -> None:
        try:
            queries.run_query(analyst(site), Wanted(text=ENDLESS), ledger=site.platform.ledger, gone=left.is_set)
        except Unavailable as trouble:
            caught.append(trouble)

    thread = threading.Thread(target=work)
    thread.start()
    wait_for(1, site, made, 20.0)
    left.set()
    wait_for(0, site, made, LONG_BEFORE_ITS_TIME)
    thread.join(10)
    assert caught


def test_closing_the_browser_ends_it_too(site: Site, made: Projection, analyst_browser: Browser) -> None:
    """A real connection to a real server, closed in the middle."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
            connection.sendall(endless_post(analyst_browser))
            wait_for(1, site, made, 20.0)
        wait_for(0, site, made, LONG_BEFORE_ITS_TIME)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_two_run_at_once_and_a_third_waits_its_turn(site: Site, made: Projection, analyst_browser: Browser) -> None:
    threads = [threading.Thread(target=_until_stopped, args=(site,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_for(2, site, made, 20.0)
    with pytest.raises(Conflict):
        run(site, "RETURN 1 AS one")
    assert analyst_browser.post("/queries/stop").status_code == 303
    wait_for(0, site, made, LONG_BEFORE_ITS_TIME)
    for thread in threads:
        thread.join(10)
    assert run(site, "RETURN 1 AS one").rows == ((1,),)


def _until_stopped(site: Site) -> None:
    with pytest.raises(Unavailable):
        run(site, ENDLESS)


# ---- saving ---------------------------------------------------------------------------------------------------


def test_a_query_is_saved_with_versions_and_their_difference(site: Site, made: Projection) -> None:
    browser = site.browser("ohlsson", case=True)
    one = saved(browser, "Recovered since", "MATCH (r:Recovery)\nRETURN r LIMIT 5", parameters="")
    text = "MATCH (r:Recovery)\nWHERE r.date >= $since\nRETURN r LIMIT 5"
    again = {"query_id": one, "seen": "1", "parameters": "since date = 2020-01-01"}
    assert saved(browser, "Recovered since", text, **again) == one
    page = browser.get(f"/queries/saved/{one}").get_data(as_text=True)
    assert "Version 2" in page
    assert "+WHERE r.date" in page
    editor = browser.get(f"/queries/write?from={one}").get_data(as_text=True)
    assert "since date = 2020-01-01" in editor
    assert browser.post("/queries/write", {"do": "save", "title": "x", "text": text, **again}).status_code == 409
    status, page = write(browser, "run", text, parameters="since date = 2020-01-01", query_id=one, seen="2")
    assert status == 200
    assert "Showing all" in page


def test_what_is_shared_is_text_and_only_with_whom_it_is_shared(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.browser("ohlsson", case=True)
    mine = saved(browser, "Mine", "MATCH (n:Firearm) RETURN n LIMIT 1")
    ours = saved(browser, "Of the agency", "MATCH (n:Firearm) RETURN n LIMIT 1", scope="agency")
    cased = saved(browser, "Of the case", "MATCH (n:Firearm) RETURN n LIMIT 1", scope="case")
    ledger = site.platform.ledger
    other = analyst(site)
    colleague = Actor(
        id="actor:colleague", name="Colleague", agency=other.agency, holdings=other.holdings, max_tlp=other.max_tlp,
        handling=other.handling, roles=other.roles,
    )  # fmt: skip
    assert [one.id for one in queries.saved_queries(colleague, ledger=ledger)] == [ours]
    everything = {one.id for one in queries.saved_queries(other, ledger=ledger)}
    assert {mine, ours, cased} <= everything
    monkeypatch.setattr(queries, "LISTED", 1)
    page = browser.get("/queries").get_data(as_text=True)
    assert ("The latest 1; there are more." in page, mine in page) == (True, False)
    assert mine in browser.get("/queries?shown=4").get_data(as_text=True)
    draft = queries.QueryDraft(
        title="x", about="", text="RETURN 1 AS a", parameters=(), scope=queries.Scope.ME, query_id=ours, seen=1
    )
    with pytest.raises(NotAllowed):
        queries.save_query(colleague, draft, ledger=ledger)
    assert browser.get("/queries/saved/query_0000").status_code == 404
    with pytest.raises(NotFound):
        queries.query_versions(colleague, mine, ledger=ledger)


def test_what_the_guard_refuses_is_not_saved_either(site: Site) -> None:
    browser = site.browser("ohlsson", case=True)
    for text in ("CREATE (n)", "MATCH (n) WHERE n.id = $id RETURN n", ""):
        assert browser.post("/queries/write", {"do": "save", "title": "x", "text": text}).status_code == 422
    assert browser.post("/queries/write", {"do": "save", "title": " ", "text": "RETURN 1 AS a"}).status_code == 422


@pytest.mark.filterwarnings("ignore")
def test_a_notebook_reads_the_projection_with_py2neo_and_cannot_write(site: Site, made: Projection) -> None:
    """What docs/queries.md shows: plain reads work, writes do not; `schema` and `call` are not to be used."""
    py2neo = pytest.importorskip("py2neo")
    sandbox = queries.open_sandbox(site.platform.settings, made)
    assert sandbox is not None
    graph = py2neo.Graph(sandbox.uri, auth=sandbox._auth)
    with closing(sandbox), closing(graph.service.connector):
        count = "MATCH (n:Firearm) RETURN count(n) AS n"
        assert graph.run(count).data() == [{"n": run(site, count).rows[0][0]}]
        frame = graph.run("MATCH (r:Recovery) RETURN r.country AS country, count(*) AS n").to_data_frame()
        assert set(frame.columns) == {"country", "n"}
        assert graph.nodes.match("Firearm", canonical="TKF12045").first()["serial"]
        with pytest.raises(Exception, match=r"(?i)read.only|access|write|not allowed"):
            graph.run("CREATE (n:Planted) RETURN n").data()
        assert graph.run("MATCH (n:ProtectedTraits) RETURN count(n) AS n").evaluate() == 0


# ---- what was taken away since: last, because the projection goes with it ----------------------------------------


@pytest.mark.parametrize("take", WAYS, ids=lambda take: take.__name__)
def test_what_was_sealed_since_answers_nobody_at_once(site: Site, made: Projection, take: Way) -> None:
    with taken(site, take):
        with pytest.raises(Unavailable, match="sealed"):
            run(site, "RETURN 1 AS one")
        page = site.browser("ohlsson", case=True).get("/queries/write").get_data(as_text=True)
        assert "Something in the projection was sealed" in page
    assert run(site, "RETURN 1 AS one").rows == ((1,),), "looked through up to here, it answers again"


def test_what_was_never_in_it_changes_nothing(site: Site, made: Projection) -> None:
    """Acts on things that are hidden from the reader, and corrections of open ones, are no reason to refuse."""
    for act in HARMLESS:
        act(site)
        assert run(site, "RETURN 1 AS one").rows == ((1,),), act.__name__


def test_the_worker_drops_it_and_the_page_says_why(site: Site, made: Projection, held: Projections) -> None:
    ledger = site.platform.ledger
    assert held.look(ledger) == 0
    found = queries.find_projection(site.platform.settings, analyst(site))
    assert found is not None
    assert found.entries == ledger.head().size, "the next look begins here"
    WAYS[0](site)
    assert held.look(ledger) == 1
    assert queries.open_sandbox(site.platform.settings, made) is None, "the engine is gone"
    page = site.browser("ohlsson", case=True).get("/queries/write").get_data(as_text=True)
    assert "Something in the projection was sealed" in page
    assert "none running" in site.browser("admin").get("/status").get_data(as_text=True)
    with pytest.raises(Unavailable, match="sealed"):
        run(site, "RETURN 1 AS one")
