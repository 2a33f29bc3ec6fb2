"""One act, one transaction: head lock, look-ups, statements, entry. If the entry fails, nothing happened."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.errors import Conflict, Invalid, Say, TooLarge, Unavailable
from ironriver.graph import Busy, Catalogue, Database, Statement, WriteTransaction
from ironriver.ledger.acts import MAX_ROWS, Act, Change, Head, Receipt
from ironriver.ledger.entries import Entry, as_code, leaf_bytes
from ironriver.ledger.follower import LAG_LIMIT, Follower, too_far_behind
from ironriver.ledger.head import append_entry, lock_head, no_genesis
from ironriver.ledger.packs import Group, Sealed, seal
from ironriver.ledger.salts import Salts
from ironriver.model.actor import Actor
from ironriver.sealing import Sealer
from ironriver.vault import Keys, Vault

GENESIS_ACT = "genesis"
#: A busy database (lost lock race, 15 s lock limit) is asked again this often before the person is told.
TRIES = 3
#: What only `row.s` says of case data: in a payload it would change id or marking behind the statement's back.
_STRUCTURE = frozenset({"id", "holding", "tlp", "handling"})
#: Removing what is not there is no error; every other statement must find every row's ends.
_MAY_MISS = ("drop_", "unlink_", "shred_")


@dataclass(slots=True)
class _Sealing:
    """The rows of an act on their way into the vault, in a thread of their own while Neo4j works."""

    groups: list[Group]
    future: Future[tuple[Sealed, str]]


class _TransactionLook:
    def __init__(self, transaction: WriteTransaction, catalogue: Catalogue) -> None:
        self._transaction = transaction
        self._catalogue = catalogue

    def read(self, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        statement = self._catalogue.statement(name)
        if statement.mode != "read":
            raise _not_this_mode(statement, "read")
        return self._transaction.run(statement, params)


class Acting:
    """Performs acts. Safe from several threads and processes: the head lock makes them one after another."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        vault: Vault,
        keys: Keys,
        *,
        salts: Salts,
        follower: Follower,
    ) -> None:
        self.database = database
        self.catalogue = catalogue
        self.vault = vault
        self.keys = keys
        self.salts = salts
        self.follower = follower
        self.sealer = Sealer(keys.master_key)
        self._texts: set[str] = set()
        self._pool: ThreadPoolExecutor | None = None
        self._pool_pid = 0
        self._pool_lock = threading.Lock()
        self._size = 0

    def perform(self, actor: Actor, act: Act) -> Receipt:
        """Do the act and return its receipt; see `Ledger.act`."""
        act_id = act.act_id or os.urandom(16).hex()
        self._help_follower()
        for attempt in range(TRIES):
            try:
                return self._attempt(actor, act, act_id)
            except Busy:
                if attempt == TRIES - 1:
                    raise
                clock.sleep(0.05 * 2**attempt)
        raise AssertionError("unreachable")

    def _attempt(self, actor: Actor, act: Act, act_id: str) -> Receipt:
        sealing = None if callable(act.changes) else self._start(actor, act.changes, act_id)
        sent = False
        try:
            with self.database.writing() as transaction:
                head, earlier = lock_head(transaction, self.catalogue, act_id)
                if earlier is not None:
                    self._discard(sealing)
                    return _answer_again(actor, act, earlier)
                self._admit(head, act_id)
                if callable(act.changes):
                    changes = act.changes(_TransactionLook(transaction, self.catalogue))
                    sealing = self._start(actor, changes, act_id)
                assert sealing is not None  # noqa: S101 - one of the two branches made it
                self._write(transaction, sealing.groups)
                sealed, pack = sealing.future.result()
                entry = self._entry(actor, act, act_id, head, (sealing.groups, sealed, pack))
                append_entry(transaction, self.catalogue, head, entry)
                sent = True
        except Unavailable as cause:
            if sent and not isinstance(cause, Busy):
                receipt = self._settle(actor, act, act_id, cause)
                if receipt is not None:
                    return receipt
            self._discard(sealing)
            raise
        except BaseException as cause:
            # The driver may refuse a value before the thread that seals has begun: what that says is waited for.
            refusal = self._discard(sealing, wait=isinstance(cause, (TypeError, ValueError)))
            if isinstance(refusal, Invalid):  # what cannot be sealed, the driver refuses too, in its own words
                raise refusal from cause
            raise
        self._size = entry.seq + 1
        return Receipt(seq=entry.seq, at=str(entry.fields["at"]), act_id=act_id, rows=entry.rows)

    def _write(self, transaction: WriteTransaction, groups: Sequence[Group]) -> None:
        calls = (
            (self.catalogue.statement(group.name), {"rows": [{"s": s, "p": p} for s, p in group.rows]})
            for group in groups
        )
        for group, found in zip(groups, transaction.run_each(calls), strict=True):
            written = found[0].get("written", len(group.rows)) if found else len(group.rows)
            if written != len(group.rows) and not group.name.partition(".")[2].startswith(_MAY_MISS):
                raise Conflict(
                    Say(
                        en="This change refers to something that is not in the graph, or is there twice. Nothing "
                        "was changed. Reload and try again.",
                        es="Este cambio se refiere a algo que no está en el grafo, o está dos veces. No se cambió "
                        "nada. Recargue e intente de nuevo.",
                    ),
                    detail=f"{group.name}: {written} of {len(group.rows)} rows took effect",
                )

    def _entry(
        self, actor: Actor, act: Act, act_id: str, head: Head, sealing: tuple[Sequence[Group], Sealed, str]
    ) -> Entry:
        groups, sealed, pack = sealing
        fields = {
            "seq": head.size,
            "at": clock.stamp(),
            "actor": actor.id,
            "origin": actor.origin,
            "case": as_code(actor.case, sealed.context),
            "purpose": as_code(actor.purpose, sealed.context),
            "act": act.name,
            "batch": act.batch or "",
        }
        statements = [
            {"name": g.name, "sha256": g.sha256, "n": len(g.rows), "rows_root": root}
            for g, root in zip(groups, sealed.roots, strict=True)
        ]
        return Entry(seq=head.size, text=leaf_bytes(fields, statements), act_id=act_id, pack=pack)

    def _start(self, actor: Actor, changes: Sequence[Change], act_id: str) -> _Sealing:
        groups = self._groups(changes)
        context = {"case": actor.case, "purpose": actor.purpose}
        return _Sealing(groups, self._threads().submit(self._seal, groups, act_id, context))

    def _groups(self, changes: Sequence[Change]) -> list[Group]:
        total = sum(len(change.rows) for change in changes)
        if total > MAX_ROWS:
            raise TooLarge(
                Say(
                    en=f"One act may change at most {MAX_ROWS} rows; this one has {total}. Split it.",
                    es=f"Un acto puede cambiar {MAX_ROWS} filas como máximo; este tiene {total}. Divídalo.",
                )
            )
        groups = []
        for change in changes:
            statement = self.catalogue.statement(change.statement)
            if statement.mode != "write" or (statement.data == "ledger" and not _is_recorded(statement)):
                raise _not_this_mode(statement, "write")
            if statement.data == "case" and any(not _STRUCTURE.isdisjoint(row.p) for row in change.rows):
                raise _marked_by_payload(statement)
            if change.rows:
                self._keep_text(statement)
                groups.append(Group(name=statement.name, sha256=statement.sha256, rows=change.rows))
        return groups

    def _seal(self, groups: Sequence[Group], act_id: str, context: dict[str, Any]) -> tuple[Sealed, str]:
        sealed = seal(groups, act_id=act_id, context=context, box=self.sealer.seal)
        # Salts first: a pack without its salts could never be opened again.
        pack = self.vault.digest(sealed.pack)
        self.salts.write(pack, sealed.salts)
        self.vault.put(sealed.pack)
        return sealed, pack

    def _keep_text(self, statement: Statement) -> None:
        if statement.sha256 not in self._texts:
            self.vault.put(statement.text.encode())
            self._texts.add(statement.sha256)

    def _admit(self, head: Head, act_id: str) -> None:
        if head.size == 0 and act_id != GENESIS_ACT:
            raise no_genesis()
        lag = head.size - self.follower.segments.size()
        if lag >= LAG_LIMIT:
            raise too_far_behind(lag)

    def _help_follower(self) -> None:
        # Where no worker runs (a command line import), the writer copies its own entries now and then.
        if self._size - self.follower.segments.size() > LAG_LIMIT // 2:
            self.follower.follow_once()

    def _settle(self, actor: Actor, act: Act, act_id: str, cause: Unavailable) -> Receipt | None:
        """The connection broke during COMMIT: ask again, behind the head lock, whether the act is there.

        Return its receipt, or None where it did not happen. Raises `Unavailable` where nobody can tell now.
        """
        for attempt in range(TRIES):
            try:
                with self.database.writing() as transaction:
                    _, earlier = lock_head(transaction, self.catalogue, act_id)
            except Unavailable:
                clock.sleep(0.2 * 2**attempt)
                continue
            return None if earlier is None else _answer_again(actor, act, earlier, repeated=False)
        raise Unavailable(
            Say(
                en="The database stopped answering while this was being saved. It may or may not have been saved: "
                "look again before you repeat it.",
                es="La base de datos dejó de responder al guardar. Puede que se haya guardado o no: revise antes "
                "de "
                "repetirlo.",
            ),
            detail=f"act {act_id}: outcome unknown",
        ) from cause

    def _discard(self, sealing: _Sealing | None, *, wait: bool = False) -> BaseException | None:
        """Forget the pack of an act that did not happen; return what went wrong in its thread.

        A thread that has not begun never does, unless it is to be waited for.
        """
        if sealing is None or (not wait and sealing.future.cancel()):
            return None
        trouble = sealing.future.exception()
        if trouble is None:
            _, pack = sealing.future.result()
            self.salts.discard(pack)
            self.vault.discard(pack)
        return trouble

    def _threads(self) -> ThreadPoolExecutor:
        with self._pool_lock:
            if self._pool is None or self._pool_pid != os.getpid():  # threads do not survive a fork
                self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="seal")
                self._pool_pid = os.getpid()
            return self._pool


def _is_recorded(statement: Statement) -> bool:
    return statement.name.startswith("ledger.record_")


def _answer_again(actor: Actor, act: Act, entry: Entry, *, repeated: bool = True) -> Receipt:
    fields = entry.fields
    if fields["act"] != act.name or fields["actor"] != actor.id:
        raise Conflict(
            Say(
                en="This act id was already used for something else. Nothing was changed.",
                es="Este identificador de acto ya se usó para otra cosa. No se cambió nada.",
            ),
            detail=f"act {entry.act_id} is entry {entry.seq}, {fields['act']}",
        )
    return Receipt(seq=entry.seq, at=str(fields["at"]), act_id=entry.act_id, rows=entry.rows, repeated=repeated)


def _not_this_mode(statement: Statement, wanted: str) -> Invalid:
    return Invalid(
        Say(
            en=f"The statement {statement.name} may not be used here.",
            es=f"La sentencia {statement.name} no puede usarse aquí.",
        ),
        detail=f"{statement.name} is mode {statement.mode}, data {statement.data}; wanted {wanted}",
    )


def _marked_by_payload(statement: Statement) -> Invalid:
    return Invalid(
        Say(
            en="This change would alter an id or a marking in passing. Nothing was changed.",
            es="Este cambio alteraría de paso un identificador o una marca. No se cambió nada.",
        ),
        detail=f"{statement.name}: id, holding, tlp and handling belong into row.s",
    )
