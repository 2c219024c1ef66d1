"""The tone of a band where it is shown: on the page of measures and beside every page."""

import pytest

CALM, PLAIN, AMBER = "badge-word tone-score", "badge-word", "badge-word tone-event"


@pytest.mark.parametrize(
    ("answers", "badge"),
    [
        ([0] * 9, f'<span class="{CALM}">minimal</span>'),
        ([1] * 5 + [0] * 4, f'<span class="{PLAIN}">mild</span>'),
        ([2] * 5 + [0] * 4, f'<span class="{AMBER}">moderate</span>'),
        ([3] * 8 + [0], f'<span class="{AMBER}">severe</span>'),
    ],
)
def test_a_band_is_as_loud_as_it_is_severe(cast, amara, record, answers, badge):
    assert record(answers).status_code == 303
    for rest in ("measures", "timeline"):
        assert badge in cast.client("coordinator").get(f"/patients/{amara}/{rest}").text
