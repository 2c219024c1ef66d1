"""Changing what is monitored in this clinic: a rule, or which schedules count. It counts from now on, for everybody."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError

from coordcare.access.membership import Viewer
from coordcare.audit.actions import Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import Conflict, Invalid
from coordcare.extensions import clock, transaction
from coordcare.medication import monitoring_rule_queries
from coordcare.medication.monitoring_formulary import MonitoringRule, parse_rule, rule_row
from coordcare.medication.monitoring_models import MonitoringVersion
from coordcare.medication.monitoring_rule_queries import CHOSEN, Monitored

RACED = "Somebody changed this while you were writing. Look at it again."
UNCHANGED = "Nothing here differs from what counts now."


def change_rule(
    viewer: Viewer, rule: MonitoringRule, *, switched_off: bool, version: int, submission_key: str
) -> MonitoringVersion:
    """Make the version of a rule after the one that was shown; 0 and an unknown key make a new rule.

    Raises Invalid for a rule that makes no sense or does not differ, Conflict when somebody else made that version.
    """
    content = {**rule_row(rule), "verified": False, "switched_off": switched_off}
    try:
        parse_rule(content)
    except ValueError as error:
        raise Invalid("This rule makes no sense: a test, a drug and an interval belong to it.") from error

    def differs(now: Monitored) -> bool:
        known = now.rules.get(rule.key)
        return (
            known is None or {**rule_row(known.rule), "verified": False, "switched_off": known.switched_off} != content
        )

    return _save(viewer, rule.key, content, differs, version=version, submission_key=submission_key)


def choose(viewer: Viewer, choices: frozenset[str], *, version: int, submission_key: str) -> MonitoringVersion:
    """Say which schedules count. Raises as change_rule."""
    content = {"choices": sorted(choices)}
    return _save(
        viewer, CHOSEN, content, lambda now: now.choices != choices, version=version, submission_key=submission_key
    )


def _save(
    viewer: Viewer,
    key: str,
    content: dict[str, Any],
    differs: Callable[[Monitored], bool],
    *,
    version: int,
    submission_key: str,
) -> MonitoringVersion:
    try:
        with transaction() as session:
            record(Event(Happening.MONITORING_CHANGED, viewer.actor, subject=key, subject_id=version + 1))
            if monitoring_rule_queries.version_by_submission(viewer, submission_key) is not None:
                raise Conflict(RACED)
            now = monitoring_rule_queries.monitored()
            if _version(now, key) != version:
                raise Conflict(RACED)
            if not differs(now):
                raise Invalid(UNCHANGED)
            made = MonitoringVersion(
                key=key,
                version=version + 1,
                content=content,
                saved_by_id=viewer.account_id,
                saved_at=clock.now(),
                submission_key=submission_key,
            )
            session.add(made)
            session.flush()
            return made
    except (Conflict, IntegrityError) as error:
        before = monitoring_rule_queries.version_by_submission(viewer, submission_key)
        if before is None or before.key != key:
            raise Conflict(RACED) from error
        return before


def _version(now: Monitored, key: str) -> int:
    if key == CHOSEN:
        return now.choices_version
    return now.rules[key].version if key in now.rules else 0
