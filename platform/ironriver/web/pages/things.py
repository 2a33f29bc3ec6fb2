"""Things as links: which mark they wear, where their page is, how a line of a source is addressed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flask import url_for

from ironriver.ledger import Answer
from ironriver.model.kinds import KINDS, PropertyType
from ironriver.search import Fact, Shown, SourceRef, Thing
from ironriver.tracing import SUMMARY_CODES
from ironriver.web import as_read
from ironriver.web.formats import is_day, show_date
from ironriver.web.language import has_word
from ironriver.web.look import language, t

#: Kind of the model → mark of the look. Those with a page of their own name its route.
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "Firearm": "firearm",
        "Recovery": "recovery",
        "Person": "person",
        "Dealer": "dealer",
        "Organisation": "organisation",
        "Agency": "agency",
        "BallisticEvent": "ballistic",
        "Place": "place",
        "Phone": "phone",
        "Vehicle": "vehicle",
    }
)
_ROLES: Mapping[str, str] = MappingProxyType(
    {"maker": "maker", "manufacturer": "maker", "distributor": "distributor", "wholesaler": "distributor"}
)
_PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Firearm": ("records.firearm", "firearm_id"),
        "Dealer": ("records.dealer", "dealer_id"),
        "Person": ("records.person", "person_id"),
    }
)
#: Values that are read sign by sign stand in the fixed-width face, where 0 and O differ.
MONO_KINDS = frozenset({"Firearm", "Phone", "Vehicle"})
#: Titles that promise the words of the source.
_PROMISED = ("as written", "as marked", "as first read")
MONO_FACTS = frozenset(
    {"serial", "canonical", "number", "key", "plate", "phone", "value", "invoice", "serial_reading"}
)


def mark_of(kind: str, role: str = "") -> str:
    """Return the mark of a model kind; organisations by role, papers of all sorts as documents."""
    if kind == "Organisation":
        return _ROLES.get(role.lower(), "organisation")
    return _MARKS.get(kind, "document")


def mark_for(thing: Thing) -> str:
    """Return the mark of a thing."""
    return mark_of(thing.kind, str(thing.properties.get("role") or ""))


def title_of(thing: Thing) -> str:
    """Return the name of a thing as people read it; one that was erased says so."""
    return as_read.label(thing.kind, thing.label) or t("records.erased")


def about_of(thing: Thing) -> str:
    """Return what else tells a thing from others: make and model, licence and town, born when."""
    said = language()
    about = as_read.second(thing.kind, thing.second, thing.properties)
    if thing.kind == "Person" and about:
        return t("records.born", date=show_date(about, said))
    parts = [show_date(part, said) if is_day(part) else part for part in about.split(", ")]
    if thing.kind == "BallisticEvent":
        parts[0] = code_text("kind", parts[0]) or parts[0]
    if thing.kind == "Organisation" and has_word(f"kind.{parts[0].lower()}"):
        parts[0] = t(f"kind.{parts[0].lower()}")
    return ", ".join(parts)


def page_address(kind: str, id_: str) -> str:
    """Return the address of a thing's own page, empty where its kind has none."""
    if kind not in _PAGES:
        return ""
    endpoint, name = _PAGES[kind]
    where: dict[str, Any] = {name: id_}
    return url_for(endpoint, **where)


def line_address(source_id: str, line: int | None) -> str:
    """Return the address of one line of a source, empty without a source."""
    return url_for("sources.source", source_id=source_id, line=line) if source_id else ""


#: Derived forms that searching needs and reading does not.
INNER = frozenset(
    {
        "canonical",
        "skeleton",
        "serial_usable",
        "calibre_code",
        "type_code",
        "maker_code",
        "name_key",
        "digits",
        "fold",
        "folded",
        "name_flags",
        "dob_precision",
        "date_precision",
        "dealer_id",
    }
)


#: Property whose values are codes → group of words; those of a request are the trace summary's.
_CODE_WORDS: Mapping[str, str] = MappingProxyType({"outcome": "outcome", "kind": "event_kind"})
#: Properties that hold true or false.
_BOOLS = frozenset(
    name
    for kind in KINDS.values()
    for name, known in kind.properties.items()
    if known.type is PropertyType.BOOL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One row of a facts table."""

    label: str
    value: str
    source: int
    where: str
    line_href: str
    written: str
    caution: str
    is_mono: bool
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One numbered source under a facts table."""

    number: int
    title: str
    href: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question of "Show the query"."""

    statement: str
    text: str
    params_text: str
    at: str
    cut_id: str


def fact_rows(facts: Sequence[Fact], *, without: frozenset[str] = frozenset()) -> list[FactRow]:
    """Return facts as rows; dates in the reader's form, the cell as written beside them."""
    said = language()
    return [_fact_row(fact, said) for fact in facts if fact.key not in without]


def _fact_row(fact: Fact, said: str) -> FactRow:
    shown = _value(fact, said)
    return FactRow(
        label=fact.title.in_language(said),
        value=shown,
        source=fact.source_no,
        where=t("records.line", n=fact.line) if fact.line is not None else "",
        line_href=line_address(fact.source_id, fact.line),
        # Where no cell was kept, what was stored is the nearest to what the source wrote.
        written=fact.raw or (fact.value if shown != fact.value and shown.upper() == fact.value else ""),
        caution=", ".join(doubt_text(doubt) for doubt in fact.doubts),
        is_mono=fact.key in MONO_FACTS or fact.key.endswith("serial"),
    )


def _value(fact: Fact, said: str) -> str:
    if is_day(fact.value) or fact.key == "expiry":
        return show_date(fact.value, said)
    if fact.title.en.endswith(_PROMISED):
        return fact.value
    if fact.key.endswith("_precision"):
        return word_or("precision", fact.value)
    said_by_code = code_text(fact.key, fact.value)
    return as_read.value(fact.key, fact.value, said) if said_by_code is None else said_by_code


def code_text(name: str, value: str) -> str | None:
    """Return what the value of a property says if it is a code of ours, else None: then it stays as written."""
    if name.endswith("_flags"):
        return ", ".join(map(doubt_text, value.split(", ")))
    if name in _BOOLS and value in ("True", "False"):
        return t("records.yes" if value == "True" else "records.no")
    if said := SUMMARY_CODES.get((name, value.lower())):
        return said.in_language(language())
    key = f"{_CODE_WORDS.get(name, '')}.{value.lower()}"
    return t(key) if has_word(key) else None


def doubt_text(code: str) -> str:
    """Return a doubt in words."""
    return word_or("doubt", code)


def act_words(prefix: str, act: str) -> str:
    """Return what the words that begin so say of an act; empty where they know none (an act of a newer version)."""
    key = prefix + act.replace(".", "_")
    return t(key) if has_word(key) else ""


def word_or(group: str, code: str) -> str:
    """Return a code of the data in words; one that has none speaks for itself."""
    key = f"{group}.{code}"
    return t(key) if has_word(key) else code.replace("_", " ")


def source_rows(sources: Sequence[SourceRef]) -> list[SourceRow]:
    """Return the sources of a page; one that is not open to the reader keeps its number and says no more."""
    said = language()
    return [
        SourceRow(
            number=source.no,
            title=t("records.hidden_source") if source.hidden else source.name,
            href="" if source.hidden else url_for("sources.source", source_id=source.id),
            note="" if source.hidden else f"{source.brought_by}, {show_date(source.received, said)}",
        )
        for source in sources
    ]


def queries(shown: Sequence[Shown]) -> list[Query]:
    """Return what stands behind a panel, each statement once."""
    seen: dict[tuple[str, str], Query] = {}
    for one in shown:
        params = _params_text(one.params)
        query = Query(statement=one.statement, text=one.text, params_text=params, at=one.cut_at, cut_id=one.cut_id)
        seen.setdefault((one.statement, params), query)
    return list(seen.values())


def queries_of(answers: Iterable[Answer]) -> tuple[Query, ...]:
    """Return what stands behind a page whose room hands on the ledger's answers, in their order."""
    return tuple(
        Query(
            statement=answer.statement.name,
            text=answer.statement.text,
            params_text=_params_text(answer.params),
            at=answer.cut.at,
            cut_id=answer.cut.id,
        )
        for answer in answers
    )


def _params_text(params: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{name} = {json.dumps(value, ensure_ascii=False, default=str)}" for name, value in sorted(params.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The data cut as the context bar shows it."""

    at: str
    id: str


def cut_of(shown: Sequence[Shown]) -> Cut | None:
    """Return the moment at which a page began to be read: what came in later may be missing from a part."""
    return Cut(at=shown[0].cut_at, id=shown[0].cut_id[:12]) if shown else None
