"""What stands of the regimen on the review and on its paper: every planned step, a trial that ends."""

from datetime import timedelta

from coordcare.settings.queries import today
from tests.cast import Cast
from tests.medication.test_plans import steps
from tests.medication.writing import sign
from tests.review.reviewing import AMARA, Opened, decisions, open_review
from tests.review.test_trials import part, words


def day_of(cast: Cast, days: int) -> str:
    with cast.app.app_context():
        return str(today() + timedelta(days=days))


def change(cast: Cast, days: int = 0, **typed: str) -> None:
    answer = sign(cast, "psychiatrist", "medication_change", days, without_review="urgent", **typed)
    assert answer.status_code == 303, answer.text


def paper(opened: Opened) -> str:
    return opened.client.get(f"{opened.address}/print").text


def test_paper_leaves_out_no_planned_step(cast: Cast) -> None:
    """Eight lines were the most that stood there: with seven drugs, the stop of the plan was not among them."""
    for drug in ("bupropion", "trazodone", "lamotrigine", "mirtazapine", "buspirone", "quetiapine"):
        change(cast, -30, drug=drug, dose="25", reason="For sleep.")
    change(cast, -30, drug="sertraline", dose="200", reason="For mood.")
    rows = ((7, "125"), (14, "100"), (21, "50"), (28, "25"), (35, "Stop"))
    plan = steps(lambda days: day_of(cast, days), *rows)
    change(cast, drug="sertraline", change_type="taper", dose="150", reason="As agreed.", **plan)
    opened = open_review(cast)
    printed = words(paper(opened))
    assert "Quetiapine 25 mg" in printed
    for told in (printed, part(opened.page, "regimen")):
        coming = told.split("Sertraline planned:")[1]
        for amount in ("125 mg", "100 mg", "50 mg", "25 mg"):
            assert f"decreased to {amount}" in coming
        assert "stopped from" in coming and coming.count(" from ") >= len(rows)


def test_other_medicines_stand_with_the_regimen_and_on_paper(cast: Cast) -> None:
    address = f"/patients/{cast.patients[AMARA]}/health-list/other_medicine"
    for medicine in ("Omeprazole 20 mg", "St. John's wort"):
        typed = {"text": medicine, "noted_on": day_of(cast, -30)}
        answer = cast.client("psychiatrist").post(address, data=typed)
        assert answer.status_code in {302, 303}, answer.text
    opened = open_review(cast)
    told = "Other medicines: St. John's wort; Omeprazole 20 mg"
    assert told in part(opened.page, "regimen") and told in words(paper(opened))
    assert opened.no_change().status_code == 303
    assert "2 other medicines" in [one["words"] for one in decisions(cast)[0].shown["facts"]]
