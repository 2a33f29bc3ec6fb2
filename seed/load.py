"""Bring a synthetic world in through the same doors that users use: `ingest.import_file`, as named people.

Tucson's files are imported by one of its own, Sonora's sheets by one of Sonora's: nobody imports for others.
The same world twice changes nothing, because the bytes are the same and ingest knows them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ironriver.access import Access
from ironriver.access.command_line import actor_for_command_line
from ironriver.errors import Invalid, Say
from ironriver.ingest import BatchReport, import_file
from ironriver.ledger import Ledger
from ironriver.model.actor import Actor
from seed.generate import generate
from seed.world.sizes import SIZES

#: Whose hands the files come through when nobody is named.
HOME_LOGIN, SONORA_LOGIN = "ohlsson", "tamayo"
#: A line of progress this often, in seconds.
EVERY = 5.0

Tell = Callable[[Say], None]

_AUTHORITY = "Invented for the demonstration: no law was used, no person is real"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a world, and whose it is."""

    name: str
    kind: str
    #: `home` or `sonora`.
    side: str = "home"
    brought_by: str = "Demonstration generator"


#: In the order in which an agency would bring them: dealers before the traces that name them.
FILES: tuple[File, ...] = (
    File(name="dealers_2026_09.txt", kind="dealers"),
    File(name="dealers_2026_10.txt", kind="dealers"),
    File(name="dealer_volumes.csv", kind="dealer-volumes"),
    File(name="traces.csv", kind="traces"),
    File(name="traces_mx.csv", kind="traces", side="sonora"),
    File(name="multiple_sales.csv", kind="multiple-sales"),
    File(name="thefts.csv", kind="thefts"),
    File(name="ballistics.csv", kind="ballistics"),
    File(name="examinations.csv", kind="examinations"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """In whose names the files are imported."""

    home: Actor
    sonora: Actor


class Told:
    """Progress of one file as lines, one every few seconds."""

    def __init__(self, name: str, tell: Tell) -> None:
        """Tell about `name` through `tell`."""
        self._name, self._tell, self._last = name, tell, time.monotonic()

    def progress(self, done: int, total: int, say: Say | None = None) -> None:
        """Tell how far the file is, unless that was told a moment ago."""
        if time.monotonic() - self._last < EVERY:
            return
        self._last = time.monotonic()
        of = f" / {total:,}" if total else ""
        self._tell(Say(en=f"  {self._name}: {done:,}{of} rows", es=f"  {self._name}: {done:,}{of} filas"))

    def check_cancelled(self) -> None:
        """Ctrl-C is enough here: an interrupted import is taken up by the next run."""


def people_for(access: Access, login: str = "") -> People:
    """The people who import: `login` (default: the demonstration's analyst), and Sonora's tracer.

    Raises `Invalid` outside demo mode, or when the demonstration accounts are not made yet.
    """
    if not access.settings.demo:
        raise Invalid(
            Say(
                en="The synthetic world is loaded in demo mode only (IRONRIVER_DEMO=1), so that invented guns "
                "never stand beside real ones.",
                es="El mundo sintético se carga solo en modo de demostración (IRONRIVER_DEMO=1), para que armas "
                "inventadas nunca queden junto a reales.",
            )
        )
    return People(
        home=actor_for_command_line(access, login or HOME_LOGIN),
        sonora=actor_for_command_line(access, SONORA_LOGIN),
    )


def load(people: People, *, ledger: Ledger, folder: Path, tell: Tell) -> list[BatchReport]:
    """Import all files of a generated world in `folder`, and tell what each one did.

    A file that is missing in the folder is `Invalid`; everything else as `ingest.import_file` raises it.
    """
    reports = []
    for file in FILES:
        started = time.monotonic()
        report = import_file(
            people.sonora if file.side == "sonora" else people.home,
            folder / file.name,
            ledger=ledger,
            report=Told(file.name, tell),
            kind=file.kind,
            name=file.name,
            authority=_AUTHORITY,
            brought_by=file.brought_by,
        )
        tell(_line(report, time.monotonic() - started))
        reports.append(report)
    return reports


def _line(report: BatchReport, seconds: float) -> Say:
    if report.already:
        return Say(en=f"  {report.name}: nothing changed", es=f"  {report.name}: nada cambió")
    return Say(
        en=f"  {report.name}: {report.added:,} added, {report.changed:,} changed, {report.unchanged:,} unchanged, "
        f"{report.rejected:,} rejected ({seconds:.1f} s)",
        es=f"  {report.name}: {report.added:,} nuevas, {report.changed:,} cambiadas, {report.unchanged:,} iguales, "
        f"{report.rejected:,} rechazadas ({seconds:.1f} s)",
    )


def load_world(people: People, *, ledger: Ledger, size: str, seed: int, tell: Tell) -> list[BatchReport]:
    """Generate the world of `seed` and `size` in a temporary folder, import it, and forget files and truth."""
    if size not in SIZES:
        raise Invalid(Say(en=f"There is no world {size}.", es=f"No hay mundo {size}."))
    with tempfile.TemporaryDirectory(prefix="ironriver-world-") as made:
        folder = Path(made)
        generate(seed, SIZES[size], folder, say=lambda _: None)
        return load(people, ledger=ledger, folder=folder, tell=tell)
