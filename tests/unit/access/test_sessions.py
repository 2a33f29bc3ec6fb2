"""The session table itself: standing at each edge, revocation, two processes, what lies on disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ironriver import clock
from ironriver.access.figures import CLOCK_STEP, IDLE_END, IDLE_LOCK, PRIVILEGED_WITHIN, SESSION_END
from ironriver.access.sessions import NewSession, Session, SessionKind, Sessions, Standing
from ironriver.errors import Unavailable

WEB = NewSession(account="actor_1", kind=SessionKind.WEB, rights="r1", address="192.0.2.1", agent="browser")
CLI = NewSession(account="actor_1", kind=SessionKind.CLI, rights="r1")
TICK = timedelta(microseconds=1)


@pytest.fixture
def session(sessions: Sessions) -> Session:
    _, begun = sessions.begin(WEB)
    return begun


def standing(session: Session, after: timedelta, boot: str = "boot-1") -> Standing:
    return session.standing(session.issued + after, boot)


def test_figures_are_those_of_cjis() -> None:
    assert timedelta(minutes=30) == IDLE_LOCK
    assert timedelta(hours=1) == IDLE_END
    assert timedelta(hours=12) == SESSION_END


def test_standing_at_each_edge(session: Session) -> None:
    assert standing(session, timedelta()) is Standing.LIVE
    assert standing(session, IDLE_LOCK - TICK) is Standing.LIVE
    assert standing(session, IDLE_LOCK) is Standing.LOCKED
    assert standing(session, IDLE_END - TICK) is Standing.LOCKED
    assert standing(session, IDLE_END) is Standing.ENDED
    assert standing(session, timedelta(), "boot-2") is Standing.ENDED


def test_freshness_at_its_edge(session: Session) -> None:
    assert session.is_fresh(session.proved + PRIVILEGED_WITHIN - TICK)
    assert not session.is_fresh(session.proved + PRIVILEGED_WITHIN)


def test_a_command_line_locks_no_screen_and_survives_a_restart(sessions: Sessions) -> None:
    _, session = sessions.begin(CLI)
    assert standing(session, IDLE_LOCK, "boot-2") is Standing.LIVE
    assert standing(session, IDLE_END, "boot-2") is Standing.ENDED


def test_secrets_are_opaque_and_never_repeat(sessions: Sessions) -> None:
    secrets = {sessions.begin(WEB)[0] for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) == 43 for secret in secrets)


@pytest.mark.parametrize("secret", ["", "x", "' OR 1=1 --", "é" * 50])
def test_other_secrets_find_nothing(sessions: Sessions, session: Session, secret: str) -> None:
    assert sessions.find(secret) is None


def test_find_returns_what_was_begun(sessions: Sessions) -> None:
    secret, begun = sessions.begin(WEB)
    found = sessions.find(secret)
    assert found == begun
    assert (begun.account, begun.rights, begun.address, begun.agent) == ("actor_1", "r1", "192.0.2.1", "browser")
    assert begun.issued == begun.seen == begun.proved


def test_touch_is_written_at_most_every_ten_seconds(sessions: Sessions) -> None:
    secret, begun = sessions.begin(WEB)
    with clock.moved_by(timedelta(seconds=9)):
        sessions.touch(begun)
        assert sessions.find(secret) == begun
    with clock.moved_by(timedelta(seconds=11)):
        sessions.touch(begun)
        found = sessions.find(secret)
    assert found is not None
    assert found.seen - begun.seen >= timedelta(seconds=11)


def test_proving_opens_the_screen_but_not_a_revoked_session(sessions: Sessions) -> None:
    secret, begun = sessions.begin(WEB)
    with clock.moved_by(timedelta(minutes=40)):
        sessions.prove(begun)
        found = sessions.find(secret)
        assert found is not None
        assert sessions.standing(found) is Standing.LIVE
        assert found.issued == begun.issued
        sessions.revoke(begun.id, "test")
        sessions.prove(begun)
        found = sessions.find(secret)
        assert found is not None
        assert sessions.standing(found) is Standing.ENDED
        assert found.why == "test"


def test_revoking_once_and_by_account(sessions: Sessions) -> None:
    mine = [sessions.begin(WEB)[1] for _ in range(3)]
    other = sessions.begin(NewSession(account="actor_2", kind=SessionKind.WEB, rights="r"))[1]
    assert sessions.revoke(mine[0].id, "one") == 1
    assert sessions.revoke(mine[0].id, "again") == 0
    assert sessions.revoke_account("actor_1", "all") == 2
    assert [s.id for s in sessions.of_account()] == [other.id]
    assert sessions.of_account("actor_1") == []


def test_another_process_sees_a_revocation_at_once(sessions: Sessions, tmp_path: Path) -> None:
    secret, begun = sessions.begin(WEB)
    beside = Sessions(tmp_path / "data", "boot-1")
    assert beside.find(secret) == begun
    sessions.revoke(begun.id, "elsewhere")
    found = beside.find(secret)
    assert found is not None
    assert beside.standing(found) is Standing.ENDED
    beside.close()


def test_lists_hold_no_ended_sessions(sessions: Sessions) -> None:
    sessions.begin(WEB)
    with clock.moved_by(timedelta(hours=2)):
        assert sessions.of_account("actor_1") == []
        _, late = sessions.begin(WEB)
        assert sessions.of_account("actor_1") == [late]
        before = sessions.last_before(late)
        assert before is not None
        assert before.id != late.id


def test_case_and_purpose_stay_with_the_session(sessions: Sessions) -> None:
    secret, begun = sessions.begin(WEB)
    sessions.work_on(begun, case="case_1", purpose="crim_933")
    found = sessions.find(secret)
    assert found is not None
    assert (found.case, found.purpose) == ("case_1", "crim_933")


def test_a_long_agent_is_cut(sessions: Sessions) -> None:
    _, begun = sessions.begin(NewSession(account="a", kind=SessionKind.WEB, rights="r", agent="x" * 5000))
    assert len(begun.agent) == 200


def test_the_file_is_the_owners_alone(sessions: Sessions, session: Session, tmp_path: Path) -> None:
    for file in (tmp_path / "data").glob("sessions.sqlite*"):
        assert file.stat().st_mode & 0o077 == 0


def test_a_file_that_is_no_database_is_unavailable_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "sessions.sqlite").write_bytes(b"not a database, certainly not" * 100)
    broken = Sessions(tmp_path, "boot")
    with pytest.raises(Unavailable):
        broken.begin(WEB)
    with pytest.raises(Unavailable):
        broken.find("x")
    broken.close()


def test_a_session_from_the_future_is_over(session: Session) -> None:
    """The clock was stepped back: its twelve hours would be longer."""
    assert standing(session, -CLOCK_STEP) is Standing.LIVE
    assert standing(session, -CLOCK_STEP - TICK) is Standing.ENDED


def test_a_clock_stepped_back_ends_what_began_before(sessions: Sessions) -> None:
    for kind in (WEB, CLI):
        _, begun = sessions.begin(kind)
        with clock.moved_by(-timedelta(hours=3)):
            assert sessions.standing(begun) is Standing.ENDED
