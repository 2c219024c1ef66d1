"""The calendar that puts a story's weeks before today. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A story's weeks on real days: the session of its last week is the latest such weekday before today."""

    today: date
    sessions_on: int
    last_week: int

    def day(self, week: int, weekday: int | None = None) -> date:
        """A weekday of a week of the story; the day of its sessions if none is named."""
        back = (self.today.weekday() - self.sessions_on - 1) % 7 + 1
        monday = self.today - timedelta(days=back + self.sessions_on)
        on = self.sessions_on if weekday is None else weekday
        return monday - (self.last_week - week) * WEEK + timedelta(days=on)


def open_day(day: date) -> date:
    """The day itself, or the Monday after a Sunday, when the clinic is closed."""
    return day + timedelta(days=1) if day.weekday() == SUN else day


def last_open_day(day: date) -> date:
    """The day itself, or the Saturday before a Sunday."""
    return day - timedelta(days=1) if day.weekday() == SUN else day
