"""Rules of the firearm and of a removed number. Pure: a request as typed in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import CodedFlag, SerialFlag, patterns_agree, split_licensee
from ironriver.tracing.countries import nearest_country
from ironriver.tracing.findings import Finding, Request, error, note, warning
from ironriver.tracing.nearest import nearest_calibre, nearest_make, nearest_type
from ironriver.tracing.schema import serial_formats

_SLIPS = {"O": "0", "I": "1", "L": "1", "S": "5", "B": "8", "Z": "2", "G": "6"}


def needed(request: Request) -> Iterator[Finding]:
    """Fields that are needed unless the thing is of a sort that has none."""
    if request.get("obliterated") not in ("all", "part") and not request.is_pmf and not request.is_part:
        yield from _missing(
            request,
            "serial",
            Say(
                en="read it off the frame or receiver; if it was removed, answer so in 5b.",
                es="léalo en el armazón o cajón; si fue borrado, dígalo en 5b.",
            ),
        )
    if not request.is_pmf:
        yield from _missing(
            request,
            "maker",
            Say(
                en="needed; choose from the list, or say in What it is that it was privately made.",
                es="es obligatorio; elija de la lista, o indique en Qué es que es de fabricación particular.",
            ),
        )
        yield from _missing(
            request,
            "country",
            Say(
                en="needed; it is marked on frame, slide or barrel.",
                es="es obligatorio; está en armazón, corredera o cañón.",
            ),
        )
    if not request.is_pmf and not request.is_part:
        say = Say(
            en="needed; type UNKNOWN if none is marked.",
            es="es obligatorio; escriba DESCONOCIDO si no está marcado.",
        )
        yield from _missing(request, "model", say)
    if not request.is_part:
        say = Say(en="needed; it is marked on the barrel.", es="es obligatorio; está marcado en el cañón.")
        yield from _missing(request, "calibre", say)


def _missing(request: Request, field: str, say: Say) -> Iterator[Finding]:
    if not request.get(field):
        yield error(field, "missing", say)


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


def origin(request: Request) -> Iterator[Finding]:
    """Country of origin is known, and a foreign gun names its importer."""
    typed = request.get("country")
    if not typed:
        return
    if not request.country:
        yield error(
            "country",
            "country",
            Say(
                en=f"“{typed}” is not a country of the list. Type its name or two-letter code.",
                es=f"«{typed}» no está en la lista de países. Escriba su nombre o clave de dos letras.",
            ),
            suggestion=nearest_country(typed),
        )
    elif request.country != "US" and not request.get("importer") and not request.is_pmf:
        yield error(
            "importer",
            "importer_missing",
            Say(
                en="a gun made outside the United States cannot be traced without it. Look for the mark on the "
                "barrel or under the handguard; type NONE if there is none.",
                es="si el arma no se fabricó en EE. UU., sin este dato no se puede rastrear. Busque la marca en el "
                "cañón o bajo el guardamano; escriba NINGUNO si no la hay.",
            ),
        )
    elif request.country == "US" and request.get("importer"):
        yield warning(
            "importer",
            "importer_of_us_gun",
            Say(
                en="a gun made in the United States has no importer; check the country of origin.",
                es="un arma hecha en EE. UU. no tiene importador; revise el país de origen.",
            ),
        )


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


def special(request: Request) -> Iterator[Finding]:
    """Privately made firearms, parts and machine guns."""
    licensee, _ = split_licensee(request.serial.canonical)
    if licensee and not request.is_pmf:
        yield note(
            "serial",
            "licensee",
            Say(
                en=f"the first eight figures name the licensee that marked it ({licensee}).",
                es=f"las primeras ocho cifras identifican al titular de licencia que la marcó ({licensee}).",
            ),
        )
    if request.is_pmf and request.get("maker"):
        yield warning(
            "maker",
            "pmf_maker",
            Say(
                en="a privately made firearm has no maker; name the kit or frame in 5i.",
                es="un arma de fabricación particular no tiene fabricante; indique el kit o armazón en 5i.",
            ),
        )
    if request.get("item") == "machine_gun" and request.type.code and request.type.code[0] not in "MB":
        yield warning(
            "type",
            "machine_gun_type",
            Say(
                en="an automatic gun has a type that begins with M or B; correct one of the two.",
                es="un arma automática tiene clave que empieza con M o B; corrija una de las dos.",
            ),
        )
    year = request.get("year_made")
    if year and not (re.fullmatch(r"\d{4}", year) and 1800 <= int(year) <= request.today.year):
        say = Say(
            en=f"“{year}” is no year; type four figures or leave it blank.",
            es=f"«{year}» no es un año; escriba cuatro cifras o déjelo en blanco.",
        )
        yield error("year_made", "year_made", say)
