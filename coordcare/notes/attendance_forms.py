"""Whether a session took place, which the form of its note asks first, and what that leaves to say."""

from collections.abc import Iterator
from typing import Any

from wtforms import RadioField
from wtforms.validators import AnyOf, InputRequired

from coordcare.ipt.session_rules import ATTENDANCE, ATTENDED
from coordcare.notes import unseen_rules
from coordcare.notes.folded_forms import FrameForm
from coordcare.timeline.forms import tidy


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
        for name in unseen_rules.LEFT_OUT:
            self[name].errors = []
        for name, sentence in self._unseen_problems():
            self[name].errors = [sentence]
        return not self.errors

    def _unseen_problems(self) -> Iterator[tuple[str, str]]:
        """What was written of a session in which nobody was seen, with what to do about it."""
        last = self.background.last
        offered = {name: getattr(last, name) for name in unseen_rules.PLACE} if last else {}
        for name in (*unseen_rules.WRITTEN, *unseen_rules.PLACE):
            if tidy(self[name].data) not in (None, offered.get(name)):
                yield name, unseen_rules.MOVE
        for name, value in self.heard().items():
            if value is not None:
                yield name, unseen_rules.HEARD
        problem = unseen_rules.risk_problem(self["risk_status"].data)
        if problem:
            yield "risk_status", problem

    @property
    def left_out(self) -> str | None:
        """What was chosen but has no place in the note of a session that did not take place, in a sentence."""
        names = [name for name in unseen_rules.LEFT_OUT if name not in unseen_rules.OFFERED]
        given = [self[name] for name in names if self[name].data not in (None, "", []) and self[name].data is not False]
        filled = [field.label.text for field in given]
        if self.is_held or not filled:
            return None
        return f"Left out, since the session did not take place: {'; '.join(filled)}."
