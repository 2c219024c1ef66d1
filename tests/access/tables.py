"""All tables of expected answers, together."""

from tests.access import (
    expected_accounts,
    expected_admin,
    expected_life_event,
    expected_medication_change,
    expected_patients,
    expected_session_note,
)

ROWS = [
    *expected_accounts.ROWS,
    *expected_admin.ROWS,
    *expected_patients.ROWS,
    *expected_session_note.ROWS,
    *expected_life_event.ROWS,
    *expected_medication_change.ROWS,
]
