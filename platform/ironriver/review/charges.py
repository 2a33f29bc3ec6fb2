"""Charges and their elements, from the table beside this file: what a packet lays the recorded facts beside."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ironriver.errors import Say


class Sort(StrEnum):
    """What a referral asks for."""

    CRIMINAL = "criminal"
    COMPLIANCE = "compliance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One charge or review, the detectors whose findings may speak to it, and its elements in order."""

    code: str
    title: Say
    sort: Sort
    detectors: frozenset[str]
    elements: tuple[Say, ...]


@cache
def all_charges() -> Mapping[str, Charge]:
    """Return every charge of the table by its code."""
    table = tomllib.loads((Path(__file__).parent / "charges.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            code: Charge(
                code=code,
                title=Say(*row["title"]),
                sort=Sort(row["sort"]),
                detectors=frozenset(row["detectors"]),
                elements=tuple(Say(*one) for one in row["elements"]),
            )
            for code, row in table.items()
        }
    )


def charges_for(detector: str, sort: Sort) -> tuple[Charge, ...]:
    """Return the charges that a finding of a detector may name in a referral of a sort."""
    return tuple(one for one in all_charges().values() if detector in one.detectors and one.sort is sort)
