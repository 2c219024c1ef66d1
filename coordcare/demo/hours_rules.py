"""At what hour of its day each thing of a story happens. Pure."""

from datetime import date

from coordcare.demo.calendar_rules import Calendar
from coordcare.demo.care_rules import Visit
from coordcare.demo.rules import Change, Session, Story

FIRST_VISIT = 9 * 60 + 30
VISITS_A_DAY = 6
MORNING_VISITS = 3
VISIT_BEFORE_CHANGE = 6
AT_LENGTH, BY_PHONE = 50, 25


def length_of(session: Session) -> int:
    """How many minutes a session takes."""
    return BY_PHONE if session.mode == "phone" else AT_LENGTH


def session_day(session: Session, calendar: Calendar) -> date:
    return calendar.day(session.week, session.day)


def session_of(story: Story, week: int) -> Session:
    """The session of a week. Raises ValueError for a week without one."""
    for session in story.sessions():
        if session.week == week:
            return session
    raise ValueError(f"no session in week {week}")


def leader_of(story: Story, week: int) -> str:
    """Who led the session of a week."""
    session = session_of(story, week)
    therapy = next(one for one in story.therapies if session in one.sessions)
    return session.by or therapy.led_by or story.therapist


def change_minute(change: Change, place: int) -> int:
    """When the change at this place of a story is signed, in minutes after midnight."""
    return FIRST_VISIT + (change.week * 3 + place) % VISITS_A_DAY * 60 + 12 + place


def visit_minute(story: Story, visit: Visit) -> int:
    """When a visit is signed: shortly before its prescriber's first change of that day, else in the morning."""
    by = visit.by or story.prescriber
    same_day = [
        change_minute(change, place)
        for place, change in enumerate(story.changes)
        if (change.week, change.day, change.by or story.prescriber) == (visit.week, visit.day, by)
    ]
    if same_day:
        return min(same_day) - VISIT_BEFORE_CHANGE
    return FIRST_VISIT + (visit.week + story.care.visits.index(visit)) % MORNING_VISITS * 60 + VISIT_BEFORE_CHANGE
