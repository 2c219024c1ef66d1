"""Trials that ended without having been long enough, or taken often enough, to be judged."""

import pytest

from coordcare.medication.history_rules import past_trials
from coordcare.medication.progress_rules import Score
from tests.medication.situations import changes, dose, on


@pytest.mark.parametrize(
    ("frequency", "until", "words"),
    [
        ("once_daily", 13, "not judged: under 2 weeks"),
        ("once_daily", 14, "no response so far: 18 to 17, 5 % lower"),
        ("as_needed", 40, "not judged: as needed"),
    ],
)
def test_what_could_not_respond_is_not_judged(frequency, until, words):
    begun, stop = changes(("start", "hydroxyzine", 0, "50"), ("stop", "hydroxyzine", until))
    begun = begun._replace(dose=dose("50", frequency))
    scores = [Score(on(-3), 18), Score(on(12), 17)]
    (past,) = past_trials([begun, stop], on(60), scores, {})
    assert past.response.words == words
