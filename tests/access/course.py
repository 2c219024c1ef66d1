"""What the matrix's clinic holds of courses beside entries: living documents, and a word in each of their fields."""

from tests.access.browser import Fields
from tests.access.texts import word

# Each group of words with the document's address, the fields, who wrote it, and on whom.
GROUPS: dict[str, tuple[str, tuple[str, ...], str, str]] = {
    "inventory team": ("inventory", ("p7-display_name", "p7-relation", "p7-difficulties"), "therapist", "amara"),
    "inventory own": ("inventory", ("p7-display_name", "p7-positives"), "psychiatrist", "cleo"),
    "inventory draft": ("inventory", ("p7-display_name", "p7-difficulties"), "psychologist", "cleo"),
    "focus team": ("focus", ("who_died", "issue", "losses", "patterns"), "psychologist", "amara"),
    "formulation rest": ("formulation", ("diagnosis", "onset", "medication_role"), "therapist", "amara"),
    "formulation shared": ("formulation", ("summary", "goal_1", "goal_2"), "therapist", "amara"),
}
# A rule of monitoring: the lithium level, more often than before.
RULE_FORM: Fields = {
    "submission_key": "matrix",
    "key": "lithium_level",
    "version": "0",
    "test": "lithium_level",
    "drugs": "lithium",
    "anchor": "start",
    "every": "every 60",
    "source": "Our own meeting of June",
}
TYPE_FORM: Fields = {
    "submission_key": "matrix",
    "course_type": "ipt_brief",
    "version": "0",
    "fewest": "6",
    "usual": "8",
    "most": "12",
    "initial_sessions": "2",
    "ending_sessions": "2",
    "ending_left": "3",
    "tasks_by": "3",
    "rated_every": "4",
    "quiet_days": "21",
}
STEP_FORM: Fields = {"submission_key": "matrix", "version": "1", "step": "pause", "happened_on": "2026-11-17"}
PLAN_FORM: Fields = {
    "version": "1",
    "started_on": "2026-11-17",
    "focus": "role_dispute",
    "focus_words": "Another word",
    "planned_sessions": "14",
    "initial_until": "3",
    "ending_from": "11",
    "ending_left": "4",
}


def words(group: str) -> Fields:
    """The words of a group, by field."""
    return {field: word(*group.split(), field.replace("-", "")) for field in GROUPS[group][1]}


def documents() -> dict[tuple[str, str, str], Fields]:
    """What is typed into each document and saved or published: by its address, whom it is on, and who wrote it."""
    typed: dict[tuple[str, str, str], Fields] = {}
    for group, (address, _, writer, patient) in GROUPS.items():
        action: Fields = {"action": "save" if group.endswith(" draft") else "sign"}
        typed.setdefault((address, patient, writer), action).update(words(group))
    typed["inventory", "amara", "therapist"]["p7-safety_concern"] = "y"
    return typed


def document_form(address: str, action: str, base: int) -> Fields:
    """The next version of a document of Amara's, as the matrix sends it."""
    fields: Fields = {
        "inventory": {"p7-display_name": "A.", "p7-closeness_ring": "1"},
        "focus": {"issue": "Words of the matrix"},
        "formulation": {"summary": "Words of the matrix"},
    }[address]
    return {**fields, "submission_key": "matrix", "base_version": str(base), "action": action}
