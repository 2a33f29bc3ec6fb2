"""The pages of partners: a profile is made, viewed as the partner, released by two people, recalled."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ironriver import exchange
from ironriver.access import actor_for_command_line
from ironriver.exchange.quarantine import Arrived, keep_arrived
from ironriver.model.marking import Marking, Tlp
from tests.web.findings_world import reviewed
from tests.web.site import Browser, Site

PROFILE: dict[str, Any] = {
    "name": "Usual view abroad",
    "tlp": "2",
    "purposes": ["crim_933"],
    "fields": ["make", "model", "calibre", "sale_place", "recovery_place", "ttc_band", "legs", "corridor"],
    "place": "state",
    "day": "month",
    "floor": "5",
    "flavour": "full",
}
WHY = "The agreement covers it and the case is open"


def text_of(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def made_profile(site: Site, name: str = PROFILE["name"]) -> str:
    """Make a profile as the partner manager; return the address of its page."""
    manager = site.browser("sandoval")
    agreement = re.search(r'<option value="(agreement_[0-9a-f]+)"', text_of(manager.get("/exchange")))
    assert agreement
    answer = manager.post("/exchange/profiles", {**PROFILE, "name": name, "agreement_id": agreement[1]})
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def form(site: Site, **more: Any) -> dict[str, Any]:
    return {
        "subject_kind": "firearm",
        "subject": f"http://here/firearms/{site.firearm('TKF12045')}",
        "title": "Pistol recovered in Sonora",
        "purpose": "crim_933",
        "reason": "Joint inquiry on recovered pistols",
        "flavour": "full",
        "step": "propose",
    } | more


def proposed(site: Site, name: str) -> str:
    analyst = site.browser("ohlsson", case=True)
    answer = analyst.post(f"{made_profile(site, name)}/releases", form(site))
    assert answer.status_code == 303, text_of(answer)
    return str(answer.headers["Location"])


def decided(site: Site, page: str, decision: str = "approve") -> Browser:
    chief = site.browser("whitfield")
    answer = chief.post(f"{page}/decision", {"decision": decision, "reason": WHY})
    assert answer.status_code == 303, text_of(answer)
    return chief


def test_an_empty_exchange_says_what_comes_there(site: Site):
    page = text_of(site.browser("ohlsson").get("/exchange"))
    assert "without one nothing leaves" in page
    assert "Nothing was released yet." in page
    assert "Make a profile" not in page


def test_a_profile_is_made_refused_beside_its_fields_and_changed(site: Site):
    page, manager = made_profile(site, "changing"), site.browser("sandoval")
    assert "changing" in text_of(manager.get("/exchange"))
    shown = text_of(manager.get(page))
    agreement = re.search(r'name="agreement_id" value="([^"]+)"', shown)
    assert agreement
    said = {**PROFILE, "name": "changing", "agreement_id": agreement[1]}
    wide = manager.post(page, {**said, "tlp": "3", "floor": "x"})
    assert wide.status_code == 422
    assert "the agreement reaches no further" in text_of(wide)
    assert "A whole number from 3 to 1000." in text_of(wide)
    assert manager.post(page, {**said, "fields": ["make", "serial"]}).status_code == 303
    assert "version 2" in text_of(manager.get(page))
    assert site.browser("ohlsson").post(page, said).status_code == 403


def test_from_a_guns_page_to_the_form_of_a_release(site: Site):
    profile, analyst = made_profile(site, "from a gun"), site.browser("ohlsson")
    gun = site.firearm("TKF12045")
    assert f"/exchange?firearm={gun}" in text_of(analyst.get(f"/firearms/{gun}"))
    sent_here = text_of(analyst.get(f"/exchange?firearm={gun}"))
    assert f"{profile}?firearm={gun}" in sent_here
    assert "Choose the profile under which it is to be viewed." in sent_here
    assert "Choose the profile" not in text_of(analyst.get("/exchange"))
    assert f'value="{gun}"' in text_of(analyst.get(f"{profile}?firearm={gun}"))


def test_viewed_as_the_partner_side_by_side(site: Site):
    analyst = site.browser("ohlsson", case=True)
    shown = text_of(analyst.post(f"{made_profile(site, 'viewed')}/releases", form(site, step="preview")))
    view = shown.partition('id="view"')[2].partition("</section>")[0]
    assert "As mx-fge-son would get it" in view
    assert re.search(r"Serial number</th><td>TKF12045</td><td>—</td>", view)
    assert "taken out" in view
    assert "1 recorded, 1 unknown" in view
    assert re.search(r"Place of recovery</th><td>[^<]*SON, MX</td><td>SON, MX</td>", view)
    assert "coarser" in view
    assert "TKF12045" not in view.partition("<details")[2].partition("</details>")[0]
    assert "Propose this release" in view


def test_a_gun_outside_a_case_is_not_released(site: Site):
    answer = site.browser("ohlsson").post(f"{made_profile(site, 'caseless')}/releases", form(site))
    assert answer.status_code == 422
    assert "a gun or a finding is released within a case only" in text_of(answer)


def test_two_people_release_and_the_file_is_what_was_shown(site: Site):
    page = proposed(site, "two")
    own = site.browser("ohlsson")
    assert "Waits for another person" in text_of(own.get(page))
    assert own.post(f"{page}/decision", {"decision": "approve", "reason": WHY}).status_code == 403
    chief = decided(site, page)
    shown = text_of(chief.get(page))
    assert "released" in shown
    answer = own.post(f"{page}/bundle")
    assert answer.headers["Content-Type"] == "application/stix+json;version=2.1"
    listed = json.loads(answer.get_data())["objects"]
    assert all(one["id"] in shown for one in listed)
    assert "Whitcombe" not in answer.get_data(as_text=True)
    assert "in no way suggests" in answer.get_data(as_text=True)


def test_recalled_and_confirmed(site: Site):
    page = proposed(site, "back")
    chief = decided(site, page)
    assert chief.post(f"{page}/recall", {"reason": "no"}).status_code == 422
    assert chief.post(f"{page}/recall", {"reason": "The serial was read wrongly."}).status_code == 303
    own = site.browser("ohlsson")
    assert "The partner has not confirmed yet." in text_of(own.get(page))
    assert "The partner has not confirmed yet." in text_of(own.get("/exchange"))
    assert b'"revoked":true' in own.post(f"{page}/bundle").get_data()
    assert own.post(f"{page}/acknowledge").status_code == 303
    assert own.post(f"{page}/acknowledge").status_code == 409
    assert "Confirmed" in text_of(own.get(page))


def test_the_register_as_rows_and_refusals_in_it(site: Site):
    page = proposed(site, "refused")
    decided(site, page, "refuse")
    rows = text_of(site.browser("abara").get("/exchange/register.csv")).splitlines()
    assert rows[0].startswith("number,state,partner,title,purpose")
    assert any(",refused,mx-fge-son," in row for row in rows[1:])
    assert rows[-2].startswith("LAW ENFORCEMENT SENSITIVE | TLP:AMBER")
    assert "in no way suggests" in rows[-1]
    for login in ("quill", "reyes", "admin", "auditor"):
        assert site.browser(login).get("/exchange").status_code == 403


def test_hidden_and_absent_look_the_same(site: Site):
    page, olvera = proposed(site, "hidden"), site.browser("olvera")
    absent = olvera.get("/exchange/releases/release_0")
    assert (olvera.get(page).status_code, absent.status_code) == (404, 404)
    profile = made_profile(site, "hidden profile")
    assert olvera.get(profile).status_code == 404
    assert olvera.get("/exchange/register.csv").get_data(as_text=True).count("\r\n") == 3  # head, marking, notice


def arrived(site: Site, objects: list[dict[str, Any]]) -> str:
    """Keep what a partner's program sent; return its id."""
    marking = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
    given = Arrived(
        origin="collection",
        origin_id="inbox",
        partner="mx-fge-son",
        sender="program",
        content=json.dumps({"objects": objects}).encode(),
        objects=len(objects),
        marking=marking,
    )
    chief = actor_for_command_line(site.platform.access, "whitfield")
    return keep_arrived(chief, given, ledger=site.platform.ledger).id


GUN = {
    "type": "firearm",
    "spec_version": "2.1",
    "make": "Norvik",
    "serial_number": "NVK90017",
    "id": "firearm--8a1e0a3c-53a5-4d5e-9d3c-0b6b6f0f3f10",
    "extensions": {exchange.SCHEMAS["firearm-1.0"]: {"extension_type": "new-sco"}},
}


def test_what_a_partner_sent_is_read_and_judged(site: Site, monkeypatch: pytest.MonkeyPatch):
    analyst, page = site.browser("ohlsson"), "/exchange/inbound"
    assert "Nothing waits." in text_of(analyst.get(page))
    arrival = arrived(site, [GUN, {**GUN, "id": GUN["id"][:-1] + "1", "calibre": "9 mm"}])
    assert "Read 2 objects of mx-fge-son" in text_of(analyst.get(page))
    assert analyst.post(f"{page}/{arrival}/read").status_code == 303
    assert analyst.post(f"{page}/{arrival}/read").status_code == 409
    shown = text_of(analyst.get(page))
    assert "held by a stage" in shown
    drafts = re.findall(r'href="(/exchange/drafts/[^"]+)"', shown)
    assert len(drafts) == 2
    monkeypatch.setattr("ironriver.web.views.inbound.DRAFTS", 1)
    first = text_of(analyst.get(page))
    assert "showing 1 of 2" in first
    assert len(re.findall(r'href="(/exchange/drafts/[^"]+)"', first)) == 1
    more = re.search(r'href="([^"]+)">Show more<', first)
    assert more
    assert set(re.findall(r'href="(/exchange/drafts/[^"]+)"', text_of(analyst.get(more[1])))) == set(drafts)
    good = next(one for one in drafts if "Accept what the partner says" in text_of(analyst.get(one))
                and 'value="accept"' in text_of(analyst.get(one)))  # fmt: skip
    assert analyst.post(f"{good}/decision", {"decision": "accept", "reason": "no"}).status_code == 422
    said = {"decision": "accept", "reason": "Compared with the exhibit"}
    assert analyst.post(f"{good}/decision", said).status_code == 303
    source = re.search(r'href="(/sources/[^"]+)"', text_of(analyst.get(good)))
    assert source
    assert "NVK90017" in text_of(analyst.get(source[1]))
    (held,) = set(drafts) - {good}
    assert held in text_of(analyst.get(page))  # what nobody has decided stands first
    assert "does not fit the published schema" in text_of(analyst.get(held))
    assert analyst.post(f"{held}/decision", said).status_code == 409
    assert analyst.post(f"{held}/decision", {"decision": "refuse", "reason": "Broken object"}).status_code == 303
    assert site.browser("sandoval").get(page).status_code == 403
    assert site.browser("noriega").get(good).status_code == 404


def test_a_partners_gun_stands_beside_ours_and_is_never_joined(site: Site):
    analyst, ours = site.browser("ohlsson"), site.firearm("TKF12045")
    (gun,) = site.platform.database.read("MATCH (f:Firearm {id: $id}) RETURN f.maker AS maker", {"id": ours})
    sent = {**GUN, "serial_number": "tkf-12045", "make": gun["maker"], "model": "Another"}
    sent["id"] = GUN["id"][:-2] + "a1"
    other = {**sent, "make": "Norvik", "id": GUN["id"][:-2] + "a2"}
    tied = "MATCH (a:Firearm)-[r:SAME_AS]-(b:Firearm) RETURN count(r) AS n"
    before = site.platform.database.read(tied, {})
    untouched = text_of(analyst.get(f"/firearms/{ours}"))
    assert "Sent by partners" not in untouched
    arrival = arrived(site, [sent, other])
    assert analyst.post(f"/exchange/inbound/{arrival}/read").status_code == 303
    rows = site.platform.database.read(
        "MATCH (d:InboundDraft {canonical: 'TKF12045'}) RETURN d.id AS id, d.stix_id AS stix ORDER BY stix", {}
    )
    same, differs = (row["id"] for row in rows)
    page = text_of(analyst.get(f"/exchange/drafts/{same}"))
    assert f"/firearms/{ours}" in page
    assert "tkf-12045" in page
    assert "differs" in page, "the model"
    assert "exchange.guns_of_serials" in page, "the query is shown"
    assert "None that is open to you" in text_of(analyst.get(f"/exchange/drafts/{differs}")), "another make"
    page = text_of(analyst.get(f"/firearms/{ours}"))
    assert f"/exchange/drafts/{same}" in page
    assert f"/exchange/drafts/{differs}" not in page
    assert analyst.post("/look", {"language": "es", "back": "/"}).status_code == 303
    assert "Enviado por asociadas" in text_of(analyst.get(f"/firearms/{ours}"))
    assert analyst.post("/look", {"language": "en", "back": "/"}).status_code == 303
    assert "Sent by partners" not in text_of(site.browser("reyes").get(f"/firearms/{ours}")), "judges no drafts"
    assert site.platform.database.read(tied, {}) == before
    with site.platform.database.writing() as transaction:
        transaction.run("MATCH (d:InboundDraft {id: $id}) SET d.tlp = 4", {"id": same})
    assert "Sent by partners" not in text_of(analyst.get(f"/firearms/{ours}")), "hidden drafts say nothing"


def test_a_collection_is_made_and_a_release_put_there(site: Site):
    manager, analyst = site.browser("sandoval"), site.browser("ohlsson", case=True)
    agreement = re.search(r'<option value="(agreement_[0-9a-f]+)"', text_of(manager.get("/exchange")))
    assert agreement
    said = {
        "agreement_id": agreement[1],
        "title": "Guns of Sonora",
        "way": "outbox",
        "tlp": "2",
        "handling": "tiahrt",
    }
    wrong = manager.post("/exchange/collections", {**said, "alias": "no blanks"})
    assert wrong.status_code == 422
    assert manager.post("/exchange/collections", {**said, "alias": "sonora-guns"}).status_code == 303
    profile = made_profile(site, "into a collection")
    chosen = re.search(r'<option value="([0-9a-f-]{36})"[^>]*>Guns of Sonora', text_of(analyst.get(profile)))
    assert chosen
    answer = analyst.post(f"{profile}/releases", form(site, collection_id=chosen[1]))
    page = str(answer.headers["Location"])
    chief = decided(site, page)
    assert f"collection:{chosen[1]} entry:" in text_of(chief.get(page))


@pytest.mark.parametrize("name", sorted(exchange.SCHEMAS))
def test_schemas_are_served_to_anybody(site: Site, name: str):
    answer = site.browser().get(f"/stix/schemas/{name}.json")
    assert answer.status_code == 200
    assert answer.get_data() == exchange.schema_bytes(name)
    assert site.browser().get("/stix/schemas/other.json").status_code == 404


def test_in_spanish(site: Site):
    page, reader = proposed(site, "en español"), site.browser("ohlsson")
    reader.post("/look", {"language": "es", "back": "/exchange"})
    for path in ("/exchange", page):
        shown = text_of(reader.get(path))
        # The names of statements under "Show the query" look like keys of words.
        panels = re.sub(r"<details class=\"query.*?</details>", "", shown, flags=re.DOTALL)
        assert not re.search(r">\s*exchange\.[a-z_]+\s*<", panels)
        assert "Asociadas" in shown
    assert "Espera a otra persona" in text_of(reader.get(page))
    assert exchange.register(actor_for_command_line(site.platform.access, "ohlsson"), ledger=site.platform.ledger)


def finding_form(site: Site, finding: str, **more: Any) -> dict[str, Any]:
    said = {"subject_kind": "finding", "subject": f"http://here/review/findings/{finding}", "title": "A pattern"}
    return form(site, **said) | more


def test_a_confirmed_finding_is_released_with_both_sides_and_what_is_not_confirmed_is_not(site: Site):
    finding, _ = reviewed(site)
    other = next(one for one in findings_of(site) if one != finding)
    manager, analyst = site.browser("sandoval"), site.browser("ohlsson", case=True)
    page = made_profile(site, "findings")
    shown = text_of(manager.get(page))
    agreement = re.search(r'name="agreement_id" value="([^"]+)"', shown)
    assert agreement
    closed = analyst.post(f"{page}/releases", finding_form(site, finding, step="preview"))
    assert (closed.status_code, "nothing of this would be left" in text_of(closed)) == (409, True)
    said = {**PROFILE, "name": "findings", "fields": ["finding"], "agreement_id": agreement[1]}
    assert manager.post(page, said).status_code == 303
    link = f"/exchange?finding={finding}"
    assert link in text_of(analyst.get(f"/review/findings/{finding}"))
    assert link not in text_of(analyst.get(f"/review/findings/{other}"))
    assert f'value="{finding}"' in text_of(analyst.get(f"{page}?finding={finding}"))
    shown = text_of(analyst.post(f"{page}/releases", finding_form(site, finding, step="preview")))
    view = shown.partition('id="view"')[2].partition("</section>")[0]
    for said_there in ("Theft was not ruled out", "It is no finding of guilt", "1 were confirmed: too few"):
        assert said_there in view, said_there
    assert "Corwin" not in view
    refused = analyst.post(f"{page}/releases", finding_form(site, other))
    assert (refused.status_code, "has confirmed" in text_of(refused)) == (409, True)
    assert analyst.post(f"{page}/releases", finding_form(site, "finding_" + "0" * 32)).status_code == 404
    release = str(analyst.post(f"{page}/releases", finding_form(site, finding)).headers["Location"])
    decided(site, release)
    bundle = analyst.post(f"{release}/bundle").get_data(as_text=True)
    assert "No se descartó un robo" in bundle
    assert "in no way suggests" in bundle
    assert "Both columns were read" not in bundle  # what the reviewer wrote stays here


def test_a_finding_whose_facts_changed_is_not_approved(site: Site):
    finding, _ = reviewed(site)
    analyst, page = site.browser("ohlsson", case=True), made_profile(site, "changed facts")
    manager = site.browser("sandoval")
    agreement = re.search(r'name="agreement_id" value="([^"]+)"', text_of(manager.get(page)))
    assert agreement
    said = {**PROFILE, "name": "changed facts", "fields": ["finding"], "agreement_id": agreement[1]}
    assert manager.post(page, said).status_code == 303
    release = str(analyst.post(f"{page}/releases", finding_form(site, finding)).headers["Location"])
    with site.platform.database.writing() as transaction:
        query = "MATCH (f:Finding {id: $id}) SET f.facts = 'other'"
        transaction.run(query, {"id": finding})
    chief = site.browser("whitfield")
    answer = chief.post(f"{release}/decision", {"decision": "approve", "reason": WHY})
    assert (answer.status_code, "has confirmed" in text_of(answer)) == (409, True)


def findings_of(site: Site) -> list[str]:
    rows = site.platform.database.read("MATCH (f:Finding) RETURN f.id AS id ORDER BY id", {})
    return [str(row["id"]) for row in rows]
