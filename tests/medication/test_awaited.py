"""A visit that came to a change which is not recorded: told wherever the visit is, and owed by its author."""

import pytest
from sqlalchemy import event

from coordcare.extensions import db
from coordcare.medication.visit_queries import awaiting_changes
from coordcare.settings.queries import today
from tests.medication.writing import entry_id, retract, sign

MISSING = "Change not recorded yet"


def text(cast, who, address):
    answer = cast.client(who).get(address)
    assert answer.status_code == 200
    return answer.text


def visit(cast, days=0, who="psychiatrist", **typed):
    """A visit that came to a change; its own id, wherever its author was sent on to."""
    sign(cast, who, "medication_visit", days, **{"outcome": "change", **typed})
    listed = text(cast, who, f"/patients/{cast.patients['Amara Osei']}/timeline?kind=medication_visit")
    return int(listed.split('id="entry-')[1].split('"')[0])


def owed(cast, who="psychiatrist"):
    with cast.app.test_request_context():
        return [(one.patient_id, (today() - one.on).days, one.url) for one in awaiting_changes(cast.viewer(who))]


def test_a_missing_change_is_told_in_the_feed_on_the_page_and_in_every_filter(cast, amara):
    shown = visit(cast, -2)
    pages = ["timeline", "timeline?kind=medication_visit", f"entries/{shown}"]
    for who in ("psychiatrist", "nurse_practitioner", "therapist"):
        for rest in pages:
            page = text(cast, who, f"/patients/{amara}/{rest}")
            assert MISSING in page and "medication changed" not in page
    sign(cast, "psychiatrist", "medication_change", -2)
    for rest in pages:
        page = text(cast, "therapist", f"/patients/{amara}/{rest}")
        assert MISSING not in page and "medication changed" in page


@pytest.mark.parametrize(("outcome", "told"), [("change", True), ("continue", False), ("no_change", False)])
def test_only_a_visit_that_came_to_a_change_misses_one(cast, amara, outcome, told):
    shown = visit(cast, outcome=outcome)
    assert (MISSING in text(cast, "therapist", f"/patients/{amara}/entries/{shown}")) is told
    assert bool(owed(cast)) is told


@pytest.mark.parametrize(
    ("who", "days", "still"),
    [
        ("psychiatrist", -3, False),
        ("psychiatrist", 0, False),
        ("psychiatrist", -4, True),
        ("nurse_practitioner", -3, True),
    ],
)
def test_a_change_of_the_author_on_that_day_or_later_is_the_one(cast, amara, who, days, still):
    shown = visit(cast, -3)
    sign(cast, who, "medication_change", days)
    assert (MISSING in text(cast, "therapist", f"/patients/{amara}/entries/{shown}")) is still
    assert bool(owed(cast)) is still


def test_a_draft_or_a_retracted_change_is_none_and_a_retracted_visit_misses_none(cast, amara):
    shown = visit(cast)
    page = f"/patients/{amara}/entries/{shown}"
    sign(cast, "psychiatrist", "medication_change", action="save")
    assert MISSING in text(cast, "psychiatrist", page)
    changed = entry_id(sign(cast, "psychiatrist", "medication_change"))
    assert MISSING not in text(cast, "psychiatrist", page)
    retract(cast, "psychiatrist", changed)
    assert MISSING in text(cast, "psychiatrist", page) and len(owed(cast)) == 1
    retract(cast, "psychiatrist", shown, "entered_in_error")
    assert MISSING not in text(cast, "psychiatrist", page) and owed(cast) == []


def test_what_is_owed_is_the_authors_alone_and_only_on_the_team(cast, amara):
    visit(cast, -9)
    visit(cast, -5)
    address = f"/patients/{amara}/entries/new/medication_change"
    assert owed(cast) == [(amara, 5, address)]
    for who in ("nurse_practitioner", "therapist", "coordinator", "outside_psychiatrist", "admin"):
        assert owed(cast, who) == []
    assert cast.client("psychiatrist").get(address).status_code == 200
    cast.leave("Amara Osei", "psychiatrist")
    assert owed(cast) == []


def test_statements_do_not_grow_with_visits(cast, amara):
    heard = []
    with cast.app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *arguments: heard.append(arguments[2]))
    client, counted = cast.client("therapist"), []
    for days in (-4, -3, -2):
        visit(cast, days)
        heard.clear()
        client.get(f"/patients/{amara}/timeline")
        counted.append(len(heard))
        heard.clear()
        with cast.app.test_request_context():
            viewer = cast.viewer("psychiatrist")
            heard.clear()
            awaiting_changes(viewer)
            assert len(heard) == 1
    assert counted[1] == counted[2]


def test_an_ask_outlives_visits_for_only_a_decision_that_showed_it_settles_it(cast, amara):
    form = f"/patients/{amara}/entries/new/medication_visit"
    asked = entry_id(sign(cast, "therapist", "session_note", -9, for_prescriber="Early question"))
    assert "Early question" in text(cast, "psychiatrist", form)
    sign(cast, "nurse_practitioner", "medication_visit", -1)
    sign(cast, "psychiatrist", "medication_visit", -1)
    # Told late: it happened before the visit, but nobody could read it then.
    sign(cast, "therapist", "session_note", -5, for_prescriber="Late question")
    page = text(cast, "psychiatrist", form)
    assert "Early question" in page and "Late question" in page
    retract(cast, "therapist", asked)
    assert "Early question" not in text(cast, "psychiatrist", form)


def test_what_is_not_checked_stands_where_one_signs(cast, amara):
    words = "Not checked: allergies, interactions"
    address = f"/patients/{amara}/entries/new/medication_change"
    assert words in text(cast, "psychiatrist", address)
    draft = sign(cast, "psychiatrist", "medication_change", action="preview")
    assert draft.location.endswith("/sign") and words in text(cast, "psychiatrist", draft.location)
    signed = sign(cast, "psychiatrist", "medication_change")
    assert words not in text(cast, "therapist", signed.location)
    other = sign(cast, "psychiatrist", "medication_visit", action="preview")
    assert words not in text(cast, "psychiatrist", other.location)


def test_each_drug_that_is_taken_offers_its_change(cast, amara):
    sign(cast, "psychiatrist", "medication_change", -30, dose="75", frequency="at_bedtime", drug="trazodone")
    page, form = f"/patients/{amara}/medication", f"/patients/{amara}/entries/new/medication_change"
    link = f'href="{form}?drug=trazodone"'
    for who, offered in (("psychiatrist", True), ("nurse_practitioner", True), ("therapist", False)):
        assert (link in text(cast, who, page)) is offered
    opened = text(cast, "psychiatrist", f"{form}?drug=trazodone")
    assert 'value="trazodone"' in opened.split('name="drug"')[1].split(">")[0]
    assert 'selected value="at_bedtime"' in opened
    for nonsense in ("sertraline", "zebra", "", "%3Cb%3E"):
        empty = text(cast, "psychiatrist", f"{form}?drug={nonsense}")
        assert 'value=""' in empty.split('name="drug"')[1].split(">")[0] and 'selected value="once_daily"' in empty
