"""Every sentence of the package, read from its source: in both languages, with the same places and figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "platform" / "ironriver"
#: Words that are the same in both languages: proper names, codes, and short words that really are alike.
ALIKE_AT_MOST = 24
#: One sentence each: a state whose English name is the stored word, and a library's own English message.
TOLD_ONCE = {"ingest/imports.py", "web/api/wire.py"}
#: English words that no Spanish sentence needs.
ENGLISH = re.compile(
    r"\b(?:the|and|with|this|that|which|your|please|cannot|does not|was not|is not)\b", re.IGNORECASE
)
SPANISH = re.compile(r"\b(?:el|los|las|una|con|para|esta|este|que|usted|puede|porque|desde)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """One `Say(en=…, es=…)` as it stands in a file; places are the sources of what is filled in."""

    where: str
    en: str
    es: str
    en_places: tuple[str, ...]
    es_places: tuple[str, ...]


def text_of(node: ast.expr) -> tuple[str, tuple[str, ...]] | None:
    """Return a literal's text with `{}` at its places, and what stands at each place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value, ()
    if not isinstance(node, ast.JoinedStr):
        return None
    texts, places = [], []
    for part in node.values:
        if isinstance(part, ast.Constant):
            texts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            texts.append("{}")
            places.append(ast.unparse(part.value))
    return "".join(texts), tuple(places)


def sentences() -> Iterator[Sentence]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "Say":
                continue
            given = {word.arg: text_of(word.value) for word in node.keywords}
            en, es = given.get("en"), given.get("es")
            if en and es:
                where = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield Sentence(where, en[0], es[0], en[1], es[1])


ALL = tuple(sentences())


def test_there_are_sentences() -> None:
    assert len(ALL) > 300


def test_both_languages_say_something() -> None:
    empty = [s.where for s in ALL if bool(s.en.strip()) != bool(s.es.strip())]
    assert empty == []


def test_spanish_is_no_copy_of_english() -> None:
    """Long texts that are the same in both were forgotten, not translated."""
    same = [s.where for s in ALL if s.en == s.es and len(s.en) > ALIKE_AT_MOST]
    assert same == []


def test_sentences_stand_in_their_own_language() -> None:
    """Quoted things apart: a command or a file name stays as it is typed."""
    quoted = re.compile(r"[`“«\"'].*?[`”»\"']|\{\}|https?://\S+|--[a-z-]+")
    mixed = []
    for s in ALL:
        spanish, english = quoted.sub(" ", s.es), quoted.sub(" ", s.en)
        if len(ENGLISH.findall(spanish)) >= 2 or len(SPANISH.findall(english)) >= 2:
            mixed.append(s.where)
    assert mixed == []


def test_what_is_filled_in_is_the_same_on_both_sides() -> None:
    """A name told in English and not in Spanish leaves half of the readers guessing."""
    different = {s.where.partition(":")[0] for s in ALL if len(s.en_places) != len(s.es_places)}
    assert different <= TOLD_ONCE


def test_figures_are_the_same_on_both_sides() -> None:
    """18 U.S.C. 933, 30 minutes, 15 characters: a figure that differs is a mistake in one of them."""
    figure = re.compile(r"(?<![\w.])\d+")
    different = [s.where for s in ALL if sorted(figure.findall(s.en)) != sorted(figure.findall(s.es))]
    assert different == []


@pytest.mark.parametrize("ending", ".:?…")
def test_sentences_end_alike(ending: str) -> None:
    different = [s.where for s in ALL if s.en.rstrip().endswith(ending) != s.es.rstrip().endswith(ending)]
    assert different == []


def test_questions_and_exclamations_open_in_spanish() -> None:
    for closing, opening in (("?", "¿"), ("!", "¡")):
        wrong = [s.where for s in ALL if s.es.rstrip().endswith(closing) and opening not in s.es]
        assert wrong == []


def test_quotation_marks_are_those_of_the_language() -> None:
    """“…” in English, «…» in Spanish; look.md."""
    assert [s.where for s in ALL if "“" in s.es or "”" in s.es] == []
    assert [s.where for s in ALL if "«" in s.en or "»" in s.en] == []


def test_no_sentence_has_double_blanks_or_loose_ends() -> None:
    bad = [s.where for s in ALL for text in (s.en, s.es) if "  " in text.strip() and "({}" not in text]
    assert bad == []
