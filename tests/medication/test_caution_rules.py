"""Advice on any drug. Sources: dose_limits.csv, sources.md 4.2 (PDMP), clinic defaults [GK]."""

from dataclasses import replace

import pytest

from coordcare.medication import saving_rules
from coordcare.medication.advice_rules import ASKS_REASON, LEVELS, QUIET, REFUSED
from coordcare.medication.caution_rules import duplicate_class, over_maximum, pdmp, plausibility
from coordcare.medication.limit_formulary import Use
from coordcare.medication.saving_rules import advise, asks_reason
from tests.medication.situations import keys, on, situation

TAKES = (("start", "sertraline", -30, "50"),)


@pytest.mark.parametrize(("amount", "slip"), [("2000", False), ("2001", True)])
def test_clinic_default_more_than_ten_times_the_maximum_asks_to_check_the_decimal_point(amount, slip):
    (found,) = over_maximum(situation("start", "sertraline", amount))
    assert ("check the decimal point" in found.words) is slip


@pytest.mark.parametrize(("amount", "above"), [("199", False), ("200", False), ("201", True)])
def test_dose_limits_over_the_usual_maximum_asks_a_reason(amount, above):
    found = list(over_maximum(situation("increase", "sertraline", amount, before=TAKES)))
    assert keys(found) == (["over_maximum"] if above else [])
    assert all((one.level, one.verified) == (ASKS_REASON, False) for one in found)


@pytest.mark.parametrize(("age", "above"), [(60, False), (61, True)])
def test_domain_4_2_citalopram_over_60(age, above):
    assert bool(list(over_maximum(situation("start", "citalopram", "40", age=age)))) is above


@pytest.mark.parametrize(("beside", "most"), [((), 200), (("divalproex sodium",), 100), (("carbamazepine",), 400)])
def test_domain_4_2_the_maximum_of_lamotrigine_follows_what_else_is_taken(beside, most):
    before = [("start", drug, -90, "500") for drug in beside]
    for amount, above in ((most - 1, False), (most, False), (most + 1, True)):
        found = list(over_maximum(situation("taking_already", "lamotrigine", amount, before=before)))
        assert bool(found) is above
    ended = [*before, *(("stop", drug, -1) for drug in beside)]
    assert bool(list(over_maximum(situation("taking_already", "lamotrigine", 201, before=ended))))


def test_domain_8_buprenorphine_24_is_no_ceiling():
    use = Use(40, route="sublingual")
    assert list(over_maximum(situation("start", "buprenorphine", "32", use=use))) == []
    assert list(over_maximum(situation("start", "buprenorphine", "33", use=use)))


@pytest.mark.parametrize("change_type", ["hold", "stop"])
def test_a_dose_that_is_not_given_is_not_above_anything(change_type):
    assert list(over_maximum(situation(change_type, "sertraline", "900", before=TAKES))) == []


@pytest.mark.parametrize(("amount", "manifold"), [("24", False), ("25", True), ("26", True), ("50", True)])
def test_clinic_default_five_times_the_present_dose_is_a_quiet_line(amount, manifold):
    before = (("start", "sertraline", -30, "5"),)
    found = list(plausibility(situation("increase", "sertraline", amount, before=before)))
    assert keys(found) == (["manifold"] if manifold else [])
    assert all(one.level == QUIET for one in found)


def test_50_typed_as_500_is_advice_and_not_refused():
    found = advise(situation("increase", "sertraline", "500", before=TAKES))
    assert set(keys(found)) == {"manifold", "over_maximum"} and not any(one.level == REFUSED for one in found)


@pytest.mark.parametrize(
    ("drug", "amount", "unit", "refused"),
    [
        ("sertraline", "50", "mcg", True),
        ("sertraline", "1999", "mcg", True),  # 100 times below 200 mg
        ("sertraline", "2000", "mcg", False),
        ("sertraline", "20", "g", False),  # 100 times above: over-maximum asks
        ("sertraline", "20.1", "g", True),
        ("liothyronine", "25", "mg", True),
        ("liothyronine", "25", "mcg", False),
        ("liothyronine", "5", "mg", False),
        ("liothyronine", "5.1", "mg", True),
        ("triazolam", "125", "mcg", False),
        ("clonidine", "100", "mcg", False),
        ("lithium", "300", "mcg", True),
        ("quetiapine", "1", "mg", False),  # small, in the unit of the list
    ],
)
def test_clinic_default_mg_for_mcg_is_refused(drug, amount, unit, refused):
    found = advise(situation("start", drug, amount, unit=unit))
    assert ([one.level for one in found] == [REFUSED]) is refused
    assert ("unit_slip" in keys(found)) is refused


def test_a_unit_that_cannot_be_compared_with_what_is_taken_is_refused():
    found = advise(situation("increase", "sertraline", "10", unit="mL", before=TAKES))
    assert keys(found) == ["unit_misfit"] and found[0].level == REFUSED
    assert advise(situation("increase", "sertraline", "0.1", unit="g", before=TAKES)) == []


@pytest.mark.parametrize(
    ("drug", "other", "found"),
    [
        ("venlafaxine", "sertraline", True),
        ("zolpidem", "eszopiclone", True),
        ("haloperidol", "quetiapine", True),
        ("pimavanserin", "quetiapine", False),
        ("bupropion", "sertraline", False),
        ("lithium", "lithium", False),
    ],
)
def test_clinic_default_a_second_drug_of_a_family_is_a_quiet_line(drug, other, found):
    told = list(duplicate_class(situation("augment", drug, "1", before=(("start", other, -9, "1"),))))
    assert keys(told) == (["duplicate_class"] if found else [])
    assert all(one.level == QUIET for one in told)


@pytest.mark.parametrize(
    ("drug", "other", "watched"),
    [
        ("venlafaxine", "sertraline", True),
        ("sertraline", "venlafaxine", True),
        ("citalopram", "fluoxetine", True),
        ("lorazepam", "clonazepam", False),
    ],
)
def test_fda_labels_gk_two_reuptake_inhibitors_say_what_to_watch_for(drug, other, watched):
    (told,) = duplicate_class(situation("augment", drug, "1", before=(("start", other, -9, "1"),)))
    signs = ("serotonin syndrome", "agitation", "tremor", "sweating", "fever", "diarrhea")
    assert all((sign in told.words) is watched for sign in signs)
    assert ("FDA labels" in told.standing) is watched
    assert told.standing.endswith("clinic default, not verified") and told.standing.count("clinic default") == 1


@pytest.mark.parametrize(("stopped", "found"), [(0, False), (-1, False), (1, True)])
def test_a_duplicate_ends_on_the_day_of_the_stop(stopped, found):
    before = (*TAKES, ("stop", "sertraline", stopped))
    told = list(duplicate_class(situation("start", "fluoxetine", "20", before=before)))
    assert bool(told) is found
    if found:
        assert "until 2 Jun 2026" in told[0].words


@pytest.mark.parametrize(("days", "said"), [(-2, True), (-1, False), (0, False), (1, True), (None, True)])
def test_domain_4_2_pdmp_is_checked_for_each_start_of_a_controlled_drug(days, said):
    checked = None if days is None else on(days)
    assert bool(list(pdmp(situation("start", "alprazolam", "0.5", pdmp_checked_on=checked)))) is said


@pytest.mark.parametrize(("age", "said"), [(15, False), (16, True), (17, True)])
def test_florida_e_forcse_from_age_16(age, said):
    assert bool(list(pdmp(situation("start", "methylphenidate", "10", age=age)))) is said


def test_pdmp_concerns_starts_of_controlled_drugs_only():
    assert list(pdmp(situation("start", "sertraline", "50"))) == []
    before = (("start", "alprazolam", -9, "0.5"),)
    assert list(pdmp(situation("increase", "alprazolam", "1", before=before))) == []


def test_overdue_monitoring_is_one_quiet_line():
    found = advise(situation("increase", "lithium", "600", overdue=("creatinine", "TSH")))
    assert [(one.key, one.level) for one in found] == [("monitoring_overdue", QUIET)]
    assert "creatinine, TSH" in found[0].words


def test_an_unlisted_drug_says_that_nothing_is_checked():
    found = advise(situation("start", "St John's wort", "300"))
    assert keys(found) == ["uncoded"] and found[0].level == QUIET


def test_what_asks_a_reason_stands_before_quiet_lines():
    found = advise(situation("start", "alprazolam", "12", age=30))
    assert [one.level for one in found] == [ASKS_REASON, QUIET] == [one.level for one in found if one.level in LEVELS]
    assert asks_reason(found) == found[:1]


def test_only_the_four_named_kinds_ask_a_reason():
    may_ask = {"maoi_conflict", "maoi_washout", "lamotrigine_speed", "lamotrigine_restart", "over_maximum"}
    away = [("start", "lamotrigine", -90, "9"), ("stop", "lamotrigine", -9)]
    scenes = [
        situation("start", "phenelzine", "200", before=TAKES, age=20),
        situation("start", "lamotrigine", "300", before=away),
        situation("start", "clozapine", "1000"),
        situation("start", "alprazolam", "12", age=20, before=(("start", "lorazepam", -5, "1"),)),
    ]
    asked = {one.key for scene in scenes for one in asks_reason(advise(scene))}
    assert {key for key in asked if not key.startswith("clozapine_")} <= may_ask
    assert asked >= {"maoi_conflict", "lamotrigine_restart", "over_maximum", "clozapine_anc_missing"}


def test_every_line_names_its_source():
    scenes = [
        situation("start", drug, "1000", before=TAKES, age=20) for drug in ("phenelzine", "clozapine", "viloxazine")
    ]
    for advice in (one for scene in scenes for rule in saving_rules.RULES for one in rule(scene)):
        assert advice.source and advice.words.endswith(".") and advice.level in LEVELS
        assert ("not verified" in advice.standing) is not advice.verified


@pytest.mark.parametrize(
    ("drug", "amount", "unit", "form", "refused"),
    [
        ("lithium", "300", "units", None, True),
        ("lithium", "10", "mL", None, True),
        ("lithium", "10", "mL", "liquid", False),
        ("lithium", "0.3", "g", None, False),
        ("insulin glargine", "10", "units", None, False),
    ],
)
def test_a_unit_fits_the_drug_and_its_form(drug, amount, unit, form, refused):
    """Source: the clinic's list; of a drug that is not on it no unit is known."""
    plain = situation("start", drug, amount, unit=unit)
    found = list(plausibility(replace(plain, dose=plain.dose._replace(form=form))))
    assert [(one.key, one.level) for one in found] == [("unit_misfit", REFUSED)] * refused
