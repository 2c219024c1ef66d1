"""The same thing at once: one row, one who was first, and no broken trail."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from coordcare.access.policy import Discipline
from coordcare.audit.models import AuditEvent
from coordcare.errors import CareError
from coordcare.extensions import db
from coordcare.followup import actions
from coordcare.followup.models import FollowUpItem, FollowUpStep, OutboxMessage
from tests.followup.conftest import AMARA, Clinic

CHAIN = "patient:1"


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def happenings() -> list[tuple[str, int, str | None]]:
    query = select(AuditEvent.happening, AuditEvent.seq, AuditEvent.reason).where(AuditEvent.chain == CHAIN)
    return [(row[0], row[1], row[2]) for row in db.session.execute(query.order_by(AuditEvent.seq))]


def at_once(app: Flask, acts: list[Any]) -> list[str]:
    """Run acts at the same time, each in a context of its own; "done" or the name of what was raised."""

    def run(act: Any) -> str:
        with app.app_context():
            try:
                act()
            except CareError as error:
                return type(error).__name__
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_five_posts_of_one_form_at_once_ask_once(app: Flask, clinic: Clinic) -> None:
    assert at_once(app, [clinic.ask] * 5) == ["done"] * 5
    with app.app_context():
        assert (count(FollowUpItem), len(happenings())) == (1, 1)
        assert count(OutboxMessage) == 1


def test_five_acknowledge_at_once_and_one_is_first(app: Flask, clinic: Clinic) -> None:
    names = [f"psychiatrist_{number}" for number in range(5)]
    for name in names:
        clinic.cast.hire(name, Discipline.PSYCHIATRIST)
        clinic.cast.join(AMARA, name)
    with app.app_context():
        item_id = clinic.ask(for_account_id=None, for_discipline="psychiatrist").id

    def acknowledging(name: str) -> Any:
        return lambda: actions.acknowledge(clinic.cast.standing(name, AMARA), item_id, version=1)

    assert at_once(app, [acknowledging(name) for name in names]) == ["Conflict"] * 4 + ["done"]
    with app.app_context():
        assert (count(FollowUpStep), len(happenings())) == (1, 2)


def test_five_posts_of_one_answer_at_once_answer_once(app: Flask, clinic: Clinic) -> None:
    with app.app_context():
        item_id = clinic.ask().id

    def act() -> None:
        standing = clinic.cast.standing("psychiatrist", AMARA)
        actions.answer(standing, item_id, "Yes.", version=1, submission_key="a")

    assert at_once(app, [act] * 5) == ["done"] * 5
    with app.app_context():
        assert (count(FollowUpStep), len(happenings()), count(OutboxMessage)) == (1, 2, 2)
