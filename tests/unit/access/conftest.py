"""Parts of the access room opened as in the product, with a hash that costs a millisecond instead of ninety."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher

from ironriver import clock
from ironriver.access import Access, Proof, Visit, events, open_access
from ironriver.access.accounts import NewAccount, create_account
from ironriver.access.credentials import Credentials
from ironriver.access.passwords import Passwords
from ironriver.access.sessions import Sessions
from ironriver.cli import run_command
from ironriver.graph import Catalogue, Database
from ironriver.model.actor import Actor, Role, system_actor
from ironriver.model.marking import Handling, Tlp
from tests import world as worlds
from tests.world import EngineAddress, World

PASSWORD = "four unrelated words here"
MASTER = b"m" * 32
HERE = Visit(address="192.0.2.7", agent="test")

#: The same algorithm as in the product, argon2id, at the lowest cost.
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def credentials(tmp_path: Path) -> Iterator[Credentials]:
    """A credentials file of its own."""
    opened = Credentials(tmp_path / "keys", MASTER, CHEAP)
    yield opened
    opened.close()


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    """A session table of its own, under boot id `boot-1`."""
    opened = Sessions(tmp_path / "data", "boot-1")
    yield opened
    opened.close()


@pytest.fixture
def access(world: World) -> Iterator[Access]:
    """The access room of a fresh demo deployment."""
    yield from _opened(world, demo=True)


@pytest.fixture
def production(world: World) -> Iterator[Access]:
    """The access room of a fresh deployment that is not in demo mode: a second factor is needed."""
    yield from _opened(world, demo=False)


@pytest.fixture(scope="module")
def demo_world(
    tmp_path_factory: pytest.TempPathFactory, engine: EngineAddress, open_database: Database, catalogue: Catalogue
) -> World:
    """A deployment that a whole module shares, because the demonstration takes seconds to make.

    No test of such a module may ask for `world` or `database`: they empty the graph.
    """
    worlds.empty(open_database, catalogue)
    return worlds.make_world(tmp_path_factory.mktemp("demo") / "world", engine, open_database, catalogue)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[World], Run]:
    """From a deployment to a function that runs a command with lines typed in: exit code, output, errors."""

    def at(world: World) -> Run:
        for name in ("data_dir", "keys_dir", "checkpoints_dir", "cache_dir", "neo4j_uri", "neo4j_password_file"):
            monkeypatch.setenv(f"IRONRIVER_{name.upper()}", str(getattr(world.settings, name)))
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
            monkeypatch.delenv(name, raising=False)

        def go(*words: str, typed: tuple[str, ...] = (), demo: bool = True) -> tuple[int, str, str]:
            monkeypatch.setenv("IRONRIVER_DEMO", "1" if demo else "0")
            monkeypatch.setattr("sys.stdin", io.StringIO("".join(line + "\n" for line in typed)))
            capsys.readouterr()
            code = run_command(list(words))
            printed = capsys.readouterr()
            return code, printed.out, printed.err

        return go

    return at


def _opened(world: World, *, demo: bool) -> Iterator[Access]:
    settings = replace(world.settings, demo=demo)
    opened = open_access(settings, world.ledger, world.ledger.keys, passwords=CHEAP)
    yield opened
    opened.close()
    events.record_in(None)


@dataclass
class Person:
    """Somebody with an account: what he knows, and his authenticator."""

    access: Access
    id: str
    login: str
    secret: str = ""

    def proof(self, password: str = PASSWORD) -> Proof:
        """Password and the code of this moment."""
        code = pyotp.TOTP(self.secret).at(clock.now()) if self.secret else ""
        return Proof(password=password, code=code)

    def actor(self) -> Actor:
        """The person as the rooms know him."""
        from ironriver.access import find_account

        found = find_account(self.access.ledger, id=self.id)
        assert found is not None
        return found.as_actor(origin="test")


def make_person(access: Access, login: str, *roles: Role, factor: bool = False, **changes) -> Person:
    """Make an account with a password, and a confirmed second factor if asked."""
    given = {
        "login": login,
        "name": login.title(),
        "agency": "us-tpd",
        "roles": frozenset(roles or {Role.INVESTIGATOR}),
        "max_tlp": Tlp.AMBER_STRICT,
        "handling": frozenset({Handling.TIAHRT}),
    }
    account = create_account(system_actor("test"), NewAccount(**(given | changes)), ledger=access.ledger)
    access.credentials.set_password(account, PASSWORD)
    person = Person(access, account, login)
    if factor:
        person.secret = pyotp.random_base32()
        access.credentials.set_factor(account, person.secret)
        # Confirmed with the code of two minutes ago, so that today's are unused.
        with clock.moved_by(timedelta(minutes=-2)):
            assert access.credentials.confirm_factor(account, person.proof().code)
    return person
