"""Findings as they are stored and read back: one text for one content, and the digest of the facts behind it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ironriver.analytics.findings import Band, Counterfactual, Detector, Finding, FindingDraft, Point, PointSource
from ironriver.errors import Say


def body_text(draft: FindingDraft) -> str:
    """Return points, counterfactuals and caveats as stored."""
    return _text(
        {
            "for": [_point(one) for one in draft.points],
            "against": [_point(one) for one in draft.against],
            "would_change": [
                {"says": _say(one.sentence), "strength": one.strength, "band": one.band}
                for one in draft.counterfactuals
            ],
            "caveats": [_say(one) for one in draft.caveats],
        }
    )


def title_text(draft: FindingDraft) -> str:
    """Return the title in both languages as stored."""
    return _text(_say(draft.title))


def facts_digest(draft: FindingDraft) -> str:
    """Return the SHA-256 (hex) of what a finding rests on: points of both sides with their weights and facts.

    A run that says the same gives the same digest, whatever its number, time or wording.
    """
    said = {
        "v": 1,
        "detector": draft.detector.value,
        "subjects": sorted(draft.subject_ids),
        "for": sorted([one.code, repr(one.weight), *sorted(one.fact_ids)] for one in draft.points),
        "against": sorted([one.code, repr(one.weight), *sorted(one.fact_ids)] for one in draft.against),
    }
    return hashlib.sha256(b"ironriver/finding/1\x00" + _text(said).encode()).hexdigest()


def finding_of(row: Mapping[str, Any], gone: Sequence[str] | None = None) -> Finding:
    """Return a finding from its stored properties; `gone`: (run that no longer states it, when)."""
    gone_run, gone_at = gone or ("", "")
    body = json.loads(row["body"])
    return Finding(
        id=row["id"],
        detector=Detector(row["detector"]),
        subject_ids=tuple(row["subject_ids"]),
        band=Band(row["band"]),
        strength=float(row["strength"]),
        title=_read_say(json.loads(row["title"])),
        points=tuple(_read_point(one) for one in body["for"]),
        against=tuple(_read_point(one) for one in body["against"]),
        counterfactuals=tuple(
            Counterfactual(sentence=_read_say(one["says"]), strength=one["strength"], band=one["band"])
            for one in body["would_change"]
        ),
        caveats=tuple(_read_say(one) for one in body["caveats"]),
        holding=row["holding"],
        tlp=int(row["tlp"]),
        handling=row["handling"],
        run_id=row["run_id"],
        facts=row["facts"],
        cut_at=row.get("cut_at") or "",
        stated=row.get("stated") or "",
        gone_run=gone_run,
        gone_at=gone_at,
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _say(say: Say) -> dict[str, str]:
    return {"en": say.en, "es": say.es}


def _read_say(said: Mapping[str, str]) -> Say:
    return Say(en=said["en"], es=said["es"])


def _point(one: Point) -> dict[str, Any]:
    return {
        "code": one.code,
        "weight": one.weight,
        "says": _say(one.sentence),
        "facts": list(one.fact_ids),
        "sources": [[source.source_id, source.line] for source in one.sources],
    }


def _read_point(said: Mapping[str, Any]) -> Point:
    return Point(
        code=said["code"],
        weight=said["weight"],
        sentence=_read_say(said["says"]),
        fact_ids=tuple(said["facts"]),
        sources=tuple(PointSource(source_id=source, line=line) for source, line in said["sources"]),
    )
