"""Ids that are not there, or belong elsewhere: all of them answer with the very bytes of what does not exist."""

from collections.abc import Callable, Iterator

import pytest

from tests.access import forms
from tests.access.checking import Checker
from tests.access.clinic import COLLEAGUE, SPARE, Clinic
from tests.access.reading import ACTORS, SHORT, Row
from tests.access.stage import Stage
from tests.access.tables import ROWS
from tests.access.texts import AUTHORS

Done = Callable[[int], None]
NUMBERS = (
    "patient_id", "entry_id", "membership_id", "item_id", "account_id", "session_id", "note_id", "absence_id", "number",
    "plan_id", "decision_id",
)  # fmt: skip
NOWHERE = (0, 10**6, 2**63 - 1, 2**63, 2**80)
NO_KINDS = ("unknown", "Session_note", "session_note ", "SESSION_NOTE", "process_note", "timeline_entry", "new", "1")
PATIENT, ENTRY, NEW, STAFF, HEALTH = SHORT["P"], SHORT["E"], SHORT["N"], SHORT["S"], SHORT["H"]
FOLLOW_UP, PLAN = SHORT["F"], SHORT["Y"]


def one_row_per_rule() -> Iterator[Row]:
    """A row of each (method, rule), of those that somebody is allowed."""
    seen: set[tuple[str, str]] = set()
    for row in ROWS:
        if "yes" in row.cells.values() and (row.method, row.rule) not in seen:
            seen.add((row.method, row.rule))
            yield row


def allowed_actor(row: Row) -> str:
    """Somebody who is allowed; who is on the team first."""
    return next(actor for actor in ("therapist", *ACTORS) if row.cell(actor) == "yes")


def expect_nothing(stage: Stage, asked: list[tuple[str, Row, str]], *, recorded: bool = False) -> list[str]:
    """Ask for addresses as somebody, with the row's valid form; what is not the 404 of nothing, or changes data.

    With `recorded`, also what does not leave one refusal in the trail.
    """
    wrong: list[str] = []
    checkers: dict[str, Checker] = {}
    for actor, row, address in asked:
        checker = checkers.setdefault(actor, Checker(stage, actor))
        last = stage.last_event()
        answer = checker.browser.ask(row.method, address, forms.fields(stage.clinic, row, actor))
        if answer.status_code != 404 or answer.data != checker.not_found.data:
            wrong.append(f"{row.method} {address} as {actor}: {answer.status_code}")
        if stage.digest() != checker.digest:
            wrong.append(f"{row.method} {address} as {actor} changed data")
            checker.digest = stage.digest()
        outcomes = [event[1] for event in stage.events_after(last)[0] if event[0] != "view"]
        if recorded and outcomes != ["refused"]:
            wrong.append(f"{row.method} {address} as {actor} left {outcomes} in the trail")
        answer.close()
    return wrong


def with_wrong_numbers(clinic: Clinic) -> Iterator[tuple[str, Row, str]]:
    for row in one_row_per_rule():
        for name in NUMBERS:
            if f":{name}>" in row.rule:
                for number in NOWHERE:
                    yield allowed_actor(row), row, forms.fill(row.rule, {**forms.ids(clinic, row), name: number})


def test_numbers_that_name_nothing(stage: Stage, done: Done) -> None:
    """Missing, zero, and larger than any database holds: for every number in every address."""
    asked = list(with_wrong_numbers(stage.clinic))
    done(len(asked))
    wrong = expect_nothing(stage, asked)
    assert not wrong, "\n".join(wrong)


def from_elsewhere(clinic: Clinic) -> Iterator[tuple[str, Row, dict[str, object]]]:
    """Ids that exist, under another patient or account than theirs."""
    amara, ben, cleo = clinic.amara, clinic.ben, clinic.cleo
    accounts = clinic.cast.accounts
    for row in one_row_per_rule():
        if row.rule.startswith(ENTRY):
            mine = clinic.entries[row.kind, row.state]
            author = AUTHORS[row.kind]
            yield author, row, {"patient_id": cleo, "entry_id": mine}
            yield author, row, {"patient_id": ben, "entry_id": mine}
            yield author, row, {"patient_id": amara, "entry_id": clinic.entries["session_note", "ben"]}
            yield "outside_therapist", row, {"patient_id": ben, "entry_id": mine}
        elif row.rule.startswith(f"{PATIENT}/team/"):
            yield "therapist", row, {"patient_id": cleo, "membership_id": clinic.memberships["colleague"]}
            yield "therapist", row, {"patient_id": amara, "membership_id": clinic.memberships["ben"]}
            yield "outside_therapist", row, {"patient_id": ben, "membership_id": clinic.memberships["colleague"]}
        elif row.rule.startswith((FOLLOW_UP, f"{PATIENT}/risk")) and "<int:item_id>" in row.rule:
            mine = clinic.asked[row.case]
            yield "psychiatrist", row, {"patient_id": cleo, "item_id": mine}
            yield "psychiatrist", row, {"patient_id": amara, "item_id": clinic.asked["ben"]}
            yield "outside_psychiatrist", row, {"patient_id": ben, "item_id": mine}
        elif "<int:note_id>" in row.rule:
            yield "therapist", row, {"patient_id": cleo, "note_id": clinic.notes["therapist"]}
            yield "therapist", row, {"patient_id": amara, "note_id": clinic.notes["ben"]}
            yield "outside_therapist", row, {"patient_id": ben, "note_id": clinic.notes["therapist"]}
            yield "outside_therapist", row, {"patient_id": amara, "note_id": clinic.notes["ben"]}
        elif row.rule.endswith("/versions/<int:number>"):
            # Cleo has an inventory of her own, whose versions bear the same numbers.
            if "/inventory/" not in row.rule:
                yield "therapist", row, {"patient_id": cleo}
            yield "outside_therapist", row, {"patient_id": ben}
        elif "<int:item_id>" in row.rule:
            yield "therapist", row, {"patient_id": amara, "item_id": clinic.items["allergy"]}
            yield "therapist", row, {"patient_id": cleo, "item_id": clinic.items["diagnosis"]}
            yield "therapist", row, {"patient_id": amara, "item_id": clinic.items["ben"]}
            yield "outside_psychiatrist", row, {"patient_id": ben, "item_id": clinic.items["other_medicine"]}
        elif "<int:decision_id>" in row.rule:
            yield "psychiatrist", row, {"patient_id": cleo}
            yield "psychiatrist", row, {"decision_id": clinic.decisions[ben]}
            yield "outside_psychiatrist", row, {"patient_id": ben}
        elif "<int:absence_id>" in row.rule:
            yield "therapist", row, {}
            yield "psychiatrist2", row, {}
        elif row.rule.startswith(f"{STAFF}/assignments/"):
            yield "admin", row, {"account_id": accounts[SPARE]}
            yield "admin", row, {"account_id": accounts[COLLEAGUE], "membership_id": clinic.memberships["future"]}


def test_ids_that_belong_to_another_patient(stage: Stage, done: Done) -> None:
    """Also where the same person reads both records."""
    clinic = stage.clinic
    asked = [
        (actor, row, forms.fill(row.rule, {**forms.ids(clinic, row), **values}))
        for actor, row, values in from_elsewhere(clinic)
    ]
    done(len(asked))
    wrong = expect_nothing(stage, asked, recorded=True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_asking_about_an_entry_that_one_does_not_read(stage: Stage, method: str, done: Done) -> None:
    """The entry is named in the query there: another patient's, another author's draft, or above one's sensitivity."""
    clinic = stage.clinic
    row = next(row for row in ROWS if row.rule == FOLLOW_UP and row.method == method)
    hidden = [
        ("therapist", clinic.amara, clinic.entries["session_note", "ben"]),
        ("therapist", clinic.cleo, clinic.entries["session_note", "signed"]),
        ("psychologist", clinic.amara, clinic.entries["session_note", "draft"]),
        ("coordinator", clinic.amara, clinic.entries["session_note", "signed"]),
        ("coordinator", clinic.amara, clinic.entries["medication_visit", "withheld"]),
        ("therapist", clinic.amara, 10**6),
        ("therapist", clinic.amara, "one"),
    ]
    asked = [(actor, row, f"/patients/{patient}/follow-up?entry={entry}") for actor, patient, entry in hidden]
    done(len(asked))
    wrong = expect_nothing(stage, asked, recorded=True)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["psychiatrist", "therapist", "coordinator", "outside_therapist", "admin"])
def test_kinds_and_lists_that_are_not(stage: Stage, actor: str, done: Done) -> None:
    rows = [row for row in one_row_per_rule() if row.rule in (NEW, f"{HEALTH}/<category>")]
    places = {NEW: "kind", f"{HEALTH}/<category>": "category"}
    asked = [
        (actor, row, forms.fill(row.rule, {**forms.ids(stage.clinic, row), places[row.rule]: kind}))
        for row in rows
        for kind in NO_KINDS
    ]
    feed = next(row for row in ROWS if row.rule == f"{PATIENT}/timeline")
    asked += [(actor, feed, f"{forms.path(stage.clinic, feed)}?kind={kind}") for kind in NO_KINDS]
    done(len(asked))
    wrong = expect_nothing(stage, asked)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("actor", ["coordinator", "psychologist", "ended_therapist", "outside_therapist", "admin"])
def test_forbidden_is_like_missing_to_the_last_header(stage: Stage, actor: str, done: Done) -> None:
    """Every page that answers this person 404, against the same page of a patient who does not exist."""
    browser, wrong, count = stage.clinic.browser(actor), [], 0
    for row in ROWS:
        if row.method == "GET" and row.rule.startswith(PATIENT) and row.cell(actor) == "404":
            ids = forms.ids(stage.clinic, row)
            forbidden = browser.get(forms.fill(row.rule, ids))
            missing = browser.get(forms.fill(row.rule, {**ids, "patient_id": 10**6}))
            count += 1
            if plain(forbidden.headers) != plain(missing.headers) or forbidden.data != missing.data:
                wrong.append(f"{row.words} as {actor}: {forbidden.headers} against {missing.headers}")
    done(count)
    assert count
    assert not wrong, "\n".join(wrong)


def plain(headers: object) -> list[tuple[str, str]]:
    """Headers but the request's own number."""
    return sorted((name, value) for name, value in headers if name.lower() != "x-request-id")  # type: ignore[attr-defined]
