"""Receiving: a file or a gun becomes an exhibit of a case, with a number, and its first event is signed."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass, replace
from typing import BinaryIO

from ironriver.access import Action, require
from ironriver.access.cases import Case
from ironriver.custody.chains import acted, stored_exhibit, working_case, written
from ironriver.custody.handlers import signer_for
from ironriver.custody.records import Event, Exhibit, Happened, Measured, Sort
from ironriver.errors import Invalid, Say
from ironriver.ledger import Act, Change, Ledger, Look, Row
from ironriver.model.actor import Actor
from ironriver.model.marking import Handling, Marking, strictest
from ironriver.vault import Stored

#: Text fields of a form. A page of prose belongs into a document.
MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the person who receives an exhibit says of it. Files leave the gun's fields empty."""

    description: str
    authority: str
    finder: str
    place: str = ""
    found: str = ""
    condition: str = ""
    seal: str = ""
    location: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    serial_frame: str = ""
    serial_slide: str = ""
    serial_barrel: str = ""
    trace_derived: bool = False


def receive_file(
    actor: Actor, case_id: str, content: BinaryIO, said: Described, *, name: str, ledger: Ledger
) -> Exhibit:
    """Keep a file as it came and make it an exhibit; hashed while it is written, and once more when it lies there.

    `content` is read to its end in blocks. The file is never opened or unpacked. Bytes of a receipt that was
    refused may stay in the vault; they belong to no exhibit and nobody is served them. Raises `Invalid` naming
    the fields, `NotAllowed` for who does not work in the case, `Unavailable` when the disk refuses.
    """
    case = _admitted(actor, case_id, said, Sort.FILE, ledger)
    if not name.strip():
        raise _refused({"file": _MISSING})
    stored = ledger.vault.put(content)
    if stored.size == 0:
        raise _refused({"file": Say(en="The file is empty.", es="El archivo está vacío.")})
    return _receive(actor, case, said, _File(name=name.strip(), stored=stored), ledger)


def receive_firearm(actor: Actor, case_id: str, said: Described, *, ledger: Ledger) -> Exhibit:
    """Make a gun in a sealed bag an exhibit. Raises `Invalid` naming the fields, `NotAllowed` as above."""
    case = _admitted(actor, case_id, said, Sort.FIREARM, ledger)
    return _receive(actor, case, said, None, ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    name: str
    stored: Stored


def _admitted(actor: Actor, case_id: str, said: Described, sort: Sort, ledger: Ledger) -> Case:
    require(actor, Action.RECEIVE_EXHIBIT)
    case = working_case(actor, case_id, ledger=ledger)
    needed = ["description", "authority", "finder"]
    needed += ["make", "seal", "condition"] if sort is Sort.FIREARM else []
    fields = {name: _MISSING for name in needed if not getattr(said, name).strip()}
    long = [
        n
        for n in Described.__slots__
        if isinstance(getattr(said, n), str) and len(getattr(said, n)) > MOST_CHARACTERS
    ]
    fields |= dict.fromkeys(long, _LONG)
    if fields:
        raise _refused(fields)
    return case


def _receive(actor: Actor, case: Case, said: Described, file: _File | None, ledger: Ledger) -> Exhibit:
    nonce = secrets.token_hex(16)
    exhibit = _exhibit(case, said, file, ledger, nonce)
    first = Event(
        id="", n=1, kind=Happened.RECEIVED, at="", by="", by_name="", by_title="", by_agency="",
        location=said.location.strip(), seal=said.seal.strip(), reason=said.authority.strip(),
        sha256=exhibit.sha256, measured=Measured.SAME if file else Measured.NONE,
    )  # fmt: skip
    first = acted(actor, first)
    made = exhibit

    def decide(look: Look) -> list[Change]:
        nonlocal made
        item = int(look.read("custody.last_item", {"case_id": case.id})[0]["item"]) + 1
        number = exhibit_number(actor.agency, case.number, item)
        made = replace(exhibit, item=item, number=number, agency=actor.agency, received=first.at)
        _, event_changes = written(actor, made, first, ledger=ledger)
        row = Row(s={"id": made.id, **made.marking.as_properties()}, p=stored_exhibit(made))
        return [Change(statement="write.put_exhibit", rows=[row]), *event_changes]

    signer_for(actor, ledger=ledger)  # an act of its own; none can begin inside another
    ledger.act(actor, Act(name="custody.receive", changes=decide, act_id=f"custody.receive:{nonce}"))
    return made


def exhibit_number(agency: str, case_number: str, item: int) -> str:
    """Return e.g. `TPD-2026-0417-03`: the agency's short name, the case's number, the item within it."""
    short = agency.rpartition("-")[2].upper()
    plain = case_number.partition("-")[2] if case_number[:3].upper() == "IR-" else case_number
    return f"{short}-{plain}-{item:02d}"


def _exhibit(case: Case, said: Described, file: _File | None, ledger: Ledger, nonce: str) -> Exhibit:
    codes = Handling.TIAHRT.value if said.trace_derived else ""
    marking = strictest(case_marking(case), int(case.tlp), codes)
    texts = {n: getattr(said, n).strip() for n in Described.__slots__ if n not in ("trace_derived", "location")}
    return Exhibit(
        **texts,
        id=ledger.id_for("Exhibit", f"received:{nonce}", case.holding),
        number="",
        item=0,
        case_id=case.id,
        case_number=case.number,
        agency="",
        sort=Sort.FILE if file else Sort.FIREARM,
        received="",
        file_name=file.name if file else "",
        media_type=_media_type(file.name) if file else "",
        sha256=file.stored.sha256 if file else "",
        size=file.stored.size if file else 0,
        trace_derived=said.trace_derived,
        holding=marking.holding,
        tlp=marking.tlp,
        handling=marking.handling,
    )


def case_marking(case: Case) -> Marking:
    """Return the marking that things of a case begin with."""
    return Marking(holding=case.holding, tlp=case.tlp, handling=case.handling)


def _media_type(name: str) -> str:
    return mimetypes.guess_type(name, strict=True)[0] or "application/octet-stream"


NO_FILE = Say(en="No file was chosen.", es="No se eligió ningún archivo.")
_MISSING = Say(en="This is needed.", es="Este dato es necesario.")
_LONG = Say(en=f"At most {MOST_CHARACTERS} characters.", es=f"Máximo {MOST_CHARACTERS} caracteres.")


def _refused(fields: dict[str, Say]) -> Invalid:
    return Invalid(
        Say(en="The exhibit was not received. See the fields.", es="No se recibió el indicio. Vea los campos."),
        fields=fields,
    )
