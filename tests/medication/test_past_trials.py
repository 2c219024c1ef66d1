"""Trials that ended without having been long enough, or taken often enough, to be judged."""

import pytest

from coordcare.medication.history_rules import past_trials
from coordcare.medication.progress_rules import Score
from tests.medication.situations import changes, dose, on


@pytest.mark.parametrize(
    ("drug", "frequency", "until", "words"),
    [
        ("sertraline", "once_daily", 13, "not judged: under 2 weeks"),
        ("sertraline", "once_daily", 14, "no response: 18 to 17, 5 % lower"),
        ("sertraline", "as_needed", 40, "not judged: as needed"),
        ("hydroxyzine", "as_needed", 40, "not judged: as needed"),
        ("hydroxyzine", "at_bedtime", 40, "not judged: no antidepressant"),
        ("a drug of nowhere", "once_daily", 40, "not judged: not on the built-in list"),
    ],
)
def test_what_could_not_respond_is_not_judged(drug, frequency, until, words):
    begun, stop = changes(("start", drug, 0, "50"), ("stop", drug, until))
    begun = begun._replace(dose=dose("50", frequency))
    scores = [Score(on(-3), 18), Score(on(12), 17)]
    (past,) = past_trials([begun, stop], on(60), scores, {})
    assert past.response.words == words
