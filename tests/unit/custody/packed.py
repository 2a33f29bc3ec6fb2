"""A package as most tests begin with: a gun and a file that changed hands, approved, sealed, stamped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ironriver import custody
from ironriver.custody import NewPackage, Package
from ironriver.custody.demo_authority import DemoAuthority
from tests.unit.custody.room import Room

REASON = "Trial in Pima County, disclosure due"


@dataclass(frozen=True)
class Packed:
    """A room with a time-stamp authority, and a finished package."""

    room: Room
    authority: DemoAuthority
    folder: Path
    package: Package
    exhibits: tuple[custody.Exhibit, ...]

    def bytes(self) -> bytes:
        _, stream = custody.open_package(self.room.actor("abara"), self.package.id, ledger=self.room.ledger)
        with stream:
            return stream.read()


def new(*exhibits: custody.Exhibit, **changes: str) -> NewPackage:
    given = {"matter": "criminal", "court": "Superior Court, Pima County", "reason": REASON, "language": "en"}
    return NewPackage(exhibits=tuple(e.id for e in exhibits), **(given | changes))  # type: ignore[arg-type]


@contextmanager
def stamping(room: Room, folder: Path) -> Iterator[tuple[Room, DemoAuthority]]:
    """The room with settings that name a running demonstration authority."""
    authority = DemoAuthority(folder)
    authority.start()
    changed = replace(room.ledger.settings, tsa_urls=authority.url, tsa_roots=str(folder / "bundle.pem"))
    before, room.ledger.settings = room.ledger.settings, changed
    try:
        yield room, authority
    finally:
        room.ledger.settings = before
        authority.stop()


def pack(room: Room, *exhibits: custody.Exhibit, **changes: str) -> Package:
    """Propose as the liaison, approve as the custodian, seal and stamp as the worker."""
    made = custody.propose_package(room.actor("abara"), room.case_id, new(*exhibits, **changes), ledger=room.ledger)
    custody.approve_package(room.actor("quill"), made.id, reason="Checked against the shelf", ledger=room.ledger)
    custody.seal_waiting(room.ledger)
    return custody.find_package(room.actor("abara"), made.id, ledger=room.ledger)


@contextmanager
def packed(room: Room, folder: Path) -> Iterator[Packed]:
    """A gun and a file with two transfers and a refusal each way, packed."""
    with stamping(room, folder) as (stamped, authority):
        gun, file = stamped.gun(), stamped.file()
        for one in (gun, file):
            stamped.give(one, "quill", "marchetti")
        stamped.offered(gun, "marchetti", "quill", "Returned after test")
        said = custody.Answer(seal="S-40737", reason="Seal read S-40737, record says S-40118")
        custody.refuse(stamped.actor("quill"), gun.id, said, ledger=stamped.ledger)
        yield Packed(stamped, authority, folder, pack(stamped, gun, file), (gun, file))
