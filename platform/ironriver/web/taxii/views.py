"""The endpoints of TAXII 2.1 (§4 and §5), each handing on to one function of `exchange`."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from ironriver import exchange
from ironriver.access import Action
from ironriver.exchange import Collection, Filters, Page, Quarantined
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.web import signed_in
from ironriver.web.taxii.answers import MEDIA_TYPE, answer, sent
from ironriver.web.taxii.door import for_programs

blueprint = Blueprint("taxii", __name__, url_prefix="/taxii2")
_FETCH, _SEND = Action.FETCH_SHARED, Action.SEND_SHARED
_STIX = "application/stix+json;version=2.1"


def _ledger() -> Ledger:
    return signed_in.platform().ledger


def _filters(allowed: frozenset[str], *, versions: str = "last", object_id: str = "") -> Filters:
    read = exchange.read_filters(list(request.args.items(multi=True)), allowed, versions=versions)
    return exchange.only_object(read, object_id) if object_id else read


@blueprint.get("/")
@for_programs(_FETCH)
def discovery(actor: Actor) -> Response:
    """§4.1: what is here for this program: its own root."""
    root = f"/taxii2/{actor.agency}/"
    return answer({"title": "Ironriver", "default": root, "api_roots": [root]})


@blueprint.get("/<root>/")
@for_programs(_FETCH)
def api_root(actor: Actor) -> Response:
    """§4.2: the root of one partner."""
    said = {
        "title": f"Ironriver, {actor.agency}",
        "versions": [MEDIA_TYPE],
        "max_content_length": exchange.MOST_BYTES,
    }
    return answer(said)


@blueprint.get("/<root>/status/<status_id>/")
@for_programs(_FETCH)
def status(actor: Actor, status_id: str) -> Response:
    """§4.3: what became of something sent."""
    return answer(_status(exchange.find_status(actor, status_id, ledger=_ledger())))


@blueprint.get("/<root>/collections/")
@for_programs(_FETCH)
def collections(actor: Actor) -> Response:
    """§5.1: the collections of this partner."""
    found = exchange.collections_of_partner(actor, ledger=_ledger())
    return answer({"collections": [_collection(one) for one in found if one.may_read or one.may_write]})


@blueprint.get("/<root>/collections/<collection_id>/")
@for_programs(_FETCH)
def collection(actor: Actor, collection_id: str) -> Response:
    """§5.2: one collection, by id or alias."""
    return answer(_collection(exchange.find_for_partner(actor, collection_id, ledger=_ledger())))


@blueprint.get("/<root>/collections/<collection_id>/manifest/")
@for_programs(_FETCH)
def manifest(actor: Actor, collection_id: str) -> Response:
    """§5.3: what lies there, without content."""
    page = exchange.read_page(actor, collection_id, _filters(exchange.OBJECTS), ledger=_ledger())
    entries = [
        {"id": r["stix_id"], "date_added": r["added"], "version": r["version"], "media_type": r["media_type"]}
        for r in page.rows
    ]
    return _paged(page, "objects", [json.dumps(entry, separators=(",", ":")) for entry in entries])


@blueprint.get("/<root>/collections/<collection_id>/objects/")
@for_programs(_FETCH)
def objects(actor: Actor, collection_id: str) -> Response:
    """§5.4: objects, as they were stored."""
    page = exchange.read_page(actor, collection_id, _filters(exchange.OBJECTS), ledger=_ledger())
    return _paged(page, "objects", [str(row["content"]) for row in page.rows])


@blueprint.post("/<root>/collections/<collection_id>/objects/")
@for_programs(_SEND)
def add_objects(actor: Actor, collection_id: str) -> Response:
    """§5.5: take an envelope into the quarantine."""
    body = request.get_data(cache=False)
    request.stream.read(1)  # a body without a length is cut at the limit in silence: reading on says 413
    return answer(_status(exchange.receive_envelope(actor, collection_id, body, ledger=_ledger())), 202)


@blueprint.get("/<root>/collections/<collection_id>/objects/<object_id>/")
@for_programs(_FETCH)
def one_object(actor: Actor, collection_id: str, object_id: str) -> Response:
    """§5.6: one object."""
    page = exchange.read_page(
        actor, collection_id, _filters(exchange.ONE_OBJECT, object_id=object_id), ledger=_ledger()
    )
    if not page.rows and "added_after" not in request.args:
        raise NotFound
    return _paged(page, "objects", [str(row["content"]) for row in page.rows])


@blueprint.delete("/<root>/collections/<collection_id>/objects/<object_id>/")
@for_programs(_SEND)
def remove_object(actor: Actor, collection_id: str, object_id: str) -> Response:
    """§5.7: take one object out."""
    filters = _filters(exchange.REMOVAL, versions="all", object_id=object_id)
    exchange.remove_for_partner(actor, collection_id, filters, ledger=_ledger())
    return answer({})


@blueprint.get("/<root>/collections/<collection_id>/objects/<object_id>/versions/")
@for_programs(_FETCH)
def versions(actor: Actor, collection_id: str, object_id: str) -> Response:
    """§5.8: the versions of one object."""
    filters = _filters(exchange.VERSIONS, versions="all", object_id=object_id)
    page = exchange.read_page(actor, collection_id, filters, ledger=_ledger())
    if not page.rows and "added_after" not in request.args:
        raise NotFound
    return _paged(page, "versions", [json.dumps(row["version"]) for row in page.rows])


@blueprint.route("/<path:_rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@for_programs(_FETCH)
def anything_else(_actor: Actor, _rest: str) -> Response:
    """Everything that is no endpoint, and every method that an endpoint does not have."""
    raise NotFound


def _paged(page: Page, name: str, items: list[str]) -> Response:
    parts = []
    if page.next:
        parts += ['"more":true', f'"next":{json.dumps(page.next)}']
    if items:
        parts.append(f'"{name}":[{",".join(items)}]')
    response = sent(["{", ",".join(parts), "}"])
    if page.rows:
        response.headers["X-TAXII-Date-Added-First"] = page.first
        response.headers["X-TAXII-Date-Added-Last"] = page.last
    return response


def _collection(one: Collection) -> dict[str, Any]:
    said = {"id": one.id, "title": one.title, "description": one.description, "alias": one.alias}
    kept = {name: value for name, value in said.items() if value}
    return kept | {"can_read": one.may_read, "can_write": one.may_write, "media_types": [_STIX]}


def _status(one: Quarantined) -> dict[str, Any]:
    outcome = json.loads(one.outcome)
    return {
        "id": one.uuid,
        "status": "complete",
        "request_timestamp": one.received,
        "total_count": one.objects,
        "success_count": len(outcome["good"]),
        "successes": outcome["good"],
        "failure_count": len(outcome["bad"]),
        "failures": outcome["bad"],
        "pending_count": 0,
    }
