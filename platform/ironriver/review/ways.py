"""The way of a referral: its states, the moves between them, what can come of it. A table, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ironriver.errors import Say


class ReferralState(StrEnum):
    """Where a referral is."""

    DRAFTED = "drafted"
    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReferralMove(StrEnum):
    """What is done to a referral."""

    DRAFT = "draft"
    PROPOSE = "propose"
    APPROVE = "approve"
    REFUSE = "refuse"
    SEND = "send"
    ANSWER = "answer"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Outcome(StrEnum):
    """What a referral came to."""

    CHARGED = "charged"
    DECLINED = "declined"
    ADMINISTRATIVE = "administrative"
    NO_FINDING = "no_finding"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralWay:
    """From which states a move begins, and to which it leads."""

    begins: frozenset[ReferralState]
    to: ReferralState


_S = ReferralState
REFERRAL_WAYS: Mapping[ReferralMove, ReferralWay] = MappingProxyType(
    {
        ReferralMove.PROPOSE: ReferralWay(begins=frozenset({_S.DRAFTED}), to=_S.PROPOSED),
        ReferralMove.APPROVE: ReferralWay(begins=frozenset({_S.PROPOSED}), to=_S.APPROVED),
        ReferralMove.REFUSE: ReferralWay(begins=frozenset({_S.PROPOSED}), to=_S.DRAFTED),
        ReferralMove.SEND: ReferralWay(begins=frozenset({_S.APPROVED}), to=_S.SENT),
        ReferralMove.ANSWER: ReferralWay(begins=frozenset({_S.SENT}), to=_S.ANSWERED),
        ReferralMove.CLOSE: ReferralWay(begins=frozenset({_S.SENT, _S.ANSWERED}), to=_S.CLOSED),
        ReferralMove.WITHDRAW: ReferralWay(
            begins=frozenset({_S.DRAFTED, _S.PROPOSED, _S.APPROVED}), to=_S.WITHDRAWN
        ),
    }
)
REFERRAL_STATES: Mapping[ReferralState, Say] = MappingProxyType(
    {
        _S.DRAFTED: Say("Draft", "Borrador"),
        _S.PROPOSED: Say("Waits for a second person", "Espera a una segunda persona"),
        _S.APPROVED: Say("Approved, not sent", "Aprobada, sin enviar"),
        _S.SENT: Say("Sent by print", "Enviada impresa"),
        _S.ANSWERED: Say("Answered", "Contestada"),
        _S.CLOSED: Say("Closed", "Cerrada"),
        _S.WITHDRAWN: Say("Withdrawn", "Retirada"),
    }
)
REFERRAL_MOVES: Mapping[ReferralMove, Say] = MappingProxyType(
    {
        ReferralMove.DRAFT: Say("Drafted", "Redactada"),
        ReferralMove.PROPOSE: Say("Put to a second person", "Sometida a una segunda persona"),
        ReferralMove.APPROVE: Say("Approved by a second person", "Aprobada por una segunda persona"),
        ReferralMove.REFUSE: Say("Refused by a second person", "Rechazada por una segunda persona"),
        ReferralMove.SEND: Say("Printed and sent", "Impresa y enviada"),
        ReferralMove.ANSWER: Say("Answered", "Contestada"),
        ReferralMove.CLOSE: Say("Closed", "Cerrada"),
        ReferralMove.WITHDRAW: Say("Withdrawn", "Retirada"),
    }
)
OUTCOMES: Mapping[Outcome, Say] = MappingProxyType(
    {
        Outcome.CHARGED: Say("Charges were brought", "Se presentaron cargos"),
        Outcome.DECLINED: Say("Prosecution was declined", "No se ejerció acción penal"),
        Outcome.ADMINISTRATIVE: Say("Administrative measure", "Medida administrativa"),
        Outcome.NO_FINDING: Say("Looked into, nothing found", "Se revisó y no se halló nada"),
        Outcome.NO_ANSWER: Say("No answer came", "No hubo respuesta"),
    }
)
SORTS: Mapping[str, Say] = MappingProxyType(
    {
        "criminal": Say("Criminal referral", "Remisión penal"),
        "compliance": Say("Compliance review", "Revisión administrativa"),
    }
)
