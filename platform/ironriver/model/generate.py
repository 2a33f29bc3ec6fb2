"""Write what follows from the ontology: `cypher/write/`, schema files and `docs/model.md`.

Schema files that exist are never rewritten, because databases have run them; additions get a file of their own.

Run from a checkout: `PYTHONPATH=platform python -m ironriver.model.generate`. A test compares the committed files
with what this makes, so a change of the tables without a run fails.
"""

from __future__ import annotations

from pathlib import Path

from ironriver.model.page import model_page
from ironriver.model.statements import schema_files, write_statements

#: What generated write statements begin with; files of other names in that folder are written by hand.
_VERBS = ("put_", "amend_", "drop_", "shred_", "link_", "unlink_", "close_")
CHECKOUT = Path(__file__).resolve().parents[3]


def generated(checkout: Path = CHECKOUT) -> dict[str, str]:
    """Return path relative to the checkout to text, for every generated file."""
    schema = (checkout / "cypher" / "schema").glob("*.cypher")
    written = {path.stem: path.read_text(encoding="utf-8") for path in sorted(schema)}
    made = {f"cypher/write/{stem}.cypher": text for stem, text in write_statements().items()}
    made |= {f"cypher/schema/{stem}.cypher": text for stem, text in schema_files(written).items()}
    return made | {"docs/model.md": model_page()}


def write(checkout: Path = CHECKOUT) -> list[str]:
    """Write the generated files that differ, remove write statements no longer generated, return what changed."""
    made = generated(checkout)
    changed = []
    for name, text in made.items():
        path = checkout / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    for path in (checkout / "cypher" / "write").glob("*.cypher"):
        name = path.relative_to(checkout).as_posix()
        if name not in made and path.name.startswith(_VERBS):
            path.unlink()
            changed.append(name)
    return sorted(changed)


if __name__ == "__main__":
    write()
