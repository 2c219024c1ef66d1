"""The progress review, the decisions that come of it, and what was shown at each."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import record_answer, refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.charts.sheet_drawing import PAPER
from coordcare.errors import RETURN, Conflict, NotFound, keeps_words
from coordcare.extensions import forget_deleted_pages
from coordcare.patients.models import Patient
from coordcare.patients.panels import PatientPage, patient_page
from coordcare.review import actions, decision_queries, drawing, progress_queries, withhold_actions
from coordcare.review.ask_rules import LISTED
from coordcare.review.forms import LOST, Mark, NoChangeForm, OpenedForm, WithholdForm, first_view, opened_mark
from coordcare.review.progress_cards import News
from coordcare.review.question_queries import waiting_for
from coordcare.review.reading_queries import reading
from coordcare.review.record_queries import MEDICATION
from coordcare.review.shown_rules import PARTS, TOPICS
from coordcare.review.views import blueprint
from coordcare.risk.rules import CurrentRisk
from coordcare.settings.queries import today
from coordcare.timeline.queries import baseline
from coordcare.timeline.rules import RetractionReason

ADDRESS = "/patients/<int:patient_id>/review"


@blueprint.get(ADDRESS)
@on_patient(Action.OPEN_PROGRESS_REVIEW, looks=True)
def progress(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Scores, doses, sessions and life events together, before a change of medication."""
    return _page(standing, patient, NoChangeForm(), g.baseline)


@blueprint.post(f"{ADDRESS}/change")
@on_patient(Action.CHANGE_MEDICATION)
def begin_change(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Take this review to the form of a change."""
    form = OpenedForm(request.form)
    mark = opened_mark(standing, form.mark.data)
    if not form.validate():
        raise Conflict(LOST)
    form_key = actions.begin_change(standing, mark, form.parts_opened(), form.submission_key.data or "")
    return redirect(url_for("timeline.new", patient_id=patient.id, kind=MEDICATION, form_key=form_key), 303)


@blueprint.post(f"{ADDRESS}/no-change")
@on_patient(Action.CHANGE_MEDICATION)
@keeps_words
def no_change(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Keep the decision to leave medication as it is, with what was shown at it."""
    form = NoChangeForm(request.form)
    since: Sequence[News] = ()
    if request.form.get("action") == RETURN:
        return _again(standing, patient, form, 200, "You are signed in again. Nothing is saved yet.", since)
    if not form.validate():
        return _again(standing, patient, form, 422, form.renewed(), since)
    try:
        mark = opened_mark(standing, form.mark.data)
        actions.decide_no_change(
            standing, mark, form.parts_opened(), form.words(), submission_key=form.submission_key.data or ""
        )
    except actions.NotShownYet as error:
        return _again(standing, patient, form, 409, error.sentence, error.since.news)
    except Conflict as error:
        return _again(standing, patient, form, 409, error.sentence, since)
    flash(f"No change: kept, with what was shown at the decision.{_still_asked(standing)}")
    return redirect(url_for("review.progress", patient_id=patient.id), 303)


def _still_asked(standing: Standing) -> str:
    """A decision answers nothing that somebody put as an item: that is done where it stands."""
    left = len(waiting_for(standing, today()))
    return f" {left} {'item waits' if left == 1 else 'items wait'} for you under Questions for me." if left else ""


@blueprint.get(f"{ADDRESS}/table")
@on_patient(Action.OPEN_PROGRESS_REVIEW)
def table(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The chart as a table, all of it."""
    page = patient_page(standing, patient, "review.progress", beside=False)
    shown = {"chart": progress_queries.chart_now(standing, today())}
    return render_template("review/table.html", page=page, review=shown)


@blueprint.get(f"{ADDRESS}/print")
@on_patient(Action.SEE_ACCESS_LOG)
def paper(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The review on one Letter page."""
    if not standing.may(Action.OPEN_PROGRESS_REVIEW):
        raise refuse(NotFound(), patient.id, rule=Action.OPEN_PROGRESS_REVIEW.value)
    known = reading(standing, today())
    page = patient_page(standing, patient, "review.progress", beside=False)
    review = progress_queries.review_of(known, baseline(standing), _risk(page), _other_medicines(page))
    drawn = drawing.progress(review.chart, PAPER)
    return render_template(
        "review/paper.html",
        page=page,
        patient=patient,
        review=review,
        chart=drawn,
        risk=_risk(page),
        allergies=next((panel.data for panel in page.banner if panel.key == "allergies"), None),
    )


@blueprint.get(f"{ADDRESS}/decisions")
@on_patient(Action.OPEN_PROGRESS_REVIEW)
def decisions(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The last decisions that were made from a review."""
    page = patient_page(standing, patient, "review.progress", beside=False)
    return render_template("review/decisions.html", page=page, decisions=decision_queries.decision_lines(standing))


@blueprint.get(f"{ADDRESS}/decisions/<int:decision_id>")
@on_patient(Action.OPEN_PROGRESS_REVIEW)
def decision(standing: Standing, patient: Patient, decision_id: int) -> ResponseReturnValue:
    """What was shown at a decision."""
    found = decision_queries.decision_page(standing, decision_id)
    if found is None:
        raise refuse(NotFound(), patient.id, rule=Action.OPEN_PROGRESS_REVIEW.value)
    page = patient_page(standing, patient, "review.progress", beside=False)
    return render_template("review/decision.html", page=page, decision=found, topics=TOPICS, parts=PARTS)


@blueprint.route(f"{ADDRESS}/decisions/<int:decision_id>/withhold", methods=["GET", "POST"])
@on_patient(Action.CHANGE_MEDICATION)
def withhold(standing: Standing, patient: Patient, decision_id: int) -> ResponseReturnValue:
    """The reason that the viewer wrote for no change withheld from everyone, for a coded reason."""
    found = decision_queries.decision_page(standing, decision_id)
    if found is None or found.withhold_url is None:
        raise refuse(NotFound(), patient.id, rule=Action.CHANGE_MEDICATION.value)
    form = WithholdForm(request.form)
    address = url_for("review.decision", patient_id=patient.id, decision_id=decision_id)
    if request.method == "POST" and form.validate():
        withhold_actions.withhold_reason(standing, decision_id, RetractionReason(form.reason.data))
        forget_deleted_pages()
        flash("Withheld. The decision says so.")
        return redirect(address, 303)
    if request.method == "POST":
        record_answer()
    page = patient_page(standing, patient, "review.progress", beside=False)
    shown = render_template("review/withhold.html", page=page, decision=found, decision_url=address, form=form)
    return shown, 422 if form.errors else 200


def _again(
    standing: Standing, patient: Patient, form: NoChangeForm, status: int, sentence: str | None, since: Sequence[News]
) -> ResponseReturnValue:
    """The review as it is now around what was typed; `since` is what was not shown when it was opened."""
    record_answer()
    return _page(standing, patient, form, baseline(standing), sentence, since), status


def _page(
    standing: Standing,
    patient: Patient,
    form: NoChangeForm,
    seen: int,
    sentence: str | None = None,
    since: Sequence[News] = (),
) -> str:
    # Before the frame: whoever wrote the record is then asked for once.
    known = reading(standing, today())
    page = patient_page(standing, patient, "review.progress", beside=False)
    review = progress_queries.review_of(known, seen, _risk(page), _other_medicines(page))
    first = first_view(standing, form.mark.data) or g.view_seq
    mark = Mark(standing.patient_id, standing.viewer.account_id, g.view_seq, known.on, review.shown.digest, first)
    form.mark.data = mark.sealed()
    return render_template(
        "review/progress.html",
        page=page,
        review=review,
        chart=drawing.progress(review.chart),
        form=form,
        decides=standing.may(Action.CHANGE_MEDICATION),
        prints=standing.may(Action.SEE_ACCESS_LOG),
        sentence=sentence,
        since=since,
        asks_listed=LISTED,
    )


def _risk(page: PatientPage) -> CurrentRisk | None:
    """The risk that the banner shows, to who reads it."""
    return next((panel.data.current for panel in page.banner if panel.key == "risk"), None)


def _other_medicines(page: PatientPage) -> Sequence[str]:
    """The other medicines that came with the banner's allergies, to who reads them."""
    return next((panel.data.other_medicines for panel in page.banner if panel.key == "allergies"), ())
