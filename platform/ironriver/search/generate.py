"""Write `cypher/chart/`: for each kind its node and its link counts, for each link its pages and its evidence.

    python -m ironriver.search.generate [FOLDER]

Labels and types cannot be parameters, so each combination is a file of its own, checked in. A test compares.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ironriver.graph import shipped_folder
from ironriver.model.kinds import snake
from ironriver.search.links import CHART_LINKS, ChartLink, Direction, Step, drawn_kinds, links_of

VISIBILITY = "holdings, max_tlp, handlings"


def visible(*names: str) -> str:
    """Return the visibility condition of each name, one a line."""
    lines = [f"{n}.holding IN $holdings AND {n}.tlp <= $max_tlp AND {n}.handling IN $handlings" for n in names]
    return "\n  AND ".join(lines)


def pattern(link: ChartLink, direction: Direction, ends: tuple[str, str]) -> tuple[str, list[str]]:
    """Return (pattern from this end to the other, names of its inner parts)."""
    steps = link.steps if direction == "out" else tuple(reversed(link.steps))
    here, there = ends
    names, text = [], f"({here})"
    for number, step in enumerate(steps):
        to_right = step.to_right if direction == "out" else not step.to_right
        relationship = "ab"[number]
        arrow = f"-[{relationship}:{step.type}]-"
        text += f"{arrow}>" if to_right else f"<{arrow}"
        last = number == len(steps) - 1
        text += f"({there})" if last else f"(e:{link.via})"
        names += [relationship] if last else [relationship, "e"]
    return text, names


def node_statement(kind: str) -> str:
    """One node of a kind by id."""
    return (
        f"// one {snake(kind)} as a chart node\n"
        f"// mode: read      data: case      params: id, {VISIBILITY}      limit: one\n"
        "// returns: n\n"
        f"MATCH (n:{kind} {{id: $id}})\nWHERE {visible('n')}\nRETURN n\n"
    )


def nodes_statement(kind: str) -> str:
    """The nodes of a kind that are named by id."""
    return (
        f"// named {snake(kind)} nodes of a chart\n"
        f"// mode: read      data: case      params: ids, {VISIBILITY}, limit\n"
        "// returns: n\n"
        f"MATCH (n:{kind})\nWHERE n.id IN $ids\n  AND {visible('n')}\nRETURN n ORDER BY n.id LIMIT $limit\n"
    )


def counts_statement(kind: str) -> str:
    """How many things one node is linked with, by link and direction; only what is visible counts.

    Links over the same events are counted in one walk: at a dealer of 20,000 sales the events are most of the work.
    """
    branches = [_branch(group) for group in _by_first_step(links_of(kind))]
    body = "\n  UNION ALL\n".join(branches)
    return (
        f"// how many things a {snake(kind)} is linked with, by link and direction, of those the actor may see\n"
        f"// mode: read      data: case      params: id, {VISIBILITY}, limit\n"
        "// returns: link, direction, total\n"
        f"MATCH (n:{kind} {{id: $id}})\nWHERE {visible('n')}\nCALL (n) {{\n{body}\n}}\n"
        "WITH link, direction, total\nWHERE total > 0 AND link IS NOT NULL\n"
        "RETURN link, direction, total ORDER BY link, direction LIMIT $limit\n"
    )


Way = tuple[ChartLink, Direction]


def _by_first_step(ways: Iterable[Way]) -> list[list[Way]]:
    """Ways that leave through the same events stand together; every direct link stands alone."""
    groups: dict[tuple[str, ...], list[Way]] = {}
    for link, direction in ways:
        first = link.steps[0] if direction == "out" else link.steps[-1]
        key = (link.via, first.type) if link.via else (link.name, direction)
        groups.setdefault(key, []).append((link, direction))
    return list(groups.values())


def _end(way: Way) -> tuple[str, Step, bool]:
    """Return (kind at the far end, last step, whether its relationship points there)."""
    link, direction = way
    step = link.steps[-1] if direction == "out" else link.steps[0]
    return (link.to_kind if direction == "out" else link.from_kind), step, step.to_right == (direction == "out")


def _branch(group: list[Way]) -> str:
    link, direction = group[0]
    if len(group) == 1:
        text, inner = pattern(link, direction, ("n", f"m:{_end(group[0])[0]}"))
        counted = f"  RETURN '{link.name}' AS link, '{direction}' AS direction, count(DISTINCT m) AS total"
        return f"  MATCH {text}\n  WHERE {_inside(*inner, 'm')}\n{counted}"
    first, _ = pattern(replace(link, steps=_first(link, direction)), "out", ("n", f"e:{link.via}"))
    ends = [_end(way) for way in group]
    types = "|".join(dict.fromkeys(step.type for _, step, _ in ends))
    kinds = "|".join(dict.fromkeys(kind for kind, _, _ in ends))
    left = "<-" if not any(away for _, _, away in ends) else "-"
    right = "->" if all(away for _, _, away in ends) else "-"
    whens = "\n".join(
        f"    WHEN type(b) = '{step.type}' AND '{kind}' IN labels(m) THEN '{each.name} {way}'"
        for (each, way), (kind, step, _) in zip(group, ends, strict=True)
    )
    return (
        f"  MATCH {first}{left}[b:{types}]{right}(m:{kinds})\n  WHERE {_inside('a', 'e', 'b', 'm')}\n"
        f"  WITH CASE\n{whens}\n    END AS way, count(DISTINCT m) AS total\n"
        "  RETURN split(way, ' ')[0] AS link, split(way, ' ')[1] AS direction, total"
    )


def _first(link: ChartLink, direction: Direction) -> tuple[Step]:
    """The first step from this end, read from here."""
    step = link.steps[0] if direction == "out" else link.steps[-1]
    return (Step(type=step.type, to_right=step.to_right == (direction == "out")),)


def _inside(*names: str) -> str:
    return visible(*names).replace("\n", "\n  ")


def expand_statement(link: ChartLink, direction: Direction) -> str:
    """One page of what a node is linked with by this link, latest first, by key."""
    here, other = (link.from_kind, link.to_kind) if direction == "out" else (link.to_kind, link.from_kind)
    text, inner = pattern(link, direction, (f"n:{here} {{id: $id}}", f"m:{other}"))
    events = "count(DISTINCT e)" if link.via else "count(*)"
    dates = "e.date" if link.via else "coalesce(a.date, a.valid_from, m.date)"
    return (
        f"// {link.name}, {direction}: one page, latest first\n"
        f"// mode: read      data: case      params: id, {VISIBILITY}, after_date, after_id, limit\n"
        "// returns: m, events, first, last\n"
        f"MATCH {text}\nWHERE {visible('n', *inner, 'm')}\n"
        f"WITH m, {events} AS events, min({dates}) AS first, coalesce(max({dates}), '') AS last\n"
        "WHERE last < $after_date OR (last = $after_date AND m.id < $after_id)\n"
        "RETURN m, events, first, last ORDER BY last DESC, m.id DESC LIMIT $limit\n"
    )


def evidence_statement(link: ChartLink) -> str:
    """The events and relationships behind one drawn link."""
    ends = (f"n:{link.from_kind} {{id: $from_id}}", f"m:{link.to_kind} {{id: $to_id}}")
    text, inner = pattern(link, "out", ends)
    returned = "e, a, b" if link.via else "null AS e, a, null AS b"
    order = "e.date, e.id, a.id, b.id" if link.via else "a.id"
    return (
        f"// {link.name}: the records behind one drawn link, oldest first\n"
        f"// mode: read      data: case      params: from_id, to_id, {VISIBILITY}, limit\n"
        "// returns: e, a, b\n"
        f"MATCH {text}\nWHERE {visible('n', *inner, 'm')}\n"
        f"RETURN {returned} ORDER BY {order} LIMIT $limit\n"
    )


def between_statement(link: ChartLink) -> str:
    """The lines of one link between things that are named at both ends."""
    text, inner = pattern(link, "out", (f"n:{link.from_kind}", f"m:{link.to_kind}"))
    events = "count(DISTINCT e)" if link.via else "count(*)"
    dates = "e.date" if link.via else "coalesce(a.date, a.valid_from, m.date)"
    levels = ", ".join(f"max({name}.tlp)" for name in inner)
    codes = " + ".join(f"collect(DISTINCT {name}.handling)" for name in inner)
    # without an order, codes would come as the store happens to hold them, hidden records included
    in_order = ", ".join(f"{name}.handling" for name in inner)
    return (
        f"// {link.name}: the lines between named things, both ends named, with the markings of their records\n"
        f"// mode: read      data: case      params: from_ids, to_ids, {VISIBILITY}, limit\n"
        "// returns: n, m, events, first, last, levels, codes\n"
        f"MATCH {text}\nWHERE n.id IN $from_ids AND m.id IN $to_ids\n  AND {visible('n', *inner, 'm')}\n"
        f"WITH * ORDER BY {in_order}\n"
        f"WITH n, m, {events} AS events, min({dates}) AS first, coalesce(max({dates}), '') AS last,\n"
        f"  [{levels}] AS levels, {codes} AS codes\n"
        "RETURN n, m, events, first, last, levels, codes ORDER BY n.id, m.id LIMIT $limit\n"
    )


def all_statements() -> dict[str, str]:
    """Return file name → text of the whole folder."""
    files: dict[str, str] = {}
    for kind in drawn_kinds():
        files[f"node_{snake(kind)}.cypher"] = node_statement(kind)
        files[f"nodes_{snake(kind)}.cypher"] = nodes_statement(kind)
        files[f"counts_{snake(kind)}.cypher"] = counts_statement(kind)
    for link in CHART_LINKS.values():
        files[f"expand_{link.name}_out.cypher"] = expand_statement(link, "out")
        files[f"expand_{link.name}_in.cypher"] = expand_statement(link, "in")
        files[f"evidence_{link.name}.cypher"] = evidence_statement(link)
        files[f"between_{link.name}.cypher"] = between_statement(link)
    return files


def main(folder: Path) -> None:
    """Write the folder anew; files of links that no longer exist go."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = all_statements()
    for old in folder.glob("*.cypher"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shipped_folder() / "chart")
