"""What goes wrong with somebody else's server, said so that a person knows whom to call."""

from __future__ import annotations

from ironriver.errors import Say, Unavailable


class FeedTrouble(Unavailable):
    """The feed cannot be fetched as it is. What came before is kept; the sentence stands on the health page."""

    code = "feed_trouble"


class TooMuch(FeedTrouble):
    """One answer is larger than anything we would read; asking for less may help."""


def trouble(en: str, es: str, detail: str = "") -> FeedTrouble:
    """Return trouble with these sentences."""
    return FeedTrouble(Say(en=en, es=es), detail=detail)
