"""What can go wrong, in sentences fit for the user, mapped once to HTTP."""

from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError, validate_csrf
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from coordcare.telemetry import fault, told

log = structlog.get_logger()
View = TypeVar("View", bound=Callable[..., Any])
# The button of the page that gives words back: it leads into the form again, and never signs by itself.
RETURN = "return"
NOT_GIVEN_BACK = frozenset({"csrf_token", "action"})


class CareError(Exception):
    """Base of the clinic's own errors. `sentence` is shown to the user; it never holds patient text."""

    status = 400
    heading = "This did not work"
    sentence = "Something about this request was not right."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence


class NotFound(CareError):
    """Nothing here for this viewer: the one answer for what is missing and what is not theirs."""

    status = 404
    heading = "Not found"
    sentence = "There is nothing here, or it is not yours to see."


class NotAllowed(CareError):
    status = 403
    heading = "Not part of your discipline"
    sentence = "Your discipline does not do this here."


class Conflict(CareError):
    status = 409
    # Who changed it is not known here: often it was the same person, in another window or by a second press.
    heading = "This has changed already"
    sentence = "This changed while you were looking at it."


class Invalid(CareError):
    """Input that cannot be taken; `field` names the form field it belongs to, if any."""

    status = 422
    heading = "Please check what you entered"

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class TooMany(CareError):
    status = 429
    heading = "Too many attempts"
    sentence = "Too many attempts. Please wait a moment."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts. Please wait {_wait_words(retry_after)} and try again.")
        self.retry_after = retry_after


class Unavailable(CareError):
    status = 503
    heading = "Briefly unavailable"
    sentence = "CoordCare cannot safely answer right now. Nothing was changed. Please try again in a moment."


# Whether a commit that the connection did not survive was kept, nobody knows: so it does not say that nothing was.
DATABASE_AWAY = (
    "CoordCare cannot reach its database, or cannot write to it, so it shows and saves nothing right now. Please try "
    "again in a moment. What you sent may be sent again: nothing is kept twice."
)
RETRY_AFTER = 5
HTTP_SENTENCES = {
    400: ("This request was not complete", "The form may be from an old page. Go back, reload it and try again."),
    404: (NotFound.heading, NotFound.sentence),
    405: ("Not possible this way", "This address does not take that kind of request."),
    413: ("Too long", "What you sent is larger than CoordCare accepts (1 MiB). Please shorten it."),
}
# The address of a form, opened as a page: a reload after a refused form, a bookmark.
FORM_OPENED = ("No page at this address", "It only takes what a form sends. Nothing was changed by opening it.")


def _wait_words(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"


def wants_json() -> bool:
    """Autosave and the activity signal speak JSON; everything else is pages."""
    return "X-Autosave" in request.headers


def error_response(status: int, heading: str, sentence: str, above: str | None = None) -> Response:
    """The error page, or its sentence for autosave; equal bytes for equal arguments. `above`: where to go on."""
    if request_ctx.url_adapter is None:
        # A Host that is not ours, or none at all (`a..b`): no page can be made, for it would have no addresses.
        return Response("This clinic is not served at this address.\n", 400, mimetype="text/plain")
    if wants_json():
        response = jsonify(error=sentence)
    else:
        link = {"url": above, "label": "Open the page it belongs to"} if above else None
        page = render_template("error.html", status=status, heading=heading, sentence=sentence, link=link)
        response = make_response(page)
    response.status_code = status
    return response


def page_above() -> str | None:
    """The nearest address above this one that has pages; by the routes alone, so it tells nothing of what is there."""
    adapter, path = request_ctx.url_adapter, request.path
    while adapter is not None and (path := path.rpartition("/")[0]):
        try:
            adapter.match(path, "GET")
        except HTTPException:
            continue
        return path
    return None


def keeps_words(view: View) -> View:
    """Mark a view whose form holds words worth keeping when the session ends before they are sent."""
    view.keeps_words = True  # type: ignore[attr-defined]
    return view


def brings_words_back() -> bool:
    """Whether the request is the button of that page: show the form with its words, and do nothing else."""
    return request.method == "POST" and request.form.get("action") == RETURN


def words_given_back(*, unavailable: bool = False) -> Response | None:
    """What was just typed into such a form, given back to be sent again after signing in; None for other requests.

    Only to our own pages: words that another site posts must not stand in ours, ready to be sent. The page holds
    nothing but this request's fields, and a token only for the person who wrote them. `unavailable`: the database
    does not answer, so perhaps nobody knows who is signed in; then the form's own token tells.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if request.method != "POST" or wants_json() or not ours or not getattr(view, "keeps_words", False):
        return None
    viewer = g.get("viewer")
    writer = request.form.get("written_by", "")
    body = render_template(
        "access/words_given_back.html",
        address=request.path,
        kept=[pair for pair in request.form.items(multi=True) if pair[0] not in NOT_GIVEN_BACK],
        somebody_else=(viewer is not None and writer != str(viewer.account_id)) or (unavailable and not _token_fits()),
        unavailable=unavailable,
        return_value=RETURN,
    )
    if unavailable:
        return make_response(body, Unavailable.status)
    return make_response(body, 401 if viewer is None else 400)


def _token_fits() -> bool:
    """Whether the form came from the session that sends it: signing in, as whomever, begins another."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _care_error(error: CareError) -> Response:
    above = page_above() if isinstance(error, Conflict) else None
    response = error_response(error.status, error.heading, error.sentence, above)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    opened = status == 405 and request.method in {"GET", "HEAD"}
    unknown = ("This did not work", "The request could not be answered.")
    heading, sentence = FORM_OPENED if opened else HTTP_SENTENCES.get(status, unknown)
    response = error_response(status, heading, sentence, page_above() if opened else None)
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def _missing_token(_error: CSRFError) -> Response:
    return words_given_back() or error_response(400, *HTTP_SENTENCES[400])


def _database_away(error: DBAPIError | NoConnection) -> Response:
    """Gone, locked, full, or out of connections: a 503, with the words that were sent."""
    log.error("database unavailable", kind=type(error.orig if isinstance(error, DBAPIError) else error).__name__)
    response = words_given_back(unavailable=True) or _care_error(Unavailable(DATABASE_AWAY))
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", endpoint=told(request.endpoint), **fault(error))
    return error_response(
        500, "Something went wrong on our side", "Nothing was saved by this step. The fault has been logged."
    )


def init_app(app: Flask) -> None:
    """Register the one place where errors become answers."""
    app.register_error_handler(CareError, _care_error)
    app.register_error_handler(CSRFError, _missing_token)
    app.register_error_handler(HTTPException, _http_error)
    for away in (OperationalError, InterfaceError, NoConnection):
        app.register_error_handler(away, _database_away)
    if not app.config["TESTING"]:
        app.register_error_handler(Exception, _unexpected)
