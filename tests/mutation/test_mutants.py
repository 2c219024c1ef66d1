"""With each gate mark, visibility predicate and owner check removed in turn, the tests notice."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.access import checking
from tests.access.reading import Row
from tests.access.stage import Stage
from tests.access.tables import ROWS
from tests.house.source import ROOT, made_up
from tests.mutation import finding, patching, weakening
from tests.mutation.finding import GROUPS
from tests.mutation.running import WORK, results
from tests.mutation.shapes import MARK, OWNER, PREDICATE
from tests.mutation.syntax import Mutant

PROCESSES = 2
SHARE_CAUGHT = 0.98
# Rules of the house would notice any change at all; browsers, servers, and copies of databases take too long; what is
# thrown at every form meets a lone predicate late, and needs what only some machines fetch.
ELSEWHERE = ("house", "journeys", "backup", "demo", "mutation", "attack", "endurance", "serving")
# What the finder has to go on finding, by what stands there and in which function.
KNOWN = {
    ("_ON_TEAM", "active()"),
    ("_ON_TEAM", "CareTeamMembership.account_id == bindparam('account')"),
    ("MY_PATIENT_IDS", "CareTeamMembership.account_id == ME"),
    ("_signed", "_readable(anybodys, own)"),
    ("_readable", "SPINE.patient_id == bindparam('patient')"),
    ("_readable", "SPINE.status == Status.SIGNED.value"),
    ("Kind.readable_parts", "standing.reads(part.sensitivity, author_id)"),
    ("sees", "entry.author_id == standing.viewer.account_id"),
    ("visible", "item.patient_id.in_(MY_PATIENT_IDS)"),
    ("_mine", "ProcessNote.author_id == standing.viewer.account_id"),
    ("", "Reach.AUTHOR"),
    ("end_session", "StaffSession.account_id == viewer.account_id"),
    ("_withheld", "RetractionReason(row.reason) in WITHHOLDING"),
}
BEARS = re.compile(r"(?m)^ *@(?:on_\w+\(|signed_in$)")
VIEWS = """
@blueprint.get("/patients/<int:patient_id>/page")
@on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)
def page(standing: Standing, patient: Patient) -> str:
    if note.author_id != standing.viewer.account_id:
        raise NotFound
    return [one for one in notes if standing.reads(one.sensitivity)]


def reads(standing: Standing, sensitivity: Sensitivity) -> bool:
    return select(Note).where(Note.patient_id == standing.patient_id, Note.author_id == standing.viewer.account_id)
"""


@pytest.mark.verify
def test_what_is_removed_is_noticed(tmp_path: Path, record_property: Any) -> None:
    ignored = [f"--ignore=tests/{name}" for name in ELSEWHERE]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.mutation.running",
    ]
    environment = {**os.environ, WORK: str(tmp_path)}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    running = []
    for number in range(PROCESSES):
        with (tmp_path / f"log-{number}").open("w") as log:
            call = [*command, *ignored, "tests/access", "tests"]
            running.append(subprocess.Popen(call, cwd=ROOT, env=environment, stdout=log, stderr=log))
    logs = [(one.wait(), (tmp_path / f"log-{number}").read_text()) for number, one in enumerate(running)]
    found = list(results(tmp_path).values())
    survivors = [one for one in found if not one["caught"]]
    assert len(found) == len(finding.find()) and not any(code for code, _ in logs), logs
    record_property("figure: access mutants", len(found))
    record_property("figure: access mutants, caught", len(found) - len(survivors))
    for one in survivors:
        record_property(f"figure: access mutant survived: {one['words']}", 1)
    assert (len(found) - len(survivors)) / len(found) >= SHARE_CAUGHT, [one["words"] for one in survivors]


@cache
def everything() -> list[Mutant]:
    return finding.find()


def test_the_finder_finds() -> None:
    found = everything()
    assert {(one.where, one.text) for one in found} >= KNOWN
    marks = [one for one in found if one.group == MARK]
    views = {(one.path, one.where) for one in marks}
    assert len(views) == sum(len(BEARS.findall(source.text)) for source in views_of())
    assert {one.weak for one in marks} == {weak for weaknesses in finding.WEAKNESSES.values() for weak in weaknesses}
    assert all(finding.counts(found).values())


def views_of() -> list[Any]:
    return [source for source in finding.application() if source.role == "views"]


def test_each_group_is_found_by_its_shape() -> None:
    found = finding.find([made_up("coordcare/notes/views.py", VIEWS)])
    by_group = {group: [(one.text, one.weak, one.value) for one in found if one.group == group] for group in GROUPS}
    weaknesses = ("membership", "sensitivity", "record")  # every discipline may open a record
    mark = "on_patient(Action.OPEN_RECORD, reads=Sensitivity.CLINICAL)"
    assert by_group[MARK] == [(mark, weak, "mark") for weak in weaknesses]
    assert by_group[OWNER] == [
        ("note.author_id != standing.viewer.account_id", "", False),
        ("Note.author_id == standing.viewer.account_id", "", "condition"),
    ]
    assert by_group[PREDICATE] == [
        ("Note.patient_id == standing.patient_id", "", "condition"),
        ("standing.reads(one.sensitivity)", "", True),
    ]


def one_of(where: str, text: str, weak: str = "") -> Mutant:
    return next(one for one in everything() if (one.where, one.weak) == (where, weak) and text in one.text)


@pytest.mark.parametrize(
    ("where", "text", "weak", "rule", "actor"),
    [
        ("access_log", "on_patient", "action", "/access-log", "coordinator"),
        ("_ON_TEAM", "active(", "", "/timeline", "ended_therapist"),
        ("may", "author_id == standing.viewer.account_id", "", "/retract", "therapist2"),
    ],
)
def test_three_are_caught(sqlite_stage: Stage, where: str, text: str, weak: str, rule: str, actor: str) -> None:
    row = next(
        row for row in ROWS if row.rule.endswith(rule) and row.cell(actor) in ("403", "404") and row.state != "draft"
    )
    with patching.applied(one_of(where, text, weak)):
        assert wrong(sqlite_stage, actor, row)
    sqlite_stage.restore()
    assert not wrong(sqlite_stage, actor, row)


def wrong(stage: Stage, actor: str, row: Row) -> list[str]:
    checker = checking.Checker(stage, actor)
    checker.check(row)
    return checker.wrong


def test_the_gate_asks_every_question() -> None:
    """Each question that a mark can be made not to ask is found in the gate's source."""
    for weak in {weak for weaknesses in finding.WEAKNESSES.values() for weak in weaknesses}:
        assert weakening.weak_gate(weak)["on_patient"] is not None
