"""The page of the particulars, and the health lists on it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from coordcare.access.actions import refuse
from coordcare.access.gate import on_patient
from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.errors import Invalid, NotFound
from coordcare.fields import put_at_field
from coordcare.patients import blueprint, health_actions, health_queries, queries
from coordcare.patients.forms import EndItemForm, HealthItemForm, NoneKnownForm
from coordcare.patients.models import HealthListItem, Patient
from coordcare.patients.panels import patient_page
from coordcare.patients.rules import CATEGORY_WORDS, Category


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with the form that ends it; None once it has ended."""

    item: HealthListItem
    end: EndItemForm | None


@dataclass(frozen=True, slots=True)
class Section:
    """A health list on the page: what stands, what stood, and the forms that add to it."""

    category: Category
    heading: str
    now: list[Listed]
    before: list[Listed]
    add: HealthItemForm
    none_known: NoneKnownForm | None


@blueprint.post("/patients/<int:patient_id>/health-list/<category>")
@on_patient(Action.MANAGE_PATIENT)
def add_health_item(standing: Standing, patient: Patient, category: str) -> ResponseReturnValue:
    """Put an item on a list that the viewer reads."""
    readable = health_queries.readable_categories(standing)
    chosen = next((one for one in readable if one.value == category), None)
    if chosen is None:
        raise refuse(NotFound(), patient.id, rule=Action.MANAGE_PATIENT.value)
    form = HealthItemForm(chosen, request.form)
    code = form.code.data if "code" in form else None
    return _done(
        standing,
        patient,
        form,
        lambda: health_actions.add_health_item(
            standing.viewer, patient.id, chosen, " ".join((form.text.data or "").split()), form.noted_on.day, code
        ),
    )


@blueprint.post("/patients/<int:patient_id>/health-list/no-known-allergies")
@on_patient(Action.MANAGE_PATIENT)
def no_known_allergies(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """Keep that the patient was asked and knows of no allergy."""
    form = NoneKnownForm(request.form, mark="none-known")
    return _done(
        standing,
        patient,
        form,
        lambda: health_actions.record_no_known_allergies(standing.viewer, patient.id, form.noted_on.day),
    )


@blueprint.post("/patients/<int:patient_id>/health-list/<int:item_id>/end")
@on_patient(Action.MANAGE_PATIENT)
def end_health_item(standing: Standing, patient: Patient, item_id: int) -> ResponseReturnValue:
    """End an item of this patient's, in a list that the viewer reads."""
    item = health_queries.health_item(standing, item_id)
    if item is None:
        raise refuse(NotFound(), patient.id, rule=Action.MANAGE_PATIENT.value)
    form = EndItemForm(Category(item.category), item_id, request.form)
    return _done(
        standing,
        patient,
        form,
        lambda: health_actions.end_health_item(
            standing.viewer, patient.id, item_id, form.ended_on.day, form.reason.data
        ),
    )


def page(standing: Standing, patient: Patient, typed: Form | None = None) -> ResponseReturnValue:
    """The particulars and every list that the viewer reads; `typed` is a form that could not be taken."""
    readable = health_queries.readable_categories(standing)
    sections = [_section(standing, category, typed) for category in readable]
    listed = [one.item for section in sections for one in (*section.now, *section.before)]
    page = render_template(
        "patients/particulars.html",
        page=patient_page(standing, patient, "patients.particulars"),
        sections=sections,
        typed=typed,
        people=queries.people({item.recorded_by_id for item in listed}),
    )
    return page, 422 if typed else 200


def _done(standing: Standing, patient: Patient, form: Form, act: Callable[[], HealthListItem]) -> ResponseReturnValue:
    if form.validate():
        try:
            act()
        except Invalid as error:
            put_at_field(form, error)
        else:
            flash("Saved.", "message")
            return redirect(url_for("patients.particulars", patient_id=patient.id), 303)
    return page(standing, patient, form)


def _section(standing: Standing, category: Category, typed: Form | None) -> Section:
    listed = [_listed(item, typed) for item in health_queries.health_list(standing, category)]
    now = [one for one in listed if one.item.ended_on is None]
    mine = typed if isinstance(typed, HealthItemForm) and typed.category is category else None
    none_known = None
    if category is Category.ALLERGY and all(one.item.says_none_known for one in now):
        none_known = typed if isinstance(typed, NoneKnownForm) else NoneKnownForm(mark="none-known")
    return Section(
        category,
        CATEGORY_WORDS[category],
        now,
        [one for one in listed if one.item.ended_on is not None],
        mine or HealthItemForm(category),
        none_known,
    )


def _listed(item: HealthListItem, typed: Form | None) -> Listed:
    if item.ended_on is not None:
        return Listed(item, None)
    mine = typed if isinstance(typed, EndItemForm) and typed.item_id == item.id else None
    return Listed(item, mine or EndItemForm(Category(item.category), item.id))
