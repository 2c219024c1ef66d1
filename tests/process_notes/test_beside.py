"""The private box beside a session note: the same key, another form, and no part of what is signed."""

import re

import pytest

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Grant
from tests.process_notes.writing import PATIENT, SECRET, base, events, rows, write

SHARED = "She asked her sister for help."


@pytest.fixture
def author(cast):
    return cast.client("therapist")


def new_note(cast):
    return f"/patients/{cast.patients[PATIENT]}/entries/new/session_note"


def key_of(page, name="submission_key"):
    return re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]


def shared(key):
    fields = {"insight": SHARED, "risk_status": "none", "happened_on": "2026-11-02", "mode": "in_person"}
    return {**fields, "submission_key": key}


def save_shared(cast, author, key):
    answer = author.post(new_note(cast), data={**shared(key), "action": "save"})
    assert answer.status_code == 303, answer.text
    return answer.location


def box_of(page):
    return page.partition('<form class="private-box"')[2].partition("</form>")[0]


def test_the_box_is_bound_to_the_session_note(cast, author):
    page = author.get(new_note(cast)).text
    assert key_of(page) == key_of(box_of(page), "form_key")
    assert "Save the one before you save the other." in box_of(page)
    assert "only you can read this" in box_of(page) and 'data-autosave="beside"' in page
    assert "whoever joins this team later" in page and "may ask to read it" in page


def test_other_kinds_have_no_box(cast, author):
    page = author.get(new_note(cast).replace("session_note", "life_event")).text
    assert "private-box" not in page


def test_who_may_not_keep_private_notes_sees_no_box(cast, author, monkeypatch):
    monkeypatch.setitem(policy.ACTIONS[Action.WRITE_PROCESS_NOTE], Discipline.THERAPIST, Grant.NO)
    answer = author.get(new_note(cast))
    assert answer.status_code == 200
    assert "private" not in answer.text.casefold() and "process" not in answer.text.casefold()


def test_it_saves_alone_and_comes_back_to_where_one_was(cast, author):
    page = author.get(new_note(cast)).text
    key = key_of(page)
    first = author.post(f"{base(cast)}/new", data={"text": SECRET, "form_key": key, "beside": "session_note"})
    assert first.status_code == 303 and first.location == f"{new_note(cast)}?form_key={key}"
    back = author.get(first.location).text
    assert key_of(back) == key and SECRET in box_of(back)
    draft = save_shared(cast, author, key)
    resumed = author.get(draft).text
    assert SECRET in box_of(resumed) and SHARED in resumed.partition("private-box")[0]
    typed = {"text": "more of it", "form_key": key, "version": "1", "beside": "session_note"}
    again = author.post(f"{base(cast)}/{rows(cast)[0].id}", data=typed)
    assert again.location == draft
    assert "more of it" in box_of(author.get(draft).text) and len(rows(cast)) == 1


def test_a_foreign_key_shows_nothing(cast, author):
    cast.join("Ben Ruiz", "therapist")
    write(cast, key="on-amara")
    write(cast, "psychiatrist", key="of-a-colleague")
    for key in ("on-amara", "of-a-colleague"):
        page = author.get(new_note(cast).replace("/1/", f"/{cast.patients['Ben Ruiz']}/") + f"?form_key={key}").text
        assert SECRET not in page
    assert SECRET not in author.get(f"{new_note(cast)}?form_key=of-a-colleague").text


def test_its_showing_is_recorded_on_the_authors_chain(cast, author):
    key = key_of(author.get(new_note(cast)).text)
    write(cast, key=key)
    chain = f"account:{cast.accounts['therapist']}"
    before = len(events(cast, chain))
    author.get(f"{new_note(cast)}?form_key={key}")
    assert events(cast, chain)[before:] == [("view", "write_process_note", "process_notes.note")]


def test_without_a_key_the_session_note_is_written_all_the_same(cast, author):
    key = key_of(author.get(new_note(cast)).text)
    write(cast, key=key)
    cast.app.config["PROCESS_NOTE_KEYS"] = ""
    draft = save_shared(cast, author, key)
    page = author.get(draft)
    assert page.status_code == 200 and SHARED in page.text
    assert SECRET not in page.text and "cannot be opened or saved right now" in page.text
    assert "data-private-status" not in page.text


def test_signing_shows_the_shared_part_alone(cast, author):
    key = key_of(author.get(new_note(cast)).text)
    write(cast, key=key)
    draft = save_shared(cast, author, key)
    preview = author.get(draft.replace("/edit", "/sign")).text
    assert SHARED in preview and SECRET not in preview
    assert "is not part of it" in preview
    signed = author.post(draft, data={**shared(key), "version": "1", "action": "sign"})
    assert signed.status_code == 303, signed.text
    for who in ("therapist", "psychiatrist", "psychologist"):
        page = cast.client(who).get(signed.location).text
        assert SHARED in page and SECRET not in page and "private note" not in page.casefold().replace("notes", "")
    assert SECRET in author.get(base(cast)).text


def test_preview_saves_and_shows_it_as_readers_will(cast, author):
    key = key_of(author.get(new_note(cast)).text)
    answer = author.post(new_note(cast), data={**shared(key), "action": "preview"})
    assert answer.status_code == 303 and answer.location.endswith("/sign")
    page = author.get(answer.location).text
    assert "As your colleagues will see it" in page and SHARED in page and "This is all that they will see." in page
