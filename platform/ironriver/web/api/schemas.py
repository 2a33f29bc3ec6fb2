"""What goes over the wire, as marshmallow schemas."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

LONGEST_TEXT = 200


class Strict(Schema):
    """Input: what is not known is refused."""


class Answer(Schema):
    """Output."""

    class Meta:
        unknown = EXCLUDE


class SayOut(Answer):
    """One sentence in both languages."""

    en = fields.String(required=True)
    es = fields.String(required=True)


class ThingOut(Answer):
    """One node as a reader meets it."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    second = fields.String(required=True)
    holding = fields.String(required=True)
    tlp = fields.Integer(required=True)
    handling = fields.String(required=True)
    flags = fields.List(fields.String())


class QuestionOut(Answer):
    """One statement that was asked, so that the answer can be checked and repeated."""

    statement = fields.String(required=True)
    cut_at = fields.String(required=True)
    cut_id = fields.String(required=True)
    rows = fields.Integer(required=True)


class SearchIn(Strict):
    """One box: a serial (with ? and *), a name, a dealer, a licence number; `type:` narrows it."""

    text = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_TEXT))


class HitOut(Answer):
    """One candidate. Nothing is joined by being listed."""

    thing = fields.Nested(ThingOut, required=True)
    tier = fields.Integer(allow_none=True)
    reasons = fields.List(fields.Nested(SayOut))
    at = fields.List(fields.Integer())
    shared = fields.Integer()


class GroupOut(Answer):
    """Candidates of one kind."""

    kind = fields.String(required=True)
    title = fields.Nested(SayOut)
    hits = fields.List(fields.Nested(HitOut))
    cut = fields.Boolean()


class FoundOut(Answer):
    """The answer of the one box."""

    text = fields.String(required=True)
    read_as = fields.Nested(SayOut)
    notes = fields.List(fields.Nested(SayOut))
    groups = fields.List(fields.Nested(GroupOut))
    shown = fields.List(fields.Nested(QuestionOut))


class FactOut(Answer):
    """One fact beside its receipt."""

    key = fields.String(required=True)
    title = fields.Nested(SayOut)
    value = fields.String(required=True)
    source_id = fields.String()
    line = fields.Integer(allow_none=True)
    raw = fields.String()
    grade = fields.String()
    doubts = fields.List(fields.String())


class StopOut(Answer):
    """One place in the chain; `thing` is null where nobody knows."""

    role = fields.String(required=True)
    title = fields.Nested(SayOut)
    thing = fields.Nested(ThingOut, allow_none=True)
    date = fields.String()


class LegOut(Answer):
    """What joins a stop to the next one."""

    kind = fields.String(required=True)
    recorded = fields.Boolean(required=True)
    date = fields.String()
    days = fields.Integer(allow_none=True)


class ChainOut(Answer):
    """From maker to recovery."""

    stops = fields.List(fields.Nested(StopOut))
    legs = fields.List(fields.Nested(LegOut))
    total = fields.Integer()
    recorded = fields.Integer()


class TimeToCrimeOut(Answer):
    """Days from first retail sale to recovery."""

    days = fields.Integer(allow_none=True)
    band = fields.String()
    sold = fields.String()
    recovered = fields.String()
    reason = fields.Nested(SayOut, allow_none=True)


class FirearmOut(Answer):
    """One gun with its chain, facts and candidates."""

    firearm = fields.Nested(ThingOut, required=True)
    members = fields.List(fields.Nested(ThingOut))
    chain = fields.Nested(ChainOut)
    time_to_crime = fields.Nested(TimeToCrimeOut, allow_none=True)
    facts = fields.List(fields.Nested(FactOut))
    candidates = fields.List(fields.Nested(HitOut))
    notices = fields.List(fields.String())
    tlp = fields.Integer()
    shown = fields.List(fields.Nested(QuestionOut))


class StartIn(Strict):
    """The thing that a chart starts from."""

    id = fields.String(required=True, validate=validate.Length(max=80))


class ExpandIn(Strict):
    """One link of one thing; `after` is given back to get the next page."""

    id = fields.String(required=True, validate=validate.Length(max=80))
    link = fields.String(required=True, validate=validate.Length(max=120))
    direction = fields.String(required=True, validate=validate.OneOf(["out", "in"]))
    after = fields.String(load_default="", validate=validate.Length(max=200))
    limit = fields.Integer(load_default=25, validate=validate.Range(min=1, max=200))


class BetweenIn(Strict):
    """Things that came in, and things that were there: the lines that join them."""

    _id = fields.String(validate=validate.Length(max=80))
    fresh = fields.List(_id, required=True, validate=validate.Length(max=2000))
    drawn = fields.List(_id, required=True, validate=validate.Length(max=2000))


class CutOut(Answer):
    """When the data were read, and an opaque id of that moment; `text` is for people."""

    at = fields.String()
    text = fields.String()
    id = fields.String()


class NodeOut(Answer):
    """One node to draw."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    label = fields.String(required=True)
    sub = fields.String()
    mono = fields.Boolean()
    href = fields.String()
    #: Links that the person may see; null where they were not counted.
    total = fields.Integer(allow_none=True)
    #: How many of them are not drawn because the lines beside them say the same records.
    told = fields.Integer()
    lane = fields.Float()
    #: When it happened, for things that have a day of their own.
    date = fields.String()


class EdgeOut(Answer):
    """One line to draw."""

    id = fields.String(required=True)
    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String(required=True)
    link = fields.String(required=True)
    style = fields.String(required=True)
    label = fields.String()
    count = fields.Integer()
    pane = fields.String()
    first = fields.String()
    last = fields.String()


class PartOut(Answer):
    """A part of a chart."""

    nodes = fields.List(fields.Nested(NodeOut))
    edges = fields.List(fields.Nested(EdgeOut))
    cut = fields.Nested(CutOut)
    left = fields.Integer()
    total = fields.Integer()
    after = fields.String()
    #: Of a first chart: things whose lines to each other `between` gives with numbers, and `counts` their links.
    later = fields.List(fields.String())


class LinesOut(Answer):
    """Lines between drawn things; `is_cut` where a link has more than an answer holds."""

    edges = fields.List(fields.Nested(EdgeOut))
    is_cut = fields.Boolean()
    cut = fields.Nested(CutOut)


class CountOut(Answer):
    """How many things hang on one by one link."""

    link = fields.String(required=True)
    direction = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.Nested(SayOut)
    total = fields.Integer(required=True)
    is_hub = fields.Boolean()


class CountsOut(Answer):
    """True counts, before anything is drawn."""

    id = fields.String(required=True)
    total = fields.Integer()
    counts = fields.List(fields.Nested(CountOut))
