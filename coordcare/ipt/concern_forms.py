"""The form that tells the team of a safety concern of the inventory."""

from typing import Any

from wtforms import HiddenField

from coordcare.risk.forms import RaiseRiskForm

SUGGESTED = "A safety concern (abuse or violence by somebody close) came up in therapy. Please speak with me today."
LOST = "This form has lost its mark. Copy your words, reload the inventory and try again."


class ConcernForm(RaiseRiskForm):
    """A risk raised for the concerns of one version of the inventory, in words that hold nothing of it."""

    inventory_version = HiddenField()

    def __init__(self, typed: Any = None, *, inventory_version: int | None = None) -> None:
        super().__init__(typed, data={"inventory_version": inventory_version, "text": SUGGESTED})

    def version_shown(self) -> int | None:
        """The version whose concerns were shown; None when the mark is lost."""
        text = self.inventory_version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
