"""A record on paper: what is common to every room that prints one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ironriver.documents.frame import Frame, Occasion, Record, make_frame
from ironriver.documents.pdf import Attachment, Page, Paper, to_pdf
from ironriver.documents.rendering import render


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """How a person wants it: `language` of the frame, `both` for two columns, `case` its number or nothing."""

    language: Literal["en", "es"]
    both: bool = False
    paper: Paper = "letter"
    case: str = ""
    demo: bool = False

    def occasion(self, *, tlp: str, asked_by: str, cut: tuple[str, str]) -> Occasion:
        """Return who prints under which limit: label of the marking, who, instant and id of the data cut."""
        return Occasion(
            tlp=tlp,
            case=self.case,
            asked_by=asked_by,
            cut=f"{cut[0][:16].replace('T', ' ')} UTC {cut[1][:12]}",
            demo=self.demo,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRecord:
    """A record and the heads of the paper that shows it. `made`: ISO instant, from the data cut, never the clock.

    `about` describes the attached record; `name` is the file's title, the paper's own where it is empty.
    """

    title: str
    identifier: str
    made: str
    record: Record
    occasion: Occasion
    language: Literal["en", "es"]
    name: str = ""
    about: str = ""
    both: bool = False
    paper: Paper = "letter"

    def to_html(self, template: str, **values: object) -> str:
        """Return the template inside the frame of every printed page; it gets the frame as `frame`."""
        return render(template, frame=self.frame(), **values)

    def to_pdf(self, html: str) -> bytes:
        """Return the page as PDF/A-3u with the record attached: the same record gives the same bytes.

        Raises `Unavailable` where this machine cannot draw PDF files.
        """
        attached = Attachment(
            name="record.json",
            content=self.record.content,
            media_type="application/json",
            description=self.about or self.title,
        )
        page = Page(
            html=html,
            title=self.name or self.title,
            language=self.language,
            identifier=self.identifier,
            made=self.made,
            attachments=(attached,),
            paper=self.paper,
        )
        return to_pdf(page)

    def frame(self) -> Frame:
        """Return what stands on every page."""
        return make_frame(
            self.title, self.identifier, self.record, self.occasion, language=self.language, both=self.both
        )
