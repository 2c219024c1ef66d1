"""The progress of a course, and its summary on paper."""

from flask import render_template
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import NotFound
from coordcare.ipt import progress_drawing, queries
from coordcare.ipt.progress_queries import progress_of
from coordcare.ipt.summary_queries import latest_summary_id
from coordcare.ipt.views import blueprint
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.timeline import feed_queries


@blueprint.get("/course/progress")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def progress(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Scores, mood, goals and stages over the sessions of the active course, else of the last one."""
    course = queries.latest_course(patient.id)
    found = progress_of(standing, course) if course else None
    return render_template(
        "ipt/progress.html",
        page=patient_page(standing, patient, "ipt.course"),
        progress=found,
        chart=progress_drawing.chart(found) if found else None,
    )


@blueprint.get("/course/summary/print")
@on_patient(Action.SEE_ACCESS_LOG, reads=Sensitivity.CLINICAL)
def summary_print(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The newest summary that stands, on one page."""
    entry_id = latest_summary_id(standing)
    entry = feed_queries.card(standing, entry_id) if entry_id else None
    if entry is None:
        raise refuse(NotFound(), patient.id, rule=Sensitivity.CLINICAL.value)
    patient_page(standing, patient, "ipt.course")
    return render_template("ipt/course_summary/print.html", patient=patient, entry=entry)
