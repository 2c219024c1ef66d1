"""The risk page of a patient: what waits, whom to call, what stands, and the plan."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.documents import queries as documents
from coordcare.errors import Conflict, Invalid, NotFound, brings_words_back, keeps_words
from coordcare.fields import put_at_field
from coordcare.followup.cards import ItemCard
from coordcare.followup.forms import AcknowledgeForm, CloseForm
from coordcare.followup.item_queries import open_risk_tasks
from coordcare.followup.team_queries import colleagues_on
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.risk import actions, queries
from coordcare.risk.cards import Task, colleague_phone, phones_of
from coordcare.risk.documents import SAFETY_PLAN
from coordcare.risk.forms import RaiseRiskForm
from coordcare.risk.panels import RISK, RiskBanner
from coordcare.risk.queries import LastAssessment
from coordcare.risk.rules import may_stand, unchanged_is_enough, unchanged_words
from coordcare.settings.queries import clinic, today
from coordcare.timeline import feed_queries

blueprint = Blueprint("risk", __name__, url_prefix="/patients/<int:patient_id>")


@blueprint.get("/risk")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.SAFETY)
def page(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """What stands about risk."""
    return _page(standing, patient, RaiseRiskForm())


@blueprint.post("/risk/raise")
@on_patient(Action.RAISE_RISK, reads=Sensitivity.SAFETY)
@keeps_words
def raise_risk(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Anybody on the team tells of a risk in words."""
    form = RaiseRiskForm(request.form)
    if brings_words_back():
        return _page(standing, patient, form)
    if not form.validate():
        return _page(standing, patient, form), 422
    try:
        actions.raise_risk(standing, form.words(), submission_key=form.submission_key.data or "")
    except Conflict as error:
        form.form_errors.append(error.sentence)
        return _page(standing, patient, form), 409
    flash("The risk task is raised. CoordCare pages nobody: call a colleague now.", "warning")
    return redirect(url_for("risk.page", patient_id=patient.id), 303)


@blueprint.post("/risk/unchanged/<int:item_id>")
@on_patient(Action.ASSESS_RISK)
def unchanged(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """The last assessment still holds: one click, where the full panel is not asked for."""
    form = AcknowledgeForm(request.form)
    raised = RaiseRiskForm()
    if not form.validate():
        raised.form_errors.append("This form has lost its mark. Try again.")
        return _page(standing, patient, raised), 422
    try:
        actions.keep_unchanged(
            standing, item_id, version=form.version.data or 0, submission_key=form.submission_key.data or ""
        )
    except NotFound as error:
        raise refuse(error, patient.id, rule=Action.ASSESS_RISK.value, subject_id=item_id) from None
    except (Conflict, Invalid) as error:
        put_at_field(raised, Invalid(error.sentence))
        return _page(standing, patient, raised), error.status
    flash("Closed: unchanged since the last assessment.")
    return redirect(url_for("risk.page", patient_id=patient.id), 303)


def _page(standing: Standing, patient: Patient, form: RaiseRiskForm) -> str:
    last = queries.last_assessment(patient.id)
    plan = documents.current(standing, SAFETY_PLAN)
    assesses = standing.may(Action.ASSESS_RISK)
    able = [one for one in colleagues_on(patient.id) if one.may(Action.ASSESS_RISK)]
    frame = patient_page(standing, patient, "risk.page")
    banner: RiskBanner = next(panel.data for panel in frame.banner if panel.key == RISK.key)
    return render_template(
        "risk/risk.html",
        page=frame,
        tasks=[_task(standing, card, last, plan is not None) for card in open_risk_tasks(standing)],
        phones=list(phones_of(patient, clinic())),
        colleagues=[colleague_phone(one, standing.viewer.account_id) for one in able],
        after_hours=patient.after_hours_words or clinic().after_hours,
        current=banner.current,
        history=queries.history(standing),
        last=last,
        last_is_old=last is not None and not may_stand(last.on, today()),
        plan=plan,
        plan_body=SAFETY_PLAN.present(plan.content) if plan else None,
        has_draft=assesses and documents.my_draft(standing, SAFETY_PLAN) is not None,
        may_assess=assesses,
        may_print=standing.may(Action.SEE_ACCESS_LOG),
        form=form if standing.may(Action.RAISE_RISK) else None,
    )


def _task(standing: Standing, card: ItemCard, last: LastAssessment | None, has_plan: bool) -> Task:
    """The forms of followup, each with ids of its own on this page."""
    acknowledge = close = words = None
    if card.taken_up_by(standing):
        acknowledge = AcknowledgeForm(version=card.item.version, back="risk")
    if standing.may(Action.ASSESS_RISK):
        close = CloseForm(version=card.item.version, back="risk")
        # That nothing changed has its own button, where that is enough.
        close.offer(card.nature)
        if last is not None and unchanged_is_enough(card.item.urgency, last.on, today()):
            words = unchanged_words(last.on, has_plan)
    for offered in (form for form in (acknowledge, close) if form is not None):
        for field in offered:
            field.id = field.label.field_id = f"{offered.mark}-{card.id}-{field.name}"
    return Task(card, _said(standing, card), acknowledge, close, words)


def _said(standing: Standing, card: ItemCard) -> str | None:
    """The alert of the entry that raised the task, in the words that this viewer reads of it."""
    entry = feed_queries.card(standing, card.item.entry_id) if card.item.entry_id is not None else None
    return entry.body.get("alert") if entry is not None else None
