"""Write a synthetic world as the files that `ironriver import` reads, and its truth beside it.

    python seed/generate.py --seed 7 --size small --out /tmp/world

Same seed and size, same bytes. Every person, dealer, maker and crime in it is invented.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from seed.world import columns, lists, misreads, particulars, reports, story, truth
from seed.world.background import OUTCOMES_MX, OUTCOMES_US, TTC_US
from seed.world.blocks import Block, make_block
from seed.world.calendar import TODAY, iso
from seed.world.dealers import Dealers, make_dealers
from seed.world.files import Table, write_bytes, write_json
from seed.world.geography import Atlas
from seed.world.patterns import ROUTE_CHANGE
from seed.world.sizes import SIZES, Size

VERSION = 1
#: Trace numbers of the story lie below.
FIRST_NUMBER = 200_000

Say = Callable[[str], None]

FILES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("traces", "traces.csv", columns.TRACES), ("traces_mx", "traces_mx.csv", columns.TRACES),
    ("multiple_sales", "multiple_sales.csv", columns.MULTIPLE_SALES), ("thefts", "thefts.csv", columns.THEFTS),
    ("ballistics", "ballistics.csv", columns.BALLISTICS),
    ("examinations", "examinations.csv", columns.EXAMINATIONS),
    ("volumes", "dealer_volumes.csv", columns.VOLUMES), ("truth_traces", "truth/traces.csv", truth.TRACES),
    ("truth_people", "truth/people.csv", truth.PEOPLE), ("truth_dealers", "truth/dealers.csv", truth.DEALERS),
)  # fmt: skip


@dataclass(slots=True)
class World:
    """What all blocks share."""

    seed: int
    size: Size
    atlas: Atlas
    dealers: Dealers


def make_world(seed: int, size: Size) -> World:
    """The places and dealers of a world."""
    atlas = Atlas()
    return World(seed, size, atlas, make_dealers(np.random.default_rng([seed, 1]), atlas, size))


def blocks(world: World) -> Iterator[Block]:
    """The blocks of a world, one in memory at a time."""
    for number in range(world.size.blocks):
        yield make_block(world.seed, world.atlas, world.dealers, world.size, number)


def generate(seed: int, size: Size, out: Path, say: Say = print) -> dict[str, Any]:
    """Write the world into `out` (made if missing) and return its manifest, also written as `manifest.json`."""
    started = time.perf_counter()
    world = make_world(seed, size)
    rings: list[dict[str, object]] = []
    with ExitStack() as stack:
        tables = {key: stack.enter_context(Table(out / name, header)) for key, name, header in FILES}
        _write_story(tables)
        for block in blocks(world):
            _write_block(world, block, tables)
            rings += block.plot.rings
            say(f"block {block.number + 1} of {size.blocks}: {tables['traces'].rows:,} traces")
        tables["volumes"].add(truth.volume_rows(world.atlas, world.dealers, 2025))
        tables["truth_dealers"].add(truth.dealer_rows(world.dealers))
        files: dict[str, object] = {name: tables[key].close() for key, name, _ in FILES}
    files |= _write_lists(world, out)
    _write_truth(out, rings)
    manifest = {
        "made_by": "seed/generate.py", "version": VERSION, "seed": seed, "size": size.name,
        "today": TODAY.isoformat(),
        "notice": "Synthetic. Every person, business, serial and event is invented.", "files": files,
    }  # fmt: skip
    write_json(out / "manifest.json", manifest)
    say(f"written to {out} in {time.perf_counter() - started:.1f} s")
    return manifest


def _write_story(tables: dict[str, Table]) -> None:
    tables["traces"].add(list(r.values()) for r in story.us_traces())
    tables["traces_mx"].add(list(r.values()) for r in story.mx_traces())
    side = story.side_rows()
    for name in ("multiple_sales", "thefts", "ballistics", "examinations"):
        tables[name].add(getattr(side, name))


def _write_block(world: World, block: Block, tables: dict[str, Table]) -> None:
    size, dealers = world.size, world.dealers
    rng = np.random.default_rng([world.seed, 9, block.number])
    for mexican, key in ((False, "traces"), (True, "traces_mx")):
        sheets = block.mx if mexican else block.us
        first = FIRST_NUMBER + block.number * 2 * size.block
        order = np.argsort(sheets.requested, kind="stable")
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        lead = "SON-" if mexican else ""
        numbers = [
            f"{lead}{iso(day)[2:4]}-{first + p}"
            for day, p in zip(sheets.requested.tolist(), place.tolist(), strict=True)
        ]
        sheets.columns["trace_number"] = np.array(numbers, dtype=object)
        rows = block.mx_rows if mexican else block.us_rows
        sheets.columns["associated_traces"] = particulars.associate(numbers, rows)
        written = [sheets.columns[name][order].tolist() for name in columns.TRACES]
        tables[key].add(zip(*written, strict=True))
        tables["truth_traces"].add(truth.trace_rows(block, dealers, numbers, mexican=mexican))
        if not mexican:
            tables["examinations"].add(reports.examinations(rng, block, numbers))
    tables["truth_people"].add(truth.people_rows(block))
    tables["multiple_sales"].add(reports.multiple_sales(block, dealers))
    tables["thefts"].add(reports.thefts(block, dealers))
    tables["ballistics"].add(reports.ballistics(rng, block, world.atlas))


def _write_lists(world: World, out: Path) -> dict[str, object]:
    rng = np.random.default_rng([world.seed, 3])
    september, october, told = lists.two_months(rng, world.atlas, world.dealers)
    write_json(out / "truth" / "dealer_list_changes.json", told)
    return {
        name: write_bytes(out / name, content, content.count(b"\n") - 2)
        for name, content in (("dealers_2026_09.txt", september), ("dealers_2026_10.txt", october))
    }


def _write_truth(out: Path, rings: list[dict[str, object]]) -> None:
    write_json(out / "truth" / "rings.json", rings)
    model = {
        "route_change": iso(ROUTE_CHANGE),
        "serial_errors": {"rate_us": misreads.RATE_US, "rate_mx": misreads.RATE_MX, "kinds": dict(misreads.KINDS)},
        "time_to_crime_shares": TTC_US,
        "outcomes_us": OUTCOMES_US, "outcomes_mx": OUTCOMES_MX, "story": story.TRUTH,
    }  # fmt: skip
    write_json(out / "truth" / "model.json", model)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    generate(given.seed, SIZES[given.size], given.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
