"""`ironriver import KIND FILE`, `ironriver import resume|undo|report BATCH`, `… list`: files in and out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ironriver import clock
from ironriver.errors import Invalid, Say

if TYPE_CHECKING:
    from ironriver.app import Platform
    from ironriver.ingest import BatchReport, Described
    from ironriver.model.actor import Actor
    from ironriver.model.marking import Marking

#: Kinds as the parser offers them; `ingest.KINDS` is the same list, and a test compares.
KINDS = (
    *("dealers", "dealer-volumes", "source-recovery", "traces", "multiple-sales", "thefts", "ballistics"),
    *("examinations", "partner-firearms"),
)
#: Least seconds between two progress lines.
_TELL_SECONDS = 1.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` with one action per kind of file, and what can be done with an import."""
    said = "bring a file in, take up or undo an import. Files that were leaked or stolen are not imported"
    parser = subparsers.add_parser("import", help="bring a file in", description=said)
    actions = parser.add_subparsers(title="kinds and actions", dest="action", required=True, metavar="KIND")
    for kind in KINDS:
        _add_file(actions.add_parser(kind, help=f"import a file of the kind {kind}"), kind)
    for name, run, said in (
        ("resume", resume, "take up an interrupted import"),
        ("undo", undo, "undo an import that is not closed"),
        ("report", report, "print the report of a closed import (JSON)"),
    ):
        action = actions.add_parser(name, help=said)
        action.add_argument("batch", help="id of the import (batch_…)")
        _add_person(action)
        action.set_defaults(run=run)
    action = actions.add_parser("list", help="list imports")
    _add_person(action)
    action.set_defaults(run=show)


def _add_file(parser: argparse.ArgumentParser, kind: str) -> None:
    parser.add_argument("file", type=Path)
    _add_person(parser)
    parser.add_argument("--authority", required=True, help="legal authority: agreement, warrant, open record …")
    parser.add_argument("--brought-by", default="", help="who brought it (default: the person importing)")
    parser.add_argument("--name", default="", help="name of the file as received (default: its own)")
    parser.add_argument("--holding", default="", help="whose it is (default: your agency; published lists: public)")
    parser.add_argument(
        "--tlp", type=int, choices=range(5), help="0 clear, 1 green, 2 amber, 3 amber+strict, 4 red"
    )
    parser.add_argument("--handling", help="handling codes, comma-joined (default: those of the kind)")
    parser.add_argument("--as-of", default="", help="month or day the data speak of, yyyy-mm or yyyy-mm-dd")
    parser.add_argument(
        "--date-order", choices=("month_first", "day_first"), help="what stands first in 03/04/2024"
    )
    parser.add_argument("--rejects", type=Path, help="write rejected rows to this CSV")
    parser.set_defaults(run=bring_in, kind=kind)


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="login", default="", metavar="LOGIN", help="in whose name (demo mode)")


def bring_in(arguments: argparse.Namespace) -> None:
    """Receive and load one file, with a progress line, and print what it did."""
    from ironriver import ingest

    with _platform(arguments) as (platform, actor):
        made = ingest.import_file(
            actor,
            arguments.file,
            ledger=platform.ledger,
            report=_Line(arguments.language),
            **_described(arguments, actor),
        )
        _tell_report(arguments.language, made)
        if arguments.rejects is not None:
            arguments.rejects.write_text(made.rejects_csv(arguments.language), encoding="utf-8")


def resume(arguments: argparse.Namespace) -> None:
    """Take up an interrupted import."""
    from ironriver import ingest

    with _platform(arguments) as (platform, actor):
        line = _Line(arguments.language)
        made = ingest.resume(actor, arguments.batch, ledger=platform.ledger, report=line)
        _tell_report(arguments.language, made)


def undo(arguments: argparse.Namespace) -> None:
    """Undo an open import."""
    from ironriver import ingest

    with _platform(arguments) as (platform, actor):
        batch = ingest.undo(actor, arguments.batch, ledger=platform.ledger, report=_Line(arguments.language))
        print(f"{batch.id}  {batch.state}")


def report(arguments: argparse.Namespace) -> None:
    """Print `report.json` of a closed import."""
    from ironriver import ingest

    with _platform(arguments) as (platform, actor):
        print(ingest.report_of(actor, arguments.batch, ledger=platform.ledger).to_json())


def show(arguments: argparse.Namespace) -> None:
    """List the imports of one's holdings, newest first."""
    from ironriver import ingest

    with _platform(arguments) as (platform, actor):
        for batch in ingest.list_batches(actor, ledger=platform.ledger):
            print(f"{batch.id}  {batch.state:<9}  {batch.source.kind:<16}{batch.source.name}")


def _described(arguments: argparse.Namespace, actor: Actor) -> Described:
    from ironriver.ingest import Described
    from ironriver.model.values import DateOrder

    made = Described(
        kind=arguments.kind,
        authority=arguments.authority,
        brought_by=arguments.brought_by or actor.name,
        marking=_marking(arguments, actor),
        as_of=arguments.as_of,
    )
    if arguments.name:
        made["name"] = arguments.name
    if arguments.date_order:
        made["date_order"] = DateOrder(arguments.date_order)
    return made


def _marking(arguments: argparse.Namespace, actor: Actor) -> Marking:
    from ironriver.ingest import default_marking
    from ironriver.model.marking import Handling, Marking, Tlp, join_handling

    usual = default_marking(actor, arguments.kind)
    handling = usual.handling
    if arguments.handling is not None:
        codes = [code.strip() for code in arguments.handling.split(",") if code.strip()]
        unknown = [code for code in codes if code not in set(Handling)]
        if unknown:
            raise Invalid(
                Say(
                    en=f"{', '.join(unknown)} is no handling code. Codes: {', '.join(Handling)}.",
                    es=f"{', '.join(unknown)} no es un código de manejo. Códigos: {', '.join(Handling)}.",
                ),
                fields={"handling": Say(en="unknown", es="desconocido")},
            )
        handling = join_handling({Handling(code) for code in codes})
    return Marking(
        holding=arguments.holding or usual.holding,
        tlp=usual.tlp if arguments.tlp is None else Tlp(arguments.tlp),
        handling=handling,
    )


@contextmanager
def _platform(arguments: argparse.Namespace) -> Iterator[tuple[Platform, Actor]]:
    from ironriver.access.command_line import actor_for_command_line
    from ironriver.app import open_platform

    platform = open_platform(arguments.settings)
    try:
        yield platform, actor_for_command_line(platform.access, arguments.login)
    finally:
        platform.close()


class _Line:
    """Progress as one line that is written over; as separate lines where standard error is no terminal."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._told = clock.monotonic()

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        if clock.monotonic() - self._told < _TELL_SECONDS:
            return
        self._told = clock.monotonic()
        words = say.in_language(self._language) if say is not None else f"{done:,}"
        share = f" {min(done, total) / total:4.0%}" if total else ""
        is_terminal = sys.stderr.isatty()
        print(
            f"\r{words}{share}   " if is_terminal else words + share,
            end="" if is_terminal else "\n",
            file=sys.stderr,
        )

    def check_cancelled(self) -> None:
        """Ctrl-C is enough here; what is done stays, and `resume` takes it up."""


def _tell_report(language: str, made: BatchReport) -> None:
    for say in _lines(made):
        print(say.in_language(language))


def _lines(made: BatchReport) -> Iterator[Say]:
    if made.already:
        yield Say(
            en=f"Nothing changed: these bytes were imported before ({made.already}).",
            es=f"No cambió nada: estos bytes ya se habían importado ({made.already}).",
        )
        return
    yield Say(
        en=f"{made.name}: {made.added:,} added, {made.changed:,} changed, {made.unchanged:,} unchanged, "
        f"{made.absent:,} absent, {made.rejected:,} rejected  ({made.batch_id})",
        es=f"{made.name}: {made.added:,} agregadas, {made.changed:,} cambiadas, {made.unchanged:,} sin cambio, "
        f"{made.absent:,} ausentes, {made.rejected:,} rechazadas  ({made.batch_id})",
    )
    if made.coverage:
        yield made.coverage_say()
    for one in made.mismatches:
        yield Say(
            en=f"  line {one['line']}: {one['where']} states {one['stated']:,}, its cells give {one['summed']:,}",
            es=f"  línea {one['line']}: {one['where']} dice {one['stated']:,}, sus celdas dan {one['summed']:,}",
        )
    for reject in made.rejects[:20]:
        yield Say(
            en=f"  line {reject.line} {reject.column} {reject.reason}: {reject.say.en}",
            es=f"  línea {reject.line} {reject.column} {reject.reason}: {reject.say.es}",
        )
