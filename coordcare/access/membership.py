"""The care team: who is on which patient's team, from when to when, and what that makes of a viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Duty, Grant, Sensitivity
from coordcare.audit.actions import Actor
from coordcare.columns import BigId, UtcDateTime
from coordcare.extensions import NOW, Model, db, fetch


class CareTeamMembership(Model):
    """One member of staff on one patient's team, from `started_at` until `ended_at` (open if None)."""

    __tablename__ = "care_team_membership"
    __table_args__ = (
        Index("ix_care_team_membership_patient_account", "patient_id", "account_id"),
        Index("ix_care_team_membership_account", "account_id", "ended_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_lead: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    covered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_by_admin: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in member of staff, before any patient is in question."""

    account_id: int
    name: str
    discipline: Discipline | None
    duties: frozenset[Duty]
    session_id: int

    @property
    def role_code(self) -> str:
        """Discipline and duties as one code, as the audit trail keeps them."""
        parts = [self.discipline.value] if self.discipline else []
        return "+".join(parts + sorted(duty.value for duty in self.duties)) or "none"

    @property
    def actor(self) -> Actor:
        """The viewer as the audit trail keeps them."""
        return Actor(self.account_id, self.role_code, self.session_id or None)

    @property
    def role_words(self) -> str:
        words = [policy.DISCIPLINE_WORDS[self.discipline]] if self.discipline else []
        return ", ".join(words + sorted(duty.value for duty in self.duties)).capitalize()

    @property
    def initials(self) -> str:
        names = [part for part in self.name.split() if part[:1].isalpha()]
        return "".join(part[0] for part in (names[:1] + names[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class Standing:
    """A viewer on one patient, now. Off the team `discipline` is None, and nothing is readable."""

    viewer: Viewer
    patient_id: int
    discipline: Discipline | None
    # Read from the table once: a page asks some hundred times.
    _readable: frozenset[Sensitivity] = field(init=False, repr=False, compare=False)
    _readable_if_own: frozenset[Sensitivity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_readable", policy.readable(self.discipline))
        object.__setattr__(self, "_readable_if_own", policy.readable_if_own(self.discipline))

    def may(self, action: Action) -> bool:
        return policy.grant(action, self.discipline) is not Grant.NO

    def reads(self, sensitivity: Sensitivity, author_id: int | None = None) -> bool:
        own = author_id == self.viewer.account_id
        return sensitivity in (self._readable_if_own if own else self._readable)


def active(table: Any = CareTeamMembership) -> ColumnElement[bool]:
    """The condition that a membership counts when the statement is run. `table` may be an alias."""
    return and_(table.started_at <= NOW, or_(table.ended_at.is_(None), table.ended_at > NOW))


# Made once: to make a statement costs more than to run it.
_ON_TEAM = (
    select(CareTeamMembership.id)
    .where(
        CareTeamMembership.patient_id == bindparam("patient"),
        CareTeamMembership.account_id == bindparam("account"),
        active(),
    )
    .limit(1)
)


def standing(viewer: Viewer, patient_id: int) -> Standing:
    """The viewer's standing with a patient now; one SELECT."""
    found = fetch(_ON_TEAM, patient=patient_id, account=viewer.account_id)
    return Standing(viewer, patient_id, viewer.discipline if found else None)


ME = bindparam("me", type_=BigId)
# The patients whose team the viewer is on now, for `IN` in any list: filtered in SQL, before LIMIT.
MY_PATIENT_IDS = select(CareTeamMembership.patient_id).where(CareTeamMembership.account_id == ME, active())


def as_me(viewer: Viewer) -> dict[str, int]:
    """The parameter of MY_PATIENT_IDS: nobody, and so no patient, for who has no discipline."""
    return {"me": viewer.account_id if viewer.discipline else 0}


def my_patient_ids(viewer: Viewer) -> Select[int]:
    """MY_PATIENT_IDS with its parameter, for a statement that is made anew each time."""
    return MY_PATIENT_IDS.params(as_me(viewer))


def member_ids(patient_id: int) -> Sequence[int]:
    """Accounts on a patient's team now."""
    query = select(CareTeamMembership.account_id).where(CareTeamMembership.patient_id == patient_id, active())
    return db.session.scalars(query).all()
