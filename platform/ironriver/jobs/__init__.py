"""Background work: a queue that survives restarts, and the contract every long job keeps.

A job has progress, can be cancelled, is taken up again after a crash, and ends with a result or with a sentence
that the person who asked can read. The queue is SQLite under the data directory and may be lost: the truth about
a long job (Batch, Run) is in the graph, and handlers must take up what is already done.
"""

from ironriver.jobs.job import OPEN, Job, State
from ironriver.jobs.report import Cancelled, Report, SilentReport
from ironriver.jobs.store import Jobs
from ironriver.jobs.worker import Handler, Worker

__all__ = ["OPEN", "Cancelled", "Handler", "Job", "Jobs", "Report", "SilentReport", "State", "Worker"]
