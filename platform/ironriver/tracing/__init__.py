"""Trace requests from draft to answer, the trace summary, referral lists, statistics that cannot be misread."""

from __future__ import annotations

from ironriver.tracing.summary import trace_summary
from ironriver.tracing.summary_paper import Form, print_summary
from ironriver.tracing.summary_results import (
    SummaryLeg,
    SummaryRow,
    SummarySection,
    SummarySource,
    TraceSummary,
    as_record,
)
from ironriver.tracing.summary_texts import ENDS as SUMMARY_ENDS

__all__ = [
    "SUMMARY_ENDS",
    "Form",
    "SummaryLeg",
    "SummaryRow",
    "SummarySection",
    "SummarySource",
    "TraceSummary",
    "as_record",
    "print_summary",
    "trace_summary",
]
