"""The log proves itself: seven steps, each raising `Tampered` with the first bad entry, pack, file or checkpoint.

Nothing here trusts a number that is not recomputed, and nothing returns False: a log holds, or it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ironriver import clock
from ironriver.errors import Tampered
from ironriver.ledger import merkle
from ironriver.ledger.acts import Head
from ironriver.ledger.book import Ledger
from ironriver.ledger.checkpoints import Signed, folders, read_anchors, signed_checkpoints
from ironriver.ledger.entries import Entry, bad_entry, check_entry
from ironriver.ledger.head import all_entries, read_leaves, root_of
from ironriver.ledger.history import History, Texts
from ironriver.ledger.notes import bad_note
from ironriver.ledger.packs import broken
from ironriver.ledger.readfiles import ReadFile, bad_read_file, check_read_file, read_files
from ironriver.ledger.segments import bad_segment

SHREDDING = "ledger.record_shredding"
#: Acts and checkpoints go on while we look, on a busy machine slowly; what each of so many looks finds is no race.
LOOKS, SETTLE_SECONDS = 10, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found to hold."""

    head: Head
    root: str
    rows: int
    shredded: int
    segments: int
    checkpoints: int
    read_files: int
    reads: int


def verify_log(ledger: Ledger, *, public: bytes | None = None) -> Verified:
    """Check the whole log as of its present head.

    `public` is the signer's key, from outside this machine where that is possible. Acts and reads may go on
    meanwhile. Raises `Tampered`; its detail names the first thing that does not hold.
    """
    key = ledger.keys.public if public is None else public
    # What is signed is read before what it must agree with: both go on growing while we look.
    notes = [
        note for folder in folders(ledger.settings) for note in signed_checkpoints(ledger.settings, folder, key)
    ]
    head = ledger.head()
    # 1. Entries: none missing, none moved, each a canonical leaf with the hash that is stored beside it.
    entries = check_entries(ledger, head)
    leaves = [entry.leaf for entry in entries]
    # 2. Head: its frontier is that of these leaves, its time that of the last entry.
    check_head(head, entries)
    # 3. Segments: the same entries, byte for byte.
    copied = check_segments(ledger, entries)
    # 4. Checkpoints, here and in the second folder: signed, and roots of this very log.
    check_checkpoints(notes, leaves)
    # 5. Statement texts, 6. packs and salts.
    rows, shredded = check_rows(ledger, entries)
    # 7. The read log: chains, and the heads that were anchored.
    files = check_reads(ledger, key)
    # Last: a note that was changed is named by its signature, one that was taken away by its copy.
    check_copies(ledger)
    return Verified(
        head=head,
        root=root_of(head).hex(),
        rows=rows,
        shredded=shredded,
        segments=copied,
        checkpoints=len(notes),
        read_files=len(files),
        reads=sum(max(len(file.lines) - 1, 0) for file in files),
    )


def check_entries(ledger: Ledger, head: Head) -> list[Entry]:
    """Return the entries below the head, each checked."""
    entries = []
    stored = read_leaves(ledger.database, ledger.catalogue, head.size)
    found = all_entries(ledger.database, ledger.catalogue, end=head.size)
    for number in range(head.size):
        entry = next(found, None)
        if entry is None or entry.seq != number:
            raise bad_entry(number, "missing")
        check_entry(entry, number)
        if number >= len(stored) or stored[number] != entry.leaf:
            raise bad_entry(number, "the leaf hash stored beside it is another")
        entries.append(entry)
    beyond = ledger.entries(start=head.size, limit=1)
    if beyond and beyond[0].seq >= ledger.head().size:
        raise bad_entry(beyond[0].seq, "lies behind the head")
    return entries


def check_head(head: Head, entries: Sequence[Entry]) -> None:
    """Raise `Tampered` unless the head stands for these entries: frontier, and time of the last one."""
    frontier: list[merkle.Hash] = []
    for size, entry in enumerate(entries):
        frontier = merkle.grow(frontier, size, entry.leaf)
    if [h.hex() for h in frontier] != list(head.frontier):
        raise bad_entry(max(head.size - 1, 0), "the frontier in the head is not that of the entries")
    if head.at != (str(entries[-1].fields["at"]) if entries else ""):
        raise bad_entry(max(head.size - 1, 0), "the time in the head is not that of the last entry")


def check_segments(ledger: Ledger, entries: Sequence[Entry]) -> int:
    """Return how many entries lie in the segments. Raise `Tampered` where they differ from the graph's."""
    noted = ledger.segments.size()  # first: the follower may go on while we read
    count = 0
    for entry in ledger.segments.read():
        if entry.seq != count:
            raise bad_segment(ledger.segments.path_of(count), f"entry {count} is missing")
        if entry.seq >= len(entries):
            if entry.seq < ledger.head().size:  # copied while we were reading
                break
            raise bad_segment(ledger.segments.path_of(entry.seq), f"entry {entry.seq} is missing in the graph")
        if entry != entries[entry.seq]:
            raise bad_segment(ledger.segments.path_of(entry.seq), f"entry {entry.seq} differs from the graph's")
        count += 1
    if min(noted, len(entries)) > count:
        raise bad_segment(ledger.segments.path_of(count), f"{noted} entries were copied, {count} are here")
    return count


def check_checkpoints(signed: Sequence[Signed], leaves: Sequence[merkle.Hash]) -> None:
    """Raise `Tampered` unless each checkpoint is the root of this log at its size.

    One walk over the leaves gives the roots at all sizes: the same as a consistency proof for each, and quicker.
    """
    wanted = {s.checkpoint.size for s in signed}
    roots: dict[int, merkle.Hash] = {}
    frontier: list[merkle.Hash] = []
    for size, leaf in enumerate(leaves, 1):
        frontier = merkle.grow(frontier, size - 1, leaf)
        if size in wanted:
            roots[size] = merkle.frontier_root(frontier)
    for s in signed:
        size = s.checkpoint.size
        if size > len(leaves):
            raise bad_note(f"{s.path}: {size} entries were signed, the log has {len(leaves)}")
        if roots.get(size) != s.checkpoint.root:
            raise bad_note(f"{s.path}: the log is not a continuation of what was signed")


def check_copies(ledger: Ledger) -> None:
    """Raise `Tampered` where a checkpoint or read-log statement of one folder lacks or differs in the other.

    Further looks tell what the worker is just writing from what is gone: only what no look finds whole is wrong.
    """
    wrong = _uneven(ledger)
    for _ in range(LOOKS):
        if not wrong:
            return
        clock.sleep(SETTLE_SECONDS)
        now = _uneven(ledger)
        wrong = [one for one in wrong if one in now]
    for name, why in wrong:
        raise bad_note(f"{name}: {why}")


#: What is signed and lies in both folders.
_NOTES = ("checkpoint-*", "reads-*", "keys-*")


def _uneven(ledger: Ledger) -> list[tuple[str, str]]:
    here, there = (
        {path.name: path.read_bytes() for kind in _NOTES for path in folder.glob(kind)}
        for folder in folders(ledger.settings)
    )
    found = []
    for name in sorted(here.keys() | there.keys()):
        if name not in here:
            found.append((name, "is missing here"))
        elif name not in there:
            found.append((name, "is missing in the second folder"))
        elif here[name] != there[name]:
            found.append((name, "differs in the second folder"))
    return found


def check_rows(ledger: Ledger, entries: Sequence[Entry]) -> tuple[int, int]:
    """Open every row. Return (rows, shredded parts); raise `Tampered` naming text, pack or salt file."""
    history = History(ledger.vault, ledger.salts, ledger.keys)
    texts = Texts(ledger.vault, ledger.catalogue)
    destroyed = _destroyed(history, entries)
    rows = 0
    for entry in entries:
        for statement in entry.fields["statements"]:
            texts.recorded(statement["sha256"])
            rows += int(statement["n"])
        for look in range(LOOKS + 1):
            try:
                _check_pack(ledger, history, entry, destroyed.get(entry.pack, set()))
                break
            except Tampered:
                if look == LOOKS:
                    raise
            # An act of shredding may have come meanwhile, its salts not overwritten yet, or its entry not read.
            clock.sleep(SETTLE_SECONDS)
            later = all_entries(ledger.database, ledger.catalogue, start=len(entries), end=ledger.head().size)
            destroyed = _destroyed(history, [*entries, *later])
    return rows, sum(map(len, destroyed.values()))


def _check_pack(ledger: Ledger, history: History, entry: Entry, destroyed: set[int]) -> None:
    pack = history.pack(entry)
    salts = history.salts_of(entry, pack)
    for index in range(len(pack.boxes)):
        try:
            opened = pack.part(index, salts, ledger.keys.master_key)
        except Tampered as cause:
            raise broken(f"entry {entry.seq}, pack or salt file {entry.pack}: {cause.detail}") from cause
        if opened is None and index not in destroyed:
            raise broken(f"entry {entry.seq}, salt file {entry.pack}: part {index} was destroyed by no act")
        if opened is not None and index in destroyed:
            raise broken(
                f"entry {entry.seq}, salt file {entry.pack}: part {index} should be destroyed; start the worker, "
                "which finishes shreddings, and if it stays so, a salt file was put back"
            )


def _destroyed(history: History, entries: Sequence[Entry]) -> dict[str, set[int]]:
    """Return which parts the acts of shredding name, by pack."""
    named: dict[str, set[int]] = {}
    for entry in entries:
        if all(s["name"] != SHREDDING for s in entry.fields["statements"]):
            continue
        for done in history.statements(entry):
            if done.name == SHREDDING:
                for row in done.rows:
                    named.setdefault(row["s"]["pack"], set()).update(row["s"]["parts"])
    return named


def check_reads(ledger: Ledger, public: bytes) -> list[ReadFile]:
    """Return the read-log files. Raise `Tampered` where a chain breaks or an anchored record is not there."""
    folder = ledger.read_log.folder
    anchors = [a for place in folders(ledger.settings) for a in read_anchors(ledger.settings, place, public)]
    files = {path.name: check_read_file(path) for path in read_files(folder)}
    for anchor in anchors:
        file, path = files.get(anchor.file), folder / anchor.file
        if file is None:
            raise bad_read_file(path, 0, f"is missing; {anchor.path.name} anchors the file")
        if len(file.lines) < anchor.records:
            raise bad_read_file(path, len(file.lines), f"is missing; {anchor.path.name} anchors {anchor.records}")
        if file.lines[anchor.records - 1] != anchor.head:
            raise bad_read_file(path, anchor.records - 1, f"is not the one that {anchor.path.name} anchors")
    return list(files.values())
