"""Changing what is monitored in this clinic: a rule, or which schedules count. It counts from now on, for everybody."""

from collections.abc import Callable
from typing import Any

from coordcare.access.membership import Viewer
from coordcare.audit.rules import Happening
from coordcare.errors import Invalid
from coordcare.medication.monitoring_formulary import MonitoringRule, parse_rule, rule_row
from coordcare.medication.monitoring_models import MonitoringVersion
from coordcare.medication.monitoring_rule_queries import CHOSEN, Monitored, monitored
from coordcare.versions.actions import add_version

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
    def check() -> None:
        if not differs(monitored()):
            raise Invalid(UNCHANGED)

    return add_version(
        viewer,
        MonitoringVersion,
        Happening.MONITORING_CHANGED,
        {"key": key, "content": content},
        key="key",
        shown=version,
        submission_key=submission_key,
        check=check,
    )
