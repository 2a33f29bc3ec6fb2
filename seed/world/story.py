"""The demo story of the design pictures: case IR-2026-0417, Nogales pistols. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass, field

from seed.world.columns import TRACES

Row = dict[str, str]

HARROW = {"maker": "HARROW&PIKE MFG", "model": "HP-9 COMPACT", "calibre": "9MM LUGER", "type": "PISTOL",
          "country": "USA"}  # fmt: skip
NORVIK = {"maker": "NORVIK ARMS", "model": "N5", "calibre": "5.56X45MM", "type": "RIFLE", "country": "ITALY",
          "importer": "NORVIK ARMS USA"}  # fmt: skip
TUCSON = {"requesting_agency": "TUCSON METRO CRIME GUN UNIT", "ori": "AZ9990417"}
SONORA = {"requesting_agency": "FISCALÍA ESTATAL DE SONORA (DEMO)", "ori": "MXSON9901"}

PALO = {"dealer_name": "PALO FIERRO ARMS LLC", "dealer_city": "TUCSON", "dealer_state": "AZ"}
QUARTZ = {"dealer_name": "QUARTZ MESA PAWN", "dealer_city": "SIERRA VISTA", "dealer_state": "AZ"}
OXBOW = {"dealer_name": "OXBOW KILN SPORTING GOODS", "dealer_city": "TOLEDO", "dealer_state": "OH"}

WHITCOMBE = {
    "purchaser_name": "WHITCOMBE DALE R", "purchaser_dob": "03/11/1991", "purchaser_sex": "M",
    "purchaser_race": "W", "purchaser_street": "3318 E LARKSPUR AVE", "purchaser_city": "TUCSON",
    "purchaser_state": "AZ", "purchaser_zip": "85716", "purchaser_phone": "520 555 0142",
    "purchaser_id_number": "AZ-D04417702",
}  # fmt: skip
ALDACO = {
    "purchaser_name": "ALDACO, RAMIRO", "purchaser_dob": "07/22/1996", "purchaser_sex": "M", "purchaser_race": "W",
    "purchaser_street": "1190 W SIERPE #4", "purchaser_city": "TUCSON", "purchaser_state": "AZ",
    "purchaser_zip": "85745", "purchaser_phone": "520 555 0142", "purchaser_id_number": "AZ-D07120933",
}  # fmt: skip
KERN = {
    "purchaser_name": "KERN, TOBIAS J", "purchaser_dob": "11/05/1993", "purchaser_sex": "M", "purchaser_race": "W",
    "purchaser_street": "1190 W SIERPE #4", "purchaser_city": "TUCSON", "purchaser_state": "AZ",
    "purchaser_zip": "85745", "purchaser_phone": "520 555 0196", "purchaser_id_number": "AZ-D02265418",
}  # fmt: skip


def _chain(shipped: str, invoiced: str, invoice: str, arrived: str, maker: str) -> Row:
    return {"shipped_by": maker, "shipped_to_distributor": "LAKESHORE SUPPLY", "ship_date": shipped,
            "distributor": "LAKESHORE SUPPLY", "invoice": invoice, "invoice_date": invoiced,
            "dealer_ship_date": arrived}  # fmt: skip


def _place(place: str, city: str, state: str, country: str, county: str = "") -> Row:
    return {"recovery_place": place, "recovery_city": city, "recovery_state": state, "recovery_country": country,
            "recovery_county": county}  # fmt: skip


NOGALES = _place("NGLS SON CENTRO", "NOGALES", "SON", "MX", "NOGALES")
HERMOSILLO = _place("BLVD SOLIDARIDAD, HERMOSILLO", "HERMOSILLO", "SON", "MX", "HERMOSILLO")
CABORCA = _place("CARR. CABORCA-ALTAR KM 4", "HEROICA CABORCA", "SON", "MX", "CABORCA")
HIGHWAY = _place("CARR FED 15 KM 12, NOGALES", "NOGALES", "SON", "MX", "NOGALES")
SIERPE = _place("1400 BLK W SIERPE", "TUCSON", "AZ", "USA", "PIMA")

_BASE = {"priority": "ROUTINE", "crime_code": "5212", "trace_basis": "recovered", "obliterated": "N",
         "recovery_category": "WEAPONS OFFENSE", "outcome": "purchaser_identified"}  # fmt: skip
_HP_CHAIN = _chain("06/04/25", "07/02/2025", "LS-250702-118", "07/08/2025", "HARROW&PIKE MFG")
_NV_CHAIN = _chain("05/19/2025", "06/27/2025", "LS-250627-090", "07/03/2025", "NORVIK ARMS USA")


def us_traces() -> list[Row]:
    """The Tucson unit's trace results of the story."""
    ffl, quartz, oxbow = "7-86-019-01-8K-01234", "7-86-003-02-7C-02207", "7-46-095-01-7H-04471"
    sold = {"dealer_ffl": ffl, **PALO, **_HP_CHAIN}
    pawned = {"dealer_ffl": quartz, **QUARTZ, **_NV_CHAIN}
    rows: list[Row] = [
        {"trace_number": "25-118822", "requested": "12/08/2025", "serial": "TKF12045", **HARROW, **NOGALES,
         "recovery_date": "12/02/2025", "possessor_name": "RUELAS C., IVÁN", "completed": "12/22/2025", **sold,
         "purchase_date": "08/14/2025", **WHITCOMBE, "priority": "URGENT",
         "narrative": "FRAME SERIAL PARTLY GROUND OFF; TRACED ON SLIDE SERIAL, LAB-2231. ONE OF 3, MS-2025-1107."},
        {"trace_number": "26-100417", "requested": "01/26/2026", "serial": "TKF12051", **HARROW, **HERMOSILLO,
         "recovery_date": "01/19/2026", "completed": "02/06/2026", **sold, "purchase_date": "08/14/2025",
         **WHITCOMBE, "narrative": "POSSESSOR NOT IDENTIFIED. ONE OF 3, MS-2025-1107."},
        {"trace_number": "25-117204", "requested": "11/10/2025", "serial": "TKF11987", **HARROW, **SIERPE,
         "recovery_date": "11/08/2025", "completed": "11/21/2025", **sold, "purchase_date": "08/19/2025", **ALDACO,
         "narrative": "SEARCH WARRANT SW-25-3381. EXHIBIT TUC-2025-0417-03."},
        {"trace_number": "26-103966", "requested": "03/04/2026", "serial": "NV-88213", **NORVIK, **CABORCA,
         "recovery_date": "02/27/2026", "possessor_name": "IBARRA S., MARIO", "completed": "03/17/2026", **pawned,
         "purchase_date": "09/02/2025", **KERN},
        {"trace_number": "26-104710", "requested": "03/13/2026", "serial": "NV-90117", **NORVIK, **HIGHWAY,
         "recovery_date": "03/11/2026", "completed": "03/24/2026", **pawned, "purchase_date": "09/09/2025", **KERN,
         "vehicle_plate": "SYN-4417", "vehicle_description": "PICKUP, GREY, REGISTERED TO PURCHASER OF RECORD",
         "narrative": "DEALER REPORTED THIS RIFLE LOST ON 3 OCT 2025, AFTER THE RECORDED SALE."},
        {"trace_number": "14-031177", "requested": "06/16/2014", "serial": "TWF12045", **HARROW, "model": "HP-9L",
         **_place("2100 BLK S QUARRY ST", "FORT WAYNE", "IN", "USA", "ALLEN"), "recovery_date": "06/14/2014",
         "completed": "07/01/2014", "dealer_ffl": oxbow, **OXBOW,
         **_chain("02/07/2011", "03/01/2011", "LS-110301-044", "03/05/2011", "HARROW&PIKE MFG"),
         "purchase_date": "05/21/2011", "purchaser_name": "PRZYBYL, LEONARD A", "purchaser_dob": "01/30/1968",
         "purchaser_sex": "M", "purchaser_race": "W", "purchaser_street": "908 N HOLLIS CT",
         "purchaser_city": "TOLEDO", "purchaser_state": "OH", "purchaser_zip": "43605",
         "purchaser_phone": "419 555 0171", "purchaser_id_number": "OH-D01120458", **_OHIO},
        {"trace_number": "19-087340", "requested": "09/30/2019", "serial": "TKF12054", **HARROW, "model": "HP-40",
         "calibre": ".40 S&W", **_place("E FERRIER ST AND GALENA", "TOLEDO", "OH", "USA", "LUCAS"),
         "recovery_date": "09/27/2019", "completed": "10/14/2019", "dealer_ffl": oxbow, **OXBOW,
         **_chain("10/02/2017", "11/06/2017", "LS-171106-201", "11/10/2017", "HARROW&PIKE MFG"),
         "purchase_date": "01/13/2018", "purchaser_name": "DRAYELBY, CARA M", "purchaser_dob": "10/02/1985",
         "purchaser_sex": "F", "purchaser_race": "B", "purchaser_street": "61 W ASHBY PL",
         "purchaser_city": "TOLEDO", "purchaser_state": "OH", "purchaser_zip": "43609",
         "purchaser_phone": "419 555 0119", "purchaser_id_number": "OH-D05520196", **_OHIO},
    ]  # fmt: skip
    rows[0] = _particulars(rows[0])
    return [_complete({**TUCSON, **_BASE, **row}) for row in rows]


_OHIO = {"requesting_agency": "LUCAS COUNTY FIREARMS DESK (DEMO)", "ori": "OH9990112"}


def mx_traces() -> list[Row]:
    """The Sonora state prosecutor's sheets of the same guns: day first, Spanish spellings, half-read serials."""
    rows: list[Row] = [
        {"trace_number": "FGR-SON-1188", "requested": "03-12-25", "serial": "T_F12O45", **HARROW, **NOGALES,
         "maker": "HARROW & PIKE", "model": "HP-9", "calibre": "9 X 19", "obliterated": "Y",
         "recovery_date": "02-12-25", "possessor_name": "RUELAS C., IVÁN", "recovery_category": "PORTACIÓN",
         "outcome": "not_traced", "reason": "serial_invalid", "completed": "19-12-25",
         "narrative": "ARMAZÓN CON NÚMERO ESMERILADO EN LA SEGUNDA POSICIÓN."},
        {"trace_number": "FGR-SON-0119", "requested": "22/01/2026", "serial": "TKF12O51", **HARROW, **HERMOSILLO,
         "recovery_date": "19/01/2026", "recovery_category": "HOMICIDIO", "outcome": "", "reason": ""},
        {"trace_number": "FGR-SON-0271", "requested": "02/03/2026", "serial": "NV-882I3", **NORVIK, **CABORCA,
         "maker": "NORVICK", "recovery_date": "27/02/2026", "possessor_name": "IBARRA S., MARIO",
         "recovery_category": "ASEGURAMIENTO", "outcome": "", "reason": ""},
        {"trace_number": "SON-2026-1188", "requested": "12/03/2026", "serial": "NV-9O117", **NORVIK, **HIGHWAY,
         "maker": "NORVICK", "model": "N5 CARABINA", "importer": "", "recovery_date": "11/03/2026",
         "recovery_category": "ASEGURAMIENTO CARRETERA 15", "outcome": "not_traced", "reason": "importer_missing",
         "completed": "20/03/2026", "vehicle_plate": "SYN-4417", "vehicle_description": "CAMIONETA PICK UP GRIS"},
    ]  # fmt: skip
    return [_complete({**SONORA, **_BASE, **row}) for row in rows]


def _complete(row: Row) -> Row:
    return {name: row.get(name, "") for name in TRACES}


def _particulars(first: Row) -> Row:
    """What the first trace's summary holds beyond names: numbers never issued, build, contacts."""
    return {**first, "purchaser_height": "5'11\"", "purchaser_weight": "178 LBS", "purchaser_ssn": "900-12-0417",
            "purchaser_birth_place": "TUCSON, AZ", "purchaser_driving_licence": "AZ-L000120417",
            "possessor_height": "5'08\"", "possessor_weight": "160 LBS", "possessor_birth_place": "NOGALES, SON",
            "shipper_contact": "TRACE DESK, 000 555 0451", "distributor_contact": "TRACE DESK, 000 555 0118",
            "dealer_street": "4417 E PALO VERDE RD", "dealer_zip": "85714", "dealer_phone": "000 555 0123",
            "dealer_inspected": "03/18/2024", "associated_traces": "26-100417",
            "administrative_notes": "FIRST PURCHASER TOLD BY THE DEALER ON 12/15/2025."}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SideRows:
    """The story's rows of the smaller files, in the order of their headers."""

    multiple_sales: list[tuple[str, ...]] = field(default_factory=list)
    thefts: list[tuple[str, ...]] = field(default_factory=list)
    ballistics: list[tuple[str, ...]] = field(default_factory=list)
    examinations: list[tuple[str, ...]] = field(default_factory=list)


def side_rows() -> SideRows:
    """Multiple sales, theft, casings and laboratory reports of the story."""
    hp = ("HARROW&PIKE MFG", "HP-9 COMPACT", "9MM LUGER", "PISTOL")
    nv = ("NORVIK ARMS", "N5", "5.56X45MM", "RIFLE")
    whitcombe, aldaco, kern = (
        ("WHITCOMBE DALE R", "03/11/1991"), ("ALDACO, RAMIRO", "07/22/1996"), ("KERN, TOBIAS J", "11/05/1993"),
    )  # fmt: skip
    palo, quartz = "7-86-01234", "7-86-02207"
    one, two, three = (
        ("MS-2025-1107", "08/14/2025", palo), ("MS-2025-1112", "08/19/2025", palo),
        ("MS-2025-1140", "09/09/2025", quartz),
    )  # fmt: skip
    return SideRows(
        multiple_sales=[
            (*one, "TKF12045", *hp, "08/14/2025", *whitcombe), (*one, "TKF12051", *hp, "08/14/2025", *whitcombe),
            (*one, "TKF12388", *hp, "08/14/2025", *whitcombe), (*two, "TKF12002", *hp, "08/18/2025", *aldaco),
            (*two, "TKF11987", *hp, "08/19/2025", *aldaco), (*three, "NV-88213", *nv, "09/02/2025", *kern),
            (*three, "NV-88240", *nv, "09/04/2025", *kern), (*three, "NV-90117", *nv, "09/09/2025", *kern),
        ],
        thefts=[("TL-2025-0733", "10/03/2025", "10/01/2025", "loss", quartz, "NV-90117", *nv)],
        ballistics=[
            ("26-0118", "hit", "TKF12051", *hp[:3], "NOG-0212", "shooting", "01/02/2026", "NOGALES", "SON", "MX",
             "State laboratory, Hermosillo", "0417", "02/12/2026"),
            ("26-0931", "lead", "TKF11987", *hp[:3], "TUC-3381", "shooting", "10/05/2025", "TUCSON", "AZ", "USA",
             "Tucson crime gun unit", "", ""),
            ("26-0944", "excluded", "TKF11987", *hp[:3], "TUC-3402", "shooting", "10/19/2025", "TUCSON", "AZ",
             "USA", "Tucson crime gun unit", "0417", "11/26/2025"),
        ],
        examinations=[
            ("FGR-SON-1188", "12/03/2025", "", "as written at recovery", "frame", "T_F12O45",
             "kukkkdkk", *hp[:3], "25-118822", "1"),
            ("LAB-2231", "01/09/2026", "0417", "read in full", "slide", "TKF12045", "", *hp[:3], "25-118822", "1"),
            ("LAB-2231", "01/09/2026", "0417", "acid etch; position 2 likely K, could be W", "frame", "TKF12045",
             "klkkkkkk", *hp[:3], "25-118822", "1"),
        ],
    )  # fmt: skip


#: What the story knows and the files do not say outright.
TRUTH: tuple[dict[str, str], ...] = (
    {"trace_number": "FGR-SON-1188", "true_serial": "TKF12045", "same_gun_as": "25-118822"},
    {"trace_number": "FGR-SON-0119", "true_serial": "TKF12051", "same_gun_as": "26-100417"},
    {"trace_number": "FGR-SON-0271", "true_serial": "NV-88213", "same_gun_as": "26-103966"},
    {"trace_number": "SON-2026-1188", "true_serial": "NV-90117", "same_gun_as": "26-104710"},
)
