"""JSON from outside, read strictly: how deep it is nested is counted on its bytes before anything parses it."""

from __future__ import annotations

import json
import re
from typing import Any

#: Strings are taken whole, so that brackets inside them do not count; what is left are the brackets themselves. One
#: that never ends is taken up to the end and nothing is tried twice: else each quote in it would begin anew.
_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+\\?(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


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


def read_strictly(text: bytes, most_depth: int) -> Any:  # noqa: ANN401 - any JSON value
    """Return what a JSON text says. `ValueError` for what is not UTF-8, too deep, or cannot be written again.

    Python reads `NaN`, numbers beyond any float and halves of characters; no program of a partner could read them.
    """
    if depth_of(text) > most_depth:
        raise ValueError("too deep")
    said = json.loads(text.decode())
    json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    return said
