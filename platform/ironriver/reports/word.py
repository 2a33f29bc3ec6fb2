"""A case file as DOCX, for a prosecutor who goes on writing in it: the same record gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Literal

from docx import Document
from docx.document import Document as DocxDocument

from ironriver.documents import NOTICE, record_of
from ironriver.model.marking import Tlp
from ironriver.reports.approving import Approval
from ironriver.reports.paper import LIMITS, TITLE, WORDS
from ironriver.reports.records import CaseFile, Sentence, Story

Language = Literal["en", "es"]
#: What the zip says of each part: DOS time begins here, and no clock is asked.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_case_file(file: CaseFile, story: Story, approval: Approval | None, language: Language) -> bytes:
    """Return the file as DOCX. Marking and notice stand in head and foot of each page; the digest of the record at
    the end tells which record it was drawn from."""
    made = Document()
    _properties(made, file, story, language)
    _frame(made, story, language)
    made.add_heading(TITLE.in_language(language), level=0)
    made.add_paragraph(f"{story.title} · {story.case}")
    said = {name: say.in_language(language) for name, say in WORDS.items()}
    made.add_paragraph(f"{said['approved']} {approval.name}, {approval.at[:10]}" if approval else said["draft"])
    recorded, legs = story.legs
    made.add_paragraph(f"{recorded} {said['of']} {legs} {said['legs']}")
    for number, chapter in enumerate(story.chapters, 1):
        made.add_heading(f"{number}. {chapter.title}", level=1)
        for sentence in chapter.sentences:
            made.add_paragraph(_written(sentence, said, language), style="List Number")
    if story.left_out:
        made.add_paragraph(f"{said['left_out']} {story.left_out}")
    made.add_heading(said["limits"], level=1)
    for limit in LIMITS:
        made.add_paragraph(limit.in_language(language))
    made.add_heading(said["sources"], level=1)
    for one in story.sources:
        told = f"{one.name}, {one.authority}, {one.brought_by}, {one.received[:10]}" if one.id else said["hidden"]
        made.add_paragraph(f"[{one.no}] {told}")
    made.add_paragraph(f"SHA-256: {record_of(story.as_record()).digest}")
    return _packed(made)


def _written(sentence: Sentence, said: dict[str, str], language: Language) -> str:
    line = said["line"]
    cites = [f"[{c.no}, {line} {c.line:,}]" if c.line else f"[{c.no}]" for c in sentence.cites]
    return " ".join([sentence.said(language), *cites, *([] if sentence.known else [f"[{said['unknown']}]"])])


def _properties(made: DocxDocument, file: CaseFile, story: Story, language: Language) -> None:
    cut = datetime.fromisoformat(story.cut[0]).replace(microsecond=0, tzinfo=None)
    core = made.core_properties
    core.title, core.author, core.language = story.title, file.made_by_name, language
    core.created = core.modified = core.last_printed = cut
    core.last_modified_by, core.comments, core.identifier = file.made_by_name, "", f"F-{file.id[-12:]}"


def _frame(made: DocxDocument, story: Story, language: Language) -> None:
    section = made.sections[0]
    section.header.paragraphs[0].text = f"{Tlp(story.tlp).label} | {story.case}"
    section.footer.paragraphs[0].text = NOTICE.in_language(language)


def _packed(made: DocxDocument) -> bytes:
    """Write the parts again in their order with one date: a zip otherwise holds the time of writing."""
    first, last = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), parts.read(name), zipfile.ZIP_DEFLATED)
    return last.getvalue()
