"""The way of a request: from Sonora through the federal unit to a result and its release, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ironriver import tracing
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.graph import Catalogue
from ironriver.ledger import canonical_hash, replay_from_segments
from ironriver.model.actor import Actor
from ironriver.tracing import Filter, State
from tests.unit.ledger.rows import forget_everything
from tests.unit.tracing.test_request_cases import MX, US
from tests.web.site import Site

Who = Callable[[str], Actor]
HEADER = (
    "trace_number,requested,serial,maker,model,calibre,type,country,importer,recovery_date,completed,outcome,reason,"
    "dealer_name,dealer_city,dealer_state,purchase_date,purchaser_name,purchaser_dob\n"
)


def result_row(number: str, serial: str, maker: str, calibre: str = "5.56x45mm NATO") -> str:
    return (
        f"{number},2026-04-01,{serial},{maker},N5,{calibre},RI,IT,Norvik USA,2026-03-25,2026-04-20,"
        "purchaser_identified,,Palo Fierro Arms,Tucson,AZ,2025-06-04,Dale Invented Whitcombe,1988-02-01\n"
    )


def sent(site: Site, who: Who, serial: str, number: str, **changes: str) -> tracing.TraceForm:
    ledger = site.platform.ledger
    form = tracing.begin(who("tamayo"), MX | {"serial": serial} | changes, ledger=ledger)
    form = tracing.submit(who("tamayo"), form.id, form.values, ledger=ledger)
    tracing.transmit(who("arriaga"), form.id, ledger=ledger)
    return tracing.number(who("arriaga"), form.id, number, ledger=ledger)


def test_a_draft_keeps_anything_and_stays_at_home(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    form = tracing.begin(who("tamayo"), {"serial": "½?", "maker": "Norvick", "nonsense": "x"}, ledger=ledger)
    assert form.state is State.DRAFT
    assert form.number.startswith("SR-SON-")
    assert dict(form.values) == {"serial": "½?", "maker": "Norvick"}
    assert tracing.find_form(who("noriega"), form.id, ledger=ledger).values == form.values
    for login in ("arriaga", "reyes", "ohlsson"):
        with pytest.raises(NotFound):
            tracing.find_form(who(login), form.id, ledger=ledger)
        assert form.id not in {f.id for f in tracing.monitor(who(login), Filter(), ledger=ledger).forms}
    with pytest.raises(Invalid) as refusal:
        tracing.submit(who("tamayo"), form.id, form.values, ledger=ledger)
    assert "maker" in refusal.value.fields
    assert tracing.find_form(who("tamayo"), form.id, ledger=ledger).state is State.DRAFT


def test_from_sonora_to_a_released_result(site: Site, who: Who, tmp_path: Path) -> None:
    ledger = site.platform.ledger
    form = sent(site, who, "NV-90117", "T20260001")
    assert form.state is State.IN_PROCESS
    file = tmp_path / "results.csv"
    file.write_text(HEADER + result_row("T20260001", "NV90117", "Norvik Arms"), "utf-8")
    landed = tracing.import_results(who("arriaga"), file, "results.csv", ledger=ledger)
    assert (landed.complete, landed.held) == (1, 0)
    done = tracing.find_form(who("tamayo"), form.id, ledger=ledger)
    assert (done.state, done.outcome, done.source_state) == (State.COMPLETE, "purchaser_identified", "AZ")
    assert done.purchaser == ""
    # the federal unit sees the whole, the state unit does not
    whole = tracing.result_of(who("arriaga"), done, ledger=ledger)
    assert whole is not None
    assert "Whitcombe" in whole.purchaser["name"]
    assert tracing.result_of(who("tamayo"), done, ledger=ledger) is None
    # two people release the purchaser
    tracing.propose_release(who("arriaga"), form.id, "Needed for the charge in Hermosillo", ledger=ledger)
    with pytest.raises(NotAllowed):
        tracing.release(who("arriaga"), form.id, "I approve my own", ledger=ledger)
    assert tracing.find_form(who("tamayo"), form.id, ledger=ledger).purchaser == ""
    tracing.release(who("beltran"), form.id, "Checked, the prosecutor asked in writing", ledger=ledger)
    assert "Whitcombe" in tracing.find_form(who("tamayo"), form.id, ledger=ledger).purchaser
    _, steps = tracing.form_with_steps(who("tamayo"), form.id, ledger=ledger)
    moves = [step.move.value for step in steps]
    assert moves == ["begin", "save", "submit", "transmit", "number", "complete", "release"]
    assert [step.by_agency for step in steps][:4] == ["mx-fge-son"] * 3 + ["mx-fgr"]


def test_results_in_a_spreadsheet_land_as_those_of_a_text_table(site: Site, who: Who, tmp_path: Path) -> None:
    ledger = site.platform.ledger
    form = sent(site, who, "NV-90118", "T20260018")
    book = openpyxl.Workbook()
    cells = (HEADER + result_row("T20260018", "NV90118", "Norvik Arms")).splitlines()
    for line in cells:
        book.active.append(line.split(","))
    file = tmp_path / "results.xlsx"
    book.save(file)
    landed = tracing.import_results(who("arriaga"), file, "results.xlsx", ledger=ledger)
    assert (landed.complete, landed.held) == (1, 0)
    done = tracing.find_form(who("tamayo"), form.id, ledger=ledger)
    assert (done.state, done.outcome, done.source_state) == (State.COMPLETE, "purchaser_identified", "AZ")
    whole = tracing.result_of(who("arriaga"), done, ledger=ledger)
    assert whole is not None
    assert (whole.gun["serial"], whole.purchase["date"]) == ("NV90118", "2025-06-04")


def test_a_result_about_another_gun_is_held_until_a_person_decides(
    site: Site, who: Who, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # however many wait: page after page, number after number
    monkeypatch.setattr("ironriver.tracing.results._MOST", 1)
    monkeypatch.setattr("ironriver.tracing.results._AT_ONCE", 1)
    ledger = site.platform.ledger
    first, second = sent(site, who, "NV-70001", "T20260002"), sent(site, who, "NV-70002", "T20260003")
    file = tmp_path / "false.csv"
    rows = result_row("T20260002", "NV70001", "Glock", "9mm Luger")
    rows += result_row("T20260003", "NV79999", "Norvik Arms")
    file.write_text(HEADER + rows, "utf-8")
    landed = tracing.import_results(who("arriaga"), file, "false.csv", ledger=ledger)
    assert (landed.complete, landed.held) == (0, 2)
    held = tracing.find_form(who("arriaga"), first.id, ledger=ledger)
    assert (held.state, held.held, held.outcome) == (State.IN_PROCESS, "maker, calibre", "")
    with pytest.raises(Invalid):
        tracing.decide_held(who("arriaga"), first.id, same_gun=False, note="no", ledger=ledger)
    with pytest.raises(NotAllowed):
        tracing.decide_held(who("tamayo"), first.id, same_gun=False, note="Compared with photos", ledger=ledger)
    gone = tracing.decide_held(who("arriaga"), first.id, same_gun=False, note="Photos show another", ledger=ledger)
    assert (gone.held, gone.result_id, gone.state) == ("", "", State.IN_PROCESS)
    kept = tracing.decide_held(who("arriaga"), second.id, same_gun=True, note="Photo shows 79999", ledger=ledger)
    assert kept.state is State.COMPLETE


def test_information_is_asked_for_and_given(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    form = tracing.begin(who("tamayo"), MX | {"serial": "NV-60001"}, ledger=ledger)
    tracing.submit(who("tamayo"), form.id, form.values, ledger=ledger)
    tracing.ask_back(who("arriaga"), form.id, "Send the importer's mark", ledger=ledger)
    asked = tracing.find_form(who("tamayo"), form.id, ledger=ledger)
    assert (asked.state, asked.asked) == (State.INFO_NEEDED, "Send the importer's mark")
    again = tracing.submit(who("tamayo"), form.id, {**form.values, "importer": "Norvik USA Inc"}, ledger=ledger)
    assert (again.state, again.asked) == (State.SUBMITTED, "")
    _, steps = tracing.form_with_steps(who("arriaga"), form.id, ledger=ledger)
    assert steps[0].values["importer"] == "Norvik USA"
    assert steps[-1].values["importer"] == "Norvik USA Inc"


def test_who_may_do_what(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    form = tracing.begin(who("tamayo"), MX | {"serial": "NV-50001"}, ledger=ledger)
    with pytest.raises(NotAllowed):
        tracing.begin(who("ohlsson"), US, ledger=ledger)
    tracing.submit(who("tamayo"), form.id, form.values, ledger=ledger)
    with pytest.raises(NotAllowed):
        tracing.transmit(who("valdez"), form.id, ledger=ledger)  # a supervisor, and of the wrong agency
    with pytest.raises(NotAllowed):
        tracing.withdraw(who("arriaga"), form.id, "Not ours to withdraw", ledger=ledger)
    with pytest.raises(NotFound):
        tracing.transmit(who("reyes"), form.id, ledger=ledger)
    gone = tracing.withdraw(who("tamayo"), form.id, "Entered twice", ledger=ledger)
    assert gone.state is State.WITHDRAWN
    with pytest.raises(NotAllowed):
        tracing.transmit(who("arriaga"), form.id, ledger=ledger)


def test_a_stale_page_changes_nothing(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    form = tracing.begin(who("reyes"), US | {"serial": "TKF55501"}, ledger=ledger)
    tracing.save(who("reyes"), form.id, US | {"serial": "TKF55502"}, ledger=ledger)
    with pytest.raises(Conflict):
        tracing.move(who("reyes"), form, tracing.Move.SAVE, {}, ledger=ledger)


def test_the_same_gun_is_told_within_what_one_may_see(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    mine = tracing.begin(who("tamayo"), MX | {"serial": "NV-40001"}, ledger=ledger)
    twin = tracing.begin(who("noriega"), MX | {"serial": "NV 40001"}, ledger=ledger)
    found = tracing.same_gun(who("tamayo"), mine, ledger=ledger)
    assert [(one.id, one.same_maker) for one in found] == [(twin.id, True)]
    there = tracing.begin(who("reyes"), US | {"serial": "NV40001", "maker": "Norvik Arms"}, ledger=ledger)
    assert tracing.same_gun(who("reyes"), there, ledger=ledger) == []
    # through the agreement the federal unit learns of the draft, and not what is in it
    tracing.submit(who("tamayo"), mine.id, mine.values, ledger=ledger)
    arrived = tracing.find_form(who("arriaga"), mine.id, ledger=ledger)
    seen = tracing.same_gun(who("arriaga"), arrived, ledger=ledger)
    assert [(one.agency, one.is_hit_alone, one.number) for one in seen] == [("mx-fge-son", True, "")]


def test_the_monitor_counts_filters_and_pages(site: Site, who: Who) -> None:
    ledger = site.platform.ledger
    urgent = US | {"priority": "urgent", "urgent_reason": "Homicide, in custody", "unit": "Homicide"}
    for n in range(3):
        form = tracing.begin(who("reyes"), urgent | {"serial": f"TKF9100{n}"}, ledger=ledger)
        tracing.submit(who("reyes"), form.id, form.values, ledger=ledger)
    page = tracing.monitor(who("reyes"), Filter(states=("submitted",), unit="Homicide"), ledger=ledger)
    assert len(page.forms) == 3
    assert page.counts[State.SUBMITTED].forms >= 3
    assert page.overdue == 0
    assert page.total == sum(c.forms for c in page.counts.values())
    assert tracing.monitor(who("reyes"), Filter(overdue=True), ledger=ledger).forms == ()
    after = (page.forms[0].changed, page.forms[0].id)
    rest = tracing.monitor(who("reyes"), Filter(states=("submitted",), unit="Homicide", after=after), ledger=ledger)
    assert [f.id for f in rest.forms] == [f.id for f in page.forms[1:]]
    assert tracing.follow_up(who("reyes"), [f.id for f in page.forms], "Called the centre", ledger=ledger) == 3
    with pytest.raises(Invalid):
        tracing.follow_up(who("reyes"), [], "Called the centre", ledger=ledger)


def test_replay_gives_the_same_graph(site: Site) -> None:
    """Everything above came through the ledger and nothing else."""
    platform = site.platform
    ledger, database = platform.ledger, platform.database
    catalogue = Catalogue.load()
    before = canonical_hash(database, catalogue)
    ledger.wait_until_all_copied()
    forget_everything(database)
    assert replay_from_segments(ledger, database) > 50
    assert canonical_hash(database, catalogue) == before
