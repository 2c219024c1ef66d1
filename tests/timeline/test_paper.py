"""What leaves the record: a signed entry on paper and as text, for whoever may print, and on record as that."""

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from sqlalchemy import select

from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from coordcare.templating import lines
from coordcare.timeline.amendment_actions import addend, retract
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.rules import RetractionReason
from coordcare.timeline.text_rules import plain_text
from tests.access.texts import AUTHORS, WORDED, typed, word
from tests.cast import Cast, gather

TEXT = {"Accept": "text/plain"}


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def sign(cast: Cast, kind: str, author: str) -> str:
    """A signed entry; its address."""
    form = {**typed(kind, "signed"), "submission_key": kind, "action": "sign"}
    with cast.without_csrf():
        answer = cast.client(author).post(f"/patients/1/entries/new/{kind}", data=form)
    assert answer.status_code == 303, answer.text
    with cast.app.app_context():
        number = db.session.scalars(select(TimelineEntry.id).where(TimelineEntry.kind == kind)).one()
    return f"/patients/1/entries/{number}"


@pytest.mark.parametrize("kind", sorted(AUTHORS))
def test_every_kind_says_all_that_its_reader_reads(cast: Cast, kind: str) -> None:
    author = "therapist" if kind in ("session_note", "life_event") else "psychiatrist"
    address = sign(cast, kind, author)
    page = cast.client("psychologist").get(f"{address}/print").text
    text = cast.client("psychologist").get(f"{address}/print", headers=TEXT)
    assert text.mimetype == "text/plain"
    for field in (field for fields in WORDED[kind].values() for field in fields):
        assert word(kind, "signed", field) in text.text
        assert word(kind, "signed", field) in page
    for words in ("Amara Osei", "born 14 Mar 1989", "T-00001", author.title(), "Signed", "Test Clinic", "Psychologist"):
        assert words in text.text and words in page
    assert "<" not in text.text
    assert str(escape(text.text.strip())) in page, "the page holds the same text to select"


def test_a_coordinator_is_offered_neither(cast: Cast) -> None:
    address = sign(cast, "contact", "coordinator")
    coordinator, therapist = cast.client("coordinator"), cast.client("therapist")
    assert "Copy as text" not in coordinator.get(address).text
    refused = coordinator.get(f"{address}/print", headers=TEXT)
    assert refused.status_code == 403 and "print or export" in refused.text
    assert "Copy as text" in therapist.get(address).text
    assert therapist.get(f"{address}/print").status_code == 200


def test_addenda_and_a_retraction_are_told(cast: Cast) -> None:
    address = sign(cast, "life_event", "therapist")
    with cast.app.app_context():
        addend(cast.standing("psychologist", "Amara Osei"), 1, "It was in May.\nNot June.", submission_key="a")
        retract(cast.standing("therapist", "Amara Osei"), 1, RetractionReason.ENTERED_IN_ERROR)
    text = cast.client("psychiatrist").get(f"{address}/print", headers=TEXT).text
    assert re.search(r"RETRACTED: entered in error\. Do not act on it\. Therapist, \d", text)
    assert re.search(r"Addendum, .*, Psychologist\n\nIt was in May\.\nNot June\.", text)


def test_what_is_withheld_is_not_offered(cast: Cast) -> None:
    address = sign(cast, "life_event", "therapist")
    with cast.app.app_context():
        retract(cast.standing("therapist", "Amara Osei"), 1, RetractionReason.PRIVATE_TEXT)
    therapist = cast.client("therapist")
    assert "Copy as text" not in therapist.get(address).text
    for headers in ({}, TEXT):
        answer = therapist.get(f"{address}/print", headers=headers)
        assert answer.status_code == 409 and word("life_event", "signed", "text") not in answer.text


def test_it_is_on_record_as_printed_or_copied(cast: Cast) -> None:
    address = sign(cast, "life_event", "therapist")
    cast.client("psychiatrist").get(f"{address}/print", headers=TEXT)
    with cast.app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (event.happening, event.rule, event.subject, event.subject_id) == ("view", "print", "life_event", 1)
    log = cast.client("therapist").get("/patients/1/access-log").text
    assert "printed or copied: life event" in " ".join(re.sub(r"<[^>]+>", " ", log).split()).replace(" :", ":")


TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.just("\n"), min_size=1)


@given(TYPED)
def test_what_was_typed_stands_in_the_text(words: str) -> None:
    told = plain_text(f"<div><p>before</p>{lines(words)}<p>after</p></div>")
    assert told.split() == ["before", *words.split(), "after"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\n\nthree"),
        ("<dl><div><dt>Mood</dt><dd>4 of 10</dd></div><div><dt>Plan</dt><dd><p>Call</p><p>Write</p></dd></div></dl>",
         "Mood: 4 of 10\nPlan: Call\nWrite"),
        ("<dl><dt>How</dt><dd><ul><li>Role play</li><li>Letter</li></ul></dd></dl>", "How: Role play, Letter"),
        ("<ul><li>Sleep</li><li>Eat</li></ul><p>end</p>", "- Sleep\n- Eat\n\nend"),
        ("<table><tr><th>Item</th><th>Points</th></tr><tr><th>1. Sad</th><td>2</td></tr></table>",
         "Item | Points\n1. Sad | 2"),
        ('<div><p class="ask-label">Insight</p><p>They left.</p><p>Early.</p></div>', "Insight: They left.\n\nEarly."),
        ("<ul><li>Watch.<br><span>Label</span></li></ul>", "- Watch.\nLabel"),
        ("<p><svg><path d='M0'/>drawn</svg>Risk &amp; &lt;b&gt;</p>", "Risk & <b>"),
    ],
)  # fmt: skip
def test_how_markup_is_told(markup: str, text: str) -> None:
    assert plain_text(markup) == text
