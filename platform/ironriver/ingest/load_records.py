"""Rows of events (traces, multiple sales, thefts, ballistics, examinations) against the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ironriver import clock
from ironriver.ingest.claims import Claim, read_claims
from ironriver.ingest.headers import columns_of
from ironriver.ingest.loading import ROWS_AIMED_AT, Opened, Runner
from ironriver.ingest.mapping import mapping
from ironriver.ingest.minting import Mint, Minting, Sees, sees_all
from ironriver.ingest.readers import ReadContext
from ironriver.ingest.report import Tally
from ironriver.ingest.resolving import Resolver
from ironriver.ingest.sheet import count_rows, open_table
from ironriver.ingest.sources import Source
from ironriver.ingest.table import Reject
from ironriver.ledger import Change, Ledger, Look
from ironriver.model.values import DateOrder


class RecordLoader:
    """Loads one file of events by its mapping."""

    def __init__(self, source: Source, mint: Mint, sees: Sees = sees_all) -> None:
        self.source = source
        self.mapping = mapping(source.kind)
        self.context = read_context(source)
        self.resolver = Resolver(Minting(source, mint, sees))
        keys = sum(1 for node in self.mapping.nodes if node.key)
        # The most graph rows that a row can make; the acts after the first are filled by what rows did make.
        self.size = max(1, ROWS_AIMED_AT // (len(self.mapping.nodes) + len(self.mapping.links) + keys // 2))

    def open(self, ledger: Ledger) -> Opened:
        """Check the header; count lines for the progress bar."""
        with ledger.vault.open(self.source.sha256) as handle:
            table = open_table(handle, columns_of(self.mapping, ledger.settings.data_dir))
        with ledger.vault.open(self.source.sha256) as handle:
            total = count_rows(handle)
        return Opened(total=total, form=table.form, ignored=table.ignored, data_date=self.source.data_date)

    def items(self, ledger: Ledger) -> Iterator[Claim | Reject]:
        """Yield the claims and rejects of the file."""
        with ledger.vault.open(self.source.sha256) as handle:
            table = open_table(handle, columns_of(self.mapping, ledger.settings.data_dir))
            yield from read_claims(table.rows, self.mapping, self.context)

    def changes(self, look: Look, claims: Sequence[Claim], tally: Tally) -> list[Change]:
        """Return the rows of claims that are new or differ."""
        return self.resolver.changes(look, claims, tally)

    def finish(self, runner: Runner) -> None:
        """Nothing is left to do."""


def read_context(source: Source) -> ReadContext:
    """Return what a source states about all of its rows: order of dates, its country, the day it came in."""
    country = (
        "MX" if source.date_order is DateOrder.DAY_FIRST and source.marking.holding.startswith("mx-") else "US"
    )
    stated = source.data_date or source.received[:10]
    return ReadContext(date_order=source.date_order, today=clock.today(), country=country, stated=stated)
