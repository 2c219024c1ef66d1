"""Home: what waits for me. Staff accounts for an admin without a discipline."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import signed_in
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.review import queries

blueprint = Blueprint("review", __name__)


@blueprint.get("/")
@signed_in
def home(viewer: Viewer) -> ResponseReturnValue:
    """Unsigned drafts, what is new since my last look, my patients."""
    if viewer.discipline is None and Duty.ADMIN in viewer.duties:
        return redirect(url_for("admin.staff"), 303)
    return render_template("review/home.html", home=queries.home_page(viewer))
