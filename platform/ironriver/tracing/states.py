"""The way of a request: its states, the moves between them, and who makes each. A table, and questions to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ironriver.access import Action
from ironriver.errors import Say


class State(StrEnum):
    """Where a request is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TRANSMITTED = "transmitted"
    IN_PROCESS = "in_process"
    INFO_NEEDED = "info_needed"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        """Whether nothing more is expected."""
        return self in (State.COMPLETE, State.WITHDRAWN)


class Move(StrEnum):
    """What is done to a request."""

    BEGIN = "begin"
    SAVE = "save"
    SUBMIT = "submit"
    TRANSMIT = "transmit"
    NUMBER = "number"
    ASK = "ask"
    HOLD = "hold"
    DISMISS = "dismiss"
    COMPLETE = "complete"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """What a trace came to (our names: no list of codes is public, facts/domain.md §1.3)."""

    PURCHASER_IDENTIFIED = "purchaser_identified"
    DEALER_ONLY = "dealer_only"
    DISTRIBUTOR_ONLY = "distributor_only"
    MFR_ONLY = "mfr_only"
    FOREIGN = "foreign"
    NOT_TRACED = "not_traced"


class Reason(StrEnum):
    """Why a trace went no further (our names, as above)."""

    TOO_OLD = "too_old"
    SERIAL_INVALID = "serial_invalid"
    OBLITERATED = "obliterated"
    FORM_ERROR = "form_error"
    IMPORTER_MISSING = "importer_missing"
    FFL_RECORD_UNAVAILABLE = "ffl_record_unavailable"
    OUT_OF_BUSINESS_PENDING = "out_of_business_pending"
    PMF = "pmf"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From which states a move leads where; `to` None leaves the state. `by_sender`: the agency that transmits."""

    begins: frozenset[State]
    to: State | None
    action: Action
    by_sender: bool


def _way(begins: set[State], to: State | None, action: Action, *, by_sender: bool) -> Way:
    return Way(begins=frozenset(begins), to=to, action=action, by_sender=by_sender)


_OPEN = {State.SUBMITTED, State.TRANSMITTED, State.IN_PROCESS, State.INFO_NEEDED}
_SENT = {State.TRANSMITTED, State.IN_PROCESS}
WAYS: Mapping[Move, Way] = MappingProxyType(
    {
        Move.SAVE: _way({State.DRAFT, State.INFO_NEEDED}, None, Action.REQUEST_TRACE, by_sender=False),
        Move.SUBMIT: _way({State.DRAFT, State.INFO_NEEDED}, State.SUBMITTED, Action.REQUEST_TRACE, by_sender=False),
        Move.TRANSMIT: _way({State.SUBMITTED}, State.TRANSMITTED, Action.TRANSMIT_TRACE, by_sender=True),
        Move.NUMBER: _way({State.TRANSMITTED}, State.IN_PROCESS, Action.TRANSMIT_TRACE, by_sender=True),
        Move.ASK: _way({State.SUBMITTED, *_SENT}, State.INFO_NEEDED, Action.TRANSMIT_TRACE, by_sender=True),
        Move.HOLD: _way(_SENT, None, Action.COMPLETE_TRACE, by_sender=True),
        Move.DISMISS: _way(_SENT, None, Action.COMPLETE_TRACE, by_sender=True),
        Move.COMPLETE: _way(_SENT, State.COMPLETE, Action.COMPLETE_TRACE, by_sender=True),
        Move.RELEASE: _way({State.COMPLETE}, None, Action.COMPLETE_TRACE, by_sender=True),
        Move.WITHDRAW: _way({State.DRAFT, *_OPEN}, State.WITHDRAWN, Action.REQUEST_TRACE, by_sender=False),
        Move.FOLLOW_UP: _way(_OPEN, None, Action.VIEW_TRACES, by_sender=False),
    }
)
STATES: Mapping[State, Say] = MappingProxyType(
    {
        State.DRAFT: Say("Draft", "Borrador"),
        State.SUBMITTED: Say("Submitted", "Enviada"),
        State.TRANSMITTED: Say("Transmitted", "Transmitida"),
        State.IN_PROCESS: Say("In process", "En proceso"),
        State.INFO_NEEDED: Say("Information needed", "Falta información"),
        State.COMPLETE: Say("Complete", "Concluida"),
        State.WITHDRAWN: Say("Withdrawn", "Retirada"),
    }
)
MOVES: Mapping[Move, Say] = MappingProxyType(
    {
        Move.BEGIN: Say("Begun", "Iniciada"),
        Move.SAVE: Say("Saved", "Guardada"),
        Move.SUBMIT: Say("Submitted", "Enviada"),
        Move.TRANSMIT: Say("Approved and transmitted", "Aprobada y transmitida"),
        Move.NUMBER: Say("Trace number received", "Número de rastreo recibido"),
        Move.ASK: Say("Information asked for", "Se pidió información"),
        Move.HOLD: Say("Result held back: it contradicts the exhibit", "Resultado retenido: contradice el indicio"),
        Move.DISMISS: Say("Result dismissed as a false trace", "Resultado descartado por rastreo falso"),
        Move.COMPLETE: Say("Result received", "Resultado recibido"),
        Move.RELEASE: Say("Purchaser released for this request", "Comprador liberado para esta solicitud"),
        Move.WITHDRAW: Say("Withdrawn", "Retirada"),
        Move.FOLLOW_UP: Say("Followed up", "Seguimiento"),
    }
)
OUTCOMES: Mapping[Outcome, Say] = MappingProxyType(
    {
        Outcome.PURCHASER_IDENTIFIED: Say("First purchaser identified", "Primer comprador identificado"),
        Outcome.DEALER_ONLY: Say("Traced to the dealer", "Rastreada hasta el comerciante"),
        Outcome.DISTRIBUTOR_ONLY: Say("Traced to the distributor", "Rastreada hasta el distribuidor"),
        Outcome.MFR_ONLY: Say("Traced to the maker", "Rastreada hasta el fabricante"),
        Outcome.FOREIGN: Say("Not sold in the United States", "No se vendió en Estados Unidos"),
        Outcome.NOT_TRACED: Say("Not traced", "Sin rastreo"),
    }
)
REASONS: Mapping[Reason, Say] = MappingProxyType(
    {
        Reason.TOO_OLD: Say("too old", "demasiado antigua"),
        Reason.SERIAL_INVALID: Say("serial number not valid", "número de serie no válido"),
        Reason.OBLITERATED: Say("serial number removed", "número de serie borrado"),
        Reason.FORM_ERROR: Say("error in the request", "error en la solicitud"),
        Reason.IMPORTER_MISSING: Say("importer missing", "falta el importador"),
        Reason.FFL_RECORD_UNAVAILABLE: Say("dealer's record not available", "sin registro del comerciante"),
        Reason.OUT_OF_BUSINESS_PENDING: Say("dealer closed, records searched", "comercio cerrado, en búsqueda"),
        Reason.PMF: Say("privately made", "de fabricación particular"),
        Reason.DUPLICATE: Say("duplicate request", "solicitud duplicada"),
    }
)
