"""What is due of one patient and of all of a viewer's, and what this clinic monitors."""

import re
import secrets
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coordcare.access.gate import on_duty, on_patient
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Duty, Sensitivity
from coordcare.errors import Conflict, Invalid
from coordcare.fields import put_at_field
from coordcare.medication import due_queries, monitoring_actions, monitoring_queries, monitoring_rule_queries, queries
from coordcare.medication.clozapine_rules import CLOZAPINE
from coordcare.medication.formulary import FAMILIES
from coordcare.medication.monitoring_cards import ResultCard
from coordcare.medication.monitoring_forms import (
    HIGH_RISK,
    SCHEDULES,
    ChoicesForm,
    MonitoringRuleForm,
    every_words,
    points_words,
)
from coordcare.medication.monitoring_formulary import CHOICES
from coordcare.medication.monitoring_queries import ResultRow
from coordcare.medication.monitoring_rule_queries import Monitored
from coordcare.medication.reading_queries import last_readings, readings
from coordcare.medication.result_formulary import MEASUREMENTS, answering
from coordcare.medication.result_rules import result_words, trough_words
from coordcare.medication.rules import Change, regimen
from coordcare.patients.models import Patient
from coordcare.patients.panels import patient_page
from coordcare.settings.queries import today
from coordcare.templating import Link
from coordcare.versions.forms import put_both

blueprint = Blueprint("monitoring", __name__)
# What a rule of the clinic's own is called, and the word of the address that asks for a form without one.
OWN_KEY, NEW = "clinic_", "new"
# A key stands in addresses and in the trail, and no form types one: any other comes from no form of ours.
_OWN = re.compile(rf"{OWN_KEY}[a-z0-9_]{{1,33}}", re.ASCII)


@blueprint.get("/monitoring")
@on_patient(Action.OPEN_PROGRESS_REVIEW)
def mine(viewer: Viewer) -> ResponseReturnValue:
    """All that is overdue or due of the viewer's patients."""
    return render_template("medication/monitoring/mine.html", listed=due_queries.my_due(viewer))


@blueprint.get("/patients/<int:patient_id>/monitoring")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.MEDICATION)
def patient(standing: Standing, patient: Patient) -> ResponseReturnValue:
    """What is due of one patient, by which rule, and every result with what it may mean."""
    known = queries.changes(patient.id)
    what = monitoring_rule_queries.monitored()
    benign = monitoring_queries.benign_neutropenia(standing, known)
    rows = monitoring_queries.results(standing)
    judged = last_readings(rows, known, patient.birth_date, benign=benign is not None)
    return render_template(
        "medication/monitoring/patient.html",
        benign=benign,
        clozapine=any(line.drug == CLOZAPINE for line in regimen(known, today())),
        page=patient_page(standing, patient, "medication.medication_page"),
        listed=due_queries.due_lines(monitoring_queries.due(standing, known), judged),
        rules=what.rules,
        results=_cards(rows, known, patient, benign=benign is not None),
        record_result=_record(standing, request.args.get("on")),
        may_record=standing.may(Action.CHANGE_MEDICATION),
        answering=answering,
    )


@blueprint.get("/monitoring/rules")
@on_duty(Duty.CONFIGURE)
def rules(viewer: Viewer) -> ResponseReturnValue:
    """Every rule with its source, and what the clinic changed."""
    return _rules_page(monitoring_rule_queries.monitored())


@blueprint.post("/monitoring/rules")
@on_duty(Duty.CONFIGURE)
def change_rule(viewer: Viewer) -> ResponseReturnValue:
    """A new version of one rule, or a new rule; it counts from now on."""
    form, what = MonitoringRuleForm(request.form), monitoring_rule_queries.monitored()
    if not form.validate():
        return _rules_page(what, sent=form), 422
    known = what.rules.get(form.key.data or "")
    if known is None and not _OWN.fullmatch(form.key.data or ""):
        form.form_errors.append("This form has lost its mark. Reload the page.")
        return _rules_page(what, sent=form), 422
    rule = form.rule(known.rule.choice if known else None)
    try:
        monitoring_actions.change_rule(
            viewer,
            rule,
            switched_off=bool(form.switched_off.data),
            version=form.version_shown(),
            submission_key=form.submission(),
        )
    except Conflict as error:
        what = monitoring_rule_queries.monitored()
        put_both(form, error, MonitoringRuleForm(of=what.rules.get(rule.key), key=rule.key))
        return _rules_page(what, sent=form), error.status
    except Invalid as error:
        put_at_field(form, error)
        return _rules_page(what, sent=form), error.status
    flash(f"{rule.word[:1].upper()}{rule.word[1:]}: this rule counts from now on.")
    return redirect(url_for("monitoring.rules"), 303)


@blueprint.post("/monitoring/schedules")
@on_duty(Duty.CONFIGURE)
def choose(viewer: Viewer) -> ResponseReturnValue:
    """Which schedules this clinic follows."""
    form, what = ChoicesForm(request.form), monitoring_rule_queries.monitored()
    if not form.validate():
        return _rules_page(what, chosen=form), 422
    try:
        monitoring_actions.choose(viewer, form.chosen(), version=form.version_shown(), submission_key=form.submission())
    except Conflict as error:
        what = monitoring_rule_queries.monitored()
        put_both(form, error, _choices_form(what))
        return _rules_page(what, chosen=form), error.status
    except Invalid as error:
        put_at_field(form, error)
        return _rules_page(what, chosen=form), error.status
    flash("These schedules count from now on.")
    return redirect(url_for("monitoring.rules"), 303)


def _cards(rows: Sequence[ResultRow], known: Sequence[Change], patient: Patient, *, benign: bool) -> list[ResultCard]:
    return [
        ResultCard(
            row.entry_id,
            row.on,
            row.by,
            MEASUREMENTS[row.values["test"]].word,
            result_words(row.values),
            trough_words(row.values["test"], row.values["hours_since_dose"]),
            row.values["note"],
            one,
        )
        for row, one in readings(rows, known, patient.birth_date, benign=benign)
    ]


def _record(standing: Standing, on: str | None) -> Link | None:
    """The form of a result; after one was signed, of the next one of that day."""
    if not standing.may(Action.CHANGE_MEDICATION):
        return None
    address = url_for("timeline.new", patient_id=standing.patient_id, kind=monitoring_queries.KIND, on=on or None)
    return Link("Record another result of that day" if on else "Record a result", address, icon="plus")


def _rules_page(what: Monitored, *, sent: MonitoringRuleForm | None = None, chosen: ChoicesForm | None = None) -> str:
    """All rules in short, and the form of the one that the address or the form sent names; `new` for a new one."""
    asked = request.args.get("rule", "")
    form = sent
    if form is None and (asked in what.rules or asked == NEW):
        key = OWN_KEY + secrets.token_hex(8) if asked == NEW else asked
        form = MonitoringRuleForm(of=what.rules.get(key), key=key)
    return render_template(
        "medication/monitoring/rules.html",
        rules=what.rules,
        choices=what.choices,
        choice_words=CHOICES,
        points_words=points_words,
        every_words=every_words,
        families=FAMILIES,
        form=form,
        choices_form=chosen or _choices_form(what),
        sent=sent or chosen,
        made=monitoring_rule_queries.rule_changes(),
    )


def _choices_form(what: Monitored) -> ChoicesForm:
    """The schedules as they count now."""
    schedule = next((key for key in SCHEDULES if key in what.choices), None)
    return ChoicesForm(
        data={"schedule": schedule, "high_risk": HIGH_RISK in what.choices, "version": what.choices_version}
    )
