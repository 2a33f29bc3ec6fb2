"""Headers of the files that the generator writes and that ingest reads."""

from __future__ import annotations


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TRACES: tuple[str, ...] = _names(
    """trace_number requested requesting_agency ori priority crime_code trace_basis serial obliterated maker model
    calibre type country importer recovery_date recovery_place recovery_city recovery_county recovery_state
    recovery_country recovery_category possessor_name possessor_dob possessor_sex possessor_race vehicle_plate
    vehicle_description completed outcome reason shipped_by shipped_to_distributor ship_date distributor invoice
    invoice_date dealer_ffl dealer_name dealer_city dealer_state dealer_ship_date purchase_date purchaser_name
    purchaser_dob purchaser_sex purchaser_race purchaser_street purchaser_city purchaser_state purchaser_zip
    purchaser_phone purchaser_id_number
    possessor_height possessor_weight possessor_birth_place possessor_ssn possessor_driving_licence
    purchaser_height purchaser_weight purchaser_birth_place purchaser_ssn purchaser_driving_licence
    importer_contact shipper_contact distributor_contact dealer_street dealer_zip dealer_phone dealer_inspected
    administrative_notes associated_traces narrative"""
)

MULTIPLE_SALES: tuple[str, ...] = _names(
    """report_number report_date dealer_ffl serial maker model calibre type transfer_date transferee_name
    transferee_dob"""
)

THEFTS: tuple[str, ...] = _names(
    "report_number report_date theft_date kind dealer_ffl serial maker model calibre type"
)

BALLISTICS: tuple[str, ...] = _names(
    """lead_number status serial maker model calibre event_number event_kind event_date event_city event_state
    event_country site examiner confirmed"""
)

EXAMINATIONS: tuple[str, ...] = _names(
    """report_number date examiner method component serial_read positions maker model calibre trace_number
    photos"""
)

#: The ATF monthly list: header words as published, and the widths of the row of dashes under them.
DEALERS: tuple[tuple[str, int], ...] = (
    ("Lic Regn", 8), ("Lic Dist", 8), ("Lic Cnty", 8), ("Lic Type", 8), ("Lic Xprdte", 10), ("Lic Seqn", 8),
    ("License Name", 50), ("Business Name", 50), ("Premise Street", 50), ("Premise City", 27),
    ("Premise State", 13), ("Premise Zip Code", 16), ("Mail Street", 50), ("Mail City", 27), ("Mail State", 10),
    ("Mail Zip Code", 13), ("Voice Phone", 11),
)  # fmt: skip

#: Years of sales per dealer: the denominator without which no dealer may be called an outlier.
VOLUMES: tuple[str, ...] = ("dealer_ffl", "year", "type_group", "sales")
