"""Guns of a block written as the rows that agencies send: US month first, Sonora day first and in Spanish."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from seed.world import calendar as cal
from seed.world import particulars
from seed.world.cast import People
from seed.world.columns import TRACES
from seed.world.dealers import Dealers
from seed.world.geography import Atlas, Index
from seed.world.guns import DEALER_ONLY, DISTRIBUTOR_ONLY, MAKER_ONLY, PURCHASER, Guns, Texts
from seed.world.makers import DISTRIBUTORS, MAKERS, MODELS, TWIN_MODELS
from seed.world.misreads import JUNK, RATE_MX, RATE_US, hide, misread

Flags = npt.NDArray[np.bool_]
Columns = dict[str, Texts]

CATEGORIES = np.array(["WEAPONS OFFENSE", "DANGEROUS DRUGS", "ASSAULT", "HOMICIDE", "ROBBERY", "BURGLARY",
                       "FOUND FIREARM", "FAMILY OFFENSE", "STOLEN VEHICLE", "SUICIDE"], dtype=object)  # fmt: skip
CATEGORY_SHARES = (0.36, 0.13, 0.12, 0.07, 0.05, 0.06, 0.11, 0.04, 0.04, 0.02)
CATEGORIES_MX = np.array(["PORTACIÓN", "HOMICIDIO", "ASEGURAMIENTO", "CONTRA LA SALUD", "ROBO"], dtype=object)
CODES = np.array(["5212", "3599", "1315", "0900", "1200", "2200", "5299", "3899", "2400", "5299"], dtype=object)
#: Turned in and bought back are left out of published statistics (facts/domain.md §1.3).
BASES = np.array(["recovered", "found", "turned in", "buyback", "stolen report", "private sale"], dtype=object)
BASIS_SHARES = (0.900, 0.040, 0.018, 0.016, 0.016, 0.010)
LAG_US, LAG_MX = 12.0, 45.0


@dataclass(slots=True, kw_only=True)
class Desk:
    """What a clerk has before him."""

    rng: np.random.Generator
    hand: random.Random
    atlas: Atlas
    dealers: Dealers
    people: People
    guns: Guns
    #: Which guns are on these sheets, in order.
    rows: Index
    mexican: bool
    #: Names as written, one per person.
    named: Texts

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def take(self, column: str) -> npt.NDArray[np.generic]:
        """A column of the guns, for these rows."""
        taken: npt.NDArray[np.generic] = getattr(self.guns, column)[self.rows]
        return taken


@dataclass(slots=True)
class Sheets:
    """Written rows as columns, with what the clerk did to each serial (truth) and the day it was asked."""

    columns: Columns
    errors: Texts
    requested: Index


def write_sheets(desk: Desk) -> Sheets:
    """All columns of `TRACES` for the desk's guns."""
    columns: Columns = {}
    requested = _request(desk, columns)
    errors = _firearm(desk, columns)
    _recovery(desk, columns)
    _possessor(desk, columns)
    _result(desk, columns, requested)
    _chain(desk, columns)
    _purchase(desk, columns)
    blank = np.full(desk.count, "", dtype=object)
    columns["narrative"] = blank
    return Sheets({name: columns[name] if name in columns else blank.copy() for name in TRACES}, errors, requested)


def _dates(desk: Desk, days: Index, blank: Flags | None = None) -> Texts:
    long, short = (cal.MX_LONG, cal.MX_SHORT) if desk.mexican else (cal.US_LONG, cal.US_SHORT)
    hurried = desk.rng.random(len(days)) < (0.3 if desk.mexican else 0.08)
    return np.where(hurried, cal.write_days(days, short, blank), cal.write_days(days, long, blank))


def _request(desk: Desk, columns: Columns) -> Index:
    city = desk.take("city").astype(np.int64)
    lag = desk.rng.exponential(LAG_MX if desk.mexican else LAG_US, desk.count).astype(np.int64) + 1
    requested = np.minimum(desk.take("recovery").astype(np.int64) + lag, cal.day(cal.TODAY.isoformat()) - 1)
    columns["requested"] = _dates(desk, requested)
    agencies, oris = _agencies(desk.atlas)
    columns["requesting_agency"], columns["ori"] = agencies[city], oris[city]
    if desk.mexican:
        columns["requesting_agency"] = np.full(desk.count, "FISCALÍA ESTATAL DE SONORA (DEMO)", dtype=object)
        columns["ori"] = np.full(desk.count, "MXSON9901", dtype=object)
    columns["priority"] = np.where(desk.rng.random(desk.count) < 0.07, "URGENT", "ROUTINE")
    kind = desk.rng.choice(len(CATEGORIES), size=desk.count, p=CATEGORY_SHARES)
    columns["crime_code"] = CODES[kind]
    columns["recovery_category"] = CATEGORIES_MX[kind % 5] if desk.mexican else CATEGORIES[kind]
    basis = desk.rng.choice(len(BASES), size=desk.count, p=BASIS_SHARES)
    columns["trace_basis"] = BASES[0 * basis if desk.mexican else basis]
    return np.asarray(requested)


def _agencies(atlas: Atlas) -> tuple[Texts, Texts]:
    names, oris = [], []
    for n, city in enumerate(atlas.cities):
        police = f"{city.name.upper()} POLICE DEPARTMENT (DEMO)"
        names.append("TUCSON METRO CRIME GUN UNIT" if city.name == "Tucson" else police)
        oris.append("AZ9990417" if city.name == "Tucson" else f"{city.state[:2]}999{n:04d}")
    # what is recovered abroad comes in through one desk
    for n in range(atlas.home, len(atlas.cities)):
        names[n], oris[n] = "BORDER LIAISON DESK (DEMO)", "AZ9990500"
    return np.array(names, dtype=object), np.array(oris, dtype=object)


def _firearm(desk: Desk, columns: Columns) -> Texts:
    model = desk.take("model").astype(np.int64)
    maker = np.array([m.maker for m in MODELS])[model]
    pick = desk.rng.integers(0, 12, desk.count)
    makers = zip(maker, pick, strict=True)
    columns["maker"] = np.array([_one(MAKERS[m].written, p) for m, p in makers], dtype=object)
    columns["model"] = np.array([m.name for m in MODELS], dtype=object)[model]
    forgotten = (desk.rng.random(desk.count) < 0.06) & ~np.isin(model, TWIN_MODELS)
    columns["model"] = np.where(forgotten, "", columns["model"])
    bores = zip(model, pick, strict=True)
    columns["calibre"] = np.array([_one(MODELS[m].calibre, p) for m, p in bores], dtype=object)
    columns["type"] = np.array([m.type for m in MODELS], dtype=object)[model]
    columns["country"] = np.array([m.country for m in MAKERS], dtype=object)[maker]
    importer = np.array([m.importer.upper() for m in MAKERS], dtype=object)[maker]
    reason = desk.take("reason")
    columns["importer"] = np.where(reason == "importer_missing", "", importer)
    written = [_serial(desk, n) for n in range(desk.count)]
    columns["serial"] = np.array([w for w, _ in written], dtype=object)
    columns["obliterated"] = np.where(reason == "obliterated", "Y", "N")
    pmf = reason == "pmf"
    for column, word in (("maker", "PRIVATELY MADE"), ("model", "PMF"), ("importer", "")):
        columns[column] = np.where(pmf, word, columns[column])
    return np.array([e for _, e in written], dtype=object)


def _one(words: tuple[str, ...], pick: int) -> str:
    # the usual spelling two times in three
    return words[0] if pick < 8 else words[pick % len(words)]


def _serial(desk: Desk, n: int) -> tuple[str, str]:
    """The serial as submitted, and what was done to it."""
    row = int(desk.rows[n])
    true, reason, hand = str(desk.guns.serial[row]), desk.guns.reason[row], desk.hand
    if reason == "pmf":
        # one in three carries the mark of the licensee that took it in: eight digits and a hyphen
        key = str(desk.dealers.district[desk.guns.dealer[row]]) + str(desk.dealers.sequence[desk.guns.dealer[row]])
        return (f"7{key}-{row:04d}", "pmf_marked") if hand.random() < 0.33 else ("NONE", "pmf_unmarked")
    if reason == "obliterated":
        return ("", "obliterated") if hand.random() < 0.3 else (hide(true, hand), "partial")
    if reason == "serial_invalid":
        return (hand.choice(JUNK), "junk") if hand.random() < 0.08 else misread(true, hand)
    rate = RATE_MX if desk.mexican else RATE_US / 2
    return misread(true, hand) if hand.random() < rate and "_" not in true else (true, "")


def _recovery(desk: Desk, columns: Columns) -> None:
    rng, atlas = desk.rng, desk.atlas
    city = desk.take("city").astype(np.int64)
    recovery = desk.take("recovery").astype(np.int64)
    columns["recovery_date"] = _dates(desk, recovery, rng.random(desk.count) < 0.015)
    pick = rng.integers(0, 12, desk.count)
    spelled = [_city(atlas, c, p, desk.mexican) for c, p in zip(city, pick, strict=True)]
    columns["recovery_city"] = np.array([s[0] for s in spelled], dtype=object)
    columns["recovery_state"] = np.array([s[1] for s in spelled], dtype=object)
    columns["recovery_county"] = np.array([c.county.upper() for c in atlas.cities], dtype=object)[city]
    columns["recovery_country"] = np.array(
        [{"US": "USA", "MX": "MX" if p < 8 else "MEXICO"}.get(atlas.cities[c].country, atlas.cities[c].country)
         for c, p in zip(city, pick, strict=True)], dtype=object)  # fmt: skip
    streets = desk.people.street[rng.integers(0, len(desk.people), desk.count)]
    block = rng.integers(1, 90, desk.count)
    columns["recovery_place"] = np.array(
        [_spot(desk.mexican, b, s, c) for b, s, c in zip(block, streets, columns["recovery_city"], strict=True)],
        dtype=object,
    )  # fmt: skip
    car = rng.random(desk.count) < 0.05
    plates = rng.integers(10_000, 10_000_000, desk.count)
    columns["vehicle_plate"] = np.array([f"SYN-{p:07d}" if c else "" for p, c in zip(plates, car, strict=True)],
                                        dtype=object)  # fmt: skip
    kinds = np.array(["SEDAN, WHITE", "PICKUP, BLACK", "SUV, GREY", "VAN, BLUE"], dtype=object)[plates % 4]
    columns["vehicle_description"] = np.where(car, kinds, "")


def _city(atlas: Atlas, index: int, pick: int, mexican: bool) -> tuple[str, str]:
    city = atlas.cities[index]
    if not city.written:
        return city.name.upper(), city.state
    usual = pick < (4 if mexican else 9)
    return (city.written[0] if usual else city.written[pick % len(city.written)],
            city.state_written[0] if usual else city.state_written[pick % len(city.state_written)])  # fmt: skip


def _spot(mexican: bool, block: int, street: str, city: str) -> str:
    word = street.split()[2]
    return f"COL. {word}, {city}" if mexican else f"{block * 100} BLK {street.split()[1]} {word}"


def _possessor(desk: Desk, columns: Columns) -> None:
    who = desk.take("possessor").astype(np.int64)
    known = who >= 0
    columns["possessor_name"] = np.where(known, desk.named[who], "")
    born = known & (desk.rng.random(desk.count) < 0.8)
    columns["possessor_dob"] = np.where(born, cal.write_days(desk.people.birth[who], _plain(desk)), "")
    columns["possessor_sex"] = np.where(known, desk.people.sex[who], "")
    columns["possessor_race"] = np.where(known & (not desk.mexican), desk.people.race[who], "")
    _particulars(desk, columns, "possessor", who, known)


def _particulars(desk: Desk, columns: Columns, whose: str, who: Index, told: Flags) -> None:
    made = particulars.person_columns(desk.people, desk.atlas, who, told, desk.mexican and whose == "possessor")
    columns.update({f"{whose}_{name}": column for name, column in made.items()})


def _plain(desk: Desk) -> str:
    return cal.MX_LONG if desk.mexican else cal.US_LONG


def _result(desk: Desk, columns: Columns, requested: Index) -> None:
    took = 3 + desk.rng.gamma(6.0, 1.9, desk.count).astype(np.int64)
    completed = requested + took
    open_still = completed >= cal.day(cal.TODAY.isoformat())
    columns["completed"] = _dates(desk, completed, open_still)
    columns["outcome"] = np.where(open_still, "", desk.take("outcome"))
    columns["reason"] = np.where(open_still, "", desk.take("reason"))


def _chain(desk: Desk, columns: Columns) -> None:
    rng, out = desk.rng, columns["outcome"]
    maker = np.array([m.maker for m in MODELS])[desk.take("model").astype(np.int64)]
    sold = desk.take("purchase").astype(np.int64)
    arrived = sold - rng.integers(5, 240, desk.count)
    invoiced = arrived - rng.integers(3, 12, desk.count)
    shipped = invoiced - rng.integers(20, 120, desk.count)
    dealer = desk.take("dealer").astype(np.int64)
    to_dealer = (out == PURCHASER) | (out == DEALER_ONLY)
    known = to_dealer | (out == DISTRIBUTOR_ONLY) | (out == MAKER_ONLY)
    house = rng.integers(0, len(DISTRIBUTORS), desk.count)
    through = (to_dealer & (rng.random(desk.count) < 0.7)) | (out == DISTRIBUTOR_ONLY)
    senders = np.array([(m.importer or m.written[0]).upper() for m in MAKERS], dtype=object)[maker]
    columns["shipped_by"] = np.where(known, senders, "")
    columns["ship_date"] = _dates(desk, shipped, ~known)
    houses = np.array([d[0].upper() for d in DISTRIBUTORS], dtype=object)[house]
    for column in ("shipped_to_distributor", "distributor"):
        columns[column] = np.where(through, houses, "")
    number = np.array([f"{'ABCDEFGH'[h]}-{i}" for h, i in zip(house, invoiced, strict=True)], dtype=object)
    columns["invoice"] = np.where(through, number, "")
    columns["invoice_date"] = _dates(desk, invoiced, ~through)
    columns["dealer_ship_date"] = _dates(desk, arrived, ~to_dealer)
    full, short = desk.dealers.number()[dealer], desk.dealers.key()[dealer]
    columns["dealer_ffl"] = np.where(to_dealer, np.where(rng.random(desk.count) < 0.7, full, short), "")
    trading = np.where(desk.dealers.business == "NULL", desk.dealers.licensee, desk.dealers.business)[dealer]
    columns["dealer_name"] = np.where(to_dealer, trading, "")
    cities = np.array([c.name.upper() for c in desk.atlas.cities], dtype=object)
    states = np.array([c.state for c in desk.atlas.cities], dtype=object)
    columns["dealer_city"] = np.where(to_dealer, cities[desk.dealers.city[dealer]], "")
    columns["dealer_state"] = np.where(to_dealer, states[desk.dealers.city[dealer]], "")
    for column in ("street", "zip", "phone"):
        columns[f"dealer_{column}"] = np.where(to_dealer, getattr(desk.dealers, column)[dealer], "")
    _notes(columns, to_dealer, sold - 30 - dealer * 37 % 700)


def _notes(columns: Columns, to_dealer: Flags, inspected: Index) -> None:
    """Contacts of the houses that the summary names, the dealer's last inspection, and what the desk noted."""
    houses = (("importer", "importer"), ("shipper", "shipped_by"), ("distributor", "distributor"))
    for whose, column in houses:
        told = [particulars.contact(str(name)) for name in columns[column]]
        columns[f"{whose}_contact"] = np.array(told, dtype=object)
    columns["dealer_inspected"] = cal.write_days(inspected, cal.US_LONG, ~(to_dealer & (inspected % 3 == 0)))
    waits = columns["reason"] == "out_of_business_pending"
    columns["administrative_notes"] = np.where(waits, "RECORDS OF A CLOSED DEALER WERE ASKED FOR.", "")


def _purchase(desk: Desk, columns: Columns) -> None:
    people, who = desk.people, desk.take("buyer").astype(np.int64)
    told = (columns["outcome"] == PURCHASER) & (who >= 0)
    columns["purchase_date"] = _dates(desk, desk.take("purchase").astype(np.int64), ~told)
    cities = np.array([c.name.upper() for c in desk.atlas.cities], dtype=object)
    states = np.array([c.state for c in desk.atlas.cities], dtype=object)
    values = {
        "name": desk.named[who], "dob": cal.write_days(people.birth[who], _plain(desk)), "sex": people.sex[who],
        "race": people.race[who], "street": people.street[who], "city": cities[people.home[who]],
        "state": states[people.home[who]], "zip": people.zip[who], "phone": people.phone[who],
        "id_number": people.number[who],
    }  # fmt: skip
    for name, value in values.items():
        columns[f"purchaser_{name}"] = np.where(told, value, "")
    _particulars(desk, columns, "purchaser", who, told)
