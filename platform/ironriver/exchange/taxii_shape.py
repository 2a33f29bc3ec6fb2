"""How deep a JSON text is nested, counted on its bytes before anything parses it."""

from __future__ import annotations

import re

#: Strings are taken whole, so that brackets inside them do not count; what is left are the brackets themselves.
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


def depth_of(text: bytes) -> int:
    """Return the deepest nesting of a JSON text; of other text some number, which no limit depends on."""
    depth = deepest = 0
    for token in _TOKENS.finditer(text):
        first = token[0][:1]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest
