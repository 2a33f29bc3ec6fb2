"""The hidden truth of a world: what a detector is scored against. The product never reads this folder."""

from __future__ import annotations

from seed.world.blocks import Block
from seed.world.calendar import iso
from seed.world.dealers import Dealers
from seed.world.geography import Atlas, Index
from seed.world.sheets import Sheets

TRACES = ("trace_number", "file", "gun", "true_serial", "error", "role", "ring", "purchaser", "dealer", "purchased",
          "recovered", "ttc_days")  # fmt: skip
PEOPLE = ("person", "role", "ring", "name", "identity_number", "human", "straw")
DEALERS = ("dealer", "index", "sales_a_year", "multiplier", "corrupt", "weight")

Rows = list[tuple[object, ...]]


def trace_rows(block: Block, dealers: Dealers, numbers: list[str], *, mexican: bool) -> Rows:
    """One row a request: which gun it is really about, and what was done to its serial."""
    sheets: Sheets = block.mx if mexican else block.us
    rows: Index = block.mx_rows if mexican else block.us_rows
    guns, keys = block.guns, dealers.key()
    return [
        (number, "traces_mx" if mexican else "traces", f"g{block.number}-{g}", guns.serial[g], error, guns.role[g],
         guns.ring[g] if guns.ring[g] >= 0 else "",
         f"p{block.number}-{guns.buyer[g]}" if guns.buyer[g] >= 0 else "",
         keys[guns.dealer[g]], iso(guns.purchase[g]), iso(guns.recovery[g]), guns.recovery[g] - guns.purchase[g])
        for number, g, error in zip(numbers, rows.tolist(), sheets.errors, strict=True)
    ]  # fmt: skip


def people_rows(block: Block) -> Rows:
    """Planted people: their part, their group, and the human being behind each name."""
    people = block.people
    return [
        (f"p{block.number}-{n}", part.role, part.ring if part.ring >= 0 else "", block.named[n], people.number[n],
         people.person[n], int(part.role == "straw"))
        for n, part in enumerate(block.plot.cast.parts)
    ]  # fmt: skip


def dealer_rows(dealers: Dealers) -> Rows:
    """Every dealer's sales, multiplier and whether he is planted as corrupt."""
    return [
        (key, n, round(float(sales)), round(float(multiplier), 4), int(corrupt), f"{weight:.3e}")
        for n, (key, sales, multiplier, corrupt, weight) in enumerate(
            zip(dealers.key(), dealers.sales, dealers.multiplier, dealers.corrupt, dealers.weight, strict=True)
        )
    ]


def volume_rows(atlas: Atlas, dealers: Dealers, year: int) -> Rows:
    """A year's sales per dealer as an agency might obtain them: handguns and long guns, small dealers unknown."""
    keys = dealers.key()
    rows: Rows = []
    for n in range(len(dealers)):
        sales = float(dealers.sales[n])
        if sales < 20:
            continue
        hand = round(sales * 0.62)
        rows += [(keys[n], year, "handgun", hand), (keys[n], year, "long gun", round(sales) - hand)]
    return rows
