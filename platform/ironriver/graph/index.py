"""Write `docs/cypher.md`: every statement with what it does, which data it reads, what it takes and gives.

python -m ironriver.graph.index [FILE]
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from ironriver.graph.catalogue import Catalogue, Statement, shipped_folder

_HEAD = """# Statements

Everything that the product asks of the graph stands in `cypher/`, one statement a file, `folder.file` its name.
This page is generated from the headers (`python -m ironriver.graph.index`); a test compares. The rules that the
catalogue enforces at start are in `platform/ironriver/graph/dialect.py` and `visibility.py`.

Data: *case* is read through `ledger.ask`, with the actor's visibility in every clause; *access* and *ledger* are
the product's own. Writes take `$rows` alone and run inside an act.
"""

_TABLE = "| statement | mode, data | takes | returns | what it does |\n|---|---|---|---|---|\n"


def page(catalogue: Catalogue) -> str:
    """Return the page's text."""
    parts = [_HEAD]
    for folder, statements in groupby(catalogue.values(), key=lambda statement: statement.name.split(".")[0]):
        parts.append(f"\n## {folder}\n\n{_TABLE}")
        parts += [_row(statement) for statement in statements]
    return "".join(parts)


def _row(statement: Statement) -> str:
    seen = {"holdings", "max_tlp", "tlps", "handlings"}
    takes = ", ".join(name for name in statement.params if name not in seen)
    exceptions = "".join(f" *Exception: {rule}: {why}*" for rule, why in statement.header.exceptions.items())
    cells = (
        f"`{statement.name}`",
        statement.mode if statement.mode == "schema" else f"{statement.mode}, {statement.data}",
        takes,
        ", ".join(statement.returns),
        (statement.description + exceptions).replace("|", "\\|"),
    )
    return "| " + " | ".join(cells) + " |\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else shipped_folder().parent / "docs" / "cypher.md"
    target.write_text(page(Catalogue.load()), encoding="utf-8")
