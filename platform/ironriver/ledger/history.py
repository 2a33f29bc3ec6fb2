"""From an entry back to what it did: its pack, its rows, the text of its statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ironriver.errors import NotFound, Tampered
from ironriver.graph import Catalogue
from ironriver.ledger.entries import Entry, bad_entry
from ironriver.ledger.packs import Pack, broken, read_pack
from ironriver.ledger.salts import Salts
from ironriver.vault import Keys, Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One statement of an act as it was done: name, digest of its text, rows as `{s, p}` maps."""

    name: str
    sha256: str
    rows: list[dict[str, Any]]


class History:
    """Opens packs. Everything it returns has been held against the leaf."""

    def __init__(self, vault: Vault, salts: Salts, keys: Keys) -> None:
        self.vault = vault
        self.salts = salts
        self.keys = keys

    def pack(self, entry: Entry) -> Pack:
        """Return the pack of an entry, checked against its leaf. Raises `Tampered` naming entry and pack."""
        where = f"entry {entry.seq}, pack {entry.pack}"
        try:
            content = self.vault.read(entry.pack)
        except NotFound as cause:
            raise broken(f"{where}: missing") from cause
        if self.vault.digest(content) != entry.pack:
            raise broken(f"{where}: its bytes have another digest")
        try:
            pack = read_pack(content)
        except Tampered as cause:
            raise broken(f"{where}: {cause.detail}") from cause
        fields = entry.fields
        promised = [{k: s[k] for k in ("n", "name", "sha256")} for s in fields["statements"]]
        if pack.act_id != entry.act_id or list(pack.statements) != promised:
            raise broken(f"{where}: it is the pack of another act")
        for number, (statement, root) in enumerate(zip(fields["statements"], pack.roots(), strict=True)):
            if statement["rows_root"] != root:
                raise broken(f"{where}: the rows of statement {number} do not give the root in the leaf")
        sealed = {fields[name] for name in ("case", "purpose") if fields[name].startswith("sealed:")}
        if sealed - {f"sealed:{pack.commitments[-1].hex()}"}:
            raise bad_entry(entry.seq, "its sealed purpose is not the one in its pack")
        return pack

    def salts_of(self, entry: Entry, pack: Pack) -> bytes:
        """Return the salt file of a pack. Raises `Tampered` naming it."""
        return self.salts.read(entry.pack, len(pack.boxes))

    def statements(self, entry: Entry) -> list[Recorded]:
        """Return what an entry did, row by row; shredded payloads are empty. Raises `Tampered`."""
        pack = self.pack(entry)
        salts = self.salts_of(entry, pack)
        try:
            return [
                Recorded(
                    name=s["name"],
                    sha256=s["sha256"],
                    rows=[row for row, _ in pack.rows(number, salts, self.keys.master_key)],
                )
                for number, s in enumerate(pack.statements)
            ]
        except Tampered as cause:
            raise broken(f"entry {entry.seq}, pack {entry.pack}: {cause.detail}") from cause


class Texts:
    """Statement texts by digest: as recorded, or what the catalogue says replaces them (`replaces: <sha256>`)."""

    def __init__(self, vault: Vault, catalogue: Catalogue) -> None:
        self.vault = vault
        self._known: dict[str, str] = {}
        self._independent = {s.sha256 for s in catalogue.values() if s.header.rows_independent}
        self._replaced = {
            old: statement
            for statement in catalogue.values()
            for old in statement.header.pairs.get("replaces", "").split()
        }

    def recorded(self, sha256: str) -> str:
        """Return the text as it was recorded. Raises `Tampered` if the vault lost or changed it."""
        if sha256 not in self._known:
            try:
                self.vault.check(sha256)
                self._known[sha256] = self.vault.read(sha256).decode()
            except (NotFound, Tampered) as cause:
                raise broken(f"statement text {sha256}: {cause.detail or 'missing'}") from cause
        return self._known[sha256]

    def to_run(self, sha256: str) -> str:
        """Return the text that replay runs."""
        replacement = self._replaced.get(sha256)
        return replacement.text if replacement is not None else self.recorded(sha256)

    def independent(self, sha256: str) -> bool:
        """Say whether rows of this statement may be joined with those of the act before."""
        replacement = self._replaced.get(sha256)
        return (replacement.sha256 if replacement is not None else sha256) in self._independent
