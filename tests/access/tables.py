"""All tables of expected answers, together."""

from tests.access import (
    expected_accounts,
    expected_admin,
    expected_care,
    expected_course,
    expected_entries,
    expected_patients,
    expected_review,
)

ROWS = [
    *expected_accounts.ROWS,
    *expected_admin.ROWS,
    *expected_patients.ROWS,
    *expected_care.ROWS,
    *expected_course.ROWS,
    *expected_review.ROWS,
    *expected_entries.ROWS,
]
