"""The guns of a block as parallel arrays, planted ones first, and how their serials are numbered."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np
import numpy.typing as npt

from seed.world import makers
from seed.world.geography import Index
from seed.world.makers import MAKERS, MODELS, TWIN_MODELS

Texts = npt.NDArray[np.object_]

#: What became of a request; the words are the product's own (facts/domain.md §1.3).
PURCHASER, DEALER_ONLY, DISTRIBUTOR_ONLY, MAKER_ONLY, FOREIGN, NOT_TRACED = (
    "purchaser_identified", "dealer_only", "distributor_only", "mfr_only", "foreign", "not_traced",
)  # fmt: skip

#: Files that a gun appears in.
NOWHERE, US, MX, BOTH = 0, 1, 2, 3


@dataclass(slots=True, kw_only=True)
class Gun:
    """A planted gun. A recovery of -1 was never recovered: a report of sale or theft alone names it."""

    dealer: int
    model: int
    role: str
    buyer: int = -1
    purchase: int = 0
    recovery: int = -1
    city: int = -1
    ring: int = -1
    #: People index of who held it; -1 not known, -2 to be drawn.
    possessor: int = -2
    #: Reports of multiple sale and of theft that name it, as numbers of the block; -1 none.
    multiple: int = -1
    theft: int = -1
    files: int = US
    outcome: str = PURCHASER
    reason: str = ""
    #: A running number wished for (twins share one); -1 lets the maker count.
    number: int = -1


@dataclass(slots=True)
class Guns:
    """All guns of a block."""

    dealer: Index
    model: Index
    role: Texts
    buyer: Index
    purchase: Index
    recovery: Index
    city: Index
    ring: Index
    possessor: Index
    multiple: Index
    theft: Index
    files: Index
    outcome: Texts
    reason: Texts
    number: Index
    serial: Texts = field(default_factory=lambda: np.array([], dtype=object))

    def __len__(self) -> int:
        """Number of guns."""
        return len(self.dealer)

    @property
    def traced(self) -> npt.NDArray[np.bool_]:
        """Which guns a request in the US file is about."""
        return (self.files & US) > 0


COLUMNS = tuple(f.name for f in fields(Guns) if f.name != "serial")


def from_plans(plans: list[Gun]) -> Guns:
    """Planted guns as arrays."""
    columns = {}
    for name in COLUMNS:
        values = [getattr(p, name) for p in plans]
        text = name in {"role", "outcome", "reason"}
        columns[name] = np.array(values, dtype=object if text else np.int64)
    return Guns(**columns)


def join(first: Guns, second: Guns) -> Guns:
    """One block of two."""
    return Guns(**{n: np.concatenate([getattr(first, n), getattr(second, n)]) for n in COLUMNS})


def number_serials(rng: np.random.Generator, guns: Guns, block: int, block_size: int) -> None:
    """Give each gun its true serial. Guns of a maker that went to one dealer lie in one run of numbers."""
    maker = np.array([m.maker for m in MODELS])[guns.model]
    twin = np.isin(guns.model, TWIN_MODELS)
    order = np.lexsort((guns.purchase, guns.dealer, maker))
    strides = np.array([m.stride for m in MAKERS])
    starts = np.searchsorted(maker[order], np.arange(len(MAKERS)), side="left")
    rank = np.empty(len(guns), dtype=np.int64)
    rank[order] = np.arange(len(guns)) - starts[maker[order]]
    stride = strides[maker]
    count = (block * 2 * block_size + rank) * stride + (rng.random(len(guns)) * stride).astype(np.int64)
    guns.number = np.where(guns.number >= 0, guns.number, count)
    serials = [
        f"{n % 10_000:04d}{'abcdefgh'[n // 10_000 % 8]}".upper() if t else makers.write_serial(m, n)
        for m, n, t in zip(maker.tolist(), guns.number.tolist(), twin.tolist(), strict=True)
    ]
    guns.serial = np.array(serials, dtype=object)
