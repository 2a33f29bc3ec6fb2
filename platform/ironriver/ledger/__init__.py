"""Acts and entries: the one door to write facts, the one to read case data, and the proof of both."""

from ironriver.ledger.acts import (
    MAX_ROWS,
    Act,
    Answer,
    Ask,
    Change,
    DataCut,
    Head,
    Look,
    Receipt,
    Row,
)
from ironriver.ledger.book import Ledger
from ironriver.ledger.checkpoints import Signed, log_name, make_checkpoint, second_is_there
from ironriver.ledger.checkpoints import folders as checkpoint_folders
from ironriver.ledger.checkpoints import latest as latest_checkpoint
from ironriver.ledger.entries import Entry
from ironriver.ledger.fold import CanonicalHash, canonical_hash
from ironriver.ledger.follower import Follower
from ironriver.ledger.head import root_of
from ironriver.ledger.key_change import change_signing_key
from ironriver.ledger.notes import verifier_key
from ironriver.ledger.openings import Excerpt, Opening, open_rows, prove_entries
from ironriver.ledger.proofs import Proof, check_proof, prove
from ironriver.ledger.reads import ReadsFound, ReadsWanted, Sum, find_reads
from ironriver.ledger.structures import structures_between
from ironriver.ledger.touching import touched_between
from ironriver.ledger.verify import Verified, verify_log
from ironriver.ledger.verify_graph import Agreed, replay_from_segments, verify_graph
from ironriver.ledger.warming import warm
from ironriver.ledger.whole import whole

__all__ = [
    "MAX_ROWS",
    "Act",
    "Agreed",
    "Answer",
    "Ask",
    "CanonicalHash",
    "Change",
    "DataCut",
    "Entry",
    "Excerpt",
    "Follower",
    "Head",
    "Ledger",
    "Look",
    "Opening",
    "Proof",
    "ReadsFound",
    "ReadsWanted",
    "Receipt",
    "Row",
    "Signed",
    "Sum",
    "Verified",
    "canonical_hash",
    "change_signing_key",
    "check_proof",
    "checkpoint_folders",
    "find_reads",
    "latest_checkpoint",
    "log_name",
    "make_checkpoint",
    "open_rows",
    "prove",
    "prove_entries",
    "replay_from_segments",
    "root_of",
    "second_is_there",
    "structures_between",
    "touched_between",
    "verifier_key",
    "verify_graph",
    "verify_log",
    "warm",
    "whole",
]
