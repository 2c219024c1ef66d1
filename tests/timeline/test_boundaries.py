"""Another patient's entries, a colleague's, and parts that one does not read: on either side of every condition."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from coordcare.access import policy
from coordcare.access.policy import Discipline, Grant, Sensitivity
from coordcare.extensions import db
from coordcare.timeline import feed_queries, queries
from coordcare.timeline.amendment_actions import addend
from tests import cast as people
from tests.cast import Cast

AMARA, CORA = "Amara Osei", "Cora Lund"
WORD = "zebrafinch"
EVENT = {"category": "loss", "impact": "strained", "happened_on": "2026-11-02", "text": f"She bought a {WORD}."}
CONTACT = {"contact_type": "phone", "direction": "incoming", "reached": "reached", "happened_on": "2026-11-03"}
REPORT = {"text": "Asked for a refill.", "side_effect": f"Sees a {WORD} at night."}
Write = Callable[..., int]


@pytest.fixture
def cast(app: Flask) -> Cast:
    return people.gather(app)


@pytest.fixture
def write(cast: Cast) -> Write:
    """Writes an entry by its form; returns its id."""
    cast.admit(CORA, team=("therapist", "psychiatrist"))

    def act(who: str, patient: str = AMARA, action: str = "sign", kind: str = "life_event", **typed: str) -> int:
        client: FlaskClient = cast.client(who)
        form = {
            **(EVENT if kind == "life_event" else CONTACT),
            "submission_key": f"{who}-{patient}-{action}-{kind}",
        } | typed
        address = f"/patients/{cast.patients[patient]}/entries/new/{kind}"
        with cast.without_csrf():
            answer = client.post(address, data={**form, "action": action})
        assert answer.status_code == 303, answer.text
        with cast.app.app_context():
            entry = queries.entry_by_submission(cast.viewer(who), form["submission_key"])
            assert entry is not None
            return entry.id

    return act


def found(cast: Cast, who: str, patient: str = AMARA) -> list[int]:
    """What somebody finds by the word, newest first."""
    return [card.id for card in feed_queries.find(cast.standing(who, patient), WORD)]


def fed(cast: Cast, who: str, patient: str = AMARA) -> list[int]:
    standing = cast.standing(who, patient)
    cards, _ = feed_queries.feed(standing, feed_queries.Filters(), None, 0)
    return [card.id for card in cards]


def test_a_word_is_found_in_parts_that_one_reads_of_this_patient(app: Flask, cast: Cast, write: Write) -> None:
    event = write("therapist")
    write("therapist", CORA)
    report = write("coordinator", kind="contact", **REPORT)
    plain = write("coordinator", kind="contact", submission_key="plain", text=f"Asked after a {WORD}.")
    with app.test_request_context():
        addend(cast.standing("psychologist", AMARA), event, "Nothing of it.", submission_key="a")
        assert found(cast, "psychiatrist") == [plain, report, event]
        assert found(cast, "coordinator") == [plain]
        assert found(cast, "outside_therapist") == []


def test_an_addendum_is_found_by_who_reads_all_of_the_entry(app: Flask, cast: Cast, write: Write) -> None:
    contact = write("coordinator", kind="contact", text="Asked for a refill.")
    with app.test_request_context():
        addend(cast.standing("therapist", AMARA), contact, f"The {WORD} again.", submission_key="a")
        assert (found(cast, "psychiatrist"), found(cast, "coordinator")) == ([contact], [])


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic in which psychiatrists read what is clinical only where they wrote it."""
    row = policy.READERS[Sensitivity.CLINICAL]
    monkeypatch.setitem(row, Discipline.PSYCHIATRIST, Grant.OWN)


def test_who_reads_a_part_only_in_their_own_entries_gets_those_alone(
    app: Flask, cast: Cast, write: Write, own: None
) -> None:
    mine, theirs = write("psychiatrist"), write("therapist")
    with app.test_request_context():
        assert fed(cast, "therapist") == [theirs, mine]
        assert fed(cast, "psychiatrist") == [mine]
        assert found(cast, "psychiatrist") == [mine]
        doctor = cast.standing("psychiatrist", AMARA)
        assert [feed_queries.card(doctor, one) is not None for one in (mine, theirs)] == [True, False]
        assert [person.name for person in feed_queries.census(doctor).authors] == ["Psychiatrist"]


def test_new_is_what_others_signed_on_ones_own_patients_since_ones_own_look(
    app: Flask, cast: Cast, write: Write
) -> None:
    amara, cora = cast.patients[AMARA], cast.patients[CORA]
    write("therapist")
    write("therapist", action="save", submission_key="a draft")
    write("psychiatrist", CORA)
    with app.test_request_context():
        told = {name: feed_queries.new_counts(cast.viewer(name)) for name in cast.accounts}
    one = {"life_event": 1}
    assert told["psychiatrist"] == {amara: one} and told["therapist"] == {cora: one}
    assert told["psychologist"] == {amara: one} and told["nurse_practitioner"] == {amara: one}
    assert told["coordinator"] == told["outside_therapist"] == told["admin"] == {}
    assert cast.client("psychiatrist").get(f"/patients/{amara}/timeline").status_code == 200
    with app.test_request_context():
        assert feed_queries.new_counts(cast.viewer("psychiatrist")) == {}
        assert feed_queries.new_counts(cast.viewer("psychologist")) == {amara: one}, "they have not looked"


def test_drafts_are_ones_own_on_teams_that_one_is_on(app: Flask, cast: Cast, write: Write) -> None:
    here, there = (write("therapist", patient, "save") for patient in (AMARA, CORA))
    theirs = write("psychiatrist", action="save")
    signed = write("therapist", kind="contact", text="Asked for a refill.")
    with app.test_request_context():
        assert {card.entry_id for card in queries.my_drafts(cast.viewer("therapist"))} == {here, there}
        assert [card.entry_id for card in queries.my_drafts_here(cast.standing("therapist", AMARA))] == [here]
        assert [card.entry_id for card in queries.my_drafts_here(cast.standing("psychiatrist", AMARA))] == [theirs]
        assert signed not in fed(cast, "coordinator", CORA)
    cast.leave(CORA, "therapist")
    with app.test_request_context():
        assert [card.entry_id for card in queries.my_drafts(cast.viewer("therapist"))] == [here]


def test_the_last_view_is_ones_own_on_this_record(app: Flask, cast: Cast, write: Write) -> None:
    write("therapist", CORA)
    records = {name: f"/patients/{cast.patients[name]}/timeline" for name in (AMARA, CORA)}
    with app.test_request_context():
        assert queries.last_view_seq(cast.standing("psychologist", AMARA)) == 0
    assert cast.client("therapist").get(records[AMARA]).status_code == 200
    with app.test_request_context():
        first = queries.last_view_seq(cast.standing("therapist", AMARA))
        assert first > 0 and queries.last_view_seq(cast.standing("psychologist", AMARA)) == 0
    assert cast.client("psychiatrist").get(records[AMARA]).status_code == 200
    assert cast.client("therapist").get(records[CORA]).status_code == 200
    with app.test_request_context():
        assert queries.last_view_seq(cast.standing("therapist", AMARA)) == first
        db.session.rollback()
