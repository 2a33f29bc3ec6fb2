"""A published table against the graph: one `TraceFlow` a cell, by year, source and recovery state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ironriver.ingest.flows import Flow, FlowTable, read_flows
from ironriver.ingest.loading import Opened, Runner
from ironriver.ingest.minting import Mint, Minting, Rows, Sees, sees_all
from ironriver.ingest.report import Tally
from ironriver.ingest.revising import is_same, revised
from ironriver.ingest.sources import Source
from ironriver.ingest.standing import standing_nodes
from ironriver.ingest.table import Reject
from ironriver.ingest.workbook import read_sheet
from ironriver.ledger import Change, Ledger, Look


class FlowLoader:
    """Loads one year's table; a corrected table of the same year changes the cells that differ."""

    size = 900

    def __init__(self, source: Source, mint: Mint, sees: Sees = sees_all) -> None:
        self.source = source
        self.minting = Minting(source, mint, sees)
        self.table: FlowTable | None = None

    def open(self, ledger: Ledger) -> Opened:
        """Read the whole table; totals that do not add up are reported beside it."""
        table = self._read(ledger)
        mismatches = tuple(
            {"line": one.line, "where": one.where, "stated": one.stated, "summed": one.summed}
            for one in table.mismatches
        )
        return Opened(
            total=len(table.flows),
            form="xlsx",
            coverage=tuple(table.jurisdictions),
            data_date=f"{table.year}-01-01",
            mismatches=mismatches,
        )

    def items(self, ledger: Ledger) -> Iterator[Flow | Reject]:
        """Yield the rejects of the table, then its flows."""
        table = self._read(ledger)
        yield from table.rejects
        yield from table.flows

    def changes(self, look: Look, flows: Sequence[Flow], tally: Tally) -> list[Change]:
        """Return the rows of cells that are new or differ."""
        ids = {self._id(flow): flow for flow in flows}
        known = standing_nodes(look, ids)
        rows = Rows()
        for id_, flow in ids.items():
            payload = self._payload(flow)
            node = known.get(id_)
            if node is None:
                tally.added += 1
                rows.put("TraceFlow", self.minting.row(id_, payload))
            elif is_same(node, payload):
                tally.unchanged += 1
            else:
                tally.changed += 1
                rows.put("TraceFlow", self.minting.row(id_, revised(node, payload, self.source.id)))
        return rows.changes()

    def finish(self, runner: Runner) -> None:
        """Nothing is left to do."""

    def _read(self, ledger: Ledger) -> FlowTable:
        if self.table is None:
            year = int(self.source.data_date[:4]) if self.source.data_date else None
            with ledger.vault.open(self.source.sha256) as handle:
                self.table = read_flows(read_sheet(handle), name=self.source.name, year=year)
        return self.table

    def _id(self, flow: Flow) -> str:
        year = self.table.year if self.table else 0
        return self.minting.entity_id("TraceFlow", f"flow:{year}|{flow.source_state}|{flow.recovery_state}")

    def _payload(self, flow: Flow) -> dict[str, Any]:
        table = self.table or FlowTable(year=0)
        return {
            "year": table.year,
            "source_state": flow.source_state,
            "recovery_state": flow.recovery_state,
            "count": flow.count,
            "extraction_source": table.extraction_source or None,
            "extracted": table.extracted or None,
            "raw": f'{{"{flow.column}": "{flow.count}"}}',
            **self.minting.receipt(flow.line),
        }
