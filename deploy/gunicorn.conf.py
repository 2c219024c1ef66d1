"""How gunicorn serves CoordCare: gunicorn --config deploy/gunicorn.conf.py wsgi:app, from the root of the repository.

Its settings come from the environment, which deploy/coordcare.env.example names.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Any

import structlog

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("COORDCARE_INSTANCE", ROOT / "instance"))

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GUNICORN_WORKERS", "2"))
worker_class = "gthread"
threads = 4
# Longer than the proxy keeps an idle connection (20 seconds): it must never send into one that was just closed.
keepalive = 30
graceful_timeout = 30
timeout = 60
control_socket_disable = True
# Only what the proxy itself says may change where a request seems to come from.
forwarder_headers = ""
# A process that grew is replaced; not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
# The application tells of each request once, without its path: gunicorn's own access log would name it.
accesslog = None
errorlog = "-"

# JSON for whoever collects it, plain lines at a terminal: as the application's own.
_shown: Any = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
_bare: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "root": {"level": "WARNING", "handlers": ["json"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["json"], "propagate": False}},
    "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "foreign_pre_chain": _bare,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, _shown],
        }
    },
}

# The workers count in files of one directory, so that each of them can answer for all. Set here and not in the
# environment file: `flask tick` and other commands would leave files there too.
counts = Path(os.environ.get("RUNTIME_DIRECTORY", INSTANCE)) / "metrics"
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counts)


def on_starting(_server: object) -> None:
    """Begin at zero: what the last start counted is over."""
    counts.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in counts.glob("*.db"):
        old.unlink()


def post_worker_init(_worker: object) -> None:
    """Leave what is loaded out of the search for garbage: it stays, and every search through it holds a page up
    for 50 ms.
    """
    gc.collect()
    gc.freeze()


def child_exit(_server: object, worker: Any) -> None:
    """A worker is gone; what it counted stays counted."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)
