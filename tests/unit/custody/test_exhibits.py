"""Exhibits and their chains: numbers, two people for each transfer, bytes measured, what is refused and shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ironriver import clock, custody
from ironriver.custody import Answer, Happened, Measured, Offer
from ironriver.custody.chains import chains_of
from ironriver.custody.credentials import credential_digest
from ironriver.errors import Conflict, Invalid, NotAllowed, NotFound, Tampered, TooLarge
from tests.unit.custody.room import BYTES, FILE, GUN, Room


def codes(chain: custody.Chain, now: str = "") -> list[str]:
    return [t.code for t in chain.troubles(now or clock.stamp())]


def test_a_gun_is_received_with_number_seal_and_first_event(room: Room) -> None:
    gun = room.gun()
    chain = room.chain(gun)
    assert gun.number == f"TPD-2026-0417-{gun.item:02d}"
    assert [e.kind for e in chain.events] == [Happened.RECEIVED]
    assert chain.holder is not None
    assert (chain.holder.by_name, chain.holder.by_title, chain.holder.by_agency) == (
        "D. Quill",
        "custodian",
        "us-tpd",
    )
    assert chain.seal == "S-40118"
    assert chain.exhibit.serial_frame == "TKF11987"
    assert codes(chain) == []


def test_numbers_follow_one_another_within_the_case(room: Room) -> None:
    first, second = room.gun(), room.file()
    assert second.item == first.item + 1


def test_a_file_is_kept_byte_for_byte_under_its_digest(room: Room) -> None:
    exhibit = room.file()
    assert exhibit.sha256 == room.ledger.vault.digest(BYTES)
    assert (exhibit.size, exhibit.media_type) == (len(BYTES), "video/mp4")
    _, stream = custody.open_bytes(room.actor("quill"), exhibit.id, ledger=room.ledger)
    with stream:
        assert stream.read() == BYTES
    last = room.chain(exhibit).events[-1]
    assert (last.kind, last.measured, last.credential) == (Happened.DOWNLOADED, Measured.SAME, "")


def test_what_is_missing_is_named_field_by_field(room: Room) -> None:
    with pytest.raises(Invalid) as refusal:
        custody.receive_firearm(
            room.actor("quill"), room.case_id, replace(GUN, seal=" ", make="", finder="x" * 501), ledger=room.ledger
        )
    assert set(refusal.value.fields) == {"seal", "make", "finder"}
    with pytest.raises(Invalid) as refusal:
        room.file(content=b"")
    assert set(refusal.value.fields) == {"file"}


def test_only_members_of_the_case_receive(room: Room) -> None:
    with pytest.raises(NotAllowed):  # a reader of the case, without the role
        custody.receive_firearm(room.actor("abara"), room.case_id, GUN, ledger=room.ledger)
    with pytest.raises(NotFound):  # another agency, no member
        custody.receive_firearm(room.actor("noriega"), room.case_id, GUN, ledger=room.ledger)


def test_a_transfer_takes_two_people_and_changes_the_holder(room: Room) -> None:
    exhibit = room.file()
    room.give(exhibit, "quill", "marchetti")
    chain = room.chain(exhibit)
    assert [e.kind for e in chain.events] == [Happened.RECEIVED, Happened.OFFERED, Happened.ACCEPTED]
    assert chain.holder is not None
    assert chain.holder.by_name == "J. Marchetti"
    assert [e.measured for e in chain.events] == [Measured.SAME] * 3
    assert chain.events[1].to_name == "J. Marchetti"
    assert chain.events[1].transfer == chain.events[2].transfer
    assert chain.waiting is None
    assert chain.exhibit.offered_to == ""


def test_credentials_form_one_chain_of_digests(room: Room) -> None:
    exhibit = room.gun()
    room.give(exhibit, "quill", "marchetti")
    before = ""
    for event in room.chain(exhibit).events:
        assert event.previous_sha256 == before
        assert credential_digest(event.credential) == event.credential_sha256
        before = event.credential_sha256


def test_nobody_answers_his_own_offer_and_only_the_named_person_does(room: Room) -> None:
    exhibit = room.gun()
    room.offered(exhibit, "quill", "marchetti")
    for other in ("quill", "whitfield"):
        with pytest.raises(NotAllowed):
            custody.accept(room.actor(other), exhibit.id, Answer(seal="S-40118"), ledger=room.ledger)
    with pytest.raises(Invalid) as refusal:
        custody.offer(
            room.actor("marchetti"), room.gun("marchetti").id,
            Offer(to=room.actor("marchetti").id, reason="to myself"),
            ledger=room.ledger,
        )  # fmt: skip
    assert set(refusal.value.fields) == {"to"}


def test_only_the_holder_offers_and_only_once(room: Room) -> None:
    exhibit = room.gun()
    said = Offer(to=room.actor("quill").id, reason="I should like it")
    with pytest.raises(NotAllowed):
        custody.offer(room.actor("marchetti"), exhibit.id, said, ledger=room.ledger)
    room.offered(exhibit, "quill", "marchetti")
    with pytest.raises(Conflict):
        room.offered(exhibit, "quill", "marchetti")
    with pytest.raises(Conflict):
        custody.record(
            room.actor("quill"),
            exhibit.id,
            Happened.SEAL_BROKEN,
            Answer(reason="to look inside"),
            ledger=room.ledger,
        )


def test_a_refusal_stays_visible_and_leaves_the_holder(room: Room) -> None:
    exhibit = room.gun()
    room.offered(exhibit, "quill", "marchetti")
    with pytest.raises(Invalid):
        custody.refuse(room.actor("marchetti"), exhibit.id, Answer(reason="no"), ledger=room.ledger)
    said = Answer(seal="S-40737", reason="Seal read S-40737, record says S-40118")
    custody.refuse(room.actor("marchetti"), exhibit.id, said, ledger=room.ledger)
    chain = room.chain(exhibit)
    assert chain.holder is not None
    assert chain.holder.by_name == "D. Quill"
    assert codes(chain) == ["refused"]
    room.give(exhibit, "quill", "marchetti", "Second offer, figures swapped on the form")
    assert codes(room.chain(exhibit)) == ["refused"]


def test_a_bag_with_another_seal_is_not_accepted(room: Room) -> None:
    exhibit = room.gun()
    room.offered(exhibit, "quill", "marchetti")
    with pytest.raises(Invalid) as refusal:
        custody.accept(room.actor("marchetti"), exhibit.id, Answer(seal="S-1"), ledger=room.ledger)
    assert set(refusal.value.fields) == {"seal"}
    assert room.chain(exhibit).waiting is not None


def test_changed_bytes_are_refused_and_on_record(room: Room) -> None:
    content = b"bytes that somebody changes\n"
    exhibit = room.file(content=content)
    room.offered(exhibit, "quill", "marchetti")
    path = room.ledger.vault.path(exhibit.sha256)
    path.write_bytes(content.replace(b"somebody", b"nobody's"))
    with pytest.raises(Tampered):
        custody.accept(room.actor("marchetti"), exhibit.id, Answer(), ledger=room.ledger)
    with pytest.raises(Tampered):
        custody.open_bytes(room.actor("quill"), exhibit.id, ledger=room.ledger)
    chain = room.chain(exhibit)
    assert chain.holder is not None
    assert chain.holder.by_name == "D. Quill"
    assert codes(chain) == ["refused", "mismatch", "mismatch"]
    path.write_bytes(content)


def test_an_offer_that_nobody_answers_is_overdue(room: Room) -> None:
    exhibit = room.gun()
    room.offered(exhibit, "quill", "marchetti")
    assert codes(room.chain(exhibit)) == []
    later = clock.stamp(clock.now() + timedelta(hours=25))
    assert codes(room.chain(exhibit), later) == ["overdue"]
    waiting = custody.offered_to(room.actor("marchetti"), ledger=room.ledger)
    assert exhibit.id in {e.id for e in waiting}


def test_seals_are_broken_and_put_on_again_by_the_holder(room: Room) -> None:
    exhibit = room.gun()
    quill = room.actor("quill")
    custody.record(quill, exhibit.id, Happened.SEAL_BROKEN, Answer(reason="To test-fire"), ledger=room.ledger)
    assert room.chain(exhibit).seal == ""
    custody.record(quill, exhibit.id, Happened.TESTED, Answer(reason="Three shots fired"), ledger=room.ledger)
    with pytest.raises(Invalid):
        custody.record(quill, exhibit.id, Happened.RESEALED, Answer(reason="New bag"), ledger=room.ledger)
    said = Answer(reason="New bag", seal="S-40377")
    custody.record(quill, exhibit.id, Happened.RESEALED, said, ledger=room.ledger)
    assert room.chain(exhibit).seal == "S-40377"
    with pytest.raises(NotAllowed):
        custody.record(room.actor("marchetti"), exhibit.id, Happened.TESTED, said, ledger=room.ledger)
    with pytest.raises(Invalid):
        custody.record(quill, exhibit.id, Happened.ACCEPTED, said, ledger=room.ledger)


def test_two_at_once_make_one_event(room: Room) -> None:
    exhibit = room.gun()
    room.offered(exhibit, "quill", "marchetti")
    stale = room.chain(exhibit)
    custody.accept(room.actor("marchetti"), exhibit.id, Answer(seal="S-40118"), ledger=room.ledger)
    with pytest.raises(Conflict):
        custody.accept(room.actor("marchetti"), exhibit.id, Answer(seal="S-40118"), ledger=room.ledger)
    from ironriver.custody.chains import grow

    with pytest.raises(Conflict):
        grow(room.actor("marchetti"), stale, stale.events[0], ledger=room.ledger)
    assert len(room.chain(exhibit).events) == 3


def test_a_gap_is_seen(room: Room) -> None:
    exhibit = room.gun()
    room.give(exhibit, "quill", "marchetti")
    chain = room.chain(exhibit)
    missing = replace(chain, events=(chain.events[0], chain.events[2]))
    swapped = replace(chain, events=(chain.events[0], replace(chain.events[2], n=2)))
    assert [codes(missing), codes(swapped)] == [["gap"], ["gap"]]


def test_a_chain_is_read_whole_or_not_at_all(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = room.gun(), room.gun()
    for exhibit in (one, two):
        custody.view(room.actor("abara"), exhibit.id, ledger=room.ledger)
    monkeypatch.setattr("ironriver.custody.chains._AT_ONCE", 1)
    monkeypatch.setattr("ironriver.custody.chains.MOST_EVENTS", 2)
    chains = chains_of(room.actor("abara"), [one, two], ledger=room.ledger)
    assert [len(chain.events) for chain in chains] == [2, 2]
    monkeypatch.setattr("ironriver.custody.chains.MOST_EVENTS", 1)
    with pytest.raises(TooLarge):
        custody.find_chain(room.actor("abara"), one.id, ledger=room.ledger)
    with pytest.raises(TooLarge):
        chains_of(room.actor("abara"), [one, two], ledger=room.ledger)


def test_what_comes_from_a_trace_says_so_in_its_marking(room: Room) -> None:
    exhibit = room.file(said=replace(FILE, trace_derived=True))
    assert exhibit.handling == "tiahrt"
    assert exhibit.trace_derived


def test_hidden_and_absent_look_the_same(room: Room) -> None:
    exhibit = room.gun()
    refusals = []
    for id_ in (exhibit.id, "exhibit_" + "0" * 32):
        with pytest.raises(NotFound) as refusal:
            custody.find_chain(room.actor("noriega"), id_, ledger=room.ledger)
        refusals.append(refusal.value.say)
    assert refusals[0] == refusals[1]


def test_a_look_is_recorded_in_the_chain(room: Room) -> None:
    exhibit = room.gun()
    chain = custody.view(room.actor("marchetti"), exhibit.id, ledger=room.ledger)
    assert [e.kind for e in chain.events] == [Happened.RECEIVED, Happened.VIEWED]
    room.give(exhibit, "quill", "marchetti")
    assert codes(room.chain(exhibit)) == []
