"""One item with everything that was done about it, and the forms that do the next thing."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.errors import Conflict, Invalid, NotAllowed, NotFound, brings_words_back, keeps_words
from coordcare.fields import put_at_field
from coordcare.followup import actions, item_queries
from coordcare.followup.cards import ItemCard
from coordcare.followup.forms import AcknowledgeForm, AnswerForm, CallForm, CloseForm
from coordcare.followup.models import FollowUpItem
from coordcare.followup.team_queries import Colleague, colleagues_on
from coordcare.followup.views import blueprint, phones
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.settings.queries import clinic

# Where a step returns to, by the form's `back`: of a risk task, of any other.
BACK_TO = {"risk": "risk.page"}
BACK_TO_LIST = {"list": "followup.page"}
StepForm = AcknowledgeForm | AnswerForm | CloseForm | CallForm


@blueprint.get("/patients/<int:patient_id>/follow-up/<int:item_id>")
@on_patient(Action.FOLLOW_UP)
def item(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """One item."""
    return _page(standing, patient, _card(standing, item_id))


@blueprint.post("/patients/<int:patient_id>/follow-up/<int:item_id>/acknowledge")
@on_patient(Action.FOLLOW_UP)
def acknowledge(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """Take an item up, by name; whoever asked so notes what came back."""
    form = AcknowledgeForm(request.form)
    return _step(
        standing,
        patient,
        item_id,
        form,
        "Acknowledged, with your name and the time.",
        lambda: actions.acknowledge(
            standing, item_id, version=form.version.data or 0, submission_key=form.submission_key.data or ""
        ),
    )


@blueprint.post("/patients/<int:patient_id>/follow-up/<int:item_id>/answer")
@on_patient(Action.FOLLOW_UP)
@keeps_words
def answer(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """Answer a question, task or flag."""
    form = AnswerForm(request.form)
    return _step(
        standing,
        patient,
        item_id,
        form,
        "Answered. Whoever asked finds it among what came back.",
        lambda: actions.answer(
            standing,
            item_id,
            form.text.data or "",
            version=form.version.data or 0,
            submission_key=form.submission_key.data or "",
        ),
    )


@blueprint.post("/patients/<int:patient_id>/follow-up/<int:item_id>/close")
@on_patient(Action.FOLLOW_UP)
@keeps_words
def close(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """Close an item with its outcome. A risk task only who may assess a risk."""
    if _card(standing, item_id).is_risk and not standing.may(Action.ASSESS_RISK):
        error = NotAllowed("Only who may assess a risk closes a risk task.")
        raise refuse(error, standing.patient_id, rule=Action.ASSESS_RISK.value, subject_id=item_id)
    form = CloseForm(request.form)
    return _step(
        standing,
        patient,
        item_id,
        form,
        "Closed.",
        lambda: actions.close(
            standing,
            item_id,
            form.outcome.data or "",
            form.text.data or "",
            version=form.version.data or 0,
            submission_key=form.submission_key.data or "",
        ),
    )


@blueprint.post("/patients/<int:patient_id>/follow-up/<int:item_id>/call")
@on_patient(Action.FOLLOW_UP)
@keeps_words
def record_call(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """Keep that somebody was called."""
    form = CallForm(request.form)
    return _step(
        standing,
        patient,
        item_id,
        form,
        "The call is recorded.",
        lambda: actions.record_call(
            standing,
            item_id,
            form.outcome.data or "",
            form.text.data or "",
            submission_key=form.submission_key.data or "",
        ),
    )


def _step(
    standing: Standing,
    patient: Patient,
    item_id: int,
    form: StepForm,
    said: str,
    act: Callable[[], FollowUpItem],
) -> ResponseReturnValue:
    card = _card(standing, item_id)
    if isinstance(form, CloseForm):
        form.offer(card.nature)
    if brings_words_back():
        return _page(standing, patient, card, form)
    status, sentence = 422, None
    if form.validate():
        try:
            act()
        except Invalid as error:
            put_at_field(form, error)
        except Conflict as error:
            status, sentence = 409, error.sentence
        else:
            flash(said)
            return redirect(_after(form, card), 303)
    return _page(standing, patient, _card(standing, item_id), form, status, sentence)


def _after(form: StepForm, card: ItemCard) -> str:
    back = form.back.data or ""
    if back == "entry" and card.entry is not None and card.entry.url:
        return card.entry.url
    endpoint = (BACK_TO if card.is_risk else BACK_TO_LIST).get(back)
    return url_for(endpoint, patient_id=card.patient.id) if endpoint else card.url


def _card(standing: Standing, item_id: int) -> ItemCard:
    card = item_queries.one(standing, item_id)
    if card is None:
        raise refuse(NotFound(), standing.patient_id, rule=Action.FOLLOW_UP.value)
    return card


def _page(
    standing: Standing,
    patient: Patient,
    card: ItemCard,
    typed: StepForm | None = None,
    status: int = 200,
    sentence: str | None = None,
) -> ResponseReturnValue:
    """The item around the form as typed; `sentence` tells who was faster."""
    offers = _offers(standing, card)
    kept = None
    if typed is not None:
        if status == 409 or typed.is_stale:
            typed.show(card.item.version)
        if typed.mark in offers:
            offers[typed.mark] = typed
        elif not isinstance(typed, AcknowledgeForm):
            kept = typed.text.data
    team = colleagues_on(patient.id)
    body = render_template(
        "followup/item.html",
        page=patient_page(standing, patient, "followup.page"),
        card=card,
        history=item_queries.steps(card.id),
        offers=offers,
        typed=typed,
        sentence=sentence,
        kept=kept,
        phones=phones(_to_call(team, card)),
        after_hours=patient.after_hours_words or clinic().after_hours,
    )
    return body, status


def _to_call(team: list[Colleague], card: ItemCard) -> list[Colleague]:
    """The team but the viewer: whom the item is for first, even without a number, then who has one."""
    others = [one for one in team if one.id != card.me]
    asked = [one for one in others if one.is_asked(card.item)]
    return [*asked, *(one for one in others if one.phone and one not in asked)]


def _offers(standing: Standing, card: ItemCard) -> dict[str, StepForm]:
    """The forms that this viewer may use now, by their marks."""
    version = card.item.version
    if not card.is_open:
        return {"acknowledge": AcknowledgeForm(version=version)} if card.came_back else {}
    offers: dict[str, StepForm] = {"call": CallForm(version=version)}
    if card.taken_up_by(standing):
        offers["acknowledge"] = AcknowledgeForm(version=version)
    if card.waits_for_me and not card.is_risk:
        offers["answer"] = AnswerForm(version=version)
    if standing.may(Action.ASSESS_RISK) if card.is_risk else card.waits_for_me or card.raised_by_me:
        close_form = offers["close"] = CloseForm(version=version)
        close_form.offer(card.nature)
    return offers
