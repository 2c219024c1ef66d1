"""What can be measured, in which units, and which values can be at all. Pure.

The bounds are sanity, no reference ranges: what lies outside is a slip of the unit or of the decimal point, and is
refused with a sentence. They are the clinic's own, not verified [GK]. US units stand first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from coordcare.medication.formulary import amount_words

Bounds = tuple[str, str]
LITHIUM, WEIGHT = "lithium_level", "weight"
PRESSURE = "blood_pressure"
NORMAL = {"normal": "Normal", "abnormal": "Abnormal"}
FOUND = {"negative": "Negative", "positive": "Positive"}
ASKED = {"asked": "Asked and recorded"}
_MOLES = {"mmol/L": ("0.1", "30"), "mg/dL": ("4", "2000")}
_SALT = {"mEq/L": ("90", "190"), "mmol/L": ("90", "190")}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One thing that is measured. `meets` is the test of the rules that it answers; `units` with the values taken.

    `findings` are the answers of what has no number, by key. Two numbers (a blood pressure) are typed as 120/80.
    """

    key: str
    word: str
    meets: str
    units: Mapping[str, Bounds] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)

    @property
    def numeric(self) -> bool:
        return bool(self.units)

    @property
    def paired(self) -> bool:
        return self.key == PRESSURE

    @property
    def level(self) -> bool:
        """Whether it is a drug's level, which is read by the hours since the dose."""
        return self.key.endswith("_level")

    def fits(self, value: Decimal, unit: str) -> bool:
        low, high = self.units[unit]
        return Decimal(low) <= value <= Decimal(high)


def _row(key: str, word: str, meets: str | None = None, units: Mapping[str, Bounds] | None = None) -> Measurement:
    return Measurement(key, word, meets or key, units or {})


_MEASUREMENTS = (
    _row(LITHIUM, "Lithium level", None, {"mEq/L": ("0.05", "5"), "mmol/L": ("0.05", "5")}),
    _row("valproate_level", "Valproate level", None, {"mcg/mL": ("1", "300")}),
    _row("carbamazepine_level", "Carbamazepine level", None, {"mcg/mL": ("0.5", "50")}),
    _row("anc", "ANC", None, {"cells/mcL": ("50", "60000"), "10^3/mcL": ("0.05", "49")}),
    Measurement("cbc", "Complete blood count", "cbc", findings=NORMAL),
    _row("creatinine", "Creatinine", None, {"mg/dL": ("0.1", "14.9"), "umol/L": ("15", "1800")}),
    _row("egfr", "eGFR", "creatinine", {"mL/min/1.73m2": ("1", "200")}),
    _row("tsh", "TSH", None, {"mIU/L": ("0.001", "200")}),
    _row("calcium", "Calcium", None, {"mg/dL": ("4", "20"), "mmol/L": ("0.9", "3.9")}),
    _row("sodium", "Sodium", None, _SALT),
    _row("alt", "ALT", "lft", {"U/L": ("1", "10000")}),
    _row("ast", "AST", "lft", {"U/L": ("1", "10000")}),
    _row("glucose_fasting", "Fasting glucose", "glucose", {"mg/dL": ("20", "1000"), "mmol/L": ("1", "19.9")}),
    _row("a1c", "Hemoglobin A1c", "glucose", {"%": ("3", "20")}),
    _row("cholesterol", "Total cholesterol", "lipids", _MOLES),
    _row("ldl", "LDL cholesterol", "lipids", _MOLES),
    _row("hdl", "HDL cholesterol", "lipids", _MOLES),
    _row("triglycerides", "Triglycerides", "lipids", {"mg/dL": ("10", "10000"), "mmol/L": ("0.1", "9.9")}),
    _row(WEIGHT, "Weight", None, {"lb": ("44", "990"), "kg": ("20", "450")}),
    _row("bmi", "BMI", "weight", {"kg/m2": ("8", "100")}),
    _row("waist", "Waist", None, {"in": ("15", "99"), "cm": ("40", "250")}),
    _row(PRESSURE, "Blood pressure", None, {"mmHg": ("50", "300")}),
    _row("qtc", "QTc", "ecg", {"ms": ("250", "750")}),
    Measurement("ecg", "ECG", "ecg", findings=NORMAL),
    _row("aims", "AIMS total", None, {"points": ("0", "28")}),
    _row("prolactin", "Prolactin", None, {"ng/mL": ("0.1", "5000")}),
    Measurement("urinalysis", "Urinalysis", "urinalysis", findings=NORMAL),
    Measurement("pregnancy_test", "Pregnancy test", "pregnancy_test", findings=FOUND),
    Measurement("hla_b_1502", "HLA-B*1502", "hla_b_1502", findings=FOUND),
    Measurement("metabolic_history", "Personal and family metabolic history", "metabolic_history", findings=ASKED),
)
MEASUREMENTS: dict[str, Measurement] = {row.key: row for row in _MEASUREMENTS}
FINDINGS: dict[str, str] = NORMAL | FOUND | ASKED
UNITS: tuple[str, ...] = tuple(dict.fromkeys(unit for row in _MEASUREMENTS for unit in row.units))
DIASTOLIC: Bounds = ("20", "200")


def answering(test: str) -> list[Measurement]:
    """What answers a test of the rules, the usual one first."""
    return [row for row in _MEASUREMENTS if row.meets == test]


def value_problem(measured: Measurement, value: Decimal, unit: str) -> str | None:
    """Why a value cannot be, as a sentence that says what may have been meant; None for one that can.

    Raises KeyError for a unit in which it is not recorded.
    """
    if measured.fits(value, unit):
        return None
    low, high = measured.units[unit]
    told = f"{measured.word} of {amount_words(value)} {unit} cannot be: from {low} to {high} is taken."
    return f"{told} {meant}" if (meant := _meant(measured, value, unit)) else told


def pair_problem(upper: Decimal, lower: Decimal) -> str | None:
    """Why two pressures cannot be; None for two that can."""
    if not MEASUREMENTS[PRESSURE].fits(upper, "mmHg"):
        return value_problem(MEASUREMENTS[PRESSURE], upper, "mmHg")
    if not Decimal(DIASTOLIC[0]) <= lower <= Decimal(DIASTOLIC[1]):
        return (
            f"A lower pressure of {amount_words(lower)} mmHg cannot be: from {DIASTOLIC[0]} to {DIASTOLIC[1]} is taken."
        )
    if lower >= upper:
        return "The upper pressure stands first: 120/80."
    return None


def _meant(measured: Measurement, value: Decimal, unit: str) -> str | None:
    """What was probably meant: the same number in another unit, or a decimal point that slipped."""
    other = next((one for one in measured.units if one != unit and measured.fits(value, one)), None)
    if other is not None:
        return f"It would fit {other}: check the unit."
    for slipped in (value / 10, value * 10, value / 100, value / 1000):
        if slipped > 0 and measured.fits(slipped, unit):
            return f"Did you mean {amount_words(slipped)}?"
    return None
