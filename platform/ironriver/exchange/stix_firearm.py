"""The two extensions of our own, their published JSON Schemas, and a firearm as a STIX object."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import stix2
from stix2.properties import StringProperty

from ironriver.exchange.stix_ids import DETAILS_EXTENSION, FIREARM_EXTENSION, PROJECT_IDENTITY, Object

_FOLDER = Path(__file__).parent / "schemas"
#: Name of the published schema → extension that it defines.
SCHEMAS = {"firearm-1.0": FIREARM_EXTENSION, "details-1.0": DETAILS_EXTENSION}
_CREATED = "2026-11-01T00:00:00.000Z"


@stix2.v21.CustomObservable(
    "firearm",
    [(name, StringProperty()) for name in ("serial_number", "make", "model", "caliber", "firearm_type")],
    extension_name=FIREARM_EXTENSION,
)
class Firearm:
    """One firearm; its id is given by us, never made from make and serial, which anybody could guess."""


def schema_bytes(name: str) -> bytes:
    """Return a published schema as it is served. KeyError for a name that is none."""
    if name not in SCHEMAS:
        raise KeyError(name)
    return (_FOLDER / f"{name}.json").read_bytes()


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a published schema, read."""
    found: dict[str, Any] = json.loads(schema_bytes(name))
    return found


@cache
def extension_objects() -> tuple[Object, ...]:
    """Return the maker of the extensions and both definitions: the same bytes in every deployment."""
    maker = stix2.v21.Identity(
        id=PROJECT_IDENTITY,
        created=_CREATED,
        modified=_CREATED,
        name="Ironriver",
        identity_class="organization",
        description="Maker of an open graph platform for firearms tracing; publishes the two extensions.",
    )
    return (
        as_object(maker),
        _definition("firearm-1.0", "Firearm", "A firearm as a cyber-observable object.", "new-sco"),
        _definition("details-1.0", "Firearm trace details", "Events, corridors, releases.", "property-extension"),
    )


def as_object(made: Any) -> Object:  # noqa: ANN401 - classes of a library without types
    """Return what `stix2` made as plain JSON."""
    found: Object = json.loads(made.serialize())
    return found


def _definition(name: str, title: str, description: str, type_: str) -> Object:
    digest = hashlib.sha256(schema_bytes(name)).hexdigest()
    made = stix2.v21.ExtensionDefinition(
        id=SCHEMAS[name],
        created_by_ref=PROJECT_IDENTITY,
        created=_CREATED,
        modified=_CREATED,
        name=title,
        description=description,
        # No address is promised that may one day not answer; every sender serves the schema under this path.
        schema=f"JSON Schema 2020-12, served by each sender at /stix/schemas/{name}.json; SHA-256 {digest}",
        version="1.0.0",
        extension_types=[type_],
    )
    return as_object(made)
