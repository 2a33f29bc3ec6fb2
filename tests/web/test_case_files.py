"""Case files: every sentence cites its line, a second person approves, bytes repeat, and nothing hidden is told."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from ironriver import documents, reports, search
from ironriver.access import approvals, find_account
from ironriver.access.cases import CaseRole, NewCase, add_member, open_case
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Handling, Tlp
from ironriver.search import ChartContents, ChartDraft, Placed
from tests.web.site import Browser, Site
from tests.web.test_absent_and_hidden import OWN

CASE = "IR-2026-0417"
PAPER = documents.PrintOptions(language="en", case=CASE, demo=True)


def person(site: Site, login: str, number: str = CASE) -> Actor:
    account = find_account(site.platform.ledger, login=login)
    assert account is not None
    case = next(one.id for one in account.cases if one.number == number)
    return replace(account.as_actor(origin="test"), case=case, purpose="crim_933")


def saved(site: Site, guns: list[str]) -> str:
    placed = tuple(Placed(id=gun, x=float(n), y=0) for n, gun in enumerate(guns))
    draft = ChartDraft(
        title="Guns", contents=ChartContents(nodes=placed)
    )
    return search.save_chart(person(site, "marchetti"), draft, ledger=site.platform.ledger).id


def ring(site: Site) -> list[str]:
    """Guns of one buyer of the story, recovered ones first."""
    rows = site.platform.database.read(
        "MATCH (p:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(f:Firearm) WHERE f.holding = 'us-tpd' "
        "WITH p, collect(DISTINCT f.id) AS guns ORDER BY size(guns) DESC, p.id LIMIT 1 RETURN guns[..4] AS guns"
    )
    return sorted(str(gun) for gun in rows[0]["guns"])


@pytest.fixture(scope="module")
def made(site: Site) -> str:
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)), title="Four pistols of one counter")
    return reports.make_case_file(person(site, "marchetti"), draft, ledger=site.platform.ledger)


def approved(site: Site, made: str) -> None:
    ledger = site.platform.ledger
    file, _ = reports.case_file(person(site, "marchetti"), made, ledger=ledger)
    if file.state == reports.FileState.DRAFT:
        reports.propose_case_file(person(site, "marchetti"), made, "for the prosecutor", ledger=ledger)
        reports.approve_case_file(person(site, "whitfield"), made, "read against the sources", ledger=ledger)


def test_every_known_sentence_cites_a_line_that_exists_and_every_other_says_so(site: Site, made: str) -> None:
    _, story = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    numbers = {one.no for one in story.sources}
    assert [len(story.chapters), sorted(numbers)] == [len(ring(site)), list(range(1, len(numbers) + 1))]
    for chapter in story.chapters:
        assert chapter.sentences
        for sentence in chapter.sentences:
            counted = "counted between these two dates" in sentence.en
            assert sentence.cites or not sentence.known or counted, sentence.en
            assert {cite.no for cite in sentence.cites} <= numbers
            assert sentence.known or sentence.en.startswith("No source says")
            assert sentence.es.endswith(".")


def many(site: Site, readings: int, recoveries: int) -> str:
    """A gun with so many readings and recoveries of a source each, the last of them known; beside the ledger."""
    marked = "holding: 'us-tpd', tlp: 2, handling: '', extra: true"
    fact = f"source_id: 'source_extra' + n, line: 1, {marked}"
    with site.platform.database.writing() as transaction:
        transaction.run(
            f"CREATE (f:Firearm {{id: 'firearm_extra', serial: 'EXTRA1', canonical: 'EXTRA1', {marked}}}) "
            f"CREATE (:Source {{id: 'source_extra99', name: 'The last one', kind: 'traces', {marked}}}) "
            f"CREATE (x:Person {{id: 'person_extra', name: 'Somebody', {marked}}}) "
            "FOREACH (n IN range(1, $recoveries) | "
            f"CREATE (x)-[:POSSESSED {{id: 'q' + n, {marked}}}]->(:Recovery {{id: 'recovery_extra' + n, "
            f"date: '2025-01-01', date_precision: 'day', {fact}}})-[:OF {{id: 'p' + n, {marked}}}]->(f)) "
            "FOREACH (n IN range($recoveries + 1, $last) | CREATE (:Serial {id: 'serial_extra' + n, "
            f"value: 'EXTRA1', of: 'frame', date: '2025-01-' + n, {fact}}})-[:ON {{id: 'o' + n, {marked}}}]->(f))",
            {"recoveries": recoveries, "last": recoveries + readings},
        )
    return "firearm_extra"


@pytest.mark.parametrize(("readings", "refused"), [(260, False), (500, True)])
def test_many_sources_are_all_told_and_a_part_of_a_list_is_refused(
    site: Site, readings: int, refused: bool
) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    try:
        chart = saved(site, [many(site, readings, 260)])
        draft = reports.CaseFileDraft(chart_id=chart, title="One pistol")
        if refused:
            with pytest.raises(TooLarge, match=r"EXTRA1.*off the chart"):
                reports.make_case_file(marchetti, draft, ledger=ledger)
            return
        file_id = reports.make_case_file(marchetti, draft, ledger=ledger)
        _, story = reports.case_file(marchetti, file_id, ledger=ledger)
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run("MATCH (n {extra: true}) DETACH DELETE n")
    cited = {cite.no for chapter in story.chapters for one in chapter.sentences for cite in one.cites}
    assert cited == {one.no for one in story.sources} == set(range(1, 521))
    assert [one.no for one in story.sources if one.name] == [520]


def test_unknown_legs_are_told_and_counted(site: Site, made: str) -> None:
    _, story = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    recorded, legs = story.legs
    untold = [s for chapter in story.chapters for s in chapter.sentences if not s.known]
    assert 0 < recorded < legs
    assert len(untold) == legs - recorded


def test_no_sentence_accuses(site: Site, made: str) -> None:
    _, story = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    text = " ".join(f"{s.en} {s.es}" for chapter in story.chapters for s in chapter.sentences).lower()
    for word in ("straw", "traffick", "suspect", "guilty", "proves", "prestanombre", "sospechos", "culpable"):
        assert word not in text


def test_race_and_sex_are_told_nowhere(site: Site, made: str) -> None:
    file, _ = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    with site.platform.vault.open(file.record) as stored:
        text = stored.read().decode()
    assert not re.search(r'"(race|sex|birthplace|dob)"', text)


def test_the_record_gives_the_same_story_and_the_same_bytes(site: Site, made: str) -> None:
    ledger, marchetti = site.platform.ledger, person(site, "marchetti")
    file, story = reports.case_file(marchetti, made, ledger=ledger)
    again = reports.read_story(documents.record_of(story.as_record()).content)
    assert again == story
    assert reports.write_case_file(file, story, None, "es") == reports.write_case_file(file, again, None, "es")
    documents.check_available()
    assert reports.print_case_file(file, story, None, PAPER) == reports.print_case_file(file, again, None, PAPER)


def test_word_reads_every_sentence_with_notice_and_marking(site: Site, made: str) -> None:
    file, story = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    content = reports.write_case_file(file, story, None, "en")
    read = Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    for chapter in story.chapters:
        for sentence in chapter.sentences:
            assert sentence.en in text
    assert "DRAFT, not approved" in text
    assert "in no way suggests" in read.sections[0].footer.paragraphs[0].text
    assert read.sections[0].header.paragraphs[0].text == f"{Tlp(story.tlp).label} | {CASE}"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_takes_the_strictest_marking_of_what_it_tells(site: Site, made: str) -> None:
    file, _ = reports.case_file(person(site, "marchetti"), made, ledger=site.platform.ledger)
    rows = site.platform.database.read(
        "MATCH (f:Firearm) WHERE f.id IN $ids RETURN max(f.tlp) AS tlp", {"ids": ring(site)}
    )
    assert file.tlp >= rows[0]["tlp"]
    assert "us-tpd" in file.inputs


def test_codes_and_holdings_of_events_go_along(site: Site) -> None:
    """A sale may be stricter than the gun and the dealer that it joins, and another agency's."""
    ledger, gun = site.platform.ledger, ring(site)[0]
    lead = person(site, "marchetti")
    boss = replace(lead, holdings=lead.holdings | {"mx-fgr"}, handling=frozenset(Handling))
    chart = saved(site, [gun])
    mark = "MATCH (p:Purchase)-[:OF]->(:Firearm {id: $gun}) SET p.holding = $holding, p.handling = $code"
    before = site.platform.database.read(
        "MATCH (p:Purchase)-[:OF]->(:Firearm {id: $gun}) RETURN p.holding AS holding, p.handling AS code LIMIT 1",
        {"gun": gun},
    )[0]
    with site.platform.database.writing() as transaction:
        transaction.run(mark, {"gun": gun, "holding": "mx-fgr", "code": "informant"})
    try:
        draft = reports.CaseFileDraft(chart_id=chart, title="One pistol of an informant")
        made = reports.make_case_file(boss, draft, ledger=ledger)
        file, _ = reports.case_file(boss, made, ledger=ledger)
    finally:
        with site.platform.database.writing() as transaction:
            transaction.run(mark, {"gun": gun, **before})
    assert "informant" in file.handling.split(",")
    assert "mx-fgr" in file.inputs
    for blind in (replace(boss, handling=lead.handling), replace(boss, holdings=lead.holdings)):
        with pytest.raises(NotFound):
            reports.case_file(blind, made, ledger=ledger)


@pytest.mark.parametrize("login", ["tamayo", "valdez"])
def test_another_agency_cannot_tell_it_from_one_that_is_not_there(site: Site, made: str, login: str) -> None:
    browser = site.browser(login)
    asked = (made, "casefile_" + "0" * 32)
    hidden, absent = (browser.get(f"/case-files/{one}") for one in asked)
    assert hidden.status_code == absent.status_code
    assert hidden.status_code in {403, 422}  # no right, or no case of his chosen
    # The way back to what he asked for is his own word; nothing else differs.
    told = [OWN.sub("", answer.text).replace(one, "") for answer, one in zip((hidden, absent), asked, strict=True)]
    assert told[0] == told[1]


def test_a_file_whose_inputs_are_not_all_open_is_not_there(site: Site, made: str) -> None:
    blind = replace(person(site, "marchetti"), holdings=frozenset({"public"}))
    with pytest.raises(NotFound):
        reports.case_file(blind, made, ledger=site.platform.ledger)


def test_it_is_read_on_its_own_case(site: Site, made: str) -> None:
    elsewhere = person(site, "marchetti", "IR-2026-0351")
    with pytest.raises(NotAllowed, match=CASE):
        reports.case_file(elsewhere, made, ledger=site.platform.ledger)


def test_a_chart_without_a_gun_makes_no_file(site: Site) -> None:
    chart = saved(site, [site.one("Dealer")])
    with pytest.raises(Invalid, match="no firearm"):
        reports.make_case_file(
            person(site, "marchetti"),
            reports.CaseFileDraft(chart_id=chart, title="Nothing"),
            ledger=site.platform.ledger,
        )


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_title_is_needed(site: Site, title: str) -> None:
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)[:1]), title=title)
    with pytest.raises(Invalid, match="title"):
        reports.make_case_file(person(site, "marchetti"), draft, ledger=site.platform.ledger)


def test_nobody_approves_his_own(site: Site) -> None:
    ledger = site.platform.ledger
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)[:1]), title="One pistol")
    boss = person(site, "whitfield")
    lead = person(site, "marchetti")
    file_id = reports.make_case_file(lead, draft, ledger=ledger)
    with pytest.raises(Conflict):  # nobody has asked
        reports.approve_case_file(boss, file_id, "read it all", ledger=ledger)
    reports.propose_case_file(lead, file_id, "for the prosecutor", ledger=ledger)
    with pytest.raises(NotAllowed):
        reports.approve_case_file(lead, file_id, "read it all", ledger=ledger)
    with pytest.raises(Conflict):
        reports.propose_case_file(lead, file_id, "for the prosecutor", ledger=ledger)


def test_what_nobody_can_approve_any_more_is_asked_for_again(site: Site) -> None:
    ledger, lead, browser = site.platform.ledger, person(site, "marchetti"), site.browser("marchetti", case=True)
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)[:1]), title="One pistol, asked twice")
    file_id = reports.make_case_file(lead, draft, ledger=ledger)
    proposal = reports.propose_case_file(lead, file_id, "for the prosecutor", ledger=ledger)
    form = f'action="/case-files/{file_id}/propose"'
    assert form not in browser.get(f"/case-files/{file_id}").get_data(as_text=True)
    approvals.withdraw(lead, proposal, ledger=ledger)
    assert form in browser.get(f"/case-files/{file_id}").get_data(as_text=True)
    assert reports.propose_case_file(lead, file_id, "for the prosecutor", ledger=ledger) != proposal
    reports.approve_case_file(person(site, "whitfield"), file_id, "read against the sources", ledger=ledger)


def test_who_made_it_does_not_approve_it_because_another_asked(site: Site) -> None:
    ledger, lead = site.platform.ledger, person(site, "marchetti")
    boss = replace(lead, roles=lead.roles | {Role.SUPERVISOR})
    colleague = person(site, "ohlsson")
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)[:1]), title="One pistol, twice mine")
    file_id = reports.make_case_file(boss, draft, ledger=ledger)
    reports.propose_case_file(colleague, file_id, "for the prosecutor", ledger=ledger)
    for decide in (reports.approve_case_file, reports.refuse_case_file):
        with pytest.raises(NotAllowed, match="made this yourself"):
            decide(boss, file_id, "read against the sources", ledger=ledger)
    reports.refuse_case_file(person(site, "whitfield"), file_id, "the second leg lacks a source", ledger=ledger)
    file, _ = reports.case_file(lead, file_id, ledger=ledger)
    assert (file.state, file.proposal) == (reports.FileState.DRAFT, "")
    reports.propose_case_file(colleague, file_id, "for the prosecutor", ledger=ledger)


def test_nobody_decides_on_it_without_its_page(site: Site) -> None:
    """An approver of the agency who is not on the case could approve or block it from the list of proposals."""
    ledger = site.platform.ledger
    draft = reports.CaseFileDraft(chart_id=saved(site, ring(site)[:1]), title="One pistol, from the list")
    file_id = reports.make_case_file(person(site, "marchetti"), draft, ledger=ledger)
    proposal = reports.propose_case_file(person(site, "marchetti"), file_id, "for the prosecutor", ledger=ledger)
    custodian = site.browser("quill")
    for do in ("approve", "refuse"):
        answer = custodian.post(f"/approvals/{proposal}/decision", {"do": do, "reason": "looks fine to me"})
        assert answer.status_code == 422
    assert "on its own page" in custodian.get(f"/approvals/{proposal}").get_data(as_text=True)
    reports.approve_case_file(person(site, "whitfield"), file_id, "read against the sources", ledger=ledger)


def test_the_second_person_stands_on_it_and_in_the_ledger(site: Site, made: str) -> None:
    ledger = site.platform.ledger
    approved(site, made)
    file, story = reports.case_file(person(site, "marchetti"), made, ledger=ledger)
    approval = reports.approval_of(file, ledger=ledger)
    assert approval is not None
    assert (file.state, approval.name) == (reports.FileState.APPROVED, "K. Whitfield")
    text = "\n".join(
        paragraph.text
        for paragraph in Document(io.BytesIO(reports.write_case_file(file, story, approval, "en"))).paragraphs
    )
    assert "Approved by K. Whitfield" in text
    rows = site.platform.database.read(
        "MATCH (e:Entry) WHERE e.bytes CONTAINS 'reports.approve' RETURN count(e) AS n"
    )
    assert rows[0]["n"] >= 1


class TestPages:
    """The same through the browser."""

    def desk(self, site: Site, login: str = "marchetti") -> Browser:
        return site.browser(login, case=True)

    def test_made_read_and_taken_along(self, site: Site) -> None:
        browser, chart = self.desk(site), saved(site, ring(site)[:2])
        listed = browser.get("/case-files")
        assert chart in listed.get_data(as_text=True)
        answer = browser.post("/case-files", {"chart": chart, "title": "Two pistols"})
        assert answer.status_code == 303
        page = browser.get(answer.headers["Location"])
        text = page.get_data(as_text=True)
        assert "No source says" in text
        assert "presumed" in text or "innocen" in text
        word = browser.get(answer.headers["Location"] + "/case-file.docx")
        assert word.get_data()[:2] == b"PK"
        paper = browser.get(answer.headers["Location"] + "/case-file.pdf")
        assert paper.get_data()[:5] == b"%PDF-"

    def test_a_refused_form_comes_back(self, site: Site) -> None:
        answer = self.desk(site).post("/case-files", {"chart": saved(site, ring(site)[:1]), "title": ""})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)

    def test_in_spanish(self, site: Site, made: str) -> None:
        browser = self.desk(site)
        browser.post("/look", {"language": "es", "back": "/"})
        text = browser.get(f"/case-files/{made}").get_data(as_text=True)
        assert "Ninguna fuente dice" in text or "tramos con registro" in text

    def test_who_only_reads_is_told_who_makes_one(self, site: Site) -> None:
        marchetti, ledger = person(site, "marchetti"), site.platform.ledger
        fresh = open_case(marchetti, NewCase(number="IR-FILE-1", name="New", purpose="crim_933"), ledger=ledger)
        add_member(marchetti, fresh, "abara", CaseRole.READER, ledger=ledger)
        told = {}
        for login in ("abara", "marchetti"):
            browser = site.browser(login)
            browser.work_on("IR-FILE-1")
            text = browser.get("/case-files").get_data(as_text=True)
            assert "No case file has been made" in text, login
            told[login] = "An investigator or an analyst of the case makes one" in text
        assert told == {"abara": True, "marchetti": False}

    def test_without_a_case_one_is_asked_to_choose(self, site: Site) -> None:
        assert site.browser("marchetti").get("/case-files").status_code == 422

    @pytest.mark.parametrize("login", ["reyes", "quill", "sandoval", "auditor", "admin"])
    def test_the_door_is_closed_to_other_roles(self, site: Site, login: str) -> None:
        assert site.browser(login).get("/case-files").status_code == 403
