"""Events: what a record holds, that they are chained with the reads, and that nothing goes on without them."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from ironriver.access import Access, Action, SignInNeeded, Visit, events, require, sign_in
from ironriver.access.events import Event, EventLog
from ironriver.errors import NotAllowed, Unavailable
from ironriver.model.actor import Role

from .conftest import HERE, PASSWORD, make_person
from .test_sign_in import WRONG


def test_a_record_says_what_when_where_who_and_how_it_ended() -> None:
    event = Event(
        event="sign_in",
        outcome="failure",
        actor="actor_1",
        origin="web:192.0.2.7",
        object="ses_1",
        reason="locked",
        request_id="r1",
    )
    record = event.as_record()
    assert list(record) == ["at", "event", "outcome", "actor", "origin", "object", "reason", "request"]
    assert record["at"].endswith("Z")
    assert datetime.fromisoformat(record["at"]).tzinfo is not None
    assert len(record["at"].split(".")[1]) == 7  # microseconds and Z: better than 1/100 s


def test_empty_fields_are_left_out() -> None:
    assert set(Event(event="x", outcome="success").as_record()) == {"at", "event", "outcome"}


def test_line_breaks_cannot_forge_a_record(access: Access) -> None:
    access.note(Event(event="x", outcome="success", reason='a\n{"event": "forged"}\u2028b'))
    assert [e["event"] for e in access.log.read()] == ["x"]


def test_events_are_part_of_the_chained_read_log(access: Access) -> None:
    for number in range(3):
        access.note(Event(event=f"e{number}", outcome="success"))
    files = sorted((access.settings.data_dir / "readlog").glob("reads-*.jsonl"))
    records = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert [r["event"] for r in records if "event" in r] == ["e0", "e1", "e2"]
    assert all("before" in r for r in records)


def test_masked_logins_repeat_but_tell_nothing(access: Access) -> None:
    masked = access.log.masked("hunter2")
    assert masked == EventLog(access.ledger).masked("hunter2")
    assert masked != access.log.masked("hunter3")
    assert "hunter" not in masked


def test_refusals_of_any_room_are_recorded_with_their_reason(access: Access) -> None:
    actor = make_person(access, "auditor2", Role.AUDITOR).actor()
    with pytest.raises(NotAllowed):
        require(actor, Action.IMPORT_FILE)
    (record,) = access.log.read()
    assert (record["event"], record["actor"], record["object"], record["reason"]) == (
        "denied",
        actor.id,
        "import_file",
        "role",
    )


def test_without_a_log_a_refusal_is_still_a_refusal(access: Access) -> None:
    actor = make_person(access, "auditor2", Role.AUDITOR).actor()
    events.record_in(None)
    with pytest.raises(NotAllowed):
        require(actor, Action.IMPORT_FILE)
    assert list(access.log.read()) == []


def test_nobody_comes_in_when_it_cannot_be_written(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person(access, "marchetti")
    folder = access.settings.data_dir / "readlog"
    # A file where the folder should be: the disk refuses, as when it is full.
    if folder.exists():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    folder.write_text("in the way")
    with pytest.raises(Unavailable):
        sign_in(access, "marchetti", person.proof(), HERE)
    with pytest.raises(Unavailable):
        sign_in(access, "marchetti", WRONG, HERE)
    folder.unlink()
    sign_in(access, "marchetti", person.proof(), HERE)


def test_each_way_in_and_out_is_recorded_once(access: Access) -> None:
    from ironriver.access import reauthenticate, sign_out

    person = make_person(access, "marchetti")
    visit = Visit(address="192.0.2.7", request_id="r9")
    secret = sign_in(access, "marchetti", person.proof(), visit).secret
    reauthenticate(access, secret, person.proof(), visit)
    sign_out(access, secret, visit)
    with pytest.raises(SignInNeeded):
        sign_in(access, "marchetti", WRONG, visit)
    recorded = list(access.log.read())
    assert [(e["event"], e["outcome"]) for e in recorded] == [
        ("sign_in", "success"),
        ("confirm", "success"),
        ("sign_out", "success"),
        ("sign_in", "failure"),
    ]
    assert {e["actor"] for e in recorded} == {person.id}
    assert {e["origin"] for e in recorded} == {"web:192.0.2.7"}
    assert {e["request"] for e in recorded} == {"r9"}
    assert PASSWORD not in str(recorded)
