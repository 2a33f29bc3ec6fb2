"""Questions worth keeping: the library, one's own queries, and the guard between Cypher and an engine."""

from ironriver.queries.clearances import PROJECTED
from ironriver.queries.guard_text import Refusal, check_text
from ironriver.queries.projections import Projection, Projections, all_projections, find_projection, open_sandbox
from ironriver.queries.running import Result, Wanted, age_of, lint, run_query, stop_queries
from ironriver.queries.self_test import Check

__all__ = [
    "PROJECTED",
    "Check",
    "Projection",
    "Projections",
    "Refusal",
    "Result",
    "Wanted",
    "age_of",
    "all_projections",
    "check_text",
    "find_projection",
    "lint",
    "open_sandbox",
    "run_query",
    "stop_queries",
]
