"""Rules of the firearm: what is needed, where it comes from, what sort it is. Pure: a request in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import split_licensee
from ironriver.tracing.countries import nearest_country
from ironriver.tracing.findings import Finding, Request, error, note, warning


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
