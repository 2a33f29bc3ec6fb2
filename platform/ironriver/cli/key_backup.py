"""`ironriver ledger backup-keys|restore-keys FILE`: the keys sealed into one file, and back."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from ironriver.errors import Invalid, Say


def add_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both actions to the command `ledger`."""
    for name, run, said in (
        ("backup-keys", backup_command, "seal the keys into a new file, under a passphrase"),
        ("restore-keys", restore_command, "put sealed keys back into an empty keys folder"),
    ):
        parser = actions.add_parser(name, help=said, description=said)
        parser.add_argument("file", type=Path, metavar="FILE", help="the sealed backup")
        parser.set_defaults(run=run)


def backup_command(arguments: argparse.Namespace) -> int:
    """Ask for a passphrase and seal the keys."""
    from ironriver.vault import backup_keys

    names = backup_keys(arguments.settings.keys_dir, arguments.file, read_passphrase(arguments, twice=True))
    said = Say(
        en=f"{len(names)} keys are sealed in {arguments.file}. Keep it apart from the data, and the passphrase "
        "apart from it: without both nothing that is sealed can be opened again.",
        es=f"{len(names)} llaves selladas en {arguments.file}. Guárdelo aparte de los datos, y la frase de "
        "contraseña aparte de él: sin ambos no se podrá volver a abrir nada de lo sellado.",
    )
    print(said.in_language(arguments.language))
    return 0


def restore_command(arguments: argparse.Namespace) -> int:
    """Ask for the passphrase and put the keys back."""
    from ironriver.vault import restore_keys

    folder = arguments.settings.keys_dir
    names = restore_keys(arguments.file, folder, read_passphrase(arguments, twice=False))
    said = Say(
        en=f"{len(names)} keys are back in {folder}. Run: ironriver ledger verify",
        es=f"{len(names)} llaves restauradas en {folder}. Ejecute: ironriver ledger verify",
    )
    print(said.in_language(arguments.language))
    return 0


def read_passphrase(arguments: argparse.Namespace, *, twice: bool) -> str:
    """Return what is typed, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    prompt = Say(en="Passphrase of the backup: ", es="Frase de contraseña del respaldo: ")
    first = getpass.getpass(prompt.in_language(arguments.language))
    again = Say(en="Once more: ", es="Otra vez: ").in_language(arguments.language)
    if twice and getpass.getpass(again) != first:
        raise Invalid(Say(en="The two differ. No backup was made.", es="No coinciden. No se hizo el respaldo."))
    return first
