"""Search results as a list: candidates in groups, each with its tier and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from ironriver.search import DRAWN, Found, Hit
from ironriver.web import as_read
from ironriver.web.formats import show_number
from ironriver.web.look import language, t
from ironriver.web.pages.things import MONO_KINDS, Query, about_of, mark_for, page_address, queries, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a candidate is here, or what speaks against it."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One candidate."""

    id: str
    kind: str
    title: str
    about: str
    is_mono: bool
    href: str
    chart_href: str
    tier: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRows:
    """Candidates of one kind."""

    title: str
    count_text: str
    more: bool
    hits: tuple[HitRow, ...]

    @property
    def size(self) -> int:
        """How many are listed."""
        return len(self.hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What the results template draws."""

    read_as: str
    notes: tuple[str, ...]
    groups: tuple[GroupRows, ...]
    shown: tuple[Query, ...]


def results(found: Found) -> Results:
    """Return an answer of the one box as rows."""
    said = language()
    return Results(
        read_as=found.read_as.in_language(said),
        notes=tuple(note.in_language(said) for note in found.notes),
        groups=tuple(
            GroupRows(
                title=group.title.in_language(said),
                count_text=t("search.candidate")
                if len(group.hits) == 1
                else t("search.candidates", n=show_number(len(group.hits), said)),
                more=group.cut,
                hits=hit_rows(group.hits),
            )
            for group in found.groups
            if group.hits
        ),
        shown=tuple(queries(found.shown)),
    )


def hit_rows(hits: Sequence[Hit]) -> tuple[HitRow, ...]:
    """Return candidates as rows, in their order."""
    return tuple(_row(hit) for hit in hits)


def _calm_reason(text: str) -> str:
    """A reason quotes the record after its colon: `Same maker: HARROW&PIKE MFG.`"""
    before, colon, quoted = text.partition(": ")
    said = as_read.quoted(quoted.removesuffix("."))
    return f"{before}{colon}{said}{'.' if quoted.endswith('.') and not said.endswith('.') else ''}"


def _row(hit: Hit) -> HitRow:
    said = language()
    thing = hit.thing
    # The search room words what differs as "Another model: …"; everything else it says speaks for the candidate.
    reasons = [
        Reason(
            mark="no" if reason.en.startswith("Another ") else "yes",
            text=_calm_reason(reason.in_language(said)),
        )
        for reason in hit.reasons
    ]
    if hit.shared:
        reasons.append(Reason(mark="note", text=t("search.shared", n=show_number(hit.shared, said))))
    drawn = thing.kind in DRAWN
    chart = url_for("workbench.workbench", thing_id=thing.id) if drawn else ""
    return HitRow(
        id=thing.id,
        kind=mark_for(thing),
        title=title_of(thing),
        about=about_of(thing),
        is_mono=thing.kind in MONO_KINDS,
        href=page_address(thing.kind, thing.id) or chart,
        chart_href=chart,
        tier=t("search.tier", n=hit.tier) if hit.tier is not None else "",
        reasons=tuple(reasons),
    )
