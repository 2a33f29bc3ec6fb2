"""Configuration of the web server, read by gunicorn as `python:ironriver.gunicorn_conf`.

Threads, not processes, carry the load: a request mostly waits for the engine. Modules are loaded before the fork:
after an upgrade start anew, as a new worker (SIGHUP, `max_requests`) is still of the version that was loaded.
"""

from __future__ import annotations

import gc
import importlib

from ironriver import gate
from ironriver.graph import Catalogue
from ironriver.settings import Settings

_settings = Settings.from_environment()

bind = f"{_settings.host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.web_workers
threads = _settings.web_threads
#: A worker is replaced now and then, so that no leak of a library grows for months.
max_requests = 5000
max_requests_jitter = 500
timeout = 120
graceful_timeout = 30
keepalive = 5
#: On by default since gunicorn 25, writes outside our directories, and nothing of ours speaks to it.
control_socket_disable = True
#: The driver's sockets must not be shared across a fork: the workers open what they need.
preload_app = False
#: Only a proxy on this machine may say that it ended TLS. Whose address it speaks for is not read from it.
forwarded_allow_ips = "127.0.0.1"
proc_name = "ironriver-web"
#: The application logs requests itself, without query strings.
accesslog = None
errorlog = "-"
loglevel = "warning"


def on_starting(_server: object) -> None:
    """Load once for all workers what opens nothing; fork, and take the address, when the graph can be asked."""
    importlib.import_module("ironriver.web")
    Catalogue.shipped()
    _keep_what_is_loaded()
    gate.pass_gate(_settings.gate)


def post_worker_init(_worker: object) -> None:
    """The application of this worker stands."""
    _keep_what_is_loaded()


def _keep_what_is_loaded() -> None:
    """Take what stays until the end out of the collector's rounds.

    They would go over two hundred thousand objects in the middle of somebody's request, and write into the pages
    that the workers share.
    """
    gc.collect()
    gc.freeze()
