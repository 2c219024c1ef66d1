"""Whose entries, drafts, looks and forms are found, and what is offered on them: on either side of every condition."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coordcare.access import policy
from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Discipline, Grant, Sensitivity
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import NotFound
from coordcare.extensions import clock, db
from coordcare.patients.models import Patient
from coordcare.timeline import feed_queries, kinds, queries, views
from coordcare.timeline.actions import form_digest, is_same_form
from coordcare.timeline.amendment_actions import look
from coordcare.timeline.entry_views import full_readers
from coordcare.timeline.fact_queries import stated
from coordcare.timeline.models import EntryAddendum, EntryDraft, EntryText, RecordLook, TimelineEntry
from tests.cast import Cast, gather
from tests.rows import AMARA, CORA, entry, kept

HERE, THERE, STRANGER = ("psychiatrist", AMARA), ("psychiatrist", CORA), ("coordinator", AMARA)
WORD = "zebrafinch"
GONE: dict[str, Any] = {"taken_back": "duplicate"}
DRAFT: dict[str, Any] = {"status": "draft"}


def fed(pair: Cast, place: tuple[str, str]) -> dict[int, str]:
    """The cards of somebody's feed by entry, and all that is on them."""
    cards, _ = feed_queries.feed(pair.standing(*place), feed_queries.Filters(), None, 0)
    return {card.id: str(card) for card in cards}


def own_alone(patch: pytest.MonkeyPatch) -> None:
    """A clinic in which psychiatrists read of medication only what they wrote."""
    patch.setitem(policy.READERS[Sensitivity.MEDICATION], Discipline.PSYCHIATRIST, Grant.OWN)


def addendum(pair: Cast, of: TimelineEntry, who: str) -> EntryAddendum:
    told = {"text": "The aunt.", "recorded_at": clock.now(), "seq": 900, "submission_key": "same"}
    return kept(EntryAddendum(entry_id=of.id, author_id=pair.accounts[who], **told))


def test_an_entry_is_of_its_patient_and_a_form_of_its_sender(pair: Cast) -> None:
    made = entry(pair, "life_event", key="same", form_digest=form_digest({"text": ["Words"]}))
    theirs = entry(pair, "life_event", who="therapist", key="same", **DRAFT)
    amara, cora = pair.patients[AMARA], pair.patients[CORA]
    assert (queries.load_entry(amara, made.id), queries.load_entry(cora, made.id)) == (made, None)
    here, there = pair.standing(*HERE), pair.standing(*THERE)
    assert (queries.kind_of(here, made.id), queries.entry_for_update(here, made.id)) == (made.rule, made)
    for find in (queries.kind_of, queries.entry_for_update):
        with pytest.raises(NotFound):
            find(there, made.id)
    assert queries.entry_by_submission(pair.viewer("psychiatrist"), "same", locked=False) == made
    assert queries.entry_by_submission(pair.viewer("therapist"), "same", locked=False) == theirs
    assert [is_same_form(made, one, made.rule, {"text": ["Words"]}) for one in (here, there)] == [True, False]
    added = [addendum(pair, made, who) for who in ("psychiatrist", "therapist")]
    found = [queries.addendum_by_submission(pair.viewer(who), "same") for who in ("psychiatrist", "therapist", "admin")]
    assert found == [*added, None]


def test_a_feed_is_of_this_patient_and_of_what_one_reads(pair: Cast) -> None:
    contact = entry(pair, "contact", who="therapist", side_effect=f"Sees a {WORD}.")
    addendum(pair, contact, "therapist")
    entry(pair, "contact", CORA)
    entry(pair, "life_event", who="coordinator")
    mistaken = entry(pair, "contact", text=f"Asked about the {WORD}.", taken_back="wrong_patient")
    doubled = entry(pair, "contact", text="Asked twice.", **GONE)
    read, told = fed(pair, HERE), fed(pair, STRANGER)
    assert len(read) == 4 and told.keys() == {contact.id, mistaken.id, doubled.id}
    assert WORD in read[contact.id] and "The aunt." in read[contact.id]
    assert WORD not in told[contact.id] and "The aunt." not in told[contact.id]
    assert WORD not in read[mistaken.id] and "Asked twice." in read[doubled.id]


def test_a_part_that_one_reads_of_ones_own_is_hidden_in_a_colleagues(
    pair: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = (entry(pair, "contact", who=who, side_effect=f"A {WORD}.") for who in ("psychiatrist", "therapist"))
    part = next(one.name for one in mine.rule.parts if one.sensitivity is Sensitivity.MEDICATION)
    for one in (mine, theirs):
        ids = {"entry_id": one.id, "patient_id": one.patient_id, "author_id": one.author_id}
        kept(EntryText(kind="contact", part=part, text=WORD, **ids))
    own_alone(monkeypatch)
    cards = fed(pair, HERE)
    assert [WORD in cards[one.id] for one in (mine, theirs)] == [True, False]
    assert [one.id for one in feed_queries.find(pair.standing(*HERE), WORD)] == [mine.id]


def test_facts_are_of_entries_that_count_and_of_parts_that_one_reads(pair: Cast) -> None:
    asking = entry(pair, "session_note", for_prescriber="Could the dose go up?")
    for more in (GONE, DRAFT):
        entry(pair, "session_note", for_prescriber="A slip.", **more)

    def told(*reader: Any) -> list[int]:
        said = stated(["for_prescriber"], TimelineEntry.patient_id == asking.patient_id, *reader).c
        return list(db.session.scalars(select(said.id).where(said.for_prescriber.is_not(None))))

    assert (told(), told(pair.standing(*HERE)), told(pair.standing(*STRANGER))) == ([asking.id], [asking.id], [])


def test_a_draft_is_no_news_and_what_was_signed_is_no_draft(pair: Cast) -> None:
    entry(pair, "life_event", who="therapist", **DRAFT)
    signed = entry(pair, "life_event")
    kept(EntryDraft(entry_id=signed.id, fields={}, saved_at=clock.now()))
    mine = entry(pair, "life_event", **DRAFT)
    assert feed_queries.new_counts(pair.viewer("psychiatrist")) == {}
    assert feed_queries.new_counts(pair.viewer("nurse_practitioner")) == {pair.patients[AMARA]: {"life_event": 1}}
    assert [one.entry_id for one in queries.my_drafts(pair.viewer("psychiatrist"))] == [mine.id]


def viewed(pair: Cast, who: str, patient: str = AMARA) -> int:
    return record(Event(Happening.VIEW, pair.viewer(who).actor, pair.patients[patient]))[0]


def test_who_else_opened_a_record_is_somebody_else(pair: Cast) -> None:
    viewed(pair, "psychiatrist")
    here = pair.standing(*HERE)
    assert not queries.opened_by_others_since(here, 0)
    last = viewed(pair, "therapist")
    assert queries.opened_by_others_since(here, 0) and not queries.opened_by_others_since(here, last)


def test_a_look_is_ones_own_at_one_record_and_lasts(pair: Cast) -> None:
    here, there = pair.standing(*HERE), pair.standing(*THERE)
    looks = [(here, 5), (there, 7), (here, 9)]
    assert [look(standing, seq) for standing, seq in looks] == [0, 0, 0], "the look goes on"
    ids = [(pair.accounts["psychiatrist"], pair.patients[patient]) for patient in (AMARA, CORA)]
    db.session.expire_all()
    assert [db.session.get_one(RecordLook, one).seen_seq for one in ids] == [9, 7]


def test_a_newcomers_record_begins_when_they_joined_this_team(pair: Cast) -> None:
    seq = viewed(pair, "therapist")
    pair.leave(CORA, "psychiatrist")
    now, who = clock.now(), pair.accounts["psychiatrist"]
    for patient, account, ended in (
        (CORA, who, None),
        (AMARA, pair.accounts["outside_therapist"], None),
        (AMARA, who, now),
    ):
        ids = {"patient_id": pair.patients[patient], "account_id": account, "added_by_id": who}
        kept(CareTeamMembership(**ids, started_at=now, ended_at=ended))
    assert queries.seq_when_joined(pair.standing(*HERE)) == 0
    assert queries.seq_when_joined(pair.standing("outside_therapist", AMARA)) == seq


def test_an_occasion_is_of_ones_own_signed_entries_of_the_day_on_this_patient(pair: Cast) -> None:
    entry(pair, "contact", CORA, occasion_id="theirs")
    entry(pair, "contact", who="therapist", occasion_id="a colleague's")
    entry(pair, "contact", occasion_id="a draft", **DRAFT)
    made = entry(pair, "medication_visit")
    here = pair.standing(*HERE)
    assert queries.occasion_of(here, made) == made.uid
    entry(pair, "contact", occasion_id="mine")
    assert queries.occasion_of(here, made) == "mine"


def test_what_is_offered_is_what_one_may_do(pair: Cast) -> None:
    change = entry(pair, "medication_change")
    people = ("psychiatrist", "nurse_practitioner", "therapist")
    offered = {who: [one.label for one in views._entry_actions(pair.standing(who, AMARA), change)] for who in people}
    assert offered == {
        "psychiatrist": ["Add an addendum", "Retract", "History"],
        "nurse_practitioner": ["Add an addendum", "History"],
        "therapist": ["History"],
    }
    assert [views._recall(pair.standing(who, AMARA), change) is not None for who in people[:2]] == [True, False]
    added = {who: {kind.key for kind in kinds.writable(pair.standing(who, AMARA))} for who in ("coordinator", *people)}
    assert not {"life_event", "session_note", "medication_change"} & added["coordinator"]
    assert "medication_change" not in added["therapist"] and "session_note" not in added["nurse_practitioner"]
    links = [one.url for one in views.add_links(pair.standing(*STRANGER))]
    assert len(links) == len(added["coordinator"]) and not any(url.endswith("/medication_change") for url in links)


def test_who_will_read_an_entry_whole_reads_every_part_of_it(pair: Cast) -> None:
    names = {
        name for name, _ in full_readers(db.session.get_one(Patient, pair.patients[AMARA]), kinds.named("contact"))
    }
    assert "Psychiatrist" in names and "Coordinator" not in names


def test_a_feed_names_the_kinds_that_one_reads_and_says_so_where_there_are_none(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = gather(sqlite_app)
    address = f"/patients/{cast.patients[AMARA]}/timeline"
    with sqlite_app.app_context():
        entry(cast, "life_event")
        entry(cast, "contact")
    pages = [cast.client(who).get(address).text for who in ("coordinator", "therapist")]
    assert [f"{address}?kind=life_event" in page for page in pages] == [False, True]
    for row in policy.READERS.values():
        monkeypatch.setitem(row, Discipline.COORDINATOR, Grant.NO)
    assert "does not read the entries here" in cast.client("coordinator").get(address).text


def test_a_lost_race_shows_no_other_patients_words(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    cast.admit(CORA, team=("therapist",))
    with sqlite_app.app_context(), cast.without_csrf():
        entry(cast, "life_event", CORA, "therapist", key="same", text=f"The {WORD} died.")
    form = {
        "happened_on": "2026-11-02",
        "category": "work",
        "impact": "mixed",
        "text": "Back.",
        "submission_key": "same",
    }
    address = f"/patients/{cast.patients[AMARA]}/entries/new/life_event"
    with cast.without_csrf():
        answer = cast.client("therapist").post(address, data={**form, "action": "sign"})
    assert answer.status_code == 409 and WORD not in answer.text and "Back." in answer.text
