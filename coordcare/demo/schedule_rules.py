"""When each thing of a story happens: its acts on real days, in order. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from coordcare.demo.act_rules import Act, Verb, minutes
from coordcare.demo.calendar_rules import FRI, MON, Calendar, open_day
from coordcare.demo.care_rules import COORDINATOR
from coordcare.demo.care_schedule_rules import care_acts
from coordcare.demo.course_rules import Summed
from coordcare.demo.hours_rules import change_minute, length_of, session_day
from coordcare.demo.rules import Change, Event, Session, Story, Therapy

LOOKS_AT = 8 * 60 + 30
READS_FOR = 5
LISTS_AT = 9 * 60
ADDS_AT = 12 * 60 + 10
SIGNS_LATE_AT = 18 * 60 + 20
READS = {Verb.SIGN, Verb.ASK, Verb.STEP}


def acts(story: Story, today: date) -> list[Act]:
    """Everything of a story but what is still open, in the order of happening."""
    calendar = Calendar(today, story.sessions_on, story.weeks)
    found = [
        Act(calendar.day(-1, FRI), 10 * 60, Verb.ADMIT, COORDINATOR, story),
        *_lists(story, calendar),
        *_therapies(story, calendar),
        *_changes(story, calendar),
        *_events(story, calendar),
        *care_acts(story, calendar),
    ]
    found += _looks(story, found, calendar)
    if story.status:
        week, status = story.status
        found.append(Act(calendar.day(week), minutes(story.at) + 125, Verb.SET_STATUS, COORDINATOR, status))
    return sorted(found, key=lambda act: (act.day, act.minute))


def _lists(story: Story, calendar: Calendar) -> Iterator[Act]:
    for item in story.lists:
        yield Act(calendar.day(item.week, MON), LISTS_AT, Verb.LIST, story.prescriber, item)
        if item.ended:
            yield Act(calendar.day(item.ended[0], MON), LISTS_AT + 5, Verb.UNLIST, story.prescriber, item)


def _therapies(story: Story, calendar: Calendar) -> Iterator[Act]:
    for therapy in story.therapies:
        leader = therapy.led_by or story.therapist
        first, last = (session_day(therapy.sessions[place], calendar) for place in (0, -1))
        yield Act(first, minutes(story.at) - 10, Verb.START_COURSE, leader, therapy, first)
        if therapy.ended:
            over = calendar.day(story.status[0]) if therapy.ended == "ended_early" and story.status else last
            yield Act(over, minutes(story.at) + 120, Verb.END_COURSE, leader, therapy, over)
        yield from _sessions(story, therapy, leader, calendar)
        yield from _work(story, therapy, leader, calendar, last)


def _sessions(story: Story, therapy: Therapy, leader: str, calendar: Calendar) -> Iterator[Act]:
    for number, session in enumerate(therapy.sessions, start=1):
        day, by = session_day(session, calendar), session.by or leader
        signed, minute = day, minutes(story.at) + length_of(session) + 6 + session.week * 7 % 19
        if session.late:
            signed, minute = open_day(day + timedelta(days=session.late)), SIGNS_LATE_AT
        yield Act(signed, minute, Verb.SIGN, by, session, day, number)
        yield from _amended(session, signed, minute, by)


def _work(story: Story, therapy: Therapy, leader: str, calendar: Calendar, last: date) -> Iterator[Act]:
    """Documents after a week's session, sessions that were not held, and the summary at the end."""
    for place, written in enumerate(therapy.work.documents):
        day = _told_day(story, written.week, calendar)
        yield Act(day, minutes(story.at) + 75 + place, Verb.WRITE_DOCUMENT, leader, written, day)
    for one in therapy.work.not_held:
        day = calendar.day(one.week, one.day)
        yield Act(day, minutes(story.at) + 30, Verb.SIGN, leader, one, day)
    if therapy.work.summary:
        yield Act(last, minutes(story.at) + 135, Verb.SIGN, leader, Summed(therapy.work.summary), last)


def _changes(story: Story, calendar: Calendar) -> Iterator[Act]:
    for place, change in enumerate(story.changes):
        day, by = calendar.day(change.week, change.day), change.by or story.prescriber
        minute = change_minute(change, place)
        yield Act(day, minute, Verb.SIGN, by, change, day)
        yield from _amended(change, day, minute, by)


def _events(story: Story, calendar: Calendar) -> Iterator[Act]:
    for place, event in enumerate(story.events):
        told = event.week if event.told is None else event.told
        day, by = _told_day(story, told, calendar), event.by or story.therapist
        minute = minutes(story.at) + 90 + place
        yield Act(day, minute, Verb.SIGN, by, event, calendar.day(event.week, event.day))
        yield from _amended(event, day, minute, by)


def _amended(item: Session | Change | Event, signed: date, minute: int, by: str) -> Iterator[Act]:
    if item.addendum:
        day = open_day(signed + timedelta(days=item.addendum.days))
        yield Act(day, ADDS_AT, Verb.ADDEND, item.addendum.by or by, item)
    if not isinstance(item, Session) and item.taken_back:
        yield Act(signed, minute + item.taken_back.minutes, Verb.TAKE_BACK, by, item)


def _looks(story: Story, written: list[Act], calendar: Calendar) -> Iterator[Act]:
    """Who writes has looked before, until the last look that the story tells; the coordinator looks every month."""
    last = {look.by: calendar.day(look.week, look.day) for look in story.looks}
    writes: dict[tuple[str, date], int] = {}
    for act in written:
        if act.verb in READS and not isinstance(act.item, Event) and act.day < last.get(act.by, date.max):
            writes[act.by, act.day] = min(act.minute, writes.get((act.by, act.day), act.minute))
    yield from (Act(day, minute - READS_FOR, Verb.LOOK, by) for (by, day), minute in writes.items())
    yield from (Act(day, LOOKS_AT, Verb.LOOK, by) for by, day in last.items())
    for week in range(story.weeks % 4, story.weeks + 1, 4):
        yield Act(calendar.day(week, MON), LOOKS_AT, Verb.LOOK, COORDINATOR)


def _told_day(story: Story, week: int, calendar: Calendar) -> date:
    """The day of a week's session, which may have been on another weekday than usual."""
    moved = next((session.day for session in story.sessions() if session.week == week), None)
    return calendar.day(week, moved)
