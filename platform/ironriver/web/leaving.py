"""Whether the browser that waits for an answer has gone away: then nobody needs the answer."""

from __future__ import annotations

import socket

from flask import request


def has_left() -> bool:
    """True once the other end of this request's connection is closed.

    Under gunicorn and Flask's own server the socket stands in the request's environment; where it does not, nobody
    is held to have left.
    """
    return is_closed(request.environ.get("gunicorn.socket") or request.environ.get("werkzeug.socket"))


def is_closed(connection: object) -> bool:
    """Look without taking: an open and quiet connection would block, a closed one reads as empty."""
    if not isinstance(connection, socket.socket):
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except (BlockingIOError, InterruptedError):
        return False
    except OSError:
        return True
