"""What waits in the outbox, and who owes something that is overdue. For `flask tick`, which has no viewer."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership, active
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.accounts.models import Account
from coordcare.extensions import clock, db
from coordcare.followup.models import Absence, FollowUpItem, OutboxMessage
from coordcare.followup.rules import OPEN, due_now, is_overdue
from coordcare.followup.team_queries import away_now
from coordcare.patients.models import Patient
from coordcare.settings.queries import clinic, today

BATCH = 500
# A mail that could not be sent for days says nothing any more.
KEPT_FOR = timedelta(days=3)


def waiting_ids() -> Sequence[int]:
    """The messages that may be tried now, oldest first; not those to disabled accounts."""
    due = select(OutboxMessage.id).where(OutboxMessage.next_try_at <= clock.now())
    return db.session.scalars(_unsent(due).order_by(OutboxMessage.id).limit(BATCH)).all()


def waits_since() -> datetime | None:
    """Since when the oldest message waits that will still be tried, also one that was put off; None if none does."""
    return db.session.scalar(_unsent(select(OutboxMessage.created_at)).order_by(OutboxMessage.created_at).limit(1))


def _unsent(query: Select[Any]) -> Select[Any]:
    return query.join(Account, Account.id == OutboxMessage.account_id).where(
        OutboxMessage.sent_at.is_(None), OutboxMessage.day >= today() - KEPT_FOR, Account.disabled_at.is_(None)
    )


def overdue_account_ids() -> set[int]:
    """Who owes an item that is overdue today: on the patient's team, and addressed, covering, or able to assess."""
    item, team, person, day = FollowUpItem, CareTeamMembership, Account, today()
    owners = CareTeamMembership.__table__.alias()
    assessing = [one.value for one in Discipline if policy.grant(Action.ASSESS_RISK, one) is not Grant.NO]
    covers_away = select(Absence.id).where(
        Absence.account_id == item.for_account_id, Absence.covered_by_id == person.id, away_now()
    )
    covers_on_team = select(owners.c.id).where(
        owners.c.patient_id == item.patient_id,
        owners.c.account_id == item.for_account_id,
        owners.c.covered_by_id == person.id,
        owners.c.ended_at.is_(None),
    )
    query = (
        select(person.id, item.due_on, item.raised_at, item.status, Patient.next_visit_on)
        .select_from(item)
        .join(Patient, Patient.id == item.patient_id)
        .join(team, team.patient_id == item.patient_id)
        .join(person, person.id == team.account_id)
        .where(
            item.status.in_(OPEN),
            or_(item.due_on < day, and_(item.due_on.is_(None), Patient.next_visit_on < day)),
            active(),
            person.disabled_at.is_(None),
            or_(
                person.id == item.for_account_id,
                person.discipline == item.for_discipline,
                covers_away.exists(),
                covers_on_team.exists(),
                and_(item.nature == "risk", person.discipline.in_(assessing)),
            ),
        )
    )
    return {
        row.id
        for row in db.session.execute(query)
        if is_overdue(due_now(row.due_on, clinic().day(row.raised_at), row.next_visit_on), row.status, day)
    }
