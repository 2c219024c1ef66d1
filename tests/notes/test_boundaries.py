"""A day of contact is that of what was signed, of one's own patients."""

from coordcare.notes.contact_queries import last_contact_days
from tests.cast import Cast
from tests.medication.writing import sign


def test_a_draft_is_no_contact_yet(cast: Cast, amara: int) -> None:
    cast.admit("Cora Lund", team=("therapist",))
    sign(cast, "therapist", "session_note", action="save")
    sign(cast, "therapist", "session_note", -3, patient="Cora Lund")
    with cast.app.app_context():
        both = list(cast.patients.values())
        told = {name: set(last_contact_days(cast.viewer(name), both)) for name in ("therapist", "coordinator")}
        assert told == {"therapist": {cast.patients["Cora Lund"]}, "coordinator": set()}
