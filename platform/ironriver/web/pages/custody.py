"""Rows of the pages of custody, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ironriver.custody import Chain, Event, Measured, Package
from ironriver.web.look import language, t


def exhibit_rows(chains: Sequence[Chain], now: str) -> list[dict[str, Any]]:
    """Return one row an exhibit: number, what it is, who holds it, what to read first."""
    return [
        {
            "id": chain.exhibit.id,
            "number": chain.exhibit.number,
            "description": chain.exhibit.description,
            "sort": t(f"custody.sort_{chain.exhibit.sort}"),
            "holder": chain.holder.by_name if chain.holder else "",
            "waiting": chain.waiting.to_name if chain.waiting else "",
            "seal": chain.seal,
            "events": len(chain.events),
            "troubles": troubles_of(chain, now),
            "traced": chain.exhibit.trace_derived,
        }
        for chain in chains
    ]


def chain_rows(chain: Chain) -> list[dict[str, Any]]:
    """Return one row an event."""
    return [_row(event) for event in chain.events]


def _row(event: Event) -> dict[str, Any]:
    return {
        "n": event.n,
        "kind": event.kind.value,
        "what": t(f"custody.kind_{event.kind}"),
        "at": event.at,
        "by": event.by_name,
        "title": t(f"role.{event.by_title}") if event.by_title else "",
        "to": event.to_name,
        "reason": event.reason,
        "location": event.location,
        "seal": event.seal,
        "measured": "" if event.measured is Measured.NONE else t(f"custody.measured_{event.measured}"),
        "different": event.measured is Measured.DIFFERENT,
        "digest": event.sha256[:8],
        "credential": event.credential_sha256[:8],
    }


def troubles_of(chain: Chain, now: str) -> list[dict[str, Any]]:
    """Return what has to be read first, with its place in the chain."""
    said = language()
    return [{"code": one.code, "n": one.n, "said": one.say.in_language(said)} for one in chain.troubles(now)]


def package_rows(packages: Sequence[Package]) -> list[dict[str, Any]]:
    """Return one row a package."""
    return [
        {
            "id": one.id,
            "number": one.number,
            "state": t(f"custody.state_{one.state}"),
            "court": one.court,
            "prepared": one.prepared,
            "exhibits": len(one.exhibits),
            "unstamped": one.state == "sealed",
        }
        for one in packages
    ]
