"""A deployment with the demonstration's people, and the acts that most tests begin with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from argon2 import PasswordHasher

from ironriver import custody
from ironriver.access import Access, cases, find_account, open_access, prepare_demo
from ironriver.access.passwords import Passwords
from ironriver.custody import Answer, Described, Exhibit, Offer
from ironriver.graph import Catalogue, Database
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.vault import Keys, Vault
from tests import world as worlds
from tests.world import EngineAddress

CASE = "IR-2026-0417"
GUN = Described(
    description="Pistol, Harrow & Pike HP-9 Compact",
    authority="Search warrant SW-25-3381",
    finder="Officer 2207",
    place="1400 block W. Sierpe, Tucson, Arizona",
    found="8 Nov 2025 02:41",
    condition="Safe, magazine removed",
    seal="S-40118",
    location="Property room",
    make="Harrow & Pike",
    model="HP-9 Compact",
    calibre="9 × 19 mm",
    serial_frame="TKF11987",
    serial_slide="TKF11987",
)
FILE = Described(
    description="Video of the counter, camera 2",
    authority="Consent of the owner, form C-118",
    finder="Officer 2207",
)
BYTES = b"frames of a camera\n" * 5000


@dataclass(frozen=True)
class Room:
    """What tests of custody drive."""

    ledger: Ledger
    access: Access
    case_id: str

    def actor(self, login: str) -> Actor:
        account = find_account(self.ledger, login=login)
        assert account is not None
        return replace(account.as_actor(origin="test"), case=self.case_id, purpose="crim_933")

    def gun(self, by: str = "quill") -> Exhibit:
        return custody.receive_firearm(self.actor(by), self.case_id, GUN, ledger=self.ledger)

    def file(self, by: str = "quill", content: bytes = BYTES, said: Described = FILE) -> Exhibit:
        stream = io.BytesIO(content)
        return custody.receive_file(
            self.actor(by), self.case_id, stream, said, name="camera-2.mp4", ledger=self.ledger
        )

    def chain(self, exhibit: Exhibit, by: str = "quill") -> custody.Chain:
        return custody.find_chain(self.actor(by), exhibit.id, ledger=self.ledger)[0]

    def give(self, exhibit: Exhibit, by: str, to: str, reason: str = "Test-fire for comparison") -> None:
        """Offer and accept: the whole of a transfer by two people."""
        self.offered(exhibit, by, to, reason)
        seal = self.chain(exhibit).seal
        custody.accept(self.actor(to), exhibit.id, Answer(seal=seal, location="Laboratory"), ledger=self.ledger)

    def offered(
        self, exhibit: Exhibit, by: str, to: str, reason: str = "Test-fire for comparison"
    ) -> custody.Event:
        said = Offer(to=self.actor(to).id, reason=reason, seal=self.chain(exhibit).seal)
        return custody.offer(self.actor(by), exhibit.id, said, ledger=self.ledger)


@contextmanager
def opened_room(folder: Path, engine: EngineAddress) -> Iterator[Room]:
    """Open a deployment over the emptied graph; the ledger can sign checkpoints, as the worker's can."""
    database = Database.open(engine.uri, engine.user, engine.password)
    try:
        catalogue = Catalogue.load()
        worlds.empty(database, catalogue)
        settings = worlds.settings_in(folder, engine)
        keys = Keys.load_or_create(settings, signing=True)
        ledger = Ledger.open(settings, database, catalogue, Vault(settings.data_dir / "vault"), keys)
        access = open_access(
            settings, ledger, keys, passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))
        )
        prepare_demo(access)
        lead = find_account(ledger, login="marchetti")
        assert lead is not None
        case = next(c for c in cases.my_cases(lead.as_actor(origin="test"), ledger=ledger) if c.number == CASE)
        yield Room(ledger, access, case.id)
        access.close()
    finally:
        database.close()
