"""Pages that people can hold: HTML → tagged PDF/A-3u, the same bytes from the same page, with nothing fetched.

A room makes a record, `render` puts it into a template of `templates/` inside the frame of every printed page
(marking top and bottom, page x of y, notice, digest, QR), and `to_pdf` makes the file. The digest on the paper is
the SHA-256 of the record that is attached to the same file, so that it can be checked with any tool.
"""

from ironriver.documents.frame import NOTICE, Frame, Occasion, Record, make_frame, record_of
from ironriver.documents.papers import PrintedRecord, PrintOptions
from ironriver.documents.pdf import Attachment, Page, Paper, check_available, to_pdf
from ironriver.documents.qr import draw_qr
from ironriver.documents.rendering import render
from ironriver.documents.spreadsheet import to_csv

__all__ = [
    "NOTICE",
    "Attachment",
    "Frame",
    "Occasion",
    "Page",
    "Paper",
    "PrintOptions",
    "PrintedRecord",
    "Record",
    "check_available",
    "draw_qr",
    "make_frame",
    "record_of",
    "render",
    "to_csv",
    "to_pdf",
]
