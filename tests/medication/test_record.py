"""The regimen of any day as the database tells it, against a model of its own. Source: sources.md 4.1."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordcare.extensions import clock, db
from coordcare.medication import queries
from coordcare.medication.models import MedicationChange
from coordcare.medication.plan_forms import step_columns
from coordcare.medication.rules import Change, Dose, regimen
from coordcare.medication.step_rules import Act, PlannedStep, in_force
from coordcare.timeline.models import EntryRetraction, TimelineEntry
from tests.cast import gather
from tests.medication.calendar_model import Signed, taken

FIRST, LENGTH = date(2026, 6, 1), 30
DAYS = st.integers(0, LENGTH).map(lambda day: FIRST + timedelta(days=day))
DRUGS = st.sampled_from(["sertraline", "quetiapine"])
# By hand, for `st.builds` would fill the fields that have a default, too.
DOSES = st.tuples(
    st.integers(1, 400).map(Decimal), st.sampled_from(["mg", "mcg"]), st.sampled_from(["once_daily", "weekly"])
).map(lambda parts: Dose(*parts))
PLANNING = st.sampled_from(["start", "increase", "switch", "augment", "taper", "decrease"])
WITH_DOSE = PLANNING | st.sampled_from(["taking_already", "timing", "resume"])
SERIAL = count(1)


@st.composite
def acts(draw):
    """A change of one line, on any day, with a plan or without."""
    drug, beside, on = draw(DRUGS), draw(st.booleans()), draw(DAYS)
    if draw(st.integers(0, 3)) == 0:
        return Act(Change(draw(st.sampled_from(["hold", "stop"])), drug, on, 0, None, beside))
    dose, steps = draw(DOSES), []
    if draw(st.booleans()):
        change_type = draw(PLANNING)
        after = sorted(draw(st.sets(st.integers(1, 14), max_size=3)))
        for number, day in enumerate(after):
            stops = number == len(after) - 1 and draw(st.booleans())
            steps.append(PlannedStep(on + timedelta(days=day), None if stops else draw(DOSES)))
    else:
        change_type = draw(WITH_DOSE)
    return Act(Change(change_type, drug, on, 0, dose, beside), tuple(steps))


@st.composite
def records(draw):
    """Acts in the order of signing, each on any day, and which of them were taken back."""
    found = draw(st.lists(acts(), max_size=8))
    gone = draw(st.sets(st.integers(1, max(len(found), 1)), max_size=3)) if found else set()
    return found, gone


def in_the_model(found):
    return [
        Signed(
            n,
            a.first.change_type,
            a.first.line,
            a.first.effective_on,
            a.first.dose,
            tuple((s.on, s.dose) for s in a.steps),
        )
        for n, a in enumerate(found, start=1)
    ]


def told(lines):
    return {(line.drug, line.beside): (line.dose, line.started_on, line.since, line.held_since) for line in lines}


def numbered(act, number):
    first = act.first
    return Act(Change(first.change_type, first.drug, first.effective_on, number, first.dose, first.beside), act.steps)


@given(records(), DAYS)
def test_the_regimen_of_any_day_follows_the_steps_and_what_replaced_them(record, day):
    found, gone = record
    standing = [numbered(act, n) for n, act in enumerate(found, start=1) if n not in gone]
    assert told(regimen(in_force(standing), day)) == taken(in_the_model(found), gone, day)


def write(cast, found, gone):
    """The record straight into the tables, as signing would leave it."""
    for number, act in enumerate(found, start=1):
        now = clock.now()
        entry = TimelineEntry(
            patient_id=cast.patients["Amara Osei"], author_id=cast.accounts["psychiatrist"], kind="medication_change",
            happened_on=act.first.effective_on, happened_at=now, recorded_at=now, status="signed", signed_at=now,
            signed_seq=number, submission_key=f"record-{next(SERIAL)}",
        )  # fmt: skip
        db.session.add(entry)
        db.session.flush()
        first, dose = act.first, act.first.dose
        body = {"dose": dose.amount, "unit": dose.unit, "frequency": dose.frequency} if dose else {}
        if first.change_type in {"switch", "augment"}:
            body["other_drug"] = "lithium"
        body |= {"drug": first.drug, "beside": first.beside, "effective_on": first.effective_on}
        body |= {"steps": step_columns(act.steps), "dose_confirmed": False, "change_type": first.change_type}
        db.session.add(MedicationChange(entry_id=entry.id, **body))
        if number in gone:
            db.session.add(
                EntryRetraction(
                    entry_id=entry.id,
                    reason="entered_in_error",
                    retracted_by_id=entry.author_id,
                    retracted_at=now,
                    seq=number,
                )
            )
    db.session.flush()


@pytest.mark.parametrize("examples", [25, pytest.param(400, marks=pytest.mark.verify)])
def test_the_database_tells_what_the_model_says(app, examples):
    cast = gather(app)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records(), DAYS)
    def holds(record, day):
        found, gone = record
        try:
            write(cast, found, gone)
            told_now = told(regimen(queries.changes(cast.patients["Amara Osei"]), day))
        finally:
            db.session.rollback()
        assert told_now == taken(in_the_model(found), gone, day)

    with app.app_context():
        holds()
