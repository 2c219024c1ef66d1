"""A change with something to watch for is an item for the therapist, closed again when the change is recalled."""

import re
from datetime import date

from coordcare.medication.stop_queries import stopped_since
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from tests.cast import Cast
from tests.medication.writing import entry_id, sign
from tests.review.reviewing import AMARA, increase, items


def today_of(cast: Cast) -> date:
    with cast.app.app_context():
        return today()


def test_something_to_watch_for_is_an_item_for_the_therapist(reviewed: Cast):
    item = items(reviewed)[-1]
    assert item.for_account_id == reviewed.accounts["psychologist"], "before the first session: who may hold one"
    signed = entry_id(increase(reviewed, "by-itself", watch_for="Restlessness, until the next session."))
    item = items(reviewed)[-1]
    assert (item.for_account_id, item.entry_id) == (reviewed.accounts["therapist"], signed)
    assert item.text == (
        f"Sertraline increased 50 mg to 100 mg once daily, from {plain_day(today_of(reviewed))}."
        " Please watch for: Restlessness, until the next session."
    )
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}"
    therapist = reviewed.client("therapist")
    assert item.text.split(":")[1].strip() in therapist.get(address).text
    assert therapist.post(f"{address}/acknowledge", data={"version": "1"}).status_code == 303
    assert items(reviewed)[-1].status == "acknowledged"
    assert reviewed.client("coordinator").get(address).status_code == 404


def test_nothing_to_watch_for_raises_nothing(reviewed: Cast):
    before = len(items(reviewed))
    assert increase(reviewed, "by-itself").status_code == 303
    assert len(items(reviewed)) == before


def test_a_planned_change_says_when_it_begins_once(reviewed: Cast):
    with reviewed.app.app_context():
        begins = str(date.fromordinal(today().toordinal() + 5))
    planned = increase(reviewed, "planned", effective_on=begins, watch_for="Sleep.")
    assert planned.status_code == 303
    text = items(reviewed)[-1].text
    assert text.startswith("Planned from ") and text.count("from ") == 1


def test_a_recall_closes_it_and_signing_again_raises_another(reviewed: Cast):
    signed = entry_id(increase(reviewed, "twice", watch_for="Sleep."))
    client, address = reviewed.client("psychiatrist"), f"/patients/{reviewed.patients[AMARA]}/entries/{signed}"
    assert client.post(f"{address}/recall").status_code == 303
    assert items(reviewed)[-1].status == "closed"
    version = client.get(f"{address}/edit").text.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert increase(reviewed, "twice", watch_for="Sleep and restlessness.", version=version).status_code == 303
    again = items(reviewed)[-1]
    assert again.status == "open" and again.text.endswith("Sleep and restlessness.")


def test_a_question_asked_by_hand_still_keeps_a_change_from_being_recalled(reviewed: Cast):
    signed = entry_id(increase(reviewed, "asked", watch_for="Sleep."))
    client, patient = reviewed.client("psychiatrist"), f"/patients/{reviewed.patients[AMARA]}"
    whom = f"account:{reviewed.accounts['therapist']}"
    question = {"nature": "question", "urgency": "next_visit", "text": "Is she sleeping?", "for_whom": whom}
    asked = client.post(f"{patient}/follow-up?entry={signed}", data={**question, "submission_key": "by-hand"})
    assert asked.status_code == 303
    assert client.post(f"{patient}/entries/{signed}/recall").status_code == 409


def test_nobody_to_ask_raises_nothing(cast: Cast):
    for name in ("therapist", "psychologist"):
        cast.leave(AMARA, name)
    assert sign(cast, "psychiatrist", "medication_change", watch_for="Sleep.").status_code == 303
    assert not items(cast)


def test_one_click_acknowledges_it_where_its_words_stand(reviewed: Cast):
    signed = entry_id(increase(reviewed, "by-itself", watch_for="Restlessness, until the next session."))
    item, patient = items(reviewed)[-1], f"/patients/{reviewed.patients[AMARA]}"
    step = f'action="{patient}/follow-up/{item.id}/acknowledge"'
    therapist = reviewed.client("therapist")
    assert (
        step in therapist.get(f"{patient}/follow-up").text and step in therapist.get(f"{patient}/entries/{signed}").text
    )
    for page in ("/", "/follow-up"):
        told = therapist.get(page).text
        assert f'<a href="{patient}/follow-up/{item.id}">Read and acknowledge' in told, "its words do not stand here"
        assert step not in told and "Restlessness" not in told
    for who in ("psychiatrist", "psychologist"):
        assert step not in reviewed.client(who).get(f"{patient}/follow-up").text, "it does not wait for them"
    form = {"version": str(item.version), "submission_key": f"line-{item.id}-{item.version}"}
    for _ in range(2):
        answer = therapist.post(f"{patient}/follow-up/{item.id}/acknowledge", data={**form, "back": "list"})
        assert (answer.status_code, answer.location) == (303, f"{patient}/follow-up"), "a form posted twice is one step"
    assert items(reviewed)[-1].status == "acknowledged"
    assert step not in therapist.get(f"{patient}/follow-up").text


def test_a_step_on_the_page_of_the_entry_returns_there(reviewed: Cast):
    signed = entry_id(increase(reviewed, "by-itself", watch_for="Sleep."))
    item, patient = items(reviewed)[-1], f"/patients/{reviewed.patients[AMARA]}"
    form = {"version": str(item.version), "submission_key": "line", "back": "entry"}
    answer = reviewed.client("therapist").post(f"{patient}/follow-up/{item.id}/acknowledge", data=form)
    assert answer.location == f"{patient}/entries/{signed}"


def note_form(cast: Cast, who: str) -> str:
    return cast.client(who).get(f"/patients/{cast.patients[AMARA]}/entries/new/session_note").text


def test_it_stands_above_the_note_of_who_is_asked_until_it_is_settled(reviewed: Cast):
    increase(reviewed, "by-itself", watch_for="Zebra restlessness.")
    item = items(reviewed)[-1]
    page = note_form(reviewed, "therapist")
    assert "Sertraline increased 50 mg to 100 mg once daily" in page and "From " in page
    assert page.index("Please watch for: Zebra restlessness.") < page.index('name="insight"')
    box = page[page.index('id="asked-of-you"') :].partition("</section>")[0]
    ways = re.findall(r"<(?:a|form)\s[^>]*>", box)
    assert any("/acknowledge" in way for way in ways)
    assert all('target="_blank" rel="noopener"' in way for way in ways), "what is typed below would be lost"
    for who in ("psychologist", "psychiatrist"):
        assert "Zebra" not in note_form(reviewed, who), who
    address = f"/patients/{reviewed.patients[AMARA]}/follow-up/{item.id}"
    assert reviewed.client("therapist").post(f"{address}/acknowledge", data={"version": "1"}).status_code == 303
    page = note_form(reviewed, "therapist")
    assert "Zebra" in page and "<strong>Acknowledged</strong>" in page and "/acknowledge" not in page
    answer = {"version": "2", "text": "None was seen."}
    assert reviewed.client("therapist").post(f"{address}/answer", data=answer).status_code == 303
    assert "Zebra" not in note_form(reviewed, "therapist")


def test_an_item_of_a_stopped_drug_says_so_and_stays_open_behind_the_others(cast: Cast):
    """The rash of a drug that nobody takes any more stood above the therapist's note as if it were new."""
    for drug in ("sertraline", "lamotrigine", "bupropion"):
        answer = sign(cast, "psychiatrist", "medication_change", -7, drug=drug, dose="25", watch_for=f"{drug} signs.")
        assert answer.status_code == 303, answer.text
    pages = (
        "/",
        f"/patients/{cast.patients[AMARA]}/follow-up",
        f"/patients/{cast.patients[AMARA]}/entries/new/session_note",
    )
    client = cast.client("psychologist")
    assert all("was stopped" not in client.get(page).text for page in pages)
    stop = {"change_type": "stop", "drug": "lamotrigine", "dose": ""}
    assert sign(cast, "psychiatrist", "medication_change", **stop).status_code == 303
    told = f"Lamotrigine was stopped on {plain_day(today_of(cast))}"
    for page in pages:
        assert told in client.get(page).text, page
    note = client.get(pages[2]).text
    order = sorted(("sertraline", "lamotrigine", "bupropion"), key=lambda drug: note.index(f"{drug} signs."))
    assert order == ["bupropion", "sertraline", "lamotrigine"], "the newest first, what was stopped last"
    assert {item.status for item in items(cast)} == {"open"}
    with cast.app.app_context():
        asked = [item.entry_id for item in items(cast)]
        seen = {who: len(stopped_since(cast.viewer(who), asked)) for who in ("therapist", "coordinator")}
        assert seen | {"out": len(stopped_since(cast.viewer("outside_psychiatrist"), asked))} == {
            "therapist": 1,
            "coordinator": 0,
            "out": 0,
        }
    again = {"drug": "lamotrigine", "dose": "25", "advice_reason": "Begun again."}
    assert sign(cast, "psychiatrist", "medication_change", **again).status_code == 303
    assert told not in client.get(pages[1]).text


def test_by_when_it_is_told_is_chosen_with_the_change_and_outlives_a_recall(reviewed: Cast):
    """What was typed as "tell me the same day" became "By the next visit"."""
    address = f"/patients/{reviewed.patients[AMARA]}/entries"
    assert "pages no one" in reviewed.client("psychiatrist").get(f"{address}/new/medication_change").text
    assert increase(reviewed, "as-before", watch_for="Sleep.").status_code == 303
    assert items(reviewed)[-1].urgency == "next_visit"
    wrong = increase(reviewed, "wrong", watch_for="Sleep.", watch_by="last_year", dose="125")
    assert wrong.status_code == 422 and "Choose one of these." in wrong.text
    more = {"watch_for": "Any rash.", "watch_by": "same_day", "dose": "150"}
    signed = entry_id(increase(reviewed, "at-once", **more))
    assert items(reviewed)[-1].urgency == "same_day"
    page = reviewed.client("psychiatrist").get(f"{address}/{signed}").text
    assert "CoordCare pages no one" in page and "Phone numbers" in page
    assert reviewed.client("psychiatrist").post(f"{address}/{signed}/recall").status_code == 303
    again = reviewed.client("psychiatrist").get(f"{address}/{signed}/edit").text
    assert re.search(
        r'name="watch_by" value="same_day" checked|checked[^>]*name="watch_by"[^>]*value="same_day"', again
    )
