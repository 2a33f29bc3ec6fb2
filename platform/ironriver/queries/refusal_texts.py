"""Why a query is not run, in both languages: fixed sentences, so that nothing of the data is ever quoted."""

from __future__ import annotations

from ironriver.errors import Say

_READ_ONLY = "Queries only read."
_SOLO = "Las consultas solo leen."

SAID = {
    "empty": Say(en="Write a query first.", es="Escriba primero una consulta."),
    "long": Say(
        en="The query is longer than 4,000 characters. Shorten it, or split it into two queries.",
        es="La consulta pasa de 4,000 caracteres. Acórtela o divídala en dos.",
    ),
    "unreadable": Say(
        en="The query cannot be read: a bracket or quote is open, or a character is not used in Cypher.",
        es="No se puede leer la consulta: hay una comilla o un paréntesis abierto, o un carácter ajeno a Cypher.",
    ),
    "unicode": Say(
        en="Escapes such as \\u0041 can hide what a query does. Write the character itself.",
        es="Los escapes como \\u0041 pueden ocultar lo que hace una consulta. Escriba el carácter mismo.",
    ),
    "hidden_character": Say(
        en="The query holds a character that cannot be seen. Delete the line and type it again.",
        es="La consulta tiene un carácter invisible. Borre el renglón y escríbalo otra vez.",
    ),
    "several": Say(
        en="One query at a time: take out what stands after the semicolon.",
        es="Una consulta a la vez: quite lo que está después del punto y coma.",
    ),
    "deep": Say(
        en="There are too many brackets inside brackets. Use WITH to go step by step.",
        es="Hay demasiados paréntesis anidados. Use WITH para ir por pasos.",
    ),
    "write": Say(
        en=f"{{word}} changes data. {_READ_ONLY} What is to be recorded comes in by an import or a form.",
        es=f"{{word}} cambia datos. {_SOLO} Lo que deba registrarse entra por una importación o un formulario.",
    ),
    "catalogue": Say(
        en=f"{{word}} changes the database itself. {_READ_ONLY}",
        es=f"{{word}} cambia la base de datos misma. {_SOLO}",
    ),
    "load": Say(
        en="{word} reads files or addresses outside. Import the file instead.",
        es="{word} lee archivos o direcciones de fuera. Importe el archivo.",
    ),
    "server": Say(
        en="{word} looks into the server, not into the data. Completion lists kinds, links and properties.",
        es="{word} mira el servidor, no los datos. La lista de ayuda muestra tipos, vínculos y propiedades.",
    ),
    "use": Say(
        en="{word} goes to another graph. A query reads the projection that was made for your clearance.",
        es="{word} va a otro grafo. Una consulta lee la proyección hecha para su nivel de acceso.",
    ),
    "prefix": Say(
        en="{word} tells the engine how to run a query. Leave it out: the plan is checked before each run.",
        es="{word} le dice al motor cómo ejecutar. Quítelo: el plan se revisa antes de cada ejecución.",
    ),
    "transactions": Say(
        en="{word} cannot be stopped as a whole. Leave it out and add a LIMIT.",
        es="{word} no puede detenerse en conjunto. Quítelo y agregue LIMIT.",
    ),
    "procedure": Say(
        en="Procedures are not run ({word}). A subquery CALL (x) { … } may be used.",
        es="Los procedimientos no se ejecutan ({word}). Sí puede usar una subconsulta CALL (x) { … }.",
    ),
    "function": Say(
        en="The function {word} is not on the list of functions that may be used.",
        es="La función {word} no está en la lista de funciones permitidas.",
    ),
    "quoted": Say(
        en="Names in backticks are not used here: every kind, link and property can be written without them.",
        es="Aquí no se usan nombres entre acentos graves: todo tipo, vínculo y propiedad se escribe sin ellos.",
    ),
    "dynamic": Say(
        en="Labels and types cannot come from a parameter. Write the kind itself.",
        es="Las etiquetas y los tipos no pueden venir de un parámetro. Escriba el tipo mismo.",
    ),
    "regex": Say(
        en="A regular expression (=~) cannot be stopped. Use `CONTAINS`, `STARTS WITH` or `ENDS WITH`.",
        es="Una expresión regular (=~) no puede detenerse. Use `CONTAINS`, `STARTS WITH` o `ENDS WITH`.",
    ),
    "range": Say(
        en="range() takes two or three plain numbers, at most 10,000 apart: a longer list cannot be stopped.",
        es="range() toma dos o tres números, a lo más con 10,000 de distancia: una lista más larga no se detiene.",
    ),
    "loop": Say(
        en="A list is walked inside the walk of another list, which cannot be stopped. Use UNWIND.",
        es="Una lista se recorre dentro de otra y eso no puede detenerse. Use UNWIND.",
    ),
    "operator": Say(
        en="The engine would use {word}, which is not on the list of steps that may be used.",
        es="El motor usaría {word}, que no está en la lista de pasos permitidos.",
    ),
    "steps": Say(
        en="A path of variable length needs an upper bound of at most 6, as in -[:OF*1..4]-.",
        es="Una ruta de longitud variable necesita un máximo de 6, como en -[:OF*1..4]-.",
    ),
    "no_answer": Say(
        en="The query returns nothing. End it with RETURN.",
        es="La consulta no devuelve nada. Termínela con RETURN.",
    ),
    "engine_syntax": Say(
        en="The engine cannot read the query here. Check names, commas and parameters.",
        es="El motor no entiende la consulta aquí. Revise nombres, comas y parámetros.",
    ),
    "engine_value": Say(
        en="A value could not be computed: a text that is no date, a division by zero, a number too large.",
        es="No se pudo calcular un valor: un texto que no es fecha, una división entre cero, un número muy grande.",
    ),
    "engine_time": Say(
        en="The query took longer than 30 seconds and was stopped. Ask for less: a kind, a date, a LIMIT earlier.",
        es="La consulta tardó más de 30 segundos y se detuvo. Pida menos: un tipo, una fecha, un LIMIT antes.",
    ),
    "engine_memory": Say(
        en="The query needed more memory than one may take. Collect and sort less at a time.",
        es="La consulta necesitó más memoria de la permitida. Reúna y ordene menos a la vez.",
    ),
    "engine_stopped": Say(
        en="The query was stopped. Nothing of it was shown.", es="La consulta se detuvo. No se mostró nada de ella."
    ),
    "engine_unreachable": Say(
        en="The projection does not answer. Make it anew.",
        es="La proyección no responde. Vuelva a crearla.",
    ),
}
