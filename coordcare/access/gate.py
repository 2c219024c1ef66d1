"""The gate: every endpoint bears exactly one mark, and the mark is the check.

Who may not read gets 404 with the very page of a missing id. 403 with a sentence is only for a member of the
team whose discipline lacks the action, which tells nothing that the member does not know.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from coordcare.access import membership, policy
from coordcare.access.actions import is_private, record_view, refuse
from coordcare.access.membership import Standing, Viewer
from coordcare.access.policy import Action, Duty, Reach, Sensitivity, Verb
from coordcare.errors import NotAllowed, NotFound, wants_json, words_given_back

View = Callable[..., ResponseReturnValue]
# What a BigInteger holds: a larger number in an address names nothing, and would be an error on PostgreSQL.
LARGEST_ID = 2**63 - 1


class KindRule(Protocol):
    """What the gate needs to know of a kind of entry."""

    @property
    def key(self) -> str: ...

    @property
    def action(self) -> Action: ...

    @property
    def sensitivities(self) -> frozenset[Sensitivity]: ...


class GatedEntry(Protocol):
    """What the gate needs to know of an entry."""

    @property
    def id(self) -> int: ...

    @property
    def author_id(self) -> int: ...

    @property
    def is_draft(self) -> bool: ...

    @property
    def rule(self) -> KindRule: ...


@dataclass(frozen=True, slots=True)
class Loaders:
    """How the gate finds what addresses name, and notes how far a reader looked; handed over in create_app."""

    patient: Callable[[int], Any]
    entry: Callable[[int, int], GatedEntry | None]
    kind: Callable[[str], KindRule | None]
    look: Callable[[Standing, int], int]


def install(app: Flask, loaders: Loaders) -> None:
    """Refuse every endpoint that bears no mark, and know how to load what addresses name."""
    app.extensions["gate"] = loaders
    app.view_functions["static"] = open_to_all(cast(View, app.view_functions["static"]))
    app.before_request(_refuse_unmarked)


def _refuse_unmarked() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not hasattr(view, "gate_mark"):
        raise NotFound


def open_to_all(view: View) -> View:
    """No sign-in needed: health, sign-in, static files."""
    return _marked(view, "open_to_all", lambda arguments: ())


def signed_in(view: View) -> View:
    """Any member of staff. The view gets the viewer."""
    return _marked(view, "signed_in", lambda arguments: (_viewer(),))


def on_duty(duty: Duty) -> Callable[[View], View]:
    """Members of staff with a duty. The view gets the viewer; others get 404."""

    def check(arguments: dict[str, Any]) -> tuple[Any, ...]:
        viewer = _viewer()
        if duty not in viewer.duties:
            raise refuse(NotFound(), rule=duty.value)
        return (viewer,)

    return lambda view: _marked(view, f"on_duty:{duty.value}", check)


def on_patient(action: Action, reads: Sensitivity | None = None, *, looks: bool = False) -> Callable[[View], View]:
    """An action on the patient of the address. The view gets the standing and the patient.

    A page whose very existence is above a sensitivity says so with `reads`: 404 for who may not read it, not even in
    what they wrote (what others wrote its queries leave out). One after which nothing on it is new to the viewer
    `looks`. Where the address names no patient, the account's own discipline is asked and the view gets the viewer.
    A private action leaves no event on the patient's chain, whatever becomes of it.
    """

    def check(arguments: dict[str, Any]) -> tuple[Any, ...]:
        if "patient_id" not in arguments:
            return (_disciplined(action),)
        private = is_private(action)
        standing, patient = _patient(arguments, action if private else None)
        chained = None if private else standing.patient_id
        if reads is not None and not standing.reads(reads, standing.viewer.account_id):
            raise refuse(NotFound(), chained, rule=reads.value)
        if not standing.may(action):
            raise refuse(_lacking(standing, action), chained, rule=action.value)
        record_view(standing, action.value, private=private, look=_loaders().look if looks else None)
        return standing, patient

    return lambda view: _marked(view, f"on_patient:{action.value}", check)


def on_entry(verb: Verb) -> Callable[[View], View]:
    """A verb on the entry of the address (or, to create one, on its kind); the action comes from the kind.

    The view gets the standing, the patient, and the entry (or the kind).
    """

    def check(arguments: dict[str, Any]) -> tuple[Any, ...]:
        standing, patient = _patient(arguments)
        if verb is Verb.CREATE:
            kind = _loaders().kind(arguments.pop("kind"))
            if kind is None:
                raise refuse(NotFound(), standing.patient_id, rule=verb.value)
            _check_verb(standing, verb, kind, author_id=standing.viewer.account_id)
            record_view(standing, verb.value, kind.key)
            return standing, patient, kind
        entry = _loaders().entry(standing.patient_id, arguments.pop("entry_id"))
        if entry is None or not sees(standing, entry):
            raise refuse(NotFound(), standing.patient_id, rule=verb.value)
        _check_verb(standing, verb, entry.rule, entry.author_id, entry.id)
        record_view(standing, verb.value, entry.rule.key, entry.id)
        return standing, patient, entry

    return lambda view: _marked(view, f"on_entry:{verb.value}", check)


def sees(standing: Standing, entry: GatedEntry) -> bool:
    """Whether an entry exists for this viewer: drafts for their author, signed ones by sensitivity."""
    if standing.discipline is None:
        return False
    if entry.is_draft:
        return entry.author_id == standing.viewer.account_id
    return any(standing.reads(part, entry.author_id) for part in entry.rule.sensitivities)


def may(standing: Standing, verb: Verb, rule: KindRule, author_id: int) -> bool:
    """Whether the policy lets this viewer do the verb on an entry that they see."""
    if not standing.may(policy.asked_for(verb, rule.action)):
        return False
    return policy.VERBS[verb] is not Reach.AUTHOR or author_id == standing.viewer.account_id


def _marked(view: View, mark: str, check: Callable[[dict[str, Any]], tuple[Any, ...]]) -> View:
    if hasattr(view, "gate_mark"):
        raise RuntimeError(f"{view.__name__} bears two gate marks")

    @wraps(view)
    def gated(**arguments: Any) -> ResponseReturnValue:
        if any(isinstance(value, int) and value > LARGEST_ID for value in arguments.values()):
            raise NotFound
        try:
            passed = check(arguments)
        except _SignInFirst:
            return _to_sign_in()
        return view(*passed, **arguments)

    gated.gate_mark = mark  # type: ignore[attr-defined]
    return gated


class _SignInFirst(Exception):
    """Nobody is signed in."""


def _to_sign_in() -> ResponseReturnValue:
    if wants_json():
        return {"error": "You have been signed out. Sign in again to go on."}, 401
    given_back = words_given_back()
    if given_back is not None:
        return given_back
    following = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("accounts.sign_in", next=following), 303)


def _viewer() -> Viewer:
    viewer: Viewer | None = g.get("viewer")
    if viewer is None or not current_user.is_authenticated:
        raise _SignInFirst
    return viewer


def _disciplined(action: Action) -> Viewer:
    viewer = _viewer()
    if policy.grant(action, viewer.discipline) is policy.Grant.NO:
        raise refuse(NotFound(), rule=action.value)
    return viewer


def _patient(arguments: dict[str, Any], private: Action | None = None) -> tuple[Standing, Any]:
    viewer = _viewer()
    patient_id = arguments.pop("patient_id")
    patient = _loaders().patient(patient_id)
    rule = (private or Action.OPEN_RECORD).value
    if patient is None:
        raise refuse(NotFound(), rule=rule)
    standing = membership.standing(viewer, patient_id)
    if standing.discipline is None:
        raise refuse(NotFound(), None if private else patient_id, rule=rule)
    g.standing = standing
    return standing, patient


def _check_verb(standing: Standing, verb: Verb, rule: KindRule, author_id: int, entry_id: int | None = None) -> None:
    action = policy.asked_for(verb, rule.action)
    if not standing.may(action):
        raise refuse(_lacking(standing, action), standing.patient_id, rule=action.value, subject_id=entry_id)
    if not may(standing, verb, rule, author_id):
        error = NotAllowed("Only the person who wrote this entry can do that. You can add an addendum.")
        raise refuse(error, standing.patient_id, rule=verb.value, subject_id=entry_id)


def _lacking(standing: Standing, action: Action) -> NotAllowed:
    if standing.discipline is None:
        raise NotFound
    words = policy.DISCIPLINE_WORDS[standing.discipline].lower()
    return NotAllowed(
        f"In this clinic a {words} does not {policy.ACTION_WORDS[action]}. “What I can see” shows who does what."
    )


def _loaders() -> Loaders:
    loaders: Loaders = current_app.extensions["gate"]
    return loaders
