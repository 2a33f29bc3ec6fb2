"""Status for those who keep the product running: engine, ledger, work in progress."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template

from ironriver import __version__
from ironriver.access import Action
from ironriver.errors import IronriverError
from ironriver.jobs import OPEN, State
from ironriver.ledger import second_is_there
from ironriver.queries import all_projections
from ironriver.settings import Settings
from ironriver.web import signed_in
from ironriver.web.formats import show_time
from ironriver.web.guard import guarded
from ironriver.web.look import language, t

blueprint = Blueprint("status", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that works or does not."""

    label: str
    value: str
    is_good: bool


@blueprint.get("/status")
@guarded(Action.VIEW_STATUS)
def status() -> str:
    """Show what works now. Counts of entries are for those who may see the ledger."""
    platform = signed_in.platform()
    waiting_or_running = platform.jobs.list(states=OPEN)
    waiting = sum(1 for job in waiting_or_running if job.state is State.QUEUED)
    running = len(waiting_or_running) - waiting
    failed = sum(1 for job in platform.jobs.list() if job.state is State.FAILED)
    settings = platform.settings
    lines = [
        _graph(),
        Line(label=t("status.statements"), value=str(len(list(platform.catalogue))), is_good=True),
        Line(
            label=t("status.jobs"),
            value=t("status.jobs_value", waiting=waiting, running=running, failed=failed),
            is_good=failed == 0,
        ),
        _second_folder(settings),
        _projections(settings),
        Line(label=t("status.mode"), value=t("status.demo" if settings.demo else "status.real"), is_good=True),
        Line(label=t("status.tls"), value=t("status.on" if settings.tls else "status.off"), is_good=settings.tls),
        Line(label=t("status.version"), value=__version__, is_good=True),
    ]
    return render_template("status/status.html", lines=lines)


def _second_folder(settings: Settings) -> Line:
    is_good = second_is_there(settings)
    value = t("status.second_good" if is_good else "status.second_gone", folder=settings.checkpoints_dir)
    return Line(label=t("status.second"), value=value, is_good=is_good)


def _projections(settings: Settings) -> Line:
    """Free Cypher: what the self-test of each projection said. One that failed answers nobody."""
    found = [one for one in all_projections(settings) if not one.is_narrowed]
    if any(not one.checks for one in found):
        return Line(label=t("queries.status"), value=t("queries.status_reviving"), is_good=False)
    failed = sorted({check.name for one in found for check in one.checks if not check.passed})
    if failed:
        value = t("queries.status_failed", names=", ".join(failed))
    else:
        value = t("queries.status_passed", n=len(found)) if found else t("queries.status_none")
    return Line(label=t("queries.status"), value=value, is_good=not failed)


def _graph() -> Line:
    try:
        head = signed_in.platform().ledger.head()
    except IronriverError:
        return Line(label=t("status.graph"), value=t("status.away"), is_good=False)
    value = t("status.last_act", at=show_time(head.at, language()))
    return Line(label=t("status.graph"), value=value, is_good=True)
