"""Rows of teams and accounts changed as they are, and an absence of today's."""

from datetime import timedelta

from sqlalchemy import update

from coordcare.access.membership import CareTeamMembership
from coordcare.accounts.models import Account
from coordcare.extensions import transaction
from coordcare.followup import absence_actions
from coordcare.followup.models import Absence
from coordcare.settings.queries import today
from tests.followup.conftest import Clinic

DAY = timedelta(days=1)


def change_member(clinic: Clinic, patient: str, name: str, **values: object) -> None:
    table, cast = CareTeamMembership, clinic.cast
    here = update(table).where(table.patient_id == cast.patients[patient], table.account_id == cast.accounts[name])
    with transaction() as session:
        session.execute(here.values(**values))


def change_account(clinic: Clinic, name: str, **values: object) -> None:
    with transaction() as session:
        session.execute(update(Account).where(Account.id == clinic.cast.accounts[name]).values(**values))


def away(clinic: Clinic, name: str, cover: str, days: int = 0) -> Absence:
    day = today() + days * DAY
    return absence_actions.set_absence(clinic.cast.viewer(name), day, day, clinic.cast.accounts[cover])
