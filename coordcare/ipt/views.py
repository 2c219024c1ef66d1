"""The course page, and what becomes of a course."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.accounts.queries import people
from coordcare.documents.queries import may_write
from coordcare.errors import Conflict, Invalid, NotFound, brings_words_back, keeps_words
from coordcare.fields import put_at_field
from coordcare.ipt import actions, queries, rules, task_rules
from coordcare.ipt.cards import CourseCard
from coordcare.ipt.course_queries import course_card, task_lines, tasks_done
from coordcare.ipt.documents import INVENTORY_DOCUMENT
from coordcare.ipt.forms import CourseForm, StepForm
from coordcare.ipt.models import Course
from coordcare.ipt.session_queries import last_session_number
from coordcare.ipt.session_rules import quiet_words
from coordcare.ipt.summary_queries import course_to_sum_up, latest_summary_id
from coordcare.ipt.type_queries import course_types
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.settings.queries import today
from coordcare.timeline.forms import Background

blueprint = Blueprint("ipt", __name__, url_prefix="/patients/<int:patient_id>")


@blueprint.get("/course")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def course(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The course, or the form that starts one."""
    return _course_page(standing, patient)


@blueprint.post("/course/start")
@on_patient(Action.WRITE_SESSION_NOTE)
@keeps_words
def start(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Start a course; the starter leads it."""
    form = CourseForm(request.form, background=_background(patient), types=course_types())
    if brings_words_back():
        return _course_page(standing, patient, form)
    if not form.validate():
        return _course_page(standing, patient, form), 422
    try:
        actions.start_course(standing, form.plan(), **_areas(form), submission_key=form.key())
    except Conflict as error:
        form.form_errors.append(error.sentence)
        return _course_page(standing, patient, form), 409
    flash("The course has started.")
    return redirect(url_for("ipt.course", patient_id=patient.id), 303)


@blueprint.route("/course/edit", methods=["GET", "POST"])
@on_patient(Action.WRITE_SESSION_NOTE)
@keeps_words
def edit(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The plan and the focus of the active course, to change."""
    active, types = _require_active(patient), course_types()
    if request.method != "POST":
        return _edit_page(standing, patient, active, CourseForm.of(active, _background(patient), types))
    form = CourseForm.of(active, _background(patient), types, request.form)
    if brings_words_back():
        return _edit_page(standing, patient, active, form)
    if not form.validate():
        return _edit_page(standing, patient, active, form), 422
    try:
        areas = actions.Areas(**_areas(form))
        changed = actions.change_course(standing, form.plan(), areas, version=form.version_shown())
    except (Conflict, Invalid) as error:
        put_at_field(form, error if isinstance(error, Invalid) else Invalid(error.sentence))
        return _edit_page(standing, patient, active, form), error.status
    flash("The course is changed." if changed else "Nothing was changed: the course stands as it was.")
    return redirect(url_for("ipt.course", patient_id=patient.id), 303)


@blueprint.post("/course/step")
@on_patient(Action.WRITE_SESSION_NOTE)
@keeps_words
def step(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Pause, resume, complete, or end early."""
    found = queries.latest_course(patient.id)
    if found is None:
        raise refuse(NotFound(), patient.id, rule=Action.WRITE_SESSION_NOTE.value)
    form = StepForm(request.form, course=found, background=_background(patient))
    try:
        # The form, posted twice: the course stands where it led, so the form's own check would refuse it.
        if actions.already_taken(
            standing, form.step.data, form.happened_on.data, **form.said(), submission_key=form.key()
        ):
            return redirect(url_for("ipt.course", patient_id=patient.id), 303)
    except Conflict as error:
        return _step_page(standing, patient, form, error)
    if brings_words_back():
        return _course_page(standing, patient, step_form=form)
    if not form.validate():
        return _course_page(standing, patient, step_form=form), 422
    try:
        actions.take_step(
            standing,
            rules.Step(form.step.data),
            form.happened_on.day,
            **form.said(),
            version=form.version_shown(),
            submission_key=form.key(),
        )
    except (Conflict, Invalid) as error:
        return _step_page(standing, patient, form, error)
    flash(f"The course is {rules.STATUS_WORDS[rules.STEPS[rules.Step(form.step.data)][1]].lower()}.")
    return redirect(url_for("ipt.course", patient_id=patient.id), 303)


def _step_page(standing: Standing, patient: Patient, form: StepForm, error: Conflict | Invalid) -> ResponseReturnValue:
    """The course as it stands and the form as it was typed, to be sent again if it is still right."""
    put_at_field(form, error if isinstance(error, Invalid) else Invalid(error.sentence))
    if error.sentence == actions.USED_FORM:
        form.renew()
    return _course_page(standing, patient, step_form=form), error.status


def _background(patient: Patient) -> Background:
    return Background(patient.birth_date, today())


def _areas(form: CourseForm) -> dict[str, Any]:
    return form.areas()


def _require_active(patient: Patient) -> Course:
    active = queries.active_course(patient.id)
    if active is None:
        raise refuse(NotFound(), patient.id, rule=Action.WRITE_SESSION_NOTE.value)
    return active


def _edit_page(standing: Standing, patient: Patient, active: Course, form: CourseForm) -> str:
    page = patient_page(standing, patient, "ipt.course")
    led_by = people({active.led_by_id})[active.led_by_id]
    return render_template("ipt/edit.html", page=page, form=form, course=active, types=course_types(), led_by=led_by)


def _course_page(
    standing: Standing, patient: Patient, form: CourseForm | None = None, step_form: StepForm | None = None
) -> str:
    active, past = queries.active_course(patient.id), queries.past_courses(patient.id)
    card = course_card(active) if active else None
    writes = standing.may(Action.WRITE_SESSION_NOTE)
    background, types = _background(patient), course_types()
    steps = queries.steps_of([one.id for one in past])
    return render_template(
        "ipt/course.html",
        page=patient_page(standing, patient, "ipt.course"),
        card=card,
        tasks=_tasks(standing, card) if card else None,
        quiet=_quiet(card) if card and not card.course.paused_on else None,
        in_short=queries.in_short(standing),
        past=past,
        ended_by={step.course_id: step for step in steps},
        named=people({one.led_by_id for one in past}),
        types=types,
        rules=rules,
        form=(form or CourseForm(background=background, types=types, **_like_the_last(past))) if writes else None,
        step_form=step_form or (StepForm(course=active, background=background) if writes and active else None),
        summary=_summary(standing),
        reads_working=standing.reads(Sensitivity.WORKING) or (writes and may_write(standing, INVENTORY_DOCUMENT)),
    )


def _tasks(standing: Standing, card: CourseCard) -> dict[str, Any]:
    """The tasks of the beginning and, once it is open, the ending plan, with what is overdue."""
    done = tasks_done(standing, card.sessions)
    plan = queries.plan_of(card.course, card.type.numbers.tasks_by)
    missing = task_rules.overdue(plan, card.last_number + 1, done)
    return {
        "initial": task_lines(task_rules.INITIAL_TASKS, done, card.sessions) if plan.planned else [],
        "ending": task_lines(task_rules.ENDING_TASKS, done, card.sessions)
        if task_rules.ending_is_open(plan, card.last_number)
        else [],
        "left": task_rules.sessions_left(plan, card.last_number),
        "opens_at": plan.ending_left,
        "overdue": task_rules.overdue_words(card.last_number + 1, missing) if missing else None,
    }


def _summary(standing: Standing) -> dict[str, bool]:
    """Whether the summary of a course that ends or has ended is to be written, and whether there is one to print."""
    course, written = course_to_sum_up(standing), latest_summary_id(standing)
    last = last_session_number(course.id) if course else 0
    ends = course is not None and (
        course.ended_on is not None or task_rules.ending_is_open(queries.plan_of(course), last)
    )
    own = latest_summary_id(standing, course.id) if course and written else None
    return {
        "to_write": ends and own is None and standing.may(Action.WRITE_SESSION_NOTE),
        "to_print": written is not None and standing.may(Action.SEE_ACCESS_LOG),
    }


def _quiet(card: CourseCard) -> str | None:
    last = card.held[-1].on if card.held else None
    return quiet_words(last, today(), card.type.numbers.quiet_days)


def _like_the_last(past: Any) -> dict[str, Any]:
    """What a new course begins with after a completed one: maintenance, with the same focus."""
    last = next(iter(past), None)
    if last is None or last.status != rules.CourseStatus.COMPLETED:
        return {}
    areas = ("focus", "focus_words", "second_focus", "second_focus_words")
    return {"course_type": "ipt_maintenance"} | {name: getattr(last, name) for name in areas}
