"""What is done about an item: acknowledged, answered, closed, called about. Each by name and time, once."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Standing
from coordcare.access.policy import Action
from coordcare.accounts.queries import people
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid, NotFound
from coordcare.extensions import clock, transaction
from coordcare.fields import kept_words
from coordcare.followup import queries, rules
from coordcare.followup.models import FollowUpItem, FollowUpStep
from coordcare.followup.outbox_actions import enqueue
from coordcare.settings.queries import clinic, today
from coordcare.templating import clock_time, moment
from coordcare.timeline.queries import last_view_seq

USED = "This form has been used already. Copy your words, reload the page and send them again."
STEPS = {
    "acknowledged": Happening.FOLLOW_UP_ACKNOWLEDGED,
    "answered": Happening.FOLLOW_UP_ANSWERED,
    "closed": Happening.FOLLOW_UP_CLOSED,
    "called": Happening.CALL_RECORDED,
}
_WANTING = {"assessed": "Say what you asked and judged, or sign a risk assessment: that closes this task as well."}
Check = Callable[[FollowUpItem], None]


class _DoneBefore(Exception):
    """This very form has made its step already."""


def acknowledge(standing: Standing, item_id: int, *, version: int, submission_key: str = "") -> FollowUpItem:
    """Say by name that one has taken an item up; whoever raised it may so note what came back.

    Raises Conflict that names who was faster and when, Invalid for whom it does not wait for.
    """
    key = submission_key or f"acknowledge-{item_id}-{version}"

    def check(item: FollowUpItem) -> None:
        if item.status in rules.SETTLED:
            if item.raised_by_id != standing.viewer.account_id:
                raise Conflict(_told_by(item))
            return
        mine = item.status == "acknowledged" and _by_viewer(standing, item, "acknowledged")
        if mine:
            raise _DoneBefore
        if item.status == "acknowledged":
            raise Conflict(_told_by(item, "acknowledged"))
        _require_waiting(standing, item)
        # It falls back to whoever raised it when nobody else is left: taken up by them it would look answered for.
        if item.nature == "risk" and not standing.may(Action.ASSESS_RISK):
            raise Invalid(rules.NOT_TAKEN_UP)

    return _step(standing, item_id, "acknowledged", check, key)


def answer(standing: Standing, item_id: int, text: str, *, version: int, submission_key: str) -> FollowUpItem:
    """Answer in words, which settles a question, task or flag. A risk task is closed with an outcome instead."""
    words = _words(text)
    if not words:
        raise Invalid("Write the answer.", "text")

    def check(item: FollowUpItem) -> None:
        if item.nature == "risk":
            raise Invalid("A risk task is closed with an outcome, not answered.", "text")
        _require_open(standing, item, version)
        _require_waiting(standing, item)

    return _step(standing, item_id, "answered", check, submission_key, text=words)


def close(
    standing: Standing, item_id: int, outcome: str, text: str, *, version: int, submission_key: str
) -> FollowUpItem:
    """Close an item with a coded outcome (`rules.outcomes`), in words too where the outcome asks for them.

    Whoever it waits for, or who raised it, closes it; a risk task only who may assess a risk.
    """
    words = _words(text)

    def check(item: FollowUpItem) -> None:
        if outcome not in rules.outcomes(item.nature):
            raise Invalid("Choose how it ended.", "outcome")
        _require_closable(standing, item, version)
        if outcome in rules.NEEDS_WORDS and not words:
            raise Invalid(_WANTING.get(outcome, "Say what was done and who goes on with it."), "text")

    return _step(standing, item_id, "closed", check, submission_key, text=words, outcome=outcome)


def close_unchanged(standing: Standing, item_id: int, text: str, *, version: int, submission_key: str) -> FollowUpItem:
    """Close a risk task that does not ask for the full panel; the caller has seen that the last assessment holds."""

    def check(item: FollowUpItem) -> None:
        if item.nature != "risk" or item.urgency == "same_day":
            raise Invalid("This asks for a new assessment.", "outcome")
        _require_closable(standing, item, version)

    return _step(standing, item_id, "closed", check, submission_key, text=_words(text), outcome=rules.UNCHANGED)


def withdraw(standing: Standing, item_id: int, *, submission_key: str) -> FollowUpItem:
    """Close what the signing of an entry asked. Joins the transaction that retracts the entry."""
    return _step(standing, item_id, "closed", lambda item: None, submission_key, outcome=rules.WITHDRAWN)


def _require_closable(standing: Standing, item: FollowUpItem, version: int) -> None:
    mine = item.raised_by_id == standing.viewer.account_id
    if item.nature == "risk" and not standing.may(Action.ASSESS_RISK):
        raise Invalid("Only who may assess a risk closes a risk task.", "outcome")
    if item.status == "answered" and mine and item.version == version:
        return
    _require_open(standing, item, version)
    if not mine:
        _require_waiting(standing, item)


def record_call(standing: Standing, item_id: int, outcome: str, text: str, *, submission_key: str) -> FollowUpItem:
    """Keep that somebody was called about an open item, and whether they were reached. It settles nothing."""
    words = _words(text)

    def check(item: FollowUpItem) -> None:
        if outcome not in rules.CALL_WORDS:
            raise Invalid("Choose how the call went.", "outcome")
        if item.status not in rules.OPEN:
            raise Conflict(_told_by(item))

    return _step(standing, item_id, "called", check, submission_key, text=words, outcome=outcome)


def settle_risk_tasks(standing: Standing, outcome: str, *, submission_key: str) -> int:
    """Close the open risk tasks that the viewer has seen, with an outcome of `rules.RISK_OUTCOME_WORDS`; how many.

    What was raised after the viewer last opened a page of this record stays open: they did not know of it. Joins the
    transaction of the assessment that settles them. `submission_key` is the assessment's own.
    """
    closed = 0
    with transaction():
        for item_id in queries.open_risk_item_ids(standing, last_view_seq(standing)):
            key = f"{item_id}:{submission_key}"[:40]
            _step(standing, item_id, "closed", lambda item: None, key, outcome=outcome)
            closed += 1
    return closed


def _step(
    standing: Standing,
    item_id: int,
    step: str,
    check: Check,
    submission_key: str,
    *,
    text: str | None = None,
    outcome: str | None = None,
) -> FollowUpItem:
    try:
        return _step_once(standing, item_id, step, check, submission_key, text, outcome)
    except (_DoneBefore, IntegrityError) as error:
        # The same form, posted twice; at once, the other post may have made the step meanwhile.
        item = queries.visible_item(standing, item_id)
        before = queries.step_by_submission(standing.viewer, submission_key)
        if before is None and isinstance(error, IntegrityError):
            raise  # Nothing was made: it was not this form that the database refused.
        if item is None or (before is not None and (before.item_id, before.step) != (item_id, step)):
            raise Conflict(USED) from None
        return item


def _step_once(
    standing: Standing, item_id: int, step: str, check: Check, key: str, text: str | None, outcome: str | None
) -> FollowUpItem:
    with transaction() as session:
        if queries.visible_item(standing, item_id) is None:
            raise NotFound
        _refuse_twice(standing, key)
        event = Event(
            STEPS[step],
            standing.viewer.actor,
            standing.patient_id,
            subject="follow_up",
            subject_id=item_id,
            reason=outcome,
        )
        # The event locks the patient's chain: what is read after it cannot change before this commits.
        seq = record(event)[0]
        _refuse_twice(standing, key)
        item = queries.visible_item(standing, item_id)
        if item is None:
            raise NotFound
        check(item)
        session.add(
            FollowUpStep(
                item_id=item_id,
                step=step,
                by_id=standing.viewer.account_id,
                at=clock.now(),
                seq=seq,
                text=text,
                outcome=outcome,
                submission_key=key,
            )
        )
        item.version += 1
        if step in {"answered", "closed"} or (step == "acknowledged" and item.status == "open"):
            item.status = step
        if step in {"answered", "closed"} and item.raised_by_id != standing.viewer.account_id:
            enqueue(session, {item.raised_by_id}, "came_back")
        session.flush()
        return item


def _refuse_twice(standing: Standing, key: str) -> None:
    if queries.step_by_submission(standing.viewer, key) is not None:
        raise _DoneBefore


def _words(text: str) -> str | None:
    return kept_words(text, rules.TEXT_LENGTH, "text") or None


def _by_viewer(standing: Standing, item: FollowUpItem, step: str) -> bool:
    last = queries.last_step(item.id, step)
    return last is not None and last.by_id == standing.viewer.account_id


def _require_waiting(standing: Standing, item: FollowUpItem) -> None:
    if not queries.owes(standing, item.id):
        raise Invalid("This waits for somebody else. You can record a call, or ask them again.")


def _require_open(standing: Standing, item: FollowUpItem, version: int) -> None:
    if item.status in rules.SETTLED or item.version != version:
        raise Conflict(_told_by(item))


def _told_by(item: FollowUpItem, step: str | None = None) -> str:
    """Who did what and when: "Maya Lindqvist acknowledged this at 14:02 today."."""
    last = queries.last_step(item.id, step)
    if last is None:
        raise Conflict("This changed while you were looking at it.")
    who = people({last.by_id})[last.by_id].name
    when = f"at {clock_time(last.at)} today" if clinic().day(last.at) == today() else f"on {moment(last.at)}"
    return f"{who} {rules.STEP_WORDS[last.step]} {when}."
