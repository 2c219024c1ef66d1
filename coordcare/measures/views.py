"""The page of a patient's measures."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.measures import drawing, queries, rules
from coordcare.measures.cards import Result, Row, Sheet
from coordcare.measures.wording_rules import MEASURES, NOTICE, UNVERIFIED, Measure
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.templating import Link

blueprint = Blueprint("measures", __name__, url_prefix="/patients/<int:patient_id>")


@blueprint.get("/measures")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.TEAM)
def page(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Each measure with its latest result, its changes, its line and all of its results."""
    found = queries.results(standing)
    frame = patient_page(standing, patient, "measures.page")
    frame.aside[:] = [panel for panel in frame.aside if panel.key != "scores"]
    return render_template(
        "measures/measures.html",
        page=frame,
        sheets=[_sheet(measure, found.get(key, [])) for key, measure in MEASURES.items()],
        reads_item_9=standing.reads(Sensitivity.SAFETY),
        record=_record(standing),
        copyright_words=NOTICE,
        unverified=UNVERIFIED,
    )


def _sheet(measure: Measure, newest_first: list[Result]) -> Sheet:
    counted = [result for result in newest_first if result.retracted is None]
    points = [result.point for result in reversed(counted)]
    return Sheet(
        measure,
        counted[0] if counted else None,
        rules.course(measure, points),
        drawing.line(measure, [point for point in points if point.total is not None], _described(counted)),
        [Row(result, _change(measure, result, counted)) for result in newest_first],
    )


def _change(measure: Measure, result: Result, counted: list[Result]) -> str | None:
    """A result's change from the one before it that counts and has a total."""
    if result not in counted or result.total is None:
        return None
    older = counted[counted.index(result) + 1 :]
    before = next((one.point for one in older if one.total is not None), None)
    return rules.change_words(measure, result.total, before) if before else None


def _described(counted: list[Result]) -> str:
    """What the line shows beside its totals: item 9 in words, for those who read it."""
    days = [f"{one.on.day} {one.on:%b %Y}" for one in reversed(counted) if one.item_9 == "above 0"]
    return f"Item 9 above 0 on {', '.join(days)}." if days else ""


def _record(standing: Standing) -> list[Link]:
    """The forms to fill in, for those who record answers."""
    if not standing.may(Action.RECORD_MEASURE):
        return []
    return [
        Link(
            f"Record a {measure.word}",
            url_for("timeline.new", patient_id=standing.patient_id, kind=queries.KIND, measure=measure.key),
        )
        for measure in MEASURES.values()
    ]
