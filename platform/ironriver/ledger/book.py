"""The ledger as other rooms see it: act, ask, look, id_for, genesis, shred."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ironriver import clock
from ironriver.errors import Invalid, Say
from ironriver.graph import Catalogue, Database
from ironriver.ledger import shredding, sweeping
from ironriver.ledger.acting import GENESIS_ACT, Acting
from ironriver.ledger.acts import Act, Answer, Ask, Change, DataCut, Head, Receipt, Row, Shown
from ironriver.ledger.asking import ASK_SECONDS, Asking
from ironriver.ledger.entries import Entry
from ironriver.ledger.follower import Follower, too_far_behind
from ironriver.ledger.head import read_entries
from ironriver.ledger.readlog import ReadLog
from ironriver.ledger.salts import Salts
from ironriver.ledger.segments import Segments
from ironriver.model import ids
from ironriver.model.actor import Actor, Role, system_actor
from ironriver.model.marking import PUBLISHED, Tlp
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault, write_whole


class Ledger:
    """The one door to write facts and the one to read them. Safe from several threads and processes."""

    def __init__(
        self, settings: Settings, database: Database, catalogue: Catalogue, vault: Vault, keys: Keys
    ) -> None:
        self.settings = settings
        self.database = database
        self.catalogue = catalogue
        self.vault = vault
        self.keys = keys
        self.salts = Salts(settings.data_dir / "salts")
        self.segments = Segments(settings.data_dir / "segments")
        self.follower = Follower(database, catalogue, self.segments)
        self.read_log = ReadLog(settings.data_dir / "readlog", keys.master_key)
        #: Read-log files as last anchored by this process: name → (bytes, records). The signer's memory.
        self.anchored: dict[str, tuple[int, int]] = {}
        self._acting = Acting(database, catalogue, vault, keys, salts=self.salts, follower=self.follower)
        self._asking = Asking(database, catalogue, keys, self.read_log)

    @classmethod
    def open(cls, settings: Settings, database: Database, catalogue: Catalogue, vault: Vault, keys: Keys) -> Ledger:
        """Return the ledger of a deployment. Raises `Invalid` when the keys are not those that it was begun with.

        That is told by `keys.fingerprint` in the data directory. Where that file is missing although entries were
        copied there, nobody can tell, and the ledger is refused; an empty directory is a new deployment.
        """
        noted = settings.data_dir / "keys.fingerprint"
        if not noted.is_file() and any((settings.data_dir / "segments").glob("entries-*.jsonl")):
            raise Invalid(
                Say(
                    en=f"{noted} is missing, so nobody can tell whether the keys belong to this data. Restore it "
                    "from the backup that the segments came from.",
                    es=f"Falta {noted} y nadie puede saber si las llaves son las de estos datos. Restáurelo del "
                    "respaldo del que vienen los segmentos.",
                )
            )
        if noted.is_file() and noted.read_text("ascii").strip() != keys.fingerprint():
            raise Invalid(
                Say(
                    en=f"The keys in {settings.keys_dir} do not belong to the data in {settings.data_dir}. Restore "
                    "the keys that were backed up with this data.",
                    es=f"Las llaves en {settings.keys_dir} no son las de los datos en {settings.data_dir}. "
                    f"Restaure "
                    "las llaves respaldadas con estos datos.",
                )
            )
        return cls(settings, database, catalogue, vault, keys)

    def act(self, actor: Actor, act: Act) -> Receipt:
        """Do an act: all of its changes and its entry in one transaction, or nothing.

        Returns when the act is durable. The same `act_id` again answers as the first time (`repeated`). Raises
        `TooLarge` over 1,000 rows, `Conflict` where a row's ends are not there or a key is taken, `Invalid` for
        statements that may not be used, `Unavailable` when database or disk refuse or the follower lags.
        """
        receipt = self._acting.perform(actor, act)
        self._asking.note_settled(receipt.seq + 1)
        return receipt

    def sealing_apart(self) -> AbstractContextManager[None]:
        """Seal the rows of acts in a process of its own meanwhile: for who writes many full acts."""
        return self._acting.sealer.apart()

    def ask(
        self,
        actor: Actor,
        name: str,
        params: Mapping[str, Any],
        *,
        shown: Shown | None = None,
        timeout: float = ASK_SECONDS,
    ) -> Answer:
        """Read case data as this actor may see it; logged and synced before it returns.

        `params` come without the visibility parameters. `shown` names the ids that the person gets to see; by
        default all ids in the rows. Raises `Invalid` for statements that are not case-data reads, `Unavailable`
        when the engine does not answer or the read log cannot be written.
        """
        return self._asking.ask(actor, [Ask(statement=name, params=params, shown=shown)], timeout=timeout)[0]

    def ask_many(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = ASK_SECONDS) -> list[Answer]:
        """Like `ask` for the several questions of one page: one data cut, one group in the read log, one sync."""
        return self._asking.ask(actor, asks, timeout=timeout) if asks else []

    def note_read(self, actor: Actor, name: str, params: Mapping[str, Any], *, count: int) -> DataCut:
        """Write a read into the read log that another engine answers (a projection), before anything of it leaves.

        `params` are sealed; those of a person's own query hold its `text`, whose digest stands in the open. Returns
        the data cut of now. Raises `Unavailable` when it cannot be written: then nothing may be shown.
        """
        return self._asking.note(actor, name, params, count)

    def look(self, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Read the product's own data (accounts, cases, ledger): not logged, no visibility. Never case data."""
        return self._asking.look(name, params)

    def id_for(self, kind: str, basis: str, holding: str) -> str:
        """Return the id of a thing, keyed so that it cannot be confirmed by guessing; see `model.ids.mint`."""
        return ids.mint(self.keys.id_key, kind, basis, holding)

    def head(self) -> Head:
        """Return the end of the log. For auditors and the status page: its size tells of hidden acts.

        Waits until another process's newest act is applied. Raises `Unavailable` when the engine does not answer.
        """
        return self._asking.head()

    def head_after_reading(self) -> Head:
        """Return the end of the log with every act of which a read before this call may have seen a part.

        What was read from `head()` on is of one moment if this is the same. Raises `Unavailable`.
        """
        return self._asking.head_after_reading()

    def entries(self, *, start: int = 0, limit: int = 100) -> list[Entry]:
        """Return entries from number `start` on. For auditors."""
        return read_entries(self.database, self.catalogue, start=start, limit=limit)

    def wait_until_copied(self, receipt: Receipt, *, seconds: float = 30.0) -> None:
        """Return once the act lies in the segment files too.

        Copies itself where no worker does. Raises `Unavailable` after `seconds`.
        """
        self._wait_for_copy(receipt.seq + 1, seconds)

    def wait_until_all_copied(self, *, seconds: float = 30.0) -> None:
        """Like `wait_until_copied`, for all that the log holds now."""
        self._wait_for_copy(self.head().size, seconds)

    def _wait_for_copy(self, size: int, seconds: float) -> None:
        until = clock.monotonic() + seconds
        while self.segments.size() < size:
            if not self.follower.follow_once() and self.segments.size() < size:
                if clock.monotonic() > until:
                    raise too_far_behind(size - self.segments.size())
                clock.sleep(0.05)

    def shred(self, actor: Actor, ids: Collection[str], *, act_id: str | None = None) -> list[Receipt]:
        """Destroy the payload of every row about these ids (as id, subject or end), in ledger and graph.

        The callers have the approvals. Raises `NotFound` where nothing is recorded about them, `Invalid` for
        accounts, cases and agreements. An interruption is finished by `finish_shredding` at the next start.
        """
        return shredding.shred(self, actor, ids, act_id=act_id or os.urandom(16).hex())

    def finish_shredding(self) -> int:
        """Complete shreddings that a crash cut short; return the number of parts destroyed now."""
        return shredding.finish(self)

    def sweep(self) -> int:
        """Forget the sealed rows of acts that never happened; return how many packs."""
        return sweeping.sweep(self)

    def genesis(self, *, agency: str, administrator: str, agency_name: str = "") -> Receipt:
        """Make the first entry: the agency, the system's account and the first administrator's.

        `agency` is the holding's id (`us-tpd`), `administrator` a login. Doing it again answers as the first time.
        The administrator's one-time code is no fact: `access` makes it and the command line prints it.
        """
        actor = system_actor("genesis")
        people = {
            actor.id: _account("system", actor.name, "system", Role.SYSTEM),
            self.id_for("Account", f"login:{administrator}", ""): _account(
                administrator, administrator, agency, Role.ADMINISTRATOR
            ),
        }
        place = {"id": self.id_for("Agency", f"agency:{agency}", PUBLISHED.holding), **PUBLISHED.as_properties()}
        changes = [
            Change(statement="write.put_agency", rows=[Row(place, {"name": agency_name or agency})]),
            Change(statement="write.put_account", rows=[Row({"id": id_}, p) for id_, p in people.items()]),
        ]
        write_whole(self.settings.data_dir / "keys.fingerprint", self.keys.fingerprint().encode() + b"\n")
        return self.act(actor, Act(name="ledger.genesis", changes=changes, act_id=GENESIS_ACT))


def _account(login: str, name: str, agency: str, role: Role) -> dict[str, Any]:
    return {
        "login": login,
        "name": name,
        "agency": agency,
        "holdings": [] if role is Role.SYSTEM else [agency],
        "max_tlp": int(Tlp.AMBER),
        "handling": [],
        "roles": [str(role)],
        "state": "active",
        "language": "en",
        "created": clock.stamp(),
    }
