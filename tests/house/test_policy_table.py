"""The design's two tables, written down a second time by hand: a cell that changes must change here too."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask

from coordcare.access import policy
from coordcare.access.policy import Action, Discipline, Duty, Grant, Sensitivity
from tests.house.source import refuse

COLUMNS = ["psychiatrist", "nurse_practitioner", "psychologist", "therapist", "coordinator"]
YES, NO, OWN, AUTHOR = "yes", "no", "own", "author only"

MAY = {
    "open_record": [YES, YES, YES, YES, YES],
    "write_session_note": [YES, NO, YES, YES, NO],
    "change_medication": [YES, YES, NO, NO, NO],
    "open_progress_review": [YES, YES, YES, YES, NO],
    "write_contact": [YES, YES, YES, YES, YES],
    "record_measure": [YES, YES, YES, YES, YES],
    "record_life_event": [YES, YES, YES, YES, NO],
    "raise_risk": [YES, YES, YES, YES, YES],
    "assess_risk": [YES, YES, YES, YES, NO],
    "write_process_note": [AUTHOR, NO, AUTHOR, AUTHOR, NO],
    "follow_up": [YES, YES, YES, YES, YES],
    "manage_patient": [YES, YES, YES, YES, YES],
    "see_access_log": [YES, YES, YES, YES, NO],
}
READS = {
    "team": [YES, YES, YES, YES, YES],
    "safety": [YES, YES, YES, YES, YES],
    "regimen": [YES, YES, YES, YES, YES],
    "medication": [YES, YES, YES, YES, NO],
    "clinical": [YES, YES, YES, YES, NO],
    "working": [OWN, NO, YES, YES, NO],
}
DUTIES = {"admin", "configure"}
VERBS = {
    "create": "KIND",
    "read": "READERS",
    "edit": "AUTHOR",
    "sign": "AUTHOR",
    "recall": "AUTHOR",
    "addend": "KIND",
    "retract": "AUTHOR",
    "history": "READERS",
    "print": "PRINTERS",
}
ABSENT = ["no row"] * len(COLUMNS)

Table = dict[str, list[str]]


def as_written(table: Mapping[Any, Mapping[Discipline, Grant]]) -> Table:
    return {row.value: [cells[Discipline(column)].value for column in COLUMNS] for row, cells in table.items()}


def changed(found: Table, expected: Table) -> list[str]:
    return [
        f"access/policy.py: {row}, {column}: {now} where the design has {was}"
        for row in sorted(set(found) | set(expected))
        for column, now, was in zip(COLUMNS, found.get(row, ABSENT), expected.get(row, ABSENT), strict=True)
        if now != was
    ]


def missing(printed: str, words: Mapping[str, str], table: Table) -> list[str]:
    """Rows that were not printed as one line: the row's words, then its five cells in the design's order."""
    lines = [" ".join(re.sub(r"[|+]", " ", line).split()).casefold() for line in printed.splitlines()]
    wanted = {row: f"{words[row]} {' '.join(cells)}".casefold() for row, cells in table.items()}
    return [f"flask policy does not print: {line}" for line in wanted.values() if not any(line in one for one in lines)]


def test_the_action_table_is_the_design() -> None:
    refuse(changed(as_written(policy.ACTIONS), MAY), "The action table is the design's")


def test_the_readers_table_is_the_design() -> None:
    refuse(changed(as_written(policy.READERS), READS), "The table of readers is the design's")


def test_the_words_of_the_policy_are_the_design() -> None:
    assert [discipline.value for discipline in Discipline] == COLUMNS
    assert {duty.value for duty in Duty} == DUTIES
    assert {action.value for action in Action} == set(MAY)
    assert {part.value for part in Sensitivity} == set(READS)
    assert {verb.value: reach.name for verb, reach in policy.VERBS.items()} == VERBS


def test_what_is_granted_is_what_stands_in_the_tables() -> None:
    for column in COLUMNS:
        discipline = Discipline(column)
        cell = COLUMNS.index(column)
        reads = {part.value for part in policy.readable(discipline)}
        own = {part.value for part in policy.readable_if_own(discipline)}
        assert reads == {part for part, cells in READS.items() if cells[cell] == YES}
        assert own == {part for part, cells in READS.items() if cells[cell] in {YES, OWN}}
        assert all(policy.grant(action, discipline).value == MAY[action.value][cell] for action in Action)
    assert not policy.readable(None) and not policy.readable_if_own(None)
    assert all(policy.grant(action, None) is Grant.NO for action in Action)


def test_the_command_prints_the_very_tables(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["policy"])
    assert result.exit_code == 0, f"flask policy: {result.output}"
    actions = {action.value: words for action, words in policy.ACTION_WORDS.items()}
    parts = {part.value: words for part, words in policy.SENSITIVITY_WORDS.items()}
    found = missing(result.output, actions, MAY) + missing(result.output, parts, READS)
    refuse(found, "flask policy prints the very tables")


def test_a_changed_cell_is_found() -> None:
    assert changed({**MAY, "raise_risk": [YES, YES, YES, YES, NO]}, MAY)
    assert changed({**MAY, "prescribe": [YES] * 5}, MAY)
    assert changed({row: cells for row, cells in MAY.items() if row != "follow_up"}, MAY)


def test_a_row_that_is_not_printed_is_found() -> None:
    row = {"raise_risk": MAY["raise_risk"]}
    words = {"raise_risk": "raise a risk"}
    assert not missing("| Raise a risk  | yes | yes | yes | yes | yes |", words, row)
    assert missing("| Raise a risk  | yes | yes | yes | yes | no |", words, row)
