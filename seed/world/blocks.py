"""One block of the world from plot to rows. Blocks are independent: each has its own random streams."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from seed.world import background, calendar, patterns
from seed.world.cast import People, make_people
from seed.world.dealers import Dealers
from seed.world.geography import Atlas, Index
from seed.world.guns import MX, NOT_TRACED, PURCHASER, US, Guns, Texts, from_plans, join, number_serials
from seed.world.makers import MODELS
from seed.world.patterns import Plot
from seed.world.sheets import Desk, Sheets, write_sheets
from seed.world.sizes import Size

#: Requests about a gun already asked for, as a share of all (3 % of submissions in the picture of statistics.png).
DUPLICATES = 0.03
#: Of unreadable serials that were simply misread, how many are asked again with the right one.
ASKED_AGAIN = 0.12
POSSESSOR_KNOWN, POSSESSOR_IS_BUYER = 0.6, 0.1
#: A misread serial that is another real gun's: the result describes that gun. Share of all requests.
FALSE_TRACES = 0.002
#: Numbers below this belong to the story.
FIRST_PERSON = 1_000
#: More people than a block of a given number of traces ever has, so that blocks number theirs apart.
PEOPLE_PER_TRACE = 1.5


@dataclass(slots=True, kw_only=True)
class Block:
    """A block, made."""

    number: int
    plot: Plot
    guns: Guns
    people: People
    named: Texts
    #: The sheets of each file, and the gun of each of their rows.
    us: Sheets
    us_rows: Index
    mx: Sheets
    mx_rows: Index


def make_block(seed: int, atlas: Atlas, dealers: Dealers, size: Size, number: int) -> Block:
    """Make block `number` of the world of `seed`."""
    rng = np.random.default_rng([seed, 7, number])
    hand = random.Random(f"{seed}/{number}")
    plot = patterns.plant(hand, atlas, dealers, size, number)
    planted = from_plans(plot.guns)
    wanted = size.share(size.traces, number)
    core = wanted - round(DUPLICATES * wanted)
    mexican = round(size.mexican * wanted)
    guns = planted
    ground = background.Ground(atlas, dealers, size)
    for file, count in ((False, core), (True, mexican)):
        drawn = background.draw_background(rng, ground, planted, count, mexican=file)
        guns = join(guns, drawn)
    homes = background.assign_buyers(rng, atlas, dealers, guns, plot.cast)
    homes = _possessors(rng, guns, homes)
    first = FIRST_PERSON + number * round(PEOPLE_PER_TRACE * size.block)
    people = make_people(rng, atlas, homes, plot.cast, first)
    number_serials(rng, guns, number, size.block)
    named = people.written(rng)
    repeats = _repeats(rng, guns, wanted - core)
    us_rows = np.concatenate([np.flatnonzero((guns.files & US) > 0), repeats])
    mx_rows = np.flatnonzero((guns.files & MX) > 0)
    desk = Desk(rng=rng, hand=hand, atlas=atlas, dealers=dealers, people=people, guns=guns, rows=us_rows,
                mexican=False, named=named)  # fmt: skip
    us = write_sheets(desk)
    desk.rows, desk.mexican = mx_rows, True
    mx = write_sheets(desk)
    _repeat_rows(us, guns, us_rows, len(repeats))
    _false_traces(hand, us, guns, us_rows[: len(us_rows) - len(repeats)])
    return Block(number=number, plot=plot, guns=guns, people=people, named=named, us=us, us_rows=us_rows, mx=mx,
                 mx_rows=mx_rows)  # fmt: skip


def _possessors(rng: np.random.Generator, guns: Guns, homes: Index) -> Index:
    """Give recovered guns a possessor: somebody new, the purchaser himself, or nobody known."""
    open_ = guns.possessor == -2
    recovered = guns.recovery >= 0
    draw = rng.random(len(guns))
    itself = open_ & recovered & (draw < POSSESSOR_IS_BUYER) & (guns.role == "background") & (guns.buyer >= 0)
    new = open_ & recovered & ~itself & (draw < POSSESSOR_KNOWN)
    guns.possessor[open_] = -1
    guns.possessor[itself] = guns.buyer[itself]
    guns.possessor[new] = len(homes) + np.arange(int(new.sum()))
    return np.concatenate([homes, guns.city[new]])


def _repeats(rng: np.random.Generator, guns: Guns, count: int) -> Index:
    """Guns asked for twice: some because their serial was misread the first time."""
    again = np.flatnonzero(((guns.files & US) > 0) & (guns.reason == "serial_invalid"))
    again = again[rng.random(len(again)) < ASKED_AGAIN][:count]
    others = np.flatnonzero(((guns.files & US) > 0) & (guns.outcome == PURCHASER) & (guns.role == "background"))
    more = rng.choice(others, size=min(len(others), count - len(again)), replace=False)
    return np.concatenate([again, more])


def _repeat_rows(sheets: Sheets, guns: Guns, rows: Index, repeats: int) -> None:
    """Turn the last rows into second requests for a gun that another row is about."""
    if not repeats:
        return
    columns, at = sheets.columns, {int(g): n for n, g in enumerate(rows[:-repeats].tolist())}
    for n in range(len(rows) - repeats, len(rows)):
        gun = int(rows[n])
        first = at[gun]
        for column in ("recovery_date", "recovery_place", "recovery_city", "recovery_county", "recovery_state",
                       "recovery_country", "possessor_name", "possessor_dob", "recovery_category"):  # fmt: skip
            columns[column][n] = columns[column][first]
        sheets.requested[n] = max(int(sheets.requested[n]), int(sheets.requested[first]) + 9)
        columns["requested"][n] = calendar.write_days(sheets.requested[n : n + 1], calendar.US_LONG)[0]
        if guns.outcome[gun] == NOT_TRACED:
            columns["serial"][n], columns["outcome"][n], columns["reason"][n] = guns.serial[gun], "", ""
            columns["completed"][n], sheets.errors[n] = "", "asked_again"
            columns["narrative"][n] = "SECOND REQUEST, SERIAL READ AGAIN FROM THE FIREARM."
        else:
            columns["outcome"][n], columns["reason"][n] = NOT_TRACED, "duplicate"
            sheets.errors[n] = "duplicate"
            for column in columns:
                if column.startswith(("purchase", "dealer", "ship", "distrib", "invoice")):
                    columns[column][n] = ""


def _false_traces(hand: random.Random, sheets: Sheets, guns: Guns, rows: Index) -> None:
    """Let a few requests name another gun of the same maker: the answer is about that one, of another model."""
    maker = np.array([m.maker for m in MODELS])[guns.model[rows]]
    fit = np.flatnonzero((guns.outcome[rows] == PURCHASER) & (guns.role[rows] == "background"))
    result = [c for c in sheets.columns if c.startswith(("ship", "distrib", "invoice", "dealer", "purchase"))]
    for n in hand.sample(fit.tolist(), k=round(FALSE_TRACES * len(rows))):
        others = fit[(maker[fit] == maker[n]) & (guns.model[rows[fit]] != guns.model[rows[n]])]
        if not len(others):
            continue
        other = int(others[hand.randrange(len(others))])
        for column in ("serial", *result):
            sheets.columns[column][n] = sheets.columns[column][other]
        model = MODELS[int(guns.model[rows[other]])]
        sheets.columns["narrative"][n] = f"MAKER'S RECORD FOR THIS SERIAL: {model.name}, {model.calibre[0]}."
        sheets.columns["serial"][n] = guns.serial[rows[other]]
        sheets.errors[n] = "false_trace"
