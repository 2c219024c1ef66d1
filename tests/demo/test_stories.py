"""The stories as data: whole, each in its own words, and always before today."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

from coordcare.demo.act_rules import Act, Verb
from coordcare.demo.calendar_rules import MON, SAT, SUN, Calendar, last_open_day, open_day
from coordcare.demo.rules import STAFF, Session, Story, plain
from coordcare.demo.schedule_rules import acts
from coordcare.demo.stories import STORIES
from coordcare.ipt.rules import COURSE_TYPES, FOCUS_WORDS
from coordcare.notes.rules import TECHNIQUES
from coordcare.risk.rules import RISK_STATUSES

MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=days) for days in range(7)]
KEYS = {member.key for member in STAFF}


def texts(story: Story) -> Iterator[str]:
    for session in story.sessions():
        yield from filter(None, (session.insight, session.mood_link, session.plan, session.for_prescriber))
    for change in story.changes:
        yield from filter(None, (change.reason, change.watch_for))
    yield from (event.text for event in story.events)
    for item in (*story.sessions(), *story.changes, *story.events):
        if item.addendum:
            yield item.addendum.text


def test_no_text_is_used_twice():
    counted = Counter(plain(text) for story in STORIES for text in texts(story))
    assert [text for text, times in counted.items() if times > 1] == []


def test_no_two_notes_begin_alike():
    begun = Counter(" ".join(session.insight.split()[:4]) for story in STORIES for session in story.sessions())
    assert [words for words, times in begun.items() if times > 1] == []


def test_there_is_no_placeholder():
    for story in STORIES:
        for text in texts(story):
            assert not {"lorem", "todo", "tbd", "xxx"} & set(text.casefold().split()), text


def test_the_notes_are_neither_stubs_nor_essays():
    for story in STORIES:
        for session in story.sessions():
            assert 30 <= len(session.insight.split()) <= 110, session.insight


def test_all_four_problem_areas_are_told():
    assert {therapy.focus for story in STORIES for therapy in story.therapies} == set(FOCUS_WORDS)


def test_codes_are_the_ones_of_the_house():
    for story in STORIES:
        assert {*story.team} <= KEYS
        assert {therapy.course_type for therapy in story.therapies} <= set(COURSE_TYPES)
        for session in story.sessions():
            assert set(session.techniques.split()) <= set(TECHNIQUES)
            assert session.risk_status in RISK_STATUSES


@pytest.mark.parametrize("today", WEEK, ids=lambda day: f"{day:%a}")
@pytest.mark.parametrize("place", range(len(STORIES)))
def test_everything_happened_before_today_and_no_session_on_a_sunday(place: int, today: date):
    story = STORIES[place]
    told = acts(story, today)
    assert max(act.day for act in told) < today
    assert all(act.day.weekday() != SUN for act in told)
    signed = [act for act in told if act.verb is Verb.SIGN]
    assert all(act.on is not None and act.on <= act.day for act in signed)


@pytest.mark.parametrize("place", range(len(STORIES)))
def test_a_story_is_told_in_order(place: int):
    told = acts(STORIES[place], MONDAY)
    assert told[0].verb is Verb.ADMIT
    numbered = [act for act in told if isinstance(act.item, Session) and act.verb is Verb.SIGN]
    for therapy in STORIES[place].therapies:
        mine = [act.number for act in numbered if act.item in therapy.sessions]
        assert mine == list(range(1, len(therapy.sessions) + 1))


def test_sessions_are_weekly_with_a_gap_somewhere():
    for story in STORIES:
        days = [act.on for act in acts(story, MONDAY) if act.verb is Verb.SIGN and act.item in set(story.sessions())]
        apart = [(later - earlier).days if later and earlier else 0 for earlier, later in pairwise(days)]
        assert all(4 <= gap <= 31 for gap in apart), story.particulars["name"]
        assert len(apart) < 7 or max(apart) > 7


def test_a_drug_changes_once_a_day_at_most():
    for story in STORIES:
        changed = Counter((change.week, change.day, change.drug) for change in story.changes)
        assert max(changed.values()) == 1


def test_the_latest_session_day_lies_in_the_last_seven_days():
    for today in WEEK:
        for sessions_on in range(MON, SUN):
            last = Calendar(today, sessions_on, 5).day(5)
            assert timedelta(0) < today - last <= timedelta(days=7)
            assert last.weekday() == sessions_on


def test_the_clinic_is_closed_on_sundays():
    sunday = MONDAY + timedelta(days=6)
    assert open_day(sunday).weekday() == MON and last_open_day(sunday).weekday() == SAT
    assert open_day(MONDAY) == last_open_day(MONDAY) == MONDAY


def test_a_look_comes_before_what_is_written():
    told: list[Act] = acts(STORIES[0], MONDAY)
    therapist = [act for act in told if act.by == "therapist" and act.verb in {Verb.LOOK, Verb.SIGN}]
    assert therapist[0].verb is Verb.LOOK
