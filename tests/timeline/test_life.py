"""An entry's life, driven by Hypothesis over HTTP against a small model.

Signed text never changes, and the readers are the model's, whatever order things happen in.
"""

import itertools
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.cast import Cast, gather

AUTHOR = "therapist"
CLINICIANS = ("therapist", "psychiatrist", "psychologist")
EVERYBODY = (*CLINICIANS, "coordinator", "outside_therapist", "admin")
WITHHELD = {"wrong_patient", "private_text"}
REASONS = ("entered_in_error", "duplicate", *sorted(WITHHELD))
WORDS = st.text("aeiou", min_size=6, max_size=12).map("Quillon{}".format)
serial = itertools.count(1)


@dataclass
class Model:
    """What must be true of the one entry under test."""

    status: str = "none"
    text: str = ""
    opened_by_others: bool = False
    addenda: list[str] = field(default_factory=list)
    retracted: str | None = None
    team: set[str] = field(default_factory=lambda: {*CLINICIANS, "coordinator"})

    def reads(self, name: str) -> bool:
        """Whether the entry exists for somebody."""
        if name not in self.team or self.status == "none":
            return False
        return name == AUTHOR if self.status == "draft" else name in CLINICIANS

    @property
    def withheld(self) -> bool:
        return self.retracted in WITHHELD


class EntryLife(RuleBasedStateMachine):
    """One life event of one new patient. The clock stands within the ten minutes of recall."""

    cast: Cast
    clients: dict[str, FlaskClient]

    def __init__(self) -> None:
        super().__init__()
        number = next(serial)
        self.patient = f"Patient {number}"
        self.key = f"life-{number}"
        self.patient_id = self.cast.admit(self.patient, team=(*CLINICIANS, "coordinator"))
        self.model = Model()
        self.address = ""

    def post(self, name: str, address: str, **fields: str) -> int:
        return self.clients[name].post(address, data=fields).status_code

    def write(self, action: str, text: str) -> int:
        new = f"/patients/{self.patient_id}/entries/new/life_event"
        address = f"{self.address}/edit" if self.address else new
        fields = {"submission_key": self.key, "text": text, "category": "work", "impact": "mixed"}
        form = {**fields, "happened_on": "2026-01-15", "action": action, "version": self.version()}
        answer = self.clients[AUTHOR].post(address, data=form)
        if answer.status_code == 303:
            self.address = answer.headers["Location"].removesuffix("/edit")
        return answer.status_code

    def version(self) -> str:
        """The version that the author's form shows."""
        if self.model.status != "draft" or not self.author_writes:
            return ""
        page = self.clients[AUTHOR].get(f"{self.address}/edit").text
        return page.split('name="version"')[1].split('value="')[1].split('"')[0]

    @property
    def author_writes(self) -> bool:
        return AUTHOR in self.model.team

    @rule(text=WORDS, action=st.sampled_from(["save", "sign"]))
    def write_entry(self, text: str, action: str) -> None:
        before = self.model.status
        status = self.write(action, text) if self.author_writes or self.address else 404
        if not self.author_writes:
            assert status == 404
        elif before == "signed":
            same = action == "sign" and text == self.model.text and not self.model.withheld
            assert status == (303 if same else 409)
        else:
            assert status == 303
            self.model.status, self.model.text = ("signed" if action == "sign" else "draft"), text
            self.model.opened_by_others = False

    @precondition(lambda self: self.address)
    @rule()
    def recall(self) -> None:
        model = self.model
        status = self.post(AUTHOR, f"{self.address}/recall")
        if not self.author_writes:
            assert status == 404
        elif model.status == "signed" and not (model.opened_by_others or model.addenda or model.retracted):
            assert status == 303
            model.status = "draft"
        else:
            assert status == 409

    @precondition(lambda self: self.address)
    @rule(text=WORDS, name=st.sampled_from(EVERYBODY))
    def addend(self, text: str, name: str) -> None:
        model = self.model
        status = self.post(name, f"{self.address}/addenda", text=text, submission_key=f"{self.key}-{next(serial)}")
        if not model.reads(name):
            assert status == 404
        elif model.status == "draft" or model.retracted:
            assert status == 409
        else:
            assert status == 303
            model.addenda.append(text)

    @precondition(lambda self: self.address)
    @rule(reason=st.sampled_from(REASONS), name=st.sampled_from(EVERYBODY))
    def retract(self, reason: str, name: str) -> None:
        model = self.model
        status = self.post(name, f"{self.address}/retract", reason=reason)
        if not model.reads(name):
            assert status == 404
        elif name != AUTHOR:
            assert status == 403
        elif model.status == "draft" or model.retracted:
            assert status == 409
        else:
            assert status == 303
            model.retracted = reason

    @rule(name=st.sampled_from(EVERYBODY))
    def look(self, name: str) -> None:
        answer = self.clients[name].get(f"/patients/{self.patient_id}/timeline")
        assert answer.status_code == (200 if name in self.model.team else 404)
        if name in self.model.team and name != AUTHOR and self.model.status == "signed":
            self.model.opened_by_others = True
        # A draft's first words stand in its author's own list.
        shown = self.model.reads(name) and not self.model.withheld
        if self.model.text:
            assert (self.model.text in answer.text) == shown

    @rule(name=st.sampled_from([*CLINICIANS, "coordinator"]))
    def join_or_leave(self, name: str) -> None:
        if name in self.model.team:
            self.cast.leave(self.patient, name)
            self.model.team.remove(name)
        else:
            self.cast.join(self.patient, name)
            self.model.team.add(name)

    @invariant()
    def readers_are_the_models(self) -> None:
        """The author's own page is looked at by the author alone, so that recall stays possible."""
        if not self.address:
            return
        own = self.clients[AUTHOR].get(self.address, follow_redirects=True)
        assert own.status_code == (200 if self.model.reads(AUTHOR) else 404)
        if own.status_code == 200:
            assert (self.model.text in own.text) == (not self.model.withheld)
            for words in self.model.addenda:
                assert (words in own.text) == (not self.model.withheld)

    def teardown(self) -> None:
        """Everybody looks in the end."""
        if self.address:
            for name in EVERYBODY:
                answer = self.clients[name].get(self.address)
                expected = 303 if self.model.status == "draft" else 200
                assert answer.status_code == (expected if self.model.reads(name) else 404)


def test_the_timeline_agrees_with_the_model(app: Flask) -> None:
    live(app, examples=12, steps=18)


@pytest.mark.verify
def test_the_timeline_agrees_with_the_model_for_long(app: Flask) -> None:
    live(app, examples=150, steps=40)


def live(app: Flask, examples: int, steps: int) -> None:
    """So many lives of so many steps. Without shrinking: each step is several requests."""
    cast = gather(app)
    clients = {name: cast.client(name) for name in EVERYBODY}
    machine = type("Life", (EntryLife,), {"cast": cast, "clients": clients})
    with cast.without_csrf():
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
