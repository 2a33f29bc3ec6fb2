"""The review queue as its templates draw it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from ironriver import review
from ironriver.access import Action, may
from ironriver.analytics import Band, Counterfactual, Detector, Point
from ironriver.errors import Say
from ironriver.model.actor import Actor
from ironriver.model.kinds import kind_of_id
from ironriver.review import Docket, Dossier, QueueFilter, QueuePage, QueueRow, Rates, Share, Standing, Step
from ironriver.search import DRAWN
from ironriver.web import as_read
from ironriver.web.formats import show_date
from ironriver.web.look import language, t
from ironriver.web.pages.things import Cut, line_address, page_address

#: A day as sentences of detectors state it.
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One finding in the list."""

    id: str
    title: str
    detector: str
    band: str
    points: str
    standing: str
    state: str
    since: str
    is_check: bool
    is_gone: bool
    about: tuple[str, ...]
    #: Things that it is about beyond the three that the queue names.
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere; `href` is empty where nothing is open."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One reason with its weight, what it rests on, and the lines that say so."""

    weight: str
    says: str
    facts: tuple[Link, ...]
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSheet:
    """What the finding's page shows."""

    id: str
    title: str
    detector: str
    band: str
    points: str
    tlp: int
    run: str
    cut_at: str
    gone: tuple[str, str]
    facts: str
    about: tuple[Link, ...]
    persons: tuple[tuple[str, str], ...]
    chart: str
    against: tuple[PointRow, ...]
    points_for: tuple[PointRow, ...]
    would_change: tuple[tuple[str, str, str, Markup], ...]
    as_is_drawn: Markup
    total_for: str
    total_against: str
    caveats: tuple[str, ...]
    docket: Docket
    standing: str
    may_claim: bool
    may_judge: bool
    may_release: bool
    is_mine: bool
    history: tuple[tuple[str, str, str, str, str], ...]


def said(say: Say) -> str:
    """Return a sentence in the language of the page."""
    return say.in_language(language())


def dated(say: Say) -> str:
    """Return a sentence in the language of the page, its days as the page writes days."""
    return _DAY.sub(lambda found: show_date(found.group(), language()), said(say))


def number(value: float) -> str:
    """Return a weight or strength as people write it, with no more figures than it bears: `7`, `-3`, `2.4`."""
    return f"{round(value, 1):g}".replace("-", "\N{MINUS SIGN}")


def signed(value: float) -> str:
    """Return a weight with its sign: `+5`, `0`, `-3`."""
    return f"+{number(value)}" if value > 0 else number(value)


def cut_of(cut: tuple[str, str]) -> Cut:
    """Return the data cut as the context bar shows it."""
    return Cut(at=cut[0], id=cut[1][:12])


def queue_rows(rows: Sequence[QueueRow], me: str) -> list[ListRow]:
    """Return rows of the queue in words."""
    return [
        ListRow(
            id=row.finding.id,
            title=said(row.finding.title),
            detector=t(f"detector.{row.finding.detector}"),
            band=t(f"band.{row.finding.band}"),
            points=number(row.finding.strength),
            standing=row.standing.value,
            state=state_words(row.standing, row.holder, row.holder_name, me),
            since=row.since or row.finding.cut_at,
            is_check=row.is_check,
            is_gone=row.finding.is_gone and row.standing is not Standing.GONE,
            about=tuple(name_of(node) for node in row.subjects),
            others=max(0, len(row.finding.subject_ids) - len(row.subjects[:3])),
        )
        for row in rows
    ]


def state_words(standing: Standing, holder: str, name: str, me: str) -> str:
    """Return where a finding stands, and who has it."""
    if standing is Standing.CLAIMED:
        return t("review.claimed_by_you") if holder == me else t("review.claimed_by", name=name)
    return said(review.STANDINGS[standing])


def name_of(node: Mapping[str, Any]) -> str:
    """Return how a thing is called; a person who is not open to the reader is a person."""
    if node.get("withheld"):
        return t("review.person_withheld")
    name = node.get("business_name") or node.get("name")
    if name:
        return as_read.calm(str(name))
    return as_read.serial(str(node["serial"])) if node.get("serial") else str(node["id"])


def finding_sheet(dossier: Dossier, about: Sequence[Mapping[str, Any]], actor: Actor) -> FindingSheet:
    """Return a finding with where it stands for this person."""
    finding, docket = dossier.finding, dossier.docket
    judges = may(actor, Action.JUDGE_FINDING)
    drawn = [node["id"] for node in about if (kind := kind_of_id(node["id"])) and kind.name in DRAWN]
    most = max([finding.strength, *(one.strength for one in finding.counterfactuals)])
    frees = may(actor, Action.APPROVE) and docket.standing is Standing.CLAIMED
    return FindingSheet(
        id=finding.id,
        title=said(finding.title),
        detector=t(f"detector.{finding.detector}"),
        band=t(f"band.{finding.band}"),
        points=number(finding.strength),
        tlp=finding.tlp,
        run=finding.run_id[-8:],
        cut_at=finding.cut_at,
        gone=(finding.gone_run, finding.gone_at),
        facts=finding.facts,
        about=tuple(_about(node) for node in about),
        persons=tuple((node["id"], name_of(node)) for node in about if node["id"].startswith("person_")),
        chart=url_for("workbench.workbench", thing_id=drawn[0]) if drawn else "",
        points_for=tuple(_point(one) for one in finding.points),
        against=tuple(_point(one) for one in finding.against),
        would_change=tuple(_change(one, most) for one in finding.counterfactuals),
        as_is_drawn=_drawn(finding.strength, most, is_flagged=True),
        total_for=_total(finding.points),
        total_against=_total(finding.against),
        caveats=tuple(said(one) for one in finding.caveats),
        docket=docket,
        standing=state_words(docket.standing, docket.holder, docket.holder_name, actor.id),
        may_claim=judges and docket.may(Step.CLAIM, actor.id),
        may_judge=judges and docket.may(Step.CONFIRM, actor.id),
        may_release=judges and (docket.may(Step.RELEASE, actor.id) or frees),
        is_mine=docket.holder == actor.id,
        history=tuple(_step(one) for one in docket.judgements),
    )


def _about(node: Mapping[str, Any]) -> Link:
    kind = kind_of_id(node["id"])
    href = "" if node.get("withheld") or kind is None else page_address(kind.name, node["id"])
    return Link(text=name_of(node), href=href)


def _point(one: Point) -> PointRow:
    return PointRow(
        weight=signed(one.weight),
        says=dated(one.sentence),
        facts=tuple(_fact(id_) for id_ in one.fact_ids),
        sources=tuple(
            Link(
                text=t("review.line", n=source.line) if source.line is not None else t("review.source"),
                href=line_address(source.source_id, source.line),
            )
            for source in one.sources
        ),
    )


def _fact(id_: str) -> Link:
    kind = kind_of_id(id_)
    if kind is None:
        return Link(text=id_[:12], href="")
    href = page_address(kind.name, id_)
    if not href and kind.name in DRAWN:
        href = url_for("workbench.workbench", thing_id=id_)
    return Link(text=said(kind.title), href=href)


def _change(one: Counterfactual, most: float) -> tuple[str, str, str, Markup]:
    is_flagged = one.band in set(Band)
    band = t(f"band.{one.band}") if is_flagged else t("review.no_flag")
    return dated(one.sentence), number(one.strength), band, _drawn(one.strength, most, is_flagged=is_flagged)


def _drawn(strength: float, most: float, *, is_flagged: bool) -> Markup:
    """Return a line as long as the points, beside the figure that says the same."""
    at = 4 + 190 * min(1.0, max(0.0, strength / most)) if most > 0 else 4.0
    name = "flagged" if is_flagged else "below"
    return Markup(
        '<svg class="change-line" viewBox="0 0 200 16" aria-hidden="true" focusable="false">'
        '<path d="M4 8H{0:.1f}"/><circle class="{1}" cx="{0:.1f}" cy="8" r="4.5"/></svg>'
    ).format(at, name)


def _total(points: Sequence[Point]) -> str:
    """Return what the points add up to; nothing where none has a weight."""
    return signed(sum(one.weight for one in points)) if any(one.weight for one in points) else ""


def _step(one: review.Judgement) -> tuple[str, str, str, str, str]:
    reason = said(review.EXPLANATIONS[review.Explanation(one.reason)]) if one.reason else ""
    looked = ", ".join(said(review.EXPLANATIONS[review.Explanation(code)]) for code in one.looked_at)
    return one.at, said(review.STEPS[one.step]), f"{one.by_name}, {one.by_agency}", reason, one.text or looked


def neighbours(rows: Sequence[QueueRow], finding_id: str) -> dict[str, str]:
    """Return the findings before and after one on its page of the queue; the first one for what is not on it."""
    ids = [row.finding.id for row in rows]
    if finding_id not in ids:
        return {"next": ids[0] if ids else "", "previous": ""}
    at = ids.index(finding_id)
    return {"previous": ids[at - 1] if at else "", "next": ids[at + 1] if at + 1 < len(ids) else ""}


def filters(page: QueuePage, chosen: QueueFilter) -> dict[str, list[tuple[str, str, int, bool]]]:
    """Return the choices of each filter with their true counts: code, word, count, chosen."""
    per: dict[str, dict[str, int]] = {"detector": {}, "band": {}}
    for (detector, band), count in page.by_stratum.items():
        per["detector"][detector] = per["detector"].get(detector, 0) + count
        per["band"][band] = per["band"].get(band, 0) + count
    return {
        "detector": [
            (one.value, t(f"detector.{one}"), per["detector"].get(one, 0), one in chosen.detectors)
            for one in Detector
        ],
        "band": [(one.value, t(f"band.{one}"), per["band"].get(one, 0), one in chosen.bands) for one in Band],
        "standing": [
            (one.value, said(review.STANDINGS[one]), page.counts.get(one, 0), one in chosen.standings)
            for one in Standing
        ],
    }


def page_key(key: tuple[int, float, str] | None) -> str:
    """Return the key of the next page as it stands in an address; empty on the last."""
    return f"{key[0]}.{key[1]!r}.{key[2]}" if key else ""


def after_of(text: str) -> dict[str, tuple[int, float, str]]:
    """Return the key of an address; one that cannot be read is as if it were not there."""
    rank, _, rest = text.partition(".")
    strength, _, finding_id = rest.rpartition(".")
    try:
        return {"after": (int(rank), float(strength), finding_id)} if text else {}
    except ValueError:
        return {}


def share_words(share: Share) -> str:
    """Return a share as it may be quoted: with its interval, and without a rate where too few are decided."""
    if not share.decided:
        return t("review.none_decided")
    interval = t("review.interval", low=round(share.low * 100), high=round(share.high * 100))
    if not share.is_quotable:
        return f"{interval}; {t('review.too_few', n=review.LEAST_DECIDED)}"
    return f"{t('review.rate', n=round(100 * share.confirmed / share.decided))}, {interval}"


def like_this(rates: Rates, detector: str) -> dict[str, Any]:
    """Return what was decided about findings of a detector."""
    share = review.share_of(*rates.of_detector(detector))
    return {"share": share, "words": share_words(share), "reasons": _reasons(rates, detector)}


def _reasons(rates: Rates, detector: str) -> str:
    found = rates.reasons.get(detector, ())
    return ", ".join(
        f"{said(review.EXPLANATIONS[review.Explanation(code)])} {count}"
        for code, count in found
        if code in set(review.Explanation)
    )


def rates_sheet(rates: Rates) -> dict[str, Any]:
    """Return the page of error rates."""
    return {
        "shares": [
            (t(f"detector.{detector}"), t(f"band.{band}"), share, share_words(share))
            for (detector, band), share in rates.shares.items()
        ],
        "reasons": [(t(f"detector.{one}"), _reasons(rates, one)) for one in rates.reasons],
        "estimates": [
            (
                t(f"detector.{one.detector}"),
                one,
                t("review.no_estimate") if one.share is None else t("review.rate", n=round(100 * one.share)),
            )
            for one in rates.estimates
        ],
    }


def choices(detector: str) -> dict[str, list[tuple[str, str]]]:
    """Return what forms of the finding's page offer."""
    return {
        "reasons": [
            ("", t("review.choose")),
            *((one.value, said(word)) for one, word in review.EXPLANATIONS.items()),
        ],
        "looked_at": [(one.value, said(review.EXPLANATIONS[one])) for one in review.LOOKED_AT],
        "sorts": [(one.value, said(review.SORTS[one])) for one in review.Sort],
        "charges": [
            (charge.code, said(charge.title))
            for sort in review.Sort
            for charge in review.charges_for(detector, sort)
        ],
    }
