"""When an item is due, and the words of follow-up. Days are the clinic's calendar days."""

from datetime import date, timedelta

OPEN = ("open", "acknowledged")
SETTLED = ("answered", "closed")
TEXT_LENGTH = 2_000
TWO_WORKING_DAYS = 2
SATURDAY = 5
CAME_BACK_FOR = timedelta(days=14)

NATURE_WORDS = {"question": "Question", "task": "Task", "flag": "Flag", "risk": "Risk task"}
NATURES_TO_ASK = ("question", "task", "flag")
NATURE_ICONS = {"question": "speech", "task": "check", "flag": "flag", "risk": "risk"}
NEXT_VISIT = "next_visit"
URGENCY_WORDS = {
    NEXT_VISIT: "By the next visit",
    "two_days": "Within 2 working days",
    "same_day": "Same day",
}
STATUS_WORDS = {
    "open": "Not acknowledged yet",
    "acknowledged": "Acknowledged",
    "answered": "Answered",
    "closed": "Closed",
}
STEP_WORDS = {
    "acknowledged": "acknowledged this",
    "answered": "answered",
    "closed": "closed this",
    "called": "recorded a call",
}
OUTCOME_WORDS = {
    "done": "Done",
    "not_needed": "No longer needed",
    "handed_over": "Handed over, as told below",
    "could_not": "Could not be done, as told below",
}
RISK_OUTCOME_WORDS = {
    "assessed": "Risk assessed",
    "emergency": "Emergency services, crisis line or hospital",
    "could_not_reach": "Could not reach the patient, as told below",
    "by_mistake": "Raised by mistake, as told below",
}
NOT_TAKEN_UP = (
    "Only a colleague who assesses risk takes up a risk task: until then it says that nobody has. Call one, or "
    "the clinic, and record the call."
)
# Only where the last assessment still holds, which the risk page checks: never among the outcomes to choose from.
UNCHANGED = "unchanged"
UNCHANGED_WORDS = {UNCHANGED: "Unchanged since the last assessment, the plan is still right"}
# Only by the retraction of the entry whose signing asked: never among the outcomes to choose from.
WITHDRAWN = "withdrawn"
WITHDRAWN_WORDS = {WITHDRAWN: "Withdrawn: the entry was retracted"}
# "assessed" by hand says how; a signed assessment settles its tasks without further words.
NEEDS_WORDS = frozenset({"handed_over", "could_not", "assessed", "could_not_reach", "by_mistake"})
TOLD_BELOW = ", as told below"
CALL_WORDS = {
    "reached": "Reached, and told",
    "message_left": "Left a message to call back",
    "no_answer": "No answer",
}
_ALL_OUTCOMES = {**OUTCOME_WORDS, **RISK_OUTCOME_WORDS, **UNCHANGED_WORDS, **WITHDRAWN_WORDS, **CALL_WORDS}


def outcomes(nature: str) -> dict[str, str]:
    """The coded outcomes with which an item of this nature may be closed, with their words."""
    return RISK_OUTCOME_WORDS if nature == "risk" else OUTCOME_WORDS


def words_needed(nature: str) -> str:
    """For which outcomes of this nature words are asked for, as a hint at the field."""
    asked = [words.removesuffix(TOLD_BELOW) for code, words in outcomes(nature).items() if code in NEEDS_WORDS]
    return f"Needed for: {'; '.join(asked)}."


def outcome_words(code: str | None) -> str:
    """A stored outcome (of an item or a call) in words; "" for None."""
    return _ALL_OUTCOMES.get(code or "", "")


def due_on(urgency: str, today: date, next_visit_on: date | None) -> date | None:
    """The day by which an item raised today is due; None while it waits for a visit that nobody planned."""
    if urgency == "same_day":
        return today
    if urgency == "two_days":
        return working_days_after(today, TWO_WORKING_DAYS)
    return next_visit_on if next_visit_on is not None and next_visit_on >= today else None


def due_now(stored: date | None, raised_on: date, next_visit_on: date | None) -> date | None:
    """The day that counts: the stored one, else that of a visit planned since the item was raised."""
    if stored is not None or next_visit_on is None or next_visit_on < raised_on:
        return stored
    return next_visit_on


def working_days_after(day: date, count: int) -> date:
    """The working day (Monday to Friday) that lies `count` working days after a day. Holidays are not known."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            count -= 1
    return day


def is_overdue(due: date | None, status: str, today: date) -> bool:
    """Whether somebody should have dealt with it before today."""
    return due is not None and due < today and status in OPEN


def due_words(urgency: str, due: date | None, today: date) -> str:
    """ "Today", "Tomorrow", "By Tue 24 Nov 2026", "By the next visit, none is planned"."""
    if due is None:
        return "By the next visit, none is planned"
    words = f"{due:%a} {due.day} {due:%b %Y}"
    if due < today:
        return f"Was due {words}"
    if urgency == "next_visit":
        return f"By the next visit, {'today' if due == today else words}"
    if due == today:
        return "Today"
    return f"By tomorrow, {words}" if due == today + timedelta(days=1) else f"By {words}"
