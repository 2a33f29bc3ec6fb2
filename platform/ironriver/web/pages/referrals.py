"""Referrals as their templates draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ironriver import review
from ironriver.review import Referral, ReferralStep
from ironriver.web.look import language, t
from ironriver.web.pages.review import Link, number, said, signed
from ironriver.web.pages.things import line_address


def sort_words(referral: Referral) -> str:
    """Return what a referral asks for."""
    return said(review.SORTS[referral.sort])


def referral_state(referral: Referral) -> str:
    """Return where a referral is."""
    return said(review.REFERRAL_STATES[referral.state])


def outcome_words(referral: Referral) -> str:
    """Return what came of a referral."""
    return said(review.OUTCOMES[review.Outcome(referral.outcome)])


def move_words(step: ReferralStep) -> str:
    """Return what was done."""
    return said(review.REFERRAL_MOVES[step.move])


def outcomes() -> list[tuple[str, str]]:
    """Return the outcomes to choose from."""
    return [("", t("review.choose")), *((one.value, said(word)) for one, word in review.OUTCOMES.items())]


def packet_columns(packet: Mapping[str, Any]) -> dict[str, Any]:
    """Return both columns of a referral's packet in the language of the page."""
    here = language()
    return {
        "title": packet["title"][here],
        "for": [(signed(one["weight"]), one["says"][here], _lines(one)) for one in packet["for"]],
        "against": [(signed(one["weight"]), one["says"][here], _lines(one)) for one in packet["against"]],
        "would_change": [(one["says"][here], number(one["strength"])) for one in packet["would_change"]],
        "caveats": [one[here] for one in packet["caveats"]],
        "charges": [
            (one["title"][here], [element[here] for element in one["elements"]]) for one in packet["charges"]
        ],
    }


def _lines(point: Mapping[str, Any]) -> list[Link]:
    return [
        Link(
            text=t("review.line", n=one["line"]) if one["line"] is not None else t("review.source"),
            href=line_address(one["source"], one["line"]),
        )
        for one in point["sources"]
    ]
