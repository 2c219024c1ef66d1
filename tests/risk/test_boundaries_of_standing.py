"""The risk that stands is that of this patient."""

from coordcare.risk.queries import risk_panel
from tests.cast import Cast
from tests.rows import AMARA, CORA, entry


def test_the_risk_that_stands_is_of_this_patient(pair: Cast) -> None:
    entry(pair, "medication_visit", days=-3)
    entry(pair, "medication_visit", CORA, risk_status="plan_or_intent")
    levels = [risk_panel(pair.standing("psychiatrist", one), pair.patients[one]).level for one in (AMARA, CORA)]
    assert levels == [0, 3]
