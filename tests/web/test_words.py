"""Words: both languages for each, every key in use defined, the same places to fill in both."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import ironriver
from ironriver.access.action_words import ROLE_WORDS
from ironriver.custody.records import Happened
from ironriver.ingest import KINDS
from ironriver.jobs import State
from ironriver.model.actor import Role
from ironriver.model.kinds import KINDS as THINGS
from ironriver.review.decisions import Step
from ironriver.review.ways import ReferralMove
from ironriver.tracing.states import Move as TraceMove
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


def names_of_acts() -> set[str]:
    """Every name that an act is given in the code: written out, or put together from a list that is known."""
    found, made_up = set(), set()
    for path in Path(ironriver.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Act":
                name = next(key.value for key in call.keywords if key.arg == "name")
                if isinstance(name, ast.Constant):
                    found.add(name.value)
                else:
                    made_up.add(ast.unparse(name))
    # Whoever adds another way to make a name adds what it makes here.
    assert made_up == {
        "ACT", "CHANGE_ACT", "act.name", "name", "f'access.proposal_{state}'", "f'access.{why}'",
        "f'custody.{event.kind.value}'", "f'review.referral_{move.to}'", "f'review.{verdict.step}'",
        "f'tracing.{to}'",
    }  # fmt: skip
    found |= {"access.shred", "ledger.change_signing_key"}
    found |= {f"access.proposal_{state}" for state in ("approved", "refused", "withdrawn")}
    found |= {f"custody.{kind}" for kind in Happened}
    found |= {f"review.referral_{move}" for move in ReferralMove}
    found |= {f"review.{step}" for step in Step}
    found |= {f"tracing.{move}" for move in TraceMove}
    accounts = ("enable", "disable", "lock", "unlock")
    found |= {f"access.{what}_account" for what in accounts} | {"access.set_clearance", "access.disable_inactive"}
    cases = ("close_case", "reopen_case", "reattest_agreement", "revoke_agreement")
    found |= {f"access.{what}" for what in cases}
    releases = ("decide_release", "hand_over", "recall_release", "acknowledge_recall")
    return found | {f"exchange.{what}" for what in releases}


def test_kinds_of_theft_are_said_in_the_words_of_the_model():
    title = THINGS["Theft"].properties["kind"].title
    en, es = (text.rpartition(": ")[2].split(", ") for text in (title.en, title.es))
    assert len(en) == len(es) > 3
    assert [language.word(f"event_kind.{kind}", "es") for kind in en] == es


def test_every_act_of_the_ledger_is_said_in_words():
    keys = {f"acts.{name.replace('.', '_')}" for name in names_of_acts()}
    assert {key for key in keys if not language.has_word(key)} == set()


def test_roles_are_called_the_same_in_a_refusal_and_on_a_page():
    for role, said in ROLE_WORDS.items():
        assert (language.word(f"role.{role}", "en"), language.word(f"role.{role}", "es")) == (said.en, said.es)


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
