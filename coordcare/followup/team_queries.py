"""Who of a patient's team an item may be for, who covers for them, and who owns a risk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from coordcare.access import policy
from coordcare.access.membership import ME, CareTeamMembership, active
from coordcare.access.policy import Action, Discipline, Grant, Sensitivity
from coordcare.accounts.models import Account
from coordcare.extensions import db
from coordcare.followup.models import Absence, FollowUpItem
from coordcare.settings.queries import TODAY
from coordcare.templating import plain_day


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of a patient's team who can be asked now: their account is not disabled. Away or not."""

    id: int
    name: str
    phone: str
    discipline: Discipline
    is_lead: bool
    covered_by_id: int | None
    away_until: date | None

    @property
    def away_words(self) -> str:
        """ "away until 1 Dec 2026"; "" for somebody who is here."""
        return f"away until {plain_day(self.away_until)}" if self.away_until else ""

    def is_asked(self, item: FollowUpItem) -> bool:
        """Whether the item is for them or for their discipline."""
        return item.for_account_id == self.id or item.for_discipline == self.discipline.value

    @property
    def role_words(self) -> str:
        return policy.DISCIPLINE_WORDS[self.discipline]

    def may(self, action: Action) -> bool:
        return policy.grant(action, self.discipline) is not Grant.NO

    def reads(self, sensitivity: Sensitivity) -> bool:
        return sensitivity in policy.readable(self.discipline)


def colleagues_on(patient_id: int) -> list[Colleague]:
    """Everyone on the patient's team who can be asked now, the lead first, then as they joined."""
    table = CareTeamMembership
    away = select(func.max(Absence.to_on)).where(Absence.account_id == Account.id, away_now()).scalar_subquery()
    query = (
        select(table.is_lead, table.covered_by_id, Account, away)
        .join(Account, Account.id == table.account_id)
        .where(
            table.patient_id == patient_id,
            active(),
            Account.disabled_at.is_(None),
            Account.discipline.is_not(None),
        )
        .order_by(table.is_lead.desc(), table.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, Colleague] = {}
    for is_lead, covered_by_id, one, until in db.session.execute(query):
        if one.discipline_held is not None:
            colleague = Colleague(one.id, one.name, one.phone, one.discipline_held, is_lead, covered_by_id, until)
            found.setdefault(one.id, colleague)
    return list(found.values())


def covers_of(account_ids: Collection[int]) -> dict[int, int]:
    """Who covers today for those of these accounts who are away: account id to account id."""
    query = select(Absence.account_id, Absence.covered_by_id).where(Absence.account_id.in_(account_ids), away_now())
    return {row[0]: row[1] for row in db.session.execute(query.order_by(Absence.id))}


def away_now() -> ColumnElement[bool]:
    """The condition that an absence counts today."""
    return (Absence.from_on <= TODAY) & (Absence.to_on >= TODAY) & Absence.ended_at.is_(None)


def covered_by_me() -> ColumnElement[bool]:
    """The condition that an item's addressee is covered by the viewer (ME) now, on a team or while away.

    For a query that selects from FollowUpItem.
    """
    team = CareTeamMembership
    on_team = select(team.id).where(
        team.patient_id == FollowUpItem.patient_id,
        team.account_id == FollowUpItem.for_account_id,
        team.covered_by_id == ME,
        active(),
    )
    away = select(Absence.id).where(
        Absence.account_id == FollowUpItem.for_account_id, Absence.covered_by_id == ME, away_now()
    )
    return or_(on_team.exists(), away.exists())


def risk_owner(team: Collection[Colleague]) -> tuple[int | None, str | None]:
    """For whom a risk task is: (account id, None), or (None, discipline) where nobody on the team may assess it.

    The team's lead if they may, else the first member who may.
    """
    able = [one for one in team if one.may(Action.ASSESS_RISK)]
    lead = [one for one in able if one.is_lead]
    if lead or able:
        return (lead or able)[0].id, None
    return None, next(one.value for one in Discipline if policy.grant(Action.ASSESS_RISK, one) is not Grant.NO)
