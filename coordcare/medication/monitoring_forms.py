"""The forms that change what is monitored: one rule, and which schedules count."""

import re
import uuid
from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import AnyOf, Length

from coordcare.medication.formulary import FAMILIES, find_drug
from coordcare.medication.monitoring_formulary import DOSE_CHANGE, START, TESTS, MonitoringRule
from coordcare.medication.monitoring_rule_queries import ClinicRule
from coordcare.medication.observation_forms import CountField
from coordcare.timeline.forms import required, tidy

LINE_LENGTH = 300
MOST_DAYS = 36_500
ANCHORS = {START: "The start of the drug", DOSE_CHANGE: "The last change of dose"}
SCHEDULES = {"ada_apa_2004": "ADA/APA 2004", "apa_2020": "APA 2020"}
HIGH_RISK = "aims_high_risk"
_SPAN = re.compile(r"(\d{1,5})(?:\s*(?:to|-)\s*(\d{1,5}))?", re.ASCII)
_STAGE = re.compile(r"(?:from day (\d{1,5}) )?every (\d{1,5})", re.ASCII)


def points_words(points: Iterable[tuple[int, int]]) -> str:
    """Earliest and due day, as typed: 14 to 28; 42 to 56."""
    return "; ".join(f"{earliest} to {last}" for earliest, last in points)


def every_words(every: Iterable[tuple[int, int]]) -> str:
    """Intervals by stage, as typed: every 7; from day 182 every 14."""
    return "; ".join(f"from day {first} every {days}" if first else f"every {days}" for first, days in every)


def _pieces(typed: str | None) -> list[str]:
    return [" ".join(piece.split()).casefold() for piece in (typed or "").split(";") if piece.strip()]


class MonitoringRuleForm(Form):
    """One rule. All numbers are days."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    key = HiddenField(validators=[Length(1, 40, message="This form has lost its mark. Reload the page.")])
    version = HiddenField()
    test = SelectField(
        "What is to be done",
        choices=list(TESTS.items()),
        validate_choice=False,
        validators=[AnyOf(TESTS, message="Choose one of these tests.")],
    )
    drugs = StringField(
        "With these drugs",
        validators=[Length(max=LINE_LENGTH, message=f"At most {LINE_LENGTH} characters.")],
    )
    families = SelectMultipleField("Or with all of a family", choices=list(FAMILIES.items()), validate_choice=False)
    when = StringField("Only for", validators=[Length(max=LINE_LENGTH, message=f"At most {LINE_LENGTH} characters.")])
    anchor = RadioField(
        "Counted from",
        choices=list(ANCHORS.items()),
        validate_choice=False,
        validators=[AnyOf(ANCHORS, message="Choose one of these two.")],
    )
    baseline_days = CountField(
        "A baseline at most so many days old", MOST_DAYS, f"A number of days, at most {MOST_DAYS}."
    )
    points = StringField("Then once each", validators=[Length(max=LINE_LENGTH, message="Too many points.")])
    every = StringField("Then again", validators=[Length(max=LINE_LENGTH, message="Too many stages.")])
    source = StringField(
        "Source",
        validators=[
            required("Say where this rule comes from."),
            Length(max=LINE_LENGTH, message=f"At most {LINE_LENGTH} characters."),
        ],
    )
    switched_off = BooleanField("Not followed in this clinic")

    def __init__(self, typed: Any = None, *, of: ClinicRule | None = None, **defaults: Any) -> None:
        super().__init__(typed, data={"anchor": START, "families": [], "version": 0, **defaults, **_shown(of)})

    def validate_drugs(self, field: StringField) -> None:
        unknown = [name for name in self._names() if find_drug(name) is None]
        if unknown:
            raise ValidationError(f"Not on the list of drugs: {', '.join(unknown)}.")
        if not self._names() and not self.families.data:
            raise ValidationError("Name a drug, or choose a family.")

    def validate_families(self, field: SelectMultipleField) -> None:
        if any(family not in FAMILIES for family in field.data or []):
            raise ValidationError("Choose from these families.")

    def validate_points(self, field: StringField) -> None:
        days = [day for point in self._points() or [(1, 0)] for day in point] if _pieces(field.data) else []
        if days != sorted(days):
            raise ValidationError("Write each as “14 to 28” (earliest and due day), in order, with “;” between them.")

    def validate_every(self, field: StringField) -> None:
        stages = self._every()
        if stages is None or [first for first, _ in stages] != sorted({first for first, _ in stages}):
            raise ValidationError("Write “every 91”, or by stage: “every 7; from day 182 every 14”.")
        if any(days < 1 for _, days in stages):
            raise ValidationError("An interval is at least 1 day.")
        if not stages and not _pieces(self.points.data) and self.baseline_days.data is None:
            raise ValidationError("Say when it is to be done: a baseline, points, or an interval.")

    def rule(self, choice: str | None) -> MonitoringRule:
        """The checked rule; `choice` is the schedule that it belongs to."""
        return MonitoringRule(
            self.key.data or "",
            self.test.data,
            frozenset(self.families.data or []),
            frozenset(drug.generic for name in self._names() if (drug := find_drug(name))),
            choice,
            " ".join((self.when.data or "").split()) or None,
            self.anchor.data,
            self.baseline_days.data,
            tuple(self._points() or ()),
            tuple(self._every() or ()),
            " ".join((self.source.data or "").split()),
            verified=False,
        )

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def submission(self) -> str:
        return (self.submission_key.data or str(uuid.uuid4()))[:40]

    def _names(self) -> list[str]:
        return [name.strip() for name in (tidy(self.drugs.data) or "").split(",") if name.strip()]

    def _points(self) -> list[tuple[int, int]] | None:
        found = [_SPAN.fullmatch(piece) for piece in _pieces(self.points.data)]
        return None if None in found else [(int(one[1]), int(one[2] or one[1])) for one in found if one]

    def _every(self) -> list[tuple[int, int]] | None:
        found = [_STAGE.fullmatch(piece) for piece in _pieces(self.every.data)]
        return None if None in found else [(int(one[1] or 0), int(one[2])) for one in found if one]


class ChoicesForm(Form):
    """Which of the schedules this clinic follows."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    version = HiddenField()
    schedule = RadioField(
        "Metabolic monitoring of antipsychotics",
        choices=list(SCHEDULES.items()),
        validate_choice=False,
        validators=[AnyOf(SCHEDULES, message="Choose one of these two.")],
    )
    high_risk = BooleanField("AIMS every 6 months, for all who take antipsychotics")

    def chosen(self) -> frozenset[str]:
        return frozenset({self.schedule.data} | ({HIGH_RISK} if self.high_risk.data else set()))

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def submission(self) -> str:
        return (self.submission_key.data or str(uuid.uuid4()))[:40]


def _shown(of: ClinicRule | None) -> dict[str, Any]:
    """A rule as its form shows it."""
    if of is None:
        return {}
    rule = of.rule
    return {
        "key": rule.key,
        "version": of.version,
        "test": rule.test,
        "drugs": ", ".join(sorted(rule.drugs)),
        "families": sorted(rule.families),
        "when": rule.when or "",
        "anchor": rule.anchor,
        "baseline_days": rule.baseline_days,
        "points": points_words(rule.points),
        "every": every_words(rule.every),
        "source": rule.source,
        "switched_off": of.switched_off,
    }
