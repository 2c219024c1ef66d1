"""Who finds which words, as design.md says (section 3, the second table, and section 4 on drafts and retractions).

Each group of words stands in one place of one record: see texts.py and clinic.py. Whoever is not named here finds
none of them, on no page, in no header and by no search.
"""

CLINICIANS = frozenset(
    {"psychiatrist", "psychiatrist2", "nurse_practitioner", "psychologist", "therapist", "therapist2"}
)
TEAM = CLINICIANS | {"coordinator"}
BENS_TEAM = frozenset({"outside_psychiatrist", "outside_therapist", "future_therapist"})
NOBODY: frozenset[str] = frozenset()

FINDERS = {
    # Amara's entries: clinical and medication parts are for all of the team but the coordinator.
    "session_note draft": frozenset({"therapist"}),
    "session_note signed": CLINICIANS,
    "session_note addended": CLINICIANS,
    "session_note retracted": CLINICIANS,
    "session_note withheld": NOBODY,
    "life_event draft": frozenset({"therapist"}),
    "life_event signed": CLINICIANS,
    "life_event addended": CLINICIANS,
    "life_event retracted": CLINICIANS,
    "life_event withheld": NOBODY,
    "medication_change draft": frozenset({"psychiatrist"}),
    "medication_change signed": CLINICIANS,
    "medication_change addended": CLINICIANS,
    "medication_change retracted": CLINICIANS,
    "medication_change withheld": NOBODY,
    # Health lists: diagnoses are clinical, other medicines and allergies belong to the regimen.
    "diagnosis": CLINICIANS,
    "other medicine": TEAM,
    "allergy": TEAM,
    # Cleo's course: its focus in words is clinical.
    "course": CLINICIANS,
    # Ben's record is another team's.
    "ben": BENS_TEAM,
}

# What a search finds, which reads signed entries and their addenda, of the viewer's own patients.
SEARCHED = frozenset(group for group in FINDERS if group.endswith((" signed", " addended", " retracted"))) | {"ben"}
