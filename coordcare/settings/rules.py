"""The clinic as a value, and its calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clinic:
    """Name, time zone and numbers of the one clinic that this database serves."""

    name: str
    zone: ZoneInfo
    phone: str
    after_hours: str
    public_url: str
    synthetic: bool

    def local(self, moment: datetime) -> datetime:
        """An instant as the clinic's wall clock shows it."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """The clinic's calendar day of an instant."""
        return self.local(moment).date()

    def instant(self, day: date, hour: int = 12, minute: int = 0) -> datetime:
        """The instant of a wall-clock time on a day in the clinic's zone."""
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)


def age_on(birth_date: date, today: date) -> int:
    """Whole years of age."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
