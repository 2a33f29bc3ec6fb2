"""Case files from facts: every sentence cites its source, a second person approves, and bytes repeat."""

from ironriver.reports.approving import (
    Approval,
    approval_of,
    approve_case_file,
    has_lapsed,
    propose_case_file,
    refuse_case_file,
)
from ironriver.reports.making import CaseFileDraft, make_case_file
from ironriver.reports.paper import LIMITS, print_case_file
from ironriver.reports.records import CaseFile, Citation, FileState, Sentence, SourceEntry, Story, read_story
from ironriver.reports.stored import case_file, case_files
from ironriver.reports.word import write_case_file

__all__ = [
    "LIMITS",
    "Approval",
    "CaseFile",
    "CaseFileDraft",
    "Citation",
    "FileState",
    "Sentence",
    "SourceEntry",
    "Story",
    "approval_of",
    "approve_case_file",
    "case_file",
    "case_files",
    "has_lapsed",
    "make_case_file",
    "print_case_file",
    "propose_case_file",
    "read_story",
    "refuse_case_file",
    "write_case_file",
]
