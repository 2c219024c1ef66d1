"""What the note of a session that did not take place can say: nobody was seen, so nothing was observed.

Source: domain.md 1.7 (what a note holds) and 1.2 (missed sessions are told apart and take no number) [GK].
"""

from coordcare.ipt.session_rules import GOALS, RATINGS
from coordcare.risk.rules import NOT_ASSESSED

# Chosen or counted, not written: left out of the note, which says so before it is signed.
LEFT_OUT = (
    "session_number",
    "mode",
    "starts_at",
    "ends_at",
    "mood",
    "focus",
    "techniques",
    "tasks",
    "dispute_stage",
    *GOALS,
    *RATINGS,
    "telehealth_consent",
    "patient_knows",
)
# Filled in by the form itself, so nobody misses them.
OFFERED = frozenset({"session_number", "mode", "focus"})
# Written by hand, and never dropped unseen: their author moves them.
WRITTEN = ("mood_link", "participants", "others_present", "technical_trouble", "functioning")
# Offered again from the last remote session; other words there were written.
PLACE = ("patient_place", "callback")

MOVE = "The session did not take place. Write this with the insight, or empty it here."
HEARD = "The session did not take place. What you heard by phone or in a message belongs in a contact: empty this here."
NO_RISK = (
    "Nobody was seen, so this note says nothing of risk: choose “Not assessed”. What you heard by phone or in a message"
    " belongs in a risk assessment."
)


def risk_problem(status: str | None) -> str | None:
    """Why an answer to the question for risk does not fit a session in which nobody was seen; None if it does."""
    return NO_RISK if status not in {None, "", NOT_ASSESSED} else None
