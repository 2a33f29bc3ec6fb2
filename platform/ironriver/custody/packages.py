"""Court packages: preview, propose, approve by a second person. Sealing and time-stamps come after (`sealing`).

What is approved is fixed by its Merkle root: contents are put together when the package is proposed, kept in the
vault, and never made again.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver import clock
from ironriver.access import Action, approvals, require
from ironriver.access.cases import Case
from ironriver.custody.bag import root_of
from ironriver.custody.canonical import jcs, sha256_hex
from ironriver.custody.chains import chains_of, exhibits_of_case
from ironriver.custody.contents import Described, counted, put_together
from ironriver.custody.records import Chain, Sort
from ironriver.custody.timestamps import configured_trust
from ironriver.errors import Invalid, NotAllowed, Say, nothing_here
from ironriver.ledger import Act, Change, Ledger, Row, log_name, verifier_key, whole
from ironriver.model import ids
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp, strictest

#: Exhibits of one package: each adds two rows to the act that proposes it.
MOST_IN_PACKAGE = 200
#: Packages of one case; each is prepared by one person and approved by another.
_MOST_PACKAGES = 2_000
MATTERS = ("criminal", "civil")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPackage:
    """What the person who prepares a package decides."""

    exhibits: tuple[str, ...]
    matter: str
    court: str
    reason: str
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be given out: nothing was written yet."""

    case: Case
    chains: tuple[Chain, ...]
    size: int
    transfers: int
    tlp: Tlp
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package as of now. `zip_sha256` is empty until it is sealed; `stamps` until it is stamped."""

    id: str
    number: str
    case_id: str
    case_number: str
    matter: str
    language: str
    court: str
    reason: str
    state: str
    proposal: str
    prepared: str
    prepared_by: str
    contents_sha256: str
    root: str
    seal_sha256: str
    stamp_trouble: str
    zip_sha256: str
    zip_size: int
    exhibits: tuple[str, ...]
    stamps: tuple[str, ...]
    holding: str
    tlp: Tlp
    handling: str

    @property
    def is_stamped(self) -> bool:
        """Whether an authority outside has confirmed a time."""
        return self.state == "stamped"


def preview(actor: Actor, case_id: str, new: NewPackage, *, ledger: Ledger) -> Preview:
    """Return what a package would hold. `Invalid` names the fields; `NotAllowed` where the law forbids it."""
    require(actor, Action.PREPARE_PACKAGE)
    case, exhibits, _ = exhibits_of_case(actor, case_id, ledger=ledger)
    chosen = chains_of(actor, [one for one in exhibits if one.id in new.exhibits], ledger=ledger)
    fields = _missing(new, len(chosen))
    if fields:
        raise Invalid(
            Say(en="The package was not prepared. See the fields.", es="No se preparó el paquete. Vea los campos."),
            fields=fields,
        )
    _check_riders(chosen, new.matter)
    marking = Marking(holding=case.holding, tlp=case.tlp, handling=case.handling)
    for chain in chosen:
        marking = strictest(marking, int(chain.exhibit.tlp), chain.exhibit.handling)
    return Preview(
        case=case,
        chains=tuple(chosen),
        size=sum(chain.exhibit.size for chain in chosen),
        transfers=counted(chosen),
        tlp=marking.tlp,
        handling=marking.handling,
    )


def propose_package(actor: Actor, case_id: str, new: NewPackage, *, ledger: Ledger) -> Package:
    """Put the package together, keep it, and propose it; another person of the agency approves it within a week.

    The bytes of every file are measured again: `Tampered` if one is not what was received.
    """
    shown = preview(actor, case_id, new, ledger=ledger)
    for chain in shown.chains:
        if chain.exhibit.sort is Sort.FILE:
            ledger.vault.check(chain.exhibit.sha256)
    case = shown.case
    package_id = ledger.id_for("Package", secrets.token_hex(16), case.holding)
    number = f"{case.number}-P{package_id[-6:].upper()}"
    said = Described(number=number, court=new.court.strip(), language=new.language)
    files = put_together(actor, case, shown.chains, said, ledger=ledger)
    contents = {
        "v": 1,
        "package": package_id,
        "number": number,
        "case": case.number,
        "exhibits": [chain.exhibit.id for chain in shown.chains],
        "files": [one.as_record() for one in files],
        "root": root_of(files),
    }
    stored: dict[str, Any] = {
        "number": number,
        "case_id": case.id,
        "case_number": case.number,
        "matter": new.matter,
        "language": new.language,
        "court": new.court.strip(),
        "reason": new.reason.strip(),
        "state": "proposed",
        "prepared": clock.stamp(),
        "prepared_by": actor.id,
        "exhibits": contents["exhibits"],
        "contents_sha256": ledger.vault.put(jcs(contents)).sha256,
        "root": contents["root"],
        "log_key": verifier_key(log_name(ledger.settings), ledger.keys.public),
        "tsa_roots": [sha256_hex(one) for one in configured_trust(ledger.settings).roots],
    }
    marking = Marking(holding=case.holding, tlp=shown.tlp, handling=shown.handling)
    act = _approved(package_id, stored["root"], stored["contents_sha256"])
    stored["proposal"], proposing = approvals.proposing(actor, act, reason=new.reason, ledger=ledger)
    changes = [proposing, *_putting(package_id, stored, marking)]
    ledger.act(actor, Act(name="custody.propose_package", changes=changes))
    return find_package(actor, package_id, ledger=ledger)


def approve_package(actor: Actor, package_id: str, *, reason: str, ledger: Ledger) -> Package:
    """Approve what another person prepared, and do it: from here on the worker seals and stamps it."""
    package = find_package(actor, package_id, ledger=ledger)
    require(actor, Action.APPROVE, package)
    approvals.approve(actor, package.proposal, reason=reason, ledger=ledger)
    act = _approved(package.id, package.root, package.contents_sha256)
    approvals.carry_out(actor, package.proposal, act, ledger=ledger)
    return find_package(actor, package_id, ledger=ledger)


def refuse_package(actor: Actor, package_id: str, *, reason: str, ledger: Ledger) -> Package:
    """Refuse what another person prepared, with the reason he will read."""
    package = find_package(actor, package_id, ledger=ledger)
    require(actor, Action.APPROVE, package)
    row = Row(s={"id": package_id}, p={"state": "refused"})
    change = Change(statement="write.amend_package", rows=[row])
    approvals.refuse(actor, package.proposal, reason=reason, ledger=ledger, also=lambda _: [change])
    return find_package(actor, package_id, ledger=ledger)


def find_package(actor: Actor, package_id: str, *, ledger: Ledger) -> Package:
    """Return a package. `NotFound` if it is not open to the actor."""
    require(actor, Action.VIEW_EXHIBITS)
    rows = ledger.ask(actor, "custody.package", {"id": package_id}).rows
    if not rows:
        raise nothing_here()
    return package_of(rows[0]["p"])


def packages_of_case(actor: Actor, case_id: str, *, ledger: Ledger) -> list[Package]:
    """Return the packages of a case, newest first."""
    require(actor, Action.VIEW_EXHIBITS)
    rows = ledger.ask(actor, "custody.packages_of_case", {"case_id": case_id, "limit": _MOST_PACKAGES + 1}).rows
    return [package_of(row["p"]) for row in whole(rows, _MOST_PACKAGES)]


def package_of(node: Mapping[str, Any]) -> Package:
    """Return the package that a node of the graph stands for."""
    lists, numbers = {"exhibits", "stamps"}, {"tlp", "zip_size"}
    texts = {n: str(node.get(n) or "") for n in Package.__slots__ if n not in lists | numbers}
    return Package(
        **texts,
        exhibits=tuple(node.get("exhibits") or ()),
        stamps=tuple(node.get("stamps") or ()),
        tlp=Tlp(node["tlp"]),
        zip_size=int(node.get("zip_size") or 0),
    )


def _approved(package_id: str, root: str, contents: str) -> Act:
    """Return the act that is proposed: known to the byte, so that its digest fixes the contents."""
    row = Row(s={"id": package_id}, p={"state": "approved", "root": root, "contents_sha256": contents})
    change = Change(statement="write.amend_package", rows=[row])
    return Act(name="custody.approve_package", changes=[change])


def _putting(package_id: str, stored: dict[str, Any], marking: Marking) -> list[Change]:
    marked = marking.as_properties()
    links = [
        Row(s={"id": ids.relationship_id("CONTAINS", package_id, one), "from": package_id, "to": one, **marked})
        for one in stored["exhibits"]
    ]
    return [
        Change(statement="write.put_package", rows=[Row(s={"id": package_id, **marked}, p=stored)]),
        Change(statement="write.link_package_contains_exhibit", rows=links),
    ]


def _check_riders(chains: Sequence[Chain], matter: str) -> None:
    """Refuse trace-derived content for civil matters (Tiahrt riders on firearm trace data)."""
    traced = [c.exhibit for c in chains if c.exhibit.trace_derived or "tiahrt" in c.exhibit.handling.split(",")]
    codes = [one.number for one in traced]
    if matter == "civil" and codes:
        named = ", ".join(codes[:5])
        raise NotAllowed(
            Say(
                en=f"Exhibits {named} come from firearm trace data. Federal appropriations law (the Tiahrt riders) "
                "keeps trace data out of civil actions, so no package for a civil matter can hold them. Leave them "
                "out, or ask counsel.",
                es=f"Los indicios {named} provienen de datos de rastreo de armas. La ley federal de presupuesto de "
                "EE. UU. (enmiendas Tiahrt) excluye esos datos de los juicios civiles, así que ningún paquete para "
                "materia civil puede llevarlos. Déjelos fuera o consulte al área jurídica.",
            )
        )


def _missing(new: NewPackage, chosen: int) -> dict[str, Say]:
    fields = {}
    if not 0 < chosen <= MOST_IN_PACKAGE or chosen != len(set(new.exhibits)):
        fields["exhibits"] = Say(
            en=f"Choose 1 to {MOST_IN_PACKAGE} exhibits of this case.",
            es=f"Elija de 1 a {MOST_IN_PACKAGE} indicios de este caso.",
        )
    if new.matter not in MATTERS:
        fields["matter"] = Say(en="Choose the matter.", es="Elija la materia.")
    if not new.court.strip():
        fields["court"] = Say(en="Say who receives it.", es="Diga quién lo recibe.")
    if len(new.reason.strip()) < 10:
        fields["reason"] = Say(en="At least 10 characters.", es="Al menos 10 caracteres.")
    return fields
