"""The policy: role by action as a table written a second time by hand, and what `require` says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ironriver.access import policy
from ironriver.access.action_words import ACTION_WORDS
from ironriver.access.policy import ALLOWED, NEEDS_CASE, PRIVILEGED, Action, check_declared, may, may_see, require
from ironriver.access.purposes import PURPOSES, say_purpose
from ironriver.errors import Invalid, NotAllowed, NotFound
from ironriver.model.actor import Actor, Role
from ironriver.model.marking import Handling, Tlp

#: Read across: i(nvestigator) a(nalyst) t(racer) c(ustodian) l(iaison) p(artner manager) s(upervisor)
#: m (administrator) u (auditor) f (a partner's program). Written from the roles' description, not from the code.
MATRIX = {
    Action.USE_OWN_ACCOUNT: "iatclpsmu",
    Action.SEARCH_FIREARM: "iatclps",
    Action.SEARCH_DEALER: "iatlps",
    Action.SEARCH_PERSON: "iatlps",
    Action.OPEN_FIREARM: "iatclps",
    Action.OPEN_DEALER: "iatlps",
    Action.OPEN_PERSON: "iatlps",
    Action.OPEN_CHART: "iatlps",
    Action.SAVE_CHART: "iatlps",
    Action.OPEN_CASE_FILE: "ials",
    Action.MAKE_CASE_FILE: "ias",
    Action.VIEW_IMPORTS: "iatlpsu",
    Action.IMPORT_FILE: "iats",
    Action.UNDO_IMPORT: "iats",
    Action.VIEW_JOBS: "iatclpsmu",
    Action.CANCEL_JOB: "iatsm",
    Action.VIEW_CASES: "iatclpsmu",
    Action.MANAGE_CASES: "is",
    Action.PROPOSE: "iatclpsm",
    Action.APPROVE: "clps",
    Action.SHRED: "m",
    Action.VIEW_LEDGER: "u",
    Action.VERIFY_LEDGER: "lmu",
    Action.REVIEW_ACCESS: "su",
    Action.VIEW_STATUS: "smu",
    Action.MANAGE_ACCOUNTS: "m",
    Action.MANAGE_AGREEMENTS: "pm",
    Action.RUN_PLATFORM: "m",
    Action.VIEW_EXHIBITS: "iatcls",
    Action.RECEIVE_EXHIBIT: "ic",
    Action.HANDLE_EXHIBIT: "icl",
    Action.OPEN_EXHIBIT_FILE: "icl",
    Action.PREPARE_PACKAGE: "ls",
    Action.VIEW_TRACES: "iatls",
    Action.REQUEST_TRACE: "its",
    Action.TRANSMIT_TRACE: "ts",
    Action.COMPLETE_TRACE: "ts",
    Action.VIEW_SUMMARY: "iatlps",
    Action.VIEW_STATISTICS: "iatlps",
    Action.ASK_QUESTION: "iatlps",
    Action.RUN_CYPHER: "a",
    Action.VIEW_EXCHANGE: "ialps",
    Action.EDIT_PROFILE: "p",
    Action.PREPARE_RELEASE: "iaps",
    Action.REVIEW_INBOUND: "ias",
    Action.FETCH_SHARED: "f",
    Action.SEND_SHARED: "f",
    Action.RUN_DETECTORS: "as",
    Action.VIEW_REVIEW: "ials",
    Action.JUDGE_FINDING: "ias",
    Action.DRAFT_REFERRAL: "ias",
}
LETTERS = {
    "i": Role.INVESTIGATOR,
    "a": Role.ANALYST,
    "t": Role.TRACER,
    "c": Role.CUSTODIAN,
    "l": Role.COURT_LIAISON,
    "p": Role.PARTNER_MANAGER,
    "s": Role.SUPERVISOR,
    "m": Role.ADMINISTRATOR,
    "u": Role.AUDITOR,
    "f": Role.PARTNER_PROGRAM,
}


@dataclass(frozen=True)
class Thing:
    holding: str = "us-tpd"
    tlp: int = Tlp.AMBER
    handling: str = ""


def actor(*roles: Role, **changes) -> Actor:
    given = {
        "id": "actor_1",
        "name": "Somebody",
        "agency": "us-tpd",
        "holdings": frozenset({"public", "us-tpd"}),
        "max_tlp": Tlp.AMBER,
        "handling": frozenset({Handling.TIAHRT}),
        "roles": frozenset(roles),
        "case": "case_1",
        "purpose": "crim_933",
    }
    return Actor(**(given | changes))


@pytest.mark.parametrize("role", LETTERS.values())
@pytest.mark.parametrize("action", [a for a in Action if a is not Action.ENTER])
def test_matrix(role: Role, action: Action) -> None:
    allowed = role in {LETTERS[letter] for letter in MATRIX[action]}
    assert may(actor(role), action) is allowed
    if allowed:
        require(actor(role), action)
    else:
        with pytest.raises(NotAllowed) as refusal:
            require(actor(role), action)
        assert refusal.value.status == 403


def test_a_refusal_names_the_roles_that_may_not_those_who_ask() -> None:
    with pytest.raises(NotAllowed) as refusal:
        require(actor(Role.SUPERVISOR, Role.ADMINISTRATOR), Action.VIEW_LEDGER)
    assert refusal.value.say.en.endswith("It belongs to: auditor.")
    assert refusal.value.say.es.endswith("Corresponde a: auditoría.")
    with pytest.raises(NotAllowed) as refusal:
        require(actor(Role.SUPERVISOR), Action.FETCH_SHARED)
    assert refusal.value.say.en.endswith("No role of a person does.")


def test_every_action_stands_in_the_matrix() -> None:
    assert set(MATRIX) | {Action.ENTER} == set(Action)


def test_every_role_has_a_row() -> None:
    assert set(ALLOWED) == set(Role)


def test_nobody_without_a_role_may_do_anything() -> None:
    for action in Action:
        assert may(actor(), action) is (action is Action.ENTER)


def test_two_roles_add_up() -> None:
    both = actor(Role.AUDITOR, Role.TRACER)
    require(both, Action.VIEW_LEDGER)
    require(both, Action.IMPORT_FILE)
    with pytest.raises(NotAllowed):
        require(both, Action.MANAGE_ACCOUNTS)


def test_administrators_and_auditors_see_no_case_data() -> None:
    case_data = {a for a in Action if a.startswith(("search_", "open_"))}
    assert not ALLOWED[Role.ADMINISTRATOR] & case_data
    assert not ALLOWED[Role.AUDITOR] & case_data


def test_the_system_is_no_person() -> None:
    assert not ALLOWED[Role.SYSTEM] & {Action.APPROVE, Action.PROPOSE, Action.SEARCH_PERSON, Action.MANAGE_ACCOUNTS}


def test_who_proposes_alone_cannot_approve_by_role_alone() -> None:
    assert Action.APPROVE not in ALLOWED[Role.INVESTIGATOR] | ALLOWED[Role.ANALYST] | ALLOWED[Role.ADMINISTRATOR]


@pytest.mark.parametrize("action", sorted(NEEDS_CASE))
def test_persons_need_a_case_and_a_purpose(action: Action) -> None:
    with pytest.raises(Invalid) as refusal:
        require(actor(Role.INVESTIGATOR, case="", purpose=""), action)
    assert set(refusal.value.fields) == {"case", "purpose"}
    with pytest.raises(Invalid) as refusal:
        require(actor(Role.INVESTIGATOR, case=""), action)
    assert set(refusal.value.fields) == {"case"}
    with pytest.raises(Invalid) as refusal:
        require(actor(Role.INVESTIGATOR, purpose="curiosity"), action)
    assert set(refusal.value.fields) == {"purpose"}
    require(actor(Role.INVESTIGATOR), action)


def test_other_searches_need_none() -> None:
    require(actor(Role.INVESTIGATOR, case="", purpose=""), Action.SEARCH_FIREARM)


@pytest.mark.parametrize(
    ("thing", "seen"),
    [
        (Thing(), True),
        (Thing(holding="public", tlp=Tlp.CLEAR), True),
        (Thing(handling="tiahrt"), True),
        (Thing(holding="mx-fge-son"), False),
        (Thing(holding="case:1234"), False),
        (Thing(tlp=Tlp.AMBER_STRICT), False),
        (Thing(handling="juvenile"), False),
        (Thing(handling="juvenile,tiahrt"), False),
    ],
)
def test_a_thing_is_seen_by_holding_level_and_codes(thing: Thing, seen: bool) -> None:
    somebody = actor(Role.INVESTIGATOR)
    assert may_see(somebody, thing) is seen
    if seen:
        require(somebody, Action.OPEN_FIREARM, thing)
    else:
        with pytest.raises(NotFound) as refusal:
            require(somebody, Action.OPEN_FIREARM, thing)
        assert refusal.value.say.en == "Nothing with this address is open to you."


def test_a_role_is_asked_before_the_thing() -> None:
    with pytest.raises(NotAllowed):
        require(actor(Role.AUDITOR), Action.OPEN_FIREARM, Thing(holding="elsewhere"))


def test_a_limit_only_takes_away() -> None:
    limited = actor(Role.INVESTIGATOR, only=frozenset({"search_firearm", "manage_accounts"}))
    require(limited, Action.SEARCH_FIREARM)
    for action in (Action.SEARCH_DEALER, Action.MANAGE_ACCOUNTS, Action.ENTER):
        with pytest.raises(NotAllowed):
            require(limited, action)


def test_routes_are_refused_without_a_permission_that_somebody_has() -> None:
    check_declared({"sign_in": Action.ENTER, "home": Action.USE_OWN_ACCOUNT})
    with pytest.raises(Invalid) as refusal:
        check_declared({"home": Action.USE_OWN_ACCOUNT, "secret_door": None, "back_door": None})
    assert refusal.value.detail == "back_door, secret_door"


def test_routes_with_an_action_of_nobody_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "ALLOWED", {Role.AUDITOR: frozenset({Action.VIEW_LEDGER})})
    with pytest.raises(Invalid):
        check_declared({"accounts": Action.MANAGE_ACCOUNTS})


def test_privileged_actions_are_those_that_change_rights_or_destroy() -> None:
    assert {Action.MANAGE_ACCOUNTS, Action.MANAGE_AGREEMENTS, Action.APPROVE, Action.SHRED} == PRIVILEGED


def test_purposes_are_said_in_two_languages_and_fit_the_ledger() -> None:
    assert len(PURPOSES) >= 8
    for code, say in PURPOSES.items():
        assert code.isascii()
        assert code.replace("_", "").isalnum()
        assert say.en
        assert say.es
        assert say.en != say.es
    assert say_purpose("crim_933").es.startswith("Investigación penal")
    assert say_purpose("unheard of").en == "unheard of"
    assert "other" not in PURPOSES


def test_each_action_is_called_something_in_both_languages():
    assert set(ACTION_WORDS) == {action.value for action in Action}
    for value, said in ACTION_WORDS.items():
        assert said.en != said.es, value
        assert "_" not in said.en + said.es, value


def test_a_refusal_calls_the_action_by_its_words():
    with pytest.raises(NotAllowed) as refused:
        policy.require(actor(Role.AUDITOR), Action.SEARCH_PERSON)
    assert "search for persons" in refused.value.say.en
    assert "buscar personas" in refused.value.say.es
