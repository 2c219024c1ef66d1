"""The care team's page: who is on it, since when, added by whom, and who reads what."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from coordcare.access import policy
from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Grant, Sensitivity
from coordcare.errors import Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.patients import blueprint, team_actions, team_queries
from coordcare.patients.forms import AddMemberForm, CoverForm, EndMembershipForm
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.queries import Person, colleagues
from coordcare.patients.team_queries import Member


@dataclass(frozen=True, slots=True)
class Line:
    """A member with the form for their cover."""

    member: Member
    cover: CoverForm


@dataclass(frozen=True, slots=True)
class Reading:
    """One row of the policy for this team: what it is, who reads it, and who only what they wrote."""

    words: str
    readers: list[str]
    own: list[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """A member by what their discipline reads: the parts kept from them, and those of which they read their own."""

    member: Member
    kept: list[str]
    own: list[str]


@blueprint.get("/patients/<int:patient_id>/team")
@on_patient(Action.OPEN_RECORD)
def team(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """The team now and before, and who of it reads what."""
    return _page(standing, patient)


@blueprint.post("/patients/<int:patient_id>/team")
@on_patient(Action.MANAGE_PATIENT)
def add_member(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Put a colleague on the team."""
    form = AddMemberForm(request.form)
    if form.validate():
        try:
            account_id = form.account_id.data or 0
            team_actions.add_member(standing.viewer, patient.id, account_id, until=form.until.data)
            return _back(patient, "Added to the team. They can open the record from now on.")
        except Invalid as error:
            put_at_field(form, error)
    return _page(standing, patient, form)


@blueprint.route("/patients/<int:patient_id>/team/<int:membership_id>/end", methods=["GET", "POST"])
@on_patient(Action.MANAGE_PATIENT)
def end_membership(standing: Standing, patient: Patient, membership_id: int) -> ResponseReturnValue:
    """Ask before a membership ends; a POST ends it."""
    member = _member(standing, membership_id)
    form = EndMembershipForm(request.form)
    if request.method == "POST":
        try:
            team_actions.end_membership(
                standing.viewer, patient.id, membership_id, leaving_nobody=form.leaving_nobody.data
            )
        except Invalid as error:
            put_at_field(form, error)
        else:
            if member.person.id == standing.viewer.account_id:
                flash("You left the team and can no longer open that record.", "message")
                return redirect(url_for("patients.caseload"), 303)
            return _back(patient, "Taken off the team. They can no longer open the record.")
    page = render_template(
        "patients/end_membership.html",
        page=patient_page(standing, patient, "patients.team"),
        member=member,
        is_last=len(team_queries.team(standing)) == 1,
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/patients/<int:patient_id>/team/<int:membership_id>/cover")
@on_patient(Action.MANAGE_PATIENT)
def set_cover(standing: Standing, patient: Patient, membership_id: int) -> ResponseReturnValue:
    """Say who covers for a member."""
    _member(standing, membership_id)
    form = CoverForm(membership_id, request.form)
    if form.validate():
        try:
            covered_by_id = form.covered_by_id.data or None
            team_actions.set_cover(standing.viewer, patient.id, membership_id, covered_by_id)
            return _back(patient, "Cover saved.")
        except Invalid as error:
            put_at_field(form, error)
    return _page(standing, patient, form)


@blueprint.post("/patients/<int:patient_id>/team/<int:membership_id>/lead")
@on_patient(Action.MANAGE_PATIENT)
def set_lead(standing: Standing, patient: Patient, membership_id: int) -> ResponseReturnValue:
    """Make a member the one who leads."""
    _member(standing, membership_id)
    team_actions.set_lead(standing.viewer, patient.id, membership_id)
    return _back(patient, "Lead saved.")


def _member(standing: Standing, membership_id: int) -> Member:
    member = team_queries.membership(standing, membership_id)
    if member is None:
        raise refuse(NotFound(), standing.patient_id, rule=Action.MANAGE_PATIENT.value)
    return member


def _back(patient: Patient, words: str) -> ResponseReturnValue:
    flash(words, "message")
    return redirect(url_for("patients.team", patient_id=patient.id), 303)


def _page(standing: Standing, patient: Patient, typed: Form | None = None) -> ResponseReturnValue:
    members = team_queries.team(standing)
    add = typed if isinstance(typed, AddMemberForm) else AddMemberForm()
    add.offer(_choices(colleagues(), {member.person.id for member in members}))
    page = render_template(
        "patients/team.html",
        page=patient_page(standing, patient, "patients.team"),
        lines=[Line(member, _cover(member, members, typed)) for member in members],
        former=team_queries.former_team(standing),
        readings=[_reading(part, members) for part in Sensitivity],
        readers=[_reader(member) for member in members],
        may_see_log=standing.may(Action.SEE_ACCESS_LOG),
        add=add,
        typed=typed,
        may_manage=standing.may(Action.MANAGE_PATIENT),
    )
    return page, 422 if typed else 200


def _cover(member: Member, members: Sequence[Member], typed: Form | None) -> CoverForm:
    if isinstance(typed, CoverForm) and typed.membership_id == member.membership.id:
        form = typed
    else:
        form = CoverForm(member.membership.id, covered_by_id=member.covered_by.id if member.covered_by else 0)
    form.offer(_choices([one.person for one in members], {member.person.id}))
    return form


def _choices(people: Sequence[Person], but: set[int]) -> dict[str, str]:
    return {str(one.id): f"{one.name}, {one.role_words}" for one in people if one.id not in but}


def _reader(member: Member) -> Reader:
    reads = policy.readable(member.person.discipline)
    own = policy.readable_if_own(member.person.discipline) - reads
    return Reader(
        member,
        [policy.SENSITIVITY_WORDS[part] for part in Sensitivity if part not in reads | own],
        [policy.SENSITIVITY_WORDS[part] for part in Sensitivity if part in own],
    )


def _reading(part: Sensitivity, members: Sequence[Member]) -> Reading:
    grants = [
        (member.name, policy.READERS[part][member.person.discipline])
        for member in members
        if member.person.discipline and not member.person.disabled
    ]
    return Reading(
        policy.SENSITIVITY_WORDS[part],
        [name for name, grant in grants if grant is Grant.YES],
        [name for name, grant in grants if grant is Grant.OWN],
    )
