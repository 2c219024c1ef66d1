"""The course types, for who configures the clinic."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_duty
from coordcare.access.membership import Viewer
from coordcare.access.policy import Duty
from coordcare.errors import Conflict, Invalid
from coordcare.fields import put_at_field
from coordcare.ipt import type_actions, type_queries
from coordcare.ipt.type_forms import CourseTypeForm

blueprint = Blueprint("course_types", __name__)


@blueprint.get("/course-types")
@on_duty(Duty.CONFIGURE)
def page(viewer: Viewer) -> ResponseReturnValue:
    """Every type with its numbers, and what was changed."""
    return _page()


@blueprint.post("/course-types")
@on_duty(Duty.CONFIGURE)
def change(viewer: Viewer) -> ResponseReturnValue:
    """New numbers for one type. Courses that run keep theirs."""
    form = CourseTypeForm(request.form)
    if not form.validate():
        return _page(form), 422
    now = type_queries.course_types()[form.course_type.data or ""]
    try:
        shown = replace(now, version=form.version_shown())
        type_actions.change_type(viewer, shown, form.numbers(), submission_key=form.key())
    except (Conflict, Invalid) as error:
        put_at_field(form, error if isinstance(error, Invalid) else Invalid(error.sentence))
        if error.sentence == type_actions.USED_FORM:
            form.renew(type_queries.course_types()[now.key].version)
        return _page(form), error.status
    flash(f"{now.word} is changed, for courses that start from now on.")
    return redirect(url_for("course_types.page"), 303)


def _page(sent: CourseTypeForm | None = None) -> str:
    types = type_queries.course_types()
    forms = {
        key: sent if sent is not None and sent.course_type.data == key else CourseTypeForm(of=one)
        for key, one in types.items()
    }
    return render_template("ipt/types.html", types=types, forms=forms, sent=sent, changes=type_queries.type_changes())
