"""The present trial on the review: in one line above the fold, and as a decision point with the dose that is left."""

import re
from datetime import date, timedelta
from html import unescape

from coordcare.extensions import clock, transaction
from coordcare.medication.models import FormularyVersion
from coordcare.medication.progress_rules import day_words
from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.test_plans import steps
from tests.medication.writing import entry_id, retract, sign
from tests.review.reviewing import AMARA, decisions, open_review, score

NO_RESPONSE = "10 weeks on 50 mg once daily, PHQ-9 18 to 17: no response by the clinic's points for PHQ-9, after STAR*D"


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def part(page: str, key: str) -> str:
    """The words of a section or a folded part."""
    found = re.search(rf'<(section|details)[^>]*id="{key}".*?</\1>', page, re.S)
    assert found, key
    return words(found[0])


def write_trial(cast: Cast) -> int:
    """No response after ten weeks on sertraline 50 mg; its last score."""
    score(cast, [2] * 9, -80)
    answer = sign(cast, "psychiatrist", "medication_change", -77, drug="sertraline", dose="50", without_review="urgent")
    assert answer.status_code == 303, answer.text
    assert sign(cast, "psychiatrist", "medication_visit", -5, missed_doses="0").status_code == 303
    return entry_id(score(cast, [3] + [2] * 7 + [0], -7))


def set_maximum(cast: Cast, maximum: int) -> None:
    with cast.app.app_context(), transaction() as session:
        for version, most in ((1, 100), (2, maximum)):
            session.add(
                FormularyVersion(
                    generic="sertraline", version=version, brands="Zoloft", drug_class="SSRI", common_start="25-50 mg",
                    usual_maximum=f"{most} mg", maximum=most, maximum_unit="mg", offered=True,
                    family="reuptake_inhibitor", saved_by_id=cast.accounts["psychiatrist"], saved_at=clock.now(),
                    submission_key=f"v{version}",
                )
            )  # fmt: skip


def test_the_dose_that_is_left_is_told_first(cast: Cast) -> None:
    write_trial(cast)
    page = open_review(cast).page
    assert f"{NO_RESPONSE}; dose below the usual maximum (50 mg of 200 mg a day)" in part(page, "regimen")
    points = part(page, "points")
    left = "less than 50 % lower; the dose can still be raised (50 mg of 200 mg a day, the usual maximum)"
    assert points.count(left) == 1 and f"{left}; consider a switch or augmentation" in points
    assert "not verified" in points


def test_the_maximum_is_the_clinics_own_where_it_set_one(cast: Cast) -> None:
    write_trial(cast)
    set_maximum(cast, 50)
    page = open_review(cast).page
    assert f"{NO_RESPONSE}; dose at the usual maximum (50 mg of 50 mg a day)" in part(page, "regimen")
    assert "can still be raised" not in page and "set by this clinic" in part(page, "points")


def test_one_day_is_a_day(cast: Cast) -> None:
    answer = sign(cast, "psychiatrist", "medication_change", -1, without_review="urgent")
    assert answer.status_code == 303, answer.text
    opened = open_review(cast)
    for page in (opened.page, opened.client.get(f"{opened.address}/print").text):
        assert "1 day at this dose" in words(page) and "1 days" not in words(page)
    assert opened.no_change().status_code == 303
    assert any("1 day at this dose" in one["words"] for one in decisions(cast)[0].shown["facts"])


def test_it_is_kept_with_the_decision_and_goes_with_what_it_was_drawn_from(cast: Cast) -> None:
    last = write_trial(cast)
    assert open_review(cast).no_change().status_code == 303
    (made,) = decisions(cast)
    kept = [one["words"] for one in made.shown["facts"] if one["topic"] == "trial"]
    assert kept == [f"Sertraline: {NO_RESPONSE}; dose below the usual maximum (50 mg of 200 mg a day)"]
    address = f"/patients/{cast.patients[AMARA]}/review/decisions/{made.id}"
    assert "The present trial Sertraline: 10 weeks" in words(cast.client("therapist").get(address).text)
    retract(cast, "therapist", last, "entered_in_error")
    assert "The present trial later retracted" in words(cast.client("therapist").get(address).text)


def leave(cast: Cast, days: int = 0, **typed: str) -> None:
    answer = sign(cast, "psychiatrist", "medication_change", days, without_review="urgent", **typed)
    assert answer.status_code == 303, words(answer.text)[:9000]


def after(cast: Cast, days: int) -> date:
    with cast.app.app_context():
        return today() + timedelta(days=days)


def test_of_a_drug_that_is_being_stopped_no_dose_is_told(cast: Cast) -> None:
    write_trial(cast)
    stop = after(cast, 14)
    leave(cast, change_type="stop", drug="sertraline", dose="", reason="As agreed.", effective_on=str(stop))
    page = open_review(cast).page
    told = f"{NO_RESPONSE}; being stopped, last step {day_words(stop)}"
    assert told in part(page, "regimen")
    points = part(page, "points")
    assert f"less than 50 % lower; being stopped, last step {day_words(stop)}" in points
    assert "usual maximum" not in page and "can still be raised" not in page
    assert "Week 9" in points and "Week 12" in points, "week 12 comes before the stop"
    assert "No response: Sertraline" not in cast.client("psychiatrist").get("/patients").text


def test_no_point_lies_ahead_after_the_stop(cast: Cast) -> None:
    write_trial(cast)
    leave(cast, change_type="stop", drug="sertraline", dose="", reason="As agreed.", effective_on=str(after(cast, 3)))
    points = part(open_review(cast).page, "points")
    assert "Week 9" in points and "Week 12" not in points


def test_of_a_drug_that_another_replaces_no_dose_is_told_either(cast: Cast) -> None:
    """The stop that the switch planned was ended by a later change of the drug that is left."""
    write_trial(cast)
    plan = steps(lambda days: str(after(cast, days)), (7, "25"), (14, "Stop"), plan="leaving")
    leave(cast, change_type="switch", drug="bupropion", dose="150", other_drug="sertraline", reason="None.", **plan)
    assert "being stopped" in part(open_review(cast).page, "regimen")
    leave(cast, change_type="timing", drug="sertraline", dose="50", frequency="at_bedtime", reason="Tired.")
    page = open_review(cast).page
    assert "being replaced by bupropion" in part(page, "regimen") and "can still be raised" not in page
    leave(cast, change_type="increase", drug="sertraline", dose="100", frequency="at_bedtime", reason="It stays.")
    assert "being replaced" not in open_review(cast).page


def test_a_window_that_another_change_cuts_says_where_it_ends(cast: Cast) -> None:
    """PHQ-9 18 to 17 "in the 2 weeks after", of six: another drug was begun, which nobody could see."""
    write_trial(cast)
    score(cast, [2] * 8 + [1], -65)
    more = {"drug": "hydroxyzine", "dose": "25", "frequency": "as_needed", "most_per_day": "1"}
    assert sign(cast, "psychiatrist", "medication_change", -60, **more, advice_reason="Agreed.").status_code == 303
    told = "PHQ-9 18 to 17 in the 2 weeks until hydroxyzine was started; 0 sessions attended"
    opened = open_review(cast)
    assert told in words(opened.page)
    assert told in words(opened.client.get(f"{opened.address}/print").text)
