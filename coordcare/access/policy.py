"""Who may do what: the clinic's one policy, as data.

The gate, every list, /policy and `flask policy` read these tables and nothing else. A discipline counts
on a patient only while its holder is on that patient's care team. Duties give no clinical reach.
"""

from enum import Enum


class _Word(Enum):
    """A word of the policy. There is one object of each: Enum's own hash is a call for each look into a table, of
    which a page takes some hundred.
    """

    __hash__ = object.__hash__


class Discipline(_Word):
    """A licensed profession of the clinic."""

    PSYCHIATRIST = "psychiatrist"
    NURSE_PRACTITIONER = "nurse_practitioner"
    PSYCHOLOGIST = "psychologist"
    THERAPIST = "therapist"
    COORDINATOR = "coordinator"


class Duty(_Word):
    """What an account does for the clinic beside or instead of a discipline."""

    ADMIN = "admin"
    CONFIGURE = "configure"


class Action(_Word):
    """What may be done on a patient's record."""

    OPEN_RECORD = "open_record"
    WRITE_SESSION_NOTE = "write_session_note"
    CHANGE_MEDICATION = "change_medication"
    OPEN_PROGRESS_REVIEW = "open_progress_review"
    WRITE_CONTACT = "write_contact"
    RECORD_MEASURE = "record_measure"
    RECORD_LIFE_EVENT = "record_life_event"
    RAISE_RISK = "raise_risk"
    ASSESS_RISK = "assess_risk"
    WRITE_PROCESS_NOTE = "write_process_note"
    FOLLOW_UP = "follow_up"
    MANAGE_PATIENT = "manage_patient"
    SEE_ACCESS_LOG = "see_access_log"


class Sensitivity(_Word):
    """What kind of part of the record something is; decides who reads it."""

    TEAM = "team"
    SAFETY = "safety"
    REGIMEN = "regimen"
    MEDICATION = "medication"
    CLINICAL = "clinical"
    WORKING = "working"


class Grant(Enum):
    """How far a cell of a table reaches."""

    YES = "yes"
    NO = "no"
    OWN = "own"
    AUTHOR_ONLY = "author only"


class Verb(_Word):
    """What may be done with an entry of the timeline."""

    CREATE = "create"
    READ = "read"
    EDIT = "edit"
    SIGN = "sign"
    RECALL = "recall"
    ADDEND = "addend"
    RETRACT = "retract"
    HISTORY = "history"
    PRINT = "print"


class Reach(Enum):
    """Which members of the team a verb on an entry is for."""

    READERS = "everyone who may read the entry"
    PRINTERS = "everyone who may read the entry, and print or export the record: on paper or as text"
    KIND = "everyone whose discipline writes this kind"
    AUTHOR = "its author, while their discipline writes this kind"


_COLUMNS = (
    Discipline.PSYCHIATRIST,
    Discipline.NURSE_PRACTITIONER,
    Discipline.PSYCHOLOGIST,
    Discipline.THERAPIST,
    Discipline.COORDINATOR,
)
_YES, _NO, _OWN, _AUTHOR = Grant.YES, Grant.NO, Grant.OWN, Grant.AUTHOR_ONLY


def _row(*grants: Grant) -> dict[Discipline, Grant]:
    return dict(zip(_COLUMNS, grants, strict=True))


ACTIONS: dict[Action, dict[Discipline, Grant]] = {
    Action.OPEN_RECORD: _row(_YES, _YES, _YES, _YES, _YES),
    Action.WRITE_SESSION_NOTE: _row(_YES, _NO, _YES, _YES, _NO),
    Action.CHANGE_MEDICATION: _row(_YES, _YES, _NO, _NO, _NO),
    Action.OPEN_PROGRESS_REVIEW: _row(_YES, _YES, _YES, _YES, _NO),
    Action.WRITE_CONTACT: _row(_YES, _YES, _YES, _YES, _YES),
    Action.RECORD_MEASURE: _row(_YES, _YES, _YES, _YES, _YES),
    Action.RECORD_LIFE_EVENT: _row(_YES, _YES, _YES, _YES, _NO),
    Action.RAISE_RISK: _row(_YES, _YES, _YES, _YES, _YES),
    Action.ASSESS_RISK: _row(_YES, _YES, _YES, _YES, _NO),
    Action.WRITE_PROCESS_NOTE: _row(_AUTHOR, _NO, _AUTHOR, _AUTHOR, _NO),
    Action.FOLLOW_UP: _row(_YES, _YES, _YES, _YES, _YES),
    Action.MANAGE_PATIENT: _row(_YES, _YES, _YES, _YES, _YES),
    Action.SEE_ACCESS_LOG: _row(_YES, _YES, _YES, _YES, _NO),
}

READERS: dict[Sensitivity, dict[Discipline, Grant]] = {
    Sensitivity.TEAM: _row(_YES, _YES, _YES, _YES, _YES),
    Sensitivity.SAFETY: _row(_YES, _YES, _YES, _YES, _YES),
    Sensitivity.REGIMEN: _row(_YES, _YES, _YES, _YES, _YES),
    Sensitivity.MEDICATION: _row(_YES, _YES, _YES, _YES, _NO),
    Sensitivity.CLINICAL: _row(_YES, _YES, _YES, _YES, _NO),
    Sensitivity.WORKING: _row(_OWN, _NO, _YES, _YES, _NO),
}

VERBS: dict[Verb, Reach] = {
    Verb.CREATE: Reach.KIND,
    Verb.READ: Reach.READERS,
    Verb.EDIT: Reach.AUTHOR,
    Verb.SIGN: Reach.AUTHOR,
    Verb.RECALL: Reach.AUTHOR,
    Verb.ADDEND: Reach.KIND,
    Verb.RETRACT: Reach.AUTHOR,
    Verb.HISTORY: Reach.READERS,
    Verb.PRINT: Reach.PRINTERS,
}

DISCIPLINE_WORDS: dict[Discipline, str] = {
    Discipline.PSYCHIATRIST: "Psychiatrist",
    Discipline.NURSE_PRACTITIONER: "Nurse practitioner",
    Discipline.PSYCHOLOGIST: "Psychologist",
    Discipline.THERAPIST: "Therapist",
    Discipline.COORDINATOR: "Care coordinator",
}

DUTY_WORDS: dict[Duty, str] = {
    Duty.ADMIN: "Admin: staff accounts, care-team assignments (name and record number only), the audit trail",
    Duty.CONFIGURE: "Configure: formulary, rules and course types; needs a clinical discipline",
}

ACTION_WORDS: dict[Action, str] = {
    Action.OPEN_RECORD: "open the record",
    Action.WRITE_SESSION_NOTE: "write a session note, lead an IPT course",
    Action.CHANGE_MEDICATION: "write a medication visit, change medication, review for a change",
    Action.OPEN_PROGRESS_REVIEW: "open the progress review",
    Action.WRITE_CONTACT: "write a contact; report adherence or a side effect",
    Action.RECORD_MEASURE: "record a measure's answers",
    Action.RECORD_LIFE_EVENT: "record a life event",
    Action.RAISE_RISK: "raise a risk",
    Action.ASSESS_RISK: "assess a risk, keep the safety plan",
    Action.WRITE_PROCESS_NOTE: "write process notes",
    Action.FOLLOW_UP: "ask and answer follow-up items",
    Action.MANAGE_PATIENT: "add a patient, edit particulars, manage the care team",
    Action.SEE_ACCESS_LOG: "see who opened the record; print or export it",
}

SENSITIVITY_WORDS: dict[Sensitivity, str] = {
    Sensitivity.TEAM: "particulars, appointments, contacts, totals and bands of measures",
    Sensitivity.SAFETY: "risk status, safety plan, item-9 alert",
    Sensitivity.REGIMEN: "current drugs and doses, other medicines, allergies",
    Sensitivity.MEDICATION: "medication changes, reasons, medication visits, observations",
    Sensitivity.CLINICAL: ("session notes, life events, diagnoses, answers to items, course and formulation summary"),
    Sensitivity.WORKING: "inventory, closeness circle, working formulation",
}


def grant(action: Action, discipline: Discipline | None) -> Grant:
    """What the action table gives a discipline; nothing to somebody without one."""
    return ACTIONS[action][discipline] if discipline else Grant.NO


def asked_for(verb: Verb, kind_action: Action) -> Action:
    """The action that a verb asks for on an entry of a kind that is written by `kind_action`."""
    return {Reach.READERS: Action.OPEN_RECORD, Reach.PRINTERS: Action.SEE_ACCESS_LOG}.get(VERBS[verb], kind_action)


def writers(action: Action) -> int:
    """How many disciplines an action is for."""
    return sum(cell is not Grant.NO for cell in ACTIONS[action].values())


def readable(discipline: Discipline | None) -> frozenset[Sensitivity]:
    """The sensitivities that a discipline reads whoever wrote the part."""
    if discipline is None:
        return frozenset()
    return frozenset(part for part, row in READERS.items() if row[discipline] is Grant.YES)


def readable_if_own(discipline: Discipline | None) -> frozenset[Sensitivity]:
    """The sensitivities that a discipline reads in what it wrote itself."""
    if discipline is None:
        return frozenset()
    return frozenset(part for part, row in READERS.items() if row[discipline] in {Grant.YES, Grant.OWN})
