"""The reason for no change that its author withheld, opened by two people: see process_notes/custody_actions.py."""

from coordcare.errors import Invalid
from coordcare.process_notes.custody_actions import Custody, opened_text, record_opening
from coordcare.review.decision_queries import withheld_reason
from coordcare.timeline import sealing


def open_reason(custody: Custody, decision_id: int) -> str:
    """A withheld reason as text. Raises Invalid or Unavailable."""
    found = withheld_reason(decision_id)
    if found is None:
        raise Invalid("No decision with a withheld reason has this number. Nothing was opened.")
    made, box = found
    told = sealing.unseal(box.key_id, box.nonce, box.ciphertext, "review_withheld", made.id, made.decided_by_id)
    record_opening(custody, made.decided_by_id)
    return opened_text(custody, [f"Withheld reason for no change, decision {made.id}", str(told["reason"])])
