"""The words of session notes, contacts and life events, and the rules that need no database."""

import re

BEYOND_PLAN = 10
HIGHEST_SESSION = 500
HEADLINE = 80
SESSION = "Session"
_NUMBERED = re.compile(r"\b(session) ([0-9]+)\b", re.IGNORECASE)

IN_PERSON = "in_person"
MODES = {IN_PERSON: "In person", "video": "Video", "phone": "Phone"}

TECHNIQUES = {
    "nondirective_exploration": "Nondirective exploration",
    "direct_elicitation": "Direct elicitation",
    "encouragement_of_affect": "Encouragement of affect",
    "clarification": "Clarification",
    "communication_analysis": "Communication analysis",
    "therapeutic_relationship": "Use of the therapeutic relationship",
    "behavior_change": "Behavior-change techniques",
    "decision_analysis": "Decision analysis",
    "role_play": "Role play",
    "problem_solving": "Problem solving",
    "incident_work": "Interpersonal incident work",
    "expectations_review": "Expectations review",
    "support_mobilization": "Support mobilization",
    "between_session_task": "Between-session task",
    "psychoeducation": "Psychoeducation",
    "timeline_update": "Timeline or circle update",
}

CATEGORIES = {
    "loss": "Loss",
    "relationship": "Relationship",
    "work": "Work",
    "move": "Move",
    "health": "Health",
    "family": "Family",
    "achievement": "Achievement",
    "legal_financial": "Legal or financial",
    "other": "Other",
}

CONTACT_TYPES = {
    "phone": "Phone call",
    "message": "Message",
    "no_show": "Did not come",
    "collateral": "Talk with somebody else",
}

DIRECTIONS = {"incoming": "They called or wrote", "outgoing": "We called or wrote"}

REACHED = {"reached": "Reached", "message_left": "Message left", "not_reached": "Not reached"}

UNHEARD = frozenset({"message_left", "not_reached"})

IMPACTS = {"helped": "Helped", "strained": "Strained", "mixed": "Mixed", "unclear": "Not clear"}


def highest_number(planned: int | None) -> int:
    """The highest session number taken: a course may run over its plan by 10 [GK]."""
    return planned + BEYOND_PLAN if planned is not None else HIGHEST_SESSION


def number_range_problem(number: int, planned: int | None) -> str | None:
    """Why a number cannot be that of a session, in a sentence; None if it can."""
    highest = highest_number(planned)
    if number < 1:
        return "Session numbers start at 1."
    if number <= highest:
        return None
    if planned is None:
        return f"Session numbers go up to {highest}."
    return (
        f"The highest number allowed is {highest}: {planned} sessions are planned, and {BEYOND_PLAN} more are taken."
        " Check the number, or plan more sessions on the course page."
    )


def beyond_plan(number: int | None, planned: int | None) -> str | None:
    """Said of a number that runs over the plan; never a refusal."""
    if planned is None or not number or number <= planned:
        return None
    return f"Session {number} is more than the {planned} planned."


def visit_words(number: int | None, name: str, longest: int) -> str:
    """What the next session is called as a visit: "Session 14 with Maya Lindqvist"."""
    return f"{SESSION} {number} with {name}"[:longest] if number else f"{SESSION} with {name}"[:longest]


def is_session_with(name: str, words: str) -> bool:
    """Whether a visit is a session with somebody, by the words that `visit_words` or a coordinator gave it."""
    return words.startswith(SESSION) and words.endswith(f" with {name}")


def is_this_session(words: str, name: str, number: int | None) -> bool:
    """Whether a visit was the session that a note tells of, by its words: with its author, or by its number."""
    numbered = _NUMBERED.match(words)
    return is_session_with(name, words) or (numbered is not None and numbered[2] == str(number))


def renumbered(words: str, number: int) -> str:
    """A visit to come, after that session was held already: "..., then session 7" is then session 8."""

    def following(found: re.Match[str]) -> str:
        return f"{found[1]} {number + 1}" if found[2] == str(number) else found[0]

    return _NUMBERED.sub(following, words)


def headline(text: str, limit: int = HEADLINE) -> str:
    """The first sentence of a text, or as many whole words as fit."""
    first = text.strip().split("\n")[0].split(". ")[0].rstrip(".")
    if len(first) <= limit:
        return first
    cut = first[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut[:-1]) + "…"


def contact_title(contact_type: str, direction: str | None, with_whom: str | None, reached: str | None) -> str:
    """A contact as a title: Phone call to the patient's mother: message left."""
    way = {"incoming": "from", "outgoing": "to"}.get(direction or "", "with")
    whom = f" {way} {with_whom or 'the patient'}"
    words = {
        "phone": f"Phone call{whom}",
        "message": f"Message{whom}",
        "no_show": "Did not come",
        "collateral": f"Talk with {with_whom or 'somebody else'}",
    }[contact_type]
    return f"{words}: {REACHED[reached].lower()}" if reached in UNHEARD else words
