"""What the card says of each point, of its other side and of its limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say

#: Code of a point → its sentence; `n` is how many.
SAYS: Mapping[str, Say] = MappingProxyType(
    {
        "two_events": Say(
            "Guns from these purchases were recovered at {n} different events",
            "Armas de estas compras se recuperaron en {n} eventos distintos",
        ),
        "three_events": Say(
            "These events are three or more ({n}): counted on top",
            "Esos eventos son tres o más ({n}): se suma",
        ),
        "short": Say(
            "A gun was recovered {n} days after it was bought",
            "Un arma se recuperó {n} días después de comprada",
        ),
        "second_short": Say(
            "{n} guns were recovered within a year of purchase",
            "{n} armas se recuperaron a menos de un año de compradas",
        ),
        "same_day": Say(
            "{n} guns of one kind and calibre bought on the same day",
            "{n} armas del mismo tipo y calibre compradas el mismo día",
        ),
        "two_same_days": Say("This happened on {n} different days", "Esto ocurrió en {n} días distintos"),
        "alike": Say(
            "{n} guns of the same maker, model and calibre bought within 90 days of each other",
            "{n} armas de igual fabricante, modelo y calibre compradas con menos de 90 días entre sí",
        ),
        "other_possessor": Say(
            "At {n} recoveries somebody else was recorded as possessor",
            "En {n} recuperaciones se registró a otra persona como poseedora",
        ),
        "spread": Say("Recovered in {n} different cities", "Recuperadas en {n} ciudades distintas"),
        "abroad": Say("{n} recovered across the border", "{n} recuperadas del otro lado de la frontera"),
        "shared_contact": Say(
            "A telephone number or street address on record is also that of other flagged purchasers ({n})",
            "Un teléfono o domicilio registrado es también el de otros compradores señalados ({n})",
        ),
        "dealer_contact": Say(
            "A shared contact is a dealer's own number or premises ({n}): shown, not counted",
            "Un contacto compartido es el teléfono o local de un comerciante ({n}): se muestra, no cuenta",
        ),
        "dealer": Say(
            "{n} bought from a dealer with more than twice the traces that volume and peers let expect",
            "{n} compradas a un comerciante con más del doble de rastreos de lo que hacen esperar volumen y pares",
        ),
        "many": Say(
            "{n} purchases on record; collectors buy many guns too, so this alone is one point at most",
            "{n} compras registradas; también los coleccionistas compran muchas armas, así que por "
            "sí solo es un punto a lo más",
        ),
        "theft_before": Say(
            "A theft or loss was reported before the recovery ({n})",
            "Se reportó robo o extravío antes de la recuperación ({n})",
        ),
        "theft_after": Say(
            "A theft or loss was reported, but not before the recovery ({n}): shown, not counted",
            "Se reportó robo o extravío, pero no antes de la recuperación ({n}): se muestra, no cuenta",
        ),
    }
)
#: Names facts: a list of findings in which all titles read alike tells nobody where to begin.
TITLE = Say("Guns bought: {of}, recovered: {n}", "Armas compradas: {of}, recuperadas: {n}")
NO_THEFT = Say(
    "No theft report is on record here. Thefts reported to police alone do not reach this "
    "data: ask before going on.",
    "Aquí no consta reporte de robo. Los robos denunciados solo a la policía no llegan a "
    "estos datos: pregunte antes de seguir.",
)
ONE_DEALER = Say(
    "{n} of {of} purchases were from one dealer; regular customers do the same",
    "{n} de {of} compras fueron con un mismo comerciante; lo mismo hacen los clientes habituales",
)
NOT_RECOVERED = Say(
    "{n} of {of} guns on record were never recovered", "{n} de {of} armas registradas nunca se recuperaron"
)
HOUSEHOLD = Say(
    "{n} people on record share what counts here. Families, flatmates and blocks of flats share an address or a "
    "number; two records may also be one person. Look at that before anything else.",
    "{n} personas registradas comparten lo que aquí cuenta. Familias, quienes comparten vivienda y edificios "
    "tienen un mismo domicilio o teléfono; dos registros también pueden ser una persona. Vea eso antes que nada.",
)
WITHOUT_CONTACT = Say("Without what is shared: {n} points", "Sin lo compartido: {n} puntos")
WITHOUT = Say("Without the recovery of {day}: {n} points", "Sin la recuperación del {day}: {n} puntos")
WITHOUT_TWO = Say(
    "Without the recoveries of {day} and {other}: {n} points",
    "Sin las recuperaciones del {day} y del {other}: {n} puntos",
)
NO_DAY = Say("a day not recorded", "día no registrado")
CAVEATS = (
    Say(
        "Points order what a person looks at. They are no probability, and no finding of guilt.",
        "Los puntos ordenan lo que una persona revisa. No son una probabilidad ni una declaración de culpabilidad.",
    ),
    Say(
        "Not read: race, ethnicity, sex, age, birthplace, nationality, language, neighbourhood.",
        "No se leen: raza, etnia, sexo, edad, lugar de nacimiento, nacionalidad, idioma, vecindario.",
    ),
    Say(
        "Not known here: gift, estate, licence of a collector, service in police. Verify each; "
        "none counts by itself.",
        "No se sabe aquí: regalo, herencia, licencia de coleccionista, servicio policial. "
        "Verifique cada uno; ninguno cuenta por sí solo.",
    ),
    Say(
        "Purchases are those that traces and multiple-sale reports show, not all that a person bought.",
        "Las compras son las que muestran los rastreos y reportes de venta múltiple, no todas las de una persona.",
    ),
)
