"""What a rule says about a request: which field, how grave, and one sentence with the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ironriver.errors import Say
from ironriver.model.values import (
    Coded,
    DateRead,
    DateRule,
    Serial,
    read_calibre,
    read_date,
    read_firearm_type,
    read_make,
    read_serial,
    tidy,
)
from ironriver.tracing.countries import country_code
from ironriver.tracing.schema import Field, Route, current_schema


class Grade(StrEnum):
    """How grave: an error keeps a request from being submitted, a warning asks, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about one field. `suggestion` is a value that may be taken over with one key."""

    field: str
    rule: str
    grade: Grade
    say: Say
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it is typed, read once for all rules. Nothing typed is changed."""

    values: Mapping[str, str]
    route: Route
    today: date

    def get(self, name: str) -> str:
        """Return a field as typed, without blanks around it."""
        return tidy(self.values.get(name, ""))

    def date(self, name: str) -> DateRead:
        """Return a date in the order of the unit's country."""
        return read_date(self.get(name), DateRule(order=self.route.order, today=self.today))

    @property
    def maker(self) -> Coded:
        """The manufacturer against the shipped list."""
        return read_make(self.get("maker"))

    @property
    def calibre(self) -> Coded:
        """The calibre against the shipped list."""
        return read_calibre(self.get("calibre"))

    @property
    def type(self) -> Coded:
        """The type as NCIC code."""
        return read_firearm_type(self.get("type"))

    @property
    def country(self) -> str:
        """Country of origin as ISO code, empty where it is not read."""
        return country_code(self.get("country"))

    @property
    def serial(self) -> Serial:
        """The serial as read, with its doubts."""
        return read_serial(
            self.get("serial"), maker=self.get("maker"), model=self.get("model"), calibre=self.get("calibre")
        )

    @property
    def is_pmf(self) -> bool:
        """Whether nobody in the trade made it."""
        return self.get("item") == "pmf"

    @property
    def is_part(self) -> bool:
        """Whether it is a part that may bear no model, calibre or number."""
        return self.get("item") in ("conversion", "frame")


def error(field: str, rule: str, say: Say, suggestion: str = "") -> Finding:
    """Return what keeps a request from being submitted."""
    return Finding(field=field, rule=rule, grade=Grade.ERROR, say=_named(field, say), suggestion=suggestion)


def warning(field: str, rule: str, say: Say, suggestion: str = "") -> Finding:
    """Return a question that does not keep a request from being submitted."""
    return Finding(field=field, rule=rule, grade=Grade.WARNING, say=_named(field, say), suggestion=suggestion)


def note(field: str, rule: str, say: Say) -> Finding:
    """Return something good to know."""
    return Finding(field=field, rule=rule, grade=Grade.NOTE, say=_named(field, say))


def field_named(name: str) -> Field:
    """Return a field of the current form."""
    return current_schema().fields[name]


def _named(field: str, say: Say) -> Say:
    label = field_named(field).label
    return Say(en=f"{label.en}: {say.en}", es=f"{label.es}: {say.es}")
