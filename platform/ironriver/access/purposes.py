"""Why somebody looks: the purposes that can be stated, as data, in English and Spanish.

The law behind the list: trace data goes to law enforcement and prosecutors for criminal investigation or
prosecution, or for federal national security (Tiahrt rider, P.L. 112-55); each query is a continuing statement of
lawful purpose (`facts/domain.md` §5). There is no "other": a purpose that is missing is added here, in the open.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ironriver.errors import Say

PURPOSES: Mapping[str, Say] = MappingProxyType(
    {
        "crim_933": Say(
            en="Criminal investigation, 18 U.S.C. 933 (trafficking in firearms)",
            es="Investigación penal, 18 U.S.C. 933 (tráfico de armas de fuego)",
        ),
        "crim_932": Say(
            en="Criminal investigation, 18 U.S.C. 932 (straw purchasing)",
            es="Investigación penal, 18 U.S.C. 932 (compra por interpósita persona)",
        ),
        "crim_922_924": Say(
            en="Criminal investigation, 18 U.S.C. 922 or 924",
            es="Investigación penal, 18 U.S.C. 922 o 924",
        ),
        "crim_state": Say(
            en="Criminal investigation under state law",
            es="Investigación penal conforme a ley estatal",
        ),
        "crim_lfafe": Say(
            en="Criminal investigation, Mexican federal firearms law (LFAFE)",
            es="Investigación penal, Ley Federal de Armas de Fuego y Explosivos",
        ),
        "prosecution": Say(en="Prosecution before a criminal court", es="Proceso ante un tribunal penal"),
        "trace_request": Say(en="Work on a trace request", es="Trámite de una solicitud de rastreo"),
        "stolen_return": Say(
            en="Return of a stolen gun to its owner", es="Devolución de un arma robada a su propietario"
        ),
        "national_security": Say(en="Federal national security", es="Seguridad nacional federal"),
        "oversight": Say(en="Audit or oversight of use", es="Auditoría o supervisión del uso"),
    }
)


def say_purpose(code: str) -> Say:
    """Return the words for a purpose code; an unknown code speaks for itself."""
    return PURPOSES.get(code, Say(en=code, es=code))
