"""Column names of a deployment: `mappings/<kind>.toml` in the data directory adds to the shipped ones.

    [columns]
    serial = ["no. de arma"]        # our column, and what this deployment's files call it

A name given here belongs to that column alone, even where the shipped mapping gives it to another as an alias.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ironriver.errors import Invalid, Say
from ironriver.ingest.delimited import Columns, fold
from ironriver.ingest.mapping import KINDS_OF_FILE, FileMapping

#: A list of names is small; anything larger is some other file.
FILE_BYTES = 256_000


def columns_of(mapping: FileMapping, data_dir: Path) -> Columns:
    """Return a kind's columns with the names of this deployment.

    Raises `Invalid` that names the file and the key for a file of no kind, one that is no TOML, an unknown column,
    names that are no list of words, and a name that stands for two columns.
    """
    folder = data_dir / "mappings"
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in KINDS_OF_FILE:
            known = ", ".join(KINDS_OF_FILE)
            raise _refused(
                path, "", Say(en=f"no kind of file. Kinds: {known}", es=f"no es un tipo de archivo. Tipos: {known}")
            )
    path = folder / f"{mapping.kind}.toml"
    return _overlaid(mapping.columns, _names(path), path) if path.exists() else mapping.columns


def _names(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > FILE_BYTES:
            raise _refused(path, "", Say(en="larger than 256 kB", es="mayor de 256 kB"))
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(path, "", Say(en=f"not readable: {error}", es=f"no se puede leer: {error}")) from error
    for key in told:
        if key != "columns":
            raise _refused(
                path, key, Say(en="only the table [columns] is read here", es="aquí solo se lee la tabla [columns]")
            )
    columns = told.get("columns", {})
    if not isinstance(columns, dict):
        raise _refused(path, "columns", Say(en="must be a table", es="debe ser una tabla"))
    return columns


def _overlaid(shipped: Columns, told: Mapping[str, Any], path: Path) -> Columns:
    owner: dict[str, str] = {}
    for column, names in told.items():
        if column not in shipped.names:
            known = ", ".join(shipped.names) or "-"
            raise _refused(
                path,
                column,
                Say(en=f"no such column. Columns: {known}", es=f"no hay tal columna. Columnas: {known}"),
            )
        for name in _folded(path, column, names):
            other = owner.setdefault(name, column)
            if name in shipped.names and name != column:
                other = name
            if other != column:
                raise _refused(
                    path,
                    column,
                    Say(en=f"{name!r} already stands for {other}", es=f"{name!r} ya corresponde a {other}"),
                )
    return Columns(names={one: _all_names(one, shipped, owner) for one in shipped.names}, required=shipped.required)


def _folded(path: Path, column: str, names: object) -> list[str]:
    folded = [fold(name) if isinstance(name, str) else "" for name in names] if isinstance(names, list) else [""]
    if not all(folded):
        raise _refused(
            path,
            column,
            Say(
                en='must be a list of names in quotes, such as ["serial no"]',
                es='debe ser una lista de nombres entre comillas, como ["no de serie"]',
            ),
        )
    return folded


def _all_names(column: str, shipped: Columns, owner: Mapping[str, str]) -> tuple[str, ...]:
    kept = [name for name in shipped.names[column] if owner.get(name, column) == column]
    return tuple(dict.fromkeys([*kept, *(name for name, whose in owner.items() if whose == column)]))


def _refused(path: Path, key: str, why: Say) -> Invalid:
    where = f"{path}, {key}" if key else str(path)
    return Invalid(
        Say(
            en=f"Column names of this deployment: {where}: {why.en}. Correct the file and import again.",
            es=f"Nombres de columnas de esta instalación: {where}: {why.es}. Corríjalo e importe de nuevo.",
        ),
        fields={key or "mappings": why},
    )
