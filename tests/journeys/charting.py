"""What journeys over the chart share: what is drawn, clicking on it, growing it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import Desk
from tests.web.site import Site

DRAWN = "([...ironriverChart.model.state.nodes.keys()].sort())"
PLACES = "(Object.fromEntries([...ironriverChart.model.state.places]))"


def named(site: Site) -> dict[str, Any]:
    """Return the ids that the journey walks over: dealer, purchasers with one phone, a gun, where it was found."""
    rows = site.platform.database.read(
        "MATCH (h:Phone)<-[:HAS_PHONE]-(p:Person)-[:BOUGHT]->(:Purchase)-[:SOLD_BY]->(d:Dealer) "
        "WITH h, d, collect(DISTINCT p.id) AS people WHERE size(people) > 1 "
        "MATCH (b:Person)-[:BOUGHT]->(:Purchase)-[:OF]->(f:Firearm)<-[:OF]-(r:Recovery)-[:AT]->(w:Place) "
        "WHERE b.id IN people "
        "RETURN h.id AS phone, d.id AS dealer, people, b.id AS buyer, f.id AS gun, r.id AS recovery, w.id AS place "
        "ORDER BY phone, dealer, buyer, gun LIMIT 1",
        {},
    )
    return rows[0]


def wait_for(desk: Desk, said: str) -> None:
    """Poll until an expression holds: a strict policy forbids Playwright's own waiting."""
    for _ in range(150):
        if desk.page.evaluate(said):
            return
        desk.page.wait_for_timeout(200)
    raise AssertionError(said)


def has(id_: str) -> str:
    return f"ironriverChart.model.state.nodes.has('{id_}')"


def click(desk: Desk, id_: str, *, shift: bool = False, **how: Any) -> None:
    """Bring a thing into view, click on it where it is drawn, and see that it is chosen."""
    desk.page.evaluate("id => ironriverChart.stage.reveal(id)", id_)
    desk.page.wait_for_timeout(200)
    at = desk.page.evaluate("id => ironriverChart.stage.whereIs(id)", id_)
    if shift:
        desk.page.keyboard.down("Shift")
    desk.page.mouse.click(at["x"], at["y"], **how)
    if shift:
        desk.page.keyboard.up("Shift")
    wait_for(desk, f"ironriverChart.model.chosen.has('{id_}')")


def grow(desk: Desk, id_: str, link: str, wanted: list[str]) -> None:
    """Expand a thing by one link, page by page, until these stand on the chart; counts are read first."""
    for _ in range(20):
        if all(desk.page.evaluate(has(one)) for one in wanted):
            return
        before = desk.page.evaluate("ironriverChart.model.step")
        desk.page.evaluate("ironriverChart.stage.fit()")
        click(desk, id_)
        more = desk.page.locator(f"#counts [data-link={link}]")
        expect(more).to_be_visible()
        more.click()
        wait_for(desk, f"ironriverChart.model.step > {before}")
    raise AssertionError(f"{link} never gave these")


def draw_box(desk: Desk) -> None:
    """Choose everything that is drawn: the box tool, then one drag over the whole canvas."""
    page = desk.page
    page.evaluate("ironriverChart.stage.fit()")
    page.locator(".toolbar [data-tool=box]").click()
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] - 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 4)
    page.mouse.up()
    wait_for(desk, "ironriverChart.model.chosen.size > 5")
    page.locator(".toolbar [data-tool=box]").click()
