"""Whether a session took place, which the form of its note asks first, and what that leaves to say.

Source: sources.md 1.2 and 1.7: missed sessions are told apart, take no number, and nobody was seen [GK].
"""

from collections.abc import Iterator
from typing import Any

from wtforms import RadioField
from wtforms.validators import AnyOf, InputRequired

from coordcare.ipt.session_rules import ATTENDANCE, ATTENDED, GOALS, RATINGS
from coordcare.notes.folded_forms import REMOTE, FrameForm
from coordcare.risk.rules import NOT_ASSESSED
from coordcare.timeline.forms import tidy

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
WRITTEN = ("mood_link", "participants", *REMOTE, "functioning")

MOVE = "The session did not take place. Write this with the insight, or empty it here."
HEARD = "The session did not take place. What you heard by phone or in a message belongs in a contact: empty this here."
NO_RISK = (
    "Nobody was seen, so this note says nothing of risk: choose “Not assessed”. What you heard by phone or in a message"
    " belongs in a risk assessment."
)


class IfHeld(InputRequired):
    """Asked for of a session that took place."""

    def __call__(self, form: Any, field: Any) -> None:
        if form.is_held:
            super().__call__(form, field)


class AttendanceForm(FrameForm):
    """Who came. Of a session that did not take place nothing was seen, and nothing written is dropped unseen."""

    attendance = RadioField(
        "Did it take place?",
        choices=list(ATTENDANCE.items()),
        validate_choice=False,
        validators=[AnyOf(ATTENDANCE, message="Choose one of these.")],
    )

    @property
    def is_held(self) -> bool:
        """Whether the session took place, by the form as it stands."""
        return self.attendance.data in {None, "", ATTENDED}

    def validate(self, extra_validators: Any = None) -> bool:
        """All checks; of a session that did not take place those of what its note says."""
        fine = super().validate(extra_validators)
        if self.is_held:
            return fine
        for name in LEFT_OUT:
            self[name].errors = []
        for name, sentence in self._unseen_problems():
            self[name].errors = [sentence]
        return not self.errors

    def _unseen_problems(self) -> Iterator[tuple[str, str]]:
        """What was written of a session in which nobody was seen, with what to do about it."""
        for name in WRITTEN:
            if tidy(self[name].data):
                yield name, MOVE
        for name, value in self.heard().items():
            if value is not None:
                yield name, HEARD
        if self["risk_status"].data not in {None, "", NOT_ASSESSED}:
            yield "risk_status", NO_RISK

    @property
    def left_out(self) -> str | None:
        """What was chosen but has no place in the note of a session that did not take place, in a sentence."""
        names = [name for name in LEFT_OUT if name not in OFFERED]
        given = [self[name] for name in names if self[name].data not in (None, "", []) and self[name].data is not False]
        filled = [field.label.text for field in given]
        if self.is_held or not filled:
            return None
        return f"Left out, since the session did not take place: {'; '.join(filled)}."
