"""What an analyst reads of questions, own queries, findings and runs, for the test of non-interference.

An investigator asks for the same rooms in `test_interference`; only an analyst may write, save and judge.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.web.own_queries import saved
from tests.web.site import Browser, Site

TITLE = "Where this gun was found"
TEXT = "MATCH (f:Firearm)<-[:OF]-(r:Recovery)\nWHERE f.id = $gun\nRETURN r.date AS found"
GUN = "gun node(Firearm)"
#: What is typed while a query is written: nothing against it, a parameter nobody declared, a write, half a word.
TYPED = (
    "MATCH (f:Firearm {canonical: 'TKF12045'})\nRETURN f.id AS gun",
    TEXT,
    "MATCH (p:Person)\nSET p.name = 'x'\nRETURN p.name AS name",
    "MATCH (p:Pers",
)


def analyst_answers(site: Site, pages: Iterable[str], things: Iterable[str]) -> dict[str, str]:
    """Return what an analyst reads now, by name: pages, what may be asked of these things, the editor's help."""
    analyst = site.browser("ohlsson", case=True)
    query = _kept(site, analyst)
    paths = [*pages, "/queries", "/queries/write", f"/queries/write?from={query}", f"/queries/saved/{query}"]
    paths += [f"/queries/of/{thing}" for thing in things]
    answered = {f"analyst of {path}": analyst.get(path) for path in paths}
    for text in TYPED:
        sent = {"text": text, "parameters": ""}
        answered[f"lint {text}"] = analyst.post("/queries/lint", sent)
        answered[f"check {text}"] = analyst.post("/queries/write", {"do": "check", "text": text, "parameters": GUN})
    return {name: f"{one.status_code} {one.get_data(as_text=True)}" for name, one in answered.items()}


def _kept(site: Site, analyst: Browser) -> str:
    """Return a query of the agency with a gun as its parameter, in two versions; saved at the first call."""
    query = "MATCH (q:SavedQuery) WHERE NOT q.id ENDS WITH 'x' RETURN q.id AS id LIMIT 1"
    if rows := site.platform.database.read(query, {}):
        return str(rows[0]["id"])
    made = saved(analyst, TITLE, TEXT, parameters=GUN, scope="agency")
    again = {"query_id": made, "seen": "1", "parameters": GUN, "scope": "agency"}
    return saved(analyst, TITLE, f"{TEXT}\nLIMIT 9", **again)
