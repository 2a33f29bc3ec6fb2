"""Passwords: rules with reasons, nothing cut, same work for nobody."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from ironriver.access.figures import PASSWORD_LONGEST, PASSWORD_SHORTEST
from ironriver.access.passwords import Passwords, check_password, is_blocked
from ironriver.errors import Invalid

from .conftest import CHEAP


def reason(password: str, **more) -> str:
    with pytest.raises(Invalid) as refusal:
        check_password(password, **more)
    return refusal.value.fields["password"].en


def test_eight_characters_are_enough_and_seven_are_not() -> None:
    assert PASSWORD_SHORTEST == 8
    assert "7 characters" in reason("kW4-zpq")
    check_password("kW4-zpqx")


def test_no_composition_rules() -> None:
    check_password("quiet harbor lantern moss")
    check_password("nublado tejado girasol")


@pytest.mark.parametrize(
    "password",
    [
        "a" * 20 + "bcdefgh" * 8,
        "x" * 64 + "yz0123456789",
        "пароль из многих слов",
        "contraseña de ñandú 🦆 y más",
        "パスワードは長いほうが良い",
    ],
)
def test_long_and_unicode_passwords_round_trip(password: str) -> None:
    check_password(password)
    stored = CHEAP.make_hash(password)
    assert CHEAP.agrees(password, stored)
    assert not CHEAP.agrees(password[:-1], stored)
    assert not CHEAP.agrees(password + "x", stored)


def test_nothing_is_cut_up_to_the_longest() -> None:
    longest = "ab1-" * (PASSWORD_LONGEST // 4)
    check_password(longest)
    stored = CHEAP.make_hash(longest)
    assert CHEAP.agrees(longest, stored)
    assert not CHEAP.agrees(longest[:-1] + "!", stored)
    assert "more than" in reason(longest + "x")


def test_a_password_longer_than_any_is_wrong_and_cheap() -> None:
    stored = CHEAP.make_hash("a" * 10 + "bcdef")
    assert not CHEAP.agrees("a" * 5_000_000, stored)


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    stored = CHEAP.make_hash("contrase\u00f1a larga")
    assert CHEAP.agrees("contrasen\u0303a larga", stored)


@pytest.mark.parametrize(
    "password", ["password", "Password1", "QWERTYUIOP", "contraseña1", "ironriver123", "changeme123"]
)
def test_listed_passwords_are_refused_with_the_reason(password: str) -> None:
    assert "attackers try first" in reason(password)
    assert is_blocked(password)


def test_a_refreshed_list_counts_beside_the_shipped_one_and_is_read_anew(tmp_path: Path) -> None:
    extra = tmp_path / "list.txt"
    check_password("riverbank otter", extra_list=extra)
    extra.write_text("# quarterly\nRiverbank Otter\n", encoding="utf-8")
    assert "attackers try first" in reason("riverbank otter", extra_list=extra)
    assert "attackers try first" in reason("password", extra_list=extra)
    extra.write_text("something else entirely\n", encoding="utf-8")
    check_password("riverbank otter", extra_list=extra)


@pytest.mark.parametrize("password", ["marchetti1", "Marchetti2026!", "us-tpd-2026"])
def test_words_about_the_person_are_refused(password: str) -> None:
    assert "others know" in reason(password, about=("marchetti", "J.", "us-tpd"))


def test_a_name_inside_a_long_password_is_fine() -> None:
    check_password("marchetti rides at dawn", about=("marchetti",))


def test_few_different_characters_are_refused() -> None:
    assert "different" in reason("ababababab")


def test_refusals_never_repeat_the_password() -> None:
    with pytest.raises(Invalid) as refusal:
        check_password("password1")
    assert "password1" not in str(refusal.value) + str(refusal.value.fields)


def test_hashes_are_argon2id_with_their_own_salt() -> None:
    product = Passwords()
    first, second = product.make_hash("the same words"), product.make_hash("the same words")
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert len(first.split("$")[4]) >= 22  # 128 bits of salt


def test_hashes_of_other_cost_are_outdated() -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("some words here")
    assert CHEAP.agrees("some words here", old)
    assert CHEAP.is_outdated(old)
    assert not CHEAP.is_outdated(CHEAP.make_hash("some words here"))


def test_nobody_never_agrees_and_costs_as_much() -> None:
    costly = Passwords(PasswordHasher(time_cost=4, memory_cost=16_384, parallelism=1))
    stored = costly.make_hash("right words here")

    def seconds(hash_: str | None) -> float:
        best = 9.0
        for _ in range(4):
            start = time.perf_counter()
            assert not costly.agrees("wrong words here", hash_)
            best = min(best, time.perf_counter() - start)
        return best

    assert not costly.agrees("nobody has this password", None)
    assert seconds(None) > 0.5 * seconds(stored)


def test_a_broken_hash_never_agrees() -> None:
    assert not CHEAP.agrees("whatever", "not a hash")
    assert not CHEAP.agrees("whatever", "")
