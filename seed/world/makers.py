"""Invented makers, importers and distributors; calibres and actions are real and neutral.

The last three makers are real works that closed in 1945: their pistols and rifles were numbered anew again and
again, and no invented maker could stand for that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A maker and how it numbers its guns."""

    name: str
    #: As clerks write it.
    written: tuple[str, ...]
    country: str
    state: str
    importer: str
    #: Letters before the number; the number's hundred-thousands pick one.
    prefix: str
    #: Gap between one serial and the next: 1 is a dense block.
    stride: int
    #: Share of the guns in the world.
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A catalogue line of a maker."""

    maker: int
    name: str
    calibre: tuple[str, ...]
    type: str
    share: float


def _maker(line: str) -> Maker:
    name, written, country, state, importer, prefix, stride, share = (part.strip() for part in line.split("|"))
    return Maker(
        name=name, written=tuple(w.strip() for w in written.split(";")), country=country, state=state,
        importer=importer, prefix=prefix, stride=int(stride), share=float(share),
    )  # fmt: skip


MAKERS: tuple[Maker, ...] = tuple(
    _maker(line)
    for line in """
Harrow & Pike Mfg.|HARROW&PIKE MFG;HARROW & PIKE;HARROW AND PIKE MFG CO|USA|OH||T|1|.17
Norvik Arms|NORVIK ARMS;NORVIK;NORVIK ARMI SPA|ITALY||Norvik Arms USA|NV-|3|.10
Stannard & Voss|STANNARD & VOSS;STANNARD&VOSS;S&V|USA|CT||SV|5|.13
Marlowe Ridge Arms|MARLOWE RIDGE ARMS;MARLOWE RIDGE|USA|NC||MR|1|.10
Tessmer Werke|TESSMER WERKE;TESSMER|GERMANY||Adler Point Imports|G|7|.07
Irati Armas|IRATI ARMAS;IRATI|SPAIN||Adler Point Imports|IR|4|.04
Dukla Zbrojni|DUKLA ZBROJNI;DUKLA|CZECH REPUBLIC||Bohemian Gate Trading|DZ|6|.04
Serra Alta Armas|SERRA ALTA ARMAS;SERRA ALTA|BRAZIL||Serra Alta International|SA|1|.11
Coldwater Forge|COLDWATER FORGE;COLDWATER FORGE LLC|USA|MI||CF-|9|.06
Pinewater Repeating Arms|PINEWATER REPEATING ARMS;PINEWATER|USA|NY||PW|2|.06
Brackenfield Rifle Co.|BRACKENFIELD RIFLE CO;BRACKENFIELD|USA|MT||BF|4|.05
Corvane Tactical|CORVANE TACTICAL;CORVANE|USA|TX||CVT|3|.04
Ostrava Vale|OSTRAVA VALE|ROMANIA||Bohemian Gate Trading|OV-|8|.03
DWM|DWM|GERMANY|||W|1|0
Spreewerk|SPREEWERK|GERMANY|||W|1|0
Gustloff Werke|GUSTLOFF|GERMANY|||W|1|0
""".strip().splitlines()
)

NINE = ("9MM LUGER", "9MM", "9 X 19", "9X19MM", "9MM PARA")
FORTY = (".40 S&W", "40 S&W", "40")
FORTY_FIVE = (".45 ACP", "45 AUTO", "45")
THREE_EIGHTY = (".380 ACP", "380 AUTO", "380")
TWENTY_TWO = (".22 LR", "22", "22LR")
THIRTY_EIGHT = (".38 SPECIAL", "38 SPL", ".38")
MAGNUM = (".357 MAGNUM", "357 MAG")
NATO = ("5.56X45MM", "5.56", "223 REM", "5.56 NATO")
SOVIET = ("7.62X39MM", "7.62X39")
WINCHESTER = (".308 WIN", "308")
TWELVE = ("12 GA", "12", "12 GAUGE")
TWENTY = ("20 GA", "20")
FIFTY = (".50 BMG", "50 BMG")

#: The first maker's numbers begin at TKG00000: the story's guns have TKF to themselves.
STORY_MAKER_START = 100_000 * (23 + 9 * 23 + 6)

#: maker, model, calibre, type, weight within the maker
_CATALOGUE: tuple[tuple[int, str, tuple[str, ...], str, float], ...] = (
    (0, "HP-9 COMPACT", NINE, "PISTOL", 5), (0, "HP-9L", NINE, "PISTOL", 2), (0, "HP-40", FORTY, "PISTOL", 2),
    (0, "HP-22", TWENTY_TWO, "PISTOL", 1),
    (1, "N5", NATO, "RIFLE", 3), (1, "N9", NINE, "PISTOL", 4), (1, "N7", SOVIET, "RIFLE", 1),
    (2, "M12", THIRTY_EIGHT, "REVOLVER", 3), (2, "M27", MAGNUM, "REVOLVER", 2), (2, "FIELD 9", NINE, "PISTOL", 6),
    (2, "FIELD 45", FORTY_FIVE, "PISTOL", 2),
    (3, "MR380", THREE_EIGHTY, "PISTOL", 4), (3, "MR9", NINE, "PISTOL", 5), (3, "MR40", FORTY, "PISTOL", 2),
    (4, "TW-9", NINE, "PISTOL", 5), (4, "TW-45", FORTY_FIVE, "PISTOL", 2),
    (5, "ASTUR 45", FORTY_FIVE, "PISTOL", 2), (5, "ASTUR 9", NINE, "PISTOL", 3),
    (6, "DZ-75", NINE, "PISTOL", 4), (6, "DZ-58", SOVIET, "RIFLE", 1),
    (7, "SA-2C", NINE, "PISTOL", 6), (7, "SA-38", THIRTY_EIGHT, "REVOLVER", 3), (7, "SA-24", FORTY, "PISTOL", 1),
    (8, "CF-15", NATO, "RIFLE", 5), (8, "CF-LOWER", ("MULTI",), "RECEIVER/FRAME", 1),
    (8, "CF-50", FIFTY, "RIFLE", 1),
    (9, "MODEL 31", TWELVE, "SHOTGUN", 5), (9, "MODEL 20", TWENTY, "SHOTGUN", 2),
    (10, "TRAIL 308", WINCHESTER, "RIFLE", 3), (10, "RANGER 22", TWENTY_TWO, "RIFLE", 2),
    (10, "GROUSE 12", TWELVE, "SHOTGUN", 2),
    (11, "CVT-15", NATO, "RIFLE", 3), (11, "CVT-P9", NINE, "PISTOL", 3),
    (12, "OV-63", SOVIET, "RIFLE", 2), (12, "OV-DRACO 7", SOVIET, "PISTOL", 1),
    (13, "P.08", NINE, "PISTOL", 1), (14, "P.38", NINE, "PISTOL", 1),
    (15, "K98", ("8MM MAUSER", "7.92X57MM"), "RIFLE", 1),
)  # fmt: skip


def _models() -> tuple[Model, ...]:
    totals = {i: sum(w for m, *_, w in _CATALOGUE if m == i) for i in range(len(MAKERS))}
    return tuple(
        Model(maker=m, name=name, calibre=calibre, type=kind, share=MAKERS[m].share * weight / totals[m])
        for m, name, calibre, kind, weight in _CATALOGUE
    )


MODELS: tuple[Model, ...] = _models()

#: Models whose serials were issued more than once: the same number is not the same gun.
TWIN_MODELS: tuple[int, ...] = tuple(i for i, m in enumerate(MODELS) if m.name in {"P.08", "P.38", "K98"})

DISTRIBUTORS: tuple[tuple[str, str, str], ...] = (
    ("Lakeshore Supply", "Michigan City", "IN"), ("Tallgrass Wholesale", "Wichita", "KS"),
    ("Pamlico Sporting Distributors", "Raleigh", "NC"), ("Sabine Trade Supply", "Houston", "TX"),
    ("Copper Basin Wholesale", "Mesa", "AZ"), ("Three Forks Jobbers", "Billings", "MT"),
    ("Allegheny Gate Supply", "Pittsburgh", "PA"), ("Bayou Teche Wholesale", "Baton Rouge", "LA"),
)  # fmt: skip


def model_of(name: str) -> int:
    """Index of a model by name."""
    return next(i for i, m in enumerate(MODELS) if m.name == name)


def draw_models(rng: np.random.Generator, count: int, *, type_wanted: str = "") -> Index:
    """Indexes of models by their share, of one type if asked."""
    shares = np.array([m.share if type_wanted in ("", m.type) else 0.0 for m in MODELS])
    return rng.choice(len(MODELS), size=count, p=shares / shares.sum())


def write_serial(maker: int, number: int) -> str:
    """The serial that a maker stamps for its running number; unique per maker up to 60 million guns."""
    prefix = MAKERS[maker].prefix
    start = STORY_MAKER_START if maker == 0 else 0
    head, tail = divmod(int(number) + start, 100_000)
    if prefix.endswith("-"):
        return f"{prefix}{100_000 + number}"
    return f"{prefix}{_letters(head)}{tail:05d}"


def _letters(number: int) -> str:
    # without I, O, Q: makers leave out what is taken for a figure
    alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ"
    if number < len(alphabet):
        return alphabet[number]
    return _letters(number // len(alphabet) - 1) + alphabet[number % len(alphabet)]
