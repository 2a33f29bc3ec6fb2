"""Texts generated from the ontology: write statements, constraints and indexes. Pure: ontology in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ironriver.model.kinds import KINDS, LINKS, Data, Index, Kind, Link, snake

_MARK = ", ".join(f"{{0}}.{name} = row.s.{name}" for name in ("holding", "tlp", "handling"))
#: Bookkeeping of the ledger itself: outside the fold, so not in the ontology, but unique all the same.
_LEDGER_UNIQUE = (("Entry", "seq"), ("Entry", "act_id"), ("Head", "id"))


def _header(description: str, data: Data) -> str:
    return (
        f"// {description}\n"
        f"// mode: write      data: {data}      params: rows      returns: written      rows: independent\n"
    )


def _mark(variable: str) -> str:
    return "SET " + _MARK.replace("{0}", variable)


def _statement(description: str, data: Data, *lines: str) -> str:
    body = ["UNWIND $rows AS row", *lines, "RETURN count(*) AS written"]
    return _header(description, data) + "\n".join(body) + "\n"


def put(kind: Kind) -> str:
    """Return the upsert of a kind by id: marking from `s`, then payload from `p`. One row an id in one act."""
    lines = [f"MERGE (n:{kind.name} {{id: row.s.id}})"]
    if kind.marked:
        lines.append(_mark("n"))
    lines.append("SET n += row.p")
    return _statement(f"put {kind.plural.en.lower()}; makes or updates each by id", kind.data, *lines)


def amend(kind: Kind) -> str:
    """Return the change of a few properties by id; null removes one. A missing id changes nothing."""
    return _statement(
        f"amend {kind.plural.en.lower()}; changes the given properties by id, marking untouched",
        kind.data,
        f"MATCH (n:{kind.name} {{id: row.s.id}})",
        "SET n += row.p",
    )


def drop(kind: Kind) -> str:
    """Return the removal of a kind by id with its links: undo of an open batch, nothing else."""
    return _statement(
        f"drop {kind.plural.en.lower()} and their links; undo of an open batch",
        kind.data,
        f"MATCH (n:{kind.name} {{id: row.s.id}})",
        "DETACH DELETE n",
    )


def shred(kind: Kind) -> str:
    """Return the tombstone of a kind by id: structure stays, content goes."""
    return _statement(
        f"shred {kind.plural.en.lower()}; keeps id and marking, loses the content",
        kind.data,
        f"MATCH (n:{kind.name} {{id: row.s.id}})",
        "SET n = {id: n.id, holding: n.holding, tlp: n.tlp, handling: n.handling, shredded: true}",
    )


def _ends(link: Link) -> tuple[str, str]:
    return f"MATCH (a:{link.from_kind} {{id: row.s.from}})", f"MATCH (b:{link.to_kind} {{id: row.s.to}})"


def _between(link: Link) -> str:
    return f"MATCH (a:{link.from_kind} {{id: row.s.from}})-[r:{link.type} {{id: row.s.id}}]->" + (
        f"(b:{link.to_kind} {{id: row.s.to}})"
    )


def _words(link: Link) -> str:
    return f"{snake(link.from_kind)} {link.type} {snake(link.to_kind)}".replace("_", " ")


def join(link: Link) -> str:
    """Return the upsert of a relationship by id between two nodes found by id."""
    lines = [*_ends(link), f"MERGE (a)-[r:{link.type} {{id: row.s.id}}]->(b)"]
    if link.data is Data.CASE:
        lines.append(_mark("r"))
    lines.append("SET r += row.p")
    return _statement(f"link {_words(link)}; makes or updates each by id, both ends must exist", link.data, *lines)


def unjoin(link: Link) -> str:
    """Return the removal of a relationship by its ends and id."""
    return _statement(
        f"unlink {_words(link)}; undo of an open batch, or a link withdrawn", link.data, _between(link), "DELETE r"
    )


def shred_join(link: Link) -> str:
    """Return the tombstone of a relationship: structure stays, content goes."""
    return _statement(
        f"shred {_words(link)}; keeps id and marking, loses the content",
        link.data,
        _between(link),
        "SET r = {id: r.id, holding: r.holding, tlp: r.tlp, handling: r.handling, shredded: true}",
    )


def _observations() -> Iterator[tuple[str, str]]:
    yield (
        "close_observation",
        _statement(
            "close observations; the value held until valid_to, and a null valid_to opens them again (undo)",
            Data.CASE,
            "MATCH (n:Observation {id: row.s.id})",
            "SET n.valid_to = row.p.valid_to",
        ),
    )


def write_statements() -> dict[str, str]:
    """Return file stem to text for every generated file of `cypher/write/`."""
    made = dict(_observations())
    for kind in KINDS.values():
        made |= {f"put_{kind.stem}": put(kind), f"amend_{kind.stem}": amend(kind), f"drop_{kind.stem}": drop(kind)}
        if kind.data is Data.CASE:
            made[f"shred_{kind.stem}"] = shred(kind)
    for link in LINKS:
        made |= {f"link_{link.stem}": join(link), f"unlink_{link.stem}": unjoin(link)}
        if link.data is Data.CASE:
            made[f"shred_{link.stem}"] = shred_join(link)
    return made


def index_name(kind: Kind, index: Index) -> str:
    """Return the name that `db.index.fulltext.queryNodes` and tests use, e.g. `person_name_fulltext`."""
    return "_".join([kind.stem, *index.properties, index.kind])


def _unique(label: str, properties: Iterable[str]) -> str:
    names = tuple(properties)
    on = ", ".join(f"n.{name}" for name in names)
    on = f"({on})" if len(names) > 1 else on
    return (
        f"CREATE CONSTRAINT {snake(label)}_{'_'.join(names)} IF NOT EXISTS FOR (n:{label}) REQUIRE {on} IS UNIQUE"
    )


def _index(kind: Kind, index: Index) -> str:
    name, on = index_name(kind, index), ", ".join(f"n.{one}" for one in index.properties)
    if index.kind == "fulltext":
        return (
            f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{kind.name}) ON EACH [{on}]\n"
            f"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{index.analyzer}'}}}}"
        )
    return f"CREATE {index.kind.upper()} INDEX {name} IF NOT EXISTS FOR (n:{kind.name}) ON ({on})"


#: Stands in the first line of a schema file that this module made.
_GENERATED = "generated by ironriver.model.generate"


def _schema_file(description: str, statements: Iterable[str]) -> str:
    header = f"// {description}; {_GENERATED}\n// mode: schema      data: none\n"
    return header + "\n;\n".join(statements) + "\n;\n"


def schema_files(written: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return file stem to text for the generated files of `cypher/schema/`.

    `written` holds the schema files that exist, stem to text. They may have run on living databases, so they stay
    as they are, and commands that none of them holds go into one more file with the next number.
    """
    unique = [_unique(kind.name, ["id"]) for kind in KINDS.values()]
    unique += [_unique(kind.name, names) for kind in KINDS.values() for names in kind.unique]
    unique += [_unique(label, [name]) for label, name in _LEDGER_UNIQUE]
    indexes = [_index(kind, index) for kind in KINDS.values() for index in kind.indexes]
    if not written:
        return {
            "001_constraints": _schema_file("one node an id, one key a value, one entry a number", unique),
            "002_indexes": _schema_file("indexes that shipped statements use", indexes),
        }
    known = {command for text in written.values() for command in _commands(text)}
    added = [command for command in (*unique, *indexes) if command not in known]
    made = {stem: text for stem, text in written.items() if _GENERATED in text}
    if added:
        number = max(int(stem.split("_")[0]) for stem in written) + 1
        made[f"{number:03}_additions"] = _schema_file("what the ontology gained since", added)
    return made


def _commands(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if not line.startswith("//")]
    return [command.strip() for command in "\n".join(lines).split("\n;") if command.strip()]
