"""What a private note holds, and on which legal basis anybody but its author may read it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

# Saves of one sitting are one event in the author's trail.
SITTING = timedelta(minutes=15)
TITLE_LENGTH = 120
TEXT_LENGTH = 50_000


class Basis(Enum):
    """Why sealed text is opened without its author. 45 CFR 164.508(a)(2) names them; verified 2026-11."""

    PATIENT_AUTHORIZATION = "patient_authorization"
    REQUIRED_BY_LAW = "required_by_law"
    COURT_ORDER = "court_order"
    OVERSIGHT = "oversight"
    CORONER = "coroner"
    SERIOUS_THREAT = "serious_threat"
    AUTHOR_DEFENSE = "author_defense"


BASIS_WORDS: dict[Basis, str] = {
    Basis.PATIENT_AUTHORIZATION: "the patient's written authorization, 45 CFR 164.508(a)(2)",
    Basis.REQUIRED_BY_LAW: "required by law, 45 CFR 164.512(a)",
    Basis.COURT_ORDER: "a court's order, 45 CFR 164.512(a) and (e)",
    Basis.OVERSIGHT: "health oversight of the author, 45 CFR 164.512(d)",
    Basis.CORONER: "a coroner or medical examiner, 45 CFR 164.512(g)(1)",
    Basis.SERIOUS_THREAT: "a serious and imminent threat, 45 CFR 164.512(j)(1)(i)",
    Basis.AUTHOR_DEFENSE: "defense in a proceeding that the patient brought, 45 CFR 164.508(a)(2)(i)(C)",
}


@dataclass(frozen=True, slots=True)
class Words:
    """All that somebody typed into a private note; `title` may be empty, and so may a text that was cleared."""

    day: date
    title: str
    text: str

    @property
    def heading(self) -> str:
        return self.title or "Private note"

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.text)

    def content(self) -> dict[str, str]:
        """As it is sealed."""
        return {"day": self.day.isoformat(), "title": self.title, "text": self.text}

    @classmethod
    def of(cls, content: dict[str, str]) -> "Words":
        """As it was sealed."""
        return cls(date.fromisoformat(content["day"]), content["title"], content["text"])
