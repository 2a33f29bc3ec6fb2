"""Parts of the access room opened as in the product, with a hash that costs a millisecond instead of ninety."""

from __future__ import annotations

from collections.abc import Iterator
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
from ironriver.model.actor import Actor, Role, system_actor
from ironriver.model.marking import Handling, Tlp
from tests.world import World

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
