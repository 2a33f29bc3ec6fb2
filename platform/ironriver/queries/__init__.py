"""Questions worth keeping: the library, one's own queries, and the guard between Cypher and an engine."""

from ironriver.queries.clearances import PROJECTED
from ironriver.queries.figures import RUN_SECONDS
from ironriver.queries.fitting import Offer, SavedForm, offers, saved_forms
from ironriver.queries.guard_text import Refusal, allowed, check_text
from ironriver.queries.library import Asked, Question, ask_question, question, questions
from ironriver.queries.marks import Mark, marks
from ironriver.queries.ontology import ontology
from ironriver.queries.parameters import Parameter, ParameterKind, bind, check_used, read_parameters
from ironriver.queries.projections import Projection, Projections, all_projections, find_projection, open_sandbox
from ironriver.queries.running import Result, Wanted, age_of, lint, refusal_of, run_query, stop_queries
from ironriver.queries.saved import (
    LISTED,
    QueryDraft,
    QueryVersion,
    SavedQuery,
    Scope,
    differences,
    find_query,
    query_versions,
    save_query,
    saved_queries,
)
from ironriver.queries.self_test import Check

__all__ = [
    "LISTED",
    "PROJECTED",
    "RUN_SECONDS",
    "Asked",
    "Check",
    "Mark",
    "Offer",
    "Parameter",
    "ParameterKind",
    "Projection",
    "Projections",
    "QueryDraft",
    "QueryVersion",
    "Question",
    "Refusal",
    "Result",
    "SavedForm",
    "SavedQuery",
    "Scope",
    "Wanted",
    "age_of",
    "all_projections",
    "allowed",
    "ask_question",
    "bind",
    "check_text",
    "check_used",
    "differences",
    "find_projection",
    "find_query",
    "lint",
    "marks",
    "offers",
    "ontology",
    "open_sandbox",
    "query_versions",
    "question",
    "questions",
    "read_parameters",
    "refusal_of",
    "run_query",
    "save_query",
    "saved_forms",
    "saved_queries",
    "stop_queries",
]
