"""Rules of the place of recovery. Pure: a request as typed in, findings out."""

from __future__ import annotations

from collections.abc import Iterator

from ironriver.errors import Say
from ironriver.model.values import read_state
from ironriver.tracing.countries import country_code, nearest_country
from ironriver.tracing.findings import Finding, Request, error, warning
from ironriver.tracing.nearest import nearest


def recovery(request: Request) -> Iterator[Finding]:
    """Country and state of recovery are known names; a Mexican state needs its municipality."""
    text, state_text = request.get("recovery_country"), request.get("recovery_state")
    country = country_code(text)
    if text and not country:
        yield error(
            "recovery_country",
            "country",
            Say(
                en=f"“{text}” is not a country of the list. Type its name or two-letter code, such as MX or US.",
                es=f"«{text}» no está en la lista de países. Escriba su nombre o clave, por ejemplo MX o US.",
            ),
            suggestion=nearest_country(text),
        )
    if state_text and country in ("US", "MX"):
        yield from _state(request, country)
    if country == "MX" and not request.get("recovery_county"):
        yield warning(
            "recovery_county",
            "municipality",
            Say(
                en="a place in Mexico is found by its municipality; add it.",
                es="en México el lugar se ubica por su municipio; agréguelo.",
            ),
        )


def _state(request: Request, country: str) -> Iterator[Finding]:
    text = request.get("recovery_state")
    state = read_state(text, country=country)
    if state.code:
        return
    elsewhere = read_state(text)
    names = _state_names(country)
    if elsewhere.code:
        yield error(
            "recovery_state",
            "state_of_other_country",
            Say(
                en=f"{elsewhere.name} does not lie in this country; correct state or country.",
                es=f"{elsewhere.name} no está en este país; corrija el estado o el país.",
            ),
        )
        return
    guess = nearest(text, names)
    meant = (f" Did you mean {guess}?", f" ¿Quiso decir {guess}?") if guess else ("", "")
    yield error(
        "recovery_state",
        "state",
        Say(
            en=f"“{text}” is not a state of this country.{meant[0]} Choose one of the list.",
            es=f"«{text}» no es un estado de este país.{meant[1]} Elija uno de la lista.",
        ),
        suggestion=guess,
    )


def _state_names(country: str) -> list[str]:
    from ironriver.model.values.gazetteer import states

    return sorted({one.name for found in states().values() for one in found if one.country == country})
