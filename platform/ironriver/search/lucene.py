"""Words of a person → a Lucene query, with nothing of Lucene's own language left in them."""

from __future__ import annotations

from ironriver.model.values import fold

_RESERVED = frozenset({"AND", "OR", "NOT", "TO"})
_SPECIAL = frozenset('+-&|!(){}[]^"~*?:\\/')
#: More words than this narrow nothing and cost time.
MAX_WORDS = 8
#: Lucene needs a few characters before it may look for near spellings; shorter words must agree as they are.
SHORTEST_NEAR = 4


def escape(text: str) -> str:
    """Return `text` so that Lucene reads every character as itself, and `AND` as a word."""
    reserved = "\\" if text.upper() in _RESERVED else ""
    return reserved + "".join(f"\\{char}" if char in _SPECIAL else char for char in text)


def wildcard(text: str) -> str:
    """Return `text` with `?` and `*` as wildcards and everything else as itself."""
    return "".join(char if char in "?*" else escape(char) for char in text)


def _typed(text: str) -> tuple[str, ...]:
    """Return the words as typed (the index folds accents itself and keeps apostrophes), signs as spaces."""
    kept = "".join(char if char.isalnum() or char in "'’" else " " for char in text)
    return tuple(word.strip("'’").replace("’", "'") for word in kept.split()[:MAX_WORDS] if word.strip("'’"))


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a name, signs apart."""
    folded = "".join(char if char.isalnum() else " " for char in fold(text))
    return tuple(word.lower() for word in folded.split()[:MAX_WORDS])


def name_query(text: str) -> str:
    """All words must be there, the last one perhaps unfinished: `dale AND whitc*`. Empty for no words."""
    words = [escape(word.lower()) for word in _typed(text)]
    if not words:
        return ""
    return " AND ".join([*words[:-1], f"({words[-1]} OR {words[-1]}*)"])


def near_name_query(text: str) -> str:
    """All words must be there, each perhaps one letter off."""
    words = [word.lower() for word in _typed(text)]
    return " AND ".join(f"{escape(word)}~1" if len(word) >= SHORTEST_NEAR else escape(word) for word in words)


def name_rank(text: str, name: str) -> tuple[int, int, str]:
    """Sort key from facts a reader can see: words found whole, words begun, then the name itself."""
    have = set(words_of(name))
    wanted = words_of(text)
    whole = sum(word in have for word in wanted)
    begun = sum(any(one.startswith(word) for one in have) for word in wanted)
    return (-whole, -begun, fold(name))
