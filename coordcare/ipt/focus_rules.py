"""What is told of each problem area. Source: sources.md 1.3 [S3, GK]."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FocusField:
    """A field of a problem area."""

    area: str
    label: str
    is_day: bool = False


FIELDS = {
    "who_died": FocusField("grief", "Who died (initials)"),
    "died_on": FocusField("grief", "When", is_day=True),
    "cause_of_death": FocusField("grief", "Of what, and how the patient learned of it"),
    "relationship": FocusField("grief", "What the relationship was like, good and bad"),
    "anniversaries": FocusField("grief", "Anniversaries and days that are hard"),
    "avoided_reminders": FocusField("grief", "What is avoided because it reminds"),
    "other_party": FocusField("role_dispute", "With whom (initials)"),
    "issue": FocusField("role_dispute", "What it is about"),
    "expectations_mine": FocusField("role_dispute", "What the patient expects"),
    "expectations_theirs": FocusField("role_dispute", "What the other expects"),
    "options": FocusField("role_dispute", "Options that were weighed"),
    "last_attempt": FocusField("role_dispute", "The last attempt, and what came of it"),
    "old_role": FocusField("role_transition", "The old role"),
    "new_role": FocusField("role_transition", "The new role"),
    "changed_on": FocusField("role_transition", "Since when", is_day=True),
    "losses": FocusField("role_transition", "Losses"),
    "gains": FocusField("role_transition", "Gains, also possible ones"),
    "supports": FocusField("role_transition", "Who and what supports the new role"),
    "patterns": FocusField("interpersonal_sensitivities", "Patterns that come back"),
    "strengths": FocusField("interpersonal_sensitivities", "Strengths"),
    "past_ties": FocusField("interpersonal_sensitivities", "Past ties, the best and the hardest"),
    "practice_tasks": FocusField("interpersonal_sensitivities", "What is practiced, with whom"),
}


def fields_of(area: str) -> dict[str, FocusField]:
    """The fields of one problem area, in order."""
    return {name: field for name, field in FIELDS.items() if field.area == area}
