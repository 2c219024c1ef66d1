"""My absences: from when to when, and who covers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import signed_in
from coordcare.access.membership import Viewer
from coordcare.accounts.queries import colleagues
from coordcare.errors import Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.followup import absence_actions, absence_queries
from coordcare.followup.forms import AwayForm
from coordcare.followup.views import blueprint


@blueprint.route("/away", methods=["GET", "POST"])
@signed_in
def away(viewer: Viewer) -> ResponseReturnValue:
    """When I am away, who covers, and for whom I cover."""
    form = AwayForm(request.form)
    form.offer({str(one.id): f"{one.name}, {one.role_words}" for one in colleagues() if one.id != viewer.account_id})
    if request.method == "POST" and form.validate():
        try:
            absence_actions.set_absence(viewer, form.from_on.day, form.to_on.day, form.cover_id())
            flash("Saved. What waits for you shows to your cover too while you are away.")
            return redirect(url_for("followup.away"), 303)
        except Invalid as error:
            put_at_field(form, error)
    body = render_template(
        "followup/away.html",
        form=form,
        mine=absence_queries.mine(viewer),
        i_cover=absence_queries.i_cover(viewer),
    )
    return body, 422 if form.errors else 200


@blueprint.post("/away/<int:absence_id>/end")
@signed_in
def end_away(viewer: Viewer, absence_id: int) -> ResponseReturnValue:
    """End an absence of mine now."""
    try:
        absence_actions.end_absence(viewer, absence_id)
    except NotFound as error:
        raise refuse(error, subject_id=absence_id) from None
    flash("Ended. What waits for you shows to you alone again.")
    return redirect(url_for("followup.away"), 303)
