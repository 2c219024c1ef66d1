"""Inventory, formulation and the work on the focus: who reads which part, one record for each person, both texts."""

import re

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from coordcare.documents.models import DocumentVersion
from coordcare.extensions import db
from coordcare.ipt.inventory_forms import InventoryForm
from coordcare.ipt.people_rules import differences, people
from tests.ipt.writing import start, write

PEOPLE = {
    "p3-display_name": "T.", "p3-relation": "Wife", "p3-closeness_ring": "1", "p3-supportive": "8",
    "p9-display_name": "Dad", "p9-relation": "Father", "p9-closeness_ring": "3", "p9-strain": "9", "p9-has_died": "y",
}  # fmt: skip
FORMULATION = {
    "summary": "Low since the move.",
    "goal_1": "Calls a friend",
    "onset": "Zebra onset",
    "agreed_on": "2026-01-19",
}


def test_who_did_not_write_it_reads_nothing_of_it(cast, amara):
    write(cast, amara, "inventory", **PEOPLE)
    for who in ("psychiatrist", "nurse_practitioner", "coordinator", "admin", "outside_therapist"):
        for page in ("inventory", "inventory/versions/1", "inventory/edit"):
            assert cast.client(who).get(f"/patients/{amara}/{page}").status_code == 404
    assert "Inventory" not in cast.client("psychiatrist").get(f"/patients/{amara}/course").text


def test_a_psychiatrist_reads_their_own_and_no_version_after_it(cast, amara):
    own = cast.client("psychiatrist")
    assert write(cast, amara, "inventory", who="psychiatrist", **{"p1-display_name": "Mine"}).status_code == 303
    assert "Mine" in own.get(f"/patients/{amara}/inventory").text
    theirs = {"p1-display_name": "Mine", "p2-display_name": "Theirs"}
    assert write(cast, amara, "inventory", base=1, **theirs).status_code == 303
    for page in ("", "/versions/1"):
        text = own.get(f"/patients/{amara}/inventory{page}").text
        assert "Mine" in text and "Theirs" not in text
    assert own.get(f"/patients/{amara}/inventory/versions/2").status_code == 404


def test_who_was_overtaken_keeps_their_words_and_replaces_nothing_unread(cast, amara):
    """A form on one's own version, and a draft of it, when a colleague's version stands that one does not read."""
    own, address = cast.client("psychiatrist"), f"/patients/{amara}/inventory"
    write(cast, amara, "inventory", who="psychiatrist", **{"p1-display_name": "Mine"})
    write(cast, amara, "inventory", base=1, **{"p1-display_name": "Mine", "p2-display_name": "Theirs"})
    assert own.get(f"{address}/edit").status_code == own.post(f"{address}/discard").status_code == 404
    assert write(cast, amara, "inventory", who="psychiatrist", **{"p1-display_name": "Never begun"}).status_code == 404
    late = write(cast, amara, "inventory", who="psychiatrist", base=1, **{"p1-display_name": "Again"})
    forged = write(cast, amara, "inventory", who="psychiatrist", base=2, **{"p1-display_name": "Again"})
    for answer in (late, forged, own.get(f"{address}/edit")):
        assert answer.status_code == (200 if answer.request.method == "GET" else 409)
        assert "Again" in answer.text and "Mine" in answer.text and "Theirs" not in answer.text
        assert "Psychologist or Therapist, who can bring them in" in answer.text and "Save version" not in answer.text
    assert "Open your draft" in own.get(address).text
    saved = {"p1-display_name": "Anew", "submission_key": "x", "base_version": "1", "version": "2", "action": "save"}
    assert own.post(f"{address}/edit", data=saved).status_code == 303
    assert "Anew" in own.get(f"{address}/edit").text
    with cast.app.app_context():
        assert db.session.scalar(select(func.max(DocumentVersion.version))) == 2
    gone = own.post(f"{address}/discard")
    assert (gone.status_code, gone.location) == (303, f"/patients/{amara}/course")
    assert own.get(f"{address}/edit").status_code == 404


def test_a_first_draft_is_not_stranded_by_a_colleagues_first_version(cast, amara):
    own, address = cast.client("psychiatrist"), f"/patients/{amara}/inventory"
    saved = {"p1-display_name": "Begun", "submission_key": "x", "base_version": "0", "action": "save"}
    assert own.post(f"{address}/edit", data=saved).status_code == 303
    write(cast, amara, "inventory", **{"p2-display_name": "Theirs"})
    page = own.get(f"{address}/edit")
    assert page.status_code == 200 and "Begun" in page.text and "Theirs" not in page.text
    assert own.get(address).status_code == 404
    assert own.post(f"{address}/discard").location == f"/patients/{amara}/course"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "This interpersonal inventory is empty"),
        ({**PEOPLE, "p4-display_name": "T"}, "“T.” (Wife) and “T” seem to be one person, who stands here twice."),
        ({**PEOPLE, "p4-display_name": "t", "p4-relation": "wife"}, "“T.” (Wife) and “t” (wife) seem to be one person"),
        ({**PEOPLE, "p4-display_name": "father", "p5-display_name": "Father, 82"}, "stands here twice."),
        ({**PEOPLE, "p4-display_name": "FATHER"}, "“FATHER” and “Dad” (Father) seem to be one person"),
        ({"p4-relation": "Wife"}, "Say who this is"),
        ({"p1-display_name": "Ben", "p4-supportive": "about 7"}, "Say who this is"),
        ({"p1-display_name": "Ben", "p4-changed_on": "last summer"}, "Say who this is"),
        ({**PEOPLE, "p3-supportive": "11"}, "whole number from 0 to 10"),
        ({**PEOPLE, "p3-closeness_ring": "4"}, "Choose one of the three rings."),
        ({**PEOPLE, "p3-changed_on": "soon"}, "This is not a date."),
        ({**PEOPLE, "p3-positives": "x" * 1_001}, "longer than 1,000 characters"),
        ({f"p{number}-display_name": f"N{number}" for number in range(40)}, "At most 30 people."),
    ],
)
def test_what_cannot_be_comes_back_with_every_word(cast, amara, typed, words):
    answer = write(cast, amara, "inventory", **typed)
    assert answer.status_code == 422 and words in answer.text
    assert all(str(value) in answer.text for name, value in typed.items() if name == "p3-display_name")
    with cast.app.app_context():
        assert db.session.scalar(select(DocumentVersion.id)) is None


def test_a_draft_comes_back_as_it_was_typed_with_a_place_for_one_more(cast, amara):
    client = cast.client("therapist")
    sent = {**PEOPLE, "p3-positives": "Counts\r\ntablets", "submission_key": "d", "base_version": "0", "action": "save"}
    assert client.post(f"/patients/{amara}/inventory/edit", data=sent).status_code == 303
    page = client.get(f"/patients/{amara}/inventory/edit").text
    assert page.count('class="person-form"') == 3 and page.count("Add a person") == 1
    assert "Counts\r\ntablets" in page and 'value="T."' in page and "Part of the chart" in page


def test_what_was_typed_and_what_is_kept_are_inverse():
    content = InventoryForm(MultiDict(PEOPLE)).content()
    again = InventoryForm(MultiDict(InventoryForm.typed_from(content)))
    assert again.validate() and again.content() == content
    assert differences(people(content), people(content)) == []


def test_the_loser_of_a_race_sees_both_texts(cast, amara):
    write(cast, amara, "inventory", **PEOPLE)
    late = write(cast, amara, "inventory", who="psychologist", **{**PEOPLE, "p3-difficulties": "Works nights"})
    assert late.status_code == 409
    assert "Works nights" in late.text and "saved version 1 while you were writing" in late.text


def test_the_summary_is_for_the_clinicians_and_the_rest_is_not(cast, amara):
    start(cast, amara)
    assert write(cast, amara, "formulation", **FORMULATION).status_code == 303
    for who in ("psychiatrist", "nurse_practitioner"):
        page = cast.client(who).get(f"/patients/{amara}/formulation").text
        assert "Low since the move." in page and "Calls a friend" in page and "19 Jan 2026" in page
        assert "Zebra" not in page and "formulation/edit" not in page
        assert "Low since the move." in cast.client(who).get(f"/patients/{amara}/timeline").text
        assert cast.client(who).get(f"/patients/{amara}/formulation/edit").status_code == 404
    assert "Zebra" in cast.client("psychologist").get(f"/patients/{amara}/formulation").text
    assert cast.client("coordinator").get(f"/patients/{amara}/formulation").status_code == 404
    assert "Low since" not in cast.client("coordinator").get(f"/patients/{amara}/timeline").text
    with cast.app.app_context():
        version = db.session.scalars(select(DocumentVersion)).one()
        assert "Low" not in str(version.content) and "Zebra" not in str(version.shared)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"summary": "x" * 651}, "It is to be read in 20 seconds"),
        ({"agreed_on": "2099-01-01"}, "This date is in the future."),
        ({"agreed_on": "2026-01-01", "onset": "x"}, "Agreed on what?"),
        ({"goal_1": "Calls", "goal_2": "calls "}, "Two goals are the same."),
        ({"goal_1": "x" * 161}, "longer than 160 characters"),
    ],
)
def test_a_formulation_that_cannot_be(cast, amara, typed, words):
    answer = write(cast, amara, "formulation", **typed)
    assert answer.status_code == 422 and words in answer.text


def test_the_focus_of_the_course_stands_open(cast, amara):
    start(cast, amara, focus="grief")
    page = cast.client("therapist").get(f"/patients/{amara}/focus/edit").text
    assert "Grief, the focus of the course" in page and page.count('<details class="fold" open') == 1
    assert write(cast, amara, "focus", who_died="M.", died_on="2025-03-04").status_code == 303
    shown = cast.client("psychologist").get(f"/patients/{amara}/focus").text
    assert "Who died (initials)" in shown and "M." in shown and "4 Mar 2025" in shown
    assert cast.client("psychiatrist").get(f"/patients/{amara}/focus").status_code == 404


def test_days_of_documents_are_told_in_words(cast, amara):
    write(cast, amara, "inventory", **{**PEOPLE, "p3-recent_change": "Moved out", "p3-changed_on": "2026-02-03"})
    write(cast, amara, "focus", died_on="2025-03-04")
    assert "3 Feb 2026" in cast.client("therapist").get(f"/patients/{amara}/inventory").text
    assert "4 Mar 2025" in cast.client("therapist").get(f"/patients/{amara}/focus").text


def test_who_reads_a_version_is_said_where_it_is_saved_and_where_it_is_read(cast, amara):
    """By the policy's tables: a psychiatrist reads their own, and the shared part of a formulation."""
    cast.join("Amara Osei", "nurse_practitioner")
    client, address = cast.client("therapist"), f"/patients/{amara}"
    page = saved(client, f"{address}/inventory", PEOPLE)
    assert "Version 1 is saved. This version: read by Psychologist and you." in page
    assert "The team reads it" not in page
    assert names_in(page) == [("This version", {"Psychologist", "Therapist"})]
    write(cast, amara, "formulation", **FORMULATION)
    for who in ("therapist", "psychiatrist"):
        page = cast.client(who).get(f"{address}/formulation").text
        shared = page.index("In plain words")
        assert "Calls a friend" in page[shared:] and ("Working formulation" in page) == (who == "therapist")
        clinicians = {"Psychiatrist", "Nurse Practitioner", "Psychologist", "Therapist"}
        told = names_in(page)
        assert told[0] == ("Summary, goals, agreement", clinicians)
        assert told[1:] == ([("The rest", {"Psychologist", "Therapist"})] if who == "therapist" else [])
        if who == "therapist":
            assert page.index("Calls a friend") < page.index("Working formulation") < page.index("Zebra onset")


def test_a_psychiatrists_own_inventory_says_that_they_read_it(cast, amara):
    page = saved(cast.client("psychiatrist"), f"/patients/{amara}/inventory", PEOPLE)
    assert "read by you, Psychologist and Therapist." in page
    assert names_in(page) == [("This version", {"Psychiatrist", "Psychologist", "Therapist"})]


def saved(client, address, typed):
    """The page after a first version was saved."""
    marks = {"submission_key": "saved", "base_version": "0", "action": "sign"}
    return client.post(f"{address}/edit", data={**marks, **typed}, follow_redirects=True).text


def names_in(page):
    """The parts of a document's page with the names of who reads each."""
    found = re.findall(r"<strong>([^<]+):</strong> read by (.*?)</(?:p|span)>\s*(?=<|$)", page, re.S)
    people = {"Psychiatrist", "Nurse Practitioner", "Psychologist", "Therapist", "Coordinator"}
    return [
        (part, {name for name in people if re.search(rf"{name}(?! practitioner\))", names)}) for part, names in found
    ]
