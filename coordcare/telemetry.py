"""One line for each request, for whoever runs the server: ids, codes and times, never a path, a name or a word."""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, g, request, request_started
from flask.logging import default_handler

log = structlog.get_logger()
# Of what is its author's alone the log does not even tell that it was asked for.
PRIVATE = "process_notes."
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
ROOT = Path(__file__).parent.parent
FRAMES = 12


def init_app(app: Flask) -> None:
    """Log as JSON to standard error (in tests and at a terminal in plain lines), and each request once."""
    if not app.config["TESTING"]:
        _as_json(sys.stderr.isatty())
        _without_words()
    # By the signal, which comes before every check: what one of them refuses is timed too.
    request_started.connect(_begin, app)
    app.after_request(_tell)


def _as_json(at_a_terminal: bool) -> None:
    shown: Any = structlog.dev.ConsoleRenderer() if at_a_terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _with_request,
            shown,
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


def fault(error: BaseException) -> dict[str, Any]:
    """What a log may tell of an error: its class and where it was raised. Never its message, which may quote a form."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"error": type(error).__name__, "trace": [f"{_place(frame.filename)}:{frame.lineno}" for frame in frames]}


def _place(file_name: str) -> str:
    path = Path(file_name)
    if path.is_relative_to(ROOT) and ".venv" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-3:])


class _Wordless(logging.Filter):
    """Lines of libraries: an error's text and the address it was met at stay out of them.

    gunicorn quotes the address of a request that fails outside of Flask, and the line of one that it cannot read.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = "unexpected error %s", (fault(error),)
            record.exc_info = record.exc_text = record.stack_info = None
        elif str(record.msg).startswith("Invalid request from ip="):
            record.msg, record.args = str(record.msg).partition(": ")[0], ()
        return True


_WORDLESS = _Wordless()


def _without_words() -> None:
    """Filter every handler that a line of a library can reach, also where nobody configured any."""
    standing = [*logging.root.handlers, *logging.getLogger("gunicorn.error").handlers, default_handler]
    for handler in [*standing, *filter(None, [logging.lastResort])]:
        handler.addFilter(_WORDLESS)


def _with_request(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Every line that a request causes bears its id, which the answer's X-Request-Id and the trail bear too."""
    if g and "request_id" in g:
        event.setdefault("request_id", g.request_id)
    return event


def _begin(_app: Flask, **_extra: object) -> None:
    g.begun = time.perf_counter()


def _tell(response: Response) -> Response:
    if is_private(request.endpoint):
        return response  # a line with an account and a time would tell who keeps them, and when
    viewer = g.get("viewer")
    log.info(
        "request",
        request_id=g.get("request_id"),
        method=told_method(request.method),
        endpoint=told(request.endpoint),
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.begun) * 1000, 1),
        account=viewer.account_id if viewer else None,
    )
    return response


def is_private(endpoint: str | None) -> bool:
    """Whether neither log nor metrics may tell that this endpoint was asked for."""
    return (endpoint or "").startswith(PRIVATE)


def told(endpoint: str | None) -> str:
    """An endpoint as logs and metrics may tell of it."""
    if endpoint is None:
        return "none"
    return "private" if is_private(endpoint) else endpoint


def told_method(method: str) -> str:
    """A request's method, if it is one; a made-up one could hold anything, and be another each time."""
    return method if method in METHODS else "other"
