"""Going away and coming back: who covers meanwhile. Cover opens no record."""

from datetime import date

from coordcare.access.membership import Viewer
from coordcare.accounts.queries import colleagues, locked
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.followup import absence_queries
from coordcare.followup.models import Absence
from coordcare.settings.queries import today
from coordcare.templating import plain_day

LONGEST_AHEAD_YEARS = 2


def set_absence(viewer: Viewer, from_on: date, to_on: date, covered_by_id: int) -> Absence:
    """Say that the viewer is away from one day through another, and who covers.

    The very same absence twice is one. Raises Invalid with the field.
    """
    with transaction() as session:
        locked(viewer.account_id)
        standing = absence_queries.standing_absences(viewer.account_id)
        for one in standing:
            if (one.from_on, one.to_on, one.covered_by_id) == (from_on, to_on, covered_by_id):
                return one
        _check(viewer, from_on, to_on, covered_by_id)
        for one in standing:
            if one.from_on <= to_on and from_on <= one.to_on:
                words = f"{plain_day(one.from_on)} to {plain_day(one.to_on)}"
                raise Invalid(f"You are away {words} already. End that first, or choose other days.", "from_on")
        absence = Absence(
            account_id=viewer.account_id,
            from_on=from_on,
            to_on=to_on,
            covered_by_id=covered_by_id,
            set_by_id=viewer.account_id,
            set_at=clock.now(),
        )
        session.add(absence)
        session.flush()
        record(_event(Happening.ABSENCE_SET, viewer, absence))
        return absence


def end_absence(viewer: Viewer, absence_id: int) -> None:
    """End an absence of the viewer's own now. Ended already: nothing changes. Raises NotFound."""
    with transaction():
        absence = absence_queries.for_update(viewer, absence_id)
        if absence is None:
            raise NotFound
        if absence.ended_at is None:
            absence.ended_at = clock.now()
            record(_event(Happening.ABSENCE_ENDED, viewer, absence))


def _check(viewer: Viewer, from_on: date, to_on: date, covered_by_id: int) -> None:
    if to_on < from_on:
        raise Invalid("The last day lies before the first.", "to_on")
    if to_on < today():
        raise Invalid("The last day lies in the past.", "to_on")
    if to_on.year > today().year + LONGEST_AHEAD_YEARS:
        raise Invalid("The last day lies too far ahead.", "to_on")
    if covered_by_id == viewer.account_id:
        raise Invalid("You cannot cover for yourself.", "covered_by_id")
    if covered_by_id not in {one.id for one in colleagues()}:
        raise Invalid("Choose a colleague with an active account and a discipline.", "covered_by_id")


def _event(happening: Happening, viewer: Viewer, absence: Absence) -> Event:
    return Event(happening, viewer.actor, about_account_id=viewer.account_id, subject="absence", subject_id=absence.id)
