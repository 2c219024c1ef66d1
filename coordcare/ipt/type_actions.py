"""Changing the numbers of a course type, for courses that start from now on."""

from dataclasses import asdict

from coordcare.access.membership import Viewer
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid
from coordcare.ipt import type_queries
from coordcare.ipt.models import CourseTypeVersion
from coordcare.ipt.type_rules import CourseType, Numbers, check_numbers
from coordcare.versions.actions import add_version

UNCHANGED = "Nothing here differs from what counts now."


def change_type(viewer: Viewer, course_type: CourseType, numbers: Numbers, *, submission_key: str) -> int:
    """Make the version after the one that was shown and answer its number. A form posted twice makes one.

    Raises Invalid with the field, Conflict when somebody else made that version first, or when this form
    has made another one.
    """
    for field, sentence in check_numbers(numbers):
        raise Invalid(sentence, field)

    def check() -> None:
        if type_queries.course_types()[course_type.key].numbers == numbers:
            raise Invalid(UNCHANGED)

    made = add_version(
        viewer,
        CourseTypeVersion,
        Happening.COURSE_TYPE_CHANGED,
        {"key": course_type.key, **asdict(numbers)},
        key="key",
        shown=course_type.version,
        submission_key=submission_key,
        check=check,
    )
    return made.version
