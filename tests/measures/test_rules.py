"""Scores against published edges. Each row says where its edge is from."""

from datetime import date, timedelta

import pytest

from coordcare.measures import rules
from coordcare.measures.rules import Point
from coordcare.measures.wording_rules import GAD7, MEASURES, NOTICE, OPTIONS, PHQ9

MEASURE = {"phq9": PHQ9, "gad7": GAD7}
NONE = None
KROENKE = "PHQ-9 bands: Kroenke 2001; LOINC 44261-6, LL382-3 [S32]"
SPITZER = "GAD-7 bands: Spitzer 2006 [S34]"
PRORATED = "up to 2 missing: mean times items, half up; sources.md 2.1 [GK]"
ITEM_9 = "item 9 is never prorated; sources.md 8"
TODAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("measure", "total", "band", "source"),
    [
        ("phq9", 0, "minimal", KROENKE),
        ("phq9", 4, "minimal", KROENKE),
        ("phq9", 5, "mild", KROENKE),
        ("phq9", 9, "mild", KROENKE),
        ("phq9", 10, "moderate", KROENKE),
        ("phq9", 14, "moderate", KROENKE),
        ("phq9", 15, "moderately_severe", KROENKE),
        ("phq9", 19, "moderately_severe", KROENKE),
        ("phq9", 20, "severe", KROENKE),
        ("phq9", 27, "severe", KROENKE),
        ("gad7", 0, "minimal", SPITZER),
        ("gad7", 4, "minimal", SPITZER),
        ("gad7", 5, "mild", SPITZER),
        ("gad7", 9, "mild", SPITZER),
        ("gad7", 10, "moderate", SPITZER),
        ("gad7", 14, "moderate", SPITZER),
        ("gad7", 15, "severe", SPITZER),
        ("gad7", 21, "severe", SPITZER),
    ],
)
def test_bands_at_every_edge(measure, total, band, source):
    answers, left = [], total
    for _ in MEASURE[measure].items:
        answers.append(min(3, left))
        left -= answers[-1]
    found = rules.score(MEASURE[measure], answers)
    assert (found.total, found.band, found.prorated) == (total, band, False), source
    assert found.answered == len(answers)


@pytest.mark.parametrize(
    ("measure", "answers", "total", "answered", "prorated", "source"),
    [
        ("phq9", [1, 1, 1, 1, 1, 1, 1, NONE, 0], 8, 8, True, PRORATED),  # 7 x 9 / 8 = 7.875
        ("phq9", [2, 1, 1, 0, 0, 0, 0, NONE, 0], 5, 8, True, PRORATED),  # 4 x 9 / 8 = 4.5, half up
        ("phq9", [3, 3, 3, 3, 0, 0, 0, NONE, 0], 14, 8, True, PRORATED),  # 12 x 9 / 8 = 13.5, half up
        ("phq9", [3, 3, 3, 3, 3, 3, NONE, NONE, 3], 27, 7, True, PRORATED),
        ("phq9", [2, 2, 2, 1, 1, 1, NONE, NONE, 1], 13, 7, True, PRORATED),  # 10 x 9 / 7 = 12.857
        ("phq9", [1, 0, 0, 0, 0, 0, NONE, NONE, 0], 1, 7, True, PRORATED),  # 9 / 7 = 1.286
        ("phq9", [1, 1, 1, 1, 1, NONE, NONE, NONE, 0], NONE, 6, False, PRORATED),
        ("gad7", [1, 1, 1, 1, 1, 0, NONE], 6, 6, True, PRORATED),  # 5 x 7 / 6 = 5.833
        ("gad7", [3, 3, 3, 0, 0, 0, NONE], 11, 6, True, PRORATED),  # 9 x 7 / 6 = 10.5, half up
        ("gad7", [2, 2, 2, 2, 2, NONE, NONE], 14, 5, True, PRORATED),
        ("gad7", [2, 2, 2, 2, NONE, NONE, NONE], NONE, 4, False, PRORATED),
        ("phq9", [3, 3, 3, 3, 3, 3, 3, 3, NONE], NONE, 8, False, ITEM_9),
        ("phq9", [0, 0, 0, 0, 0, 0, 0, 0, NONE], NONE, 8, False, ITEM_9),
        ("phq9", [1, 1, 1, 1, 1, 1, 1, NONE, NONE], NONE, 7, False, ITEM_9),
    ],
)
def test_missing_items(measure, answers, total, answered, prorated, source):
    found = rules.score(MEASURE[measure], answers)
    assert (found.total, found.answered, found.prorated) == (total, answered, prorated), source
    assert (found.band is None) == (total is None)


def test_the_published_wording_is_whole():
    assert [len(measure.items) for measure in MEASURES.values()] == [9, 7]
    assert PHQ9.items[8].text == "Thoughts that you would be better off dead, or of hurting yourself in some way"
    assert PHQ9.items[5].text.startswith("Feeling bad about yourself - or that you are a failure")
    assert GAD7.items[6].text == "Feeling afraid as if something awful might happen"
    assert [option.word for option in OPTIONS] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
    ]
    assert "No permission required to reproduce, translate, display or distribute" in NOTICE
    codes = [item.code for measure in MEASURES.values() for item in measure.items]
    assert len(set(codes)) == 16 and (PHQ9.panel_code, GAD7.panel_code) == ("44249-1", "69737-5")


def test_every_rule_names_its_source():
    stated = [rule for measure in MEASURES.values() for rule in measure.rules]
    assert all(rule.source for rule in stated)
    assert all(("[GK]" in rule.source) != rule.verified for rule in stated)


@pytest.mark.parametrize(
    ("measure", "before", "now", "words"),
    [
        ("phq9", 16, 13, "-3 since 3 Nov 2026"),
        ("phq9", 16, 11, "-5 since 3 Nov 2026"),
        ("phq9", 16, 10, "-6 since 3 Nov 2026, reliable improvement"),
        ("phq9", 10, 16, "+6 since 3 Nov 2026, reliable worsening"),
        ("phq9", 10, 10, "no change since 3 Nov 2026"),
        ("gad7", 12, 9, "-3 since 3 Nov 2026"),
        ("gad7", 12, 8, "-4 since 3 Nov 2026, reliable improvement"),
    ],
)
def test_change_and_reliable_change(measure, before, now, words):
    """Reliable: 6 (PHQ-9) and 4 (GAD-7), UK Talking Therapies [S36]."""
    assert rules.change_words(MEASURE[measure], now, Point(date(2026, 11, 3), before)) == words


@pytest.mark.parametrize(("first", "now", "response"), [(20, 10, True), (20, 11, False), (15, 8, False), (9, 0, None)])
def test_response_is_half_of_a_baseline_of_ten(first, now, response):
    """A fall of 50 % or more [S20]; not applicable below 10 (sources.md 8)."""
    assert rules.is_response(PHQ9, first, now) is response


def course(*totals):
    return rules.course(PHQ9, [Point(TODAY + timedelta(weeks=week), total) for week, total in enumerate(totals)])


def test_remission_is_a_range_of_the_score_and_sustained_after_two():
    assert course(16, 5).remission is None
    assert course(16, 4).remission == "score in the remission range"
    assert course(16, 4, 3).remission == "score in the remission range, sustained (the last 2)"
    assert course(4, 16).remission is None


def test_a_result_without_total_changes_nothing():
    assert course(16, None, 12) == course(16, None, 12, None)  # the last total stands
    assert course(None) == course() == rules.Course()
    assert course(16, None).last == Point(TODAY, 16)
    assert course(16).since_last is None and course(16).response is None
    assert course(16, 12).since_last.startswith("-4") and course(16, 12).since_first is None
    assert course(16, 12, 6).since_first == "-10 since 12 Nov 2026, reliable improvement, the first here"


FULL, ONE_CLICK = "same_day", "two_days"


@pytest.mark.parametrize(
    ("answer", "last", "assessed", "urgency", "why"),
    [
        (1, None, 1, FULL, "the first answer"),
        (1, 0, 1, FULL, "new"),
        (2, 1, 1, FULL, "raised"),
        (3, 2, 1, FULL, "raised"),
        (2, 2, 1, FULL, "2 or 3"),
        (3, 3, 1, FULL, "2 or 3"),
        (2, 3, 1, FULL, "2 or 3, though lower"),
        (1, 1, None, FULL, "never assessed"),
        (1, 1, 29, FULL, "the assessment is over 28 days old"),
        (1, 1, 28, ONE_CLICK, "28 days is not over 28"),
        (1, 2, 0, ONE_CLICK, "lower, and assessed today"),
    ],
)
def test_how_soon_item_9_is_answered(answer, last, assessed, urgency, why):
    """Source: sources.md 8, Item 9."""
    assessed_on = None if assessed is None else TODAY - timedelta(days=assessed)
    assert rules.item_9_urgency(answer, last, assessed_on, TODAY) == urgency, why


def test_the_risk_task_in_words():
    full = rules.item_9_text(TODAY, FULL, None)
    assert full.startswith("PHQ-9 item 9 answered above 0 on 12 Nov 2026.")
    assert "assessed on 1 Nov 2026" in rules.item_9_text(TODAY, ONE_CLICK, date(2026, 11, 1))


LESS = "less than 50 % below the first total here, 15"
LOST = f"response at 4 on 26 Nov 2026, not any more: now 9, {LESS}"


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((15, 4, 4, 9), LOST),
        ((15, 7, 8), f"response at 7 on 19 Nov 2026, not any more: now 8, {LESS}"),
        ((15, 4, 9, 12), f"response at 4 on 19 Nov 2026, not any more: now 12, {LESS}"),
        ((15, 4, None, 9), f"response at 4 on 19 Nov 2026, not any more: now 9, {LESS}"),
        ((15, 0, 15), f"response at 0 on 19 Nov 2026, not any more: now 15, {LESS}"),
        ((15, 8, 9), f"no response so far: {LESS}"),
        ((15, 9), f"no response so far: {LESS}"),
        ((15, 4, 9, 7), "response: 50 % or more below the first total here, 15"),
        ((9, 4, 9), "response not applicable: the first total here, 9, is below 10"),
    ],
)
def test_a_response_that_was_lost_is_told_with_its_last_day(totals, words):
    """A fall of 50 % or more from a first total of 10 or more: [S20], sources.md 8."""
    assert course(*totals).response == words


@pytest.mark.parametrize(
    ("measure", "total", "tone"),
    [
        ("phq9", 0, "score"),
        ("phq9", 4, "score"),
        ("phq9", 5, None),
        ("phq9", 9, None),
        ("phq9", 10, "event"),
        ("phq9", 15, "event"),
        ("phq9", 27, "event"),
        ("gad7", 4, "score"),
        ("gad7", 9, None),
        ("gad7", 10, "event"),
        ("gad7", 21, "event"),
    ],
)
def test_only_a_minimal_band_is_calm_and_none_is_red(measure, total, tone):
    assert rules.band_tone(MEASURE[measure], total) == tone
