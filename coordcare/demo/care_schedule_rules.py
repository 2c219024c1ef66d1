"""When what stands around a story's sessions happens: scores, visits, contacts, risk, and what is owed. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from coordcare.demo.act_rules import Act, Verb, minutes
from coordcare.demo.calendar_rules import Calendar
from coordcare.demo.care_rules import COORDINATOR, Assessed, Contact, Heard, Score, Step
from coordcare.demo.hours_rules import leader_of, length_of, session_day, session_of, visit_minute
from coordcare.demo.rules import Story
from coordcare.demo.score_rules import filled

SCORED_BEFORE_VISIT = 8
SCORED_AFTER_START = 4
ARRIVES_BEFORE = 9
SCORED_AFTER_END = 2
MEASURED_TOGETHER = 4
SAYS_AWAY_AT = 8 * 60 + 20
SAID_BEFORE = timedelta(days=1)


def care_acts(story: Story, calendar: Calendar) -> Iterator[Act]:
    """Everything around the sessions of a story, in no order."""
    care = story.care
    for score in care.scores:
        yield from _score(story, score, calendar)
    for visit in care.visits:
        day = calendar.day(visit.week, visit.day)
        yield Act(day, visit_minute(story, visit), Verb.SIGN, visit.by or story.prescriber, visit, day)
    for place, result in enumerate(care.measured):
        visit = next(one for one in care.visits if (one.week, one.day) == (result.week, result.day))
        minute = visit_minute(story, visit) + 1 + place % MEASURED_TOGETHER
        day = calendar.day(result.week, result.day)
        yield Act(day, minute, Verb.SIGN, visit.by or story.prescriber, result, day)
    beside: tuple[Contact | Assessed | Heard, ...] = (*care.contacts, *care.assessed, *care.heard)
    for item in beside:
        day = calendar.day(item.week, item.day)
        yield Act(day, minutes(item.at), Verb.SIGN, item.by, item, day)
    for number, plan in enumerate(care.safety_plans):
        yield Act(calendar.day(plan.week, plan.day), minutes(plan.at), Verb.WRITE_PLAN, plan.by, plan, number=number)
    for note in care.private:
        yield Act(calendar.day(note.week, note.day), minutes(note.at), Verb.WRITE_PRIVATELY, note.by, note)
    yield from _asks(story, calendar)
    for away in care.away:
        if away.week is not None:
            first = calendar.day(away.week, away.day)
            yield Act(first - SAID_BEFORE, SAYS_AWAY_AT, Verb.LEAVE, away.by, away, first)


def _score(story: Story, score: Score, calendar: Calendar) -> Iterator[Act]:
    if score.day is not None:
        visit = next(one for one in story.care.visits if (one.week, one.day) == (score.week, score.day))
        day, by = calendar.day(score.week, score.day), score.by or visit.by or story.prescriber
        minute, mode = visit_minute(story, visit) - SCORED_BEFORE_VISIT, visit.mode
    else:
        session = session_of(story, score.week)
        day, by = session_day(session, calendar), score.by or leader_of(story, score.week)
        after = length_of(session) + SCORED_AFTER_END if score.at_end else SCORED_AFTER_START
        if by == COORDINATOR:
            after = -ARRIVES_BEFORE
        minute, mode = minutes(story.at) + after, session.mode
    given = "patient" if mode == "in_person" else "staff"
    for place, one in enumerate(filled(score, story.care.leanings, given)):
        yield Act(day, minute + 2 * place, Verb.SIGN, by, one, day)


def _asks(story: Story, calendar: Calendar) -> Iterator[Act]:
    for ask in story.care.asks:
        yield Act(calendar.day(ask.week, ask.day), minutes(ask.at), Verb.ASK, ask.by, ask)
        yield from (_step(step, calendar, ask) for step in ask.steps)
    for alerted in story.care.alerted:
        yield from (_step(step, calendar) for step in alerted.steps)


def _step(step: Step, calendar: Calendar, about: object = None) -> Act:
    return Act(calendar.day(step.week, step.day), minutes(step.at), Verb.STEP, step.by, step, about=about)
