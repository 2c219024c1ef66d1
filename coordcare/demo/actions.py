"""Settling the demo clinic: staff and stories, through the very actions that the application uses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask import current_app
from sqlalchemy import update

from coordcare.access.membership import Viewer
from coordcare.access.policy import Discipline, Duty
from coordcare.accounts import queries as accounts
from coordcare.accounts import staff_actions
from coordcare.accounts.actions import set_password_by_link
from coordcare.accounts.staff_actions import Particulars
from coordcare.demo import queries
from coordcare.demo.course_rules import RATED, RATED_EVERY
from coordcare.demo.rules import ADMIN, OPENED_BEFORE, PASSWORD, STAFF, Member, Story
from coordcare.demo.stories import STORIES
from coordcare.demo.story_actions import live
from coordcare.errors import Conflict, NotFound
from coordcare.extensions import clock, db, transaction
from coordcare.followup.models import OutboxMessage
from coordcare.ipt.type_actions import change_type
from coordcare.ipt.type_queries import course_types
from coordcare.settings.queries import clinic


def settle(stories: Iterable[Story] = STORIES) -> bool:
    """Make the demo clinic, whole or not at all; False if somebody is here already.

    Raises Conflict outside the Demo configuration.
    """
    if not current_app.config["DEMO"]:
        raise Conflict("The demo clinic is made under the Demo configuration only: COORDCARE_CONFIG=demo.")
    # One transaction for all, password hashes included: nobody else is waiting, and half a clinic would
    # neither be empty nor of use.
    with transaction():
        if not queries.is_empty():
            return False
        now = clock.now()
        staff = _hire(now - OPENED_BEFORE)
        for story in stories:
            live(story, staff, now)
        _deliver()
        return True


def _deliver() -> None:
    """Mail of the story's past went out in its own time; none of it waits for the next tick."""
    db.session.execute(update(OutboxMessage).values(sent_at=OutboxMessage.created_at))


def _hire(opened: datetime) -> dict[str, Viewer]:
    """The staff by key. The admin comes from the command line, as in any clinic, and invites the others."""
    local = clinic()
    with clock.at(local.instant(local.day(opened), 9)):
        admin = _admin(next(member for member in STAFF if member.key == ADMIN))
        invited = {member.key: _invite(admin, member) for member in STAFF if member.key != ADMIN}
        for viewer in invited.values():
            if Duty.CONFIGURE in viewer.duties:
                _ask_for_ratings(viewer)
    return {ADMIN: admin, **invited}


def _ask_for_ratings(viewer: Viewer) -> None:
    """This clinic has switched its four ratings on, for the acute course."""
    course_type = course_types()[RATED]
    numbers = replace(course_type.numbers, rated_every=RATED_EVERY)
    change_type(viewer, course_type, numbers, submission_key="demo-ratings")


def _admin(member: Member) -> Viewer:
    made = staff_actions.create_admin(member.email, member.name, PASSWORD)
    values = Particulars(member.name, member.title, None, made.duties, member.phone)
    return staff_actions.change_account(made.as_viewer(), made.id, values, made.version).as_viewer()


def _invite(admin: Viewer, member: Member) -> Viewer:
    duties = frozenset({Duty.CONFIGURE} if member.configures else ())
    values = Particulars(member.name, member.title, Discipline(member.discipline), duties, member.phone)
    made, token = staff_actions.add_account(admin, member.email, values)
    set_password_by_link(token, PASSWORD)
    account = accounts.account(made.id)
    if account is None:
        raise NotFound
    return account.as_viewer()
