"""`ironriver jobs list|show|cancel`: background work as seen from a terminal."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ironriver.jobs import Job, Jobs


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `jobs`."""
    parser = subparsers.add_parser("jobs", help="background work: list, show, cancel")
    actions = parser.add_subparsers(title="actions", dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="list jobs, newest first").set_defaults(run=list_jobs)
    for name, run, said in (("show", show_job, "show one job"), ("cancel", cancel_job, "ask one job to stop")):
        action = actions.add_parser(name, help=said)
        action.add_argument("job", help="id of the job (job_…)")
        action.set_defaults(run=run)


def list_jobs(arguments: argparse.Namespace) -> None:
    """Print one line a job."""
    for job in _jobs(arguments).list():
        print(_line(job, arguments.language))


def show_job(arguments: argparse.Namespace) -> None:
    """Print everything about one job."""
    job = _jobs(arguments).get(arguments.job)
    print(_line(job, arguments.language))
    print(f"  {job.submitted}  {job.started}  {job.ended}".rstrip())
    if job.error is not None:
        print(f"  {job.error.in_language(arguments.language)}")
    if job.result is not None:
        print(json.dumps(job.result, ensure_ascii=False, indent=2, sort_keys=True))


def cancel_job(arguments: argparse.Namespace) -> None:
    """Ask a job to stop; a running one stops where nothing is left half done."""
    print(_line(_jobs(arguments).cancel(arguments.job), arguments.language))


def _line(job: Job, language: str) -> str:
    share = f"{job.done:,}/{job.total:,}" if job.total else f"{job.done:,}" if job.done else ""
    words = job.say.in_language(language) if job.say is not None else ""
    return f"{job.id}  {job.state:<10}{job.kind:<10}{share:>14}  {words}".rstrip()


def _jobs(arguments: argparse.Namespace) -> Jobs:
    from ironriver.jobs import Jobs

    return Jobs(arguments.settings.data_dir / "jobs.sqlite")
