"""Saved charts over the wire."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from ironriver.web.api.schemas import Answer, CutOut, EdgeOut, NodeOut, Strict

_MOST = 2000


def _ids(most: int = _MOST, length: int = 80) -> Any:  # noqa: ANN401 - marshmallow has no type for it
    one = fields.String(validate=validate.Length(min=1, max=length))
    return fields.List(one, load_default=list, validate=validate.Length(max=most))


class ThingsIn(Strict):
    """Things by id."""

    ids = fields.List(
        fields.String(validate=validate.Length(min=1, max=80)), required=True, validate=validate.Length(max=_MOST)
    )


class PlacedIn(Strict):
    """One thing and where it stands, in chart units."""

    id = fields.String(required=True, validate=validate.Length(min=1, max=80))
    x = fields.Float(required=True)
    y = fields.Float(required=True)
    pinned = fields.Boolean(load_default=False)


class SaveIn(Strict):
    """What is drawn and where. `chart` and `seen` (the version it began from) are left out for a new one.

    `cut_at` and `cut_id` are taken from older pages and not read: the data cut is that of the server's own read.
    """

    title = fields.String(required=True, validate=validate.Length(max=400))
    nodes = fields.List(fields.Nested(PlacedIn), required=True, validate=validate.Length(max=_MOST))
    edges = _ids(length=240)
    hidden = _ids()
    collapsed = _ids()
    cut_at = fields.String(load_default="", validate=validate.Length(max=40))
    cut_id = fields.String(load_default="", validate=validate.Length(max=80))
    chart = fields.String(load_default="", validate=validate.Length(max=80))
    seen = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))


class OpenIn(Strict):
    """A saved chart; `version` 0 is the latest."""

    chart = fields.String(required=True, validate=validate.Length(min=1, max=80))
    version = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))


class SavedOut(Answer):
    """A chart as it was saved."""

    chart = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.Integer(required=True)
    case = fields.String(required=True)
    tlp = fields.Integer(required=True)
    text = fields.String(required=True)


class PlaceOut(Answer):
    """Where one thing stands."""

    id = fields.String(required=True)
    x = fields.Float(required=True)
    y = fields.Float(required=True)
    pinned = fields.Boolean(required=True)


class OpenedOut(SavedOut):
    """A saved chart as one reader may see it; `hidden` are things taken off by hand, `more` lines not on it."""

    latest = fields.Integer(required=True)
    nodes = fields.List(fields.Nested(NodeOut))
    edges = fields.List(fields.Nested(EdgeOut))
    hidden = fields.List(fields.Nested(NodeOut))
    places = fields.List(fields.Nested(PlaceOut))
    collapsed = fields.List(fields.String())
    more = fields.Integer()
    cut = fields.Nested(CutOut)
