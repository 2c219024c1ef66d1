"""The clinic of the matrix: everybody whom the tables name, three patients, and an entry of each kind in each state.

Time stands still: it is built at `BUILT`, the ended memberships end a second before `ASKED`, when all is asked.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from coordcare.access.membership import CareTeamMembership
from coordcare.access.policy import Discipline
from coordcare.accounts.models import Account, StaffSession
from coordcare.accounts.rules import token_hash
from coordcare.accounts.staff_actions import make_password_link
from coordcare.extensions import clock, db, transaction
from coordcare.patients.models import HealthListItem
from coordcare.timeline.models import TimelineEntry
from tests.access import care, course, review
from tests.access.browser import Browser, Fields
from tests.access.reading import ACTORS, PEOPLE, TEAM
from tests.access.texts import ADDED, AUTHORS, TODAY, WITHOUT_DRAFTS, states, typed, word
from tests.cast import Cast

BUILT = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
ASKED = BUILT + timedelta(minutes=1)
AMARA, BEN, CLEO = "Amara Osei", "Ben Ruiz", "Cleo Marsh"
# Who may change course types, beside what their discipline does.
CONFIGURES = "psychologist"
COLLEAGUE, SPARE, FORMER, INVITED = "colleague", "spare", "former", "invited"
ITEMS = {"other_medicine": word("health", "other", "medicine"), "diagnosis": word("health", "list", "diagnosis")}
ALLERGY, COURSE_FOCUS = word("health", "list", "allergy"), word("course", "focus", "words")


@dataclass
class Clinic:
    """Who and what there is, by name. `tokens` are the cookies of the signed-in sessions."""

    app: Flask
    cast: Cast
    tokens: dict[str, str] = field(default_factory=dict)
    entries: dict[tuple[str, str], int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    absences: dict[str, int] = field(default_factory=dict)
    decisions: dict[int, int] = field(default_factory=dict)
    memberships: dict[str, int] = field(default_factory=dict)
    other_session: int = 0
    password_token: str = ""

    def browser(self, actor: str) -> Browser:
        """A new browser of somebody's, with the cookie that they have."""
        return Browser(self.app, self.tokens.get(actor))

    @property
    def amara(self) -> int:
        return self.cast.patients[AMARA]

    @property
    def ben(self) -> int:
        return self.cast.patients[BEN]

    @property
    def cleo(self) -> int:
        return self.cast.patients[CLEO]


def build(app: Flask) -> Clinic:
    """Fill an empty database."""
    clinic = Clinic(app, Cast(app))
    with clock.at(BUILT):
        _hire(clinic)
        _gather_teams(clinic)
        _sign_in(clinic)
        for kind, author in AUTHORS.items():
            for state in states(kind):
                _enter(clinic, kind, state, author)
        _keep_lists(clinic)
        _write_elsewhere(clinic)
        _write_documents(clinic)
        _plan_and_ask(clinic)
        _write_process_notes(clinic)
        told = ((AMARA, "psychiatrist", "amara"), (BEN, "outside_psychiatrist", "ben"))
        clinic.decisions = review.decide(clinic.cast, lambda *sent: _send(clinic, *sent), told)
        with app.app_context():
            clinic.password_token = make_password_link(clinic.cast.viewer("admin"), clinic.cast.accounts[INVITED])
    _shut_out(clinic)
    return clinic


def _discipline(actor: str) -> Discipline | None:
    if actor == "admin":
        return None
    plain = actor.rstrip("2")
    return next(one for one in Discipline if plain.endswith(one.value))


def _hire(clinic: Clinic) -> None:
    cast = clinic.cast
    for actor in ACTORS[:-1]:
        cast.hire(actor, _discipline(actor), admin=actor == "admin")
    for name in (COLLEAGUE, SPARE, FORMER, INVITED):
        cast.hire(name, Discipline.PSYCHOLOGIST)
    with clinic.app.app_context(), transaction() as session:
        session.get_one(Account, cast.accounts[CONFIGURES]).can_configure = True
        session.get_one(Account, cast.accounts[FORMER]).disabled_at = clock.now()
        session.get_one(Account, cast.accounts[INVITED]).password_hash = None


def _gather_teams(clinic: Clinic) -> None:
    cast = clinic.cast
    late = [*PEOPLE["ended"], *PEOPLE["disabled"], *PEOPLE["expired"]]
    cast.admit(AMARA, team=(*TEAM, *late))
    cast.admit(BEN, team=PEOPLE["outside"])
    cast.admit(CLEO, team=TEAM)
    clinic.memberships = {
        "colleague": cast.join(AMARA, COLLEAGUE),
        "ben": cast.join(BEN, COLLEAGUE),
        "future": cast.join(AMARA, "future_therapist"),
    }
    with clinic.app.app_context(), transaction() as session:
        session.get_one(CareTeamMembership, clinic.memberships["future"]).started_at = ASKED + timedelta(days=1)


def _sign_in(clinic: Clinic) -> None:
    """Two sessions for everybody, of which the second is the one asked with; one for the colleague."""
    for name in (*ACTORS[:-1], COLLEAGUE):
        for _ in range(2):
            with clinic.cast.client(name).session_transaction() as cookie:
                clinic.tokens.setdefault(f"{name} elsewhere", cookie["_user_id"])
                clinic.tokens[name] = cookie["_user_id"]
    with clinic.app.app_context():
        elsewhere = token_hash(clinic.tokens["psychiatrist elsewhere"])
        clinic.other_session = db.session.scalars(
            select(StaffSession.id).where(StaffSession.token_hash == elsewhere)
        ).one()


def _send(clinic: Clinic, actor: str, path: str, fields: Fields) -> None:
    answer = clinic.browser(actor).post(path, fields)
    errors = re.findall(r'(?s)<[^>]+-error".*?</p>', answer.text)
    assert answer.status_code == 303, f"{actor} POST {path}: {answer.status} {errors}"


def _enter(clinic: Clinic, kind: str, state: str, author: str) -> None:
    record, key = f"/patients/{clinic.amara}/entries", f"{kind}-{state}"
    at_once = kind in WITHOUT_DRAFTS
    form = {**typed(kind, state), "submission_key": key, "action": "sign" if at_once else "save"}
    _send(clinic, author, f"{record}/new/{kind}", form)
    with clinic.app.app_context():
        found = db.session.scalars(select(TimelineEntry.id).where(TimelineEntry.submission_key == key)).one()
    clinic.entries[kind, state] = found
    if state != "draft" and not at_once:
        _send(clinic, author, f"{record}/{found}/sign", {"version": "1"})
    if state in ("addended", "withheld"):
        addendum: Fields = {"text": word(kind, state, "addendum"), "submission_key": key}
        _send(clinic, ADDED[kind], f"{record}/{found}/addenda", addendum)
    if state in ("retracted", "withheld"):
        reason = "private_text" if state == "withheld" else "entered_in_error"
        _send(clinic, author, f"{record}/{found}/retract", {"reason": reason})


def _keep_lists(clinic: Clinic) -> None:
    for category, text in ITEMS.items():
        _list(clinic, "psychiatrist", clinic.amara, category, text)
    _list(clinic, "coordinator", clinic.cleo, "allergy", ALLERGY)
    _list(clinic, "outside_psychiatrist", clinic.ben, "diagnosis", word("ben", "list", "diagnosis"))
    with clinic.app.app_context():
        for item in db.session.scalars(select(HealthListItem)):
            clinic.items["ben" if item.patient_id == clinic.ben else item.category] = item.id


def _list(clinic: Clinic, actor: str, patient: int, category: str, text: str) -> None:
    _send(clinic, actor, f"/patients/{patient}/health-list/{category}", {"text": text, "noted_on": TODAY})


def _write_elsewhere(clinic: Clinic) -> None:
    """Ben's record, which the team does not know, and Cleo's course."""
    note = {**typed("session_note", "ben"), "submission_key": "ben", "action": "sign"}
    _send(clinic, "outside_therapist", f"/patients/{clinic.ben}/entries/new/session_note", note)
    with clinic.app.app_context():
        ben = select(TimelineEntry.id).where(TimelineEntry.patient_id == clinic.ben)
        clinic.entries["session_note", "ben"] = db.session.scalars(ben).one()
    started: Fields = {"course_type": "ipt_acute", "started_on": TODAY, "focus": "role_dispute"}
    _send(
        clinic,
        "therapist",
        f"/patients/{clinic.cleo}/course/start",
        {**started, "focus_words": COURSE_FOCUS, "submission_key": "cleo"},
    )


def _write_documents(clinic: Clinic) -> None:
    """Inventories, the work on the focus, a formulation."""
    patients = {"amara": clinic.amara, "cleo": clinic.cleo}
    for (address, patient, writer), typed_words in course.documents().items():
        marks: Fields = {"submission_key": f"{address}-{patient}-{writer}", "base_version": "0"}
        _send(clinic, writer, f"/patients/{patients[patient]}/{address}/edit", {**typed_words, **marks})


def _plan_and_ask(clinic: Clinic) -> None:
    """A plan for Amara, a draft of one for Cleo, and follow-up items, two of them settled."""
    amara, accounts = f"/patients/{clinic.amara}", clinic.cast.accounts
    _send(clinic, "psychiatrist", f"{amara}/safety-plan/edit", care.plan_form("team", "plan", "sign"))
    draft = care.plan_form("draft", "draft", "save")
    _send(clinic, "therapist", f"/patients/{clinic.cleo}/safety-plan/edit", draft)
    for item, (asking, asked, entry) in care.ITEMS.items():
        for_whom = f"account:{accounts[asked]}" if asked in accounts else asked
        query = f"?entry={clinic.entries[entry]}" if entry else ""
        _send(clinic, asking, f"{amara}/follow-up{query}", care.ask_form(item, for_whom, f"ask-{item}"))
    risk: Fields = {"text": care.asked_words("safety"), "submission_key": "risk"}
    _send(clinic, "coordinator", f"{amara}/risk/raise", risk)
    bens = care.ask_form("ben", f"account:{accounts['outside_therapist']}", "ask-ben")
    _send(clinic, "outside_psychiatrist", f"/patients/{clinic.ben}/follow-up", bens)
    clinic.asked = care.item_ids(clinic.app)
    for item, (who, step) in care.SETTLED.items():
        words: Fields = {"text": care.answered_words(item), "outcome": "done", "version": "1", "submission_key": item}
        _send(clinic, who, f"{amara}/follow-up/{clinic.asked[item]}/{step}", words)
    away: Fields = {"from_on": "2026-12-20", "to_on": "2026-12-24", "covered_by_id": accounts["psychiatrist2"]}
    _send(clinic, "psychiatrist", "/away", away)
    clinic.absences = care.absence_ids(clinic.app, accounts)


def _write_process_notes(clinic: Clinic) -> None:
    for key, author in care.NOTES.items():
        form = {**care.note_words(key), "day": TODAY, "form_key": key}
        _send(clinic, author, f"/patients/{clinic.amara}/process-notes/new", form)
    bens = {**care.note_words("ben"), "day": TODAY, "form_key": "ben"}
    _send(clinic, "outside_therapist", f"/patients/{clinic.ben}/process-notes/new", bens)
    clinic.notes = care.note_ids(clinic.app)


def _shut_out(clinic: Clinic) -> None:
    """End what the tables call ended, a second before anything is asked; disable and expire."""
    with clock.at(ASKED - timedelta(seconds=1)):
        for actor in PEOPLE["ended"]:
            clinic.cast.leave(AMARA, actor)
    accounts = clinic.cast.accounts
    with clinic.app.app_context(), transaction() as session:
        session.get_one(Account, accounts["disabled_therapist"]).disabled_at = BUILT
        for row in session.scalars(
            select(StaffSession).where(StaffSession.account_id == accounts["expired_therapist"])
        ):
            row.created_at, row.seen_at = ASKED - timedelta(hours=1), ASKED - timedelta(minutes=15, seconds=1)
