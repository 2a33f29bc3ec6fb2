"""The referral list at the door: whom to call, never what they hold; without both sides' agreement, nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ironriver import clock, tracing
from ironriver.access import agreements, find_account, referral_partners
from ironriver.access.agreements import NewAgreement
from ironriver.errors import NotFound
from ironriver.ingest import import_file
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Tlp
from ironriver.tracing import Sharing
from tests.paper import paper_text
from tests.web.site import Browser, Site
from tests.web.test_interference import stripped

#: The same purchaser, dealer and address as the story's trace 25-118822, traced by Sonora for another gun.
THEIRS = {
    "trace_number": "SON-26-7001", "serial": "QQ7700142", "maker": "Norvik", "type": "pistol", "country": "USA",
    "recovery_date": "2026-01-15", "recovery_place": "NGLS SON CENTRO", "recovery_city": "NOGALES",
    "recovery_county": "NOGALES", "recovery_state": "SON", "recovery_country": "MX", "completed": "2026-01-30",
    "outcome": "purchaser_identified", "dealer_ffl": "7-86-019-01-8K-01234", "dealer_name": "PALO FIERRO ARMS LLC",
    "dealer_city": "TUCSON", "dealer_state": "AZ", "purchase_date": "2025-08-15",
    "purchaser_name": "WHITCOMBE DALE R", "purchaser_dob": "1991-03-11",
}  # fmt: skip
CONTACT = "Fiscalía Estatal de Sonora, C. Valdez Murrieta"


def actor(site: Site, login: str, *, on_case: bool = False) -> Actor:
    account = find_account(site.platform.ledger, login=login)
    assert account is not None
    made = account.as_actor(origin="test")
    return replace(made, case=account.cases[0].id, purpose="crim_933") if on_case else made


def bring(site: Site, folder: Path, **changes: str) -> None:
    row = THEIRS | changes
    path = folder / f"{row['trace_number']}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, list(row))
        written.writeheader()
        written.writerow(row)
    given: dict[str, Any] = {"kind": "traces", "name": path.name, "authority": "Test", "brought_by": "Test"}
    import_file(actor(site, "tamayo"), path, ledger=site.platform.ledger, **given)


@pytest.fixture(scope="module")
def trace(site: Site) -> str:
    query = "MATCH (t:TraceRequest {number: '25-118822'}) RETURN t.id AS id ORDER BY id LIMIT 1"
    return str(site.platform.database.read(query, {})[0]["id"])


@pytest.fixture(scope="module")
def empty(site: Site, trace: str) -> dict[str, str]:
    """What the list says before Sonora has anything."""
    return seen(site.browser("marchetti", case=True), trace)


@pytest.fixture(scope="module")
def shared(site: Site, empty: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Sonora holds a trace that shares all three."""
    bring(site, tmp_path_factory.mktemp("theirs"))
    return site


def seen(browser: Browser, trace: str) -> dict[str, str]:
    browser.get("/")  # what was said once, about the case, is said here
    found = {}
    for end in ("", ".csv", ".pdf"):
        answer = browser.get(f"/traces/{trace}/referral-list{end}")
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
        # A PDF carries its data cut; its text is compared where it matters.
        found[end] = "" if end == ".pdf" else stripped(answer.get_data(as_text=True))
    return found


def test_before_there_is_anything_nothing_is_shown(empty: dict[str, str]) -> None:
    assert "No overlap is shown" in empty[""]
    assert "Possible same person" in empty[""]  # was compared
    assert "mx-fge-son" not in empty[""] + empty[".csv"]


def test_the_contact_and_what_is_shared_are_told(shared: Site, trace: str) -> None:
    text = shared.browser("marchetti", case=True).get(f"/traces/{trace}/referral-list").get_data(as_text=True)
    assert CONTACT in text
    assert "CONV-SON-TPD-02" in text
    for said in ("Possible same person", "Same dealer", "Same place of recovery", "Call before you act"):
        assert said in text


def test_nothing_of_their_record_is_told(shared: Site, trace: str) -> None:
    browser = shared.browser("marchetti", case=True)
    for end in ("", ".csv"):
        text = browser.get(f"/traces/{trace}/referral-list{end}").get_data(as_text=True)
        for theirs in ("SON-26-7001", "QQ7700142", "Norvik", "2025-08-15", "2026-01-15"):
            assert theirs not in text
    result = tracing.referral_list(actor(shared, "marchetti", on_case=True), trace, ledger=shared.platform.ledger)
    assert [set(row) for answer in result.answers[1:] for row in answer.rows] == [{"holding"}] * 3


def test_more_of_the_same_changes_no_byte(shared: Site, trace: str, tmp_path: Path) -> None:
    """How many there are, and everything in them, stays with who holds them."""
    browser = shared.browser("marchetti", case=True)
    before = seen(browser, trace)
    bring(shared, tmp_path, trace_number="SON-26-7002", serial="QQ7700143", recovery_date="2026-02-01")
    assert seen(browser, trace) == before


def test_without_a_case_persons_are_not_compared(shared: Site, trace: str) -> None:
    found = tracing.referral_list(actor(shared, "marchetti"), trace, ledger=shared.platform.ledger)
    assert found.persons_withheld
    assert [hit.sharings for hit in found.hits] == [(Sharing.DEALER, Sharing.PLACE)]
    text = shared.browser("marchetti").get(f"/traces/{trace}/referral-list").get_data(as_text=True)
    assert "Persons were not compared" in text


def test_the_other_side_sees_the_same_way(shared: Site) -> None:
    query = "MATCH (t:TraceRequest {number: 'SON-26-7001'}) RETURN t.id AS id LIMIT 1"
    theirs = str(shared.platform.database.read(query, {})[0]["id"])
    found = tracing.referral_list(actor(shared, "tamayo"), theirs, ledger=shared.platform.ledger)
    assert [hit.agency for hit in found.hits] == ["us-tpd"]
    assert found.hits[0].contact.startswith("Tucson Metro Crime Gun Unit")
    assert found.persons_withheld  # purchasers' data stays in the country whose law protects it


def test_a_hidden_or_absent_trace_is_not_there(shared: Site, trace: str) -> None:
    ledger = shared.platform.ledger
    for id_ in ("trace_" + "0" * 32, trace):
        with pytest.raises(NotFound):
            tracing.referral_list(actor(shared, "arriaga"), id_, ledger=ledger)


def test_the_csv_speaks_spanish_and_holds_no_formula(shared: Site, trace: str) -> None:
    browser = shared.browser("marchetti", case=True)
    text = browser.get(f"/traces/{trace}/referral-list.csv?language=es").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Rastreo", "Dependencia", "Qué se comparte", "Contacto", "Convenio"]
    assert rows[1][1] == "mx-fge-son"
    assert any("Llame antes de actuar" in row[0] for row in rows)


def test_the_paper_holds_the_list_in_both_languages(shared: Site, trace: str) -> None:
    answer = shared.browser("marchetti", case=True).get(f"/traces/{trace}/referral-list.pdf?both=1")
    text = paper_text(answer.get_data())
    for said in ("Referral list", "Posible misma persona", "Valdez Murrieta", "no way suggests", "TLP:AMBER"):
        assert said in text


def test_who_asked_stands_in_the_read_log(shared: Site, trace: str) -> None:
    """The question over the partner's records is logged under the person's own name, case and purpose."""
    me = actor(shared, "marchetti", on_case=True)
    found = tracing.referral_list(me, trace, ledger=shared.platform.ledger)
    asked = [answer.statement.name for answer in found.answers]
    assert asked == ["tracing.overlap_basis", *(f"tracing.overlap_{one}s" for one in Sharing)]


@pytest.mark.parametrize("number", ["CONV-SON-TPD-02", "MOU-2026-04"])
def test_when_either_side_leaves_nothing_looks_like_none(
    shared: Site, trace: str, empty: dict[str, str], number: str
) -> None:
    """Byte for byte the answer of a partner that holds nothing; and back again with a new agreement."""
    access, login = shared.platform.access, "olvera" if number.startswith("CONV") else "sandoval"
    keeper = actor(shared, login)
    signed = {one.number: one for one in agreements.all_agreements(access, keeper)}
    agreements.revoke_agreement(access, keeper, signed[number].id, reason="ends for the test")
    browser = shared.browser("marchetti", case=True)
    assert referral_partners(actor(shared, "marchetti"), ledger=shared.platform.ledger) == ()
    without = {end: visible(text) for end, text in seen(browser, trace).items()}
    assert without == {end: visible(text) for end, text in empty.items()}
    made = sign(shared, keeper, signed[number])
    assert CONTACT in browser.get(f"/traces/{trace}/referral-list").get_data(as_text=True)
    assert made


def visible(text: str) -> str:
    """Without the questions behind the page: over whom they were asked is the agency's own agreements."""
    return text.partition('<details class="query')[0]


def sign(site: Site, keeper: Actor, old: agreements.Agreement) -> str:
    today = clock.today()
    new = NewAgreement(
        number=f"{old.number}-bis",
        name=old.name,
        partner=old.partner,
        authority=old.authority,
        holdings=old.holdings,
        max_tlp=Tlp.AMBER,
        handling=frozenset({Handling.TIAHRT}),
        signed=today,
        reattest_by=today + timedelta(days=30),
        expires=today + timedelta(days=60),
        referral_contact=old.contact,
    )
    return agreements.sign_agreement(site.platform.access, keeper, new)


def test_an_agreement_without_a_contact_takes_no_part(shared: Site) -> None:
    """The memorandum that opens records to named persons gives no contact, so it says nothing here."""
    partners = referral_partners(actor(shared, "tamayo"), ledger=shared.platform.ledger)
    assert {partner.agreement for partner in partners} == {"MOU-2026-04-bis"}
    assert referral_partners(actor(shared, "arriaga"), ledger=shared.platform.ledger) == ()
