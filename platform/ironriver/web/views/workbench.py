"""The workbench: the link chart's page and the parts of its panes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from ironriver import search
from ironriver.access import Action
from ironriver.web import signed_in
from ironriver.web.formats import show_number
from ironriver.web.guard import guarded
from ironriver.web.look import language, t
from ironriver.web.pages.chart import ADDED
from ironriver.web.pages.panes import edge_pane, thing_pane
from ironriver.web.pages.things import cut_of, queries

blueprint = Blueprint("workbench", __name__)

LEGEND = (
    *("firearm", "recovery", "person", "dealer", "maker", "distributor", "organisation", "ballistic", "place"),
    *("phone", "vehicle", "document", "agency"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One button of the toolbar. `bare` shows its icon only; `rule` draws a line before it."""

    name: str
    icon: str
    bare: bool = False
    rule: bool = False
    toggles: bool = False


TOOLS = (
    Tool(name="undo", icon="undo", bare=True),
    Tool(name="redo", icon="redo", bare=True),
    Tool(name="expand", icon="expand", rule=True),
    Tool(name="collapse", icon="minus", bare=True),
    Tool(name="hide", icon="hide"),
    Tool(name="restore", icon="show", bare=True),
    Tool(name="others", icon="filter", bare=True),
    Tool(name="pin", icon="pin", bare=True, toggles=True),
    Tool(name="box", icon="box", bare=True, rule=True, toggles=True),
    Tool(name="find", icon="plus", bare=True),
    Tool(name="path", icon="path", bare=True),
    Tool(name="lanes", icon="lanes", bare=True, rule=True),
    Tool(name="ranks", icon="right", bare=True),
    Tool(name="force", icon="share", bare=True),
    Tool(name="fit", icon="fit", bare=True),
    Tool(name="table", icon="table", rule=True, toggles=True),
    Tool(name="print", icon="printer", bare=True),
    Tool(name="save", icon="save"),
)
_SCRIPT_WORDS = (
    *("came", "left", "too_many", "failed", "nothing_more", "no_neighbour"),
    *("hidden", "hidden_n", "pinned", "unpinned", "chart", "showing", "showing_some", "same_names"),
    *("more_lines", "came_back", "not_added", "nothing_yet", "choose_one", "choose_two", "choose_link", "chosen_n"),
    *("menu_expand", "menu_collapse", "menu_hide", "menu_others", "menu_pin", "menu_near", "menu_path"),
    *("menu_page", "menu_close", "menu_questions", "no_question"),
)
#: Sentences of one part of the chart each.
_PART_WORDS = {
    "brush": ("bars", "undated", "chosen", "days"),
    "find": ("none", "failed"),
    "save": ("failed", "save_version", "save_new", "saving"),
    "ways": ("hops", "unknown", "none", "two"),
    "asking": ("choose", "none"),
    "source": ("late", "broken", "stopped", "unsaved"),
}


@blueprint.get("/workbench")
@blueprint.get("/workbench/<thing_id>")
@guarded(Action.OPEN_CHART)
def workbench(thing_id: str = "") -> str:
    """Show the workbench, starting from one thing if one is named."""
    return workbench_page(start_id=thing_id)


def workbench_page(*, start_id: str = "", chart_id: str = "", version: int = 0, title: str = "") -> str:
    """Return the workbench: empty, around one thing, or with a saved chart on it."""
    setup = _setup(start_id) | {"chart": chart_id, "version": version, "title": title}
    return render_template(
        "workbench/workbench.html",
        start_id=start_id or chart_id,
        text="",
        legend=LEGEND,
        tools=TOOLS,
        setup=setup,
        chart_title=title,
        here_case=_case_number(),
    )


def _case_number() -> str:
    """Return the number of the case that a chart would be saved under."""
    here = signed_in.here()
    return here.case.number if here and here.case else ""


def _setup(thing_id: str) -> dict[str, Any]:
    words: dict[str, Any] = {name: _raw(f"script.{name}") for name in _SCRIPT_WORDS}
    words["twin"] = {name: t(f"twin.{name}") for name in ("kind", "thing", "role", "joined", "undrawn")}
    words |= {part: {name: _raw(f"{part}_script.{name}") for name in names} for part, names in _PART_WORDS.items()}
    words["twin"]["kinds"] = {kind: t(f"kind.{kind}") for kind in LEGEND}
    return {
        "start": thing_id,
        "who": signed_in.actor().id,
        "base": "/api/v1",
        "csrf": generate_csrf(),
        "language": language(),
        "thing": url_for("workbench.workbench") + "/thing",
        "questions": url_for("queries.home") + "/of",
        "words": words,
    }


def _raw(key: str) -> str:
    """Return a sentence with its {places} kept: the script fills them."""
    from ironriver.web.language import words

    return words()[key].in_language(language())


@blueprint.get("/workbench/thing/<thing_id>")
@guarded(Action.OPEN_CHART)
def thing(thing_id: str) -> str:
    """Show one thing's facts in the right pane."""
    facts = search.facts_of_node(signed_in.actor(), thing_id, ledger=signed_in.platform().ledger)
    return render_template("workbench/thing.html", thing=thing_pane(facts), cut=cut_of(facts.shown))


@blueprint.get("/workbench/counts/<thing_id>")
@guarded(Action.OPEN_CHART)
def counts(thing_id: str) -> str:
    """Show how many things hang on one thing, by link, before anything is drawn."""
    found = search.link_counts(signed_in.actor(), thing_id, ledger=signed_in.platform().ledger)
    said = language()
    groups = [
        {
            "link": count.link,
            "direction": count.direction,
            "label": count.title.in_language(said),
            "count": count.total,
            "count_text": show_number(count.total, said),
            "is_hub": count.is_hub,
            "add_text": t("chart.add_some", n=ADDED) if count.total > ADDED else t("chart.add_all"),
        }
        for count in found.counts
        if count.total
    ]
    return render_template(
        "workbench/counts.html", thing_id=thing_id, groups=groups, total=found.total, shown=queries(found.shown)
    )


@blueprint.get("/workbench/edge")
@guarded(Action.OPEN_CHART)
def edge() -> str:
    """Show what a line means, where it comes from and what it does not show."""
    facts = search.facts_of_edge(
        signed_in.actor(),
        request.args.get("link", ""),
        request.args.get("from", ""),
        request.args.get("to", ""),
        ledger=signed_in.platform().ledger,
    )
    return render_template("workbench/edge.html", edge=edge_pane(facts))
