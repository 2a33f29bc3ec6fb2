"""Rules of the serial number. Pure: a request as typed in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import SerialFlag, split_licensee
from ironriver.tracing.findings import Finding, Request, error, warning
from ironriver.tracing.schema import serial_formats

_SLIPS = {"O": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"}


def serial(request: Request) -> Iterator[Finding]:
    """Junk, model as serial, and numbers that the maker does not use."""
    typed, read = request.get("serial"), request.serial
    if not typed:
        return
    if read.flags & {SerialFlag.JUNK, SerialFlag.PLACEHOLDER, SerialFlag.REPEATED, SerialFlag.OBLITERATED}:
        yield error(
            "serial",
            "serial_junk",
            Say(
                en=f"“{typed}” is no serial number. Read it off the frame; if it was removed, answer so in 5b and "
                "leave this blank.",
                es=f"«{typed}» no es un número de serie. Léalo en el armazón; si fue borrado, dígalo en 5b y deje "
                "esto en blanco.",
            ),
        )
        return
    yield from _serial_doubts(request)
    yield from _serial_format(request)


def _serial_doubts(request: Request) -> Iterator[Finding]:
    flags = request.serial.flags
    if SerialFlag.PARTIAL in flags and request.get("obliterated") == "no":
        yield error(
            "serial",
            "serial_partial",
            Say(
                en="it has unread signs, but 5b says that nothing was removed; correct one of the two.",
                es="tiene signos ilegibles, pero 5b dice que no está borrado; corrija uno de los dos.",
            ),
        )
    said = {
        SerialFlag.MODEL_AS_SERIAL: Say(
            en="this is the model. The serial is another number, on the frame.",
            es="esto es el modelo. La serie es otro número, en el armazón.",
        ),
        SerialFlag.CALIBRE_AS_SERIAL: Say(
            en="this is the calibre. The serial is another number, on the frame.",
            es="esto es el calibre. La serie es otro número, en el armazón.",
        ),
        SerialFlag.SHORT: Say(
            en="shorter than four signs; make sure that none is missing.",
            es="menos de cuatro signos; verifique que no falte ninguno.",
        ),
        SerialFlag.LONG: Say(en="very long; it may hold two numbers.", es="muy largo; puede contener dos números."),
        SerialFlag.NO_DIGIT: Say(
            en="it has no figure; make sure that it is not a name or patent mark.",
            es="no tiene cifras; verifique que no sea un nombre o marca de patente.",
        ),
        SerialFlag.DUPLICATE_BY_DESIGN: Say(
            en="this maker gave one number to several guns; add suffix letters and all markings in 5i.",
            es="este fabricante dio un mismo número a varias armas; agregue letras finales y marcas en 5i.",
        ),
    }
    for flag, say in said.items():
        if flag in flags:
            yield warning("serial", flag.value, say)


def _serial_format(request: Request) -> Iterator[Finding]:
    known = serial_formats().get(request.maker.code)
    _, number = split_licensee(request.serial.canonical)
    typed = re.sub(r"[^A-Z0-9?*]", "", request.get("serial").upper())
    if known is None or not number or "?" in number or "*" in number:
        return
    pattern, said = known
    fits = re.fullmatch(pattern, number) is not None
    figures = _figures(typed)
    if not fits:
        repaired = figures if re.fullmatch(pattern, figures) else ""
        asked = Say(en=f" Is it {repaired}?", es=f" ¿Es {repaired}?") if repaired else Say(en="", es="")
        yield warning(
            "serial",
            "serial_format",
            Say(
                en=f"{request.maker.code} uses {said.en}.{asked.en} Look at the frame again; it may stay so.",
                es=f"{request.maker.code} usa {said.es}.{asked.es} Vea otra vez el armazón; puede quedar así.",
            ),
            suggestion=repaired,
        )
    elif "O" in typed and figures == number and typed != number:
        yield warning(
            "serial",
            "letter_o",
            Say(
                en=f"is it a zero, not the letter O? {request.maker.code} uses {said.en}.",
                es=f"¿es un cero, no la letra O? {request.maker.code} usa {said.es}.",
            ),
            suggestion=number,
        )


def _figures(typed: str) -> str:
    """Return the text with letters that look like figures read as such, after its leading letters."""
    found = re.match(r"[A-Z]{0,2}", typed)
    head = found[0] if found else ""
    return head + "".join(_SLIPS.get(char, char) for char in typed[len(head) :])
