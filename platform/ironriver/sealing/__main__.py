"""The process beside: `python -m ironriver.sealing SOCKET` seals what comes until the socket is closed."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from ironriver.sealing.boxes import box_parts


def serve(connection: Connection) -> None:
    """Take the master key, then lists of parts; answer each, with None for what cannot be sealed."""
    master_key = connection.recv()
    while True:
        parts = connection.recv()
        try:
            boxed = box_parts(master_key, parts)
        except Exception:
            boxed = None  # who asked seals it again, and tells what is wrong
        connection.send(boxed)


if __name__ == "__main__":
    # Ctrl-C goes to both; the one that is served decides when work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(int(sys.argv[1])) as served, suppress(EOFError, OSError):
        serve(served)
