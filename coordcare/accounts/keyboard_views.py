"""The page of keyboard shortcuts, and switching them off."""

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from coordcare.access.gate import signed_in
from coordcare.access.membership import Viewer
from coordcare.accounts.sign_in_views import blueprint, keep_choice, page_or_home
from coordcare.templating import SHORTCUTS


@blueprint.get("/keyboard")
@signed_in
def keyboard(viewer: Viewer) -> ResponseReturnValue:
    """Which keys do what, and the switch."""
    return render_template("accounts/keyboard.html")


@blueprint.post("/account/shortcuts")
@signed_in
def set_shortcuts(viewer: Viewer) -> ResponseReturnValue:
    """Keep in a cookie whether single keys act in this browser, and go back."""
    answer = redirect(page_or_home(request.form.get("next")), 303)
    chosen = request.form.get("shortcuts", "")
    if chosen in SHORTCUTS:
        keep_choice(answer, current_app.config["SHORTCUTS_COOKIE_NAME"], chosen)
    return answer
