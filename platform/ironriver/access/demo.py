"""The demonstration's people, cases and agreement: two invented agencies, one on each side of the border.

Works in demo mode only. Everything comes through the same doors as for real people, and doing it again changes
nothing. The password is published here, which is why production refuses these accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from ironriver import clock
from ironriver.access import agreements, cases
from ironriver.access.accounts import Account, NewAccount, amend_account, create_account, find_account
from ironriver.access.agreements import NewAgreement
from ironriver.access.cases import CaseRole, NewCase, Openness
from ironriver.access.opened import Access
from ironriver.errors import Invalid, Say
from ironriver.ledger import Act, Change, Row
from ironriver.model.actor import Actor, Role, system_actor
from ironriver.model.marking import PUBLISHED, Handling, Tlp

DEMO_PASSWORD = "rivers-of-iron"  # noqa: S105  # published on purpose; works in demo mode only
TUCSON, SONORA, FEDERAL = "us-tpd", "mx-fge-son", "mx-fgr"
#: What Tucson opens to named persons in Sonora under the agreement.
SHARED = "us-tpd-mou"
#: Trace requests of Sonora, which the federal unit transmits under its agreement.
ROUTED = "mx-fge-son-fgr"
AGENCIES: Mapping[str, tuple[str, str]] = {
    TUCSON: ("Tucson Metro Crime Gun Unit", "US"),
    SONORA: ("Fiscalía Estatal de Sonora (demo)", "MX"),
    FEDERAL: ("Unidad federal de rastreo, FGR (demo)", "MX"),
}
_TRACE = frozenset({Handling.TIAHRT})
_CASE = _TRACE | {Handling.CFR28_23}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignIn:
    """One line of what `ironriver accounts demo` and the first page of a demo print."""

    login: str
    name: str
    roles: frozenset[Role]
    agency: str
    password: str = DEMO_PASSWORD


def _person(login: str, name: str, role: Role, **changes: object) -> NewAccount:
    given: dict[str, object] = {
        "login": login,
        "name": name,
        "agency": TUCSON,
        "roles": frozenset({role}),
        "max_tlp": Tlp.AMBER_STRICT,
        "handling": _CASE,
        "demo": True,
    }
    return NewAccount(**(given | changes))  # type: ignore[arg-type]


_SONORAN: dict[str, object] = {
    "agency": SONORA,
    "max_tlp": Tlp.AMBER,
    "handling": _TRACE,
    "language": "es",
    "holdings": frozenset({ROUTED}),
}
_FEDERAL: dict[str, object] = {"agency": FEDERAL, "max_tlp": Tlp.AMBER, "handling": _TRACE, "language": "es"}
_NO_CASE_DATA: dict[str, object] = {"max_tlp": Tlp.CLEAR, "handling": frozenset[Handling]()}

PEOPLE = (
    _person("marchetti", "J. Marchetti", Role.INVESTIGATOR),
    _person("ohlsson", "P. Ohlsson", Role.ANALYST),
    _person("reyes", "R. Reyes", Role.TRACER),
    _person("quill", "D. Quill", Role.CUSTODIAN),
    _person("abara", "N. Abara", Role.COURT_LIAISON),
    _person("sandoval", "T. Sandoval", Role.PARTNER_MANAGER, holdings=frozenset({SHARED})),
    _person("whitfield", "K. Whitfield", Role.SUPERVISOR, max_tlp=Tlp.RED, handling=frozenset(Handling)),
    _person("auditor", "B. Castellan", Role.AUDITOR, **_NO_CASE_DATA),
    _person("tamayo", "L. Tamayo Quiroz", Role.TRACER, **_SONORAN),
    _person("noriega", "A. Noriega Ibarra", Role.INVESTIGATOR, **_SONORAN),
    _person("valdez", "C. Valdez Murrieta", Role.SUPERVISOR, **_SONORAN),
    _person("olvera", "I. Olvera Duarte", Role.PARTNER_MANAGER, **_SONORAN),
    _person("arriaga", "F. Arriaga Montes", Role.TRACER, **_FEDERAL),
    _person("beltran", "S. Beltrán Ochoa", Role.SUPERVISOR, **_FEDERAL),
)
ADMINISTRATOR = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    lead: str
    new: NewCase
    members: Mapping[str, CaseRole]
    closed: bool = False


_M, _R = CaseRole.MEMBER, CaseRole.READER
CASES = (
    _Case(
        lead="marchetti",
        new=NewCase(number="IR-2026-0417", name="Nogales pistols", purpose="crim_933"),
        members={"ohlsson": _M, "reyes": _M, "quill": _M, "abara": _R, "whitfield": _R, "tamayo": _M},
    ),
    _Case(
        lead="whitfield",
        new=NewCase(
            number="IR-2026-0388",
            name="Caborca rifles, joint with FGR",
            purpose="crim_933",
            openness=Openness.JOINT,
        ),
        members={"marchetti": _M, "ohlsson": _M, "tamayo": _M, "noriega": _M},
    ),
    _Case(
        lead="marchetti",
        new=NewCase(number="IR-2026-0351", name="Sierra Vista burglaries", purpose="crim_state", tlp=Tlp.GREEN),
        members={"reyes": _M},
    ),
    _Case(
        lead="whitfield",
        new=NewCase(number="IR-2025-0877", name="Parts kits by post", purpose="crim_922_924"),
        members={"marchetti": _M, "ohlsson": _R},
    ),
    _Case(
        lead="whitfield",
        new=NewCase(number="IR-2021-0102", name="Douglas shop thefts", purpose="crim_922_924", tlp=Tlp.GREEN),
        members={"marchetti": _R},
        closed=True,
    ),
    _Case(
        lead="whitfield",
        new=NewCase(
            number="IR-2026-0440",
            name="Inquiry under seal",
            purpose="crim_922_924",
            openness=Openness.SEALED,
            tlp=Tlp.RED,
        ),
        members={},
    ),
    _Case(
        lead="noriega",
        new=NewCase(number="FGE-SON-2026-1183", name="Talleres de Hermosillo", purpose="crim_lfafe"),
        members={"tamayo": _M, "valdez": _R},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agreement:
    """Who keeps it, whom it lets see which holding, and the partner's named persons."""

    keeper: str
    number: str
    name: str
    authority: str
    partner: str
    holding: str
    named: tuple[str, ...] = ()
    contact: str = ""


_AGREEMENTS = (
    _Agreement(
        keeper="sandoval",
        number="MOU-2026-03",
        name="Tracing of recovered firearms",
        authority="Memorandum of understanding on firearms tracing (invented for the demonstration)",
        partner=SONORA,
        holding=SHARED,
        named=("tamayo", "noriega"),
    ),
    # only the federal unit may send requests on for Mexico
    _Agreement(
        keeper="olvera",
        number="CONV-SON-FGR-01",
        name="Solicitudes de rastreo por conducto federal",
        authority="Convenio de colaboración en rastreo de armas (inventado para la demostración)",
        partner=FEDERAL,
        holding=ROUTED,
        named=("arriaga", "beltran"),
    ),
    # These two name nobody, so they open nothing to read: each side lets the other learn whom to call.
    _Agreement(
        keeper="sandoval",
        number="MOU-2026-04",
        name="Referral lists",
        authority="Exchange of contacts on overlapping traces (invented for the demonstration)",
        partner=SONORA,
        holding=TUCSON,
        contact="Tucson Metro Crime Gun Unit, K. Whitfield, +1 520 555 0100",
    ),
    _Agreement(
        keeper="olvera",
        number="CONV-SON-TPD-02",
        name="Listas de remisión con Tucson",
        authority="Convenio de intercambio de contactos (inventado para la demostración)",
        partner=TUCSON,
        holding=SONORA,
        contact="Fiscalía Estatal de Sonora, C. Valdez Murrieta, +52 662 555 0100",
    ),
)


def prepare_demo(access: Access) -> list[DemoSignIn]:
    """Make what is missing of the demonstration and return the sign-ins. `Invalid` outside demo mode.

    The genesis administrator becomes a demonstration account, so that this deployment never turns into a real one.
    """
    if not access.settings.demo:
        raise Invalid(
            Say(
                en="Demonstration accounts are made in demo mode only (IRONRIVER_DEMO=1): their password is "
                "public.",
                es="Las cuentas de demostración se crean solo en modo de demostración (IRONRIVER_DEMO=1): su "
                "contraseña es pública.",
            )
        )
    # Once only: a deployment that has begun answers as the first time.
    access.ledger.genesis(agency=TUCSON, administrator=ADMINISTRATOR, agency_name=AGENCIES[TUCSON][0])
    _prepare_agencies(access)
    accounts = {new.login: _prepare_person(access, new) for new in PEOPLE}
    chief = find_account(access.ledger, login=ADMINISTRATOR)
    if chief is not None:
        accounts[ADMINISTRATOR] = _adopt(access, chief)
    _give_passwords(access, accounts.values())
    for case in CASES:
        _prepare_case(access, case)
    for agreement in _AGREEMENTS:
        _prepare_agreement(access, agreement)
    return [
        DemoSignIn(login=login, name=account.name, roles=account.roles, agency=account.agency)
        for login, account in accounts.items()
    ]


def _prepare_agencies(access: Access) -> None:
    known = {account.login for account in (find_account(access.ledger, login=p.login) for p in PEOPLE) if account}
    if known:
        return
    rows = [
        Row(
            s={
                "id": access.ledger.id_for("Agency", f"agency:{code}", PUBLISHED.holding),
                **PUBLISHED.as_properties(),
            },
            p={"code": code, "name": name, "country": country},
        )
        for code, (name, country) in AGENCIES.items()
    ]
    act = Act(name="access.demo_agencies", changes=[Change(statement="write.put_agency", rows=rows)])
    access.ledger.act(system_actor("demo"), act)


def _prepare_person(access: Access, new: NewAccount) -> Account:
    account = find_account(access.ledger, login=new.login)
    if account is None:
        create_account(system_actor("demo"), new, ledger=access.ledger)
        account = _actor_account(access, new.login)
    return account


def _adopt(access: Access, chief: Account) -> Account:
    if not chief.demo:
        changed = {"demo": True, "name": "S. Adler"}
        amend_account(system_actor("demo"), chief.id, changed, ledger=access.ledger, why="demo_administrator")
    return _actor_account(access, chief.login)


def _give_passwords(access: Access, accounts: Iterable[Account]) -> None:
    """Who has none gets the one that the sign-in page prints. One hash: it keeps nothing secret."""
    known = {account.id: access.credentials.find(account.id) for account in accounts}
    without = [id_ for id_, one in known.items() if one is None or one.password_set is None]
    access.credentials.set_published_password(without, DEMO_PASSWORD)


def _prepare_case(access: Access, wanted: _Case) -> None:
    ledger, lead = access.ledger, _actor(access, wanted.lead)
    if any(case.number == wanted.new.number for case in cases.my_cases(lead, ledger=ledger)):
        return
    case_id = cases.open_case(lead, wanted.new, ledger=ledger)
    for login, role in wanted.members.items():
        cases.add_member(_actor(access, wanted.lead), case_id, login, role, ledger=ledger)
    if wanted.closed:
        cases.close_case(_actor(access, wanted.lead), case_id, ledger=ledger)


def _prepare_agreement(access: Access, wanted: _Agreement) -> None:
    keeper = _actor(access, wanted.keeper)
    if any(one.number == wanted.number for one in agreements.all_agreements(access, keeper)):
        return
    today = clock.today()
    agreement = agreements.sign_agreement(
        access,
        keeper,
        NewAgreement(
            number=wanted.number,
            name=wanted.name,
            partner=wanted.partner,
            authority=wanted.authority,
            holdings=frozenset({wanted.holding}),
            max_tlp=Tlp.AMBER,
            handling=_TRACE,
            signed=today,
            reattest_by=today + timedelta(days=180),
            expires=today + timedelta(days=730),
            referral_contact=wanted.contact,
        ),
    )
    for login in wanted.named:
        agreements.name_user(access, keeper, agreement, login)


def _actor_account(access: Access, login: str) -> Account:
    account = find_account(access.ledger, login=login)
    assert account is not None, login  # noqa: S101  # just made
    return account


def _actor(access: Access, login: str) -> Actor:
    return _actor_account(access, login).as_actor(origin="demo")
