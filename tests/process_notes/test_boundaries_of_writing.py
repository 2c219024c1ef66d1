"""Process notes are for who may write them."""

import pytest

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant
from coordcare.errors import NotFound
from coordcare.process_notes import queries
from tests.cast import Cast
from tests.rows import AMARA


def test_who_writes_no_process_notes_finds_none(pair: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.my_notes(pair.standing("therapist", AMARA)) == []
    for who in ("nurse_practitioner", "outside_therapist"):
        with pytest.raises(NotFound):
            queries.my_notes(pair.standing(who, AMARA))
    monkeypatch.setitem(policy.ACTIONS[Action.WRITE_PROCESS_NOTE], Discipline.THERAPIST, Grant.NO)
    with pytest.raises(NotFound):
        queries.my_notes(pair.standing("therapist", AMARA))
