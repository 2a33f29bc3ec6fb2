"""Paths over the wire."""

from __future__ import annotations

from marshmallow import fields, validate

from ironriver.search import LINK_GROUPS, MOST_HOPS, MOST_PATHS
from ironriver.web.api.schemas import Answer, QuestionOut, SayOut, Strict, ThingOut

_ID = validate.Length(min=1, max=80)

PathsIn = Strict.from_dict(
    {
        "from": fields.String(required=True, validate=_ID),
        "to": fields.String(required=True, validate=_ID),
        "most": fields.Integer(load_default=3, validate=validate.Range(1, MOST_PATHS)),
        "hops": fields.Integer(load_default=MOST_HOPS, validate=validate.Range(1, MOST_HOPS)),
        "links": fields.List(
            fields.String(validate=validate.OneOf(LINK_GROUPS)),
            load_default=lambda: ["chain"],
            validate=validate.Length(min=1, max=len(LINK_GROUPS)),
        ),
        "in_time": fields.Boolean(load_default=True),
        "without": fields.List(fields.String(validate=_ID), load_default=list, validate=validate.Length(max=50)),
    },
    name="PathsIn",
)


class HopOut(Answer):
    """One link as it is walked; `style` `unknown_leg` where no source says who held the gun."""

    start = fields.Nested(ThingOut, required=True)
    end = fields.Nested(ThingOut, required=True)
    link = fields.String(required=True)
    title = fields.Nested(SayOut, required=True)
    means = fields.Nested(SayOut, required=True)
    does_not_show = fields.Nested(SayOut, required=True)
    style = fields.String(required=True)
    date = fields.String(required=True)
    source_id = fields.String(required=True)
    line = fields.Integer(allow_none=True)
    days = fields.Integer(allow_none=True)


class WayOut(Answer):
    """One path; `weakest` is the position of its weakest hop, from 0, null where none is weaker than the others."""

    hops = fields.List(fields.Nested(HopOut), required=True)
    weakest = fields.Integer(required=True, allow_none=True)
    why = fields.Nested(SayOut, required=True)
    tlp = fields.Integer(required=True)
    crosses_unknown = fields.Boolean(required=True)


class PathsOut(Answer):
    """Ways, shortest first; `finding` says how many under which limits, none included."""

    start = fields.Nested(ThingOut, required=True)
    end = fields.Nested(ThingOut, required=True)
    ways = fields.List(fields.Nested(WayOut), required=True)
    finding = fields.Nested(SayOut, required=True)
    notes = fields.List(fields.Nested(SayOut), required=True)
    shown = fields.List(fields.Nested(QuestionOut), required=True)
