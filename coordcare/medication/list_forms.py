"""The form that sets a drug of the clinic's list."""

import re
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Form, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import AnyOf, Length

from coordcare.medication.formulary import Drug, amount_words, brand_names
from coordcare.medication.list_formulary import ClinicDrug, DrugList
from coordcare.medication.list_rules import FAMILY_CHOICES, MAXIMUM_UNITS, SCHEDULES
from coordcare.timeline.forms import tidy

_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,3})?", re.ASCII)
_CODE = re.compile(r"\d{1,12}", re.ASCII)


def _line(label: str, most: int) -> StringField:
    return StringField(label, validators=[Length(max=most, message=f"At most {most} characters.")])


def _choice(label: str, choices: dict[str, str]) -> SelectField:
    known = AnyOf(choices, message="Choose one of these.")
    return SelectField(label, choices=list(choices.items()), default="", validate_choice=False, validators=[known])


class DrugForm(Form):
    """One drug. What is left empty is not known; the usual maximum is the general one, by mouth."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    version = HiddenField()
    generic = _line("Generic name", 80)
    brands = _line("Brands, between slashes", 200)
    drug_class = _line("Class", 80)
    schedule = _choice("Schedule", SCHEDULES)
    family = _choice("Of one kind with", FAMILY_CHOICES)
    common_start = _line("Common start", 80)
    usual_maximum = _line("Usual maximum, in words", 120)
    maximum = _line("Usual maximum a day, as a number", 12)
    maximum_unit = SelectField(
        "Unit of it",
        choices=list(MAXIMUM_UNITS.items()),
        default="mg",
        validate_choice=False,
        validators=[AnyOf(MAXIMUM_UNITS, message="Choose one of these.")],
    )
    rxcui = _line("RxNorm code", 12)
    offered = BooleanField("Offered when a change is written", default=True)

    def __init__(self, typed: Any = None, *, of: Drug | None = None, drugs: DrugList | None = None) -> None:
        super().__init__(typed, data=_shown(of, drugs) if of is not None else {})
        self.of = of

    def validate_brands(self, field: StringField) -> None:
        """Brands are read without what stands in parentheses; nothing that was typed may go unnoticed."""
        if not set("()").isdisjoint(field.data or ""):
            raise ValidationError("Leave out parentheses and what stands in them: a brand is its name only.")

    def validate_maximum(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and not (_AMOUNT.fullmatch(typed) and Decimal(typed) > 0):
            raise ValidationError("Enter a plain number above 0, for example 200, or leave it empty.")

    def validate_rxcui(self, field: StringField) -> None:
        typed = tidy(field.data)
        if typed and not _CODE.fullmatch(typed):
            raise ValidationError("An RxNorm code has digits only.")

    def drug(self) -> ClinicDrug:
        """What the form sets; call after validate() said yes."""
        text = {name: " ".join((self[name].data or "").split()) for name in TEXTS}
        generic = self.of.generic if self.of else text["generic"].casefold()
        beginning = self.of or Drug(generic, (), "", "", "", None)
        drug = replace(
            beginning,
            brands=brand_names(text["brands"]),
            drug_class=text["drug_class"],
            schedule=self.schedule.data or None,
            family=self.family.data or None,
            common_start=text["common_start"],
            usual_maximum=text["usual_maximum"],
            rxcui=text["rxcui"] or None,
            offered=bool(self.offered.data),
        )
        maximum = Decimal(text["maximum"]) if text["maximum"] else None
        return ClinicDrug(drug, maximum, self.maximum_unit.data)

    def key(self) -> str:
        return (self.submission_key.data or str(uuid.uuid4()))[:40]

    def version_shown(self) -> int:
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


TEXTS = ("generic", "brands", "drug_class", "common_start", "usual_maximum", "maximum", "rxcui")


def _shown(of: Drug, drugs: DrugList | None) -> dict[str, Any]:
    limit = drugs.general_limit(of.generic) if drugs else None
    return {
        "version": of.version,
        "generic": of.generic,
        "brands": " / ".join(of.brands),
        "drug_class": of.drug_class,
        "schedule": of.schedule or "",
        "family": of.family or "",
        "common_start": of.common_start,
        "usual_maximum": of.usual_maximum,
        "maximum": amount_words(limit.maximum) if limit else "",
        "maximum_unit": limit.unit if limit else "mg",
        "rxcui": of.rxcui or "",
        "offered": of.offered,
    }
