"""Shapes a trace request for its page: sections, fields, what is said about each, its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ironriver import tracing
from ironriver.errors import Say
from ironriver.tracing import Checked, Field, Finding, Section, State, Step, TraceForm
from ironriver.web.look import language

#: Stands on no part of the printed form: what Mexican units see to before the gun leaves them.
_NO_PART = "custody"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShown:
    """One box as the page shows it."""

    name: str
    box: str
    kind: str
    label: str
    hint: str
    needed: bool
    value: str
    choices: list[tuple[str, str]]
    said: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionShown:
    """One part of the form: how many errors are shown in it, how many needed fields are still empty."""

    name: str
    part: str
    title: str
    errors: int
    left: int
    fields: list[FieldShown]

    @property
    def is_optional(self) -> bool:
        """Whether nothing in it is needed and nothing was typed."""
        return not any(one.needed or one.value for one in self.fields)


def say(said: Say) -> str:
    """Return a sentence in the language of the page."""
    return said.in_language(language())


def sections_shown(agency: str, values: Mapping[str, str], checked: Checked, *, fresh: bool) -> list[SectionShown]:
    """Return the form with what was typed. `fresh`: nothing was typed yet, so nothing is complained about."""
    needed = set(tracing.needed_fields(tracing.read_request(agency, values)))
    return [_section(one, values, checked, needed, fresh) for one in tracing.current_schema().sections]


def _section(
    section: Section, values: Mapping[str, str], checked: Checked, needed: set[str], fresh: bool
) -> SectionShown:
    fields = [_field(one, values, checked, needed, fresh) for one in section.fields]
    wrong = sum(1 for one in fields if any(said["grade"] == "error" for said in one.said))
    left = sum(1 for one in fields if one.needed and not one.value.strip())
    title = say(section.title)
    part = "" if section.name == _NO_PART else section.part
    return SectionShown(
        name=section.name, part=part, title=title, errors=max(wrong - left, 0), left=left, fields=fields
    )


def _field(field: Field, values: Mapping[str, str], checked: Checked, needed: set[str], fresh: bool) -> FieldShown:
    return FieldShown(
        name=field.name,
        box=field.box,
        kind=field.kind,
        label=say(field.label),
        hint=say(field.hint) if field.hint else "",
        needed=field.name in needed,
        value=values.get(field.name, ""),
        choices=[(code, say(words)) for code, words in field.choices],
        said=[] if fresh else [_finding(one) for one in checked.of(field.name)],
    )


def _finding(one: Finding) -> dict[str, str]:
    return {"grade": one.grade.value, "text": say(one.say), "suggestion": one.suggestion}


def forecast_shown(checked: Checked) -> list[str]:
    """Return the reasons why the trace may end early."""
    return [say(one.say) for one in checked.forecast]


def steps_shown(steps: list[Step]) -> list[dict[str, str]]:
    """Return what happened, oldest first."""
    return [
        {
            "what": say(tracing.MOVES[step.move]),
            "state": say(tracing.STATES[step.state]),
            "at": step.at,
            "who": f"{step.by_name} · {step.by_agency}",
            "note": step.note,
        }
        for step in steps
    ]


def state_word(state: State | str) -> str:
    """Return a state in words."""
    return say(tracing.STATES[State(state)])


def outcome_words(form: TraceForm) -> str:
    """Return outcome and reason in words, as far as they are codes of ours; else as they were written."""
    known = {one.value: say(words) for one, words in tracing.OUTCOMES.items()}
    reasons = {one.value: say(words) for one, words in tracing.REASONS.items()}
    parts = [known.get(form.outcome, form.outcome), reasons.get(form.reason, form.reason)]
    return ": ".join(part for part in parts if part)


def held_words(form: TraceForm) -> str:
    """Return the fields in which a held result contradicts the request."""
    fields = tracing.current_schema().fields
    return ", ".join(say(fields[name].label) for name in form.held.split(", ") if name in fields)
