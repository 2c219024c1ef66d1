"""What stands around the stories' sessions, as data: plausible sums, words of their own, no names of third parties."""

from collections import Counter
from collections.abc import Iterator

import pytest

from coordcare.demo.care_rules import Leaning, Score, Step
from coordcare.demo.rules import STAFF, Story, plain
from coordcare.demo.score_rules import filled, spread
from coordcare.demo.stories import STORIES

KEYS = {member.key for member in STAFF}
PRESCRIBERS = {"psychiatrist", "psychiatrist2", "nurse"}


def steps(story: Story) -> Iterator[Step]:
    for item in (*story.care.asks, *story.care.alerted):
        yield from item.steps


def texts(story: Story) -> Iterator[str]:
    """Everything that the story adds to the record in words, process notes and plans too."""
    care = story.care
    for visit in care.visits:
        yield from filter(None, (visit.assessment, visit.interval_history, visit.mental_state, visit.plan))
    yield from (contact.text for contact in care.contacts)
    for one in care.assessed:
        yield from filter(None, (one.assessment, one.actions_taken))
    yield from (ask.text for ask in care.asks)
    yield from (step.text for step in steps(story) if step.text)
    yield from (note.text for note in care.private)
    for version in care.safety_plans:
        yield from version.fields.values()


@pytest.mark.parametrize("weights", ["99779832", "78865852", "33333333", "90000000"])
def test_points_are_spread_without_a_rest(weights: str):
    before = spread(0, weights)
    for points in range(1, 25):
        now = spread(points, weights)
        assert sum(answer or 0 for answer in now) == points
        assert all(answer is not None and 0 <= answer <= 3 for answer in now)
        risen = [(after or 0) - (former or 0) for former, after in zip(before, now, strict=True)]
        assert sorted(risen) == [0] * 7 + [1], "an item fell while the total rose"
        before = now
    with pytest.raises(ValueError):
        spread(25, weights)


def test_the_heaviest_item_takes_most_and_a_skipped_one_nothing():
    assert spread(9, "91111111")[0] == 3
    left_open = spread(14, "99779832", skipped=2)
    assert left_open[1] is None and sum(answer or 0 for answer in left_open) == 14


def test_item_9_is_never_guessed():
    for item_9 in range(4):
        found = filled(Score(1, 17, item_9=item_9), (Leaning(phq9="99999999"),), "patient")[0]
        assert found.answers[8] == item_9 and sum(answer or 0 for answer in found.answers) == 17


def test_no_words_are_used_twice_nor_left_unfinished():
    counted = Counter(plain(text) for story in STORIES for text in texts(story) if "\n" not in text)
    plans = {plain(text) for story in STORIES for plan in story.care.safety_plans for text in plan.fields.values()}
    assert [text for text, times in counted.items() if times > 1 and text not in plans] == []
    for text in counted:
        assert not {"lorem", "todo", "tbd", "xxx"} & set(text.casefold().split()), text
        assert "—" not in text, text


def test_no_full_name_of_a_third_party_is_told():
    for story in STORIES:
        named = story.particulars["emergency_name"]
        assert not [text for text in texts(story) if named.casefold() in text.casefold()]


def test_visits_are_the_prescribers_and_come_with_every_change():
    for story in STORIES:
        visited = {(visit.week, visit.day, visit.by or story.prescriber) for visit in story.care.visits}
        assert {by for _, _, by in visited} <= PRESCRIBERS
        for change in story.changes:
            if change.taken_back is None:
                assert (change.week, change.day, change.by or story.prescriber) in visited, change.reason


@pytest.mark.parametrize("place", range(len(STORIES)))
def test_only_colleagues_of_the_team_act(place: int):
    story = STORIES[place]
    team = {*story.team, "coordinator"}
    care = story.care
    acting = [*care.contacts, *care.assessed, *care.safety_plans, *care.private, *care.asks, *steps(story)]
    assert {item.by for item in acting} <= team <= KEYS
    assert {ask.to for ask in care.asks} <= team | {"nurse_practitioner"}


def test_the_same_questions_are_asked_at_every_score():
    for story in STORIES:
        scores = [score for score in story.care.scores if score.phq9 is not None]
        sessions = sum(1 for _ in story.sessions())
        assert len(scores) >= sessions - 2, "PHQ-9 at most sessions"
        assert sum(score.gad7 is not None for score in story.care.scores) >= max(2, sessions // 5)
