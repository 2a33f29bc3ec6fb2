"""How smoothly a full chart moves in headless Chromium, and how fast a hub of 20,000 sales says what hangs on it.

Run: `PYTHONPATH=platform:. python tests/bench/bench_chart.py [SECONDS]`. It starts an engine of its own, as the
product does, unless IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (emptied). Prints one JSON object.

Limits (issue 4): 2,000 elements drag at 30 frames a second or more, software rendering; counts of the hub within
300 ms. A frame is one that Cytoscape drew (`render`), not one that the browser merely offered. The hub's counts are
asked past the ledger's memory, so that each one walks the graph. The load average stands beside the figures.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from ironriver.access import DEMO_PASSWORD
from ironriver.graph import Catalogue, Database
from ironriver.search import link_counts
from tests.bench.bench_large_world import told
from tests.bench.bench_taxii import engine
from tests.conftest import CHROMIUM_FLAGS, chromium
from tests.cypher.worlds import Direct, narrow_actor
from tests.web.site import opened_site
from tests.world import EngineAddress, empty

THINGS, LINES, SALES = 900, 1_100, 20_000
#: 900 things in rows, 1,100 lines between near ones: what a person would see after many expansions.
FILL = """([things, lines]) => {
  const {model, stage} = ironriverChart;
  const kinds = ["firearm", "person", "recovery", "dealer", "place"];
  document.getElementById("canvas-message").hidden = true;
  const nodes = Array.from({length: things}, (_, n) => ({id: `bench_${n}`, kind: kinds[n % 5],
    label: `TKF${10000 + n}`, sub: "purchaser of record", mono: n % 5 === 0, href: "", total: 9, lane: n % 7}));
  const edges = Array.from({length: lines}, (_, n) => ({id: `line_${n}`, from: `bench_${n % things}`,
    to: `bench_${(n + 1 + (n * 13) % 40 + Math.floor(n / things) * 31) % things}`, link: "x",
    style: n % 9 ? "recorded" : "unknown_leg", label: n % 9 ? "" : "110 days", count: 1, pane: ""}));
  const places = new Map(nodes.map((node, n) => [node.id, {x: (n % 36) * 128, y: Math.floor(n / 36) * 92}]));
  const started = performance.now();
  const came = model.add({nodes, edges}, () => places);
  stage.fit();
  stage.cy.forceRender();
  return {came, ms: performance.now() - started};
}"""
WATCH = """() => {
  window.drawn = [];
  ironriverChart.stage.cy.on("render", () => window.drawn.push(performance.now()));
}"""


#: One move of the mouse before each frame that the browser offers, as a hand gives at least. Sent from the page: by
#: the test's own connection there would be some twenty a second, and the bench would measure that.
CIRCLE = """([at, seconds]) => new Promise(done => {
  const began = performance.now();
  let step = 0;
  window.drawn.length = 0;
  const move = () => {
    const angle = (step += 1) / 12;
    const place = {clientX: at.x + 90 * Math.sin(angle), clientY: at.y + 60 * (1 - Math.cos(angle))};
    window.dispatchEvent(new MouseEvent("mousemove", {...place, buttons: 1, bubbles: true, view: window}));
    if (performance.now() - began < 1000 * seconds) requestAnimationFrame(move);
    else done({drawn: window.drawn, moves: step});
  };
  requestAnimationFrame(move);
})"""
CENTRED = """zoom => {
  const {cy} = ironriverChart.stage, one = cy.getElementById("bench_450");
  if (zoom) { cy.zoom(zoom); cy.center(one); }
}"""


def frames(page: Page, zoom: float, seconds: float) -> dict[str, float]:
    """Drag one thing in circles and return frames a second, and the longest wait for one."""
    page.evaluate(CENTRED, zoom)
    page.wait_for_timeout(600)
    at = page.evaluate("() => ironriverChart.stage.whereIs('bench_450')")
    page.mouse.move(at["x"], at["y"])
    page.mouse.down()
    told_there = page.evaluate(CIRCLE, [at, seconds])
    page.mouse.up()
    there = page.evaluate("() => ironriverChart.stage.whereIs('bench_450')")
    if abs(there["x"] - at["x"]) + abs(there["y"] - at["y"]) < 5:
        raise SystemExit("the thing was not dragged: no frame rate was measured")
    drawn = told_there["drawn"]
    gaps = sorted(b - a for a, b in itertools.pairwise(drawn))
    span = (drawn[-1] - drawn[0]) / 1_000 if len(drawn) > 1 else 0.0
    return {
        "frames_per_second": round((len(drawn) - 1) / span, 1) if span else 0.0,
        "p95_gap_ms": round(gaps[int(0.95 * (len(gaps) - 1))], 1) if gaps else 0.0,
        "moves": told_there["moves"],
    }


def chart(engine: EngineAddress, seconds: float) -> dict[str, Any]:
    """Open the workbench in Chromium, fill it, and drag at three scales."""
    with tempfile.TemporaryDirectory() as folder, opened_site(Path(folder), engine, story=False) as site:
        server = make_server("127.0.0.1", 0, site.app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}/sign-in")
            page.fill("#login", "marchetti")
            page.fill("#password", DEMO_PASSWORD)
            page.check("#consent")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{address}/")
            page.goto(f"{address}/workbench")
            page.wait_for_timeout(1_500)
            filled = page.evaluate(FILL, [THINGS, LINES])
            page.evaluate(WATCH)
            result = {
                "elements": THINGS + LINES,
                "added_and_first_drawn_ms": round(filled["ms"], 1),
                "whole chart in view": frames(page, 0, seconds),
                "half size, words drawn": frames(page, 0.5, seconds),
                "full size": frames(page, 1, seconds),
            }
            browser.close()
        server.shutdown()
    return result


def hub(database: Database, catalogue: Catalogue) -> dict[str, Any]:
    """Write a dealer with 20,000 sales to 8,000 purchasers and ask what hangs on it."""
    empty(database, catalogue)
    marking = "holding: 'us-tpd', tlp: 2, handling: 'tiahrt'"
    with database.writing() as transaction:
        transaction.run(f"CREATE (:Dealer {{id: 'dealer_hub', key: '7-86-09999', name: 'Hub', {marking}}})", {})
        transaction.run(
            f"UNWIND range(0, 7999) AS n CREATE (:Person {{id: 'person_' + n, name: 'P ' + n, {marking}}})", {}
        )
    for start in range(0, SALES, 5_000):
        with database.writing() as transaction:
            transaction.run(
                f"MATCH (d:Dealer {{id: 'dealer_hub'}}) UNWIND range($start, $start + 4999) AS n "
                f"MATCH (p:Person {{id: 'person_' + (n % 8000)}}) "
                f"CREATE (f:Firearm {{id: 'firearm_' + n, canonical: 'H' + n, {marking}}}) "
                f"CREATE (e:Purchase {{id: 'purchase_' + n, date: '2025-01-01', {marking}}}) "
                f"CREATE (p)-[:BOUGHT {{id: 'link_a' + n, {marking}}}]->(e) "
                f"CREATE (e)-[:OF {{id: 'link_b' + n, {marking}}}]->(f) "
                f"CREATE (e)-[:SOLD_BY {{id: 'link_c' + n, {marking}}}]->(d)",
                {"start": start},
            )
    ledger, times = Direct(database, catalogue), []
    for _ in range(25):
        started = time.perf_counter()
        counted = link_counts(narrow_actor(), "dealer_hub", ledger=ledger)
        times.append(1_000 * (time.perf_counter() - started))
    said = {count.link: count.total for count in counted.counts}
    return {"counts": said, "first_ms": round(times[0], 1), "then": told(times[5:])}


def main() -> int:
    """Command line."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with engine() as address:
        result = {"load": os.getloadavg()[0], "chart": chart(address, seconds)}
        database = Database.open(address.uri, address.user, address.password)
        result["hub"] = hub(database, Catalogue.load())
        database.close()
    result["load at the end"] = os.getloadavg()[0]
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
