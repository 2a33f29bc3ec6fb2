"""The limits on requests, counted in one place for all web processes: `access.counters` behind Flask-Limiter."""

from __future__ import annotations

from limits.storage import Storage

from ironriver.access import Counters
from ironriver.errors import Unavailable

SCHEME = "ironriver"


class SharedCounts(Storage):
    """What Flask-Limiter needs of a storage. `counters` are those of the opened deployment."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - as the base class declares it

    def __init__(self, uri: str | None = None, *, counters: Counters, wrap_exceptions: bool = False) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._counters = counters

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the counters raise when the disk cannot be used."""
        return Unavailable

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; `expiry` is the window in seconds."""
        return self._counters.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """Return the count of a key."""
        return self._counters.count(key)

    def get_expiry(self, key: str) -> float:
        """Return when the window of a key ends, in seconds since 1970."""
        return self._counters.ends(key)

    def check(self) -> bool:
        """Return whether counting works."""
        self._counters.count("")
        return True

    def reset(self) -> int | None:
        """Forget everything."""
        return self._counters.forget()

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._counters.forget(key)
