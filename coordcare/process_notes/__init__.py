"""Process notes: a psychotherapist's private notes, sealed, apart from the record, their author's alone."""

import logging


class _Unlogged(logging.Filter):
    """A line of a server's log that names these pages tells who wrote about whom, and when."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "process-notes" not in record.getMessage()


_UNLOGGED = _Unlogged()


def leave_no_lines() -> None:
    """Keep these pages out of the servers' own logs, where those are turned on."""
    for name in ("gunicorn.access", "werkzeug"):
        logging.getLogger(name).addFilter(_UNLOGGED)
