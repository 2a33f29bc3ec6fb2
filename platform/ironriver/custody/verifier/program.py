"""Verify an Ironriver court package: one file, Python 3.9 or newer, no packages, no network, nothing of Ironriver.

    python3 verify.py PACKAGE [--lang en|es] [--json] [--log-key KEY] [--tsa-root FILE]

PACKAGE is the .zip or the unpacked folder. Steps run in order and stop at the first failure. Exit codes: 0 everything
holds; 1 something does not hold; 2 the package cannot be read; 3 everything holds but the time-stamps, which could
not be checked here or are missing. KEY is the ledger's key as the agency publishes it (`name+hash+base64`), FILE a PEM
of time-stamp roots that you trust: without them the package is checked against what it brings, and that is said.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zipfile
from typing import Any

from ironriver.custody.verifier import steps
from ironriver.custody.verifier.container import Failed
from ironriver.custody.verifier.stamps import stamps

STEPS = (
    ("container", "The container is safe to read", "El contenedor se puede leer sin riesgo"),
    ("manifests", "Every file has the digest in the manifests", "Cada archivo tiene la huella de los manifiestos"),
    ("root", "The list of contents gives the Merkle root", "La lista de contenido da la raíz de Merkle"),
    ("checkpoint", "The ledger's checkpoint is signed", "El punto de control del registro está firmado"),
    ("ledger", "Every record stands in the signed ledger", "Cada dato consta en el registro firmado"),
    ("credentials", "Every credential is signed by its handler", "Cada credencial la firmó su custodio"),
    ("chain", "Each chain of custody is whole", "Cada cadena de custodia está completa"),
    ("approval", "A second person approved this very package", "Una segunda persona aprobó este mismo paquete"),
    ("stamps", "The time-stamps hold", "Los sellos de tiempo son válidos"),
)
WORDS = {
    "en": ("ok", "FAILED", "not checked", "Everything holds.", "Do not rely on this package. Ask the agency for it "
           "again, and keep this copy as it is.", "Everything that could be checked here holds."),
    "es": ("bien", "FALLA", "sin revisar", "Todo es íntegro.", "No confíe en este paquete. Pídalo otra vez a la "
           "dependencia y conserve esta copia como está.", "Todo lo que aquí se pudo revisar es íntegro."),
}  # fmt: skip
#: What reading a file that was changed or cut may raise, the zip's own checks included.
UNREADABLES = (LookupError, ValueError, TypeError, AttributeError, OSError, RuntimeError, EOFError, ArithmeticError,
               struct.error, zipfile.BadZipFile)  # fmt: skip
HOLDS, FAILS, UNREADABLE, UNCHECKED = 0, 1, 2, 3


def verify(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Run the steps; one report each, the last with `failed` if something does not hold."""
    done: list[dict[str, Any]] = []
    for number, (name, en, es) in enumerate(STEPS, 1):
        report: dict[str, Any] = {"step": number, "name": name, "said": {"en": en, "es": es}}
        done.append(report)
        try:
            if name == "stamps":
                report["found"], report["unchecked"] = stamps(given)
            else:
                report["found"] = getattr(steps, "step_" + name)(given)
        except Failed as failure:
            return [*done[:-1], {**report, "failed": failure.said, "where": failure.where}]
        except UNREADABLES as broken:
            said = {"en": "It cannot be read as what it should be: it was changed or cut.", "es": "No se puede leer "
                    "como lo que debe ser: fue alterado o cortado."}  # fmt: skip
            return [*done[:-1], {**report, "failed": said, "where": f"{type(broken).__name__}: {broken}"[:300]}]
    return done


def code_of(reports: list[dict[str, Any]]) -> int:
    """Return the exit code that reports come to."""
    if "failed" in reports[-1]:
        return FAILS
    return UNCHECKED if reports[-1].get("unchecked") else HOLDS


def told(reports: list[dict[str, Any]], language: str) -> str:
    """Return the reports as lines that a person reads."""
    fine, failed, unchecked, end, what, nearly = WORDS[language]
    lines = []
    for one in reports:
        state = failed if "failed" in one else unchecked if one.get("unchecked") else fine
        lines.append(f"{one['step']}. {one['said'][language]}: {state}  {one.get('found') or ''}".rstrip())
        if "failed" in one:
            lines += [f"   {one['where']}", f"   {one['failed'][language]}", what]
        elif one.get("unchecked"):
            lines.append(f"   {one['unchecked'][language == 'es']}")
    code = code_of(reports)
    lines += [end] if code == HOLDS else [nearly] if code == UNCHECKED else []
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    """Read the command line, verify, print, return the exit code."""
    given: dict[str, Any] = {"path": os.path.dirname(os.path.abspath(sys.argv[0])) or "."}
    language, as_json, rest = "en", False, list(words)
    while rest:
        word = rest.pop(0)
        if word in ("--lang", "--log-key", "--tsa-root") and rest:
            value = rest.pop(0)
            language = value if word == "--lang" and value in WORDS else language
            given[word[2:].replace("-", "_")] = value
        elif word == "--json":
            as_json = True
        elif word.startswith("-"):
            sys.stdout.write(__doc__ or "")
            return UNREADABLE
        else:
            given["path"] = word
    if not os.path.exists(given["path"]):
        sys.stderr.write(f"{given['path']}: not there / no existe\n")
        return UNREADABLE
    reports = verify(given)
    shown = {"code": code_of(reports), "steps": reports}
    text = json.dumps(shown, indent=1) + "\n" if as_json else told(reports, language)
    sys.stdout.buffer.write(text.encode("utf-8"))
    return code_of(reports)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
