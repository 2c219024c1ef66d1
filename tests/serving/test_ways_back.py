"""Where an error page leads: the address of a form, opened as a page, and a record that has changed already."""

import pytest

from tests.cast import gather
from tests.ipt.writing import entry_id, note, start


@pytest.fixture
def cast(app):
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.mark.parametrize("address", ["course/step", "course/start"])
def test_a_reload_after_a_refused_form_leads_to_the_course(cast, address):
    patient = cast.patients["Amara Osei"]
    answer = cast.client("therapist").get(f"/patients/{patient}/{address}")
    assert answer.status_code == 405 and f'href="/patients/{patient}/course"' in answer.text
    assert "Nothing was changed by opening it." in answer.text
    assert answer.headers["Allow"] == "OPTIONS, POST"


def test_it_tells_nothing_of_whose_patient_it_is(cast):
    patient = cast.patients["Amara Osei"]
    pages = [
        cast.client(who).get(f"/patients/{number}/course/step").text.replace(f"/{number}/", "/N/")
        for who, number in (("outside_therapist", patient), ("outside_therapist", 99_999))
    ]
    assert pages[0] == pages[1]


def test_an_address_that_is_no_route_leads_home(cast):
    answer = cast.client("therapist").get("//evil.example/search")
    assert "evil.example" not in answer.text
    answer = cast.client("therapist").get("/sign-out")
    assert answer.status_code == 405 and 'href="/">Go to my work' in answer.text


def test_a_second_press_is_not_called_somebody_else(cast):
    patient = cast.patients["Amara Osei"]
    start(cast, patient)
    signed = entry_id(note(cast, patient, "n", session_number="1"))
    answer = cast.client("therapist").post(f"/patients/{patient}/entries/{signed}/sign", data={"version": "1"})
    assert answer.status_code == 409 and "This has changed already" in answer.text and "faster" not in answer.text
    assert f'href="/patients/{patient}/entries/{signed}"' in answer.text
