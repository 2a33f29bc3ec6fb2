"""Profiles and releases on a real engine: two persons, the agreement's limits, the register, recall."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from stix2validator import ValidationOptions, validate_string

from ironriver import clock
from ironriver.access.agreements import find_agreement, reattest, revoke_agreement
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound
from ironriver.exchange import inbound
from ironriver.exchange.collections import Collection, NewCollection, make_collection
from ironriver.exchange.inbound_undo import undo_decision
from ironriver.exchange.profiles import all_profiles, change_profile, find_profile, make_profile
from ironriver.exchange.quarantine import QuarantineState
from ironriver.exchange.redaction import redact
from ironriver.exchange.redaction_fields import USUAL, Place
from ironriver.exchange.releases import (
    approve_release,
    bundle_of,
    dossier_of,
    find_release,
    hand_over,
    propose_release,
    refuse_release,
    register,
)
from ironriver.exchange.releases_preview import preview
from ironriver.exchange.releases_recall import acknowledge, recall, recall_bundle
from ironriver.exchange.stix_build import build
from ironriver.exchange.stix_ids import canonical
from ironriver.exchange.stix_markings import TLP_IDS
from ironriver.graph import Catalogue
from ironriver.ledger import canonical_hash, replay_from_segments
from ironriver.model.marking import Handling, Tlp
from tests.unit.exchange.desk import PERIOD, Desk, arrived, caseless, firearm_of, of_arrival
from tests.unit.exchange.pieces import NAMING, OPEN, RULES, chain, corridor, frame
from tests.world import empty

WHY = "The agreement covers it and the case is open"


def released(desk: Desk, name: str, **more: Any) -> Any:
    made = propose_release(desk.actor("ohlsson"), desk.new(desk.profile(name), **more), ledger=desk.ledger)
    return approve_release(desk.actor("whitfield"), made.id, reason=WHY, ledger=desk.ledger)


def objects(text: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["objects"]
    return found


def test_a_profile_is_never_wider_than_its_agreement(desk: Desk):
    with pytest.raises(Invalid) as wide:
        desk.profile("wide", max_tlp=Tlp.AMBER_STRICT)
    assert set(wide.value.fields) == {"tlp"}
    with pytest.raises(Invalid) as wrong:
        desk.profile(" ", fields=frozenset(), purposes=frozenset({"curiosity"}), floor=1)
    assert set(wrong.value.fields) == {"name", "fields", "purposes", "floor"}
    with pytest.raises(Invalid) as none:
        desk.profile("none", agreement_id="agreement_0")
    assert "agreement_id" in none.value.fields


def test_a_profile_keeps_what_was_decided_and_counts_its_versions(desk: Desk):
    profile = desk.profile("counted")
    assert (profile.partner, profile.version, profile.fields) == ("mx-fge-son", 1, USUAL)
    assert profile.holdings == {"us-tpd", "us-tpd-mou", "public"}
    new = desk.new_profile("counted", fields=USUAL | {"serial"})
    changed = change_profile(desk.access, desk.actor("sandoval"), profile.id, new)
    assert (changed.version, "serial" in changed.fields) == (2, True)
    with pytest.raises(Conflict):
        desk.profile("counted")
    assert changed in all_profiles(desk.actor("ohlsson"), ledger=desk.ledger)


def test_only_a_partner_manager_makes_profiles_and_others_do_not_see_them(desk: Desk):
    profile = desk.profile("seen")
    with pytest.raises(NotAllowed):
        make_profile(desk.access, desk.actor("ohlsson"), desk.new_profile("mine"))
    with pytest.raises(NotAllowed):
        find_profile(desk.actor("quill"), profile.id, ledger=desk.ledger)
    with pytest.raises(NotFound):
        find_profile(desk.actor("noriega"), profile.id, ledger=desk.ledger)


def test_the_preview_is_what_the_partner_would_get_and_writes_nothing(desk: Desk):
    profile = desk.profile("preview")
    before = desk.ledger.head().size
    view = preview(desk.actor("ohlsson"), desk.new(profile), ledger=desk.ledger)
    assert desk.ledger.head().size == before
    sides = {(change.name, change.after is None) for change in view.redacted.changes}
    assert {("serial", True), ("make", False), ("sale_date", True)} <= sides
    assert "purchaser" not in {name for name, _ in sides}
    assert "Whitcombe" not in json.dumps([dict(one) for one in view.built.objects])
    states = {one["administrative_area"] for one in view.built.objects if one["type"] == "location"}
    assert states == {"US-AZ", "MX-SON"}


def test_two_persons_release_the_very_bytes_that_were_prepared(desk: Desk):
    ohlsson, chief = desk.actor("ohlsson"), desk.actor("whitfield")
    made = propose_release(ohlsson, desk.new(desk.profile("two")), ledger=desk.ledger)
    assert made.state == "proposed"
    with pytest.raises(NotAllowed):
        approve_release(ohlsson, made.id, reason=WHY, ledger=desk.ledger)
    with pytest.raises(Conflict):
        hand_over(chief, made.id, ledger=desk.ledger)
    done = approve_release(chief, made.id, reason=WHY, ledger=desk.ledger)
    assert (done.state, done.decided_by, done.bundle_sha256) == ("released", chief.id, made.bundle_sha256)
    _, text = bundle_of(ohlsson, made.id, ledger=desk.ledger)
    assert validate_string(text.decode(), ValidationOptions(version="2.1")).is_valid
    assert [one["id"] for one in objects(text)] == list(done.objects)
    with pytest.raises(Conflict):
        approve_release(chief, made.id, reason=WHY, ledger=desk.ledger)


def test_one_cannot_approve_ones_own(desk: Desk):
    new, before = desk.new(desk.profile("own")), desk.ledger.head().size
    made = propose_release(desk.actor("sandoval"), new, ledger=desk.ledger)
    assert desk.ledger.head().size == before + 1  # of two, a crash could leave one that nobody can decide
    with pytest.raises(NotAllowed):
        approve_release(desk.actor("sandoval"), made.id, reason=WHY, ledger=desk.ledger)
    refused = refuse_release(desk.actor("whitfield"), made.id, reason=WHY, ledger=desk.ledger)
    assert (refused.state, desk.ledger.head().size) == ("refused", before + 2)


def test_the_purchaser_leaves_under_no_agreement_of_the_demonstration(desk: Desk):
    """He is AMBER+STRICT at least, and the agreement ends at AMBER, whatever is asked for."""
    fields = USUAL | {"purchaser", "dealer_name"}
    new = desk.new(desk.profile("asks", fields=fields), granted=frozenset({"purchaser", "dealer_name"}))
    view = preview(desk.actor("ohlsson"), new, ledger=desk.ledger)
    text = json.dumps([dict(one) for one in view.built.objects])
    assert "Whitcombe" not in text
    assert "Palo Fierro" in text
    assert "tlp" in view.redacted.withheld.values()
    with pytest.raises(Invalid) as closed:
        preview(desk.actor("ohlsson"), replace(new, profile_id=desk.profile("shut").id), ledger=desk.ledger)
    assert set(closed.value.fields) == {"granted"}


def test_a_gun_is_released_within_a_case_and_for_a_purpose_of_the_profile(desk: Desk):
    new = desk.new(desk.profile("case"))
    with pytest.raises(Invalid) as out:
        preview(caseless(desk.actor("ohlsson")), new, ledger=desk.ledger)
    assert "subject" in out.value.fields
    with pytest.raises(Invalid) as wrong:
        preview(desk.actor("ohlsson"), replace(new, purpose="crim_state", reason="why"), ledger=desk.ledger)
    assert set(wrong.value.fields) == {"purpose", "reason"}
    for period in ("2026", "2026-02-30..2026-03-01", "2026-02-01..2026-01-01"):
        bad = replace(new, subject_kind="corridors", subject=period)
        with pytest.raises(Invalid) as said:
            preview(desk.actor("ohlsson"), bad, ledger=desk.ledger)
        assert set(said.value.fields) == {"subject"}
    with pytest.raises(NotFound):
        preview(desk.actor("ohlsson"), replace(new, subject="firearm_0"), ledger=desk.ledger)


def test_corridors_are_counted_and_small_ones_stay(desk: Desk):
    new = desk.new(desk.profile("ways"), subject_kind="corridors", subject=PERIOD)
    view = preview(desk.actor("ohlsson"), new, ledger=desk.ledger)
    ways = [one for one in view.built.objects if one["type"] == "relationship"]
    assert len(ways) == 1
    assert ways[0]["description"].startswith("7 firearms first sold in Arizona")
    high = replace(new, profile_id=desk.profile("high", floor=8).id)
    with pytest.raises(Conflict):
        preview(desk.actor("ohlsson"), high, ledger=desk.ledger)


def test_the_register_goes_page_by_page_and_shows_no_other_agency(desk: Desk):
    ids = {released(desk, f"page {n}").id for n in range(3)}
    found, after = set[str](), ""
    for _ in range(50):
        page = register(desk.actor("ohlsson"), after=after, limit=2, ledger=desk.ledger)
        found |= {one.id for one in page.releases}
        if not (after := page.next_):
            break
    assert ids <= found
    assert register(desk.actor("noriega"), ledger=desk.ledger).releases == ()
    with pytest.raises(NotFound):
        find_release(desk.actor("noriega"), ids.pop(), ledger=desk.ledger)


def test_the_dossier_holds_every_field_before_and_after(desk: Desk):
    done = released(desk, "dossier")
    said = dossier_of(desk.actor("whitfield"), done.id, ledger=desk.ledger)
    serial = next(one for one in said["changes"] if one["name"] == "serial")
    assert (serial["before"], serial["after"]) == ("TKF12045", None)
    assert {one["name"] for one in said["commitments"]} >= {"serial", "recovery_date"}


def test_recall_revokes_without_content_and_the_partner_confirms(desk: Desk):
    done = released(desk, "recalled")
    chief = desk.actor("whitfield")
    with pytest.raises(Invalid):
        recall(chief, done.id, reason="no", ledger=desk.ledger)
    with pytest.raises(NotAllowed):
        recall(desk.actor("ohlsson"), done.id, reason=WHY, ledger=desk.ledger)
    back = recall(chief, done.id, reason="The serial was read wrongly.", ledger=desk.ledger)
    assert back.state == "recalled"
    text = recall_bundle(chief, done.id, ledger=desk.ledger)
    assert validate_string(text.decode(), ValidationOptions(version="2.1")).is_valid
    assert b"Harrow" not in text
    first = {one["id"]: one for one in objects(bundle_of(chief, done.id, ledger=desk.ledger)[1])}
    again = {one["id"]: one for one in objects(text)}
    revoked = [one for one in again.values() if one.get("revoked")]
    assert {one["type"] for one in revoked} == {"grouping", "observed-data", "note", "location", "relationship"} & {
        one["type"] for one in first.values()
    }
    assert all(one["modified"] > first[one["id"]]["modified"] for one in revoked)
    assert any("The serial was read wrongly." in one.get("content", "") for one in again.values())
    with pytest.raises(Conflict):
        recall(chief, done.id, reason=WHY, ledger=desk.ledger)
    assert acknowledge(desk.actor("ohlsson"), done.id, ledger=desk.ledger).acknowledged
    with pytest.raises(Conflict):
        acknowledge(desk.actor("ohlsson"), done.id, ledger=desk.ledger)


def shelf(desk: Desk, alias: str, **more: Any) -> Collection:
    agreement = desk.new_profile("any").agreement_id
    given: dict[str, Any] = {"max_tlp": Tlp.AMBER, "handling": frozenset({Handling.TIAHRT})} | more
    new = NewCollection(agreement_id=agreement, title=alias, alias=alias, **given)
    return make_collection(desk.access, desk.actor("sandoval"), new)


def lying(desk: Desk, collection: Collection) -> dict[str, dict[str, Any]]:
    """Newest version of every object in a collection, as its partner fetches them."""
    query = (
        "MATCH (o:SharedObject {collection_id: $id, shelf: 'newest'}) RETURN o.stix_id AS id, o.content AS content"
    )
    rows = desk.ledger.database.read(query, {"id": collection.node_id})
    return {row["id"]: json.loads(row["content"]) for row in rows}


def test_what_is_released_lies_in_the_partners_collection_until_it_is_recalled(desk: Desk):
    collection, profile = shelf(desk, "guns"), desk.profile("shelved")
    new = desk.new(profile, collection_id=collection.id)
    first = propose_release(desk.actor("ohlsson"), new, ledger=desk.ledger)
    assert lying(desk, collection) == {}
    chief = desk.actor("whitfield")
    done = approve_release(chief, first.id, reason=WHY, ledger=desk.ledger)
    assert done.receipt.startswith(f"collection:{collection.id} entry:")
    there = lying(desk, collection)
    assert set(there) == set(done.objects)
    recall(chief, done.id, reason="The serial was read wrongly.", ledger=desk.ledger)
    after = lying(desk, collection)
    assert b"Harrow" not in canonical(after)
    assert {one["type"] for one in after.values() if one.get("revoked")} >= {"grouping", "location", "note"}


def test_a_recall_takes_back_nothing_that_another_release_still_gives(desk: Desk, monkeypatch):
    monkeypatch.setattr("ironriver.exchange.releases_recall._AT_ONCE", 1)  # all are looked at, however many
    collection, profile = shelf(desk, "twice"), desk.profile("twice")
    chief, releases = desk.actor("whitfield"), []
    for _ in range(2):
        made = propose_release(
            desk.actor("ohlsson"), desk.new(profile, collection_id=collection.id), ledger=desk.ledger
        )
        releases.append(approve_release(chief, made.id, reason=WHY, ledger=desk.ledger))
    recall(chief, releases[0].id, reason="Sent twice by mistake.", ledger=desk.ledger)
    after = lying(desk, collection)
    kept = set(releases[1].objects)
    assert not [id_ for id_ in kept if after[id_].get("revoked")]
    assert [one["type"] for one in after.values() if one.get("revoked")] == ["grouping"]


def test_a_release_goes_to_no_other_collection_and_not_above_its_level(desk: Desk):
    profile, green = desk.profile("levels"), shelf(desk, "green", max_tlp=Tlp.GREEN)
    with pytest.raises(Conflict, match="nothing of this would be left"):
        preview(desk.actor("ohlsson"), desk.new(profile, collection_id=green.id), ledger=desk.ledger)
    with pytest.raises(Invalid) as other:
        preview(desk.actor("ohlsson"), desk.new(profile, collection_id="elsewhere"), ledger=desk.ledger)
    assert set(other.value.fields) == {"collection_id"}


def test_what_a_partner_sends_is_read_judged_and_stands_beside_what_we_know(desk: Desk):
    ohlsson = desk.actor("ohlsson")
    own = "MATCH (f:Firearm) WHERE NOT f.id IN $ids RETURN f ORDER BY f.id"
    before = desk.ledger.database.read("MATCH (f:Firearm) RETURN f ORDER BY f.id", {})
    made = build(redact(chain(), replace(OPEN, place=Place.CITY), NAMING), frame())
    arrival = arrived(desk, [dict(one) for one in made.objects])
    assert inbound.read_arrival(ohlsson, arrival.id, ledger=desk.ledger).state is QuarantineState.READ
    with pytest.raises(Conflict):
        inbound.read_arrival(ohlsson, arrival.id, ledger=desk.ledger)
    came = of_arrival(desk, arrival)
    assert {one.state for one in came.values()} <= {"draft", "accepted"}
    gun = came["firearm"]
    with pytest.raises(Invalid):
        inbound.accept(ohlsson, gun.id, reason="ok", ledger=desk.ledger)
    taken = inbound.accept(ohlsson, gun.id, reason="Seen and compared", ledger=desk.ledger)
    assert taken.state == "accepted"
    assert taken.imported_as.startswith("source_")
    known = [row["f"]["id"] for row in before]
    fresh = desk.ledger.database.read(own, {"ids": known})
    assert [row["f"]["canonical"] for row in fresh] == ["TKF12045"]
    assert (
        desk.ledger.database.read("MATCH (f:Firearm) WHERE f.id IN $ids RETURN f ORDER BY f.id", {"ids": known})
        == before
    )
    with pytest.raises(Conflict):
        inbound.refuse(ohlsson, gun.id, reason="Changed my mind", ledger=desk.ledger)
    assert inbound.refuse(ohlsson, came["note"].id, reason="Not needed here", ledger=desk.ledger).state == "refused"
    assert inbound.content_of(ohlsson, gun.id, ledger=desk.ledger)["serial_number"] == "TKF12045"


def test_a_decision_is_taken_back_by_whoever_made_it_and_what_it_brought_is_gone(desk: Desk):
    ohlsson, ledger = desk.actor("ohlsson"), desk.ledger
    gun = {**firearm_of(build(redact(chain(), OPEN, NAMING), frame()).objects), "serial_number": "ZZQ70017"}
    arrival = arrived(desk, [{**gun, "id": gun["id"][:-4] + "70a1", "object_marking_refs": [TLP_IDS[Tlp.AMBER]]}])
    inbound.read_arrival(ohlsson, arrival.id, ledger=ledger)
    draft = of_arrival(desk, arrival)["firearm"]
    ours = "MATCH (n:Firearm|Serial) WHERE n.canonical = 'ZZQ70017' RETURN n.id AS id ORDER BY id"
    said = {"reason": "Accepted the wrong one", "ledger": ledger}
    with pytest.raises(Conflict, match="Nobody has decided"):
        undo_decision(ohlsson, draft.id, **said)
    inbound.accept(ohlsson, draft.id, reason="Seen and compared", ledger=ledger)
    assert len(desk.ledger.database.read(ours, {})) == 2
    with pytest.raises(NotAllowed):
        undo_decision(replace(ohlsson, id="actor:another"), draft.id, **said)
    with pytest.raises(Invalid):
        undo_decision(ohlsson, draft.id, reason="no", ledger=ledger)
    tie = "MATCH (f:Firearm {canonical: 'ZZQ70017'}), (o:Firearm {canonical: 'TKF12045'}) "
    with ledger.database.writing() as transaction:
        transaction.run(tie + "WITH f, o LIMIT 1 CREATE (o)-[:SAME_AS {id: 'tie'}]->(f)", {})
    with pytest.raises(Conflict, match="tied to this record"):
        undo_decision(ohlsson, draft.id, **said)
    with ledger.database.writing() as transaction:
        transaction.run("MATCH ()-[r {id: 'tie'}]->() DELETE r", {})
    undone = undo_decision(ohlsson, draft.id, **said)
    assert (undone.state, undone.imported_as, undone.reason) == ("draft", "", "Accepted the wrong one")
    assert desk.ledger.database.read(ours, {}) == []
    assert inbound.refuse(ohlsson, draft.id, reason="The partner wrote again", ledger=ledger).state == "refused"
    assert undo_decision(ohlsson, draft.id, **said).state == "draft"
    assert inbound.accept(ohlsson, draft.id, reason="It was right after all", ledger=ledger).imported_as
    assert len(desk.ledger.database.read(ours, {})) == 2


def test_what_comes_again_is_known_and_what_is_no_envelope_is_refused(desk: Desk):
    ohlsson = desk.actor("ohlsson")
    later = frame(release_id="again", modified="2026-11-21T10:00:00.000Z")
    made = [dict(one) for one in build(redact([corridor()], RULES, NAMING), later).objects]
    first, second = arrived(desk, made), arrived(desk, made)
    for one in (first, second):
        inbound.read_arrival(ohlsson, one.id, ledger=desk.ledger)
    assert {one.tab for one in of_arrival(desk, first).values()} <= {"create", "update", "known"}
    assert of_arrival(desk, first)["relationship"].tab == "create"
    assert {one.tab for one in of_arrival(desk, second).values()} == {"known"}
    bad = arrived(desk, [], content=b"no json")
    found = inbound.read_arrival(ohlsson, bad.id, ledger=desk.ledger)
    assert (found.state, found.reasons) == (QuarantineState.REFUSED, ("not_json",))
    red = [
        {**one, "object_marking_refs": ["marking-definition--00000000-0000-4000-8000-000000000000"]} for one in made
    ]
    unseen = arrived(desk, [one for one in red if one["type"] == "location"])
    inbound.read_arrival(ohlsson, unseen.id, ledger=desk.ledger)
    assert of_arrival(desk, unseen) == {}
    chief = inbound.drafts(desk.actor("whitfield"), ledger=desk.ledger)
    assert {one.level for one in chief if one.quarantined_id == unseen.id} == {Tlp.RED}


def test_a_profile_that_was_narrowed_since_releases_nothing_that_was_prepared_under_it(desk: Desk):
    profile, chief = desk.profile("narrowed"), desk.actor("whitfield")
    made = propose_release(desk.actor("ohlsson"), desk.new(profile), ledger=desk.ledger)
    narrow = desk.new_profile("narrowed", fields=frozenset({"make"}))
    change_profile(desk.access, desk.actor("sandoval"), profile.id, narrow)
    with pytest.raises(Conflict, match="profile was changed"):
        approve_release(chief, made.id, reason=WHY, ledger=desk.ledger)
    assert refuse_release(chief, made.id, reason=WHY, ledger=desk.ledger).state == "refused"


def test_an_agreement_that_ended_opens_nothing(desk: Desk):
    profile, sandoval = desk.profile("ended"), desk.actor("sandoval")
    waiting = propose_release(desk.actor("ohlsson"), desk.new(profile), ledger=desk.ledger)
    agreement = find_agreement(desk.access, sandoval, profile.agreement_id)
    reattest(desk.access, sandoval, agreement.id, until=clock.today() + timedelta(days=1))
    assert preview(desk.actor("ohlsson"), desk.new(profile), ledger=desk.ledger).profile == profile
    revoke_agreement(desk.access, sandoval, agreement.id, reason="ended by the partner")
    with pytest.raises(Conflict, match="does not stand"):
        preview(desk.actor("ohlsson"), desk.new(profile), ledger=desk.ledger)
    with pytest.raises(Conflict, match="does not stand"):  # also what was proposed while it stood
        approve_release(desk.actor("whitfield"), waiting.id, reason=WHY, ledger=desk.ledger)
    assert find_release(desk.actor("ohlsson"), waiting.id, ledger=desk.ledger).state == "proposed"


def test_replay_of_all_of_this_gives_the_same_graph(desk: Desk):
    """The last of the module: profiles, releases, recalls, what came in, decisions and what was taken back."""
    ledger, catalogue = desk.ledger, Catalogue.load()
    kinds = "Release|InboundDraft|SharedObject|SharingProfile|Quarantined"
    count = f"MATCH (n:{kinds}) RETURN labels(n)[0] AS kind, count(*) AS n ORDER BY kind"
    live = canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})
    assert len(live[1]) == 5
    ledger.follower.follow_once()
    empty(ledger.database, catalogue)
    replay_from_segments(ledger, ledger.database)
    assert (canonical_hash(ledger.database, catalogue), ledger.database.read(count, {})) == live
