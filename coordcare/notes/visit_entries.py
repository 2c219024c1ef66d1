"""What a session note does to the patient's next visit: when it is signed, and when it is withdrawn."""

from datetime import date, timedelta

from coordcare.access.membership import Standing
from coordcare.accounts.queries import people
from coordcare.notes import queries, rules
from coordcare.patients.actions import locked, propose_next_visit, revise_next_visit
from coordcare.patients.rules import LENGTHS
from coordcare.settings.queries import today
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import TimelineEntry


def hold_patient(standing: Standing, _note: Values | int) -> None:
    """The next visit stands in the patient's row, which is locked before the chain wherever both are."""
    locked(standing.viewer, standing.patient_id)


def settle_visit(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """A visit that was this session is over, one to come takes the next number, and a day agreed on is proposed."""
    name, number = people({entry.author_id})[entry.author_id].name, values["session_number"]

    def revise(on: date, words: str) -> tuple[date | None, str]:
        if on > entry.happened_on:
            return on, rules.renumbered(words, number) if number else words
        return (None, "") if rules.is_this_session(words, name, number) else (on, words)

    revise_next_visit(standing.viewer, standing.patient_id, revise)
    if values["next_session_on"] is not None:
        propose_next_visit(
            standing.viewer,
            standing.patient_id,
            values["next_session_on"],
            rules.visit_words(number and number + 1, name, LENGTHS["next_visit_words"]),
            since=max(entry.happened_on, today() - timedelta(days=1)),
            replaces=lambda words: rules.is_session_with(name, words),
        )


def withdraw_visit(standing: Standing, entry: TimelineEntry) -> None:
    """A day that only a withdrawn note told of does not stand as a fact. Called while the note's row is there."""
    agreed_on = queries.next_session_of(entry.id)
    if agreed_on is None or queries.agreed_elsewhere(standing.patient_id, agreed_on, besides=entry.id):
        return
    name = people({entry.author_id})[entry.author_id].name

    def revise(on: date, words: str) -> tuple[date | None, str]:
        return (None, "") if on == agreed_on and rules.is_session_with(name, words) else (on, words)

    revise_next_visit(standing.viewer, standing.patient_id, revise)
