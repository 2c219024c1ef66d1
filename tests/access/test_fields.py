"""Patient, author, status, role and id never come from a form: fields that a form does not have make no difference."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.access import forms, review
from tests.access.browser import Fields
from tests.access.reading import ACTORS, Row
from tests.access.stage import Stage
from tests.access.tables import ROWS

Done = Callable[[int], None]
# Made by chance, or from it: never equal in two runs.
CHANCE = {"uid", "token_hash", "password_hash", "ciphertext", "nonce"}
_FIELD = re.compile(r'name="([a-z0-9_]+)"')


def writes() -> Iterator[tuple[Row, str]]:
    """Each allowed form with somebody who may send it."""
    for row in ROWS:
        if row.unsafe and "yes" in row.cells.values() and row.state in ("", "draft", "signed"):
            yield row, next(actor for actor in ("therapist", *ACTORS) if row.cell(actor) == "yes")


WRITES = list(writes())


def slipped_in(stage: Stage) -> Fields:
    """What somebody adds to a form to write in another's name, on another patient, or over something else."""
    clinic, psychiatrist, ben = stage.clinic, stage.clinic.cast.accounts["psychiatrist"], stage.clinic.ben
    people = ("author_id", "account_id", "led_by_id", "added_by_id", "recorded_by_id", "created_by_id", "actor_id")
    others = ("retracted_by_id", "made_by_id", "about_account_id", "ended_by_id", "signed_by_id", "user_id")
    owing = ("raised_by_id", "for_account_id", "by_id", "set_by_id", "covered_by_id", "writer_id", "owner_id")
    return {
        **dict.fromkeys((*people, *others, *owing), psychiatrist),
        "patient_id": ben,
        "id": clinic.entries["session_note", "ben"],
        **dict.fromkeys(("entry_id", "linked_id"), clinic.entries["session_note", "ben"]),
        "membership_id": clinic.memberships["ben"],
        "item_id": clinic.asked["ben"],
        "note_id": clinic.notes["ben"],
        "absence_id": clinic.absences["psychiatrist"],
        "decision_id": clinic.decisions[clinic.ben],
        **review.SLIPPED_IN,
        "for_discipline": "coordinator",
        "sensitivity": "team",
        "due_on": "2020-01-01",
        "seq": "1",
        "number": "9",
        "document": "formulation",
        "occasion_id": "1",
        "key_id": "x",
        "item_9_positive": "",
        "screener_level": "none",
        "regimen": "x",
        "status": "signed",
        "kind": "medication_change",
        "category": "diagnosis",
        "discipline": "psychiatrist",
        "role": "admin",
        "duties": "admin",
        "is_admin": "1",
        "is_lead": "1",
        "by_admin": "1",
        "added_by_admin": "1",
        "can_configure": "1",
        "uid": "00000000-0000-0000-0000-000000000000",
        "signed_at": "2020-01-01T00:00:00Z",
        "signed_seq": "1",
        "recorded_at": "2020-01-01T00:00:00Z",
        "happened_at": "2020-01-01T00:00:00Z",
        "course_id": "1",
        "password_hash": "x",
        "disabled_at": "2020-01-01T00:00:00Z",
        "search_name": "x",
        "email": "other@test.example",
    }


def own_fields(stage: Stage, row: Row, actor: str) -> set[str]:
    """The names that the form has: those typed here, and those on the page that holds it."""
    clinic = stage.clinic
    typed = set(forms.fields(clinic, row, actor))
    address = forms.page(clinic, row)
    page = clinic.browser(actor).get(address)
    return typed | (set(_FIELD.findall(page.text)) if page.status_code == 200 else set())


def outcome(stage: Stage, row: Row, actor: str, more: Fields, query: str = "") -> tuple[Any, ...]:
    """What a form leaves behind on the clinic as it was built: the answer, and all data but what chance makes."""
    stage.restore()
    clinic = stage.clinic
    fields = {**more, **forms.fields(clinic, row, actor)}
    answer = clinic.browser(actor).post(forms.path(clinic, row) + query, fields)
    data = {
        table: [
            tuple(value for name, value in zip(stage.columns(table), line, strict=True) if name not in CHANCE)
            for line in lines
        ]
        for table, lines in stage.data().items()
    }
    return answer.status_code, answer.headers.get("Location"), data


@pytest.mark.parametrize(("row", "actor"), WRITES, ids=[row.words for row, _ in WRITES])
def test_fields_that_a_form_does_not_have(sqlite_stage: Stage, row: Row, actor: str, done: Done) -> None:
    """The same form with and without them leaves the same behind, also when they stand in the address."""
    stage = sqlite_stage
    own = own_fields(stage, row, actor)
    more = {name: value for name, value in slipped_in(stage).items() if name not in own}
    plain = outcome(stage, row, actor, {})
    done(len(more))
    assert {"patient_id", "author_id", "id"} <= set(more)
    assert plain[0] < 400
    assert outcome(stage, row, actor, more) == plain
    query = "?" + "&".join(f"{name}={value}" for name, value in more.items())
    assert outcome(stage, row, actor, {}, query) == plain
