"""The credentials file: attempts and locks, factors, one-time codes; what lies on disk."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from ironriver import clock
from ironriver.access.credentials import Credentials, Proof
from ironriver.access.figures import FAILURES_BEFORE_LOCK
from ironriver.access.passwords import Passwords

from .conftest import CHEAP, MASTER

RIGHT = "four unrelated words"
A = "actor_1"


def attempt(credentials: Credentials, password: str, code: str = "", *, factor: bool = False) -> bool:
    if credentials.reserve_attempt(A) is None:
        return False
    if credentials.agrees(A, Proof(password=password, code=code), factor_needed=factor):
        credentials.attempt_succeeded(A)
        return True
    credentials.attempt_failed(A)
    return False


def with_factor(credentials: Credentials) -> tuple[pyotp.TOTP, list[str]]:
    credentials.set_password(A, RIGHT)
    generator = pyotp.TOTP(pyotp.random_base32())
    credentials.set_factor(A, generator.secret)
    with clock.moved_by(timedelta(minutes=-2)):
        codes = credentials.confirm_factor(A, generator.at(clock.now()))
    assert codes is not None
    return generator, codes


def test_password_agrees_and_nothing_else_does(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    assert attempt(credentials, RIGHT)
    assert not attempt(credentials, "wrong")
    assert not attempt(credentials, "")
    assert not credentials.agrees("actor_2", Proof(password=RIGHT), factor_needed=False)
    assert not credentials.agrees(None, Proof(password=RIGHT), factor_needed=False)


def test_an_account_without_a_password_never_agrees(credentials: Credentials) -> None:
    credentials.issue_code(A)
    assert not attempt(credentials, "")
    assert not attempt(credentials, RIGHT)


def test_the_fifth_failure_locks_and_says_so_once(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    locked_now = []
    for _ in range(FAILURES_BEFORE_LOCK):
        assert credentials.reserve_attempt(A) is not None
        locked_now.append(credentials.attempt_failed(A))
    assert locked_now == [False] * 4 + [True]
    assert credentials.reserve_attempt(A) is None
    assert credentials.attempt_failed(A) is False
    found = credentials.find(A)
    assert found is not None
    assert found.locked is not None


def test_no_time_releases_only_release_does(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    for _ in range(5):
        attempt(credentials, "wrong")
    with clock.moved_by(timedelta(days=365)):
        assert not attempt(credentials, RIGHT)
        credentials.release(A)
        assert attempt(credentials, RIGHT)


def test_success_forgets_failures(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    for _ in range(3):
        for _ in range(4):
            attempt(credentials, "wrong")
        assert attempt(credentials, RIGHT)


def test_the_window_is_fifteen_minutes(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    attempt(credentials, "wrong")
    with clock.moved_by(timedelta(minutes=15, seconds=1)):
        for _ in range(4):
            attempt(credentials, "wrong")
        assert attempt(credentials, RIGHT)


def test_failures_of_one_account_leave_others_alone(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    for _ in range(9):
        if credentials.reserve_attempt("actor_2") is not None:
            credentials.attempt_failed("actor_2")
    assert attempt(credentials, RIGHT)


def test_parallel_guesses_get_no_more_than_five(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    checked: list[int] = []

    def guess() -> None:
        if credentials.reserve_attempt(A) is not None:
            checked.append(1)
            credentials.agrees(A, Proof(password="wrong"), factor_needed=False)
            credentials.attempt_failed(A)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == FAILURES_BEFORE_LOCK
    assert not attempt(credentials, RIGHT)


def test_a_needed_factor_that_is_not_set_up_refuses(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    assert not attempt(credentials, RIGHT, factor=True)
    assert attempt(credentials, RIGHT, factor=False)


def test_a_factor_that_is_set_up_is_asked_for_even_where_none_is_needed(credentials: Credentials) -> None:
    generator, _ = with_factor(credentials)
    assert not attempt(credentials, RIGHT, factor=False)
    assert attempt(credentials, RIGHT, generator.at(clock.now()), factor=False)


def test_an_unconfirmed_factor_does_not_count(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    generator = pyotp.TOTP(pyotp.random_base32())
    credentials.set_factor(A, generator.secret)
    assert not attempt(credentials, RIGHT, generator.at(clock.now()), factor=True)
    assert credentials.confirm_factor(A, "000000") is None


def test_confirming_uses_its_code_up(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    generator = pyotp.TOTP(pyotp.random_base32())
    credentials.set_factor(A, generator.secret)
    code = generator.at(clock.now())
    assert credentials.confirm_factor(A, code)
    assert not attempt(credentials, RIGHT, code, factor=True)


def test_a_wrong_password_does_not_use_the_code_up(credentials: Credentials) -> None:
    generator, _ = with_factor(credentials)
    code = generator.at(clock.now())
    assert not attempt(credentials, "wrong", code, factor=True)
    assert attempt(credentials, RIGHT, code, factor=True)
    assert not attempt(credentials, RIGHT, code, factor=True)


def test_each_recovery_code_works_once(credentials: Credentials) -> None:
    _, codes = with_factor(credentials)
    assert attempt(credentials, RIGHT, codes[0].lower(), factor=True)
    assert not attempt(credentials, RIGHT, codes[0], factor=True)
    assert attempt(credentials, RIGHT, codes[1], factor=True)
    assert not credentials.agrees("actor_2", Proof(password=RIGHT, code=codes[2]), factor_needed=True)


def test_a_new_factor_voids_old_recovery_codes(credentials: Credentials) -> None:
    _, old = with_factor(credentials)
    with_factor(credentials)
    assert not attempt(credentials, RIGHT, old[0], factor=True)


def test_one_time_codes_last_72_hours_and_are_replaced(credentials: Credentials) -> None:
    first = credentials.issue_code(A)
    second = credentials.issue_code(A)
    assert not credentials.code_agrees(A, first)
    assert credentials.code_agrees(A, second)
    assert not credentials.code_agrees("actor_2", second)
    with clock.moved_by(timedelta(hours=71, minutes=59)):
        assert credentials.code_agrees(A, second)
    with clock.moved_by(timedelta(hours=72, seconds=1)):
        assert not credentials.code_agrees(A, second)
    credentials.use_code(A)
    assert not credentials.code_agrees(A, second)
    assert not credentials.code_agrees(A, "")


def test_an_outdated_hash_is_made_anew_at_sign_in(tmp_path: Path) -> None:
    dear = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    before = Credentials(tmp_path, MASTER, CHEAP)
    before.set_password(A, RIGHT)
    before.close()
    after = Credentials(tmp_path, MASTER, dear)
    assert after.agrees(A, Proof(password=RIGHT), factor_needed=False)
    stored = after._row(A)
    assert stored is not None
    assert not dear.is_outdated(stored["password"])
    assert after.agrees(A, Proof(password=RIGHT), factor_needed=False)
    after.close()


def test_nothing_secret_lies_open_on_disk_and_only_the_owner_reads_it(
    credentials: Credentials, tmp_path: Path
) -> None:
    generator, codes = with_factor(credentials)
    one_time = credentials.issue_code(A)
    files = sorted((tmp_path / "keys").glob("credentials.sqlite*"))
    assert files
    content = b"".join(file.read_bytes() for file in files)
    for secret in (RIGHT, generator.secret, one_time, *codes):
        assert secret.encode() not in content
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_the_last_sign_in_is_known(credentials: Credentials) -> None:
    credentials.set_password(A, RIGHT)
    found = credentials.find(A)
    assert found is not None
    assert found.signed_in is None
    attempt(credentials, RIGHT)
    found = credentials.find(A)
    assert found is not None
    assert found.signed_in is not None
    assert found.password_set is not None
    assert credentials.find("actor_2") is None


@pytest.mark.parametrize("secret", ["", "x"])
def test_lock_without_failures(credentials: Credentials, secret: str) -> None:
    credentials.lock(A)
    credentials.lock(A)
    assert credentials.reserve_attempt(A) is None
    credentials.release(A)
    assert credentials.reserve_attempt(A) is not None
