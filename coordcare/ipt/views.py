"""The course page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.accounts.queries import people
from coordcare.errors import Conflict
from coordcare.ipt import actions, queries, rules
from coordcare.ipt.forms import CourseForm
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.settings.queries import today
from coordcare.timeline.forms import Background

blueprint = Blueprint("ipt", __name__, url_prefix="/patients/<int:patient_id>")


@blueprint.get("/course")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def course(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The course, or the form that starts one."""
    return _course_page(standing, patient, CourseForm(background=_background(patient))), 200


@blueprint.post("/course/start")
@on_patient(Action.WRITE_SESSION_NOTE)
def start(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Start a course; the starter leads it."""
    form = CourseForm(request.form, background=_background(patient))
    if not form.validate():
        return _course_page(standing, patient, form), 422
    try:
        actions.start_course(
            standing,
            form.plan(),
            focus=form.focus.data,
            focus_words=form.in_words(),
            submission_key=form.key(),
        )
    except Conflict as error:
        form.form_errors.append(error.sentence)
        return _course_page(standing, patient, form), 409
    flash("The course has started.")
    return redirect(url_for("ipt.course", patient_id=patient.id), 303)


def _background(patient: Patient) -> Background:
    return Background(patient.birth_date, today())


def _course_page(standing: Standing, patient: Patient, form: CourseForm) -> str:
    active, past = queries.active_course(patient.id), queries.past_courses(patient.id)
    return render_template(
        "ipt/course.html",
        page=patient_page(standing, patient, "ipt.course"),
        course=active,
        past=past,
        held=queries.session_count(active.id) if active else 0,
        session=queries.last_session_number(active.id) if active else 0,
        phase=queries.phase_of(active, queries.next_session_number(active.id)) if active else None,
        named=people({each.led_by_id for each in [*past, *([active] if active else [])]}),
        types=rules.COURSE_TYPES,
        focus_line=rules.focus_line,
        status_words=rules.STATUS_WORDS,
        unverified=rules.UNVERIFIED,
        form=form if standing.may(Action.WRITE_SESSION_NOTE) else None,
    )
