"""Who is signed in, asked of our own session table on every request."""

from flask import Flask, Response, flash, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coordcare.accounts import actions, session_queries
from coordcare.accounts.rules import warned_before
from coordcare.accounts.session_queries import SignedIn
from coordcare.errors import wants_json
from coordcare.extensions import login_manager
from coordcare.templating import address

# What the browser forgets when a session is over, by whatever ended it.
FORGET = '"cache", "storage"'

# Answered alike for everybody: also while the database is away, and whatever cookie somebody sends.
ASKED_BY_NOBODY = frozenset({"static", "health.healthz"})

OVER = {
    "idle": "You were signed out after a while without activity. Sign in to go on.",
    "absolute": "You were signed out because this session has lasted its full time. Sign in to go on.",
}


def init_app(app: Flask) -> None:
    """Teach Flask-Login our sessions, and every request its viewer."""
    app.after_request(_forget)
    login_manager.session_protection = None
    login_manager.user_loader(_signed_in)
    # Before all other checks: whatever page a refusal shows, it knows who looks at it.
    app.before_request_funcs.setdefault(None, []).insert(0, _load_viewer)
    app.context_processor(_for_pages)


def _for_pages() -> dict[str, object]:
    """What scripts of a page need in order to keep a session alive, and to warn before it ends."""
    idle, _ = session_queries.lifetimes()
    return {
        "activity_url": address("accounts.activity"),
        "session_url": address("accounts.session_left"),
        "idle_seconds": int(idle.total_seconds()),
        "warn_seconds": int(warned_before(idle).total_seconds()),
    }


def _load_viewer() -> ResponseReturnValue | None:
    """Set `g.viewer`; an autosave of somebody signed out hears so, in place of an old page's 400."""
    g.viewer = None
    if request.endpoint in ASKED_BY_NOBODY:
        return None
    if current_user.is_authenticated:
        g.viewer = current_user.viewer
        # A page that asks by itself how long is left must not make it longer.
        if request.endpoint != "accounts.session_left":
            actions.mark_seen(g.staff_session)
    elif wants_json():
        return {"error": "You have been signed out. Sign in again to go on."}, 401
    return None


def _signed_in(token: str) -> SignedIn | None:
    """Flask-Login's loader: a session that is neither ended nor run out."""
    found = session_queries.session_of(token)
    if found is None:
        g.session_over = True
        return None
    g.staff_session = found
    reason = session_queries.end_reason_of(g.staff_session)
    if reason is not None:
        g.session_over = True
        session.pop("_user_id", None)
        flash(OVER[reason], "warning")
        return None
    return found


def _forget(response: Response) -> Response:
    """Tell a browser whose session is over to keep nothing: also one whose user never came back to sign out."""
    if g.get("session_over"):
        response.headers["Clear-Site-Data"] = FORGET
    return response
