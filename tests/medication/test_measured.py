"""What was measured, beside a drug that is begun or raised: shown before signing, and kept with the change."""

import pytest

from coordcare.extensions import db
from coordcare.medication.advice_rules import Abnormal, Untested
from coordcare.medication.formulary import find_drug
from coordcare.medication.measured_rules import Measured, baseline_missing, out_of_range
from coordcare.medication.models import MedicationChange
from coordcare.medication.monitoring_formulary import monitoring_rules
from coordcare.medication.monitoring_rules import Result
from coordcare.patients.health_actions import add_health_item, end_health_item
from coordcare.patients.rules import Category
from coordcare.settings.queries import today
from tests.medication.situations import on, situation
from tests.medication.writing import entry_id, sign

QTC = Abnormal("ecg", "QTc 480 ms on 1 Jun 2026 (long)", "a limit [GK]", verified=False)
TSH = Abnormal("tsh", "TSH 24 mIU/L on 1 Jun 2026 (high)", "", verified=True)


@pytest.mark.parametrize(
    ("change_type", "told"),
    [(one, True) for one in ("start", "increase", "switch", "augment", "resume")]
    + [(one, False) for one in ("decrease", "hold", "stop", "taper", "timing", "taking_already")],
)
def test_a_result_out_of_range_is_told_where_a_drug_is_begun_or_raised(change_type, told):
    found = list(out_of_range(situation(change_type, "citalopram", "40", abnormal=[QTC])))
    assert [one.words for one in found] == ["Out of range on record: QTc 480 ms on 1 Jun 2026 (long)."] * told
    assert [(one.standing, one.verified) for one in found] == [
        ("a limit; general knowledge; clinic default, not verified", False)
    ] * told
    assert not list(out_of_range(situation(change_type, "citalopram", "40")))


def test_the_tests_of_the_drug_itself_stand_first():
    measured = Measured([QTC, TSH], rules=monitoring_rules())
    assert measured.abnormal_for(find_drug("lithium")) == [TSH, QTC]
    assert measured.abnormal_for(find_drug("ziprasidone")) == [QTC, TSH]


def test_a_toxic_level_is_told_before_lithium_is_raised_and_is_kept_with_it(cast, amara):
    sign(cast, "psychiatrist", "medication_change", -30, drug="lithium", dose="300")
    sign(cast, "psychiatrist", "monitoring_result", -3, test="qtc", value="480", unit="ms")
    sign(cast, "psychiatrist", "monitoring_result", -2, value="24")
    sign(
        cast,
        "psychiatrist",
        "monitoring_result",
        test="lithium_level",
        value="1.6",
        unit="mEq/L",
        hours_since_dose="12",
    )
    raised = {"change_type": "increase", "drug": "lithium", "dose": "600"}
    shown = (
        cast.client("psychiatrist")
        .post(f"/patients/{amara}/medication/advice", data={**raised, "unit": "mg", "frequency": "once_daily"})
        .text
    )
    draft = sign(cast, "psychiatrist", "medication_change", action="preview", **raised)
    before = cast.client("psychiatrist").get(draft.location).text
    signed = entry_id(sign(cast, "psychiatrist", "medication_change", **raised))
    with cast.app.app_context():
        kept = next(
            one["words"] for one in db.session.get_one(MedicationChange, signed).advice if one["key"] == "out_of_range"
        )
    assert "Lithium level 1.6 mEq/L on" in kept and "toxicity is possible" in kept
    assert kept.index("Lithium level") < kept.index("TSH 24 mIU/L") < kept.index("QTc 480 ms")
    assert kept in shown and kept in before


def test_what_is_not_checked_names_the_other_medicines_on_record(cast, amara):
    with cast.app.app_context():
        for text, ended in (("Omeprazole 20 mg", False), ("Levothyroxine 50 mcg", False), ("Iron", True)):
            item = add_health_item(cast.viewer("psychiatrist"), amara, Category.OTHER_MEDICINE, text, today())
            if ended:
                end_health_item(cast.viewer("psychiatrist"), amara, item.id, today(), "stopped")
        add_health_item(cast.viewer("psychiatrist"), amara, Category.ALLERGY, "Penicillin", today())
    psychiatrist, typed = cast.client("psychiatrist"), {"drug": "citalopram", "dose": "40"}
    draft = sign(cast, "psychiatrist", "medication_change", action="preview", **typed)
    words = (
        "Not checked: allergies, interactions beyond MAOIs (other medicines on record: Levothyroxine 50 mcg;"
        " Omeprazole 20 mg), QT, kidney and liver function"
    )
    for page in (f"/patients/{amara}/entries/new/medication_change", draft.location):
        assert words in psychiatrist.get(page).text


def test_baseline_tests_without_a_result_are_named_when_lithium_is_begun():
    """Source: the clinic's monitoring rules, sources.md 4.2."""
    lithium, begun = find_drug("lithium"), on(0)

    def missing(*results):
        return [one.word for one in Measured(results=results, rules=monitoring_rules()).untested(lithium, begun)]

    assert {"calcium", "creatinine", "TSH"} < set(missing())
    for days, tested in ((0, True), (-90, True), (-91, False), (1, False)):
        assert ("TSH" not in missing(Result("tsh", on(days)))) is tested
    assert not Measured(rules=monitoring_rules()).untested(find_drug("sertraline"), begun)


@pytest.mark.parametrize(
    ("change_type", "told"),
    [
        ("start", True),
        ("switch", True),
        ("augment", True),
        ("increase", False),
        ("resume", False),
        ("taking_already", False),
    ],
)
def test_the_line_on_baseline_tests(change_type, told):
    lacks = [
        Untested("calcium", "sources.md 4.2 [S-x]", verified=False),
        Untested("TSH", "sources.md 4.2 [S-x]", verified=False),
    ]
    found = list(baseline_missing(situation(change_type, "lithium", "300", untested=lacks)))
    assert [one.words for one in found] == ["Baseline tests not on record: calcium, TSH."] * told
    assert all(one.standing == "the clinic's monitoring rules; clinic default, not verified" for one in found)
    named = [Untested("lipids", "ADA/APA 2004: sources.md 4.2 [S27]", verified=True)]
    (line,) = baseline_missing(situation("start", "quetiapine", "50", untested=named))
    assert line.standing == "the clinic's monitoring rules: ADA/APA 2004"


def test_lithium_begun_without_tests_says_so_before_it_is_signed(cast, amara):
    sign(cast, "psychiatrist", "monitoring_result", -2)
    draft = sign(cast, "psychiatrist", "medication_change", action="preview", drug="lithium", dose="300")
    shown = cast.client("psychiatrist").get(draft.location).text
    told = shown.split("Baseline tests not on record: ")[1].split("<")[0]
    assert "calcium" in told and "creatinine" in told and "TSH" not in told
