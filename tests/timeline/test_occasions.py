"""Entries of one visit stand in one card of the feed; pages, filters and readers stay what they were."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from coordcare.access.policy import Sensitivity
from coordcare.extensions import clock
from coordcare.templating import Link
from coordcare.timeline import feed_queries, kinds
from coordcare.timeline.cards import Feed
from coordcare.timeline.feed_queries import Filters
from coordcare.timeline.forms import FilterForm
from coordcare.timeline.rules import Cursor
from tests.cast import gather
from tests.medication.writing import entry_id, retract, sign

WHO = "Amara Osei"
NOON = datetime(2026, 2, 2, 17, tzinfo=UTC)


@pytest.fixture
def cast(app):
    cast = gather(app)
    with cast.without_csrf():
        yield cast


def occasions(cast, who="psychiatrist", *, filters=None, before=None, limit=50):
    """The cards of a page, each as the ids in it, head first; and where the next page starts."""
    with cast.app.app_context(), cast.app.test_request_context():
        entries, following = feed_queries.feed(cast.standing(who, WHO), filters or Filters(), before, 0, limit=limit)
        form = FilterForm(None, authors=[], courses=[])
        page = Feed(entries, None, None, Link("", ""), False, 0, [], form, reads_entries=True, drafts=[])
        return [[one.head.id, *(card.id for card in one.others)] for one in page.occasions], following


def visit(cast, days=0, who="psychiatrist", drug="sertraline"):
    """A change, then its visit, of one day."""
    changed = entry_id(sign(cast, who, "medication_change", days, drug=drug))
    return entry_id(sign(cast, who, "medication_visit", days)), changed


def html(cast, who, query=""):
    return cast.client(who).get(f"/patients/{cast.patients[WHO]}/timeline{query}").text


def articles(page):
    return re.findall(r"<article>.*?</article>", page, re.S)


def test_a_visit_leads_what_was_written_of_it(cast):
    led, changed = visit(cast)
    assert occasions(cast)[0] == [[led, changed]]
    (card,) = articles(html(cast, "therapist"))
    assert card.count("<h3") == card.count("<h4") == 1
    assert card.index("Medication visit: no change") < card.index("Sertraline started 50 mg")
    assert card.count('class="by"') == 1, "one author and one day are told once"
    assert card.count("flag-new") == 2, "each part says that it is new"
    assert f'/entries/{led}"' in card and f'/entries/{changed}"' in card


def test_a_visit_leads_also_when_it_was_signed_first(cast):
    led = entry_id(sign(cast, "psychiatrist", "medication_visit"))
    changed = entry_id(sign(cast, "psychiatrist", "medication_change"))
    second = entry_id(sign(cast, "psychiatrist", "medication_change", drug="trazodone"))
    assert occasions(cast)[0] == [[led, second, changed]]


def test_without_a_visit_the_newest_leads(cast):
    first = entry_id(sign(cast, "psychiatrist", "medication_change"))
    second = entry_id(sign(cast, "psychiatrist", "medication_change", drug="trazodone"))
    assert occasions(cast)[0] == [[second, first]]


def test_other_people_other_days_and_other_kinds_stand_alone(cast):
    led, changed = visit(cast, -1)
    note = entry_id(sign(cast, "therapist", "session_note", -1))
    call = entry_id(sign(cast, "psychiatrist", "contact", -1))
    today = entry_id(sign(cast, "psychiatrist", "medication_visit"))
    assert occasions(cast)[0] == [[today], [call], [note], [led, changed]]


def test_a_retracted_visit_does_not_lead_what_stands(cast):
    led, changed = visit(cast)
    retract(cast, "psychiatrist", led)
    assert occasions(cast)[0] == [[changed, led]]
    (card,) = articles(html(cast, "therapist"))
    head, section = card.split("<section", 1)
    assert "Entered in error" not in head and "Entered in error" in section and "is-retracted" in section
    retract(cast, "psychiatrist", changed, "private_text")
    (card,) = articles(html(cast, "therapist"))
    assert "Medication change withheld" in card and "Low mood for months" not in card


def test_a_page_edge_cuts_an_occasion_and_loses_nothing(cast):
    led, changed = visit(cast, -1)
    call = entry_id(sign(cast, "therapist", "contact"))
    first, following = occasions(cast, limit=2)
    assert first == [[call], [led]] and isinstance(following, Cursor)
    assert occasions(cast, before=following, limit=2) == ([[changed]], None)


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_every_entry_stands_on_exactly_one_page(cast, limit):
    drugs = {-3: "sertraline", -2: "trazodone", -1: "lithium"}
    written = [entry for days, drug in drugs.items() for entry in visit(cast, days, drug=drug)]
    seen, before, more = [], None, True
    while more:
        page, before = occasions(cast, before=before, limit=limit)
        seen += [entry for card in page for entry in card]
        more = before is not None
    assert sorted(seen) == sorted(written)


def test_a_filter_shows_its_kind_alone(cast):
    led, changed = visit(cast)
    assert occasions(cast, filters=Filters(kind="medication_change"))[0] == [[changed]]
    page = html(cast, "therapist", "?kind=medication_visit")
    assert len(articles(page)) == 1 and f'/entries/{led}"' in page and f'/entries/{changed}"' not in page


def test_who_does_not_read_a_part_of_the_visit_sees_the_rest_without_a_trace(cast, monkeypatch):
    """Members of an occasion are filtered one by one, before they are put together."""
    visit(cast)
    change = kinds.named("medication_change")
    team = tuple(replace(part, sensitivity=Sensitivity.TEAM) for part in change.parts)
    assert articles(html(cast, "coordinator")) == []
    monkeypatch.setitem(kinds._KINDS, "medication_change", replace(change, parts=team))
    (card,) = articles(html(cast, "coordinator"))
    assert "Sertraline started 50 mg" in card and "<h4" not in card
    assert "Medication visit" not in card and "Partial response" not in card


def test_one_new_part_makes_the_card_new(app):
    def at(minutes):
        return clock.at(NOON + timedelta(minutes=minutes))

    with at(0):
        cast = gather(app)
    with cast.without_csrf():
        with at(1):
            sign(cast, "psychiatrist", "medication_visit")
        with at(2):
            html(cast, "therapist")
        with at(40):
            sign(cast, "psychiatrist", "medication_change")
        with at(41):
            page = html(cast, "therapist")
    (card,) = articles(page)
    head, section = card.split("<section", 1)
    assert "flag-new" not in head and "flag-new" in section
    assert 'class="entry tone-medication is-new"' in page and "1 new since" in page
