"""CoordCare with addresses that fail in every way we could think of, each with what somebody typed in its error."""

import logging
from collections.abc import Iterable
from typing import Any

from flask import request
from sqlalchemy import text

from coordcare import create_app
from coordcare.access.gate import open_to_all
from coordcare.errors import CareError
from coordcare.extensions import db, transaction

app = create_app("production", WTF_CSRF_ENABLED=False)


class Unspeakable(CareError):
    """Its page cannot be made."""

    @property
    def heading(self) -> str:  # type: ignore[override]
        raise ValueError(request.form["text"])


def _fail_in_python(words: str) -> None:
    raise ValueError(words)


def _fail_with_a_cause(words: str) -> None:
    try:
        raise KeyError(words)
    except KeyError as error:
        raise RuntimeError(words) from error


def _fail_in_the_database(words: str) -> None:
    with transaction() as session:
        session.execute(
            text("INSERT INTO account (email, name) VALUES (:email, :name)"), {"email": words, "name": words}
        )


def _fail_by_type(words: str) -> None:
    db.session.execute(text("SELECT :words"), {"words": {words: words}})


def _fail_in_the_error_page(words: str) -> None:
    raise Unspeakable(words)


def _be_told_by_a_library(words: str) -> None:
    try:
        raise ValueError(words)
    except ValueError:
        logging.getLogger("a.library").exception("could not do %s", words)


HOW = (
    _fail_in_python,
    _fail_with_a_cause,
    _fail_in_the_database,
    _fail_by_type,
    _fail_in_the_error_page,
    _be_told_by_a_library,
)


@app.post("/fails/<int:how>/<words>")
@open_to_all
def fails(how: int, words: str) -> str:
    HOW[how](request.form["text"])
    return "told"


_inside = app.wsgi_app


def _outside(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"].startswith("/outside/"):
        raise ValueError(environ["PATH_INFO"])
    return _inside(environ, start_response)


app.wsgi_app = _outside  # type: ignore[method-assign]
