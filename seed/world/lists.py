"""The monthly dealer lists in the ATF's text format, two months with changes between them."""

from __future__ import annotations

from copy import deepcopy

import numpy as np

from seed.world import names
from seed.world.columns import DEALERS
from seed.world.dealers import PRESETS, REGION, Dealers
from seed.world.geography import Atlas
from seed.world.guns import Texts

#: What changes from one month to the next, as shares; near what May and June 2013 show (data/README.md).
RENEWED, MOVED, NEW_PHONE, RENAMED, GONE, NEW = 0.0185, 0.0036, 0.0046, 0.0017, 0.015, 0.018


def write_list(atlas: Atlas, dealers: Dealers, present: Texts) -> bytes:
    """One month's list of the dealers that are `present` (flags), as tab-separated text."""
    header = "\t".join(name for name, _ in DEALERS)
    dashes = "\t".join("-" * width for _, width in DEALERS)
    lines = [header, dashes]
    mail = dealers.street
    for n in np.flatnonzero(present).tolist():
        city = atlas.cities[int(dealers.city[n])]
        name, town = str(dealers.licensee[n]), city.name.upper()
        cells = (
            REGION, dealers.district[n], dealers.county[n], dealers.type[n], dealers.expiry[n], dealers.sequence[n],
            f'"{name}"' if "," in name else name, dealers.business[n], dealers.street[n], town, city.state,
            dealers.zip[n], f"PO BOX {1000 + n % 8000}" if n % 7 == 0 else mail[n], town, city.state,
            dealers.zip[n], dealers.phone[n],
        )  # fmt: skip
        lines.append("\t".join(cells))
    return ("\n".join(lines) + "\n").encode()


def two_months(rng: np.random.Generator, atlas: Atlas, dealers: Dealers) -> tuple[bytes, bytes, dict[str, int]]:
    """The lists of two months and how many of each change lie between them. The world's state is the second."""
    count = len(dealers)
    draw = rng.random((6, count))
    draw[:, : len(PRESETS)] = 1.0  # the story's dealers keep still
    before = deepcopy(dealers)
    renewed, moved, phoned, renamed = draw[0] < RENEWED, draw[1] < MOVED, draw[2] < NEW_PHONE, draw[3] < RENAMED
    for n in np.flatnonzero(renewed).tolist():
        before.expiry[n] = f"{(int(before.expiry[n][0]) - 3) % 10}{before.expiry[n][1]}"
    for n in np.flatnonzero(moved).tolist():
        before.street[n] = f"{100 + n % 9_000} {names.STREETS[n % len(names.STREETS)].upper()} ST"
    for n in np.flatnonzero(phoned).tolist():
        before.phone[n] = before.phone[n][:6] + f"{(int(before.phone[n][6:]) + 1) % 10_000:04d}"
    for n in np.flatnonzero(renamed).tolist():
        before.business[n] = f"{names.COINED[n % len(names.COINED)].upper()} SPORTING GOODS"
    gone, new = draw[4] < GONE, (draw[5] < NEW) & (draw[4] >= GONE)
    stayed = ~gone & ~new
    told = {
        "new": int(new.sum()), "absent": int(gone.sum()), "renewed": int((renewed & stayed).sum()),
        "moved": int((moved & stayed).sum()), "phone": int((phoned & stayed).sum()),
        "renamed": int((renamed & stayed).sum()),
    }  # fmt: skip
    return write_list(atlas, before, ~new), write_list(atlas, dealers, ~gone), told
