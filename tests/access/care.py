"""What the matrix's clinic holds beside entries: a safety plan, follow-up items, risks, an absence, process notes."""

from flask import Flask
from sqlalchemy import select

from coordcare.extensions import db
from coordcare.followup.models import Absence, FollowUpItem
from coordcare.process_notes.models import ProcessNote
from tests.access.browser import Fields
from tests.access.texts import word

PLAN_FIELDS = ("warning_signs", "on_my_own", "people_to_ask", "reason_for_living")
NOTE_FIELDS = ("title", "text")
# Who keeps a process note on Amara.
NOTES = {"therapist": "therapist", "psychologist": "psychologist", "ended": "ended_therapist"}
# Who asks whom on Amara; (kind, state) is the entry that it is asked on.
ITEMS: dict[str, tuple[str, str, tuple[str, str] | None]] = {
    "team": ("therapist", "coordinator", None),
    "clinical": ("therapist", "psychiatrist", None),
    "medication": ("therapist", "discipline:psychiatrist", ("medication_change", "addended")),
    "own": ("coordinator", "psychiatrist", ("contact", "addended")),
    "answered": ("therapist", "psychologist", ("session_note", "addended")),
}
# Items that are settled: by whom and how.
SETTLED = {"own": ("coordinator", "close"), "answered": ("psychologist", "answer")}


def asked_words(item: str) -> str:
    return word("follow up", item, "text")


def answered_words(item: str) -> str:
    return word("follow up", item, "answer")


def note_words(author: str) -> Fields:
    """The words of a process note."""
    return {field: word("process note", author, field) for field in NOTE_FIELDS}


def plan_words(whose: str) -> Fields:
    """The words of a safety plan."""
    return {field: word("safety plan", whose, field) for field in PLAN_FIELDS}


def plan_form(whose: str, key: str, action: str, base: int = 0) -> Fields:
    """A safety plan as it is sent."""
    return {**plan_words(whose), "submission_key": key, "base_version": str(base), "action": action}


def ask_form(item: str, for_whom: str, key: str, urgency: str = "next_visit") -> Fields:
    """A follow-up item as it is asked."""
    return {
        "nature": "question",
        "for_whom": for_whom,
        "urgency": urgency,
        "text": asked_words(item),
        "submission_key": key,
    }


def item_ids(app: Flask) -> dict[str, int]:
    """Every follow-up item by its name here: one of item 9 asks for one click, one for an assessment at once."""
    with app.app_context():
        rows = db.session.scalars(select(FollowUpItem).order_by(FollowUpItem.id)).all()
    named = {asked_words(item): item for item in (*ITEMS, "safety", "ben")}
    of_item_9 = {"two_days": "item 9", "same_day": "item 9 at once"}
    # What the signing of a change raised by itself is in nobody's table.
    asked = [row for row in rows if "Please watch for" not in row.text]
    return {named.get(row.text) or of_item_9[row.urgency]: row.id for row in asked}


def note_ids(app: Flask) -> dict[str, int]:
    """Every process note, by the key of its form."""
    with app.app_context():
        return {row.form_key: row.id for row in db.session.scalars(select(ProcessNote))}


def absence_ids(app: Flask, accounts: dict[str, int]) -> dict[str, int]:
    """Every absence, by whose it is."""
    names = {number: name for name, number in accounts.items()}
    with app.app_context():
        return {names[row.account_id]: row.id for row in db.session.scalars(select(Absence))}
