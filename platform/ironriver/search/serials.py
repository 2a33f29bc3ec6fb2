"""Serials: candidates with a tier and a reason each. Nothing is joined here.

The graph proposes through its indexes (equal to the serial or to one a character away, skeleton, wildcard, one
edit, fragment, readings of other parts);
Python disposes: each proposal is compared again by `model.values`, which alone decides tier and reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from ironriver.errors import Say
from ironriver.model.values import (
    Serial,
    SerialMatch,
    SerialPattern,
    Tier,
    canonical_serial,
    compare_serials,
    confusion_variants,
    firearm_type_title,
    read_firearm_type,
    read_pattern,
    read_serial,
    skeleton,
    slip_variants,
)
from ironriver.search.asking import Questions, Rows
from ironriver.search.lucene import escape, wildcard
from ironriver.search.results import Hit
from ironriver.search.things import thing

#: Proposals taken from one index. A pattern that fits more needs another character, not a longer list.
PROPOSALS = 400
#: Candidates listed; beyond it nobody compares by eye.
LISTED = 50
#: A fragment shorter than this stands in nearly every serial.
SHORTEST_FRAGMENT = 3
#: Of a typed pattern: with one character nearly every serial agrees.
FEWEST_KNOWN = 2
#: Stored serials with up to this many unreadable positions are found from a full one.
MAX_OPEN = 2
#: Longer texts are two numbers in one cell, and have too many serials one character away.
LONGEST_SLIP = 16

_INSIDE = Say(
    en="The text stands inside this serial; the rest was not given.",
    es="El texto aparece dentro de esta serie; lo demás no se indicó.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Hits, best first; `cut` where an index proposed more than was taken or more fit than are listed."""

    canonical: str
    hits: tuple[Hit, ...]
    cut: bool


def find_candidates(questions: Questions, text: str, *, without: Iterable[str] = ()) -> Candidates:
    """Return the firearms whose serial, or a reading of another part, is near the searched one.

    `text` may hold `?` (one position) and `*` (any number). `without` leaves out firearms by id.
    """
    asks = candidate_asks(text)
    return judged(text, questions.ask_all(asks) if asks else {}, without=without)


def candidate_asks(text: str) -> dict[str, dict[str, Any]]:
    """Return what is asked to find candidates, parameters by statement; nothing where no serial can be read."""
    pattern = read_pattern(text)
    if not _is_sought(pattern):
        return {}
    if pattern.is_wildcard:
        return _wildcard_asks(pattern.canonical, pattern.longest_run)
    return _asks(pattern.canonical)


def judged(text: str, answers: Mapping[str, Rows], *, without: Iterable[str] = ()) -> Candidates:
    """Return what fits among the answers to `candidate_asks`, best first."""
    pattern = read_pattern(text)
    if not _is_sought(pattern):
        return Candidates(canonical="", hits=(), cut=False)
    nodes, readings = _proposals(answers)
    sought = read_serial(text)  # once, not again beside each that is near
    left_out = set(without)
    hits = [
        hit
        for id_, node in nodes.items()
        if id_ not in left_out and (hit := _judge(sought, node, readings.get(id_, ()))) is not None
    ]
    hits = _with_shared(sorted(hits, key=_rank))
    ways = Counter((name, row.get("way")) for name, rows in answers.items() for row in rows)
    full = any(many >= PROPOSALS for many in ways.values())
    return Candidates(canonical=pattern.canonical, hits=tuple(hits[:LISTED]), cut=full or len(hits) > LISTED)


def _is_sought(pattern: SerialPattern) -> bool:
    return bool(pattern.canonical) and pattern.known >= (FEWEST_KNOWN if pattern.is_wildcard else 1)


def agreements(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Say, ...]:
    """Say what else agrees or differs between two firearms: maker, model, calibre, type."""
    return tuple(
        say
        for name, (en, es) in _COMPARED.items()
        if (say := _agreement(ours.get(name), theirs.get(name), en, es)) is not None
    )


_COMPARED = {
    "maker": ("maker", "fabricante"),
    "model": ("model", "modelo"),
    "calibre": ("calibre", "calibre"),
    "type": ("type", "tipo"),
}


def _agreement(ours: object, theirs: object, en: str, es: str) -> Say | None:
    if not ours or not theirs:
        return None
    said = (firearm_type_title(read_firearm_type(str(theirs)).code) if en == "type" else None) or Say(
        en=str(theirs), es=str(theirs)
    )
    if str(ours).casefold() == str(theirs).casefold():
        return Say(en=f"Same {en}: {said.en}.", es=f"Mismo {es}: {said.es}.")
    return Say(en=f"Another {en}: {said.en}.", es=f"Otro {es}: {said.es}.")


def _asks(canonical: str) -> dict[str, dict[str, Any]]:
    near = sorted({canonical, *confusion_variants(canonical), *_swapped(canonical), *_with_open(canonical)})
    if SHORTEST_FRAGMENT <= len(canonical) <= LONGEST_SLIP:
        # The usual case, in one statement: each question of its own waits for the engine anew.
        slips = sorted({*near, *slip_variants(canonical)})
        ways = {"canonicals": slips, "near": near, "skeleton": skeleton(canonical), "fragment": canonical}
        return {"search.firearm_candidates": {**ways, "limit": PROPOSALS}}
    asks: dict[str, dict[str, Any]] = {
        "search.firearm_by_canonical": {"canonicals": near, "limit": PROPOSALS},
        "search.firearm_by_skeleton": {"skeleton": skeleton(canonical), "limit": PROPOSALS},
        "search.firearm_by_serial_text": {"query": f"{escape(canonical)}~1", "limit": PROPOSALS},
        "search.firearm_by_reading": {"canonicals": near, "limit": PROPOSALS},
    }
    if len(canonical) >= SHORTEST_FRAGMENT:
        asks["search.firearm_by_fragment"] = {"fragment": canonical, "limit": PROPOSALS}
        asks["search.firearm_by_reading_fragment"] = {"fragment": canonical, "limit": PROPOSALS}
    return asks


def _wildcard_asks(canonical: str, longest_run: str) -> dict[str, dict[str, Any]]:
    asks: dict[str, dict[str, Any]] = {
        "search.firearm_by_serial_text": {"query": wildcard(canonical), "limit": PROPOSALS},
        # The same partial reading may itself be stored.
        "search.firearm_by_canonical": {"canonicals": [canonical], "limit": PROPOSALS},
    }
    if len(longest_run) >= SHORTEST_FRAGMENT:
        asks["search.firearm_by_reading_fragment"] = {"fragment": longest_run, "limit": PROPOSALS}
    return asks


def _swapped(canonical: str) -> Iterable[str]:
    for place in range(len(canonical) - 1):
        yield canonical[:place] + canonical[place : place + 2][::-1] + canonical[place + 2 :]


def _with_open(canonical: str) -> Iterable[str]:
    """Yield the serial with one or two positions unreadable, as a worn stamp would have been stored."""
    for many in range(1, MAX_OPEN + 1):
        for places in combinations(range(len(canonical)), many):
            yield "".join("?" if place in places else char for place, char in enumerate(canonical))


def _proposals(answers: Mapping[str, Rows]) -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    nodes: dict[str, dict[str, Any]] = {}
    readings: dict[str, list[dict[str, Any]]] = {}
    for rows in answers.values():
        for row in rows:
            id_ = row["f"]["id"]
            nodes[id_] = row["f"]
            if row.get("s") and row["s"] not in readings.setdefault(id_, []):
                readings[id_].append(row["s"])
    return nodes, readings


def _judge(sought: Serial, node: Mapping[str, Any], readings: Iterable[Mapping[str, Any]]) -> Hit | None:
    own = _match(sought, str(node.get("serial") or node.get("canonical") or ""))
    found: list[tuple[SerialMatch, Mapping[str, Any] | None]] = [(own, None)] if own else []
    for reading in readings:
        match = _match(sought, str(reading.get("value") or reading.get("canonical") or ""))
        if match:
            found.append((match, reading))
    if not found:
        return None
    best, part = min(found, key=lambda pair: (pair[0].tier, pair[0].weight, pair[1] is not None))
    reasons = (best.reason, *((_on_part(part),) if part else ()))
    return Hit(thing=thing(node), tier=int(best.tier), reasons=reasons, at=best.at, weight=best.weight)


def _match(sought: Serial, stored: str) -> SerialMatch | None:
    other = read_serial(stored)
    # A typed pattern is answered as typed. Of what is stored partly read, little in common says nothing.
    typed = sought.is_partial and not other.is_partial
    match = compare_serials(sought, other, least=FEWEST_KNOWN) if typed else compare_serials(sought, other)
    if match is not None:
        return match
    searched = canonical_serial(sought.raw)
    if len(searched) >= SHORTEST_FRAGMENT and searched in canonical_serial(stored):
        return SerialMatch(tier=Tier.PARTIAL, reason=_INSIDE)
    return None


def _on_part(reading: Mapping[str, Any]) -> Say:
    part = str(reading.get("of") or "?")
    value = str(reading.get("value") or "")
    name = part_title(part)
    return Say(en=f"{name.en}: read as {value}.", es=f"{name.es}: leída como {value}.")


def part_title(part: str) -> Say:
    """Return the name of a component that carries a serial."""
    return _PARTS.get(part, Say(en=part.capitalize(), es=part.capitalize()))


_PARTS = {
    "frame": Say(en="Frame", es="Armazón"),
    "slide": Say(en="Slide", es="Corredera"),
    "barrel": Say(en="Barrel", es="Cañón"),
    "receiver": Say(en="Receiver", es="Cajón de mecanismos"),
}


def _rank(hit: Hit) -> tuple[int, float, str, str]:
    return (hit.tier or 0, hit.weight, str(hit.thing.properties.get("canonical") or ""), hit.thing.id)


def _with_shared(hits: list[Hit]) -> list[Hit]:
    """Count, for each candidate, the others of its maker under the same canonical serial."""
    keys = [(hit.thing.properties.get("canonical"), hit.thing.properties.get("maker")) for hit in hits]
    return [replace(hit, shared=keys.count(key) - 1) for hit, key in zip(hits, keys, strict=True)]
