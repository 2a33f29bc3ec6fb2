"""Which detectors there are. Each reads its inputs under the actor's clearance and returns what it states.

To hang a detector in: a module with a function `Work -> Outcome`, a `Method` and one line in `METHODS`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ironriver.analytics.findings import Detector, FindingDraft
from ironriver.errors import Say
from ironriver.jobs import Report
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from ironriver.model.marking import Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a detector is given. `actor` sees only published lists and the holding of his agency."""

    actor: Actor
    job: str
    ledger: Ledger
    report: Report
    seed: int = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a detector returns: drafts of findings, figures (JSON), the strictest marking of its inputs.

    `grounds`: thing → strictest marking of what was read about it alone; things not in it rest on everything.
    """

    marking: Marking
    drafts: tuple[FindingDraft, ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)
    grounds: Mapping[str, Marking] = field(default_factory=dict)


Detect = Callable[[Work], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One detector: its version, what it says of itself, where its function is (`module:function`).

    `parameters` are the defaults; a run may set others and writes down what it used.
    """

    detector: Detector
    version: str
    title: Say
    about: Say
    limits: Say
    citation: str
    function: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def load(self) -> Detect:
        """Return the function. Its libraries are heavy, so they are imported when it runs."""
        module, _, name = self.function.partition(":")
        found: Detect = getattr(importlib.import_module(f"ironriver.analytics.{module}"), name)
        return found
