"""A patient with something on every page, and which pages axe looks at: full, empty, and with errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from coordcare.accounts.models import Account
from coordcare.extensions import db, transaction
from coordcare.followup.models import FollowUpItem
from coordcare.settings.queries import today
from coordcare.timeline.models import TimelineEntry
from tests.access.texts import typed
from tests.cast import Cast
from tests.review.reviewing import decisions, open_review

WRITERS = {
    "session_note": "therapist",
    "life_event": "therapist",
    "medication_change": "psychiatrist",
    "medication_visit": "psychiatrist",
    "contact": "coordinator",
    "observation": "coordinator",
    "monitoring_result": "psychiatrist",
    "measure_result": "therapist",
    "risk_assessment": "psychologist",
    "course_summary": "therapist",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written on the full patient, as addresses; `empty` is a patient with nothing."""

    patient: str
    empty: str
    entries: dict[str, str]
    draft: str
    item: str
    answered: str
    note: str
    decision: str


def write_everything(cast: Cast) -> Written:
    """An entry of each kind, a draft, a plan with a draft, follow-up open and settled, an absence, a private note."""
    patient, empty = (f"/patients/{cast.patients[name]}" for name in ("Amara Osei", "Ben Ruiz"))
    with cast.app.app_context():
        day = today().isoformat()
    with cast.app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts["psychologist"]).can_configure = True
    with cast.without_csrf():
        _course(cast, patient, day)
        sent = {
            kind: _send(cast, writer, f"{patient}/entries/new/{kind}", {**_form(kind, day), "action": "sign"})
            for kind, writer in WRITERS.items()
        }
        sent["measure_result"] = _entry(cast, patient, "measure_result")
        sent["risk_assessment"] = _entry(cast, patient, "risk_assessment")
        sent["monitoring_result"] = _entry(cast, patient, "monitoring_result")
        draft = {**_form("session_note", day), "action": "save", "submission_key": "draft"}
        begun = _send(cast, "therapist", f"{patient}/entries/new/session_note", draft)
        _plan(cast, patient)
        item, answered = _ask(cast, patient, "one"), _ask(cast, patient, "two")
        answer = {"text": "Better since Monday.", "version": "1", "submission_key": "answer"}
        _send(cast, "psychiatrist", f"{answered}/answer", answer)
        risk = {"text": "He gave his tools away.", "submission_key": "risk"}
        _send(cast, "coordinator", f"{patient}/risk/raise", risk)
        away = {"from_on": day, "to_on": day, "covered_by_id": cast.accounts["psychologist"]}
        _send(cast, "therapist", "/away", away)
        private = {"form_key": "private", "day": day, "title": "Supervision", "text": "Envy in the room."}
        note = _send(cast, "therapist", f"{patient}/process-notes/new", private)
        decision = _decide(cast, patient)
    return Written(patient, empty, sent, begun, item, answered, note, decision)


def full_pages(written: Written, cast: Cast) -> Iterator[tuple[str, str]]:
    """Who looks at which page with data."""
    patient, entries = written.patient, written.entries
    tabs = ("timeline", "course", "medication", "measures", "risk", "follow-up", "team", "particulars", "access-log")
    tabs = (*tabs, "review", "review/table", "review/print", "review/decisions")
    yield from (("therapist", f"{patient}/{tab}") for tab in (*tabs, "safety-plan", "process-notes"))
    plan = ("edit", "edit?compare=1", "print", "versions/1")
    yield from (("therapist", f"{patient}/safety-plan/{page}") for page in plan)
    yield from (("therapist", f"{patient}/process-notes/{page}") for page in ("new", "print"))
    yield from (("therapist", page) for page in (written.note, f"{written.note}/print", written.item, written.answered))
    yield from (("therapist", page) for page in ("/", "/caseload", "/search", "/follow-up", "/away", "/policy"))
    yield from (("therapist", page) for page in ("/account", "/keyboard", "/patients/new", "/nowhere"))
    yield from (("psychiatrist", f"{entries[kind]}/print") for kind in ("session_note", "measure_result"))
    yield from (("therapist", page) for page in (written.draft, written.draft.replace("/edit", "/compare")))
    yield from (("therapist", f"{patient}/follow-up?entry={number}") for number in [entries["contact"].split("/")[-1]])
    for kind, writer in WRITERS.items():
        yield writer, f"{patient}/entries/new/{kind}"
        yield from ((writer, f"{entries[kind]}{page}") for page in ("", "/history", "/addenda", "/retract"))
    yield "therapist", f"{patient}/entries/new/measure_result?measure=gad7"
    pages = ("edit", "progress", "summary/print")
    yield from (("therapist", f"{patient}/course/{page}") for page in pages)
    for document in ("inventory", "formulation", "focus"):
        yield from (("therapist", f"{patient}/{document}{page}") for page in ("", "/edit", "/versions/1"))
    yield from (("psychiatrist", f"{patient}/{page}") for page in ("course", "formulation"))
    yield from (("psychologist", page) for page in ("/course-types", "/drug-list", "/drug-list/drug?of=sertraline"))
    plan = entries["medication_change"].replace("entries", "medication/plans") + "/print"
    yield from (("psychiatrist", page) for page in (plan, f"{patient}/medication?on=2026-01-01"))
    yield from (("psychologist", page) for page in ("/monitoring/rules", "/monitoring/rules?rule=ada_weight"))
    yield from (("psychiatrist", page) for page in ("/monitoring", f"{patient}/monitoring"))
    yield "therapist", f"{patient}/monitoring"
    # What is left for whom reads a part.
    yield from (("coordinator", f"{patient}/{tab}") for tab in ("timeline", "measures", "risk", "follow-up"))
    yield from (
        ("coordinator", entries[kind]) for kind in ("contact", "observation", "measure_result", "risk_assessment")
    )
    yield from (("coordinator", page) for page in ("/", "/caseload", f"{patient}/access-log"))
    yield from (("psychiatrist", page) for page in ("/", "/follow-up", written.item, f"{patient}/medication"))
    yield from (("psychiatrist", page) for page in (f"{patient}/review", written.decision))
    yield from (("admin", f"/admin/{page}") for page in ("staff", "staff/new", "audit"))
    yield "admin", f"/admin/staff/{cast.accounts['therapist']}"


def empty_pages(written: Written) -> Iterator[tuple[str, str]]:
    """Pages on which there is nothing yet."""
    tabs = ("timeline", "course", "medication", "measures", "risk", "follow-up", "safety-plan", "process-notes")
    tabs = (*tabs, "review", "review/table", "review/decisions")
    yield from (("outside_therapist", f"{written.empty}/{tab}") for tab in tabs)
    course = (
        "inventory",
        "inventory/edit",
        "formulation",
        "formulation/edit",
        "focus",
        "focus/edit",
        "course/progress",
    )
    yield from (("outside_therapist", f"{written.empty}/{page}") for page in course)
    yield from (("outside_therapist", page) for page in ("/", "/follow-up", "/away", "/monitoring"))
    yield "outside_therapist", f"{written.empty}/monitoring"
    yield "outside_therapist", f"{written.empty}/process-notes/print"


def faulty_forms(written: Written) -> Iterator[tuple[str, str, str]]:
    """Who sends which form with nothing typed into it, by which button: it comes back with errors."""
    patient = written.patient
    yield from ((writer, f"{patient}/entries/new/{kind}", "Sign") for kind, writer in WRITERS.items())
    yield "therapist", f"{patient}/follow-up", "Ask"
    yield "psychiatrist", written.item, "Answer"
    yield "psychiatrist", written.item, "Close"
    yield "psychiatrist", written.item, "Record the call"
    yield "coordinator", f"{patient}/risk", "Raise this risk"
    yield "outside_therapist", f"{written.empty}/safety-plan/edit", "Save version"
    yield "outside_therapist", f"{written.empty}/process-notes/new", "Save private note"
    yield "outside_therapist", "/away", "Save"
    yield "therapist", f"{patient}/course", "Record it"
    yield "outside_therapist", f"{written.empty}/course", "Start the course"
    documents = ("inventory", "formulation", "focus")
    yield from (("outside_therapist", f"{written.empty}/{one}/edit", "Save version") for one in documents)
    yield "psychologist", "/course-types", "Save IPT"
    yield "psychologist", "/drug-list/drug", "Save"
    yield "psychologist", "/monitoring/rules?rule=new", "Save the new rule"


def _form(kind: str, day: str) -> dict[str, object]:
    fields = {**typed(kind, "signed"), "happened_on": day, "submission_key": kind}
    return {**fields, "effective_on": day} if kind == "medication_change" else fields


def _decide(cast: Cast, patient: str) -> str:
    """No change, after a review; the page of what was shown at that."""
    opened = open_review(cast)
    assert opened.no_change().status_code == 303
    return f"{patient}/review/decisions/{decisions(cast)[-1].id}"


def _send(cast: Cast, actor: str, path: str, fields: Mapping[str, object]) -> str:
    """Send a form; where it led."""
    answer = cast.client(actor).post(path, data=fields)
    assert answer.status_code == 303, f"{actor} POST {path}: {answer.status}"
    return str(answer.headers["Location"])


def _entry(cast: Cast, patient: str, kind: str) -> str:
    with cast.app.app_context():
        number = db.session.scalars(select(TimelineEntry.id).where(TimelineEntry.kind == kind)).one()
    return f"{patient}/entries/{number}"


def _course(cast: Cast, patient: str, day: str) -> None:
    """A course of two areas, people in two versions, of whom one is a concern, a formulation, the work on the focus."""
    areas = {"focus": "role_dispute", "focus_words": "With T.", "second_focus": "grief", "dispute_stage": "impasse"}
    started = {"course_type": "ipt_acute", "started_on": day, "submission_key": "course"}
    _send(cast, "therapist", f"{patient}/course/start", {**areas, **started})
    people = {"p1-display_name": "T.", "p1-relation": "Partner", "p1-supportive": "8", "p1-safety_concern": "y"}
    others = {"p2-display_name": "Dad", "p2-closeness_ring": "3", "p2-strain": "9", "p2-has_died": "y"}
    goals = {"summary": "Low since the move.", "goal_1": "Calls a friend once a week", "agreed_on": day}
    documents = (
        ("inventory", 0, people),
        ("inventory", 1, {**people, **others}),
        ("formulation", 0, {**goals, "onset": "The move."}),
        ("focus", 0, {"issue": "Who decides.", "died_on": day}),
    )
    for document, base, fields in documents:
        marks = {"submission_key": f"{document}-{base}", "base_version": base, "action": "sign"}
        _send(cast, "therapist", f"{patient}/{document}/edit", {**fields, **marks})


def _plan(cast: Cast, patient: str) -> None:
    """Two versions, and a draft that was begun from the first."""
    lines = {"warning_signs": "Two nights without sleep", "people_to_ask": "Sister (305) 555-0144"}
    for writer, base, action in (("psychiatrist", 0, "sign"), ("therapist", 1, "save"), ("psychologist", 1, "sign")):
        marks = {"submission_key": writer, "base_version": base, "action": action}
        words = {**lines, "on_my_own": f"Walk, as the {writer} says"}
        _send(cast, writer, f"{patient}/safety-plan/edit", {**words, **marks})


def _ask(cast: Cast, patient: str, key: str) -> str:
    """A question of the therapist's to the psychiatrist; its page."""
    form = {"nature": "question", "urgency": "next_visit", "text": f"Is the dose right? ({key})"}
    whom = {"for_whom": f"account:{cast.accounts['psychiatrist']}", "submission_key": key}
    _send(cast, "therapist", f"{patient}/follow-up", {**form, **whom})
    with cast.app.app_context():
        number = db.session.scalars(select(FollowUpItem.id).where(FollowUpItem.submission_key == key)).one()
    return f"{patient}/follow-up/{number}"
