"""Where a row of the tables is asked, and the valid form that is sent there."""

import re
import uuid

from tests.access import review
from tests.access.browser import Fields
from tests.access.care import ask_form, plan_form
from tests.access.clinic import AMARA, COLLEAGUE, FORMER, SPARE, Clinic
from tests.access.course import PLAN_FORM, RULE_FORM, STEP_FORM, TYPE_FORM, document_form
from tests.access.reading import SHORT, Answer, Row
from tests.access.texts import TODAY, typed
from tests.cast import PASSWORD

NEW_PASSWORD = "nine quiet herons by the weir"
ENTRY, NEW, STAFF, HEALTH, PATIENT = SHORT["E"], SHORT["N"], SHORT["S"], SHORT["H"], SHORT["P"]
FOLLOW_UP, NOTES, PLAN = SHORT["F"], SHORT["Q"], SHORT["Y"]
ITEM = f"{FOLLOW_UP}/<int:item_id>"
DOCUMENTS = {SHORT["I"]: "inventory", SHORT["L"]: "formulation", SHORT["W"]: "focus"}
# What changes a course is asked on Cleo's: Amara has none.
ON_CLEO = (f"{SHORT['C']}/edit", f"{SHORT['C']}/step")


def path(clinic: Clinic, row: Row) -> str:
    """The address that a row asks for."""
    return fill(row.rule, ids(clinic, row))


def page(clinic: Clinic, row: Row) -> str:
    """The address of the page that holds a row's form."""
    return fill(_PAGES.get(row.rule, row.rule), ids(clinic, row))


def location(clinic: Clinic, row: Row, answer: Answer) -> str:
    """Where an answer leads, with `*` for any number."""
    return fill(answer.location, ids(clinic, row))


def fill(rule: str, values: Fields) -> str:
    """A rule with these values in its places."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(values[place[1]]), rule)


def patient(clinic: Clinic, row: Row) -> int:
    """On whom a row is asked."""
    return clinic.cleo if row.rule in ON_CLEO else clinic.amara


def ids(clinic: Clinic, row: Row) -> Fields:
    """What stands in the places of a row's address."""
    accounts = clinic.cast.accounts
    values: Fields = {
        "patient_id": patient(clinic, row),
        "membership_id": clinic.memberships["colleague"],
        "account_id": accounts[SPARE],
        "session_id": clinic.other_session,
        "token": clinic.password_token,
        "filename": "css/tokens.css",
        "kind": row.case.partition(",")[0],
        "category": row.case,
        "absence_id": clinic.absences["psychiatrist"],
        "decision_id": clinic.decisions[clinic.amara],
        "number": 1,
    }
    if row.rule.startswith(ENTRY):
        values["entry_id"] = clinic.entries[row.kind, row.state]
    if "<int:item_id>" in row.rule:
        values["item_id"] = clinic.items[row.case] if row.rule.startswith(HEALTH) else clinic.asked[row.case]
    if "<int:plan_id>" in row.rule:
        values["plan_id"] = clinic.entries["medication_change", "signed"]
    if "<int:note_id>" in row.rule:
        values["note_id"] = clinic.notes[row.case]
    if row.rule == f"{STAFF}/enable":
        values["account_id"] = accounts[FORMER]
    if row.rule.endswith("/end-sessions") or row.rule.startswith(f"{STAFF}/assignments/"):
        values["account_id"] = accounts[COLLEAGUE]
    return values


def fields(clinic: Clinic, row: Row, actor: str) -> Fields:
    """What is typed into a row's form: valid, whoever sends it."""
    if not row.unsafe:
        return {}
    if row.rule.startswith(ENTRY):
        return _entry_fields(row)
    if row.rule == NEW:
        kind, _, action = row.case.partition(", ")
        if kind == "unknown":
            return {"action": action, "submission_key": "new"}
        return {**typed(kind, "new"), "submission_key": "new", "action": action}
    if row.rule.startswith(HEALTH):
        return _health_fields(row)
    if row.rule.startswith((FOLLOW_UP, PLAN, f"{PATIENT}/risk")):
        return _care_fields(clinic, row)
    if row.rule.startswith(tuple(DOCUMENTS)) and row.case:
        return document_form(row.rule.split("/")[3], row.case, base=1)
    return {**_FORMS.get(row.rule, {}), **_personal(clinic, row, actor)}


def _entry_fields(row: Row) -> Fields:
    verb = row.rule.rpartition("/")[2]
    if verb == "edit":
        changed = {**typed(row.kind, row.state), "happened_on": "2026-11-16"}
        marks = {"submission_key": f"{row.kind}-{row.state}", "version": "1"}
        return {**changed, **marks, "action": row.case}
    if verb == "sign":
        return {"version": "1"}
    if verb == "addenda":
        return {"text": "Added in the matrix.", "submission_key": "matrix"}
    if verb == "retract":
        return {"reason": {"error": "entered_in_error", "private": "private_text"}[row.case]}
    return {}


def _care_fields(clinic: Clinic, row: Row) -> Fields:
    if row.rule == FOLLOW_UP:
        urgency = row.case.replace(" ", "_")
        return ask_form("new", f"account:{clinic.cast.accounts[COLLEAGUE]}", "matrix", urgency)
    if row.rule.startswith(PLAN):
        return plan_form("new", "matrix", row.case, base=1)
    verb = row.rule.removeprefix(FOLLOW_UP).rpartition("/")[2]
    outcome = {"close": "assessed" if row.case == "safety" else "done", "call": "reached"}.get(verb, "")
    return {"text": "Words of the matrix", "outcome": outcome, "version": "1", "submission_key": "matrix"}


def _health_fields(row: Row) -> Fields:
    if row.rule.endswith("/end"):
        return {"ended_on": TODAY, "reason": {"other_medicine": "stopped", "diagnosis": "resolved"}[row.case]}
    return {"text": "Something of the matrix", "noted_on": TODAY}


def _personal(clinic: Clinic, row: Row, actor: str) -> Fields:
    """What depends on who sends it, or on ids."""
    accounts = clinic.cast.accounts
    if row.rule.startswith(SHORT["R"]) and not row.rule.endswith("/withhold"):
        return review.form(clinic.cast, actor, AMARA, "matrix", "Words of the matrix")
    if row.rule == "/sign-in":
        somebody = actor if actor in accounts else "psychiatrist"
        return {"email": f"{somebody}@test.example", "password": PASSWORD}
    if row.rule == f"{PATIENT}/team":
        return {"account_id": accounts[SPARE]}
    if row.rule == "/away":
        return {"covered_by_id": accounts[SPARE]}
    if row.rule.endswith("/cover"):
        return {"covered_by_id": accounts["psychiatrist"]}
    return {}


# Forms that stand on another page than the one they lead to.
_PAGES = {
    f"{HEALTH}/<category>": f"{PATIENT}/particulars",
    f"{HEALTH}/no-known-allergies": f"{PATIENT}/particulars",
    f"{HEALTH}/<int:item_id>/end": f"{PATIENT}/particulars",
    f"{PATIENT}/particulars": f"{PATIENT}/particulars?edit",
    f"{PATIENT}/course/start": f"{PATIENT}/course",
    f"{PATIENT}/course/step": f"{PATIENT}/course",
    f"{PATIENT}/inventory/concern": f"{PATIENT}/inventory",
    f"{PATIENT}/search": f"{PATIENT}/timeline",
    "/monitoring/schedules": "/monitoring/rules",
    f"{PATIENT}/team/<int:membership_id>/cover": f"{PATIENT}/team",
    f"{STAFF}/assignments": STAFF,
    **{f"{FOLLOW_UP}/<int:item_id>/{step}": ITEM for step in ("acknowledge", "answer", "close", "call")},
    f"{PATIENT}/risk/raise": f"{PATIENT}/risk",
    **{f"{SHORT['R']}/{step}": SHORT["R"] for step in ("change", "no-change")},
    f"{PATIENT}/risk/unchanged/<int:item_id>": f"{PATIENT}/risk",
    **{f"/account/{what}": "/account" for what in ("password", "phone", "theme")},
}
_FORMS: dict[str, Fields] = {
    f"{SHORT['R']}/decisions/<int:decision_id>/withhold": {"reason": "private_text"},
    "/away": {"from_on": "2026-12-01", "to_on": "2026-12-05"},
    f"{NOTES}/new": {"text": "A private thought", "day": TODAY, "form_key": "matrix"},
    f"{NOTES}/<int:note_id>": {"text": "Another private thought", "day": TODAY, "form_key": "matrix", "version": "1"},
    "/password/<token>": {"password": NEW_PASSWORD, "repeat": NEW_PASSWORD},
    "/account/theme": {"theme": "dark", "next": "/policy"},
    "/account/shortcuts": {"shortcuts": "off", "next": "/keyboard"},
    "/account/phone": {"phone": "(555) 010-0142"},
    "/account/password": {"current": PASSWORD, "password": NEW_PASSWORD, "repeat": NEW_PASSWORD},
    "/search": {"q": "Amara"},
    "/patients/new": {
        "submission_key": "matrix",
        "version": "0",
        "name": "Dana Field",
        "birth_date": "1990-01-02",
        "record_number": "T-90001",
        "status": "active",
    },
    f"{PATIENT}/inventory/concern": {"submission_key": "matrix", "inventory_version": "1", "text": "Told to the team."},
    f"{PATIENT}/search": {"q": "sertraline"},
    f"{PATIENT}/particulars": {
        "version": "1",
        "name": "Amara Osei-Lind",
        "birth_date": "1989-03-14",
        "record_number": "T-00001",
        "status": "active",
    },
    f"{PATIENT}/course/start": {
        "submission_key": "matrix",
        "course_type": "ipt_acute",
        "started_on": TODAY,
        "focus": "grief",
    },
    "/course-types": TYPE_FORM,
    "/drug-list/drug": {
        "submission_key": "matrix",
        "version": "0",
        "generic": "kava root",
        "drug_class": "herbal",
        "maximum_unit": "mg",
        "offered": "y",
    },
    f"{PATIENT}/medication/advice": {"change_type": "start", "drug": "sertraline", "dose": "500", "unit": "mg"},
    "/monitoring/rules": RULE_FORM,
    "/monitoring/schedules": {"submission_key": "matrix", "version": "0", "schedule": "apa_2020"},
    ON_CLEO[0]: PLAN_FORM,
    ON_CLEO[1]: STEP_FORM,
    STAFF: {"version": "1", "name": "Spare Renamed", "title": "", "discipline": "psychologist"},
    "/admin/staff/new": {
        "submission_key": str(uuid.UUID(int=7)),
        "name": "Nina New",
        "email": "nina.new@test.example",
        "discipline": "therapist",
    },
    f"{STAFF}/assignments": {"record_number": "T-00001", "confirmed": "T-00001"},
    "/admin/audit": {"record_number": "T-00001"},
}
