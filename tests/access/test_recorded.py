"""A form that comes back with the record around it is a view of the record, and is recorded as one."""

from collections.abc import Callable

import pytest

from tests.access import forms
from tests.access.reading import SHORT
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]


@pytest.mark.parametrize("actor", ["psychiatrist", "therapist", "coordinator"])
def test_a_form_that_comes_back_is_a_view(sqlite_stage: Stage, actor: str, done: Done) -> None:
    """Every form that the table lets this person send, sent empty."""
    clinic, wrong, asked = sqlite_stage.clinic, [], 0
    browser, last = clinic.browser(actor), sqlite_stage.last_event()
    for row in ROWS:
        if row.unsafe and not row.private and row.rule.startswith(SHORT["P"]) and row.cell(actor) == "yes":
            answer = browser.post(forms.path(clinic, row), {})
            events, last = sqlite_stage.events_after(last)
            if answer.status_code == 422:
                asked += 1
                if [event[:2] for event in events] != [("view", "allowed")]:
                    wrong.append(f"{row.words} as {actor}: {answer.status_code}, the trail got {events}")
    done(asked)
    assert asked and not wrong, "\n".join(wrong)
