"""A referral on paper: both columns, the charges with their elements, the limits, who signed; PDF/A-3u."""

from __future__ import annotations

from ironriver import documents
from ironriver.model.actor import Actor
from ironriver.model.marking import Tlp
from ironriver.review.decisions import EXPLANATIONS, STEPS, Explanation, Step
from ironriver.review.referral_records import ReferralFile
from ironriver.review.ways import REFERRAL_MOVES, REFERRAL_STATES, SORTS


def print_referral(actor: Actor, found: ReferralFile, options: documents.PrintOptions) -> bytes:
    """Return the referral as PDF/A-3u with its packet attached: the same packet gives the same digest.

    Raises `Unavailable` where this machine cannot draw PDF files.
    """
    referral, language = found.referral, options.language
    title = SORTS[referral.sort].in_language(language)
    printed = documents.PrintedRecord(
        title=title,
        name=f"{title} {referral.number}",
        identifier=f"R-{referral.id[-12:]}",
        made=referral.created,
        record=documents.record_of(
            {
                "v": 1,
                "referral": referral.number,
                "sort": referral.sort.value,
                "recipient": referral.recipient,
                "summary": referral.summary,
                "packet": dict(referral.packet),
                "packet_sha256": referral.packet_sha256,
            }
        ),
        occasion=options.occasion(
            tlp=Tlp(max(referral.tlp, int(Tlp.AMBER))).label,
            asked_by=f"{actor.name}, {actor.agency}",
            cut=(str(referral.packet["cut"]["at"]), str(referral.packet["cut"]["id"])),
        ),
        language=language,
        both=options.both,
        paper=options.paper,
    )
    languages = (language, "en" if language == "es" else "es") if options.both else (language,)
    html = printed.to_html(
        "referral.html",
        referral=referral,
        steps=found.steps,
        languages=languages,
        states=REFERRAL_STATES,
        moves=REFERRAL_MOVES,
        said_step=said_step,
        said_reason=said_reason,
    )
    return printed.to_pdf(html)


def said_step(code: str, language: str) -> str:
    """Return a judgement's step in words."""
    return STEPS[Step(code)].in_language(language) if code in set(Step) else code


def said_reason(code: str, language: str) -> str:
    """Return a reason of the list in words; nothing for none."""
    return EXPLANATIONS[Explanation(code)].in_language(language) if code in set(Explanation) else ""
