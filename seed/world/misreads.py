"""The declared error model of serial numbers. Nobody has published per-character rates: these are assumptions.

Kinds of error are those that tracing staff name (confusable characters, transposition, a dropped or an added
character); the rates are ours and stand here as constants, so that a benchmark can state them.
"""

from __future__ import annotations

import random

#: Share of submitted serials written wrongly (facts: 0.5 to 3 %); handwriting abroad is worse.
RATE_US = 0.02
RATE_MX = 0.06

#: Given one error, which kind it is.
KINDS: tuple[tuple[str, float], ...] = (
    ("confusion", 0.60), ("transposition", 0.18), ("dropped", 0.12), ("added", 0.05), ("wrong", 0.05),
)  # fmt: skip

#: Characters that are taken for one another.
CONFUSED: dict[str, str] = {
    "0": "OQD", "O": "0Q", "Q": "O0", "D": "0O", "1": "IL", "I": "1L", "L": "1I", "2": "Z", "Z": "2", "5": "S",
    "S": "5", "8": "B", "B": "8", "6": "G", "G": "6", "U": "V", "V": "U", "K": "X",
}  # fmt: skip

#: What is written where nothing can be read.
JUNK: tuple[str, ...] = ("NONE", "UNK", "N/A", "000", "SIN SERIE")


def misread(serial: str, rng: random.Random) -> tuple[str, str]:
    """Return the serial as a hurried hand writes it, and the kind of error. Always differs from the input."""
    kind = rng.choices([k for k, _ in KINDS], [p for _, p in KINDS])[0]
    places = [i for i, c in enumerate(serial) if c.isalnum()]
    if kind == "confusion":
        open_to = [i for i in places if serial[i] in CONFUSED]
        if open_to:
            i = rng.choice(open_to)
            return serial[:i] + rng.choice(CONFUSED[serial[i]]) + serial[i + 1 :], kind
        kind = "wrong"
    if kind == "transposition":
        pairs = [i for i in places if i + 1 in places and serial[i] != serial[i + 1]]
        if pairs:
            i = rng.choice(pairs)
            return serial[:i] + serial[i + 1] + serial[i] + serial[i + 2 :], kind
        kind = "wrong"
    i = rng.choice(places)
    if kind == "dropped":
        return serial[:i] + serial[i + 1 :], kind
    if kind == "added":
        return serial[:i] + serial[i] + serial[i:], kind
    return serial[:i] + rng.choice([d for d in "0123456789" if d != serial[i]]) + serial[i + 1 :], kind


def hide(serial: str, rng: random.Random) -> str:
    """Return the serial with one or two positions ground off, written `_`."""
    hidden = set(rng.sample([i for i, c in enumerate(serial) if c.isalnum()], k=rng.choice((1, 1, 2))))
    return "".join("_" if i in hidden else c for i, c in enumerate(serial))
