"""Blueprints whose input is checked by marshmallow; what is wrong comes back as the product's own refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from ironriver.errors import Invalid, Say


def read(schema: Schema) -> dict[str, Any]:
    """Return the request's JSON as the schema takes it, or raise `Invalid` with one sentence for each field."""
    try:
        loaded: dict[str, Any] = schema.load(request.get_json(silent=True) or {})
    except ValidationError as error:
        messages: Mapping[str, Any] = error.normalized_messages()
        raise Invalid(
            Say(en="The request cannot be used. See the fields.", es="La solicitud no se puede usar. Vea los campos."),
            fields={
                str(name): Say(en=f"{name}: {said}", es=f"{name}: no es válido; vea la descripción en /api/v1/openapi.json")
                for name, said in messages.items()
            },
        ) from error
    return loaded
