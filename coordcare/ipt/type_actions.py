"""Changing the numbers of a course type, for courses that start from now on."""

from dataclasses import asdict

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Viewer
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.ipt import type_queries
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.type_rules import CourseType, Numbers, check_numbers

RACED = "This type was changed while you were writing. Look at it again."
USED_FORM = (
    "This form was sent already, with other numbers. What it did stands; what you entered now is not kept. Send it"
    " again if it is still right."
)
UNCHANGED = "Nothing here differs from what counts now."


def change_type(viewer: Viewer, course_type: CourseType, numbers: Numbers, *, submission_key: str) -> int:
    """Make the version after the one that was shown and answer its number. A form posted twice makes one.

    Raises Invalid with the field, Conflict when somebody else made that version first, or when this form
    has made another one.
    """
    for field, sentence in check_numbers(numbers):
        raise Invalid(sentence, field)
    version = course_type.version + 1
    try:
        with transaction() as session:
            record(Event(Happening.COURSE_TYPE_CHANGED, viewer.actor, subject=course_type.key, subject_id=version))
            if type_queries.type_by_submission(viewer, submission_key) is not None:
                raise Conflict(RACED)
            now = type_queries.course_types()[course_type.key]
            if now.version != course_type.version:
                raise Conflict(RACED)
            if now.numbers == numbers:
                raise Invalid(UNCHANGED)
            session.add(
                CourseTypeVersion(
                    key=course_type.key,
                    version=version,
                    saved_by_id=viewer.account_id,
                    saved_at=clock.now(),
                    submission_key=submission_key,
                    **asdict(numbers),
                )
            )
            session.flush()
            return version
    except (Conflict, IntegrityError) as error:
        made = type_queries.type_by_submission(viewer, submission_key)
        if made is None or made.key != course_type.key:
            raise Conflict(RACED) from error
        if type_queries.numbers_of(made) != numbers:
            raise Conflict(USED_FORM) from error
        return made.version
