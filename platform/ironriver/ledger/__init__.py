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
from ironriver.ledger.entries import Entry
from ironriver.ledger.follower import Follower

__all__ = [
    "MAX_ROWS",
    "Act",
    "Answer",
    "Ask",
    "Change",
    "DataCut",
    "Entry",
    "Follower",
    "Head",
    "Ledger",
    "Look",
    "Receipt",
    "Row",
]
