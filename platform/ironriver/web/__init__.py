"""HTTP in, HTML or JSON out. No rules live here: pages parse, call a room, and show what it says."""

from ironriver.web.application import create_app

__all__ = ["create_app"]
