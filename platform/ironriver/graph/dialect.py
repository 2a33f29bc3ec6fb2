"""Rules placeholder, replaced below."""

from __future__ import annotations

from ironriver.graph.header import Header


class RuleError(ValueError):
    def __init__(self, rule: str, why: str) -> None:
        super().__init__(f"{rule}: {why}")
        self.rule = rule


def check(name: str, header: Header, query: str) -> None:
    return None
