"""What goes into a package, put together once: payload, chains, credentials, keys, reports, texts, the verifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ironriver.access.cases import Case
from ironriver.custody import texts
from ironriver.custody.bag import Filed, filed
from ironriver.custody.canonical import jcs
from ironriver.custody.credentials import context_document
from ironriver.custody.handlers import did_document
from ironriver.custody.records import Chain, Happened, Sort
from ironriver.custody.report import record_files
from ironriver.custody.verifier import source
from ironriver.ledger import Ledger, Opening, open_rows
from ironriver.model.actor import Actor

#: Statements whose rows show what stands in a package.
SHOWN = frozenset({"write.put_exhibit", "write.put_custody_event"})
_JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the certificate and the reports say of the package."""

    number: str
    court: str
    language: str


def put_together(
    actor: Actor, case: Case, chains: Sequence[Chain], said: Described, *, ledger: Ledger
) -> list[Filed]:
    """Return every file of a package, kept in the vault, in the order of their paths."""
    files = [*_custody(chains, ledger), *_identities(chains, ledger), *_texts(case, said, ledger)]
    for chain in chains:
        files += record_files(actor, chain, ledger=ledger, language=said.language)
    return sorted(files, key=lambda one: one.path.encode())


def payload_path(chain: Chain) -> str:
    """Return where an exhibit's bytes lie in the package; nothing for a physical one. Safe characters only."""
    exhibit = chain.exhibit
    if exhibit.sort is not Sort.FILE:
        return ""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in exhibit.file_name)
    return f"data/exhibits/{exhibit.number}/{name.strip('.')[-100:] or 'file'}"


def agencies_of(chains: Sequence[Chain]) -> list[str]:
    """Return the agencies whose people signed."""
    return sorted({event.by_agency for chain in chains for event in chain.events})


def ids_of(chains: Sequence[Chain]) -> set[str]:
    """Return the ids of the exhibits and of what happened to them."""
    return {c.exhibit.id for c in chains} | {event.id for c in chains for event in c.events}


def _custody(chains: Sequence[Chain], ledger: Ledger) -> Iterator[Filed]:
    opened = {o.structure["id"]: o for o in open_rows(ledger, ids_of(chains), SHOWN)}
    for chain in chains:
        exhibit, path = chain.exhibit, payload_path(chain)
        if path:
            yield Filed(path=path, size=exhibit.size, sha256=exhibit.sha256, type=exhibit.media_type)
        record = {
            "exhibit": _row(opened[exhibit.id]),
            "events": [_row(opened[event.id]) for event in chain.events],
            "file": path,
        }
        yield filed(ledger.vault, f"data/custody/{exhibit.number}.json", jcs(record), _JSON)
        for event in chain.events:
            if event.credential:
                name = f"data/credentials/{exhibit.number}/{event.n:04d}.json"
                yield filed(ledger.vault, name, event.credential.encode(), "application/vc")


def _row(opening: Opening) -> dict[str, Any]:
    return {"s": opening.structure, "p": opening.payload}


def _identities(chains: Sequence[Chain], ledger: Ledger) -> Iterator[Filed]:
    for agency in agencies_of(chains):
        yield filed(ledger.vault, f"data/did/{agency}.json", jcs(did_document(agency, ledger=ledger)), _JSON)
    context = jcs(context_document())
    yield filed(ledger.vault, "data/contexts/custody-v1.json", context, "application/ld+json")


def _texts(case: Case, said: Described, ledger: Ledger) -> Iterator[Filed]:
    from ironriver import __version__

    certificate = texts.CERTIFICATE.format(
        number=said.number,
        case=case.number,
        court=said.court,
        version=__version__,
        root_note="stands in package.json and in the ledger",
    )
    made = {f"data/limits-{language}.txt": text for language, text in texts.LIMITS.items()}
    made |= {"data/certificate-draft-902.txt": certificate, "README.txt": texts.README}
    for path, text in made.items():
        yield filed(ledger.vault, path, text.encode(), "text/plain")
    yield filed(ledger.vault, "verify.py", source(), "text/x-python")


def counted(chains: Sequence[Chain]) -> int:
    """Return how many transfers were accepted, for the preview."""
    return sum(e.kind is Happened.ACCEPTED for chain in chains for e in chain.events)
