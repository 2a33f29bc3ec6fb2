"""A confirmed finding as the exchange may release it: read anew, with both columns and its denominators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ironriver.analytics import Finding
from ironriver.errors import Conflict, Say
from ironriver.exchange import ConfirmedFinding, Kind, Party
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, Tlp
from ironriver.review.checks import detector_rates
from ironriver.review.decisions import Standing
from ironriver.review.dossiers import open_dossier
from ironriver.review.queue import subjects_named
from ironriver.review.rates import share_of

_KINDS = {"dealer": Kind.DEALER, "person": Kind.PURCHASER}


def confirmed_finding(actor: Actor, finding_id: str, ledger: Ledger) -> ConfirmedFinding:
    """Return a finding that stands confirmed on the facts of now. `Conflict` where it does not, or none states it.

    Persons are among its parties on a case and for a purpose only. Guns are released by themselves.
    """
    dossier = open_dossier(actor, finding_id, ledger=ledger)
    finding, docket = dossier.finding, dossier.docket
    if docket.standing is not Standing.CONFIRMED or finding.is_gone:
        raise Conflict(
            Say(
                en="Only a finding that a person has confirmed on its present facts can be released.",
                es="Solo se puede entregar un hallazgo que una persona confirmó con los hechos actuales.",
            )
        )
    nodes, _ = subjects_named(actor, finding_id, ledger=ledger)
    return ConfirmedFinding(
        id=finding.id,
        title=finding.title,
        speaks_for=tuple(one.sentence for one in finding.points),
        against=tuple(one.sentence for one in finding.against),
        would_change=tuple(one.sentence for one in finding.counterfactuals),
        limits=finding.caveats,
        base=(_base(actor, finding, ledger),),
        parties=tuple(one for node in nodes if (one := _party(node))),
        marking=finding.marking,
        confirmed=docket.since,
    )


def _party(node: Mapping[str, Any]) -> Party | None:
    kind = _KINDS.get(str(node["id"]).partition("_")[0])
    name = str(node.get("business_name") or node.get("name") or "")
    if kind is None or not name:
        return None
    marking = Marking(holding=node["holding"], tlp=Tlp(node["tlp"]), handling=str(node.get("handling") or ""))
    return Party(id=str(node["id"]), kind=kind, name=name, marking=marking)


def _base(actor: Actor, finding: Finding, ledger: Ledger) -> Say:
    """Of what was decided no stricter than this finding: what lies above may not show in a count that leaves."""
    codes = frozenset(Handling(code) for code in finding.handling.split(",") if code)
    narrowed = replace(
        actor,
        max_tlp=min(actor.max_tlp, Tlp(finding.tlp)),
        holdings=frozenset({finding.holding}) & actor.holdings,
        handling=codes & actor.handling,
    )
    confirmed, decided = detector_rates(narrowed, ledger=ledger).of_detector(finding.detector.value)
    share = share_of(confirmed, decided)
    en = f"Of {decided} findings of this kind that people decided, {confirmed} were confirmed"
    es = f"De {decided} hallazgos de este tipo que dictaminaron personas, {confirmed} se confirmaron"
    if not share.is_quotable:
        return Say(en=f"{en}: too few to quote a rate.", es=f"{es}: muy pocos para citar una tasa.")
    ends = f"{100 * share.low:.0f}", f"{100 * share.high:.0f}"
    return Say(
        en=f"{en} (95 % interval of the share: {ends[0]} to {ends[1]} %).",
        es=f"{es} (intervalo de 95 % de la proporción: {ends[0]} a {ends[1]} %).",
    )
