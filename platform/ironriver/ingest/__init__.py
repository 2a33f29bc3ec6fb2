"""Rows from outside become facts: bytes to the vault, a mapping, a pure transform, acts under a batch."""

from ironriver.ingest.batches import Batch, batches_of, find_batch, list_batches, report_of
from ironriver.ingest.imports import import_file, load, resume
from ironriver.ingest.mapping import KINDS_OF_FILE, FileMapping, mapping
from ironriver.ingest.report import BatchReport, Tally
from ironriver.ingest.sources import Described, Source, default_marking, find_source, receive
from ironriver.ingest.table import Reject
from ironriver.ingest.undo import take_back, undo

#: Kinds of file that can be imported, in the order in which a world is loaded.
KINDS = KINDS_OF_FILE

__all__ = [
    "KINDS",
    "Batch",
    "BatchReport",
    "Described",
    "FileMapping",
    "Reject",
    "Source",
    "Tally",
    "batches_of",
    "default_marking",
    "find_batch",
    "find_source",
    "import_file",
    "list_batches",
    "load",
    "mapping",
    "receive",
    "report_of",
    "resume",
    "take_back",
    "undo",
]
