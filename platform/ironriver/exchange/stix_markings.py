"""TLP 2.0 as the five objects that OASIS published, older ids read, and statements that travel with the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ironriver.exchange.stix_ids import Naming, Object
from ironriver.model.marking import Handling, Tlp

TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_IDS: Mapping[Tlp, str] = MappingProxyType(
    {
        Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
)
#: TLP 1 still arrives. Its amber allowed clients, so it is AMBER, not AMBER+STRICT.
TLP_1_IDS: Mapping[str, Tlp] = MappingProxyType(
    {
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
    }
)
_LEVELS = {id_: level for level, id_ in TLP_IDS.items()} | dict(TLP_1_IDS)

#: What travels with every object: it is part of the marking, so no reader can take it for decoration.
NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "innocence": "The appearance of a Federal firearms licensee (FFL) or a first unlicensed purchaser of "
        "record in association with a crime gun or in association with multiple crime guns in no way suggests that "
        "either the FFL or the first purchaser has committed criminal acts. / La aparición de un comerciante con "
        "licencia federal (FFL) o de un primer comprador sin licencia registrado, en relación con una o con varias "
        "armas del delito, de ningún modo indica que el comerciante o el primer comprador haya cometido actos "
        "delictivos.",
        "alone": "A crime gun trace alone does not mean that an FFL or firearm purchaser has committed an unlawful "
        "act. / El rastreo de un arma del delito, por sí solo, no significa que un comerciante o un comprador haya "
        "cometido un acto ilícito.",
        "statistics": "Traces are not a random sample. Not all crime guns are traced, and not all traced guns were "
        "used in crime. A line joins two ends and is not a route. / Los rastreos no son una muestra aleatoria. No "
        "toda arma del delito se rastrea, ni toda arma rastreada se usó en un delito. Una línea une dos extremos y "
        "no es una ruta.",
    }
)
_CODES: Mapping[str, str] = MappingProxyType(
    {
        "tiahrt": "Firearm trace data (Tiahrt riders): for law enforcement and prosecutors in criminal "
        "investigation or prosecution; not for civil proceedings. / Datos de rastreo de armas: para autoridades y "
        "fiscales en investigación o proceso penal; no para juicios civiles.",
        "28cfr23": "Criminal intelligence (28 CFR Part 23): need to know and right to know; keep a record of each "
        "further release. / Inteligencia criminal: solo con necesidad y derecho de conocer; registre cada entrega.",
    }
)


def tlp_object(level: Tlp) -> Object:
    """Return the marking definition of a level exactly as OASIS published it."""
    label = level.name.replace("_", "+")
    said = {"extension_type": "property-extension", "tlp_2_0": label.lower()}
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_IDS[level],
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{label}",
        "extensions": {TLP_EXTENSION: said},
    }


def level_of(marking_id: str) -> Tlp | None:
    """Return the level that a marking id means, TLP 1 included; `None` for any other marking."""
    return _LEVELS.get(marking_id)


def notice_objects(naming: Naming, keys: Iterable[str], created: str, creator: str) -> list[Object]:
    """Return the statement markings of these notices and handling codes, sorted by key."""
    texts = {**NOTICES, **_CODES}
    return [
        {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": naming.stix_id("marking-definition", "notice", key),
            "created_by_ref": creator,
            "created": created,
            "definition_type": "statement",
            "definition": {"statement": texts[key]},
        }
        for key in sorted(set(keys))
    ]


def codes_that_travel() -> frozenset[Handling]:
    """Return the handling codes that may leave at all, under an agreement that holds them; others never do."""
    return frozenset(Handling(code) for code in _CODES)
