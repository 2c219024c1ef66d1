"""Signing in and out, password links, the theme."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from coordcare.access.gate import open_to_all, signed_in
from coordcare.access.membership import Viewer
from coordcare.accounts import actions, queries, session_queries
from coordcare.accounts.actions import Origin
from coordcare.accounts.forms import NewPasswordForm, SignInForm
from coordcare.accounts.models import Account
from coordcare.accounts.rules import browser_words, local_next
from coordcare.accounts.sessions import FORGET
from coordcare.errors import Invalid, NotFound, TooMany
from coordcare.extensions import clock
from coordcare.fields import put_at_field
from coordcare.templating import THEMES, clock_time, moment

blueprint = Blueprint("accounts", __name__)
WRONG = "E-mail or password is not right. Check both, then try again."
YEAR = 365 * 24 * 3600


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> ResponseReturnValue:
    """The sign-in form; on to the page asked for when one is signed in."""
    if g.viewer:
        return redirect(page_or_home(request.args.get("next")), 303)
    return _sign_in_page(SignInForm(next=page_or_home(request.args.get("next"))))


@blueprint.post("/sign-in")
@open_to_all
def sign_in_now() -> ResponseReturnValue:
    """Check e-mail and password. One sentence for every reason why not."""
    if g.viewer:
        return redirect(page_or_home(request.form.get("next")), 303)
    form = SignInForm(request.form)
    form.next.data = page_or_home(form.next.data)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        account = actions.sign_in(form.email.data or "", form.password.data or "", origin())
    except TooMany as error:
        form.form_errors.append(error.sentence)
        return _sign_in_page(form, 429, {"Retry-After": str(error.retry_after)})
    if account is None:
        form.form_errors.append(WRONG)
        return _sign_in_page(form, 422)
    begin(account)
    _tell_of_links(account)
    return redirect(form.next.data, 303)


@blueprint.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """End this session, here and in the database."""
    if g.viewer:
        actions.sign_out(g.viewer)
    return goodbye()


@blueprint.post("/account/activity")
@signed_in
def activity(viewer: Viewer) -> ResponseReturnValue:
    """Typing counts as activity: being let in has already noted it."""
    return "", 204


@blueprint.get("/account/session")
@signed_in
def session_left(viewer: Viewer) -> ResponseReturnValue:
    """How long this session still lasts. Asking is no activity: sessions.py leaves it out."""
    at, longer = session_queries.end_of_session(g.staff_session)
    return jsonify(seconds=max(int((at - clock.now()).total_seconds()), 0), at=clock_time(at), longer=longer)


@blueprint.get("/password/<token>")
@open_to_all
def password_link(token: str) -> ResponseReturnValue:
    """The form behind a password link. Uses nothing up: mail scanners open links."""
    found = queries.open_link(token)
    return _link_page(NewPasswordForm(), found[1]) if found else _link_gone()


@blueprint.post("/password/<token>")
@open_to_all
def set_password(token: str) -> ResponseReturnValue:
    """Set the password, once."""
    form = NewPasswordForm(request.form)
    try:
        owner = actions.link_owner(token, origin())
        if form.validate():
            actions.set_password_by_link(token, form.password.data or "")
            flash("Your password is set. Sign in with it.")
            return redirect(url_for("accounts.sign_in"), 303)
    except NotFound:
        return _link_gone()
    except Invalid as error:
        put_at_field(form, error)
    return _link_page(form, owner, 422)


@blueprint.post("/account/theme")
@open_to_all
def set_theme() -> ResponseReturnValue:
    """Keep light, dark or automatic colors in a cookie, and go back."""
    answer = redirect(page_or_home(request.form.get("next")), 303)
    theme = request.form.get("theme")
    if theme in THEMES:
        keep_choice(answer, current_app.config["THEME_COOKIE_NAME"], theme)
    return answer


def keep_choice(answer: Response, name: str, value: str) -> None:
    """Let this browser keep a choice of its own for a year."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(name, value, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


def begin(account: Account) -> None:
    """Put a new session into the cookie; nothing of the one before stays, its CSRF secret neither."""
    session.clear()
    login_user(account)


def goodbye() -> Response:
    """After signing out: an empty cookie, and nothing left behind in this browser."""
    logout_user()
    session.clear()
    flash("You are signed out.")
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = FORGET
    return answer


def origin() -> Origin:
    return Origin(request.remote_addr, browser_words(request.user_agent.string))


def page_or_home(target: str | None) -> str:
    """The page of ours that `next` names, else home; only what a GET opens."""
    found = local_next(target)
    try:
        current_app.url_map.bind("localhost").match(urlsplit(found).path, "GET")
    except HTTPException:
        return "/"
    return found


def _tell_of_links(account: Account) -> None:
    """Whoever makes a link could use it: the owner hears of it, also after somebody else signed in with it."""
    for used_at, maker in queries.recent_resets(account.id):
        flash(
            f"Your password was set by a link that {maker} made, on {moment(used_at)}. "
            "If that was not you, tell the clinic at once.",
            "warning",
        )


def _sign_in_page(form: SignInForm, status: int = 200, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=form), status, headers or {}


def _link_page(form: NewPasswordForm, owner: Account, status: int = 200) -> ResponseReturnValue:
    return render_template("accounts/set_password.html", form=form, owner=owner), status


def _link_gone() -> Response:
    return make_response(render_template("accounts/link_gone.html"), 404)
