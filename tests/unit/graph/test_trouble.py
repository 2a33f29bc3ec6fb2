"""What the driver raises, as a person hears it: which refusal, in two languages, never the driver's own words."""

from __future__ import annotations

import pytest
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ResultConsumedError,
    ServiceUnavailable,
    SessionExpired,
    TransactionError,
    TransientError,
)

from ironriver.errors import Conflict, IronriverError, Unavailable
from ironriver.graph import StatementError
from ironriver.graph.trouble import Busy, translated

SECRET = "Whitcombe, Dale R."


def server(code: str, message: str = SECRET) -> Neo4jError:
    """The error as the driver makes it from what the server sends."""
    return Neo4jError._hydrate_neo4j(code=code, message=message)


def told(cause: Exception) -> Exception:
    with pytest.raises((IronriverError, StatementError)) as caught, translated("search.x"):
        raise cause
    return caught.value


SERVER = [
    ("Neo.ClientError.Schema.ConstraintValidationFailed", ConstraintError, Conflict, "same key"),
    ("Neo.ClientError.Security.Unauthorized", AuthError, Unavailable, "password"),
    ("Neo.ClientError.Transaction.TransactionTimedOut", ClientError, Unavailable, "time limit"),
    ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", ClientError, Unavailable, "time limit"),
    ("Neo.TransientError.Transaction.DeadlockDetected", TransientError, Busy, "busy"),
    ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", TransientError, Busy, "busy"),
    ("Neo.TransientError.General.DatabaseUnavailable", TransientError, Unavailable, "does not answer"),
]


@pytest.mark.parametrize(("code", "raised", "refusal", "says"), SERVER, ids=[row[0] for row in SERVER])
def test_server_codes(code: str, raised: type, refusal: type, says: str) -> None:
    cause = server(code)
    assert isinstance(cause, raised)
    error = told(cause)
    assert type(error) is refusal
    assert says in error.say.en
    assert error.say.es != error.say.en


@pytest.mark.parametrize(
    "cause",
    [
        ServiceUnavailable(SECRET),
        SessionExpired(SECRET),
        ConfigurationError(SECRET),
        DriverError(SECRET),
        TransactionError(None, SECRET),
        ResultConsumedError(None, SECRET),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_trouble_of_the_connection_is_said_to_be_one(cause: Exception) -> None:
    error = told(cause)
    assert type(error) is Unavailable
    assert "does not answer" in error.say.en
    assert "no responde" in error.say.es


@pytest.mark.parametrize("code", [row[0] for row in SERVER])
def test_nothing_of_the_servers_words_reaches_a_person_or_the_log(code: str) -> None:
    """The server quotes parameters. The detail goes to logs, which hold no personal data either."""
    error = told(server(code))
    assert SECRET not in f"{error} {error.say.en} {error.say.es} {error.detail} {error.fields}"


def test_the_log_gets_statement_and_code() -> None:
    error = told(server("Neo.TransientError.Transaction.DeadlockDetected"))
    assert error.detail.startswith("search.x: Neo.TransientError.Transaction.DeadlockDetected")
    assert told(ServiceUnavailable("x")).detail.startswith("search.x: ServiceUnavailable")


def test_the_cause_is_kept_for_the_one_who_debugs() -> None:
    cause = ServiceUnavailable("x")
    assert told(cause).__cause__ is cause


def test_a_statement_that_cannot_run_is_our_own_fault() -> None:
    error = told(server("Neo.ClientError.Statement.SyntaxError", "Invalid input 'MTACH'"))
    assert type(error) is StatementError
    assert "MTACH" in str(error)
    assert "search.x" in str(error)


def test_busy_may_be_repeated_and_unavailable_is_its_kind() -> None:
    assert issubclass(Busy, Unavailable)
    assert Busy.code != Unavailable.code


def test_other_exceptions_pass_untouched() -> None:
    for fault in (ZeroDivisionError(), KeyError("x"), KeyboardInterrupt()):
        with pytest.raises(type(fault)) as caught, translated("x"):
            raise fault
        assert caught.value is fault


def test_no_trouble_is_no_trouble() -> None:
    with translated("x"):
        pass
