"""From the shelf to a store: compressed CSV files, and `database import full` with the engine's own jars."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from ironriver.errors import Say, Unavailable
from ironriver.graph.engine import Engine
from ironriver.graph.engine_java import find_java
from seed.bulk.shelf import Properties, Shelf

#: Between the items of a list; no text of ours holds it.
ITEMS = "\x1f"

Kinds = dict[tuple[str, ...], dict[str, str]]
Group = tuple[str, ...]
Item = tuple[Group, tuple[str, ...], Properties]


def write_csv(shelf: Shelf, folder: Path) -> tuple[list[str], list[str]]:
    """Write a CSV file per label and per kind of link; returns the import tool's arguments for them."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = _write(folder, "n", lambda: _node_rows(shelf))
    links = _write(folder, "r", lambda: _link_rows(shelf))
    return [f"--nodes={group[0]}={path}" for group, path in nodes], [
        f"--relationships={group[1]}={path}" for group, path in links
    ]


def _node_rows(shelf: Shelf) -> Iterator[Item]:
    for label, props in shelf.all_nodes():
        yield (label,), (props["id"],), props
    for entry in shelf.all_entries():
        yield ("Entry",), (f"entry{entry['seq']}",), entry
    yield ("Head",), ("head",), shelf.head


def _link_rows(shelf: Shelf) -> Iterator[Item]:
    for la, a, type_, lb, b, props in shelf.all_links():
        yield (la, type_, lb), (a, b), props


def _write(folder: Path, prefix: str, rows: Callable[[], Iterator[Item]]) -> list[tuple[Group, Path]]:
    kinds = _kinds(rows())
    paths: dict[Group, Path] = {group: folder / f"{prefix}_{'_'.join(group)}.csv.gz" for group in kinds}
    with ExitStack() as stack:
        files: dict[Group, TextIO] = {
            group: stack.enter_context(gzip.open(path, "wt", compresslevel=1, encoding="utf-8", newline=""))
            for group, path in paths.items()
        }
        for group, file in files.items():
            file.write(_header(group, kinds[group]) + "\n")
        for group, ids, props in rows():
            cells = [_cell(one) for one in ids]
            cells += [_cell(props.get(name)) for name, kind in kinds[group].items() if kind]
            files[group].write(",".join(cells) + "\n")
    return list(paths.items())


def _kinds(rows: Iterable[Item]) -> Kinds:
    """The properties of each group and their types; a property of two types is refused."""
    kinds: Kinds = {}
    for group, _, props in rows:
        known = kinds.setdefault(group, {})
        for name, value in props.items():
            kind = _kind(value)
            if known.setdefault(name, kind) != kind and not (known[name] == "" or kind == ""):
                raise ValueError(f"{group}: {name} is {known[name]} and {kind}")
            known[name] = known[name] or kind
    return kinds


def empty_lists(shelf: Shelf) -> dict[str, list[Properties]]:
    """Properties that are lists of nothing, by label: a CSV cell cannot say that, so they are set afterwards."""
    found: dict[str, list[Properties]] = {}
    for label, props in shelf.all_nodes():
        if names := [name for name, value in props.items() if value == []]:
            found.setdefault(label, []).append({"id": props["id"], "p": {name: [] for name in names}})
    return found


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long"
    if isinstance(value, float):
        return "double"
    if isinstance(value, list):
        return f"{_kind(value[0])}[]" if value else ""
    return "string"


def _header(group: Group, kinds: dict[str, str]) -> str:
    nodes = len(group) == 1
    ends = [f":ID({group[0]})"] if nodes else [f":START_ID({group[0]})", f":END_ID({group[2]})"]
    return ",".join(ends + [f"{name}:{kind}" for name, kind in kinds.items() if kind])


def _cell(value: object) -> str:
    # an unquoted nothing is no property; a quoted one is the empty text
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        value = ITEMS.join(str(item) for item in value)
    return '"' + str(value).replace('"', '""') + '"'


def import_full(engine: Engine, arguments: list[str], *, heap_mb: int) -> str:
    """Make the engine's store from CSV files; the engine must be stopped. Returns what the tool said."""
    java = find_java(engine.spec.java_home)
    engine.spec.home.mkdir(parents=True, exist_ok=True)
    engine.home.prepare(java.program, engine.spec.port)
    done = engine.home.admin(
        java.program, "database", "import", "full", "neo4j", *arguments, "--id-type=string",
        "--overwrite-destination", "--multiline-fields=true", "--array-delimiter=U+001F", "--threads=2",
        "--bad-tolerance=0",
        f"--report-file={engine.spec.home / 'import.report'}", heap_mb=heap_mb,
    )  # fmt: skip
    if done.returncode != 0:
        raise Unavailable(
            Say(en="The store could not be made.", es="No se pudo hacer el almacén."),
            detail=(done.stderr or done.stdout)[-2_000:],
        )
    return str(done.stdout)
