"""Packages changed by chance instead of by intention: a flipped bit, a cut, a lost or doubled file. None passes.

The verifier runs in this process, hundreds of times; that it does the same on bare Python is held elsewhere.
"""

from __future__ import annotations

import itertools
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ironriver.custody.verifier.program import FAILS, HOLDS, STEPS, WORDS, code_of, told, verify
from tests.forgeries.custody.forge import opened
from tests.unit.custody.packed import packed
from tests.unit.custody.room import opened_room
from tests.world import EngineAddress

RANDOM = random.Random(417)
FLIPS = 120


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("mutated")
    with opened_room(folder / "room", engine) as room, packed(room, folder / "tsa") as made:
        path = folder / "package.zip"
        path.write_bytes(made.bytes())
        yield path


@pytest.fixture(scope="module")
def good(package: Path) -> bytes:
    return package.read_bytes()


def judged(content: bytes, package: Path) -> list[dict[str, Any]]:
    path = package.with_name("changed.zip")
    path.write_bytes(content)
    return verify({"path": str(path)})


def failed(reports: list[dict[str, Any]]) -> bool:
    last = reports[-1]
    assert code_of(reports) != FAILS or (last["failed"]["en"] and last["failed"]["es"])
    assert [one["name"] for one in reports] == [name for name, _, _ in STEPS][: len(reports)]
    return code_of(reports) == FAILS


def places_of(package: Path) -> list[range]:
    """Where in the zip the bytes of files lie, and not its own bookkeeping."""
    with zipfile.ZipFile(package) as bag:
        found = []
        for info in bag.infolist():
            begins = info.header_offset + 30 + len(info.orig_filename.encode())
            found.append(range(begins, begins + info.file_size))
        return [one for one in found if one]


def test_the_package_itself_holds(good: bytes, package: Path) -> None:
    assert code_of(judged(good, package)) == HOLDS


def test_no_flipped_bit_of_any_file_passes(good: bytes, package: Path) -> None:
    """Every file is hit at least once, at a place and bit that chance chooses."""
    files = places_of(package)
    hit = [RANDOM.choice(one) for one in files] + [RANDOM.choice(RANDOM.choice(files)) for _ in range(FLIPS)]
    for place in hit:
        content = bytearray(good)
        content[place] ^= 1 << RANDOM.randrange(8)
        assert failed(judged(bytes(content), package)), place


def test_a_flipped_bit_of_the_zips_bookkeeping_never_changes_what_is_read(good: bytes, package: Path) -> None:
    """Dates and attributes of entries prove nothing and may be changed; contents and names may not."""
    inside = {place for one in places_of(package) for place in one}
    outside = [place for place in range(len(good)) if place not in inside]
    before = opened(good).files
    for place in RANDOM.sample(outside, FLIPS):
        content = bytearray(good)
        content[place] ^= 1 << RANDOM.randrange(8)
        if not failed(judged(bytes(content), package)):
            assert opened(bytes(content)).files == before, place


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.99, 0.9999])
def test_a_cut_package_fails_without_falling_over(share: float, good: bytes, package: Path) -> None:
    assert failed(judged(good[: int(len(good) * share)], package))


@pytest.mark.parametrize(
    "content", [b"PK", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"\x00" * 5000, b"PK\x03\x04" * 40]
)
def test_what_is_no_package_fails_without_falling_over(content: bytes, package: Path) -> None:
    assert failed(judged(content, package))


def test_no_file_can_be_left_out(good: bytes, package: Path) -> None:
    for name in opened(good).files:
        forgery = opened(good)
        del forgery.files[name]
        assert failed(verify({"path": str(forgery.write(package.with_name("less.zip")))})), name


def test_no_file_can_be_left_out_and_the_lists_written_anew(good: bytes, package: Path) -> None:
    whole = judged(good, package)
    for name in opened(good).files:
        if name in ("package.json", "bag-info.txt"):
            continue  # without these there is nothing to write the lists from
        forgery = opened(good)
        del forgery.files[name]
        forgery.repair()
        reports = verify({"path": str(forgery.write(package.with_name("less.zip")))})
        if name.startswith("seal/stamps/"):
            # A time-stamp more or less is said, and changes nothing of what the others prove.
            assert reports[-1].get("found") != whole[-1]["found"] or failed(reports), name
        elif forgery.files.keys() != opened(good).files.keys():
            assert failed(reports), name


def test_no_file_can_be_added_whatever_its_name(good: bytes, package: Path) -> None:
    for name in ("data/exhibits/more.bin", "data/../x", "seal/more.json", "VERIFY.PY", "/etc/passwd", "a\\b"):
        for repaired in (False, True):
            forgery = opened(good)
            forgery.files[name] = b"more"
            if repaired:
                forgery.repair()
            assert failed(verify({"path": str(forgery.write(package.with_name("more.zip")))})), (name, repaired)


def test_two_files_cannot_change_places(good: bytes, package: Path) -> None:
    names = sorted(opened(good).files)
    for one, other in itertools.pairwise(names):
        forgery = opened(good)
        if forgery.files[one] == forgery.files[other]:
            continue
        forgery.files[one], forgery.files[other] = forgery.files[other], forgery.files[one]
        assert failed(verify({"path": str(forgery.write(package.with_name("turned.zip")))})), (one, other)


def test_an_empty_folder_and_one_with_a_stray_file_fail(tmp_path: Path) -> None:
    assert failed(verify({"path": str(tmp_path)}))
    (tmp_path / "package.json").write_text("{}")
    assert failed(verify({"path": str(tmp_path)}))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_it_prints_says_what_failed_and_what_to_do(language: str, good: bytes, package: Path) -> None:
    content = bytearray(good)
    content[places_of(package)[0][0]] ^= 1
    broken, whole = told(judged(bytes(content), package), language), told(judged(good, package), language)
    fine, fails, _, end, what, _ = WORDS[language]
    assert f": {fails}" in broken
    assert broken.rstrip().endswith(what)
    assert end not in broken
    assert whole.count(f": {fine}") == len(STEPS)
    assert whole.rstrip().endswith(end)
