"""Allergies, other medicines, diagnoses: added and ended, never edited."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coordcare.audit.models import AuditEvent
from coordcare.errors import Invalid, NotFound
from coordcare.extensions import db
from coordcare.patients.health_actions import add_health_item, end_health_item, record_no_known_allergies
from coordcare.patients.health_queries import health_list
from coordcare.patients.models import HealthListItem
from coordcare.patients.rules import Category
from coordcare.settings.queries import today

LONG_AGO = date(2020, 5, 1)


@pytest.fixture
def therapist(cast):
    with cast.app.app_context():
        yield cast.viewer("therapist")


def items(category=Category.ALLERGY):
    query = select(HealthListItem).where(HealthListItem.category == category.value).order_by(HealthListItem.id)
    return [(item.text, item.noted_on, item.end_reason) for item in db.session.scalars(query)]


def test_three_answers_about_allergies_are_three_words(cast, amara):
    client = cast.client("coordinator")

    def banner():
        page = client.get(f"/patients/{amara}/team").get_data(as_text=True)
        start = page.index('class="banner-panel banner-allergies"')
        return page[start : page.index("</div>\n", start)]

    assert "Not asked" in banner() and "No known allergies" not in banner()
    client.post(f"/patients/{amara}/health-list/no-known-allergies", data={"noted_on": "2020-05-01"})
    assert "No known allergies" in banner() and "1 May 2020" in banner()
    client.post(f"/patients/{amara}/health-list/allergy", data={"text": "Penicillin", "noted_on": "2021-05-01"})
    assert "Penicillin" in banner() and "No known allergies" not in banner()
    with cast.app.app_context():
        assert items() == [
            ("No known allergies", LONG_AGO, "replaced"),
            ("Penicillin", date(2021, 5, 1), None),
        ]


def test_no_known_allergies_is_refused_while_one_is_listed(amara, therapist):
    add_health_item(therapist, amara, Category.ALLERGY, "Penicillin", LONG_AGO)
    with pytest.raises(Invalid, match="Allergies are listed"):
        record_no_known_allergies(therapist, amara, today())
    assert len(items()) == 1


def test_no_known_allergies_asked_again_keeps_both_days(amara, therapist):
    for day in (LONG_AGO, today(), today(), LONG_AGO):
        record_no_known_allergies(therapist, amara, day)
    assert [(noted_on, reason) for _, noted_on, reason in items()] == [(LONG_AGO, "replaced"), (today(), None)]


@pytest.mark.parametrize("text", ["None", " nkda ", "No Known Allergies", "N/A"])
def test_nothing_is_not_an_allergy(amara, therapist, text):
    with pytest.raises(Invalid) as refused:
        add_health_item(therapist, amara, Category.ALLERGY, text, today())
    assert refused.value.field == "text" and items() == []


def test_item_posted_twice_is_one(amara, therapist):
    first, again = (
        add_health_item(therapist, amara, Category.OTHER_MEDICINE, text, LONG_AGO)
        for text in ("Levothyroxine 50 mcg", " levothyroxine  50 MCG")
    )
    assert first.id == again.id
    with pytest.raises(Invalid, match="another date"):
        add_health_item(therapist, amara, Category.OTHER_MEDICINE, "Levothyroxine 50 mcg", today())
    assert len(items(Category.OTHER_MEDICINE)) == 1


@pytest.mark.parametrize(
    ("field", "text", "noted_on", "code"),
    [
        ("text", "  ", LONG_AGO, None),
        ("text", "x" * 201, LONG_AGO, None),
        ("noted_on", "Asthma", date(1980, 1, 1), None),
        ("noted_on", "Asthma", date(2999, 1, 1), None),
        ("code", "Asthma", LONG_AGO, "wheeze"),
    ],
)
def test_bad_item_is_refused_at_its_field(amara, therapist, field, text, noted_on, code):
    with pytest.raises(Invalid) as refused:
        add_health_item(therapist, amara, Category.DIAGNOSIS, text, noted_on, code)
    assert refused.value.field == field and items(Category.DIAGNOSIS) == []


def test_refused_item_keeps_what_was_typed(cast, amara):
    typed = {"text": "Depressive episode", "code": "depressed", "noted_on": "2020-05-01"}
    response = cast.client("psychiatrist").post(f"/patients/{amara}/health-list/diagnosis", data=typed)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'href="#diagnosis-code"' in page and 'id="diagnosis-code"' in page
    assert 'value="Depressive episode"' in page and 'value="depressed"' in page and 'value="2020-05-01"' in page


def test_ended_item_stays_with_its_reason(cast, amara):
    client = cast.client("psychiatrist")
    with cast.app.app_context():
        viewer = cast.viewer("psychiatrist")
        wrong = add_health_item(viewer, amara, Category.DIAGNOSIS, "Bipolar disorder", LONG_AGO).id
        over = add_health_item(viewer, amara, Category.DIAGNOSIS, "Major depression", LONG_AGO, "f33.1").id
    ended = {"ended_on": "2021-01-31"}
    client.post(f"/patients/{amara}/health-list/{wrong}/end", data={**ended, "reason": "entered_in_error"})
    client.post(f"/patients/{amara}/health-list/{over}/end", data={**ended, "reason": "resolved"})
    page = " ".join(client.get(f"/patients/{amara}/particulars").get_data(as_text=True).split())
    assert "<s>Bipolar disorder</s>" in page and "Earlier (2)" in page
    assert 'to <time datetime="2021-01-31">31 Jan 2021</time>: resolved' in page
    with cast.app.app_context():
        stood = db.session.get_one(HealthListItem, over)
        assert (stood.text, stood.code, stood.ended_by_id) == (
            "Major depression",
            "F33.1",
            cast.accounts["psychiatrist"],
        )


@pytest.mark.parametrize(
    ("field", "ended_on", "reason"),
    [("ended_on", "2020-04-30", "stopped"), ("ended_on", "", "stopped"), ("reason", "2021-01-01", "resolved")],
)
def test_bad_end_is_refused_at_its_field(cast, amara, field, ended_on, reason):
    with cast.app.app_context():
        item = add_health_item(cast.viewer("therapist"), amara, Category.OTHER_MEDICINE, "Iron", LONG_AGO).id
    data = {"ended_on": ended_on, "reason": reason}
    response = cast.client("therapist").post(f"/patients/{amara}/health-list/{item}/end", data=data)
    assert response.status_code == 422
    assert f'id="end-{item}-{field}-error"' in response.get_data(as_text=True)
    with cast.app.app_context():
        assert items(Category.OTHER_MEDICINE) == [("Iron", LONG_AGO, None)]


def test_ending_again_changes_nothing(amara, therapist):
    item = add_health_item(therapist, amara, Category.ALLERGY, "Latex", LONG_AGO)
    for day in (today(), today() - timedelta(days=9)):
        end_health_item(therapist, amara, item.id, day, "not_confirmed")
    assert item.ended_on == today()


def test_item_of_another_patient_is_not_found(cast, amara, therapist):
    ben = cast.patients["Ben Ruiz"]
    item = add_health_item(cast.viewer("outside_therapist"), ben, Category.ALLERGY, "Latex", LONG_AGO)
    with pytest.raises(NotFound):
        end_health_item(therapist, amara, item.id, today(), "not_confirmed")
    assert cast.client("therapist").post(f"/patients/{amara}/health-list/{item.id}/end").status_code == 404
    assert items() == [("Latex", LONG_AGO, None)]


def test_coordinator_neither_reads_nor_writes_diagnoses(cast, amara, therapist):
    item = add_health_item(therapist, amara, Category.DIAGNOSIS, "Dysthymia", LONG_AGO)
    coordinator = cast.viewer("coordinator")
    assert health_list(cast.standing("coordinator", "Amara Osei"), Category.DIAGNOSIS) == []
    assert health_list(cast.standing("therapist", "Amara Osei"), Category.DIAGNOSIS) == [item]
    with pytest.raises(NotFound):
        add_health_item(coordinator, amara, Category.DIAGNOSIS, "Mania", LONG_AGO)
    with pytest.raises(NotFound):
        end_health_item(coordinator, amara, item.id, today(), "resolved")
    assert items(Category.DIAGNOSIS) == [("Dysthymia", LONG_AGO, None)]


def test_trail_keeps_codes_and_no_word_of_the_item(cast, amara, therapist):
    item = add_health_item(therapist, amara, Category.ALLERGY, "Canary seed", LONG_AGO)
    end_health_item(therapist, amara, item.id, today(), "entered_in_error")
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.happening == "patient_changed")).all()
    assert [(row.subject, row.subject_id, row.reason) for row in rows] == [
        ("allergy", item.id, "added"),
        ("allergy", item.id, "entered_in_error"),
    ]
    assert "Canary" not in "".join(str(vars(row)) for row in rows)
