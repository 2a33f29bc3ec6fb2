"""Questions to the graph: visibility in, read log before the answer out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.errors import Invalid, Say
from ironriver.graph import Catalogue, Database, ReadTransaction, Statement
from ironriver.ledger.acts import Answer, Ask, DataCut, Head, Shown
from ironriver.ledger.head import read_head, root_of
from ironriver.ledger.readlog import ReadLog
from ironriver.ledger.remembering import Remembered
from ironriver.ledger.touching import touched_between
from ironriver.ledger.wholeness import Wholeness
from ironriver.model.actor import Actor
from ironriver.vault import Keys

#: Ids written down one by one; of longer answers the number is.
MAX_IDS = 1_000
#: Seconds a question may take: what a person waits for a page.
ASK_SECONDS = 30.0
Rows = list[dict[str, Any]]
VISIBILITY = ("holdings", "max_tlp", "tlps", "handlings")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    """What the read log says of a question that no statement of the catalogue asks."""

    name: str
    sha256: str


class Asking:
    """Runs case-data reads for actors, and the product's own look-ups."""

    def __init__(self, database: Database, catalogue: Catalogue, keys: Keys, log: ReadLog) -> None:
        self.database = database
        self.catalogue = catalogue
        self.keys = keys
        self.log = log
        self._remembered = Remembered()
        self._wholeness = Wholeness(database, catalogue)

    def note_settled(self, size: int) -> None:
        """Take note that all acts of a log of this size can be read whole: a commit was acknowledged."""
        self._wholeness.note_settled(size)

    def head(self) -> Head:
        """Return the end of the log: all acts that it stands for can be read whole, by every index."""
        return self._wholeness.wait_for(read_head(self.database, self.catalogue))

    def head_after_reading(self) -> Head:
        """Return the end of the log with every act of which a read before this call may have seen a part."""
        # The engine may write an act's new nodes before it moves the head: the head alone would not tell of them.
        self.database.wait_until_applied()
        return self.head()

    def ask(self, actor: Actor, asks: Sequence[Ask], *, timeout: float = ASK_SECONDS) -> list[Answer]:
        """Answer a group of questions; see `Ledger.ask_many`. `timeout` is that of one try, of two."""
        statements = [self._case_read(ask.statement) for ask in asks]
        visibility, known = planned_alike(actor.visibility()), self._wholeness.known()

        def work(transaction: ReadTransaction, whole: Head | None) -> tuple[Head, DataCut, list[Rows] | None]:
            # Head and time are taken first: whatever the ledger held then, the answers have seen.
            head = whole or read_head(transaction, self.catalogue)
            keeps = any(ask.keep for ask in asks)
            if whole is None and not self._wholeness.note_head(head, known):
                # The cut may lie a little behind what is seen, but an answer that is kept holds at the very end.
                lately = None if keeps else self._wholeness.newest_lately(known)
                if lately is None:
                    return head, self._cut(head), None
                head = lately
            cut = self._cut(head)
            if keeps:
                self._follow(head)
            asked = zip(asks, statements, strict=True)
            return head, cut, [self._rows(transaction, ask, _given(ask, at, visibility), head) for ask, at in asked]

        # A transaction for the group, so that most of a page's time is not spent on opening and closing them.
        seconds = timeout * len(asks)
        head, cut, found = self.database.read_together(lambda one: work(one, None), timeout=seconds)
        if found is None:
            seen = self._wholeness.wait_for(head)
            head, cut, found = self.database.read_together(lambda one: work(one, seen), timeout=seconds)
        assert found is not None  # noqa: S101 - what was waited for is whole
        answers, records = [], []
        for ask, statement, rows in zip(asks, statements, found, strict=True):
            answers.append(Answer(rows=rows, statement=statement, params=dict(ask.params), cut=cut))
            records.append(_record(actor, statement, ask, shown=_shown(ask.shown, rows), cut=cut, head=head))
        self.log.append(records)
        return answers

    def _rows(
        self, transaction: ReadTransaction, ask: Ask, given: tuple[Statement, dict[str, Any]], head: Head
    ) -> Rows:
        known = self._remembered.recall(*given, head) if ask.keep else None
        if known is not None:
            return known
        rows = transaction.read(*given)
        if ask.keep:
            self._remembered.keep(*given, head, rows)
        return rows

    def _follow(self, head: Head) -> None:
        """Let answers that the acts since did not touch hold at the present head."""
        known = self._remembered.head
        if known is not None and known.size < head.size:
            touched = touched_between(known, head, self.database, self.catalogue)
            self._remembered.move_on(known, head, touched)

    def note(self, actor: Actor, name: str, params: Mapping[str, Any], count: int) -> DataCut:
        """Write down a read that another door answers; see `Ledger.note_read`."""
        head = self.head()
        cut = self._cut(head)
        known = name in {statement.name for statement in self.catalogue.values()}
        text = self.catalogue.statement(name).text if known else str(params.get("text", ""))
        said = _Noted(name=name, sha256=hashlib.sha256(text.encode()).hexdigest())
        ask = Ask(statement=name, params=params)
        self.log.append([_record(actor, said, ask, shown={"count": count}, cut=cut, head=head)])
        return cut

    def look(self, name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a read of the product's own data (access, ledger, none); not logged, no visibility."""
        statement = self.catalogue.statement(name)
        if statement.mode != "read" or statement.data == "case":
            raise _not_for_this_door(statement)
        return self.database.read(statement, dict(params))

    def _case_read(self, name: str) -> Statement:
        statement = self.catalogue.statement(name)
        if statement.mode != "read" or statement.data != "case":
            raise _not_for_this_door(statement)
        return statement

    def _cut(self, head: Head) -> DataCut:
        # Keyed, and with the time inside: nobody can tell from two cuts whether hidden acts lie between them.
        at = clock.stamp()
        basis = f"ironriver/cut/1\n{at}\n{head.size}\n{root_of(head).hex()}".encode()
        return DataCut(at=at, id="cut_" + hmac.digest(self.keys.id_key, basis, "sha256").hex()[:32])


def planned_alike(visibility: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same visibility with one-element lists doubled, so that fewer people wait for a plan.

    An engine that we did not configure (`graph.engine_home`) keeps a plan for each size class of a list (1, 2 … 10,
    11 … 100, …); making one takes up to seconds.
    To `IN`, a value that stands twice is a value that stands once.
    """
    return {k: v * 2 if isinstance(v, list) and len(v) == 1 else v for k, v in visibility.items()}


def _given(ask: Ask, at: Statement, visibility: Mapping[str, Any]) -> tuple[Statement, dict[str, Any]]:
    """The statement with its parameters and as much of the person's visibility as it reads."""
    return at, {**ask.params, **{k: visibility[k] for k in VISIBILITY if k in at.params}}


def _record(
    actor: Actor, statement: Statement | _Noted, ask: Ask, *, shown: Mapping[str, Any], cut: DataCut, head: Head
) -> tuple[dict[str, Any], bytes]:
    fields = {
        "at": cut.at,
        "cut": cut.id,
        "size": head.size,
        "actor": actor.id,
        "origin": actor.origin,
        "case": actor.case,
        "statement": statement.name,
        "sha256": statement.sha256,
        "count": shown["count"],
        **({"ids": shown["ids"]} if "ids" in shown else {}),
    }
    secret = {
        "params": dict(ask.params),
        "purpose": actor.purpose,
        "clearance": {k: v for k, v in actor.visibility().items() if k in ("holdings", "max_tlp")},
        "handling": sorted(actor.handling),
        "request": actor.request_id,
    }
    return fields, json.dumps(secret, sort_keys=True, ensure_ascii=False, default=str).encode()


def _shown(shown: Shown | None, rows: list[dict[str, Any]]) -> dict[str, Any]:
    ids = list(shown(rows)) if shown is not None else ids_in(rows)
    if not ids or len(ids) > MAX_IDS:
        return {"count": max(len(ids), len(rows))}
    return {"count": len(ids), "ids": ids}


def ids_in(rows: list[dict[str, Any]]) -> list[str]:
    """Return the ids in an answer: columns named `id`, and the `id` of each node or relationship in a column."""
    found: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            for item in value if isinstance(value, list) else (value,):
                id_ = item.get("id") if isinstance(item, dict) else item if name == "id" else None
                if isinstance(id_, str):
                    found[id_] = None
    return list(found)


def _not_for_this_door(statement: Statement) -> Invalid:
    return Invalid(
        Say(
            en=f"The statement {statement.name} may not be used here.",
            es=f"La sentencia {statement.name} no puede usarse aquí.",
        ),
        detail=f"{statement.name} is mode {statement.mode}, data {statement.data}",
    )
