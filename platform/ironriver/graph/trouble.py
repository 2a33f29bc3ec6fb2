"""Driver exceptions → refusals of ours. Their texts quote parameters, so none of them reaches a person.

`detail` (logs and console only) carries the Neo4j code and the GQL status, never the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from ironriver.errors import Conflict, Invalid, Say, Unavailable


class Busy(Unavailable):
    """Lost a race for a lock, or the server was busy. Nothing was changed; the same call may be repeated."""

    code = "busy"


class StatementError(RuntimeError):
    """A statement that the engine could not run as written: a bug of ours, shown to people as such."""


_UNREACHABLE = Say(
    en="The graph database does not answer. Nothing was changed. Try again in a minute; if it goes on, ask your "
    "administrator to look at the status page.",
    es="La base de datos de grafos no responde. No se cambió nada. Intente de nuevo en un minuto; si continúa, "
    "pida a su administrador que revise la página de estado.",
)
_REFUSED = Say(
    en="The graph database refused our user name or password. The administrator must check the engine's password "
    "file.",
    es="La base de datos de grafos rechazó nuestro usuario o contraseña. El administrador debe revisar el archivo "
    "de contraseña del motor.",
)
_TOO_LONG = Say(
    en="This question took longer than its time limit and was stopped. Nothing was changed. Ask a narrower one.",
    es="Esta pregunta tardó más que su límite de tiempo y se detuvo. No se cambió nada. Haga una más acotada.",
)
_BUSY = Say(
    en="The graph database was busy with another change. Nothing was changed. Try again.",
    es="La base de datos de grafos estaba ocupada con otro cambio. No se cambió nada. Intente de nuevo.",
)
_TAKEN = Say(
    en="Something with the same key is already recorded. Nothing was changed. Reload and look at what is there.",
    es="Ya hay un registro con la misma clave. No se cambió nada. Recargue y revise lo que ya existe.",
)

_UNWRITABLE = Say(
    en="A value cannot be used: a number is too large or a character is broken. Nothing was changed. Correct it.",
    es="Un valor no puede usarse: un número es demasiado grande o un carácter está roto. No se cambió nada. "
    "Corríjalo.",
)


@contextmanager
def translated(what: str | Callable[[], str]) -> Iterator[None]:
    """Run a block; turn what the driver raises into `Unavailable`, `Busy`, `Conflict` or `StatementError`.

    A value that no database can hold (half a character, a number beyond 64 bits) is `Invalid`.

    `what` names the statement for the log, or finds its name when something went wrong.
    """
    try:
        yield
    except (UnicodeEncodeError, OverflowError) as cause:
        # The driver packs before it sends: half a surrogate pair, a number beyond 64 bits.
        raise Invalid(_UNWRITABLE, detail=f"{_named(what)}: {type(cause).__name__}") from None
    except (Neo4jError, DriverError) as cause:
        raise _translate(cause, _named(what)) from cause


def _named(what: str | Callable[[], str]) -> str:
    return what if isinstance(what, str) else what()


def _translate(cause: Neo4jError | DriverError, what: str) -> Exception:
    detail = f"{what}: {_code(cause)}"
    if isinstance(cause, ConstraintError):
        return Conflict(_TAKEN, detail=detail)
    if isinstance(cause, AuthError):
        return Unavailable(_REFUSED, detail=detail)
    if "TransactionTimedOut" in detail or "TransactionTerminated" in detail:
        return Unavailable(_TOO_LONG, detail=detail)
    if isinstance(cause, (ServiceUnavailable, SessionExpired)) or "DatabaseUnavailable" in detail:
        return Unavailable(_UNREACHABLE, detail=detail)
    if isinstance(cause, TransientError):
        return Busy(_BUSY, detail=detail)
    if isinstance(cause, DriverError):
        return Unavailable(_UNREACHABLE, detail=detail)
    return StatementError(f"{detail}: {cause.message}" if isinstance(cause, Neo4jError) else detail)


def _code(cause: Exception) -> str:
    code = getattr(cause, "code", None) or type(cause).__name__
    status = getattr(cause, "gql_status", None)
    return f"{code} ({status})" if status else str(code)
