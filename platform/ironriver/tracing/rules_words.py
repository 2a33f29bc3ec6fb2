"""Rules of maker, calibre and type. Pure: a request as typed in, findings out."""

from __future__ import annotations

from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import CodedFlag
from ironriver.tracing.findings import Finding, Request, error, warning
from ironriver.tracing.nearest import nearest_calibre, nearest_make, nearest_type


def words(request: Request) -> Iterator[Finding]:
    """Maker, calibre and type against the reference tables, with what may have been meant."""
    maker, typed = request.maker, request.get("maker")
    if typed and not maker.code and not request.get("markings"):
        guess = nearest_make(typed)
        yield error(
            "maker",
            "maker",
            Say(
                en=f"“{typed}” is not in the list. {_meant(guess).en}Choose one of the list, or describe all marks "
                "in 5i.",
                es=f"«{typed}» no está en la lista. {_meant(guess).es}Elija uno de la lista, o describa todas las "
                "marcas en 5i.",
            ),
            suggestion=guess,
        )
    elif typed and not maker.code:
        yield warning(
            "maker",
            "maker_by_marks",
            Say(
                en="not in the list; it goes out with the marks that you describe in 5i.",
                es="no está en la lista; se envía con las marcas que describe en 5i.",
            ),
        )
    yield from _calibre(request)
    yield from _type(request)


def _calibre(request: Request) -> Iterator[Finding]:
    read, typed = request.calibre, request.get("calibre")
    if not typed or read.code:
        return
    if CodedFlag.AMBIGUOUS in read.flags:
        several = ", ".join(read.candidates)
        yield warning(
            "calibre",
            "calibre_ambiguous",
            Say(en=f"“{typed}” may be {several}; type which.", es=f"«{typed}» puede ser {several}; escriba cuál."),
        )
        return
    guess = nearest_calibre(typed)
    yield error(
        "calibre",
        "calibre",
        Say(
            en=f"“{typed}” is not in the list. {_meant(guess).en}Choose one of the list.",
            es=f"«{typed}» no está en la lista. {_meant(guess).es}Elija uno de la lista.",
        ),
        suggestion=guess,
    )


def _type(request: Request) -> Iterator[Finding]:
    typed = request.get("type")
    if not typed or request.type.code:
        return
    guess = nearest_type(typed)
    yield error(
        "type",
        "type",
        Say(
            en=f"“{typed}” is not in the list. {_meant(guess).en}Type a word such as pistol, or an NCIC code.",
            es=f"«{typed}» no está en la lista. {_meant(guess).es}Escriba una palabra como pistola o la clave.",
        ),
        suggestion=guess,
    )


def _meant(guess: str) -> Say:
    return Say(en=f"Did you mean {guess}? ", es=f"¿Quiso decir {guess}? ") if guess else Say(en="", es="")
