"""Application log: one JSON line per event on standard error. No local variables: they hold case data."""

from __future__ import annotations

import logging
import sys

import structlog


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    """Return a logger on what standard error is now: a server may have moved it since the start."""
    return structlog.PrintLogger(sys.stderr)


def configure() -> None:
    """Set up the log of this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )
