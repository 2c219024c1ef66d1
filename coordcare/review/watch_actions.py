"""A change with something to watch for is an item for the therapist, in plain words."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.followup.actions import close, raise_item, withdraw
from coordcare.followup.queries import item_by_submission, items_by_signing, last_step
from coordcare.followup.rules import OPEN, TEXT_LENGTH
from coordcare.followup.team_queries import Colleague, colleagues_on
from coordcare.ipt.queries import active_course
from coordcare.review.decision_queries import last_session_author
from coordcare.review.withdrawn_actions import tell_of_withdrawal
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import TimelineEntry
from coordcare.timeline.queries import draft_of
from coordcare.timeline.rules import RAISED_BY_SIGNING

RETRACTED = "The change of medication of {on} that you were asked to watch was retracted: it does not count."


def tell_therapist(standing: Standing, entry: TimelineEntry, values: Values) -> None:
    """In the transaction that signs a change: raise the item, if something is to be watched for, by somebody."""
    watched = values.get("watch_for")
    whom = _therapist(standing) if watched else None
    if watched is None or whom is None:
        return
    title = str(entry.rule.present(values)["title"])
    begins = "" if values["effective_on"] > today() else f", from {plain_day(values['effective_on'])}"
    text = f"{title}{begins}. Please watch for: {watched}"
    raise_item(
        standing,
        nature="flag",
        text=text if len(text) <= TEXT_LENGTH else f"{text[: TEXT_LENGTH - 2].rsplit(maxsplit=1)[0]} …",
        sensitivity=Sensitivity.MEDICATION,
        urgency=values["watch_by"],
        submission_key=_key(entry),
        for_account_id=whom.id,
        entry_id=entry.id,
        rule=RAISED_BY_SIGNING,
    )


def take_back(standing: Standing, entry: TimelineEntry) -> None:
    """In the transaction that recalls a change: close what its signing raised. It is raised anew when it is signed."""
    item = item_by_submission(standing.viewer, _key(entry, entry.version - 1))
    if item is not None and item.status in OPEN:
        draft = draft_of(entry.id)
        # No column keeps by when: without this, "same day" would be signed again as the next visit.
        draft.fields = {**draft.fields, "watch_by": [item.urgency]}
        close(standing, item.id, "not_needed", "", version=item.version, submission_key=f"r{item.id}")


def withdraw_item(standing: Standing, entry: TimelineEntry) -> None:
    """In the transaction that retracts a change: close what its signing asked, and tell whoever had taken it up."""
    for item in items_by_signing(standing.viewer, entry.id, _begins(entry)):
        closed = last_step(item.id, "closed")
        # Closed by a recall it was raised anew; closed by whom it was for, they watched.
        if item.status in {"acknowledged", "answered"} or (closed and closed.by_id != standing.viewer.account_id):
            words = RETRACTED.format(on=plain_day(entry.happened_on))
            tell_of_withdrawal(standing, item, words, key="retracted")
        if item.status in OPEN:
            withdraw(standing, item.id, submission_key=f"w{item.id}")


def let_go(standing: Standing, entry: TimelineEntry) -> None:
    """In the transaction that throws a recalled change away: what its signing asked, settled by now, stays alone."""
    for item in items_by_signing(standing.viewer, entry.id, _begins(entry)):
        item.entry_id = None


def _begins(entry: TimelineEntry) -> str:
    return f"signed-{entry.id}-"


def _key(entry: TimelineEntry, version: int | None = None) -> str:
    """A change that is signed again after a recall raises another item."""
    return f"{_begins(entry)}{version or entry.version}"


def _therapist(standing: Standing) -> Colleague | None:
    """Who gives therapy: who leads the course, else who wrote the last session, else who may and does not prescribe."""
    others = [one for one in colleagues_on(standing.patient_id) if one.id != standing.viewer.account_id]
    fitting = [one for one in others if one.may(Action.WRITE_SESSION_NOTE) and one.reads(Sensitivity.MEDICATION)]
    course = active_course(standing.patient_id)
    known = [course.led_by_id if course else None, last_session_author(standing)]
    for account_id in known:
        named = next((one for one in fitting if one.id == account_id), None)
        if named is not None:
            return named
    return next((one for one in fitting if not one.may(Action.CHANGE_MEDICATION)), None)
