"""Findings in a test's site, stated through the same act as by a run: a purchase pattern, a collector, a dealer."""

from __future__ import annotations

from typing import Any

from ironriver import analytics, clock, review
from ironriver.access import find_account
from ironriver.analytics import Band, Counterfactual, Detector, FindingDraft, Point, PointSource
from ironriver.errors import Say
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking, Tlp
from tests.web.site import Site

MARKING = Marking(holding="us-tpd", tlp=Tlp.AMBER, handling="tiahrt")
BUYER, COLLECTOR, DEALER = "person_" + "1" * 32, "person_" + "2" * 32, "dealer_" + "3" * 32
NAMES = {BUYER: "Corwin Vale Tessmer", COLLECTOR: "Aurelia Pike Ondine", DEALER: "Cutbank Outfitters"}


def actor_of(site: Site, login: str) -> Actor:
    account = find_account(site.platform.ledger, login=login)
    assert account is not None
    return account.as_actor(origin="test")


def pattern(subject: str, title: Say, **changes: Any) -> FindingDraft:
    given: dict[str, Any] = {
        "detector": Detector.STRAW,
        "subject_ids": (subject,),
        "band": Band.PRIORITY,
        "strength": 10,
        "title": title,
        "points": (
            Point(
                code="window",
                weight=5,
                sentence=Say(
                    "Three pistols of one model within 5 business days", "Tres pistolas en 5 días hábiles"
                ),
                fact_ids=(subject,),
                sources=(PointSource(source_id="source_" + "4" * 32, line=12),),
            ),
            Point(code="short", weight=5, sentence=Say("Two recovered in a year", "Dos recuperadas en un año")),
        ),
        "against": (
            Point(code="theft", weight=0, sentence=Say("Theft was not ruled out", "No se descartó un robo")),
        ),
        "counterfactuals": (
            Counterfactual(sentence=Say("Without the second recovery", "Sin la segunda recuperación"), strength=5),
            Counterfactual(
                sentence=Say("If the two names are two persons", "Si son dos personas"), strength=7, band="review"
            ),
        ),
        "caveats": (Say("A first purchaser is not a suspect.", "Un primer comprador no es sospechoso."),),
        "marking": MARKING,
    }
    return FindingDraft(**(given | changes))


RING = pattern(
    BUYER, Say("Three pistols in one window, two recovered", "Tres pistolas en una ventana, dos recuperadas")
)
LONE = pattern(
    COLLECTOR,
    Say("Many purchases over years, one recovered", "Muchas compras en años, una recuperada"),
    band=Band.REVIEW,
    strength=7,
    against=(Point(code="collector", weight=-1, sentence=Say("Licensed collector", "Coleccionista con licencia")),),
)
ABOVE = pattern(
    DEALER,
    Say("Above expectation: 60 traces, 22 expected", "Sobre lo esperado: 60 rastreos, 22 esperados"),
    detector=Detector.DEALER,
    band=Band.WATCH,
    strength=2.5,
)


def state_findings(site: Site) -> dict[str, str]:
    """Put the things and the findings about them into the graph; return ids by name."""
    ledger, analyst = site.platform.ledger, actor_of(site, "ohlsson")
    changes = [
        Change(
            statement=f"write.put_{kind}",
            rows=[
                Row(s={"id": id_, **MARKING.as_properties()}, p={"name": name})
                for id_, name in NAMES.items()
                if id_.startswith(kind)
            ],
        )
        for kind in ("person", "dealer")
    ]
    ledger.act(analyst, Act(name="test.things", changes=changes))
    drafts = (RING, LONE, ABOVE)
    ids = analytics.put_findings(analyst, "run_" + "5" * 32, drafts, cut_at=clock.stamp(), ledger=ledger)
    return dict(zip(("ring", "lone", "above"), ids, strict=True))


def reviewed(site: Site) -> tuple[str, str]:
    """Return a finding and a referral of it, made at the first call: stated, claimed, confirmed, drafted, drawn."""
    query = (
        "MATCH (r:Referral)-[:REFERS]->(f:Finding) WHERE r.holding = 'us-tpd' "
        "RETURN f.id AS f, r.id AS r ORDER BY r"
    )
    if not (rows := site.platform.database.read(query, {})):
        ledger, analyst = site.platform.ledger, actor_of(site, "ohlsson")
        finding = state_findings(site)["ring"]
        review.draw_checks(analyst, seed="test", ledger=ledger)
        review.claim(analyst, finding, ledger=ledger)
        facts = review.open_dossier(analyst, finding, ledger=ledger).facts
        verdict = review.Verdict(step=review.Step.CONFIRM, text="Both columns were read.", facts=facts)
        review.judge(analyst, finding, verdict, ledger=ledger)
        new = review.NewReferral(
            sort="criminal",
            recipient="U.S. Attorney",
            contact="",
            summary="Three pistols, two recovered.",
            charges=("usc_932",),
        )
        review.draft_referral(analyst, finding, new, ledger=ledger)
        rows = site.platform.database.read(query, {})
    return str(rows[0]["f"]), str(rows[0]["r"])
