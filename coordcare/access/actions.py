"""What the gate writes: views and refusals, each in a transaction of its own."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request

from coordcare.access import policy
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Grant
from coordcare.audit.actions import Actor, Event, record
from coordcare.audit.rules import Happening
from coordcare.errors import CareError
from coordcare.extensions import transaction

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
Refused = TypeVar("Refused", bound=CareError)


def actor() -> Actor:
    """The signed-in person for the trail, or nobody."""
    viewer: Viewer | None = g.get("viewer")
    return viewer.actor if viewer else Actor()


def is_private(action: Action) -> bool:
    """Whether an action is each author's own affair: it leaves nothing on any patient's chain."""
    return Grant.AUTHOR_ONLY in policy.ACTIONS[action].values()


def refuse(error: Refused, patient_id: int | None = None, **codes: Any) -> Refused:
    """Record a refusal in a transaction of its own and hand the error back to be raised."""
    record(Event(Happening.REFUSED, actor(), patient_id, outcome="refused", subject=request.endpoint, **codes))
    return error


def record_view(
    standing: Standing,
    rule: str,
    kind: str | None = None,
    entry_id: int | None = None,
    *,
    private: bool = False,
    look: Callable[[Standing, int], int] | None = None,
) -> None:
    """Commit the view's event before anything of the record leaves. A write waits for `record_answer`.

    A private one goes to the viewer's own chain, without the patient. A look, given the event's number, is noted
    in the same transaction; what it answers is `g.baseline`.
    """
    event = Event(
        Happening.VIEW,
        actor(),
        None if private else standing.patient_id,
        rule=rule,
        subject=kind or request.endpoint,
        subject_id=entry_id,
    )
    if request.method in SAFE_METHODS:
        with transaction():
            g.view_seq = record(event)[0]
            g.baseline = look(standing, g.view_seq) if look else None
    else:
        g.unrecorded_view = event


def record_answer() -> None:
    """A write that answers with a page of the record (a form with errors) is a view of it too."""
    event = g.pop("unrecorded_view", None)
    if event is not None:
        g.view_seq = record(event)[0]
