"""`ironriver worker`: the one background process. It copies entries to segments, signs checkpoints, runs jobs.

Exactly one per data directory, because only one process may hold the signing key and decide what it signs.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ironriver import analytics, clock, custody, exchange, gate, ingest, queries
from ironriver.access import AccountState, administration, all_accounts, find_account, open_access
from ironriver.errors import Conflict, IronriverError, NotAllowed, Say, Unavailable
from ironriver.graph import Catalogue, Database
from ironriver.graph.engine import engine_address
from ironriver.jobs import Handler, Job, Jobs, Report, Worker
from ironriver.ledger import Ledger, make_checkpoint, warm
from ironriver.model.actor import Actor
from ironriver.settings import Settings
from ironriver.vault import Keys, Vault

#: Seconds between looks for entries to copy: what a database lost just now would take along.
FOLLOW_SECONDS = 0.25
#: Seconds between checkpoints while acts arrive; also how long a deletion could go unnoticed.
CHECKPOINT_SECONDS = 60.0
#: Seconds between checkpoints when nothing is written: each also anchors the read log, which goes on growing.
IDLE_CHECKPOINT_SECONDS = 900.0
#: Pause after trouble (engine restarting, disk full), so that the log stays readable.
TROUBLE_SECONDS = 5.0

#: Seconds between sweeps for packs of acts that never happened; they count as such after an hour.
SWEEP_SECONDS = 3600.0

#: Seconds between looks for court packages to seal or stamp: a person waits, a failing authority has a pause.
PACKAGE_SECONDS = 10.0

#: Seconds between looks for accounts that nobody used for ninety days (CJIS AC-2(3) allows a week).
INACTIVE_SECONDS = 86_400.0

#: Seconds between looks whether to plan ahead, and how much longer the log must be than at the last time: the
#: engine makes its plans again when a graph has grown.
PLAN_SECONDS = 5.0
GROWN = 1.3
#: A shorter log holds accounts and hardly a fact: the first world is about to be loaded, and needs the engine.
LEAST_ENTRIES = 60

#: How long an import waits for an engine that died, and how often: a large store takes minutes to recover.
OUTAGE_SECONDS = 300.0
OUTAGES = 4

log = logging.getLogger(__name__)


def work(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT and return 0. Raises `Conflict` if another worker runs on this data."""
    Catalogue.shipped()  # while the engine boots
    gate.pass_gate(settings.gate)  # asked to stop while it waits, it just ends
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with exclusive(settings.data_dir / "worker.lock"), opened_ledger(settings) as ledger:
        keeping = threading.Thread(target=keep_ledger, args=(ledger, stop), name="ledger")
        keeping.start()
        threading.Thread(target=Planning(ledger, stop).run, name="plans", daemon=True).start()
        projections = queries.Projections(settings)
        threading.Thread(target=projections.watch, args=(stop, ledger), name="projections", daemon=True).start()
        making: Handler = partial(make_projection, ledger, projections)
        handlers = {**job_handlers(ledger), "projection": making}
        worker = Worker(Jobs(settings.data_dir / "jobs.sqlite"), handlers)
        try:
            worker.run(stop.is_set)
        finally:
            stop.set()
            projections.close()
            keeping.join()
            worker.close()
    return 0


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold a lock file for the block; the kernel frees it if this process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            raise Conflict(
                Say(
                    en=f"Another worker runs on {path.parent} already. There must be exactly one.",
                    es=f"Ya hay otro proceso de fondo sobre {path.parent}. Debe haber exactamente uno.",
                )
            ) from cause
        os.ftruncate(held.fileno(), 0)
        held.write(f"{os.getpid()}\n")
        held.flush()
        yield


@contextmanager
def opened_ledger(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger with the signing key, which no other process loads."""
    address = engine_address(settings)
    database = Database.open(address.uri, address.user, address.password)
    try:
        keys = Keys.load_or_create(settings, signing=True)
        yield Ledger.open(settings, database, Catalogue.shipped(), Vault(settings.data_dir / "vault"), keys)
    finally:
        database.close()


def job_handlers(ledger: Ledger) -> Mapping[str, Handler]:
    """Return what each kind of job does. Payloads are written by the views and commands that submit them."""
    return {
        "import": partial(run_import, ledger),
        "undo": partial(run_undo, ledger),
        "detect": partial(run_detectors, ledger),
        "poll": partial(run_poll, ledger),
    }


def run_import(ledger: Ledger, job: Job, report: Report) -> dict[str, Any]:
    """Load a received source as the person who asked; his rights are looked up anew, not those of that moment."""

    def bring_in() -> dict[str, Any]:
        person = person_of(ledger, job.actor_id)
        made = ingest.load(person, job.payload["source_id"], ledger=ledger, report=report)
        return {"batch_id": made.batch_id, "added": made.added, "changed": made.changed}

    return through_outages(ledger, report, bring_in)


def run_undo(ledger: Ledger, job: Job, report: Report) -> dict[str, Any]:
    """Undo an open import as the person who asked. Interrupted, it is done again: each act can be repeated."""

    def take_back() -> dict[str, Any]:
        person = person_of(ledger, job.actor_id)
        return {"batch_id": ingest.undo(person, job.payload["batch_id"], ledger=ledger, report=report).id}

    return through_outages(ledger, report, take_back)


def through_outages(ledger: Ledger, report: Report, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do `work`; when the graph stops answering in the middle, wait until it is back and go on.

    `work` must take up what is done already. Raises what it raised if the graph stays away for `OUTAGE_SECONDS`,
    or if it is there and the same happens `OUTAGES` times: a full disk, say.
    """
    for _ in range(OUTAGES):
        try:
            return work()
        except Unavailable as trouble:
            log.warning("a job waits: %s", trouble)
            if not _is_back(ledger, report):
                raise
    return work()


def _is_back(ledger: Ledger, report: Report) -> bool:
    until = clock.monotonic() + OUTAGE_SECONDS
    while clock.monotonic() < until:
        report.check_cancelled()
        clock.sleep(1.0)
        try:
            ledger.head()
        except Unavailable:
            continue
        return True
    return False


def run_detectors(ledger: Ledger, job: Job, report: Report) -> dict[str, Any]:
    """Run detectors as the person who asked. Interrupted, it begins anew under the same id."""
    return analytics.execute_run(person_of(ledger, job.actor_id), job, report, ledger=ledger)


def make_projection(
    ledger: Ledger, projections: queries.Projections, job: Job, report: Report
) -> dict[str, Any]:
    """Make the read-only engine of what a person may see, as of now."""
    made = projections.make(person_of(ledger, job.actor_id), ledger, report)
    return {"nodes": made.nodes, "links": made.links}


def run_poll(ledger: Ledger, job: Job, report: Report) -> dict[str, Any]:
    """Poll a feed as the person who asked. Interrupted, it goes on with the page that was next."""
    done = exchange.poll(person_of(ledger, job.actor_id), job.payload["feed_id"], ledger=ledger, report=report)
    return {"pages": done.pages, "objects": done.objects}


def person_of(ledger: Ledger, account_id: str) -> Actor:
    """Return who asked for a job, as of now. Raises `NotAllowed` if the account is not active any more."""
    account = find_account(ledger, id=account_id)
    if account is None or account.state is not AccountState.ACTIVE:
        raise NotAllowed(
            Say(
                en="The account that asked for this work is not active any more, so it was not done.",
                es="La cuenta que pidió este trabajo ya no está activa, así que no se hizo.",
            )
        )
    return account.as_actor(origin="worker")


@dataclass(slots=True)
class Every:
    """Runs `task` at most once per `seconds`; trouble is logged once until it passes, and never ends the worker."""

    name: str
    seconds: float
    task: Callable[[], object]
    _next: float = 0.0
    _trouble: str = field(default="")

    def due(self) -> None:
        """Let the next turn run the task whatever the time."""
        self._next = 0.0

    def turn(self) -> None:
        """Run the task if its time has come."""
        now = clock.monotonic()
        if now < self._next:
            return
        self._next = now + self.seconds
        try:
            self.task()
        except Exception as trouble:  # a share that went away, a bug: the other tasks must go on
            self._next = now + max(self.seconds, TROUBLE_SECONDS)
            if str(trouble) != self._trouble:
                known = isinstance(trouble, IronriverError)
                log.warning("%s: %s", self.name, trouble, exc_info=None if known else trouble)
            self._trouble = str(trouble)
        else:
            if self._trouble:
                log.info("%s: works again", self.name)
            self._trouble = ""


@dataclass(slots=True)
class Signing:
    """Signs a checkpoint when the log has grown, or when the last one is old."""

    ledger: Ledger
    _size: int = 0
    _at: float = field(default=0.0)

    def sign_if_due(self) -> bool:
        """Return True if a checkpoint was signed. Before genesis there is nothing to sign."""
        size, now = self.ledger.head().size, clock.monotonic()
        if size == 0 or (size == self._size and now - self._at < IDLE_CHECKPOINT_SECONDS):
            return False
        signed = make_checkpoint(self.ledger)
        self._size, self._at = signed.checkpoint.size, now
        return True


def disable_inactive(ledger: Ledger) -> None:
    """Disable accounts that nobody used for ninety days; before genesis there are none."""
    if ledger.head().size == 0:
        return
    access = open_access(ledger.settings, ledger, ledger.keys)
    try:
        for login in administration.disable_inactive(access):
            log.warning("%s was not used for ninety days and is disabled", login)
    finally:
        access.close()


@dataclass(slots=True)
class Planning:
    """Lets the engine plan ahead at the start, and again once the log has grown much and is quiet."""

    ledger: Ledger
    stop: threading.Event
    _planned: int = 0

    def run(self) -> None:
        """Look until `stop`. Nothing depends on it, so trouble here is only noted."""
        before = 0
        while not self.stop.is_set():
            try:
                size = self.ledger.head().size
                if size == before and size >= max(LEAST_ENTRIES, GROWN * self._planned):
                    self.plan(size)
            except IronriverError as trouble:
                log.info("statements were not planned ahead: %s", trouble)
                size = 0
            self.stop.wait(0.0 if size and not before else PLAN_SECONDS)
            before = size

    def plan(self, size: int) -> None:
        """Plan for everybody who may sign in now."""
        people = [account.as_actor(origin="worker") for account in all_accounts(self.ledger) if account.holdings]
        began = clock.monotonic()
        sights = [person.visibility() for person in people]
        done = warm(self.ledger.database, self.ledger.catalogue, sights, stop=self.stop.is_set, rest=self.stop.wait)
        if people:
            self._planned = size
            log.info("%d statements planned ahead in %.0f s", done, clock.monotonic() - began)


def keep_ledger(ledger: Ledger, stop: threading.Event) -> None:
    """Copy entries and sign checkpoints until `stop`; once more at the end, so that nothing waits for a restart."""
    tasks = [
        Every("follower", FOLLOW_SECONDS, ledger.follower.follow_once),
        Every("checkpoint", CHECKPOINT_SECONDS, Signing(ledger).sign_if_due),
        Every("shredding", CHECKPOINT_SECONDS, ledger.finish_shredding),
        Every("sweep", SWEEP_SECONDS, ledger.sweep),
        Every("court packages", PACKAGE_SECONDS, partial(custody.seal_waiting, ledger)),
        Every("inactive accounts", INACTIVE_SECONDS, partial(disable_inactive, ledger)),
    ]
    while not stop.wait(FOLLOW_SECONDS):
        for task in tasks:
            task.turn()
    for task in tasks:
        task.due()
        task.turn()
