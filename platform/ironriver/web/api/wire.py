"""Routes of the API: input and output by marshmallow, what is wrong as the product's own refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError

from ironriver.errors import Invalid, Say

View = TypeVar("View", bound=Callable[..., Any])


class Wire:
    """One blueprint of the API; `call` puts a guarded view on it and into the description."""

    def __init__(self, name: str, description: str) -> None:
        self.blueprint = Blueprint(f"api_{name}", f"ironriver.web.api.{name}", description=description)
        self.prefix = f"/api/v1/{name}"

    def call(
        self, path: str, method: str, *, gives: type[Schema], takes: type[Schema] | None = None
    ) -> Callable[[View], View]:
        """Serve the view's result as `gives` under `path`; `takes` describes the JSON it reads."""

        def put(view: View) -> View:
            served = self.blueprint.response(200, gives)(view)
            if takes is not None:
                body = {"content": {"application/json": {"schema": takes}}}
                served = self.blueprint.doc(requestBody=body)(served)
            return cast(View, self.blueprint.route(path, methods=[method])(served))

        return put


def read(schema: Schema) -> dict[str, Any]:
    """Return the request's JSON as the schema takes it, or raise `Invalid` with one sentence for each field."""
    try:
        loaded: dict[str, Any] = schema.load(_json())
    except ValidationError as error:
        messages = error.messages_dict
        raise Invalid(
            Say(
                en="The request cannot be used. See the fields.",
                es="La solicitud no se puede usar. Vea los campos.",
            ),
            fields={
                str(name): Say(en=f"{name}: {said}", es=f"{name}: no es válido; vea /api/v1/openapi.json")
                for name, said in messages.items()
            },
        ) from error
    return loaded


def _json() -> Any:  # noqa: ANN401 - the schema says what it must be
    try:
        return request.get_json(silent=True) or {}
    except RecursionError:  # brackets in brackets, a thousand deep
        return {}
