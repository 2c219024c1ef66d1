"""The author's own pages: read, written, saved as one types, lost to no race, and nobody else's."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from coordcare.extensions import db, transaction
from coordcare.process_notes.models import ProcessNote
from tests.process_notes.writing import PATIENT, SECRET, base, rows, write

AUTOSAVE = {"X-Autosave": "1"}


def test_a_note_is_written_read_and_changed(cast):
    note_id = write(cast)
    author = cast.client("therapist")
    page = author.get(f"{base(cast)}/{note_id}").text
    assert SECRET in page and "Supervision" in page and "only you can read this" in page
    listed = author.get(base(cast)).text
    assert SECRET in listed and "Mon 2 Nov 2026" in listed
    answer = author.post(f"{base(cast)}/{note_id}", data={"text": "Other words", "version": "1", "day": "2026-11-03"})
    assert answer.status_code == 303
    page = author.get(f"{base(cast)}/{note_id}").text
    assert "Other words" in page and SECRET not in page and "2026-11-03" in page


def test_the_newest_day_stands_first(cast):
    write(cast, text="older words", key="a", day="2026-10-01")
    write(cast, text="newer words", key="b", day="2026-11-01")
    write(cast, text="oldest words", key="c", day="2026-09-01")
    page = cast.client("therapist").get(base(cast)).text
    assert page.index("newer words") < page.index("older words") < page.index("oldest words")


def test_an_empty_page_says_what_to_do(cast):
    page = cast.client("therapist").get(base(cast)).text
    assert "No private notes of yours" in page and "New private note" in page


def test_it_saves_as_one_types(cast):
    author = cast.client("therapist")
    first = author.post(f"{base(cast)}/new", data={"text": "Half a", "form_key": "k"}, headers=AUTOSAVE)
    assert first.status_code == 200 and set(first.json) == {"saved_at", "version", "edit_url"}
    assert first.json["version"] == 1
    typed = {"text": "Half a thought", "form_key": "k", "version": "1"}
    second = author.post(first.json["edit_url"], data=typed, headers=AUTOSAVE)
    assert second.json["version"] == 2
    assert "Half a thought" in author.get(first.json["edit_url"]).text
    assert len(rows(cast)) == 1


def test_nothing_typed_begins_nothing(cast):
    author = cast.client("therapist")
    quiet = author.post(f"{base(cast)}/new", data={"text": " ", "form_key": "k"}, headers=AUTOSAVE)
    assert quiet.status_code == 200 and "version" not in quiet.json
    told = author.post(f"{base(cast)}/new", data={"text": " ", "form_key": "k"})
    assert told.status_code == 422 and "Write something first." in told.text
    assert not rows(cast)


def test_bad_input_keeps_every_word(cast):
    data = {"text": SECRET, "title": "x" * 121, "day": "31/31/2026", "form_key": "k"}
    answer = cast.client("therapist").post(f"{base(cast)}/new", data=data)
    assert answer.status_code == 422
    assert SECRET in answer.text and "At most 120 characters." in answer.text and "This is not a date" in answer.text
    assert not rows(cast)


def test_a_form_posted_twice_is_one_note(cast):
    assert write(cast) == write(cast)
    assert len(rows(cast)) == 1


@pytest.mark.parametrize("address", ["new", "note"])
def test_a_second_window_gets_both_texts(cast, address):
    note_id = write(cast, text="the first window's words")
    author = cast.client("therapist")
    path = f"{base(cast)}/{note_id if address == 'note' else 'new'}"
    author.post(f"{base(cast)}/{note_id}", data={"text": "the saved words", "version": "1"})
    stale = {"text": "the lost words", "version": "1", "form_key": "key-1"}
    answer = author.post(path, data=stale)
    assert answer.status_code == 409
    assert "the lost words" in answer.text and "the saved words" in answer.text
    assert author.post(path, data=stale, headers=AUTOSAVE).status_code == 409
    won = author.post(f"{base(cast)}/{note_id}", data={**stale, "version": "2"})
    assert won.status_code == 303 and "the lost words" in author.get(f"{base(cast)}/{note_id}").text


def test_a_form_of_one_patient_saves_nothing_on_another(cast):
    write(cast)
    cast.join("Ben Ruiz", "therapist")
    data = {"text": "words on Ben", "form_key": "key-1"}
    answer = cast.client("therapist").post(f"{base(cast, 'Ben Ruiz')}/new", data=data)
    assert answer.status_code == 409 and "words on Ben" in answer.text and SECRET not in answer.text
    assert len(rows(cast)) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("psychiatrist", 404),
        ("psychologist", 404),
        ("nurse_practitioner", 403),
        ("coordinator", 403),
        ("outside_therapist", 404),
        ("admin", 404),
    ],
)
def test_it_is_nobody_elses(cast, who, status):
    note_id = write(cast)
    other = cast.client(who)
    for path in (f"{note_id}", f"{note_id}/print"):
        answer = other.get(f"{base(cast)}/{path}")
        assert answer.status_code == status and SECRET not in answer.text
    stolen = other.post(f"{base(cast)}/{note_id}", data={"text": "mine now", "version": "1"})
    assert stolen.status_code == status
    for path in ("", "/print"):
        answer = other.get(f"{base(cast)}{path}")
        assert answer.status_code == (status if status == 403 or who not in {"psychiatrist", "psychologist"} else 200)
        assert SECRET not in answer.text
    assert SECRET in cast.client("therapist").get(f"{base(cast)}/{note_id}").text


def test_an_id_of_another_patient_is_an_id_of_nothing(cast):
    note_id = write(cast)
    cast.join("Ben Ruiz", "therapist")
    author = cast.client("therapist")
    for path in (f"{note_id}", f"{note_id}/print", "999", "999/print", f"{10**18}"):
        answer = author.get(f"{base(cast, 'Ben Ruiz')}/{path}")
        assert answer.status_code == 404
        assert answer.data == author.get(f"{base(cast, 'Ben Ruiz')}/998").data
    posted = author.post(f"{base(cast, 'Ben Ruiz')}/{note_id}", data={"text": "x", "version": "1"})
    assert posted.status_code == 404


def test_it_closes_with_the_membership_and_opens_again(cast):
    note_id = write(cast)
    author = cast.client("therapist")
    cast.leave(PATIENT, "therapist")
    paths = ("", "/new", "/print", f"/{note_id}", f"/{note_id}/print")
    assert [author.get(f"{base(cast)}{path}").status_code for path in paths] == [404] * 5
    assert author.post(f"{base(cast)}/{note_id}", data={"text": "x", "version": "1"}).status_code == 404
    cast.join(PATIENT, "therapist")
    assert [author.get(f"{base(cast)}{path}").status_code for path in paths] == [200] * 5
    assert SECRET in author.get(f"{base(cast)}/{note_id}").text


def test_the_author_prints_their_own(cast):
    first, second = write(cast, text="first words", key="a"), write(cast, text="second words", key="b")
    write(cast, "psychiatrist", text="somebody else's words", key="c")
    author = cast.client("therapist")
    everything = author.get(f"{base(cast)}/print").text
    assert everything.index("first words") < everything.index("second words")
    assert "somebody else" not in everything and "14 Mar 1989" in everything
    one = author.get(f"{base(cast)}/{second}/print").text
    assert "second words" in one and "first words" not in one
    assert first != second


def test_the_tab_is_for_those_who_may(cast):
    team = f"/patients/{cast.patients[PATIENT]}/team"
    offered = {who: "Private notes" in cast.client(who).get(team).text for who in cast.accounts if "_" not in who}
    assert offered == {
        "psychiatrist": True,
        "psychologist": True,
        "therapist": True,
        "coordinator": False,
        "admin": False,
    }


@pytest.mark.parametrize("moved", ["row", "author", "patient", "version"])
def test_a_ciphertext_opens_in_its_own_place_only(cast, moved):
    note_id = write(cast)
    reader, patient = "therapist", PATIENT
    with cast.app.app_context(), transaction() as session:
        note = db.session.get_one(ProcessNote, note_id)
        if moved == "row":
            fresh = {"author_id": note.author_id, "patient_id": note.patient_id, "form_key": "forged"}
            kept = {"key_id": note.key_id, "nonce": note.nonce, "ciphertext": note.ciphertext}
            forged = ProcessNote(**fresh, **kept, version=1, created_at=note.created_at, saved_at=note.saved_at)
            session.add(forged)
            session.flush()
            note_id = forged.id
        elif moved == "author":
            reader, note.author_id = "psychiatrist", cast.accounts["psychiatrist"]
        elif moved == "patient":
            patient, note.patient_id = "Ben Ruiz", cast.patients["Ben Ruiz"]
        else:
            note.version += 1
    cast.join("Ben Ruiz", "therapist")
    client = cast.client(reader)
    answer = client.get(f"{base(cast, patient)}/{note_id}")
    assert answer.status_code == 503 and SECRET not in answer.text and "cannot be opened right now" in answer.text
    listed = client.get(base(cast, patient))
    assert listed.status_code == 200 and "A note that is closed" in listed.text
    assert (SECRET in listed.text) is (moved == "row")
    assert client.get(f"/patients/{cast.patients[patient]}/team").status_code == 200


def test_a_form_posted_twice_at_once_is_one_note(cast):
    clients = [cast.client("therapist") for _ in range(4)]
    data = {"day": "2026-11-02", "text": SECRET, "form_key": "at-once"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: client.post(f"{base(cast)}/new", data=data), clients))
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert len(rows(cast)) == 1
