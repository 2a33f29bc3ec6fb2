"""Words: both languages for each, every key in use defined, the same places to fill in both."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from ironriver.ingest import KINDS
from ironriver.jobs import State
from ironriver.model.actor import Role
from ironriver.web import language
from ironriver.web.drawing import glyphs
from ironriver.web.views.workbench import _SCRIPT_WORDS, LEGEND, TOOLS

WEB = Path(language.__file__).parent
USED = re.compile(r"""\bt\(\s*['"]([a-z_0-9.\-]+)['"]\s*[,)]""")


def sources() -> list[Path]:
    return [*WEB.rglob("*.html"), *WEB.rglob("*.py")]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_is_there_twice_with_the_same_places():
    for key, say in language.words().items():
        assert say.en.strip(), key
        assert say.es.strip(), key
        assert places(say.en) == places(say.es), key


def test_every_key_in_use_is_defined():
    missing = {
        (path.name, key)
        for path in sources()
        for key in USED.findall(path.read_text("utf-8"))
        if not language.has_word(key)
    }
    assert missing == set()


def test_keys_that_are_put_together_are_defined():
    made = [f"kind.{kind}" for kind in glyphs()["kinds"]]
    made += [f"role.{role}" for role in Role]
    made += [f"import_kind.{kind}" for kind in KINDS]
    made += [f"job.{state}" for state in State]
    made += [f"batch.{state}" for state in ("open", "closed", "undone", "withdrawn")]
    made += [f"approvals.state_{s}" for s in ("open", "approved", "refused", "withdrawn", "carried_out", "expired")]
    made += [f"agreements.state_{s}" for s in ("active", "not_yet", "unconfirmed", "expired", "revoked")]
    made += [f"sharing.level_{level}" for level in range(5)]
    made += [f"script.{name}" for name in _SCRIPT_WORDS]
    made += [f"chart.{tool.name}" for tool in TOOLS]
    made += [f"kind.{kind}" for kind in LEGEND]
    assert [key for key in made if not language.has_word(key)] == []


def test_no_sentence_blames():
    forbidden = re.compile(r"\b(suspect|trafficker|straw buyer|guilty|bad dealer|matched|sospechos|culpable)", re.I)
    for key, say in language.words().items():
        assert not forbidden.search(say.en), key
        assert not forbidden.search(say.es), key


def test_icons_in_use_exist():
    used = {name for path in sources() for name in re.findall(r"icon\('([a-z_]+)'", path.read_text("utf-8"))}
    used |= {tool.icon for tool in TOOLS}
    assert used - set(glyphs()["icons"]) == set()


@pytest.mark.parametrize(
    ("asked", "accepted", "given"),
    [
        ("es", "en-US", "es"),
        ("en", "es-MX", "en"),
        (None, "es-MX,es;q=0.9", "es"),
        (None, "fr", "en"),
        ("fr", None, "en"),
        (None, None, "en"),
    ],
)
def test_the_chosen_language_goes_before_the_browsers(asked, accepted, given):
    assert language.choose_language(asked, accepted) == given


def test_a_missing_half_stops_the_start():
    with pytest.raises(RuntimeError):
        list(language._flatten({"a": {"en": "only"}}, ""))
    with pytest.raises(RuntimeError):
        list(language._flatten({"a": "text"}, ""))
    with pytest.raises(KeyError):
        language.word("no.such.word", "en")
