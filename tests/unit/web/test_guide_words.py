"""What the guides and the tour set apart as a word of the product stands on its pages as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ironriver.web.language import words
from tests.world import CHECKOUT

GUIDES = ("investigator", "analyst", "tracing", "partner", "court")
PAGES = ("README.md", "docs/tour.md", "docs/recorrido.md", *(f"docs/guides/{name}.md" for name in GUIDES))
#: Set apart for another reason: what one says, and names of things in the demonstration.
NOT_OF_THE_PRODUCT = frozenset(
    {
        *("What it holds itself to", "Choose the case first", "What a trace does not say", "The way of a request"),
        *("on the case", "en el caso", "Record (PDF)"),  # the button names its language itself
        *("(en español abajo)", "El camino de una solicitud", "A partner's program", "What comes in", "Transfer"),
        *("Verify", "Court package", "register", "referral", "Tómelo", "confirme", "confirm", "against", "Norvick"),
        *("Whitcombe", "Aldaco", "The gun's page", "TKF12045", "MOU-2026-03", "Two buyers, one telephone"),
        *("Did you mean Norvik Arms?", "¿Quiso decir Norvik Arms?", "Dos compradores, un teléfono"),
    }
)
_MARKED = re.compile(r"(?<![*\w])(\*{1,2})(?!\s)([^*]{1,80}?)(?<!\s)\1(?![*\w])")


def marked(page: str) -> Iterator[str]:
    """Phrases in italics or bold, each step of a way (`Partners → Make a profile`) by itself."""
    text = (CHECKOUT / page).read_text("utf-8")
    for _, phrase in _MARKED.findall(text):
        if "`" not in phrase and "](" not in phrase:
            for step in " ".join(phrase.split()).split(" → "):
                yield step.strip(" .,:")


def said(phrase: str) -> re.Pattern[str]:
    """A word of the product as guides may write it: any value where it has one, and the first letter either way."""
    named = re.sub(r"\\\{\w+\\\}", ".+", re.escape(phrase.strip(" .,:")))
    return re.compile(named, re.IGNORECASE)


@pytest.fixture(scope="module")
def spoken() -> list[re.Pattern[str]]:
    return [said(text) for say in words().values() for text in (say.en, say.es) if not text.startswith("{")]


@pytest.mark.parametrize("page", PAGES)
def test_a_word_set_apart_is_a_word_of_the_product(page: str, spoken: list[re.Pattern[str]]) -> None:
    lost = [p for p in marked(page) if p not in NOT_OF_THE_PRODUCT and not any(one.fullmatch(p) for one in spoken)]
    assert lost == []


def test_a_word_that_is_no_longer_there_is_found(spoken: list[re.Pattern[str]]) -> None:
    assert any(one.fullmatch("Summary of 25-118822") for one in spoken)
    assert not any(one.fullmatch("Cargar resultados") for one in spoken)
