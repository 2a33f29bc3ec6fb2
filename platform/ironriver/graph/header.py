"""The comment lines at the top of a statement file: what it is for, and what it may do.

```
// neighbours of one node by link type, most recent first
// mode: read      params: id, holdings, max_tlp, handlings, limit      returns: node, link, other
```
The description comes first and may take several lines. Pairs stand one per line or several, three spaces apart;
a line without a known key goes on with the pair before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MODES = ("read", "write", "schema")
DATA = ("case", "access", "ledger", "none")
#: Keys that every statement may carry, and those that library questions and detectors add.
KEYS = frozenset(
    {
        *("mode", "data", "params", "returns", "rows", "limit", "exception", "replaces"),
        *("title_en", "title_es", "why", "subject", "population"),
    }
)
_PAIR = re.compile(r"^([a-z_]+):(?:\s+|$)(.*)$")


class HeaderError(ValueError):
    """The header is missing or says something we do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A header as read. `exceptions` maps a rule to the reason why this statement is outside it."""

    description: str
    mode: str
    data: str = "case"
    params: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    rows_independent: bool = False
    limit_one: bool = False
    exceptions: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)


def split_header(text: str) -> tuple[Header, str]:
    """Return (header, query without it). Raises `HeaderError`."""
    lines = text.splitlines()
    count = 0
    while count < len(lines) and lines[count].lstrip().startswith("//"):
        count += 1
    if count == 0:
        raise HeaderError("no header: the file must start with // lines")
    comments = [line.lstrip()[2:].strip() for line in lines[:count]]
    return _read(comments), "\n".join(lines[count:]).strip()


def _read(comments: list[str]) -> Header:
    description: list[str] = []
    pairs: list[tuple[str, str]] = []
    for comment in comments:
        for number, piece in enumerate(re.split(r"\s{3,}", comment)):
            found = _PAIR.match(piece)
            if found and found[1] in KEYS:
                pairs.append((found[1], found[2].strip()))
            elif number > 0:
                raise HeaderError(f"unknown key in header: {piece!r}")
            elif pairs:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {piece}".strip())
            else:
                description.append(piece)
    if not description or not description[0]:
        raise HeaderError("no description in the header's first line")
    return _build(" ".join(description), pairs)


def _build(description: str, pairs: list[tuple[str, str]]) -> Header:
    exceptions = dict(_exception(value) for key, value in pairs if key == "exception")
    values: dict[str, str] = {}
    for key, value in pairs:
        if key == "exception":
            continue
        if key in values:
            raise HeaderError(f"{key}: is given twice")
        values[key] = value
    header = Header(
        description=description,
        mode=_one_of("mode", values.get("mode", ""), MODES),
        data=_one_of("data", values.get("data", "case"), DATA),
        params=_names(values.get("params", "")),
        returns=_names(values.get("returns", "")),
        rows_independent=_flag("rows", values.get("rows", ""), "independent"),
        limit_one=_flag("limit", values.get("limit", ""), "one"),
        exceptions=exceptions,
        pairs=values,
    )
    if header.mode == "read" and not header.returns:
        raise HeaderError("a read must say what it returns")
    return header


def _exception(value: str) -> tuple[str, str]:
    rule, dash, reason = value.partition("—")
    if not dash or not rule.strip() or len(reason.strip()) < 10:
        raise HeaderError("an exception reads `rule — reason`, with a reason a reader can judge")
    return rule.strip(), reason.strip()


def _one_of(key: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise HeaderError(f"{key}: {value!r} is none of {', '.join(known)}")
    return value


def _names(value: str) -> tuple[str, ...]:
    names = tuple(name for name in re.split(r"[,\s]+", value) if name)
    if len(set(names)) != len(names):
        raise HeaderError(f"a name stands twice in {value!r}")
    return names


def _flag(key: str, value: str, meaning: str) -> bool:
    if value not in ("", meaning):
        raise HeaderError(f"{key}: {value!r} is not {meaning!r}")
    return value == meaning
