"""Patients as plain values: statuses, what their particulars may hold, and the three health lists."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

STATUS_WORDS = {
    "active": "Active",
    "maintenance": "Maintenance",
    "discharged": "Discharged",
    "lost": "Lost to follow-up",
    "deceased": "Deceased",
}
CURRENT = ("active", "maintenance")
# What is written in lines; everything else stands on one, wherever it is shown.
SEVERAL_LINES = frozenset({"after_hours_words"})
LENGTHS = {
    "record_number": 24,
    "name": 120,
    "preferred_name": 80,
    "pronouns": 40,
    "phone": 40,
    "email": 254,
    "preferred_language": 60,
    "emergency_name": 120,
    "emergency_relation": 60,
    "emergency_phone": 40,
    "after_hours_words": 500,
    "next_visit_words": 120,
}
HEALTH_TEXT_LENGTH = 200
EARLIEST_BIRTH = date(1900, 1, 1)
LATEST_PLAN_YEARS = 5
LARGEST_ID = 2**63 - 1
TAKEN = "This record number is taken. If it is the same person, ask an admin to add you to the team."

_RECORD_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9./-]*")
_PHONE = re.compile(r"\+?[0-9 ().-]+( ?(x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")
_ICD_10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")


class Category(Enum):
    """A short dated list about a patient's health."""

    ALLERGY = "allergy"
    OTHER_MEDICINE = "other_medicine"
    DIAGNOSIS = "diagnosis"


CATEGORY_WORDS = {
    Category.ALLERGY: "Allergies",
    Category.OTHER_MEDICINE: "Other medicines",
    Category.DIAGNOSIS: "Diagnoses",
}
ENTERED_IN_ERROR = "entered_in_error"
REPLACED = "replaced"
END_REASONS = {
    Category.ALLERGY: {"not_confirmed": "Not confirmed on review", ENTERED_IN_ERROR: "Entered in error"},
    Category.OTHER_MEDICINE: {"stopped": "Stopped", ENTERED_IN_ERROR: "Entered in error"},
    Category.DIAGNOSIS: {
        "resolved": "Resolved",
        "revised": "Revised diagnosis",
        ENTERED_IN_ERROR: "Entered in error",
    },
}
END_REASON_WORDS = {code: words for reasons in END_REASONS.values() for code, words in reasons.items()} | {
    REPLACED: "Replaced by a later answer"
}
# SNOMED CT, "No known allergy (situation)": asked and answered, which an empty list is not.
NO_KNOWN_ALLERGIES = "716186003"
NO_KNOWN_ALLERGIES_WORDS = "No known allergies"
WORDS_FOR_NONE = frozenset({"none", "no", "nil", "n/a", "nka", "nkda", "no allergies", "no known allergies"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientValues:
    """Everything of a patient that staff type in; names equal the columns'."""

    record_number: str
    name: str
    birth_date: date
    preferred_name: str = ""
    pronouns: str = ""
    phone: str = ""
    may_text: bool = False
    may_voicemail: bool = False
    email: str = ""
    preferred_language: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    status: str = "active"
    after_hours_words: str = ""
    next_visit_on: date | None = None
    next_visit_words: str = ""

    def tidied(self) -> "PatientValues":
        """The same on one line each, but for the lines of the after-hours words; the record number in capitals."""
        texts: dict[str, Any] = {
            name: _lines(value) if name in SEVERAL_LINES else " ".join(value.split())
            for name, value in asdict(self).items()
            if isinstance(value, str)
        }
        return replace(self, **texts | {"record_number": texts["record_number"].upper()})


def _lines(typed: str) -> str:
    return typed.strip().replace("\r\n", "\n").replace("\r", "\n")


def problems(values: PatientValues, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be taken, as (field, sentence); `today` is the clinic's day."""
    texts = {name: value for name, value in asdict(values).items() if isinstance(value, str)}
    yield from ((name, too_long(size)) for name, size in LENGTHS.items() if len(texts[name]) > size)
    if not values.name:
        yield "name", "Enter the patient's full name."
    if not _RECORD_NUMBER.fullmatch(values.record_number):
        yield "record_number", "Use letters, digits, hyphen, point or slash, as in CC-00417."
    if values.birth_date > today:
        yield "birth_date", "The date of birth lies in the future."
    if values.birth_date < EARLIEST_BIRTH:
        yield "birth_date", "The date of birth lies before 1900. Check the year."
    for name in ("phone", "emergency_phone"):
        if texts[name] and not is_phone(texts[name]):
            yield name, "Enter a phone number, as in (555) 010-0123."
    if values.email and not _EMAIL.fullmatch(values.email):
        yield "email", "Enter an email address, as in name@example.com."
    if values.status not in STATUS_WORDS:
        yield "status", "Choose one of the statuses."
    if values.next_visit_on and not 1900 <= values.next_visit_on.year <= today.year + LATEST_PLAN_YEARS:
        yield "next_visit_on", f"Choose a day within the next {LATEST_PLAN_YEARS} years."


def differences(stands: PatientValues, typed: PatientValues) -> list[tuple[str, str, str]]:
    """What two sets of particulars differ in, as (field, words of the one, words of the other)."""
    ours, theirs = asdict(stands), asdict(typed)
    return [(name, in_words(ours[name]), in_words(theirs[name])) for name in ours if ours[name] != theirs[name]]


def in_words(value: str | bool | date | None) -> str:
    """One particular as a reader sees it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return STATUS_WORDS.get(value or "", value or "") or "empty"


def too_long(size: int) -> str:
    """The sentence for text that is longer than `size` characters."""
    return f"Keep this to {size} characters or fewer."


def is_phone(text: str) -> bool:
    """Whether a text reads as a phone number: 7 to 15 digits, a country code and an extension allowed."""
    number = re.split(r"(?:x|ext)", text.lower())[0]
    return bool(_PHONE.fullmatch(text)) and 7 <= sum(char.isdigit() for char in number) <= 15


def is_icd_10(code: str) -> bool:
    """Whether a code has the shape of ICD-10-CM, as F33.1; that it exists is not checked."""
    return bool(_ICD_10.fullmatch(code))


def search_key(*texts: str) -> str:
    """Texts as they are searched: case-folded, without accents, spaces made single."""
    plain = unicodedata.normalize("NFKD", " ".join(texts))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())
