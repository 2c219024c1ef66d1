"""The application and the floor behind one real server, so that both pay the same for it: `bench.server:app`."""

import os
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g
from sqlalchemy import event

from bench.floor import create_floor
from coordcare import create_app
from coordcare.extensions import db

# As many bytes as the page has around its entries.
FRAME = "<!doctype html><title>Floor</title>".ljust(14000, ".")


def count_statements(app: Flask) -> None:
    """Tell in a header how many statements an answer took."""

    def counted(*_arguments: object) -> None:
        if g:
            g.statements = g.get("statements", 0) + 1

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", counted)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Statements"] = str(g.get("statements", 0))
        return response


application = create_app(os.environ.get("COORDCARE_CONFIG", "development"))
floor = create_floor(application.config["SQLALCHEMY_DATABASE_URI"], FRAME)
if os.environ.get("BENCH_COUNTS"):
    count_statements(application)


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The floor at /floor, CoordCare everywhere else."""
    if environ["PATH_INFO"].startswith("/floor/"):
        return floor(environ, start_response)
    return application(environ, start_response)
