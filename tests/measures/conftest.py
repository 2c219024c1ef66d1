"""The cast on both databases, with the token switched off, and a way to record answers."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from flask import Flask

from coordcare.settings.queries import today
from tests.cast import Cast, gather

PHQ9_ITEMS, GAD7_ITEMS = 9, 7


def typed_items(answers):
    """Answers in the order of the items as fields; None for an item left open."""
    return {f"item_{number}": str(answer) for number, answer in enumerate(answers, 1) if answer is not None}


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def amara(cast: Cast) -> int:
    return cast.patients["Amara Osei"]


@pytest.fixture
def day(cast):
    """A day as it is typed, counted from today."""
    with cast.app.app_context():
        now = today()
    return lambda days: now + timedelta(days=days)


@pytest.fixture
def record(cast, amara, day):
    """Signs answers and gives the response; `on` counts from today."""
    keys = count()

    def act(answers, measure="phq9", on=0, *, who="therapist", **typed):
        form = {
            "action": "sign",
            "submission_key": f"measure-{next(keys)}",
            "happened_on": str(day(on)),
            "measure": measure,
            "given": "patient",
            **typed_items(answers),
            **typed,
        }
        return cast.client(who).post(f"/patients/{amara}/entries/new/measure_result", data=form)

    return act


def entry_id(answer) -> int:
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])
