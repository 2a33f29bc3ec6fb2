"""Our objects before they are written: the foreign validator, our own schemas, closed references, one TLP each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from ironriver.errors import Invalid, Say
from ironriver.exchange.stix_firearm import schema
from ironriver.exchange.stix_ids import DETAILS_EXTENSION, FIREARM_EXTENSION, Object
from ironriver.exchange.stix_markings import level_of


def check_objects(objects: Sequence[Object]) -> None:
    """Return if every object is valid STIX 2.1 and fits our schemas, and the whole is closed.

    Raises `Invalid`, whose detail names every fault: nothing is written then.
    """
    faults = [fault for one in objects for fault in faults_of(one)] + open_references(objects)
    faults += [f"{one['id']}: no TLP" for one in objects if not _is_marked(one)]
    if faults:
        raise Invalid(
            Say(
                en="These objects are not valid STIX 2.1, so nothing was written. This is a fault of the product.",
                es="Estos objetos no son STIX 2.1 válido; no se escribió nada. Es una falla del producto.",
            ),
            detail="; ".join(faults[:20]),
        )


def faults_of(one: Object) -> list[str]:
    """Return what is wrong with one object by the validator and by the schema of each extension it uses."""
    validator, options = _validator()
    said = [f"{one.get('id', '?')}: {error}" for error in validator.validate_instance(dict(one), options).errors]
    return said + extension_faults(one)


def extension_faults(one: Object) -> list[str]:
    """Return what is wrong with our own extensions in an object; the validator cannot know them."""
    used = one.get("extensions")
    said = []
    if one.get("type") == "firearm":
        said += _schema_faults("firearm-1.0", one)
    elif isinstance(used, dict) and FIREARM_EXTENSION in used:
        said.append("the firearm extension stands on another type")
    if isinstance(used, dict) and DETAILS_EXTENSION in used:
        said += _schema_faults("details-1.0", used[DETAILS_EXTENSION])
    return [f"{one.get('id', '?')}: {fault}" for fault in said]


def references_of(value: Any) -> Iterable[str]:  # noqa: ANN401 - any JSON value
    """Yield every id that an object refers to: all `_ref` and `_refs` properties, at any depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.endswith("_ref") and isinstance(inner, str):
                yield inner
            elif name.endswith("_refs") and isinstance(inner, list):
                yield from (one for one in inner if isinstance(one, str))
            else:
                yield from references_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references_of(inner)


def open_references(objects: Sequence[Object]) -> list[str]:
    """Return the references that point outside, extension keys included."""
    here = {one["id"] for one in objects}
    said = []
    for one in objects:
        named = {*references_of(dict(one)), *one.get("extensions", {})}
        if one["type"] == "marking-definition":
            named -= set(one.get("extensions", {}))  # TLP's own definition is part of the standard's common objects
        said += [f"{one['id']}: refers to {ref}, which is not here" for ref in sorted(named - here)]
    return said


def _is_marked(one: Object) -> bool:
    if one["type"] in ("marking-definition", "extension-definition") or one.get("name") == "Ironriver":
        return True
    return sum(level_of(ref) is not None for ref in one.get("object_marking_refs", ())) == 1


def _schema_faults(name: str, value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    from jsonschema import Draft202012Validator

    return [error.message[:200] for error in Draft202012Validator(schema(name)).iter_errors(value)]


# Both are imported on first use: `jsonschema` builds grammars for three seconds, and every web process and worker
# would begin with that.
@cache
def _validator() -> tuple[ModuleType, Any]:
    import stix2validator

    return stix2validator, stix2validator.ValidationOptions(version="2.1")
