"""Long names and words without a break stay inside a phone's screen."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext, expect

from coordcare.extensions import transaction
from coordcare.patients.models import Patient
from tests.browsing import Server
from tests.cast import PASSWORD, Cast, gather
from tests.medication.writing import sign

Contexts = Callable[..., BrowserContext]
NAME = "Maximiliana-Theodora Featherstonehaugh-Wolfeschlegelsteinhaus"
WORD = "Supercalifragilisticexpialidocious" * 3
TABS = (
    "timeline", "medication", "risk", "team", "particulars", "follow-up", "measures", "access-log",
    "entries/new/session_note",
)  # fmt: skip


def lengthen(app: Flask, patient_id: int) -> None:
    with app.app_context(), transaction() as session:
        patient = session.get_one(Patient, patient_id)
        patient.name, patient.preferred_name, patient.pronouns = NAME, WORD[:60], "she/her or they/them"
        patient.next_visit_words, patient.phone = WORD[:100], "(305) 555-0144"


def write(cast: Cast) -> tuple[str, str]:
    """A note and a contact whose every word is long, as addresses."""
    with cast.without_csrf():
        words = dict.fromkeys(("insight", "mood_link", "plan", "for_prescriber"), WORD)
        note = sign(cast, "therapist", "session_note", **words)
        contact = sign(cast, "therapist", "contact", text=WORD, with_whom=WORD[:80], side_effect=WORD)
    assert (note.status_code, contact.status_code) == (303, 303)
    return note.location, contact.location


def test_nothing_scrolls_sideways_on_a_phone(new_context: Contexts, server: Server) -> None:
    cast = gather(server.app)
    patient = cast.patients["Amara Osei"]
    lengthen(server.app, patient)
    entries = write(cast)
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("therapist@test.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wide = []
    tabs = [f"/patients/{patient}/{tab}" for tab in TABS]
    for address in ("/", "/caseload", "/follow-up", *tabs, *entries, f"{entries[0]}/retract"):
        page.goto(address)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 390:
            wide.append(f"{address} is {width} px wide")
    assert not wide, "\n".join(wide)
