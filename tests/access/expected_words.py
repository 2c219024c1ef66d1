"""Who finds which words, as design.md says (section 3, the second table, and section 4 on drafts and retractions).

Each group of words stands in one place of one record: see texts.py and clinic.py. Whoever is not named here finds
none of them, on no page, in no header and by no search.
"""

from tests.access.texts import AUTHORS, PLACES

CLINICIANS = frozenset(
    {"psychiatrist", "psychiatrist2", "nurse_practitioner", "psychologist", "therapist", "therapist2"}
)
WORKERS = frozenset({"psychologist", "therapist", "therapist2"})
TEAM = CLINICIANS | {"coordinator"}
BENS_TEAM = frozenset({"outside_psychiatrist", "outside_therapist", "future_therapist"})
NOBODY: frozenset[str] = frozenset()

# Amara's signed entries, by kind and part (section 3: team and safety parts are the coordinator's too), and what was
# added to them, which may speak of any part.
ENTRY_FINDERS = {
    "session_note note": CLINICIANS,
    "session_note reported": CLINICIANS,
    "session_note addendum": CLINICIANS,
    "life_event event": CLINICIANS,
    "life_event addendum": CLINICIANS,
    "medication_change change": CLINICIANS,
    "medication_change addendum": CLINICIANS,
    "medication_visit visit": CLINICIANS,
    "medication_visit reported": CLINICIANS,
    "medication_visit addendum": CLINICIANS,
    "contact contact": TEAM,
    "contact reported": CLINICIANS,
    "contact addendum": CLINICIANS,
    "observation reported": CLINICIANS,
    "observation addendum": CLINICIANS,
    "monitoring_result result": CLINICIANS,
    "monitoring_result addendum": CLINICIANS,
    "measure_result addendum": CLINICIANS,
    "risk_assessment status": TEAM,
    "risk_assessment assessment": CLINICIANS,
    "risk_assessment addendum": CLINICIANS,
    "course_summary summary": CLINICIANS,
    "course_summary addendum": CLINICIANS,
}


def _finders(kind_and_part: str, state: str) -> frozenset[str]:
    """A draft is its author's alone, and what is withheld nobody's."""
    if state == "draft":
        return frozenset({AUTHORS[kind_and_part.partition(" ")[0]]})
    return NOBODY if state == "withheld" else ENTRY_FINDERS[kind_and_part]


FINDERS = {f"{part} {state}": _finders(part, state) for part, state in PLACES} | {
    # Health lists: diagnoses are clinical, other medicines and allergies belong to the regimen.
    "diagnosis": CLINICIANS,
    "other medicine": TEAM,
    "allergy": TEAM,
    # Cleo's course: its focus in words is clinical.
    "course": CLINICIANS,
    # Why a review came to no change: as what was changed.
    "decision amara": CLINICIANS,
    "decision ben": BENS_TEAM,
    # The inventory, the work on the focus and the working formulation: not for who prescribes, unless they wrote it.
    "inventory team": WORKERS,
    "inventory own": WORKERS | {"psychiatrist"},
    "inventory draft": frozenset({"psychologist"}),
    "focus team": WORKERS,
    "formulation rest": WORKERS,
    # The summary in plain words and the goals.
    "formulation shared": CLINICIANS,
    # Follow-up items by what they are about, and what came back. The coordinator asked the one of their own.
    "follow-up team": TEAM,
    "follow-up clinical": CLINICIANS,
    "follow-up medication": CLINICIANS,
    "follow-up own": TEAM,
    "answer own": TEAM,
    "follow-up answered": CLINICIANS,
    "answer answered": CLINICIANS,
    "follow-up safety": TEAM,
    # The safety plan is the team's; what one has typed towards the next version is one's own.
    "safety plan team": TEAM,
    "safety plan draft": frozenset({"therapist"}),
    # Process notes: their author alone, while on the team.
    "process note therapist": frozenset({"therapist"}),
    "process note psychologist": frozenset({"psychologist"}),
    "process note ended": NOBODY,
    "process note ben": frozenset({"outside_therapist"}),
    # Ben's record is another team's.
    "ben": BENS_TEAM,
    "follow-up ben": BENS_TEAM,
}

# What a search finds, which reads signed entries and their addenda, of the viewer's own patients.
SEARCHED = frozenset(group for group in FINDERS if group.endswith((" signed", " addended", " retracted"))) | {"ben"}
