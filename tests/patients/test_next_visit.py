"""The day of the next visit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coordcare.errors import Invalid
from coordcare.extensions import clock
from coordcare.patients.actions import change_particulars, plan_next_visit
from coordcare.patients.queries import load
from coordcare.settings.queries import today


def test_a_next_visit_is_not_set_to_a_day_that_has_passed(cast):
    amara = cast.patients["Amara Osei"]
    with cast.app.app_context():
        stands = load(amara).particulars
        with pytest.raises(Invalid, match="has passed"):
            change_particulars(cast.viewer("therapist"), amara, replace(stands, next_visit_on=date(2020, 1, 1)), 1)
        plan_next_visit(cast.viewer("therapist"), amara, today())
        with clock.at(clock.now() + timedelta(days=3)):
            kept = replace(load(amara).particulars, preferred_name="Ama")
            changed = change_particulars(cast.viewer("therapist"), amara, kept, load(amara).version)
    assert changed.preferred_name == "Ama", "a visit that has passed since does not hold up other changes"
