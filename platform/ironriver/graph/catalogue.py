"""Every statement that the product runs, by name, read from `cypher/` and held to the rules of the house.

Schema files (`cypher/schema/NNN_name.cypher`) are in the catalogue too; their commands stand between lines that
hold only `;`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ironriver.errors import Invalid, Say
from ironriver.graph.dialect import RuleError, check
from ironriver.graph.header import Header, HeaderError, split_header


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One file of `cypher/`. `text` is the query without its header; `sha256` (hex) is taken over `text`."""

    name: str
    text: str
    mode: str
    data: str
    params: tuple[str, ...]
    returns: tuple[str, ...]
    description: str
    sha256: str
    header: Header

    @property
    def commands(self) -> tuple[str, ...]:
        """The separate commands of a schema file."""
        blocks = "\n".join("\0" if line.strip() == ";" else line for line in self.text.splitlines()).split("\0")
        return tuple(block.strip() for block in blocks if _says_something(block))


class Catalogue(Mapping[str, Statement]):
    """The statements by name; `load` refuses the whole folder if one file breaks a rule."""

    def __init__(self, statements: Mapping[str, Statement]) -> None:
        self._statements = dict(sorted(statements.items()))

    @classmethod
    def load(cls, folder: Path | None = None) -> Catalogue:
        """Read and check every `*.cypher` under `folder` (default: the checkout's, else the packaged ones).

        Raises `Invalid` naming each file and the rule it breaks.
        """
        root = folder or shipped_folder()
        statements: dict[str, Statement] = {}
        breaches: list[str] = []
        for path in sorted(root.rglob("*.cypher")):
            name = f"{path.parent.name}.{path.stem}"
            try:
                if len(path.relative_to(root).parts) != 2:
                    raise RuleError("place", "a statement lies in cypher/<folder>/<file>.cypher")
                statements[name] = read_statement(name, path.read_text(encoding="utf-8"))
            except (HeaderError, RuleError) as cause:
                breaches.append(f"{path.relative_to(root)}: {cause}")
        if breaches:
            raise _refusal(breaches)
        return cls(statements)

    @staticmethod
    @cache
    def shipped() -> Catalogue:
        """Return the statements of this version, read and checked once a process (a second), as `load` does."""
        return Catalogue.load()

    def __getitem__(self, name: str) -> Statement:
        return self._statements[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)

    def statement(self, name: str) -> Statement:
        """Return the statement of that name; an unknown name is a bug and raises `KeyError`."""
        return self._statements[name]

    def schema(self) -> list[Statement]:
        """Return the schema files in the order in which they apply."""
        return [statement for statement in self.values() if statement.mode == "schema"]


@cache
def read_statement(name: str, text: str) -> Statement:
    """Read and check one file's text, once a process: the rules take a second for all files.

    Raises `HeaderError` or `RuleError` naming the rule.
    """
    header, query = split_header(text)
    check(name, header, query)
    return Statement(
        name=name,
        text=query,
        mode=header.mode,
        data=header.data,
        params=header.params,
        returns=header.returns,
        description=header.description,
        sha256=hashlib.sha256(query.encode()).hexdigest(),
        header=header,
    )


def shipped_folder() -> Path:
    """Return `cypher/` of the checkout if this is one, else the folder packaged into the wheel."""
    here = Path(__file__).resolve()
    checkout = here.parents[3] / "cypher"
    return checkout if checkout.is_dir() else here.parents[1] / "shipped" / "cypher"


def _says_something(block: str) -> bool:
    return any(line.strip() and not line.strip().startswith("//") for line in block.splitlines())


def _refusal(breaches: list[str]) -> Invalid:
    return Invalid(
        Say(
            en="Statements in cypher/ break a rule of the house. The list in the details names file and rule.",
            es="Hay sentencias en cypher/ que rompen una regla de la casa. La lista en los detalles nombra el "
            "archivo y la regla.",
        ),
        detail="; ".join(breaches),
    )
