"""The firearm page: what is recorded of one gun, from maker to recovery, and what else could be the same gun."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ironriver.access import Action, require
from ironriver.errors import Say, nothing_here
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, join_handling
from ironriver.model.values import Tier, read_serial
from ironriver.search.asking import PAGE_ROWS, Asker, Questions, Rows, SourceBook
from ironriver.search.chain import Story, build_chain
from ironriver.search.firearm_facts import firearm_facts, serial_readings
from ironriver.search.page_results import Check, FirearmPage
from ironriver.search.results import Hit, Related
from ironriver.search.serials import agreements, find_candidates
from ironriver.search.things import codes_of, line_of, strictest, text_of, thing
from ironriver.search.time_to_crime import time_to_crime

#: Candidates beside a gun's own page; the search page lists more.
CANDIDATES = 12
#: Half-read readings whose open positions are searched too.
READINGS = 3

_QUESTIONS = (
    *("search.firearm_serials", "search.firearm_makers", "search.firearm_shipments", "search.firearm_purchases"),
    *(
        "search.firearm_recoveries",
        "search.firearm_traces",
        "search.firearm_thefts",
        "search.firearm_multiple_sales",
    ),
    *("search.firearm_ballistics", "search.firearm_documents"),
)
_LINKS = {
    "LEAD": Say(en="May have been fired by it; not confirmed", es="Pudo haberse disparado con ella; sin confirmar"),
    "HIT": Say(en="Confirmed by an examiner", es="Confirmado por perito"),
    "EXCLUDED": Say(en="Excluded by an examiner", es="Descartado por perito"),
    "ABOUT": Say(en="About this firearm", es="Sobre esta arma"),
    "TRACED": Say(en="Traced", es="Rastreada"),
}
_THEFT = Say(en="Dealer theft and loss reports", es="Reportes de robo o extravío de comerciantes")
_NCIC = Say(en="NCIC stolen gun file", es="Archivo de armas robadas del NCIC")
_SALE = Say(en="Multiple sale report", es="Reporte de venta múltiple")


def firearm_page(actor: Actor, id_: str, *, ledger: Asker) -> FirearmPage:
    """Return the page of one firearm over all visible records held to be the same gun.

    Raises `NotFound` where it is hidden or absent, `NotAllowed` by policy.
    """
    require(actor, Action.OPEN_FIREARM)
    questions = Questions(actor, ledger)
    node = questions.one("search.firearm", "f", id_)
    if node is None:
        raise nothing_here()
    members = questions.same_as("firearm", node)
    ids = [member["id"] for member in members]
    answers = questions.ask_all({name: {"ids": ids, "limit": PAGE_ROWS} for name in _QUESTIONS})
    return _page(questions, node, members, answers)


def _page(questions: Questions, node: dict[str, Any], members: Rows, answers: dict[str, Rows]) -> FirearmPage:
    book = SourceBook()
    kept, held_back = _without_held_back(answers)
    story = Story(
        makers=kept["search.firearm_makers"],
        shipments=kept["search.firearm_shipments"],
        purchases=kept["search.firearm_purchases"],
        recoveries=kept["search.firearm_recoveries"],
        guns=_guns(kept),
    )
    facts = firearm_facts(node, kept, book)
    chain = build_chain(story, book)
    readings = serial_readings(node, kept["search.firearm_serials"], book)
    related = {
        "ballistics": _ballistics(kept["search.firearm_ballistics"], book),
        "traces": _traces(answers["search.firearm_traces"], book),
        "documents": _documents(kept["search.firearm_documents"], book),
    }
    candidates = _candidates(questions, node, members, [reading.value for reading in readings])
    nodes = [*members, *_nodes(answers)]
    return FirearmPage(
        firearm=thing(node),
        members=tuple(thing(member) for member in members[1:]),
        readings=readings,
        chain=chain,
        time_to_crime=time_to_crime(_first(story.purchases, "p"), _first(story.recoveries, "r")),
        facts=facts,
        sources=book.close(questions),
        candidates=candidates,
        checks=_checks(kept),
        held_back=held_back,
        notices=_notices(story),
        tlp=strictest(nodes),
        handling=join_handling({Handling(code) for node in nodes for code in codes_of(node)}),
        holdings=tuple(sorted({str(node["holding"]) for node in nodes if node.get("holding")})),
        shown=questions.all_shown(),
        **related,
    )


def _first(rows: Rows, column: str) -> dict[str, Any] | None:
    found = rows[0][column] if rows else None
    return found if isinstance(found, dict) else None


def _nodes(answers: Mapping[str, Rows]) -> Rows:
    return [v for rows in answers.values() for row in rows for v in row.values() if isinstance(v, dict)]


def _without_held_back(answers: dict[str, Rows]) -> tuple[dict[str, Rows], int]:
    """Leave out sales that only a held-back result names: they may belong to another gun."""
    traces = answers["search.firearm_traces"]
    held = {row["purchase_id"] for row in traces if row["u"] and row["u"].get("held_back")}
    good = {row["purchase_id"] for row in traces if row["u"] and not row["u"].get("held_back")}
    doubtful = {id_ for id_ in held - good if id_}
    purchases = [row for row in answers["search.firearm_purchases"] if row["p"]["id"] not in doubtful]
    results = {row["u"]["id"] for row in traces if row["u"] and row["u"].get("held_back")}
    return {**answers, "search.firearm_purchases": purchases}, len(results)


def _guns(answers: Mapping[str, Rows]) -> dict[str, int]:
    """Purchase → guns in its multiple sale report, as far as one report covers the gun."""
    reports = answers["search.firearm_multiple_sales"]
    most = max((int(row["guns"]) for row in reports), default=0)
    first = _first(answers["search.firearm_purchases"], "p")
    return {first["id"]: most} if first and most else {}


def _ballistics(rows: Rows, book: SourceBook) -> tuple[Related, ...]:
    return tuple(
        Related(
            thing=thing(row["e"]),
            link=row["link"],
            title=_LINKS[row["link"]],
            date=text_of(row["e"].get("date")),
            source_no=book.number(row["r"]) or book.number(row["e"]),
            line=line_of(row["r"]) or line_of(row["e"]),
        )
        for row in rows
    )


def _traces(rows: Rows, book: SourceBook) -> tuple[Related, ...]:
    by_id = {row["t"]["id"]: row["t"] for row in rows}
    return tuple(
        Related(
            thing=thing(node),
            link="ABOUT",
            title=_LINKS["TRACED"],
            date=text_of(node.get("date")),
            source_no=book.number(node),
            line=line_of(node),
        )
        for node in by_id.values()
    )


def _documents(rows: Rows, book: SourceBook) -> tuple[Related, ...]:
    return tuple(
        Related(
            thing=thing(row["d"]),
            link="ABOUT",
            title=_LINKS["ABOUT"],
            date=text_of(row["d"].get("date")),
            source_no=book.number(row["d"]),
            line=line_of(row["d"]),
        )
        for row in rows
    )


def _candidates(questions: Questions, node: dict[str, Any], members: Rows, values: list[str]) -> tuple[Hit, ...]:
    """Candidates of the serial, and of each half-read reading: what it leaves open, another gun may fill."""
    serial = text_of(node.get("serial") or node.get("canonical"))
    partial = sorted({value for value in values if value != serial and read_serial(value).is_partial})
    best: dict[str, Hit] = {}
    for text in [serial, *partial[:READINGS]]:
        found = find_candidates(questions, text, without=[member["id"] for member in members])
        for hit in found.hits:
            earlier = best.setdefault(hit.thing.id, hit)
            if earlier.tier == Tier.OTHER and text != serial:
                said = _left_open(read_serial(text).canonical)
                best[hit.thing.id] = replace(earlier, reasons=(said, *earlier.reasons[1:]))
    ranked = sorted(best.values(), key=lambda hit: (hit.tier or 0, hit.thing.label, hit.thing.id))
    return tuple(
        replace(hit, reasons=(*hit.reasons, *agreements(node, hit.thing.properties))) for hit in ranked[:CANDIDATES]
    )


def _left_open(reading: str) -> Say:
    """What weighs more than how often two characters are confused: this very gun was once not read there."""
    return Say(
        en=f"One position differs, and a reading of this firearm leaves it open: {reading}.",
        es=f"Difiere una posición, y una lectura de esta arma la deja abierta: {reading}.",
    )


def _checks(answers: Mapping[str, Rows]) -> tuple[Check, ...]:
    thefts = [thing(row["t"]) for row in answers["search.firearm_thefts"]]
    sales = answers["search.firearm_multiple_sales"]
    guns = sum(int(row["guns"]) for row in sales)
    none = Say(en="None among what is open to you.", es="Ninguno entre lo que usted puede ver.")
    found = Say(
        en=f"{len(thefts)} name this firearm. A theft explains a short time.",
        es=f"{len(thefts)} nombran esta arma. Un robo explica un tiempo corto.",
    )
    listed = Say(en=f"{len(sales)} with {guns} guns together.", es=f"{len(sales)} con {guns} armas en total.")
    not_asked = Say(
        en="Not yet asked. Only thefts that licensees report reach this platform.",
        es="Aún no consultado. Aquí solo llegan los robos que reportan los comerciantes.",
    )
    return (
        Check(
            key="theft",
            title=_THEFT,
            state="found" if thefts else "none",
            say=found if thefts else none,
            things=tuple(thefts),
        ),
        Check(key="ncic", title=_NCIC, state="not_asked", say=not_asked),
        Check(
            key="multiple_sale",
            title=_SALE,
            state="found" if sales else "none",
            say=listed if sales else none,
            things=tuple(thing(row["m"]) for row in sales),
        ),
    )


def _notices(story: Story) -> tuple[str, ...]:
    """Innocence wherever a dealer or purchaser is named; the trace's limits wherever a chain is shown."""
    names = any(row["x"] or row["d"] for row in story.purchases)
    return ("innocence", "trace_limits") if names else ("trace_limits",)
