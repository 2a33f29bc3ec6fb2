"""View as partner: what a release would hold, field by field, before anything is written."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from ironriver import clock
from ironriver.access import Action, require
from ironriver.errors import Conflict, Invalid, Say
from ironriver.exchange.confirmed import Confirmed, finding_subject, read_confirmed
from ironriver.exchange.profiles import Profile, find_profile
from ironriver.exchange.redaction import Redacted, redact
from ironriver.exchange.redaction_fields import BY_REQUEST
from ironriver.exchange.releases_delivery import collection_for
from ironriver.exchange.releases_records import NewRelease, Release
from ironriver.exchange.stix_build import Built, build
from ironriver.exchange.stix_desk import Frame
from ironriver.exchange.stix_ids import Naming, canonical, milliseconds
from ironriver.exchange.stix_subjects import Subject, corridor_subject, firearm_subject
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import PUBLIC

_PERIOD = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
SUBJECTS = ("firearm", "corridors", "finding")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One preview: the profile, what there is, what is left of it, and the very objects that would leave."""

    profile: Profile
    subject: Subject
    redacted: Redacted
    built: Built
    release_id: str
    #: What the objects carry as `modified`.
    stamped: str

    def bundle(self, naming: Naming) -> bytes:
        """Return the bundle as it would be stored and served."""
        return self.built.bundle(naming.stix_id("bundle", self.release_id))

    def dossier(self) -> bytes:
        """Return what the second person and a later court need to see: every field before and after."""
        changes = [{**asdict(one), "kind": one.kind.value} for one in self.redacted.changes]
        commitments = [asdict(one) for one in self.redacted.commitments]
        said: dict[str, Any] = {"v": 1, "release": self.release_id, "changes": changes, "commitments": commitments}
        return canonical({**said, "warnings": list(self.redacted.warnings)})


def naming_for(ledger: Ledger, profile_id: str) -> Naming:
    """Return what gives ids and salts under one profile: a key of its own, worked out from the id key.

    Two profiles show different things, so the same gun has two ids: one id never stands for two contents.
    """
    return Naming(key=hmac.digest(ledger.keys.id_key, b"ironriver/exchange/1", "sha256"), partner=profile_id)


def preview(actor: Actor, new: NewRelease, *, ledger: Ledger, confirmed: Confirmed | None = None) -> View:
    """Return what the partner would get. Nothing is written. `confirmed` reads findings, where they are released.

    `Invalid` names the fields; `NotFound` for what is not open to the actor; `Conflict` where the agreement does
    not stand today, or nothing would be left.
    """
    require(actor, Action.PREPARE_RELEASE)
    profile = find_profile(actor, new.profile_id, ledger=ledger)
    _check(actor, profile, new)
    check_agreement(profile, ledger)
    shelf = collection_for(actor, profile, new.collection_id, ledger=ledger)
    ceiling = shelf.max_tlp if shelf else profile.max_tlp
    subject = _subject(actor, new, ledger, confirmed)
    naming = naming_for(ledger, profile.id)
    redacted = redact(subject.pieces, profile.rules(new.granted, ceiling=ceiling), naming)
    if not redacted.pieces:
        raise Conflict(
            Say(
                en="Under this profile nothing of this would be left. Nothing was prepared.",
                es="Con este perfil no quedaría nada de esto. No se preparó nada.",
            )
        )
    release_id = ledger.id_for("Release", secrets.token_hex(16), actor.agency)
    frame = Frame(
        naming=naming,
        agency=actor.agency,
        agency_name=_agency_name(actor, ledger),
        title=new.title.strip() or subject.title,
        flavour=new.flavour,
        created=milliseconds(datetime.fromisoformat(profile.opened)),
        modified=milliseconds(clock.now()),
        release_id=release_id,
        floor=profile.floor,
    )
    built = build(redacted, frame)
    return View(
        profile=profile,
        subject=subject,
        redacted=redacted,
        built=built,
        release_id=release_id,
        stamped=frame.modified,
    )


def _subject(actor: Actor, new: NewRelease, ledger: Ledger, confirmed: Confirmed | None) -> Subject:
    if new.subject_kind == "finding":
        return finding_subject(read_confirmed(confirmed, actor, new.subject, ledger))
    if new.subject_kind == "firearm":
        return firearm_subject(actor, new.subject, ledger=ledger)
    since, until = new.subject.split("..")
    return corridor_subject(actor, since, until, ledger=ledger)


def _check(actor: Actor, profile: Profile, new: NewRelease) -> None:
    faults: dict[str, Say] = {}
    if new.subject_kind not in SUBJECTS or not new.subject:
        faults["subject"] = Say(en="Say what is released.", es="Diga qué se entrega.")
    if new.subject_kind == "corridors" and not _is_period(new.subject):
        faults["subject"] = Say(
            en="A period as yyyy-mm-dd..yyyy-mm-dd, its end after its start.",
            es="Un periodo aaaa-mm-dd..aaaa-mm-dd, con el fin después del inicio.",
        )
    if new.subject_kind in ("firearm", "finding") and not actor.case:
        faults["subject"] = Say(
            en="Choose a case and a purpose above: a gun or a finding is released within a case only.",
            es="Elija arriba un caso y una finalidad: un arma o un hallazgo solo se entrega dentro de un caso.",
        )
    if new.purpose not in profile.purposes:
        faults["purpose"] = Say(
            en="Choose a purpose that the profile allows.", es="Elija una finalidad que el perfil permita."
        )
    if not new.granted <= BY_REQUEST & profile.fields:
        faults["granted"] = Say(
            en="The profile does not let these be opened by request.",
            es="El perfil no permite abrirlos por solicitud.",
        )
    if len(new.reason.strip()) < 10:
        faults["reason"] = Say(en="At least 10 characters.", es="Al menos 10 caracteres.")
    if faults:
        raise Invalid(
            Say(en="The release was not prepared. See the fields.", es="No se preparó la entrega. Vea los campos."),
            fields=faults,
        )


def _is_period(text: str) -> bool:
    found = _PERIOD.fullmatch(text)
    if not found:
        return False
    try:
        return date.fromisoformat(found[1]) < date.fromisoformat(found[2])
    except ValueError:
        return False


def check_agreement(under: Profile | Release, ledger: Ledger) -> None:
    """Raise `Conflict` under an agreement that has ended: it opens nothing, whatever was proposed."""
    rows = ledger.look("access.agreement_by_id", {"id": under.agreement_id, "limit": 1})
    today = clock.today().isoformat()
    stands = rows and rows[0]["state"] == "active" and rows[0]["signed"] <= today
    if not stands or today > min(rows[0]["expires"], rows[0]["reattest_by"]):
        raise Conflict(
            Say(
                en=f"Agreement {under.agreement_number} does not stand today, so nothing is released under it.",
                es=f"El convenio {under.agreement_number} no está vigente hoy; no se puede entregar nada con él.",
            )
        )


def _agency_name(actor: Actor, ledger: Ledger) -> str:
    id_ = ledger.id_for("Agency", f"agency:{actor.agency}", PUBLIC)
    rows = ledger.ask(actor, "exchange.agency", {"id": id_}).rows
    return str(rows[0]["name"]) if rows else actor.agency
