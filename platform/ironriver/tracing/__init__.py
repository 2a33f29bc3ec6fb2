"""Trace requests from draft to answer, the trace summary, referral lists, statistics that cannot be misread."""

from __future__ import annotations

from ironriver.tracing.checking import Chance, Checked, Completeness, Prospect, check, needed_fields
from ironriver.tracing.findings import Finding, Grade, Request
from ironriver.tracing.nearest import reference_lists
from ironriver.tracing.reading import (
    Alike,
    Count,
    Filter,
    MonitorPage,
    find_form,
    form_with_steps,
    monitor,
    same_gun,
    units_of,
)
from ironriver.tracing.records import Step, TraceForm, may_move, read_request
from ironriver.tracing.referral_list import SHARINGS, ReferralHit, ReferralList, Sharing, referral_list
from ironriver.tracing.referral_list_paper import NOTES as REFERRAL_NOTES
from ironriver.tracing.referral_list_paper import print_referral_list, referral_record, referral_rows
from ironriver.tracing.request_paper import print_request
from ironriver.tracing.requests import (
    ask_back,
    begin,
    follow_up,
    move,
    number,
    save,
    submit,
    transmit,
    withdraw,
)
from ironriver.tracing.results import (
    Landed,
    Result,
    decide_held,
    import_results,
    land_results,
    propose_release,
    release,
    result_of,
)
from ironriver.tracing.schema import Field, Schema, Section, current_schema, norm, route_of
from ironriver.tracing.states import MOVES, OUTCOMES, REASONS, STATES, WAYS, Move, Outcome, Reason, State
from ironriver.tracing.statistics import Asker as StatisticsAsker
from ironriver.tracing.statistics import trace_statistics
from ironriver.tracing.statistics_chart import draw_bars
from ironriver.tracing.statistics_paper import print_statistics, statistics_rows
from ironriver.tracing.statistics_period import LIMITS as STATISTICS_LIMITS
from ironriver.tracing.statistics_period import crimes, narrowed, read_period
from ironriver.tracing.statistics_published import Published, published_tables
from ironriver.tracing.statistics_results import Cell, Figure, Period, Statistics, Table
from ironriver.tracing.summary import trace_summary
from ironriver.tracing.summary_paper import print_summary
from ironriver.tracing.summary_results import (
    SummaryLeg,
    SummaryRow,
    SummarySection,
    SummarySource,
    TraceSummary,
    as_record,
)
from ironriver.tracing.summary_texts import CODES as SUMMARY_CODES
from ironriver.tracing.summary_texts import ENDS as SUMMARY_ENDS
from ironriver.tracing.transmission import as_csv, as_rows

__all__ = [
    "MOVES",
    "OUTCOMES",
    "REASONS",
    "REFERRAL_NOTES",
    "SHARINGS",
    "STATES",
    "STATISTICS_LIMITS",
    "SUMMARY_CODES",
    "SUMMARY_ENDS",
    "WAYS",
    "Alike",
    "Cell",
    "Chance",
    "Checked",
    "Completeness",
    "Count",
    "Field",
    "Figure",
    "Filter",
    "Finding",
    "Grade",
    "Landed",
    "MonitorPage",
    "Move",
    "Outcome",
    "Period",
    "Prospect",
    "Published",
    "Reason",
    "ReferralHit",
    "ReferralList",
    "Request",
    "Result",
    "Schema",
    "Section",
    "Sharing",
    "State",
    "Statistics",
    "StatisticsAsker",
    "Step",
    "SummaryLeg",
    "SummaryRow",
    "SummarySection",
    "SummarySource",
    "Table",
    "TraceForm",
    "TraceSummary",
    "as_csv",
    "as_record",
    "as_rows",
    "ask_back",
    "begin",
    "check",
    "crimes",
    "current_schema",
    "decide_held",
    "draw_bars",
    "find_form",
    "follow_up",
    "form_with_steps",
    "import_results",
    "land_results",
    "may_move",
    "monitor",
    "move",
    "narrowed",
    "needed_fields",
    "norm",
    "number",
    "print_referral_list",
    "print_request",
    "print_statistics",
    "print_summary",
    "propose_release",
    "published_tables",
    "read_period",
    "read_request",
    "reference_lists",
    "referral_list",
    "referral_record",
    "referral_rows",
    "release",
    "result_of",
    "route_of",
    "same_gun",
    "save",
    "statistics_rows",
    "submit",
    "trace_statistics",
    "trace_summary",
    "transmit",
    "units_of",
    "withdraw",
]
