"""The command line. Each module of this package adds its commands: `def register(subparsers) -> None`.

A command's parser sets `run`, a function that takes the parsed arguments and returns an exit code or None:

    parser = subparsers.add_parser("hash", help="…")
    parser.set_defaults(run=print_hash)      # def print_hash(arguments: argparse.Namespace) -> int | None

`arguments.settings` holds the Settings, `arguments.language` is `en` or `es`. A refusal is an `IronriverError`: it
is printed as its sentence, field by field, and ends with exit code 1; wrong usage ends with 2. Nobody sees a
traceback unless `--debug` is given. Import heavy things inside the functions: every command loads every module.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

from ironriver import __version__
from ironriver.errors import IronriverError, Say
from ironriver.settings import Settings, console_language

#: What shells report for a program that was ended by Ctrl-C.
INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    """Wrong usage shows the command's own help line and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with the commands of every module in this package."""
    parser = _Parser(prog="ironriver", description="How guns move from lawful retail to crime scenes.")
    parser.add_argument("--version", action="version", version=f"ironriver {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    subparsers = parser.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        register = getattr(importlib.import_module(f"{__name__}.{module.name}"), "register", None)
        if register is not None:
            register(subparsers)
    return parser


def run_command(words: Sequence[str]) -> int:
    """Run one command and return its exit code; every refusal becomes a sentence on standard error."""
    arguments = build_parser().parse_args(words)
    arguments.language = console_language()
    try:
        arguments.settings = Settings.from_environment()
        run: Callable[[argparse.Namespace], int | None] = arguments.run
        return run(arguments) or 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except IronriverError as refusal:
        if arguments.debug:
            traceback.print_exc()
        tell_refusal(refusal, arguments.language)
        return 1
    except BrokenPipeError:  # the reader (`head`, `less`) has seen enough
        sys.stderr.close()
        return 0
    except Exception as fault:
        if arguments.debug:
            raise
        if isinstance(fault, OSError) and fault.filename is not None:
            tell_file(fault, arguments.language)
        else:
            tell_fault(fault, arguments.language)
        return 1


def tell_refusal(refusal: IronriverError, language: str) -> None:
    """Print the sentence, what is wrong field by field, and the detail for the person at the console."""
    print(refusal.say.in_language(language), file=sys.stderr)
    for name, say in refusal.fields.items():
        print(f"  {name}: {say.in_language(language)}", file=sys.stderr)
    if refusal.detail:
        print(f"  ({refusal.detail})", file=sys.stderr)


def tell_file(trouble: OSError, language: str) -> None:
    """Print which file or folder could not be used, and why; that is rarely the program's fault."""
    why = trouble.strerror or type(trouble).__name__
    say = Say(
        en=f"{trouble.filename} cannot be used: {why}. Check the name, its rights and the free space.",
        es=f"No se puede usar {trouble.filename}: {why}. Revise el nombre, sus permisos y el espacio libre.",
    )
    print(say.in_language(language), file=sys.stderr)


def tell_fault(fault: Exception, language: str) -> None:
    """Print that the program itself is at fault, and how to see more."""
    name = f"{type(fault).__name__}: {fault}".splitlines()[0]
    say = Say(
        en=f"Something went wrong inside Ironriver ({name}). Run it again with --debug before the command's "
        "name, and report what it prints.",
        es=f"Algo falló dentro de Ironriver ({name}). Repita la orden con --debug antes del nombre de la orden e "
        "informe de lo que imprime.",
    )
    print(say.in_language(language), file=sys.stderr)
