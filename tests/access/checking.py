"""One check of the matrix: somebody asks, and the answer, the data and the trail are as the table says."""

import re

from werkzeug.test import TestResponse

from coordcare.access.policy import Action
from tests.access import forms
from tests.access.browser import Browser
from tests.access.reading import COLUMN_OF, OFF_TEAM, SHORT, Row
from tests.access.stage import Digest, Event, Stage

# What saves as one types is recorded when it is begun, not at every save.
KEPT_AGAIN = ("/edit", "/process-notes/<int:note_id>")


class Checker:
    """Asks as one person and notes what is wrong, so that a test tells all of it at once."""

    def __init__(self, stage: Stage, actor: str) -> None:
        self.stage = stage
        self.actor = actor
        self.account = stage.clinic.cast.accounts.get(actor)
        self.wrong: list[str] = []
        self.count = 0
        self.browser: Browser = stage.clinic.browser(actor)
        self.digest: Digest = stage.digest()
        self.last_event = stage.last_event()
        self.browser.get("/no-such-page")  # that a session ran out is said once, on whichever page comes first
        self.not_found = self.browser.get("/no-such-page")

    def renew(self) -> None:
        """The clinic as it was built."""
        self.stage.restore()
        self.last_event = self.stage.last_event()

    def check(self, row: Row) -> None:
        """Ask for a row, and compare."""
        clinic = self.stage.clinic
        if row.unsafe:
            self.browser = clinic.browser(self.actor)
        answer = self.browser.ask(row.method, forms.path(clinic, row), forms.fields(clinic, row, self.actor))
        self.count += 1
        self._compare_answer(row, answer)
        self._compare_data(row)
        self._compare_trail(row)
        answer.close()

    def check_without_token(self, row: Row) -> None:
        """Send a row's form as another site would."""
        clinic = self.stage.clinic
        path, fields = forms.path(clinic, row), forms.fields(clinic, row, self.actor)
        answer = self.browser.post_without_token(path, fields)
        self.count += 1
        if answer.status_code != 400:
            self._say(row, f"expected 400 without a token, got {answer.status_code}")
        before, self.digest = self.digest, self.stage.digest()
        if self.digest != before or self.stage.events_after(self.last_event)[0]:
            self._say(row, "something happened without a token")

    def _say(self, row: Row, words: str) -> None:
        self.wrong.append(f"{row.words} as {self.actor}: {words}")

    def _compare_answer(self, row: Row, answer: TestResponse) -> None:
        expected = row.expected(self.actor)
        leads = answer.headers.get("Location", "")
        wanted = forms.location(self.stage.clinic, row, expected)
        if answer.status_code != expected.status:
            self._say(row, f"expected {expected.status}, got {answer.status_code} {leads}")
        elif not leads_to(leads, wanted):
            self._say(row, f"expected to go to {wanted or 'nowhere'}, went to {leads}")
        elif expected.status == 404 and answer.data != self.not_found.data:
            self._say(row, "this 404 is not the one of an address that does not exist")

    def _compare_data(self, row: Row) -> None:
        before, self.digest = self.digest, self.stage.digest()
        changed = {table for table, value in self.digest.items() if value != before[table]}
        expected = row.changed(self.actor)
        if changed != expected:
            self._say(row, f"expected to change {sorted(expected)}, changed {sorted(changed)}")

    def _compare_trail(self, row: Row) -> None:
        events, self.last_event = self.stage.events_after(self.last_event)
        for problem in self._trail_problems(row, events):
            self._say(row, f"{problem}; the trail got {events}")

    def _trail_problems(self, row: Row, events: list[Event]) -> list[str]:
        refused = [event for event in events if event[1] == "refused"]
        allowed = [event for event in events if event[1] == "allowed"]
        cell = row.cell(self.actor)
        if row.private and any(event[3:5] != (None, f"account:{self.account}") for event in events):
            return ["what is private leaves events on the person's own chain only, without the patient"]
        if cell in ("403", "404"):
            about = row.rule.startswith(SHORT["P"]) and not row.private
            patient = forms.patient(self.stage.clinic, row) if about else None
            stranger = about and COLUMN_OF[self.actor] in OFF_TEAM
            told = [event for event in allowed if stranger or not (row.refused_inside and event[0] == "view")]
            good = not told and [event[2:4] for event in refused] == [(self.account, patient)]
            if good and stranger and refused[0][5] != Action.OPEN_RECORD.value:
                return ["who is not on the team is refused for that, before anything else is asked"]
            return [] if good else ["a refusal is one refused event with the person and the patient"]
        if cell == "in":
            return ["nobody signed in leaves no event"] if events else []
        if refused and cell == "yes":
            return ["what is allowed leaves no refusal"]
        return self._view_problems(row, [event[0] for event in allowed])

    def _view_problems(self, row: Row, happenings: list[str]) -> list[str]:
        cell = row.cell(self.actor)
        if not row.unsafe:
            seen = ["view"] if row.rule.startswith(SHORT["P"]) else []
            return [] if happenings == seen else [f"a page is recorded as {seen}"]
        if cell in ("409", "422") and row.rule.startswith(SHORT["P"]) and set(happenings) - {"view"}:
            return ["what did not happen leaves no event but that of a page of the record"]
        if cell == "yes" and row.changed(self.actor) and not happenings and not row.rule.endswith(KEPT_AGAIN):
            return ["a change leaves an event"]
        return []


def leads_to(location: str, wanted: str) -> bool:
    """Whether an answer leads where the table says; `*` there is a number, `...` is anything."""
    pattern = re.escape(wanted).replace(r"\*", r"\d+").replace(r"\.\.\.", ".*")
    return re.fullmatch(pattern, location) is not None
