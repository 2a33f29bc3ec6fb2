"""`docs/model.md`, made from the ontology so that it cannot fall behind."""

from __future__ import annotations

from collections.abc import Mapping

from ironriver.model.kinds import KINDS, LINKS, MARKING, RECEIPT, Data, Kind, Link, Nature, Property

_HEAD = """# The model

Generated from `platform/ironriver/model/tables/` by `python -m ironriver.model.generate`; do not edit by hand.

Every kind has an `id` that is minted once and never changes. Every case node and link carries a marking (whose it
is, how far it may go) and may carry a receipt (where it was read). Nothing is merged destructively: the same gun
known to two agencies is two nodes and a `SAME_AS` link. An event's links carry the event's marking. A shredded
node keeps its id and marking, and `shredded: true`.

**Case data** is read through `ledger.ask` only, with the visibility of the reader; **access data** says who may do
what and is read through `ledger.look`. Published aggregates (`TraceFlow`) have no link to records. Protected
traits live on a node of their own that detectors, search filters and exports cannot read.
"""

_NATURES = {
    Nature.THING: "Things",
    Nature.EVENT: "Events",
    Nature.OBSERVATION: "Observations",
    Nature.AGGREGATE: "Published aggregates",
    Nature.BOOKKEEPING: "Bookkeeping",
    Nature.ACCESS: "Access data",
}


def _table(properties: Mapping[str, Property]) -> list[str]:
    rows = [
        f"|`{one.name}`|{one.type}|{one.title.en}{' **(protected)**' if one.protected else ''}|{one.title.es}|"
        for one in properties.values()
    ]
    return ["|Property|Type|English|Español|", "|---|---|---|---|", *rows, ""]


def _kind(kind: Kind) -> list[str]:
    drawn = f" Drawn as {kind.shape.replace('_', ' ')}, glyph {kind.glyph}." if kind.shape != "none" else ""
    marking = "" if kind.marked else " Carries no marking."
    return [
        f"### {kind.name}",
        "",
        f"{kind.title.en} · {kind.title.es}. Id `{kind.prefix}_…`.{drawn}{marking}",
        "",
        f"Key: {kind.key_rule.en}  ",
        f"Clave: {kind.key_rule.es}",
        "",
        *_table(kind.properties),
    ]


def _link(link: Link) -> str:
    extra = ", ".join(f"`{name}`" for name in link.properties)
    return (
        f"|`({link.from_kind})-[:{link.type}]->({link.to_kind})`|{link.title.en} · {link.title.es}"
        f"|{link.back.en} · {link.back.es}|{'chain' if link.chain else ''}"
        f"{'access' if link.data is Data.ACCESS else ''}|{extra}|"
    )


def model_page() -> str:
    """Return the whole page as Markdown."""
    lines = [_HEAD, "## On every case node and link", "", *_table({**MARKING, **RECEIPT})]
    for nature, title in _NATURES.items():
        lines += [f"## {title}", ""]
        for kind in KINDS.values():
            if kind.nature is nature:
                lines += _kind(kind)
    lines += ["## Links", "", "`chain` marks the path of a gun from its maker to its recovery.", ""]
    lines += ["|Link|Reads|From the other end|Part|Own properties|", "|---|---|---|---|---|"]
    lines += [_link(link) for link in LINKS]
    return "\n".join(lines) + "\n"
