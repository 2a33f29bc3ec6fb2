"""Rows of the pages of partners: profiles, the register, what is viewed as the partner."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver import exchange
from ironriver.exchange import Collection, Draft, NewRelease, Profile, Release, View
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.web import signed_in
from ironriver.web.forms import Form
from ironriver.web.language import has_word
from ironriver.web.look import language, t
from ironriver.web.pages.things import Query

#: Objects of one bundle that a page lists; the file has all.
MOST_OBJECTS = 200
_COLUMNS = (
    *("number", "state", "partner", "title", "purpose", "agreement_number", "profile_name", "flavour", "level"),
    *("reason", "prepared", "prepared_by", "decided", "decided_by", "released", "receipt", "bundle_sha256"),
    *("recalled", "recall_reason", "acknowledged"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One field side by side: `state` is given, coarser or taken_out; it stands in words, not in colour alone."""

    what: str
    field: str
    before: str
    after: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was viewed as the partner, for the page and for proposing exactly that."""

    new: NewRelease
    title: str
    level: Tlp
    changes: tuple[ChangeRow, ...]
    withheld: Mapping[str, int]
    dangling: int
    warnings: tuple[str, ...]
    lost: tuple[str, ...]
    objects: tuple[Mapping[str, str], ...]
    total: int


def asked_of(view: View, new: NewRelease) -> Asked:
    """Return a preview as the page shows it."""
    counts: dict[str, int] = {}
    for why in view.redacted.withheld.values():
        counts[why] = counts.get(why, 0) + 1
    changes = [_change(one.kind.value, one.name, one.before, one.after) for one in view.redacted.changes]
    return Asked(
        new=new,
        title=new.title or view.subject.title,
        level=view.redacted.tlp,
        changes=tuple(changes),
        withheld=counts,
        dangling=len(view.redacted.dangling),
        warnings=view.redacted.warnings,
        lost=view.built.lost,
        objects=tuple(object_rows(view.built.objects)),
        total=len(view.built.objects),
    )


def dossier_rows(dossier: Mapping[str, Any]) -> list[ChangeRow]:
    """Return the field differences of a release as they were when it was prepared."""
    return [_change(one["kind"], one["name"], one["before"], one["after"]) for one in dossier["changes"]]


def object_rows(objects: Sequence[Mapping[str, Any]]) -> list[Mapping[str, str]]:
    """Return type, id and own words of the objects that a partner gets."""
    return [{"type": one["type"], "id": one["id"], "says": _says(one)} for one in objects[:MOST_OBJECTS]]


def profile_rows(profiles: Sequence[Profile]) -> list[dict[str, Any]]:
    """Return one row a profile."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "partner": one.partner,
            "agreement": one.agreement_number,
            "level": int(one.max_tlp),
            "fields": len(one.fields),
            "place": t(f"exchange.place_{one.place}"),
            "day": t(f"exchange.day_{one.day}"),
            "version": one.version,
        }
        for one in profiles
    ]


def release_rows(releases: Sequence[Release]) -> list[dict[str, Any]]:
    """Return one row a release."""
    return [
        {
            "id": one.id,
            "number": one.number,
            "title": one.title,
            "partner": one.partner,
            "state": t(f"exchange.state_{one.state}"),
            "prepared": one.prepared,
            "level": int(one.level),
            "waits": one.state == "recalled" and not one.acknowledged,
        }
        for one in releases
    ]


def collection_rows(collections: Sequence[Collection]) -> list[dict[str, Any]]:
    """Return one row a collection."""
    return [
        {
            "title": one.title,
            "partner": one.partner,
            "id": one.id,
            "level": int(one.max_tlp),
            "way": t("exchange.way_outbox" if one.may_read else "exchange.way_inbox"),
            "last": one.last_added,
        }
        for one in collections
    ]


def collection_options(collections: Sequence[Collection]) -> list[tuple[str, str]]:
    """Return where a release may lie: as a file, or in a collection that the partner reads."""
    return [
        ("file", t("exchange.as_file")),
        *((one.id, f"{one.title} ({one.max_tlp.label})") for one in collections),
    ]


def draft_groups(actor: Actor, shown: int, *, ledger: Ledger) -> list[tuple[str, list[dict[str, Any]], int]]:
    """Return drafts by what accepting would do, most pressing first: the rows shown and how many more there are."""
    counts, groups = exchange.draft_counts(actor, ledger=ledger), []
    for tab in ("conflict", "update", "create", "known"):
        total = sum(one.n for one in counts if one.tab == tab)
        if total:
            rows = [_draft_row(one) for one in exchange.drafts(actor, ledger=ledger, tab=tab, limit=shown)]
            groups.append((tab, rows, max(0, total - len(rows))))
    return groups


def said_reasons(reasons: Sequence[str]) -> list[str]:
    """Return reasons in words where we have them; what the validator wrote stands as it is."""
    return [t(f"inbound.why_{one}") if has_word(f"inbound.why_{one}") else one for one in reasons]


def _draft_row(one: Draft) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.stix_type,
        "title": one.title,
        "level": int(one.level),
        "state": t(f"inbound.state_{one.state}"),
        "reasons": [*said_reasons(one.reasons), *([one.reason] if one.reason else [])],
    }


def register_csv(releases: Sequence[Release]) -> list[Sequence[object]]:
    """Return the register as rows for a spreadsheet, with a head; levels as words."""
    named = ([getattr(one, name) if name != "level" else one.level.label for name in _COLUMNS] for one in releases)
    return [_COLUMNS, *named]


def field_options() -> list[tuple[str, str]]:
    """Return every field with its name; by-request ones say so."""
    said = language()
    mark = f" ({t('exchange.by_request')})"
    return [(one.key, one.title.in_language(said) + (mark if one.by_request else "")) for one in exchange.FIELDS]


def choices() -> dict[str, list[tuple[str | int, str]]]:
    """Return the options of the editor's lists, in the language of the page."""
    return {
        "place": [(one.value, t(f"exchange.place_{one}")) for one in exchange.Place],
        "day": [(one.value, t(f"exchange.day_{one}")) for one in exchange.Day],
        "flavour": [(one.value, t(f"exchange.flavour_{one}")) for one in exchange.Flavour],
        "tlp": [(int(one), one.label) for one in Tlp if one is not Tlp.RED],
        "subject_kind": [(one, t(f"exchange.subject_{one}")) for one in exchange.SUBJECTS],
    }


def profile_form(profile: Profile) -> Form:
    """Return the editor filled with a profile as it stands."""
    values = {
        "name": profile.name,
        "agreement_id": profile.agreement_id,
        "tlp": str(int(profile.max_tlp)),
        "place": profile.place.value,
        "day": profile.day.value,
        "floor": str(profile.floor),
        "flavour": profile.flavour.value,
    }
    return Form(name="profile", values=values)


def shown_queries(*asked: tuple[str, Mapping[str, Any]]) -> list[Query]:
    """Return the questions behind a page, for "Show the query"."""
    catalogue = signed_in.platform().ledger.catalogue
    return [
        Query(
            statement=name,
            text=catalogue.statement(name).text,
            params_text="\n".join(f"{key} = {json.dumps(value)}" for key, value in sorted(params.items())),
            at="",
            cut_id="",
        )
        for name, params in asked
    ]


def _change(kind: str, name: str, before: object, after: object) -> ChangeRow:
    state = "taken_out" if after is None else "given" if after == before else "coarser"
    return ChangeRow(
        what=t(f"exchange.kind_{kind}"),
        field=exchange.title_of(name).in_language(language()),
        before=_text(before),
        after="" if after is None else _text(after),
        state=state,
    )


def _text(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    if "en" in value:
        return str(value[language()])
    if "recorded" in value:
        return t("exchange.legs_n", recorded=value["recorded"], unknown=value["unknown"])
    if "firearms" in value:
        return t("exchange.corridor_n", n=value["firearms"], source=value["source"], target=value["target"])
    return ", ".join(str(value[part]) for part in ("city", "county", "state", "country") if value.get(part))


def _says(one: Mapping[str, Any]) -> str:
    for name in ("content", "description", "name", "make", "relationship_type", "first_observed"):
        if one.get(name):
            return str(one[name])[:300]
    said = one.get("definition", {}).get("statement", "")
    return str(said)[:300]
