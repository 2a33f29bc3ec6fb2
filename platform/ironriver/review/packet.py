"""The packet of a referral: a confirmed finding as it stood, frozen, with both columns and its limits.

The packet is what the second person approves and what is printed. Its digest stands in the ledger, on the paper and
in the file, so that nobody can say later that another column was missing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ironriver.analytics import Point
from ironriver.errors import Say
from ironriver.review.charges import Charge
from ironriver.review.dossiers import Dossier


def packet_of(dossier: Dossier, charges: Sequence[Charge]) -> dict[str, Any]:
    """Return a finding as a record: points for and against with facts and sources, what would change it, limits."""
    finding = dossier.finding
    return {
        "v": 1,
        "finding": finding.id,
        "detector": finding.detector.value,
        "band": finding.band.value,
        "subjects": list(finding.subject_ids),
        "run": finding.run_id,
        "facts_sha256": dossier.facts,
        "for": [_point(one) for one in finding.points],
        "against": [_point(one) for one in finding.against],
        "title": _said(finding.title),
        "strength": finding.strength,
        "stated": finding.stated,
        "would_change": [
            {"says": _said(one.sentence), "strength": one.strength, "band": one.band}
            for one in finding.counterfactuals
        ],
        "caveats": [_said(one) for one in finding.caveats],
        "judgements": [
            {"step": one.step.value, "at": one.at, "by": one.by_name, "reason": one.reason, "text": one.text}
            for one in dossier.docket.judgements
        ],
        "charges": [
            {"code": one.code, "title": _said(one.title), "elements": [_said(e) for e in one.elements]}
            for one in charges
        ],
        "cut": {"at": dossier.cut[0], "id": dossier.cut[1]},
    }


def packet_text(packet: Mapping[str, Any]) -> str:
    """Return the packet as it is stored: the same packet as the same text."""
    return json.dumps(packet, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def packet_digest(text: str) -> str:
    """Return the SHA-256 (hex) of a packet's text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _said(say: Say) -> dict[str, str]:
    return {"en": say.en, "es": say.es}


def _point(point: Point) -> dict[str, Any]:
    return {
        "code": point.code,
        "weight": point.weight,
        "says": _said(point.sentence),
        "facts": list(point.fact_ids),
        "sources": [{"source": one.source_id, "line": one.line} for one in point.sources],
    }
