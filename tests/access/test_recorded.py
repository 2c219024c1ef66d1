"""A form that comes back with the record around it is a view of the record, and is recorded as one."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from coordcare.extensions import clock
from tests.access import forms
from tests.access.clinic import AMARA, ASKED, BEN, CLEO
from tests.access.reading import SHORT, TEAM, Row
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
# Every form that the table lets somebody send, once, of the entries a draft where there is one.
FORMS: dict[str, Row] = {}
for row in ROWS:
    if (
        row.unsafe
        and not row.private
        and row.rule.startswith(SHORT["P"])
        and any(row.cell(one) == "yes" for one in TEAM)
    ):
        FORMS.setdefault(row.rule, row)
# Whoever got one of these names to see has opened a record.
NAMES = (AMARA, BEN, CLEO)


@pytest.mark.parametrize("rule", FORMS)
def test_a_form_that_comes_back_is_a_view(sqlite_stage: Stage, rule: str, done: Done) -> None:
    """Sent empty, by somebody who may send it."""
    row, clinic = FORMS[rule], sqlite_stage.clinic
    actor = next(one for one in TEAM if row.cell(one) == "yes")
    last = sqlite_stage.last_event()
    answer = clinic.browser(actor).post(forms.path(clinic, row), {})
    views = [event[:2] for event in sqlite_stage.events_after(last)[0] if event[0] == "view"]
    done(1)
    assert views == ([("view", "allowed")] if any(name in answer.text for name in NAMES) else [])


def test_a_recall_that_comes_too_late_is_a_view(sqlite_stage: Stage) -> None:
    """It shows the entry as it stands."""
    clinic, last = sqlite_stage.clinic, sqlite_stage.last_event()
    path = f"/patients/{clinic.amara}/entries/{clinic.entries['session_note', 'signed']}/recall"
    with clock.at(ASKED + timedelta(minutes=11)):
        answer = clinic.browser("therapist").post(path)
    assert answer.status_code == 409 and AMARA in answer.text
    assert ("view", "allowed") in [event[:2] for event in sqlite_stage.events_after(last)[0]]
