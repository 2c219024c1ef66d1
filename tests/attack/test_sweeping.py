"""The sweep itself: with each fault put into the application, it says so; without, it says nothing."""

from collections.abc import Callable
from functools import cache

import pytest
from markupsafe import Markup

from coordcare.access.membership import Standing
from coordcare.errors import Conflict
from coordcare.extensions import transaction
from coordcare.followup.models import FollowUpItem
from coordcare.patients.models import Patient
from coordcare.risk import actions
from tests.access.stage import Stage
from tests.attack.corpus import payloads
from tests.attack.sweeping import Sweep
from tests.attack.targets import Attacked, targets
from tests.attack.test_forms import attack_words

Raise = Callable[..., FollowUpItem]
TARGET = next(target for target in targets() if target.row.rule.endswith("/risk/raise"))


@cache
def corpus() -> tuple[str, ...]:
    """A few that have what the faults below look for."""
    return tuple(text for text in payloads() if "<script" in text and "'" in text)[:3]


def swept(stage: Stage) -> str:
    attacked = Attacked(stage, TARGET)
    sweep = Sweep(attacked)
    attack_words(sweep, corpus(), attacked.open_fields(), look=1)
    sweep.alone("submission_key", corpus()[0])
    assert sweep.posts > len(corpus()) and sweep.pages
    return "\n".join(sweep.wrong)


def drop_words(standing: Standing, text: str, *, submission_key: str, really: Raise) -> FollowUpItem:
    return really(standing, text.replace("<script", "", 1), submission_key=submission_key)


def rename(standing: Standing) -> None:
    with transaction() as session:
        session.get_one(Patient, standing.patient_id).preferred_name = "Renamed"


def write_elsewhere(standing: Standing, text: str, *, submission_key: str, really: Raise) -> FollowUpItem:
    if "'" in text:
        rename(standing)
    return really(standing, text, submission_key=submission_key)


def write_and_refuse(standing: Standing, text: str, *, submission_key: str, really: Raise) -> FollowUpItem:
    if "'" in text:
        rename(standing)
        raise Conflict("This was used already.")
    return really(standing, text, submission_key=submission_key)


def write_twice(standing: Standing, text: str, *, submission_key: str, really: Raise) -> FollowUpItem:
    if "'" in text:
        really(standing, text, submission_key=f"{submission_key[:20]}-again")
    return really(standing, text, submission_key=submission_key)


def test_a_sound_application_is_told_nothing(sqlite_stage: Stage) -> None:
    assert len(corpus()) == 3
    assert swept(sqlite_stage) == ""


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (drop_words, "text is not kept as it was typed"),
        (write_elsewhere, "changes {'"),
        (write_twice, "changes {'"),
        (write_and_refuse, "answers 409 and changes {'patient': (1, 1)}"),
    ],
)
def test_a_fault_of_an_action_is_told(
    sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., FollowUpItem], sentence: str
) -> None:
    really = actions.raise_risk
    monkeypatch.setattr(actions, "raise_risk", lambda *given, **named: fault(*given, **named, really=really))
    assert sentence in swept(sqlite_stage)


def test_words_that_a_page_does_not_escape_are_told(sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite_stage.app.jinja_env.filters, "lines", Markup)
    wrong = swept(sqlite_stage)
    assert "has ['<script>'" in wrong
    assert "has other elements" in wrong


def test_words_that_a_page_cuts_are_told(sqlite_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sqlite_stage.app.jinja_env.filters, "lines", lambda text: text[:12])
    assert "does not show text whole" in swept(sqlite_stage)
