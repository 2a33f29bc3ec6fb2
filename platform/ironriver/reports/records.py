"""What a case file is made of: chapters of sentences, the lines that say them, and the register of sources."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from ironriver.errors import Say

FORMAT = "ironriver/case-file/1"


class FileState(StrEnum):
    """How far it has come. What is approved never changes; a newer one is made beside it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a sentence is written: number in the register (0 for what no source says) and line of the file."""

    no: int
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One statement of fact in both languages. One that nobody recorded says so, and cites nothing."""

    en: str
    es: str
    cites: tuple[Citation, ...] = ()
    known: bool = True

    def said(self, language: str) -> str:
        """Return it in a language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What is told of one firearm. `title` names it; `legs` of its way and how many of them a source records."""

    firearm_id: str
    title: str
    sentences: tuple[Sentence, ...]
    legs: int
    recorded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """One line of the register. A source that is not open to the author keeps its number and nothing else."""

    no: int
    id: str
    name: str
    authority: str
    brought_by: str
    received: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Everything a case file says. It is stored as canonical JSON; screen, PDF and DOCX are drawn from it alone."""

    title: str
    case: str
    cut: tuple[str, str]
    chapters: tuple[Chapter, ...]
    sources: tuple[SourceEntry, ...]
    tlp: int
    left_out: int = 0

    @property
    def sentences(self) -> int:
        """How many sentences it has."""
        return sum(len(chapter.sentences) for chapter in self.chapters)

    @property
    def legs(self) -> tuple[int, int]:
        """Recorded legs, and all of them: the denominator of every way that is told."""
        return sum(one.recorded for one in self.chapters), sum(one.legs for one in self.chapters)

    def as_record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"kind": FORMAT, **json.loads(json.dumps(asdict(self)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A case file as it is listed."""

    id: str
    case_id: str
    case_number: str
    title: str
    record: str
    inputs: tuple[str, ...]
    firearms: int
    sentences: int
    state: FileState
    proposal: str
    made: str
    made_by: str
    made_by_name: str
    holding: str
    tlp: int
    handling: str


STATES: Mapping[FileState, Say] = {
    FileState.DRAFT: Say(en="draft", es="borrador"),
    FileState.PROPOSED: Say(en="waits for approval", es="espera aprobación"),
    FileState.APPROVED: Say(en="approved", es="aprobado"),
}


def read_story(content: bytes) -> Story:
    """Return the story of a stored record; `as_record` of it is the record again."""
    read = json.loads(content)
    chapters = tuple(
        Chapter(
            **{
                **chapter,
                "sentences": tuple(
                    Sentence(**{**one, "cites": tuple(Citation(**cite) for cite in one["cites"])})
                    for one in chapter["sentences"]
                ),
            }
        )
        for chapter in read["chapters"]
    )
    return Story(
        title=read["title"],
        case=read["case"],
        cut=(read["cut"][0], read["cut"][1]),
        chapters=chapters,
        sources=tuple(SourceEntry(**one) for one in read["sources"]),
        tlp=read["tlp"],
        left_out=read["left_out"],
    )
