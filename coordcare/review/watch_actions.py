"""A change with something to watch for is an item for the therapist, in plain words."""

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity
from coordcare.followup.actions import raise_item
from coordcare.followup.rules import TEXT_LENGTH
from coordcare.followup.team_queries import Colleague, colleagues_on
from coordcare.ipt.queries import active_course
from coordcare.review.decision_queries import last_session_author
from coordcare.settings.queries import today
from coordcare.templating import plain_day
from coordcare.timeline.kinds import Values
from coordcare.timeline.models import TimelineEntry


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
        urgency="next_visit",
        submission_key=f"w-{entry.uid}",
        for_account_id=whom.id,
        entry_id=entry.id,
    )


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
