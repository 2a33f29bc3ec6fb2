"""Whether the other end of a connection has gone, without taking anything from it."""

from __future__ import annotations

import socket

from ironriver.web.leaving import is_closed


def test_an_open_quiet_connection_is_not_closed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert not is_closed(ours)
        assert not is_closed(ours)


def test_what_was_sent_stays_to_be_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"next request")
        assert not is_closed(ours)
        assert ours.recv(100) == b"next request"


def test_a_closed_connection_is_seen() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        theirs.close()
        assert is_closed(ours)


def test_a_socket_of_ours_that_is_closed_counts_as_left() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    ours.close()
    assert is_closed(ours)


def test_without_a_socket_nobody_has_left() -> None:
    assert not is_closed(None)
    assert not is_closed("no socket")
