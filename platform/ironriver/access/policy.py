"""Who may do what: one table from role to actions, and one question, `require`. What is not in the table is denied.

The table is data. A right never depends on a name or an agency; whose data somebody sees is decided by holdings,
TLP and handling in the statements themselves, and once more here for a thing at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from ironriver.access import events
from ironriver.access.action_words import ACTION_WORDS, ROLE_WORDS
from ironriver.access.purposes import PURPOSES
from ironriver.errors import Invalid, NotAllowed, Say, nothing_here
from ironriver.model.actor import Actor, Role


class Action(StrEnum):
    """Everything that can be asked of the product. Each web route and command declares one."""

    #: What anybody reaches before signing in: the sign-in page, health, static files. Needs no role.
    ENTER = "enter"
    #: One's own home, language, password, second factor, tokens, sessions.
    USE_OWN_ACCOUNT = "use_own_account"
    SEARCH_FIREARM = "search_firearm"
    SEARCH_DEALER = "search_dealer"
    SEARCH_PERSON = "search_person"
    OPEN_FIREARM = "open_firearm"
    OPEN_DEALER = "open_dealer"
    OPEN_PERSON = "open_person"
    OPEN_CHART = "open_chart"
    SAVE_CHART = "save_chart"
    OPEN_CASE_FILE = "open_case_file"
    MAKE_CASE_FILE = "make_case_file"
    VIEW_IMPORTS = "view_imports"
    IMPORT_FILE = "import_file"
    UNDO_IMPORT = "undo_import"
    VIEW_JOBS = "view_jobs"
    CANCEL_JOB = "cancel_job"
    VIEW_CASES = "view_cases"
    MANAGE_CASES = "manage_cases"
    PROPOSE = "propose"
    APPROVE = "approve"
    SHRED = "shred"
    VIEW_LEDGER = "view_ledger"
    VERIFY_LEDGER = "verify_ledger"
    REVIEW_ACCESS = "review_access"
    VIEW_STATUS = "view_status"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_AGREEMENTS = "manage_agreements"
    RUN_PLATFORM = "run_platform"
    VIEW_EXHIBITS = "view_exhibits"
    RECEIVE_EXHIBIT = "receive_exhibit"
    HANDLE_EXHIBIT = "handle_exhibit"
    OPEN_EXHIBIT_FILE = "open_exhibit_file"
    PREPARE_PACKAGE = "prepare_package"
    #: The trace summary, on screen and as a file; figures over many traces, never of persons.
    VIEW_SUMMARY = "view_summary"
    VIEW_STATISTICS = "view_statistics"
    VIEW_TRACES = "view_traces"
    REQUEST_TRACE = "request_trace"
    TRANSMIT_TRACE = "transmit_trace"
    COMPLETE_TRACE = "complete_trace"
    #: Questions of the library and saved ones; Cypher of one's own, on a projection of what one may see.
    ASK_QUESTION = "ask_question"
    RUN_CYPHER = "run_cypher"
    #: Detectors and review: to let them run, to look at the queue, to judge, to draft what goes to another agency.
    RUN_DETECTORS = "run_detectors"
    VIEW_REVIEW = "view_review"
    JUDGE_FINDING = "judge_finding"
    DRAFT_REFERRAL = "draft_referral"
    #: Partners: to look at profiles and the register, to say what leaves, to prepare a release, to judge what came.
    VIEW_EXCHANGE = "view_exchange"
    EDIT_PROFILE = "edit_profile"
    PREPARE_RELEASE = "prepare_release"
    REVIEW_INBOUND = "review_inbound"
    #: A partner's program: fetch what was released to it, send into the quarantine.
    FETCH_SHARED = "fetch_shared"
    SEND_SHARED = "send_shared"


_EVERYBODY = frozenset({Action.USE_OWN_ACCOUNT, Action.VIEW_CASES, Action.VIEW_JOBS})
_LOOK = frozenset(
    {
        Action.SEARCH_FIREARM,
        Action.SEARCH_DEALER,
        Action.SEARCH_PERSON,
        Action.OPEN_FIREARM,
        Action.OPEN_DEALER,
        Action.OPEN_PERSON,
        Action.OPEN_CHART,
        Action.SAVE_CHART,
        Action.VIEW_IMPORTS,
        Action.PROPOSE,
        Action.VIEW_SUMMARY,
        Action.VIEW_STATISTICS,
        Action.ASK_QUESTION,
    }
)
#: Exhibits: to look at their chains, to be a link of one, to bring one in. `APPROVE` releases court packages.
_SEE_EXHIBITS = frozenset({Action.VIEW_EXHIBITS})
_CARRY = _SEE_EXHIBITS | {Action.HANDLE_EXHIBIT, Action.OPEN_EXHIBIT_FILE}
_KEEP = _CARRY | {Action.RECEIVE_EXHIBIT}
#: The tracing desk: to look at requests, to write one, to send it on and take in what comes back.
_SEE_TRACES = frozenset({Action.VIEW_TRACES})
_ASK_TRACES = _SEE_TRACES | {Action.REQUEST_TRACE}
_DESK = _ASK_TRACES | {Action.TRANSMIT_TRACE, Action.COMPLETE_TRACE}
_RELEASE = frozenset({Action.VIEW_EXCHANGE, Action.PREPARE_RELEASE})
_JUDGE_INBOUND = _RELEASE | {Action.REVIEW_INBOUND}
#: The review queue. A second person approves with `APPROVE`, and must be able to read what he approves.
_REVIEW = frozenset({Action.VIEW_REVIEW, Action.JUDGE_FINDING, Action.DRAFT_REFERRAL})
_DETECT = _REVIEW | {Action.RUN_DETECTORS}
#: Case files: read by who works on the case; `APPROVE` is the second person's.
_REPORT = frozenset({Action.OPEN_CASE_FILE, Action.MAKE_CASE_FILE})
_WRITE_CYPHER = frozenset({Action.RUN_CYPHER})
_BRING_IN = frozenset({Action.IMPORT_FILE, Action.UNDO_IMPORT, Action.CANCEL_JOB})

#: The policy. An administrator keeps accounts and the machine running and sees no case data; an auditor sees how
#: the product was used and proves the log, and sees no case data either.
ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.INVESTIGATOR: _EVERYBODY
        | _LOOK
        | _BRING_IN
        | _KEEP
        | _ASK_TRACES
        | _JUDGE_INBOUND
        | _REVIEW
        | _REPORT
        | {Action.MANAGE_CASES},
        Role.ANALYST: _EVERYBODY
        | _LOOK
        | _BRING_IN
        | _SEE_EXHIBITS
        | _SEE_TRACES
        | _JUDGE_INBOUND
        | _DETECT
        | _WRITE_CYPHER
        | _REPORT,
        Role.TRACER: _EVERYBODY | _LOOK | _BRING_IN | _SEE_EXHIBITS | _DESK,
        Role.CUSTODIAN: _EVERYBODY
        | _KEEP
        | {Action.SEARCH_FIREARM, Action.OPEN_FIREARM, Action.PROPOSE, Action.APPROVE},
        Role.COURT_LIAISON: _EVERYBODY
        | _LOOK
        | _CARRY
        | _SEE_TRACES
        | {Action.OPEN_CASE_FILE}
        | {Action.APPROVE, Action.VERIFY_LEDGER, Action.PREPARE_PACKAGE, Action.VIEW_EXCHANGE, Action.VIEW_REVIEW},
        Role.PARTNER_MANAGER: _EVERYBODY
        | _LOOK
        | _RELEASE
        | {Action.EDIT_PROFILE, Action.APPROVE, Action.MANAGE_AGREEMENTS},
        Role.SUPERVISOR: _EVERYBODY
        | _LOOK
        | _BRING_IN
        | _SEE_EXHIBITS
        | _DESK
        | _JUDGE_INBOUND
        | _DETECT
        | _REPORT
        | {Action.PREPARE_PACKAGE, Action.MANAGE_CASES, Action.APPROVE, Action.REVIEW_ACCESS, Action.VIEW_STATUS},
        Role.ADMINISTRATOR: _EVERYBODY
        | {
            Action.MANAGE_ACCOUNTS,
            Action.MANAGE_AGREEMENTS,
            Action.VIEW_STATUS,
            Action.VERIFY_LEDGER,
            Action.CANCEL_JOB,
            Action.PROPOSE,
            Action.SHRED,
            Action.RUN_PLATFORM,
        },
        Role.AUDITOR: _EVERYBODY
        | {Action.VIEW_LEDGER, Action.VERIFY_LEDGER, Action.REVIEW_ACCESS, Action.VIEW_STATUS, Action.VIEW_IMPORTS},
        Role.PARTNER_PROGRAM: frozenset({Action.FETCH_SHARED, Action.SEND_SHARED}),
        Role.SYSTEM: frozenset(
            {
                Action.IMPORT_FILE,
                Action.UNDO_IMPORT,
                Action.VERIFY_LEDGER,
                Action.RUN_PLATFORM,
                Action.RUN_DETECTORS,
            }
        ),
    }
)

#: Asked again for password (and code) within `figures.PRIVILEGED_WITHIN` (CJIS IA-11).
PRIVILEGED = frozenset({Action.MANAGE_ACCOUNTS, Action.MANAGE_AGREEMENTS, Action.APPROVE, Action.SHRED})

#: Only on an open case the person is a member of, and for a stated purpose (`facts/security.md` §3.4).
NEEDS_CASE = frozenset({Action.SEARCH_PERSON, Action.OPEN_PERSON, Action.OPEN_CASE_FILE, Action.MAKE_CASE_FILE})


class Marked(Protocol):
    """Anything that says whose it is and how far it may go."""

    @property
    def holding(self) -> str: ...
    @property
    def tlp(self) -> int: ...
    @property
    def handling(self) -> str: ...


def actions_of(roles: Iterable[Role]) -> frozenset[Action]:
    """Return everything that these roles together may do."""
    return frozenset[Action]().union(*(ALLOWED.get(role, frozenset()) for role in roles))


def may(actor: Actor, action: Action) -> bool:
    """Return whether a role of the actor allows the action; for menus and buttons. `require` decides."""
    if actor.only is not None and action not in actor.only:
        return False
    return action is Action.ENTER or action in actions_of(actor.roles)


def may_now(actor: Actor, action: Action) -> bool:
    """Return whether a role allows the action and the case and purpose that it may need are chosen.

    Refuses nothing and logs nothing: for what a page leaves out. `require` decides.
    """
    return may(actor, action) and (action not in NEEDS_CASE or bool(actor.case and actor.purpose in PURPOSES))


def may_see(actor: Actor, thing: Marked) -> bool:
    """Return whether holding, TLP and handling of the thing lie within the actor's clearance."""
    codes = {code for code in thing.handling.split(",") if code}
    return thing.holding in actor.holdings and int(thing.tlp) <= actor.max_tlp and codes <= set(actor.handling)


def require(actor: Actor, action: Action, thing: Marked | None = None) -> None:
    """Return if the actor may do this, else raise; every refusal is written to the event log first.

    `NotAllowed` when no role allows it; `NotFound` when the thing is not open to him (hidden and absent look the
    same); `Invalid` when the action needs a case and a purpose and the actor states none. That the case is open
    and the actor a member was proved when the actor was made (`actor_for`, `actor_for_command_line`).
    """
    if not may(actor, action):
        events.denied(actor, action, "role")
        said, who = ACTION_WORDS[action], _who_may(action)
        raise NotAllowed(
            Say(
                en=f"Your roles do not include this: {said.en}. {who.en}",
                es=f"Sus funciones no incluyen esto: {said.es}. {who.es}",
            )
        )
    if action in NEEDS_CASE:
        _require_case(actor, action)
    if thing is not None and not may_see(actor, thing):
        events.denied(actor, action, "clearance")
        raise nothing_here()


def _who_may(action: Action) -> Say:
    """Name the roles of persons that an action belongs to: whom to ask."""
    roles = [words for role, words in ROLE_WORDS.items() if action in ALLOWED[Role(role)]]
    if not roles:
        return Say(en="No role of a person does.", es="Ninguna función de una persona lo incluye.")
    return Say(
        en=f"It belongs to: {', '.join(role.en for role in roles)}.",
        es=f"Corresponde a: {', '.join(role.es for role in roles)}.",
    )


def _require_case(actor: Actor, action: Action) -> None:
    fields = {}
    if not actor.case:
        fields["case"] = Say(
            en="Choose an open case you are a member of.", es="Elija un caso abierto del que sea miembro."
        )
    if actor.purpose not in PURPOSES:
        fields["purpose"] = Say(en="Choose the purpose from the list.", es="Elija la finalidad de la lista.")
    if fields:
        events.denied(actor, action, "case")
        raise Invalid(
            Say(
                en="This needs a case and a purpose, as it may name persons. Choose both, then try again.",
                es="Esto exige un caso y una finalidad, pues puede nombrar personas. Elija ambos y repita.",
            ),
            fields=fields,
        )


def check_declared(routes: Mapping[str, Action | None]) -> None:
    """Refuse to start when a route or command declares no action, or one that no role has.

    `routes` maps a route's name to what it declares. Raises `Invalid` naming every one that is wrong.
    """
    reachable = actions_of(Role) | {Action.ENTER}
    missing = sorted(name for name, action in routes.items() if action is None)
    unreachable = sorted(name for name, action in routes.items() if action is not None and action not in reachable)
    if missing or unreachable:
        raise Invalid(
            Say(
                en="The product does not start: these routes declare no permission, or one that no role has.",
                es="El producto no arranca: estas rutas no declaran permiso, o uno que ninguna función tiene.",
            ),
            detail=", ".join(missing + unreachable),
        )
