"""Results of this patient that count."""

from coordcare.measures.queries import item_9_before, latest, results
from tests.cast import Cast
from tests.rows import AMARA, CORA, entry


def test_results_are_signed_of_this_patient_and_count(pair: Cast) -> None:
    here = pair.standing("psychiatrist", AMARA)
    entry(pair, "measure_result", days=-9, item_9=1)
    entry(pair, "measure_result", days=-8, item_9=3, taken_back="duplicate")
    entry(pair, "measure_result", days=-7, item_9=3, status="draft")
    entry(pair, "measure_result", CORA, days=-6, item_9=2)
    assert len(results(here)["phq9"]) == 2, "the retracted one stays listed"
    assert len(latest(here)["phq9"]) == 1
    assert item_9_before(here, entry(pair, "measure_result")) == 1
