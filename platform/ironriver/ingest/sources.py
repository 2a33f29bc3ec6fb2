"""Where facts come from: the bytes go to the vault, and a `Source` says who brought them and by what right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, Unpack

from ironriver import clock
from ironriver.access import Action, policy
from ironriver.errors import Invalid, NotAllowed, Say, TooLarge, nothing_here
from ironriver.ingest.dealers import list_date_of
from ironriver.ingest.headers import columns_of
from ironriver.ingest.mapping import mapping
from ironriver.ledger import Act, Change, Ledger, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import PUBLIC, Marking, Tlp
from ironriver.model.values import DateOrder

#: Largest file that is taken. The largest public one seen is 275 MB (domain.md §6); a line of 2 GB must still be
#: received before it can be refused with its number.
FILE_BYTES = 4_000_000_000
_AS_OF = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?")


class Described(TypedDict, total=False):
    """What the bringer tells beside the file. `kind`, `authority` and `brought_by` are required."""

    kind: str
    name: str
    authority: str
    brought_by: str
    #: Default: the kind's own level and handling, in the actor's agency (published lists: `public`).
    marking: Marking
    #: `yyyy-mm` or `yyyy-mm-dd`: what the data speak of, where the file does not say.
    as_of: str
    #: Default: day first for Mexican agencies, month first for others.
    date_order: DateOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file as received."""

    id: str
    name: str
    kind: str
    sha256: str
    size: int
    authority: str
    brought_by: str
    received: str
    marking: Marking
    data_date: str = ""
    date_order: DateOrder = DateOrder.MONTH_FIRST


def receive(actor: Actor, path: Path, *, ledger: Ledger, **described: Unpack[Described]) -> Source:
    """Keep a file's bytes and record where they come from; returns the source, the known one for known bytes.

    Known is what the actor may see: bytes that others hold above his clearance are new to him.

    Raises `Invalid` for a directory, an empty file, an unknown kind, a missing authority, an `as_of` that is no
    month or day, or a file that changes while it is read; `TooLarge` beyond `FILE_BYTES`; `NotAllowed` for a
    holding that is not the actor's, for records in `public`, and for a marking above his clearance.
    `Invalid`, too, for a published file above TLP:CLEAR.
    """
    policy.require(actor, Action.IMPORT_FILE)
    kind = mapping(described.get("kind", ""))
    _check_words(described)
    _check_as_of(described.get("as_of", ""))
    marking = described.get("marking") or default_marking(actor, kind.kind)
    _check_marking(actor, marking, is_published=kind.holding == PUBLIC)
    _check_file(path)
    columns_of(kind, ledger.settings.data_dir)
    expected = path.stat().st_size
    with path.open("rb") as handle:
        stored = ledger.vault.put(handle)
    if stored.size != expected:
        raise _changed(path.name)
    source_id, known = _place(actor, f"{stored.sha256}:{kind.kind}", marking, ledger)
    if known:
        return known
    source = Source(
        id=source_id,
        name=described.get("name") or path.name,
        kind=kind.kind,
        sha256=stored.sha256,
        size=stored.size,
        authority=described["authority"].strip(),
        brought_by=described["brought_by"].strip(),
        received=clock.stamp(),
        marking=marking,
        data_date=_data_date(kind.kind, described.get("name") or path.name, described.get("as_of", "")),
        date_order=described.get("date_order") or _usual_order(actor, marking),
    )
    ledger.act(actor, Act(name="ingest.receive_source", changes=[_put(source)]))
    return source


def _place(actor: Actor, basis: str, marking: Marking, ledger: Ledger) -> tuple[str, Source | None]:
    """Return the id under which bytes of a kind stand, and their source if it is there.

    Bytes that are held above the actor's clearance become a source of his own beside them: what it is called, and
    that it is there at all, is not his to learn.
    """
    id_, known = "", None
    for said in (basis, f"{basis}:{int(marking.tlp)}:{marking.handling}"):
        id_ = ledger.id_for("Source", said, marking.holding)
        rows = ledger.look("ingest.source", {"id": id_})
        known = _source(rows[0]["node"]) if rows else None
        if known is None or policy.may_see(actor, known.marking):
            break
    return id_, known


def default_marking(actor: Actor, kind: str) -> Marking:
    """Return the marking of a kind of file when the bringer names none: its own level, the actor's agency."""
    chosen = mapping(kind)
    return Marking(holding=chosen.holding or actor.agency, tlp=Tlp(chosen.tlp), handling=chosen.handling)


def find_source(actor: Actor, source_id: str, *, ledger: Ledger) -> Source:
    """Return a source that the actor may see; anything else is `NotFound`."""
    rows = ledger.look("ingest.source", {"id": source_id})
    if not rows:
        raise nothing_here()
    source = _source(rows[0]["node"])
    if not policy.may_see(actor, source.marking):
        raise nothing_here()
    return source


def _data_date(kind: str, name: str, as_of: str) -> str:
    return list_date_of(name, as_of) if kind == "dealers" else as_of


def _check_as_of(as_of: str) -> None:
    if as_of and not _is_month_or_day(as_of):
        raise Invalid(
            Say(
                en=f"“{as_of[:40]}” is not a month or a day. Write what the data speak of as yyyy-mm or "
                "yyyy-mm-dd.",
                es=f"«{as_of[:40]}» no es un mes ni un día. Escriba de cuándo son los datos como aaaa-mm o "
                "aaaa-mm-dd.",
            ),
            fields={"as_of": Say(en="yyyy-mm or yyyy-mm-dd", es="aaaa-mm o aaaa-mm-dd")},
        )


def _is_month_or_day(text: str) -> bool:
    if not _AS_OF.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > len("yyyy-mm") else f"{text}-01")
    except ValueError:
        return False
    return True


def _put(source: Source) -> Change:
    row = Row(
        {"id": source.id, **source.marking.as_properties()},
        {
            "name": source.name,
            "kind": source.kind,
            "sha256": source.sha256,
            "size": source.size,
            "authority": source.authority,
            "brought_by": source.brought_by,
            "received": source.received,
            "mapping": source.kind,
            "data_date": source.data_date or None,
            "date_order": str(source.date_order),
        },
    )
    return Change(statement="write.put_source", rows=[row])


def _source(node: dict[str, Any]) -> Source:
    return Source(
        id=node["id"],
        name=node["name"],
        kind=node["kind"],
        sha256=node["sha256"],
        size=node["size"],
        authority=node["authority"],
        brought_by=node["brought_by"],
        received=node["received"],
        marking=Marking(holding=node["holding"], tlp=Tlp(node["tlp"]), handling=node["handling"]),
        data_date=node.get("data_date") or "",
        date_order=DateOrder(node["date_order"]),
    )


def _usual_order(actor: Actor, marking: Marking) -> DateOrder:
    owner = actor.agency if marking.holding == PUBLIC else marking.holding
    return DateOrder.DAY_FIRST if owner.startswith("mx-") else DateOrder.MONTH_FIRST


def _check_marking(actor: Actor, marking: Marking, *, is_published: bool) -> None:
    """Refuse a holding that is not the actor's, records in `public`, and a marking above his own clearance."""
    if marking.holding not in actor.holdings | {PUBLIC} or (marking.holding == PUBLIC and not is_published):
        # Records of an agency become public by a release that two persons decide, never by an import.
        raise NotAllowed(
            Say(
                en=f"You may not import this into the holding {marking.holding}. Choose one of your own.",
                es=f"No puede importar esto en la titularidad {marking.holding}. Elija una de las suyas.",
            )
        )
    if marking.holding == PUBLIC and (marking.tlp > Tlp.CLEAR or marking.handling):
        # Published files resolve against all that stands in `public`: nothing there may be above anybody.
        say = Say(
            en="What belongs to all is TLP:CLEAR. Choose that level, or a holding of your own.",
            es="Lo que es de todos es TLP:CLEAR. Elija ese nivel, o un acervo propio.",
        )
        raise Invalid(say, fields={"tlp": say})
    if not policy.may_see(actor, replace(marking, holding=PUBLIC)):
        asked = f"{marking.tlp.label} {marking.handling}".strip()
        raise NotAllowed(
            Say(
                en=f"You are not cleared for {asked} and could not work on what you import. Ask somebody who is.",
                es=f"No está autorizado para {asked} y no podría trabajar con ello. Pídalo a quien lo esté.",
            )
        )


def _check_words(described: Described) -> None:
    fields = {
        name: Say(en="needed", es="obligatorio")
        for name in ("authority", "brought_by")
        if not str(described.get(name, "")).strip()
    }
    if fields:
        raise Invalid(
            Say(
                en="Say under what legal authority the file was obtained and who brought it. Files that were "
                "leaked or stolen are not imported.",
                es="Indique con qué fundamento legal se obtuvo el archivo y quién lo entregó. No se importan "
                "archivos filtrados ni robados.",
            ),
            fields=fields,
        )


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise _unusable(
            f"{path.name} is a folder. Import its files one by one.",
            f"{path.name} es una carpeta. Importe sus archivos uno por uno.",
        )
    if not path.is_file():
        raise _unusable(f"There is no file {path.name}.", f"No existe el archivo {path.name}.")
    size = path.stat().st_size
    if size == 0:
        raise _unusable(f"{path.name} is empty.", f"{path.name} está vacío.")
    if size > FILE_BYTES:
        raise TooLarge(
            Say(
                en=f"{path.name} has {size:,} bytes; at most {FILE_BYTES:,} are taken. Split it.",
                es=f"{path.name} tiene {size:,} bytes; se aceptan {FILE_BYTES:,} como máximo. Divídalo.",
            )
        )


def _changed(name: str) -> Invalid:
    return _unusable(
        f"{name} changed while it was being read. Wait until it is complete, then import it again.",
        f"{name} cambió mientras se leía. Espere a que esté completo e impórtelo de nuevo.",
    )


def _unusable(english: str, spanish: str) -> Invalid:
    return Invalid(Say(en=english, es=spanish), fields={"file": Say(en="unusable", es="no utilizable")})
