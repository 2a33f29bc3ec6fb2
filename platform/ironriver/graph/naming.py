"""Which kinds of nodes and links a statement names: whatever it reads or writes is of one of them."""

from __future__ import annotations

import re

from ironriver.graph.catalogue import Statement

_STRINGS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WORDS = r"((?::\s*[A-Z]\w*)(?:\s*[|&:]\s*[A-Z]\w*)*)?"
#: A node is what stands in parentheses behind no word; a function's parentheses follow its name.
_NODE = re.compile(rf"(?<![\w`])\(\s*(\w*)\s*{_WORDS}\s*[{{)]")
_LINK = re.compile(rf"\[\s*(\w*)\s*{_WORDS}")
#: Procedures, dynamic words and labels put on afterwards: what these touch is not in the text.
_OPEN = re.compile(r"\bYIELD\b|\$\(|`|\b(?:SET|REMOVE)\s+\w+\s*:|\b(?:MATCH|MERGE|CREATE)\(", re.IGNORECASE)


def kinds_named(statement: Statement) -> frozenset[str] | None:
    """Return the labels and types that a statement names, None where it may touch something that it does not name.

    It may where a node or link stands nowhere with its kind, or where a procedure, a back-quoted word or a changing
    label occurs. A list in brackets counts as a link without a kind: the answer errs towards None only.
    """
    text = _STRINGS.sub("''", statement.text)
    if _OPEN.search(text):
        return None
    words: set[str] = set()
    named: set[str] = set()
    seen: set[str] = set()
    for variable, kinds in (*_NODE.findall(text), *_LINK.findall(text)):
        if not kinds and not variable:
            return None
        seen.add(variable)
        if kinds:
            named.add(variable)
            words.update(re.findall(r"\w+", kinds))
    return frozenset(words) if words and seen <= named else None
