"""The preview of a note says what signing it would say: the same refusals, and a kind word where there is none."""

from html import unescape

import pytest

from tests.ipt.writing import note, start, step


def preview(cast, amara, key="draft", **typed):
    """The page that the Preview button leads to."""
    client = cast.client("therapist")
    saved = note(cast, amara, key, action="preview", **typed)
    assert saved.status_code == 303 and saved.location.endswith("/sign")
    return client, saved.location, client.get(saved.location)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1", "Session 1 of this course is signed already. The next number is 2."),
        ("40", "The highest number allowed is 26: 16 sessions are planned, and 10 more are taken."),
        ("-1", "Session numbers start at 1."),
    ],
)
def test_it_refuses_what_signing_refuses(cast, amara, number, words):
    start(cast, amara)
    note(cast, amara, "first", session_number="1")
    page = preview(cast, amara, session_number=number, happened_on="2026-02-09", plan="Walk daily")[2]
    assert page.status_code == 422 and words in page.text and "Walk daily" in page.text
    direct = note(cast, amara, "direct", session_number=number, happened_on="2026-02-09")
    assert direct.status_code == 422 and words in direct.text


def test_what_is_mended_on_the_refused_preview_is_taken(cast, amara):
    """The form stands at the address of the preview; it is sent to the draft, not there."""
    start(cast, amara)
    note(cast, amara, "first", session_number="1")
    client, address, page = preview(cast, amara, session_number="1", happened_on="2026-02-09")
    draft = address.replace("/sign", "/edit")
    assert f'action="{draft}"' in page.text
    mended = {"submission_key": "draft", "version": "1", "happened_on": "2026-02-09", "session_number": "2"}
    mended |= {"insight": "Said it.", "risk_status": "none", "mode": "in_person", "attendance": "attended"}
    assert client.post(draft, data={**mended, "action": "sign"}).status_code == 303


def test_a_second_session_of_one_day_is_said_and_signed(cast, amara):
    start(cast, amara)
    told = "Session 1 of 2 Feb 2026 is signed already. Check that this was another session."
    assert told not in preview(cast, amara, "early", session_number="1")[2].text
    note(cast, amara, "first", session_number="1")
    assert told not in preview(cast, amara, "later", session_number="2", happened_on="2026-02-09")[2].text
    client, address, page = preview(cast, amara, "same", session_number="2")
    assert page.status_code == 200 and told in page.text
    assert client.post(address, data={"version": "1"}).status_code == 303


def test_a_number_beyond_the_plan_is_said_and_signed(cast, amara):
    start(cast, amara)
    client, address, page = preview(cast, amara, session_number="22")
    assert page.status_code == 200 and "Session 22 is more than the 16 planned." in page.text
    assert client.post(address, data={"version": "1"}).status_code == 303


def test_a_pause_after_the_form_was_opened_is_met_at_both(cast, amara):
    """The number was offered while the course ran."""
    start(cast, amara)
    client, address, page = preview(cast, amara, session_number="1", happened_on="2026-03-02")
    assert page.status_code == 200
    step(cast, amara, step="pause")
    words = "The course is paused since 2 Mar 2026, so a session of that day or later takes no number."
    for answer in (client.get(address), client.post(address, data={"version": "1"})):
        assert answer.status_code == 422 and words in unescape(answer.text)


def test_all_pages_say_one_thing_of_a_paused_course(cast, amara):
    start(cast, amara)
    note(cast, amara, "first", session_number="1")
    step(cast, amara, step="pause")
    client = cast.client("therapist")
    page = client.get(f"/patients/{amara}/course").text
    assert "Sessions of that day or later get no number until it is resumed." in page
    assert "After the pause" in page and "Next session<" not in page and "comes next" not in page
    form = client.get(f"/patients/{amara}/entries/new/session_note").text
    assert "Paused since" in form and "comes next" not in form
