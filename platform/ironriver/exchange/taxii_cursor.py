"""Where a page ended, as text that a server without memory can trust: signed, and good for one question only."""

from __future__ import annotations

import base64
import binascii
import hmac
import json

from ironriver.errors import Invalid, Say
from ironriver.exchange.taxii_filters import Filters
from ironriver.model.actor import Actor

_MAC_BYTES = 16


def make_cursor(key: bytes, actor: Actor, collection_id: str, filters: Filters, last: str) -> str:
    """Return the cursor that goes on after `last`, for this partner, collection and filter."""
    mac = _mac(key, actor, collection_id, filters, last)
    return base64.urlsafe_b64encode(mac + last.encode()).decode().rstrip("=")


def read_cursor(key: bytes, actor: Actor, collection_id: str, filters: Filters, text: str) -> str:
    """Return the time to go on after. `Invalid` for any text that was not made for this very question."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        last = raw[_MAC_BYTES:].decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError) as cause:
        raise _foreign() from cause
    if not hmac.compare_digest(raw[:_MAC_BYTES], _mac(key, actor, collection_id, filters, last)):
        raise _foreign()
    return last


def _mac(key: bytes, actor: Actor, collection_id: str, filters: Filters, last: str) -> bytes:
    basis = json.dumps(["ironriver/taxii/next/1", actor.agency, collection_id, filters.canonical(), last])
    return hmac.digest(key, basis.encode(), "sha256")[:_MAC_BYTES]


def _foreign() -> Invalid:
    say = Say(
        en="This `next` was not given for this question. Use it with the filters it was given for.",
        es="Este `next` no se dio para esta consulta. Úselo con los filtros con que se entregó.",
    )
    return Invalid(say, fields={"next": say})
