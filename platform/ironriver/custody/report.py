"""The custody record of an exhibit on paper: HTML and PDF/A, English or Spanish, with rows for pen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from ironriver.custody.bag import Filed, filed
from ironriver.custody.records import SIGNED, Chain, Event, Happened, Sort
from ironriver.custody.words import KINDS, PAPER, TITLES
from ironriver.documents import Occasion, PrintedRecord, record_of
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor

Language = Literal["en", "es"]
#: Empty rows for pen at the end of the table.
PEN_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the table of transfers, as printed."""

    n: int
    at: str
    who: str
    to: str
    reason: str
    seal: str
    measured: str
    digest: str
    key: str
    refused: bool


def _print(actor: Actor, chain: Chain, *, ledger: Ledger, language: Language) -> tuple[str, PrintedRecord]:
    """Return the custody record as a whole HTML document, and what is needed to make a PDF of it."""
    exhibit = chain.exhibit
    made = chain.events[-1].at
    said = {name: say.in_language(language) for name, say in PAPER.items()}
    occasion = Occasion(
        tlp=exhibit.tlp.label,
        case=exhibit.case_number,
        asked_by=actor.name,
        cut=_instant(made),
        demo=ledger.settings.demo,
    )
    printed = PrintedRecord(
        title=said["title"],
        about=exhibit.number,
        identifier=exhibit.number,
        made=made,
        record=record_of({"exhibit": _plain(asdict(exhibit)), "events": [_plain(asdict(e)) for e in chain.events]}),
        occasion=occasion,
        language=language,
    )
    lines = [_line(event, language) for event in chain.events if event.kind in SIGNED]
    html = printed.to_html(
        "custody_record.html",
        said=said,
        exhibit=exhibit,
        is_file=exhibit.sort is Sort.FILE,
        holder=chain.holder,
        since=_instant(chain.holder.at) if chain.holder else "",
        facts=_facts(chain, said),
        lines=lines,
        pens=range(len(lines) + 1, len(lines) + 1 + PEN_ROWS),
        troubles=[t.say.in_language(language) for t in chain.troubles(made)],
    )
    return html, printed


def record_pdf(actor: Actor, chain: Chain, *, ledger: Ledger, language: Language) -> bytes:
    """Return the printed record as PDF/A with the record attached; the same chain gives the same bytes."""
    html, printed = _print(actor, chain, ledger=ledger, language=language)
    return printed.to_pdf(html)


def record_files(actor: Actor, chain: Chain, *, ledger: Ledger, language: str) -> list[Filed]:
    """Return the record of an exhibit as files of a package: HTML and PDF."""
    chosen: Language = "es" if language == "es" else "en"
    html, printed = _print(actor, chain, ledger=ledger, language=chosen)
    stem = f"data/report/{chain.exhibit.number}-{chosen}"
    return [
        filed(ledger.vault, f"{stem}.html", html.encode(), "text/html"),
        filed(ledger.vault, f"{stem}.pdf", printed.to_pdf(html), "application/pdf"),
    ]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        n: (int(v) if n == "tlp" else str(v) if not isinstance(v, int | bool) else v) for n, v in values.items()
    }


def _facts(chain: Chain, said: dict[str, str]) -> list[tuple[str, str, bool]]:
    """Return label, value and whether it is set in figures, for what is known."""
    e = chain.exhibit
    every = [
        ("serial_frame", e.serial_frame, True),
        ("calibre", e.calibre, False),
        ("serial_slide", e.serial_slide, True),
        ("condition", e.condition, False),
        ("serial_barrel", e.serial_barrel, True),
        ("file_name", e.file_name, True),
        ("size", f"{e.size:,}" if e.sort is Sort.FILE else "", True),
        ("found", " ".join(filter(None, (e.found, e.place))), False),
        ("authority", e.authority, False),
        ("finder", e.finder, False),
        ("seal", chain.seal, True),
        ("times", said["utc"], False),
    ]
    return [(said[name], value, mono) for name, value, mono in every if value]


def _line(event: Event, language: str) -> Line:
    kind = KINDS[event.kind].in_language(language)
    refused = event.kind is Happened.REFUSED
    title = TITLES[event.by_title].in_language(language) if event.by_title in TITLES else event.by_title
    who = ", ".join(filter(None, (event.by_name, title)))
    seal = event.seal
    if event.seal_before and event.seal and event.seal != event.seal_before:
        seal = f"{event.seal_before} → {event.seal}"
    return Line(
        n=event.n,
        at=_instant(event.at),
        who=who,
        to=event.to_name,
        reason=f"{kind}{': ' + event.reason if event.reason else ''}",
        seal=seal,
        measured=PAPER[f"measured_{event.measured}"].in_language(language),
        digest=f"{event.sha256[:4]} {event.sha256[4:8]}" if event.sha256 else "",
        key=f"{event.credential_sha256[:4]} {event.credential_sha256[4:8]}",
        refused=refused,
    )


def _instant(at: str) -> str:
    return f"{at[:10]} {at[11:16]} UTC"
