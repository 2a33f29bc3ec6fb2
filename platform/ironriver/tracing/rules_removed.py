"""Rules of a removed number. Pure: a request as typed in, findings out."""

from __future__ import annotations

from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import patterns_agree
from ironriver.tracing.findings import Finding, Request, error, warning


def removed_number(request: Request) -> Iterator[Finding]:
    """Part IX: who examined it and how, and that both readings agree."""
    if request.get("obliterated") not in ("part", "all"):
        for name in ("restored", "examiner"):
            if request.get(name):
                yield warning(
                    name,
                    "part_nine_unasked",
                    Say(
                        en="5b says that the number was not removed; correct one of the two.",
                        es="5b dice que el número no está borrado; corrija uno de los dos.",
                    ),
                )
        return
    if not request.get("method"):
        say = Say(
            en="say how it was examined, or that it has not been.",
            es="diga cómo se examinó, o que aún no se examina.",
        )
        yield error("method", "method", say)
    elif request.get("method") != "not_examined" and not request.get("examiner"):
        say = Say(en="name who examined the number.", es="diga quién examinó el número.")
        yield error("examiner", "examiner", say)
    restored, typed = request.get("restored"), request.get("serial")
    if restored and typed and not patterns_agree(restored, typed):
        say = Say(
            en="it does not agree with 5a, sign by sign; correct one of the two.",
            es="no coincide con 5a, signo por signo; corrija uno de los dos.",
        )
        yield error("restored", "restored_differs", say)
    if not restored and not typed and request.get("method") != "not_examined":
        say = Say(
            en="type what was restored, ? for each unread sign.",
            es="escriba lo restaurado, ? por cada signo ilegible.",
        )
        yield warning("restored", "restored_missing", say)
