"""TAXII pages of 1,000: flat over a large collection, and beside `medallion` at what it can hold, in one run.

Run: `PYTHONPATH=platform:. python tests/bench/bench_taxii.py [objects] [beside]` (100,000 and 2,000). It starts an
engine of its own, unless IRONRIVER_TEST_NEO4J_URI and _PASSWORD_FILE name one (whose graph it empties).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ironriver.exchange import put_objects
from ironriver.exchange.object_store import StoredObject
from tests import world as worlds
from tests.unit.exchange.sharing import MANAGER, agreed, collection, objects, program
from tests.web.site import Site, opened_site

PAGE, EDGE = 1_000, 5
MEDIA = {"Accept": "application/taxii+json;version=2.1"}
Get = Callable[[str], Any]


@contextmanager
def engine() -> Iterator[worlds.EngineAddress]:
    """The engine that the environment names, or one of one's own, as the product starts it."""
    uri = os.environ.get("IRONRIVER_TEST_NEO4J_URI")
    if uri:
        password = Path(os.environ["IRONRIVER_TEST_NEO4J_PASSWORD_FILE"]).read_text("utf-8").strip()
        yield worlds.EngineAddress(uri=uri, user="neo4j", password=password)
        return
    with tempfile.TemporaryDirectory() as folder, worlds.product_engine(Path(folder)) as running:
        yield worlds.EngineAddress(uri=running.uri, user="neo4j", password=running.password)


def pages(get: Get, path: str) -> tuple[list[float], int]:
    """Fetch a collection to its end; return seconds a page and the number of objects."""
    times, count, more = [], 0, ""
    while True:
        begun = time.perf_counter()
        answer = get(f"{path}?limit={PAGE}{more}")
        times.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer.data[:500]
        said = json.loads(answer.data)
        count += len(said.get("objects", []))
        if not said.get("more"):
            return times, count
        more = f"&next={said['next']}"


def ours(site: Site, sizes: list[int]) -> dict[int, tuple[list[float], float]]:
    """Return size → seconds a page (second reading, warm) and seconds that writing took."""
    access, ledger = site.platform.access, site.platform.ledger
    agreement = agreed(access)
    partner = program(access, agreement)
    client = site.app.test_client()
    proof = {**MEDIA, "Authorization": f"Bearer {partner.token}"}

    def get(path: str) -> Any:
        return client.get(path, headers=proof)

    found = {}
    for size in sizes:
        made = collection(access, agreement, f"n{size}")
        begun = time.perf_counter()
        for start in range(0, size, 10_000):
            put_objects(MANAGER, made.id, objects(min(10_000, size - start), start=start), ledger=ledger)
        written = time.perf_counter() - begun
        path = f"/taxii2/mx-fge-son/collections/{made.id}/objects/"
        pages(get, path) if size <= 10_000 else [get(f"{path}?limit={PAGE}") for _ in range(3)]
        times, count = pages(get, path)
        assert count == size
        found[size] = (times, written)
    return found


def medallions(folder: Path, held: list[StoredObject]) -> list[float]:
    """Return medallion's seconds a page over the same objects, with its memory backend."""
    from medallion import application_instance, register_blueprints, set_config

    rows = [json.loads(one.canonical) for one in held]
    stamp = "2026-01-01T00:00:{:09.6f}Z"
    manifest = [
        {
            "id": row["id"],
            "date_added": stamp.format(n / 100),
            "version": row["modified"],
            "media_type": "application/stix+json;version=2.1",
        }
        for n, row in enumerate(rows)
    ]
    dated = [{**row, "_date_added": one["date_added"]} for row, one in zip(rows, manifest, strict=True)]
    uuid = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
    lying = {"id": uuid, "title": "T", "can_read": True, "can_write": True, "media_types": [], "manifest": manifest}
    root = {"information": {"title": "R", "versions": [], "max_content_length": 1}, "status": [], "collections": []}
    root["collections"] = [{**lying, "objects": dated}]
    file = folder / "medallion.json"
    file.write_text(json.dumps({"/discovery": {"title": "D"}, "root": root}))
    backend = {
        "module": "medallion.backends.memory_backend",
        "module_class": "MemoryBackend",
        "filename": str(file),
    }
    said = {"users": {"u": "p"}, "taxii": {"max_page_size": PAGE}, "backend": backend}
    for name in said:
        set_config(application_instance, name, said)
    register_blueprints(application_instance)
    client = application_instance.test_client()
    times, count = pages(
        lambda p: client.get(p, headers=MEDIA, auth=("u", "p")), f"/root/collections/{uuid}/objects/"
    )
    assert count == len(held)
    return times


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    beside = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    with tempfile.TemporaryDirectory() as name, engine() as address:
        folder = Path(name)
        with opened_site(folder, address, story=False) as site:
            found = ours(site, [beside, size])
        theirs = medallions(folder, objects(beside))
    mine, (times, written) = found[beside][0], found[size]
    first, last = statistics.median(times[:EDGE]), statistics.median(times[-EDGE:])
    lines = (
        f"{beside} objects: medallion {sum(theirs):.2f} s, ironriver {sum(mine):.3f} s; "
        f"{sum(theirs) / sum(mine):.0f} × (wanted: at least 50)",
        f"{size} objects: written in {written:.0f} s ({size / written:.0f} a second)",
        f"pages of {PAGE}: first {first * 1e3:.0f} ms, last {last * 1e3:.0f} ms, "
        f"median {statistics.median(times) * 1e3:.0f} ms, worst {max(times) * 1e3:.0f} ms",
        f"last / first: {last / first:.2f} (wanted: at most 1.20)",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
