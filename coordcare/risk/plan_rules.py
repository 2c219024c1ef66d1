"""The sections of a safety plan, and the phone numbers in its lines.

Sections after the Safety Planning Intervention (Stanley and Brown 2012), in words of our own. [GK, not verified]
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its words for staff, its heading on the patient's own page, and what to write."""

    label: str
    heading: str
    hint: str


SECTIONS = {
    "warning_signs": Section(
        "Warning signs",
        "How I notice that a crisis may be coming",
        "Thoughts, moods, situations or behavior, one on each line.",
    ),
    "on_my_own": Section(
        "Things I can do alone",
        "What I can do by myself",
        "What has helped before, without calling anybody. One on each line.",
    ),
    "distraction": Section(
        "People and places that distract",
        "People and places that take my mind off it",
        "Company and places, without having to speak of the crisis.",
    ),
    "people_to_ask": Section(
        "People I can ask for help",
        "People I can ask for help",
        "One on each line, with the phone number.",
    ),
    "professionals": Section(
        "Professionals and agencies",
        "Professionals I can call",
        "One on each line, with the phone number. The clinic, 988 and 911 are added by themselves.",
    ),
    "safer_surroundings": Section(
        "Making the surroundings safer",
        "How my home is made safer",
        "What is locked away, handed over or removed, by whom and until when. Ask about firearms and medicines.",
    ),
    "reason_for_living": Section("One reason for living", "What is worth living for", "The most important one."),
}

_PHONE = re.compile(r"(?<![\d-])(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)", re.ASCII)
# Only before a space: a number may begin with a minus.
_BULLET = re.compile(r"^[-•]\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section, cut around the phone number in it, where there is one; `tel` as a dialer takes it."""

    before: str
    phone: str = ""
    after: str = ""

    @property
    def tel(self) -> str:
        digits = "".join(character for character in self.phone if character.isdigit())
        return f"+{digits}" if len(digits) == 11 else f"+1{digits}"


def plan_lines(text: str | None) -> list[Line]:
    """The lines of a section's text, with the US phone number of each."""
    found = []
    for line in (text or "").splitlines():
        words = _BULLET.sub("", line.strip())
        phone = _PHONE.search(words)
        if phone:
            found.append(Line(words[: phone.start()], phone[0], words[phone.end() :]))
        elif words:
            found.append(Line(words))
    return found
