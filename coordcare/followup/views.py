"""A patient's follow-up: what is open, asking a colleague, and what I owe over all my patients."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access import policy
from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient, sees, signed_in
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Sensitivity
from coordcare.errors import Conflict, Invalid, NotFound, brings_words_back, keeps_words
from coordcare.fields import put_at_field
from coordcare.followup import actions, item_queries
from coordcare.followup.cards import Phone
from coordcare.followup.forms import AskForm
from coordcare.followup.models import FollowUpItem
from coordcare.followup.panels import strongest
from coordcare.followup.team_queries import Colleague, colleagues_on
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.settings.queries import clinic
from coordcare.templating import plain_day
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.queries import load_entry

blueprint = Blueprint("followup", __name__)


@blueprint.get("/follow-up")
@signed_in
def mine(viewer: Viewer) -> ResponseReturnValue:
    """What I owe, what came back, what I asked. Without the words, which stand on the patient's own page."""
    return render_template(
        "followup/mine.html",
        owed=item_queries.owed(viewer),
        came_back=item_queries.came_back(viewer),
        asked=item_queries.asked(viewer),
    )


@blueprint.get("/patients/<int:patient_id>/follow-up")
@on_patient(Action.FOLLOW_UP)
def page(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """What is open on this patient, what is settled, and the form that asks a colleague."""
    return ask_page(standing, patient, AskForm(), _entry(standing))


@blueprint.post("/patients/<int:patient_id>/follow-up")
@on_patient(Action.FOLLOW_UP)
@keeps_words
def ask(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Ask a member of the team, or a discipline of it, about the patient or the entry of the address."""
    entry = _entry(standing)
    form = AskForm(request.form)
    if brings_words_back():
        return ask_page(standing, patient, form, entry)
    if not form.validate():
        return ask_page(standing, patient, form, entry, 422)
    try:
        item = _raise(standing, form, entry)
    except Invalid as error:
        put_at_field(form, error)
        return ask_page(standing, patient, form, entry, 422)
    except Conflict as error:
        form.renew()
        form.form_errors.append(error.sentence)
        return ask_page(standing, patient, form, entry, 409)
    if item.urgency == "same_day":
        _flash_away(standing, item)
        flash("Asked. CoordCare pages no one: call now, and record the call here.", "warning")
        return redirect(url_for("followup.item", patient_id=patient.id, item_id=item.id), 303)
    _flash_away(standing, item)
    flash("Asked. It waits for them in CoordCare, and a mail says that something waits.")
    return redirect(url_for("followup.page", patient_id=patient.id), 303)


def ask_page(
    standing: Standing, patient: Patient, form: AskForm, entry: TimelineEntry | None, status: int = 200
) -> ResponseReturnValue:
    """The patient's follow-up around the form as typed."""
    team = [one for one in colleagues_on(patient.id) if one.id != standing.viewer.account_id]
    readers = [one for one in team if entry is None or one.reads(strongest(entry.rule))]
    _offer(form, readers)
    body = render_template(
        "followup/page.html",
        page=patient_page(standing, patient, "followup.page"),
        form=form,
        entry_words=f"{entry.rule.word}, {plain_day(entry.happened_on)}" if entry else None,
        entry_id=entry.id if entry else None,
        open_items=item_queries.for_patient(standing, is_open=True),
        settled=item_queries.for_patient(standing, is_open=False),
        team=team,
        readers=readers,
        phones=phones([one for one in team if one.phone]),
        after_hours=patient.after_hours_words or clinic().after_hours,
    )
    return body, status


def phones(people: list[Colleague]) -> list[Phone]:
    """The numbers to call for something that cannot wait: colleagues', then the clinic's."""
    theirs = [Phone(", ".join(filter(None, (one.name, one.away_words))), one.phone) for one in people]
    return [*theirs, Phone("The clinic", clinic().phone)]


def _flash_away(standing: Standing, item: FollowUpItem) -> None:
    """Say so where the colleague who was asked is away now, and who covers."""
    asked = next((one for one in colleagues_on(standing.patient_id) if one.id == item.for_account_id), None)
    card = item_queries.one(standing, item.id)
    if asked is not None and asked.away_until and card is not None:
        flash(f"{asked.name} is {asked.away_words}. {card.cover_words}", "warning")


def _entry(standing: Standing) -> TimelineEntry | None:
    """The signed entry that the address names. Raises NotFound for one that is not the patient's or the viewer's."""
    text = request.args.get("entry")
    if not text:
        return None
    known = text.isascii() and text.isdigit() and len(text) < 19
    entry = load_entry(standing.patient_id, int(text)) if known else None
    if entry is None or entry.is_draft or not sees(standing, entry):
        raise refuse(NotFound(), standing.patient_id, rule=Action.FOLLOW_UP.value)
    return entry


def _raise(standing: Standing, form: AskForm, entry: TimelineEntry | None) -> FollowUpItem:
    for_account_id, for_discipline = form.addressee()
    return actions.raise_item(
        standing,
        nature=form.nature.data or "",
        text=form.text.data or "",
        sensitivity=_sensitivity(standing, form, entry),
        urgency=form.urgency.data or "",
        submission_key=form.submission_key.data or "",
        for_account_id=for_account_id,
        for_discipline=for_discipline,
        entry_id=entry.id if entry else None,
    )


def _sensitivity(standing: Standing, form: AskForm, entry: TimelineEntry | None) -> Sensitivity:
    """The entry's; alone it is clinical, or for the team where one of the two does not read clinical words."""
    if entry is not None:
        return strongest(entry.rule)
    for_account_id, for_discipline = form.addressee()
    asked = [
        one
        for one in colleagues_on(standing.patient_id)
        if one.id == for_account_id or one.discipline.value == for_discipline
    ]
    both_read = standing.reads(Sensitivity.CLINICAL) and all(one.reads(Sensitivity.CLINICAL) for one in asked)
    return Sensitivity.CLINICAL if both_read else Sensitivity.TEAM


def _offer(form: AskForm, team: list[Colleague]) -> None:
    disciplines: dict[str, str] = {}
    for one in team:
        words: Any = policy.DISCIPLINE_WORDS[one.discipline].lower()
        disciplines.setdefault(f"discipline:{one.discipline.value}", f"Any {words} of the team")
    people = [
        (f"account:{one.id}", ", ".join(filter(None, (one.name, one.role_words, one.away_words)))) for one in team
    ]
    form.offer(people, list(disciplines.items()))
