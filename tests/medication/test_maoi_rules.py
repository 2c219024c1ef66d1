"""MAOI conflicts and washouts. Sources: sources.md 4.2 and 8 (a list of its own)."""

import pytest

from coordcare.medication.advice_rules import ASKS_REASON, QUIET
from coordcare.medication.formulary import formulary
from coordcare.medication.maoi_formulary import maoi_conflicts, maois
from coordcare.medication.maoi_rules import maoi_advice
from tests.medication.situations import keys, situation


def advice(drug, *before, change_type="start", day=0):
    return list(maoi_advice(situation(change_type, drug, "10", day=day, before=before)))


def after_stop(first, then, days):
    return advice(then, ("start", first, -90, "10"), ("stop", first, -days))


@pytest.mark.parametrize("drug", ["carbamazepine", "buspirone", "bupropion", "amphetamine", "dextroamphetamine"])
@pytest.mark.parametrize("maoi", sorted(maois()))
def test_isocarboxazid_label_these_conflict_with_an_maoi_either_way(drug, maoi):
    (forth,) = advice(drug, ("start", maoi, -9, "10"))
    (back,) = advice(maoi, ("start", drug, -9, "10"))
    for found in (forth, back):
        assert (found.key, found.level, found.verified) == ("maoi_conflict", ASKS_REASON, True)
        assert found.source == "sources.md 8: isocarboxazid label text"


def test_domain_8_gk_atomoxetine_conflicts_and_says_that_it_is_not_verified():
    (found,) = advice("atomoxetine", ("start", "phenelzine", -9, "15"))
    assert found.level == ASKS_REASON and not found.verified
    assert found.standing == "general knowledge; clinic default, not verified"


def test_domain_8_gk_esketamine_is_a_quiet_line_on_blood_pressure():
    (found,) = advice("esketamine", ("start", "phenelzine", -9, "15"))
    assert (found.key, found.level) == ("maoi_watch", QUIET) and "blood pressure" in found.words
    assert after_stop("phenelzine", "esketamine", 1) == []


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        ("sertraline", "phenelzine", 14),
        ("phenelzine", "sertraline", 14),
        ("fluoxetine", "phenelzine", 35),  # 5 weeks
        ("phenelzine", "fluoxetine", 14),
        ("vortioxetine", "tranylcypromine", 21),
        ("tranylcypromine", "vortioxetine", 14),
        ("phenelzine", "tranylcypromine", 14),
        ("carbamazepine", "selegiline", 14),
    ],
)
def test_domain_4_2_and_8_the_washout_under_at_and_over_its_edge(first, then, days):
    (found,) = after_stop(first, then, days - 1)
    assert (found.key, found.level, found.verified) == ("maoi_washout", ASKS_REASON, False)
    assert f"{days - 1} days before" in found.words and f"waits {days} days" in found.words
    assert after_stop(first, then, days) == after_stop(first, then, days + 1) == []


def test_a_stop_on_the_day_of_the_start_is_a_washout_of_0_days():
    (found,) = after_stop("sertraline", "phenelzine", 0)
    assert found.key == "maoi_washout" and ", 0 days before." in found.words
    assert ", 1 day before." in after_stop("sertraline", "phenelzine", 1)[0].words


def test_a_drug_on_hold_still_conflicts():
    assert keys(advice("sertraline", ("start", "phenelzine", -90, "15"), ("hold", "phenelzine", -60))) == [
        "maoi_conflict"
    ]


def test_a_planned_maoi_conflicts_with_what_is_begun_before_it():
    (found,) = advice("sertraline", ("start", "phenelzine", 20, "15"))
    assert "is planned from 21 Jun 2026" in found.words


def test_a_cross_taper_with_an_maoi_conflicts_until_its_planned_stop():
    (found,) = advice("phenelzine", ("start", "sertraline", -90, "50"), ("stop", "sertraline", 7))
    assert "is taken until 8 Jun 2026" in found.words


@pytest.mark.parametrize("change_type", ["increase", "decrease", "hold", "stop"])
def test_what_begins_nothing_gets_no_advice(change_type):
    assert advice("sertraline", ("start", "phenelzine", -9, "15"), change_type=change_type) == []


@pytest.mark.parametrize("change_type", ["start", "augment", "resume", "taking_already"])
def test_whatever_begins_is_checked(change_type):
    assert keys(advice("sertraline", ("start", "phenelzine", -9, "15"), change_type=change_type)) == ["maoi_conflict"]


def test_the_list_is_its_own_and_names_every_antidepressant():
    assert set(maoi_conflicts()) <= set(formulary())
    assert maois() == {"phenelzine", "tranylcypromine", "isocarboxazid", "selegiline"}
    assert {drug.generic for drug in formulary().values() if drug.antidepressant} <= set(maoi_conflicts())
    assert advice("lithium", ("start", "phenelzine", -9, "15")) == []
    assert advice("sertraline", ("start", "bupropion", -9, "150")) == []


@pytest.mark.parametrize("row", maoi_conflicts().values(), ids=lambda row: row.drug)
def test_every_row_says_where_it_is_from(row):
    assert row.kind in {"conflict", "watch"} and row.conflict_source
    assert (row.days_before > 0) == (row.days_after > 0) == bool(row.washout_source) == (row.kind == "conflict")
    assert not (row.conflict_verified and "GK" in row.conflict_source)
