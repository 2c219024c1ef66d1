"""The level that answers give, from each source of sources.md, and what is still to be asked."""

import pytest

from coordcare.risk import screener_rules
from coordcare.risk.screener_rules import FITTING, ScreenerRule, differs, screener_rule, unanswered

RULES = [rule for rule in vars(screener_rules).values() if isinstance(rule, ScreenerRule)]
NO = {1: False, 2: False, 6: False}


@pytest.mark.parametrize(
    ("answers", "recent", "level"),
    [
        (NO, None, "none"),
        ({**NO, 1: True}, None, "low"),
        ({**NO, 2: True, 3: False, 4: False, 5: False}, None, "low"),
        ({**NO, 2: True, 3: True, 4: False, 5: False}, None, "moderate"),
        ({**NO, 2: True, 3: True, 4: True, 5: False}, None, "high"),
        ({**NO, 2: True, 3: False, 4: False, 5: True}, None, "high"),
        ({**NO, 6: True}, False, "moderate"),
        ({**NO, 6: True}, True, "high"),
        ({**NO, 6: True}, None, "high"),
        ({**NO, 2: True, 4: True, 6: True}, False, "high"),
        ({}, None, None),
        ({1: False, 2: False}, None, None),
        ({1: True}, None, "low"),
        ({4: True}, None, "high"),
    ],
)
def test_the_level(answers: dict[int, bool], recent: bool | None, level: str | None) -> None:
    rule = screener_rule(answers, recent)
    assert (rule.level if rule else None) == level


def test_every_rule_names_its_source() -> None:
    assert len(RULES) > 5
    for rule in RULES:
        assert "sources.md" in rule.source
        assert rule.verified == ("GK" not in rule.source)


@pytest.mark.parametrize(
    ("answers", "missing"),
    [({}, [1, 2, 6]), (NO, []), ({**NO, 2: True}, [3, 4, 5]), ({1: True, 2: True, 3: True}, [4, 5, 6])],
)
def test_what_the_card_still_asks(answers: dict[int, bool], missing: list[int]) -> None:
    assert unanswered(answers) == missing


def test_a_status_that_does_not_go_with_the_level() -> None:
    assert differs("high", "none")
    assert differs("none", "plan_or_intent")
    assert not differs("high", "plan_or_intent")
    assert not differs(None, "none")
    assert set(FITTING) == {rule.level for rule in RULES}
