"""The platform as `ironriver run` starts it; worker, web server and engine are killed at moments that chance picks.

A file goes in by the page meanwhile, and somebody opens cases. In the end nothing that was told is lost, nothing is
half done, and the graph is the one that an undisturbed import makes.
"""

from __future__ import annotations

import logging
import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from ironriver.access import DEMO_PASSWORD, NewAccount
from ironriver.access.accounts import create_account
from ironriver.app import Platform, open_platform
from ironriver.errors import Unavailable
from ironriver.graph import Catalogue, Database
from ironriver.ingest import import_file
from ironriver.jobs import Job, State
from ironriver.ledger import Head, Ledger, canonical_hash, verify_log
from ironriver.model.actor import Role, system_actor
from ironriver.model.marking import PUBLIC, Handling, Tlp
from tests.unit.ingest.files import write_csv
from tests.unit.ledger.rows import heads_of
from tests.unit.processes.running_platform import (
    OpeningCases,
    Person,
    answers,
    command_line,
    descendants,
    own_settings,
    processes_of,
    started,
    wait_for,
)  # fmt: skip
from tests.world import AGENCY, EngineAddress, make_world

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Size:
    """Kind of file, what its rows become, how many there are, and who dies. A job is given up after five deaths."""

    kind: str
    label: str
    rows: int
    victims: tuple[str, ...]


#: In every run a kind of few nodes a row; in the heavy one guns, dealers, readings and their keys.
SOME = Size("dealer-volumes", "DealerVolume", 5_000, ("worker", "worker", "web", "engine"))
MANY = Size("thefts", "Theft", 100_000, ("worker",) * 4 + ("web",) * 6 + ("engine",) * 3)
#: Seconds that the whole import may take at the most.
LONGEST = 3_600
#: What an import itself is, who asked for it, and what he did beside it, as against what it brought.
ASIDE = re.compile(r"(Batch|Source|Account|Case|-MEMBER_OF-)/")


@pytest.fixture(params=[pytest.param(SOME, id="some"), pytest.param(MANY, id="many", marks=pytest.mark.heavy)])
def size(request: pytest.FixtureRequest) -> Size:
    return request.param


@pytest.fixture
def chance() -> random.Random:
    """Other moments each time; a failure prints the seed that brings them again."""
    seed = int(os.environ.get("IRONRIVER_TEST_SEED") or random.randrange(1_000_000))
    log.warning("IRONRIVER_TEST_SEED=%d", seed)
    return random.Random(seed)


def theft(number: int) -> dict[str, str]:
    return {
        "report_number": f"R{number // 3}", "theft_date": "02/20/2025", "kind": "burglary", "type": "pistol",
        "dealer_ffl": f"7-86-{number % 40:05d}", "serial": f"QX{number:06d}", "maker": "Glock",
    }  # fmt: skip


def volume(number: int) -> dict[str, str]:
    group = ("handgun", "long gun", "other")[number // 5 % 3]
    return {
        "dealer_ffl": f"7-86-{number // 15 + 1:05d}", "year": str(2018 + number % 5), "type_group": group,
        "sales": str(number), "as_of": "2026-02-01",
    }  # fmt: skip


def state(database: Database, catalogue: Catalogue) -> dict[str, str]:
    found = canonical_hash(database, catalogue).buckets
    return {name: digest for name, digest in found.items() if not ASIDE.match(name)}


@pytest.fixture
def calm(tmp_path: Path, engine: EngineAddress, database: Database, catalogue: Catalogue, file: Path, size: Size):
    """What an undisturbed import of the file makes, asked for once the disturbed platform is starting."""
    world = make_world(tmp_path / "calm", engine, database, catalogue)

    def brought() -> dict[str, str]:
        import_file(world.actor, file, ledger=world.ledger, kind=size.kind, authority="a", brought_by="b")
        return state(database, catalogue)

    return world.settings.keys_dir, brought


@pytest.fixture
def file(tmp_path: Path, size: Size) -> Path:
    row = theft if size.kind == "thefts" else volume
    return write_csv(tmp_path / "file.csv", [row(number) for number in range(size.rows)])


def begin(platform: Platform) -> None:
    """Genesis, and one person who may bring files in and open cases."""
    platform.ledger.genesis(agency=AGENCY, administrator="admin")
    new = NewAccount(
        login="marchetti", name="J. Marchetti", agency=AGENCY, roles=frozenset({Role.INVESTIGATOR}), demo=True,
        holdings=frozenset({PUBLIC, AGENCY}), max_tlp=Tlp.RED, handling=frozenset(Handling),
    )  # fmt: skip
    account = create_account(system_actor("test"), new, ledger=platform.ledger)
    platform.access.credentials.set_published_password([account], DEMO_PASSWORD)


@dataclass
class Disturbed:
    """A job of import, and what the log had promised before each death."""

    platform: Platform
    job: str
    heads: list[Head]

    def now(self) -> Job:
        found = self.platform.jobs.get(self.job)
        assert found.state is not State.FAILED, found.error
        return found

    def wait_for_rows(self, rows: int) -> None:
        wait_for(lambda: self.now().done >= rows or self.now().state is State.DONE, LONGEST)

    def note_head(self) -> None:
        """Keep the head of now; while the engine is away, wait."""
        wait_for(self._note)

    def _note(self) -> bool:
        with suppress(Unavailable):
            self.heads.append(self.platform.ledger.head())
            return True
        return False


def moments(chance: random.Random, size: Size) -> Iterator[tuple[int, str]]:
    """Who dies once how many rows are in, in the order of time; the last fifth is left to come through."""
    when = sorted(chance.randrange(1, size.rows * 4 // 5) for _ in size.victims)
    yield from zip(when, chance.sample(size.victims, len(size.victims)), strict=True)


def test_whoever_dies_whenever_the_import_ends_as_if_nobody_had(
    tmp_path: Path, calm, file: Path, size: Size, chance: random.Random
) -> None:
    keys, undisturbed = calm
    settings = own_settings(tmp_path / "own")
    shutil.copytree(keys, settings.keys_dir)
    with started(settings) as running:
        wanted = undisturbed()
        wait_for(lambda: answers(settings) or running.poll() is not None)
        platform = open_platform(settings)
        begin(platform)
        person = Person(settings, "marchetti")
        disturbed = Disturbed(platform, upload(person, file, size.kind), [])
        cases = OpeningCases(Person(settings, "marchetti"))
        cases.start()
        for done, victim in moments(chance, size):
            disturbed.wait_for_rows(done)
            time.sleep(chance.uniform(0, 0.3))
            disturbed.note_head()
            wait_for(lambda victim=victim: processes_of(victim, running))
            os.kill(chance.choice(processes_of(victim, running)), signal.SIGKILL)
            log.warning("%s died at %d rows or a little more", victim, disturbed.now().done)
        wait_for(lambda: disturbed.now().state is State.DONE, LONGEST)
        wait_for(lambda: answers(settings))
        cases.done.set()
        cases.join()
        page = person.get(f"/imports/jobs/{disturbed.job}").text
        check(disturbed, cases, size)
        assert "Done" in page
        assert state(platform.database, platform.catalogue) == wanted
        platform.close()
        everyone = descendants(running.pid)
        running.send_signal(signal.SIGTERM)
        assert running.wait(120) == 0
        wait_for(lambda: not any(command_line(pid) for pid in everyone), 20)
    assert not answers(settings)


def upload(person: Person, path: Path, kind: str) -> str:
    """Hand the file in at the page; return the job that loads it."""
    given = {"kind": kind, "authority": "a", "brought_by": "b", "holding": AGENCY, "tlp": "2"}
    sent = person.post("/imports", given, files={"file": (path.name, path.read_bytes())})
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"].rsplit("/", 1)[1]


def check(disturbed: Disturbed, cases: OpeningCases, size: Size) -> None:
    """Every row and every case that was told is there, whole; the log holds and begins as it did at each death."""
    platform = disturbed.platform
    job = disturbed.now()
    assert job.attempts > 1
    assert job.result is not None
    assert (job.result["added"], job.result["changed"]) == (size.rows, 0)
    (batch,) = platform.database.read("MATCH (b:Batch) RETURN b.state AS state")
    assert batch == {"state": "closed"}
    (brought,) = platform.database.read(f"MATCH (n:{size.label}) RETURN count(n) AS rows")
    assert brought == {"rows": size.rows}
    platform.ledger.wait_until_all_copied()
    verify_log(platform.ledger)
    check_log_begins_as(platform.ledger, disturbed.heads)
    found = platform.database.read(
        "MATCH (c:Case) RETURN c.number AS number, COUNT { (:Account)-[:MEMBER_OF {role: 'lead'}]->(c) } AS leads"
    )
    assert len(cases.told) > 5
    assert {one["number"] for one in found} >= set(cases.told)
    assert all(one["leads"] == 1 for one in found)
    # Refused with a page that says so, never with an error of ours.
    assert cases.refusals <= {503}
    acts = Counter(entry.fields["act"] for entry in platform.ledger.segments.read())
    assert acts["access.open_case"] == len(found)


def check_log_begins_as(ledger: Ledger, heads: list[Head]) -> None:
    assert set(heads) <= heads_of(ledger.segments.read())
