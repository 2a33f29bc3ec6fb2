"""Jurisdictions of ATF's published tables: name as printed → postal code; foreign rows by three letters."""

from __future__ import annotations

_STATES = """
ALABAMA AL|ALASKA AK|ARIZONA AZ|ARKANSAS AR|CALIFORNIA CA|COLORADO CO|CONNECTICUT CT|DELAWARE DE
DISTRICT OF COLUMBIA DC|FLORIDA FL|GEORGIA GA|HAWAII HI|IDAHO ID|ILLINOIS IL|INDIANA IN|IOWA IA|KANSAS KS
KENTUCKY KY|LOUISIANA LA|MAINE ME|MARYLAND MD|MASSACHUSETTS MA|MICHIGAN MI|MINNESOTA MN|MISSISSIPPI MS
MISSOURI MO|MONTANA MT|NEBRASKA NE|NEVADA NV|NEW HAMPSHIRE NH|NEW JERSEY NJ|NEW MEXICO NM|NEW YORK NY
NORTH CAROLINA NC|NORTH DAKOTA ND|OHIO OH|OKLAHOMA OK|OREGON OR|PENNSYLVANIA PA|RHODE ISLAND RI
SOUTH CAROLINA SC|SOUTH DAKOTA SD|TENNESSEE TN|TEXAS TX|UTAH UT|VERMONT VT|VIRGINIA VA|WASHINGTON WA
WEST VIRGINIA WV|WISCONSIN WI|WYOMING WY|PUERTO RICO PR|US VIRGIN ISLANDS VI|VIRGIN ISLANDS VI
GUAM GU|GUAM & NORTHERN MARIANA ISLANDS GU|CANADA CAN|MEXICO MEX
"""

_CODES = {
    name: code
    for name, _, code in (
        entry.rpartition(" ") for line in _STATES.split("\n") for entry in line.split("|") if entry
    )
}
#: Jurisdictions of the published tables that lie in the United States: 50 states, DC, PR, VI, GU (with CNMI).
US_CODES = frozenset(code for code in _CODES.values() if len(code) == 2)


def jurisdiction_code(name: str) -> str:
    """Return the code for a printed name in capitals with single spaces; empty when it is not known."""
    return _CODES.get(name, "")
