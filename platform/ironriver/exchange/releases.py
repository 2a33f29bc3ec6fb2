"""Releases: prepared by one person, approved by another, put where the partner fetches it, kept in a register."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, approvals, require
from ironriver.errors import Conflict, Say, nothing_here
from ironriver.exchange.confirmed import Confirmed, check_unchanged, read_confirmed
from ironriver.exchange.profiles import find_profile
from ironriver.exchange.releases_delivery import put_release
from ironriver.exchange.releases_preview import View, check_agreement, naming_for, preview
from ironriver.exchange.releases_records import NewRelease, Release, release_of
from ironriver.exchange.stix_ids import Object
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, join_handling

_PAGE = 100
_START = ("9999-12-31T23:59:59.999999Z", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One page of the register, newest first; `next_` is where the next one begins, empty at the end."""

    releases: tuple[Release, ...]
    next_: str


def propose_release(
    actor: Actor, new: NewRelease, *, ledger: Ledger, confirmed: Confirmed | None = None
) -> Release:
    """Keep the very bytes that would leave, and propose them; another person decides within a week."""
    view = preview(actor, new, ledger=ledger, confirmed=confirmed)
    naming = naming_for(ledger, view.profile.id)
    bundle = ledger.vault.put(view.bundle(naming))
    stored = _stored(actor, new, view) | {
        "bundle_sha256": bundle.sha256,
        "bundle_size": bundle.size,
        "dossier_sha256": ledger.vault.put(view.dossier()).sha256,
    }
    act = _approved(view.release_id, bundle.sha256)
    stored["proposal"], proposing = approvals.proposing(actor, act, reason=new.reason, ledger=ledger)
    marked = _marking(actor, view).as_properties()
    put = Change(statement="write.put_release", rows=[Row(s={"id": view.release_id, **marked}, p=stored)])
    ledger.act(actor, Act(name="exchange.propose_release", changes=[proposing, put]))
    return find_release(actor, view.release_id, ledger=ledger)


def approve_release(
    actor: Actor, release_id: str, *, reason: str, ledger: Ledger, confirmed: Confirmed | None = None
) -> Release:
    """Approve what another person prepared, and hand it over.

    `Conflict` where it is no longer open, or under an agreement or profile that is not as it was. A finding
    must be confirmed still, on the judgement that was prepared: `confirmed` reads it anew.
    """
    release = find_release(actor, release_id, ledger=ledger)
    require(actor, Action.APPROVE, release)
    check_agreement(release, ledger)
    if release.subject_kind == "finding":
        check_unchanged(read_confirmed(confirmed, actor, release.subject_id, ledger), release.prepared)
    if find_profile(actor, release.profile_id, ledger=ledger).version != release.profile_version:
        raise Conflict(
            Say(
                en="The profile was changed after this was prepared. Refuse it; it must be prepared anew.",
                es="El perfil cambió después de preparar esto. Rechácelo; debe prepararse de nuevo.",
            )
        )
    approvals.approve(actor, release.proposal, reason=reason, ledger=ledger)
    act = _approved(release.id, release.bundle_sha256)
    approvals.carry_out(actor, release.proposal, act, ledger=ledger)
    said = {"decided": clock.stamp(), "decided_by": actor.id}
    amend(actor, "exchange.decide_release", release.id, said, ledger)
    return hand_over(actor, release.id, ledger=ledger)


def refuse_release(actor: Actor, release_id: str, *, reason: str, ledger: Ledger) -> Release:
    """Refuse what another person prepared, with the reason he will read."""
    release = find_release(actor, release_id, ledger=ledger)
    require(actor, Action.APPROVE, release)
    said = {"state": "refused", "decided": clock.stamp(), "decided_by": actor.id}
    change = _amending(release.id, said)
    approvals.refuse(actor, release.proposal, reason=reason, ledger=ledger, also=lambda _: [change])
    return find_release(actor, release.id, ledger=ledger)


def hand_over(actor: Actor, release_id: str, *, ledger: Ledger) -> Release:
    """Put an approved release where the partner gets it, once: done again after a crash, nothing comes twice."""
    release = find_release(actor, release_id, ledger=ledger)
    require(actor, Action.APPROVE, release)
    if release.state != "approved":
        raise Conflict(
            Say(
                en="Only an approved release can be handed over.",
                es="Solo se puede poner a disposición una entrega aprobada.",
            )
        )
    check_agreement(release, ledger)
    objects, naming = objects_of(release, ledger=ledger), naming_for(ledger, release.profile_id)
    receipt = put_release(actor, release, objects, naming, ledger=ledger)
    said = {"state": "released", "released": clock.stamp(), "receipt": receipt}
    amend(actor, "exchange.hand_over", release.id, said, ledger)
    return find_release(actor, release.id, ledger=ledger)


def find_release(actor: Actor, release_id: str, *, ledger: Ledger) -> Release:
    """Return a release. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXCHANGE)
    rows = ledger.ask(actor, "exchange.release", {"id": release_id}).rows
    if not rows:
        raise nothing_here()
    return release_of(rows[0]["r"])


def register(actor: Actor, *, after: str = "", limit: int = _PAGE, ledger: Ledger) -> Register:
    """Return a page of the register; `after` is `next_` of the page before."""
    require(actor, Action.VIEW_EXCHANGE)
    before, _, before_id = after.partition("~") if after else (_START[0], "", _START[1])
    params = {"before": before, "before_id": before_id, "limit": limit + 1}
    found = [release_of(row["r"]) for row in ledger.ask(actor, "exchange.releases", params).rows]
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return Register(releases=tuple(shown), next_=f"{last.prepared}~{last.id}" if last else "")


def bundle_of(actor: Actor, release_id: str, *, ledger: Ledger) -> tuple[Release, bytes]:
    """Return a release and its bundle as it was approved; `Tampered` if the bytes are not those."""
    release = find_release(actor, release_id, ledger=ledger)
    ledger.vault.check(release.bundle_sha256)
    return release, ledger.vault.read(release.bundle_sha256)


def dossier_of(actor: Actor, release_id: str, *, ledger: Ledger) -> dict[str, Any]:
    """Return every field of a release before and after, as it was when it was prepared."""
    release = find_release(actor, release_id, ledger=ledger)
    found: dict[str, Any] = json.loads(ledger.vault.read(release.dossier_sha256))
    return found


def objects_of(release: Release, *, ledger: Ledger) -> list[Object]:
    """Return the objects of a release, in the order of its bundle."""
    found: list[Object] = json.loads(ledger.vault.read(release.bundle_sha256))["objects"]
    return found


def amend(actor: Actor, name: str, release_id: str, said: dict[str, Any], ledger: Ledger) -> None:
    """Change what the register says of a release: one act."""
    ledger.act(actor, Act(name=name, changes=[_amending(release_id, said)]))


def _amending(release_id: str, said: dict[str, Any]) -> Change:
    return Change(statement="write.amend_release", rows=[Row(s={"id": release_id}, p=said)])


def _approved(release_id: str, bundle_sha256: str) -> Act:
    """Return the act that is proposed: it fixes the bytes, so nothing else can be approved in their place."""
    said = {"state": "approved", "bundle_sha256": bundle_sha256}
    return Act(name="exchange.approve_release", changes=[_amending(release_id, said)])


def _marking(actor: Actor, view: View) -> Marking:
    """The register's row is as strict as what was looked at, and belongs to the agency that releases."""
    told = {change.key for change in view.redacted.changes}
    pieces: Sequence[Any] = [one for one in view.subject.pieces if one.key in told]
    codes = {Handling(code) for one in pieces for code in one.marking.handling.split(",") if code}
    level = max(one.marking.tlp for one in pieces)
    return Marking(holding=actor.agency, tlp=level, handling=join_handling(codes))


def _stored(actor: Actor, new: NewRelease, view: View) -> dict[str, Any]:
    profile = view.profile
    return {
        "number": f"{profile.agreement_number}-R{view.release_id[-6:].upper()}",
        "title": new.title.strip() or view.subject.title,
        "partner": profile.partner,
        "profile_id": profile.id,
        "profile_name": profile.name,
        "profile_version": profile.version,
        "agreement_id": profile.agreement_id,
        "agreement_number": profile.agreement_number,
        "purpose": new.purpose,
        "case_id": actor.case,
        "subject_kind": view.subject.kind,
        "subject_id": view.subject.id,
        "granted": sorted(new.granted),
        "collection_id": new.collection_id,
        "flavour": new.flavour.value,
        "reason": new.reason.strip(),
        "state": "proposed",
        "prepared": clock.stamp(),
        "prepared_by": actor.id,
        "objects": [one["id"] for one in view.built.objects],
        "stamped": view.stamped,
        "level": int(view.redacted.tlp),
        "lost": list(view.built.lost),
    }
