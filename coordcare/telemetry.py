"""One line for each request, for whoever runs the server: ids, codes and times, never a path, a name or a word."""

import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request, request_started

log = structlog.get_logger()
# Of what is its author's alone the log does not even tell that it was asked for.
PRIVATE = "process_notes."


def init_app(app: Flask) -> None:
    """Log as JSON to standard error (in tests and at a terminal in plain lines), and each request once."""
    if not app.config["TESTING"]:
        _as_json(sys.stderr.isatty())
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


def _with_request(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Every line that a request causes bears its id, which the answer's X-Request-Id and the trail bear too."""
    if g and "request_id" in g:
        event.setdefault("request_id", g.request_id)
    return event


def _begin(_app: Flask, **_extra: object) -> None:
    g.begun = time.perf_counter()


def _tell(response: Response) -> Response:
    if (request.endpoint or "").startswith(PRIVATE):
        return response  # a line with an account and a time would tell who keeps them, and when
    viewer = g.get("viewer")
    log.info(
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        endpoint=told(request.endpoint),
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.begun) * 1000, 1),
        account=viewer.account_id if viewer else None,
    )
    return response


def told(endpoint: str | None) -> str:
    """An endpoint as logs and metrics may tell of it."""
    if endpoint is None:
        return "none"
    return "private" if endpoint.startswith(PRIVATE) else endpoint
