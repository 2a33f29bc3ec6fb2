"""The smaller files of a block: reports of multiple sale and theft, and casings."""

from __future__ import annotations

import numpy as np

from seed.world import calendar as cal
from seed.world.blocks import Block
from seed.world.dealers import Dealers
from seed.world.geography import Atlas
from seed.world.makers import MAKERS, MODELS

Rows = list[tuple[str, ...]]

#: Share of planted straw guns that left a casing somewhere, and of those how many an examiner confirmed.
CASING, CONFIRMED = 0.25, 0.4
#: Share of partly ground-off frames that a laboratory worked on, and how.
RESTORED = 0.3
METHODS = ("acid etch", "magnetic particle", "polishing", "alternate light")


def _us(day: int) -> str:
    return str(cal.write_days(np.array([day]), cal.US_LONG)[0])


def _gun(block: Block, n: int) -> tuple[str, str, str, str, str]:
    model = MODELS[int(block.guns.model[n])]
    return str(block.guns.serial[n]), MAKERS[model.maker].written[0], model.name, model.calibre[0], model.type


def multiple_sales(block: Block, dealers: Dealers) -> Rows:
    """Rows of Form 3310.4 and 3310.12, one a gun."""
    rows: Rows = []
    guns, keys = block.guns, dealers.key()
    for n in np.flatnonzero(guns.multiple >= 0).tolist():
        report = int(guns.multiple[n])
        dealer, day = block.plot.multiples[report]
        buyer = int(guns.buyer[n])
        number = f"MS-{cal.iso(day)[:4]}-{block.number:02d}{report:05d}"
        rows.append((number, _us(day), str(keys[dealer]), *_gun(block, n), _us(int(guns.purchase[n])),
                     str(block.named[buyer]), _us(int(block.people.birth[buyer]))))  # fmt: skip
    return rows


def thefts(block: Block, dealers: Dealers) -> Rows:
    """Rows of Form 3310.11, one a gun."""
    rows: Rows = []
    keys = dealers.key()
    for n in np.flatnonzero(block.guns.theft >= 0).tolist():
        theft = int(block.guns.theft[n])
        dealer, night, told, kind = block.plot.thefts[theft]
        number = f"TL-{cal.iso(told)[:4]}-{block.number:02d}{theft:05d}"
        rows.append((number, _us(told), _us(night), kind, str(keys[dealer]), *_gun(block, n)))
    return rows


def ballistics(rng: np.random.Generator, block: Block, atlas: Atlas) -> Rows:
    """Casings that image comparison ties to a planted gun, between its sale and its recovery."""
    rows: Rows = []
    guns = block.guns
    planted = np.isin(guns.role, ["solo_straw", "ring_straw", "rotating_straw", "pipeline", "corrupt_dealer"])
    for n in np.flatnonzero(planted & (guns.recovery >= 0)).tolist():
        if rng.random() >= CASING:
            continue
        city = atlas.cities[int(guns.city[n])]
        shot = int(rng.integers(guns.purchase[n], guns.recovery[n]))
        hit = rng.random() < CONFIRMED
        found = int(guns.recovery[n]) + int(rng.integers(2, 30))
        number = f"{block.number:02d}{n:06d}"
        rows.append((
            f"{cal.iso(found)[2:4]}-{number}", "hit" if hit else "lead", *_gun(block, n)[:4],
            f"{city.name[:3].upper()}-{number}", "shooting", _us(shot), city.name.upper(), city.state,
            {"US": "USA"}.get(city.country, city.country), "Regional correlation centre (demo)",
            f"{int(rng.integers(100, 999)):04d}" if hit else "", _us(found + 20) if hit else "",
        ))  # fmt: skip
    return rows


def examinations(rng: np.random.Generator, block: Block, numbers: list[str]) -> Rows:
    """Laboratory readings of some ground-off frames: one or two characters restored, one perhaps still open."""
    rows: Rows = []
    written = block.us.columns["serial"]
    for n in np.flatnonzero(block.us.errors == "partial").tolist():
        if rng.random() >= RESTORED:
            continue
        gun = int(block.us_rows[n])
        true, seen = str(block.guns.serial[gun]), str(written[n])
        hidden = [i for i, c in enumerate(seen) if c == "_"]
        open_ = hidden[1:] if rng.random() < 0.5 else []
        read = "".join("_" if i in open_ else c for i, c in enumerate(true))
        marks = "".join("u" if i in open_ else "r" if i in hidden else "k" for i in range(len(true)))
        _, maker, model, calibre, _ = _gun(block, gun)
        day = int(block.us.requested[n]) + int(rng.integers(10, 60))
        rows.append((f"LAB-{block.number:02d}{n:06d}", _us(day), f"{int(rng.integers(100, 999)):04d}",
                     METHODS[int(rng.integers(0, len(METHODS)))], "frame", read, marks, maker, model, calibre,
                     numbers[n], str(int(rng.integers(1, 5)))))  # fmt: skip
    return rows
