"""File names mean something: the table of docs/decisions/0002-file-names.md lists every one there is."""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import pytest

from tests.house.imports import imports
from tests.house.source import Role, Source, application, made_up, refuse, roles

ROLES = roles()
DESIGNED = {"models", "entries", "rules", "queries", "actions", "forms", "views"}
MEANINGLESS = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"}
FREE = ("coordcare/demo/stories/",)
PURE_FLOOR = 1


def unknown_names(files: Iterable[Source], names: Mapping[str, Role]) -> Iterator[str]:
    for source in files:
        words = set(PurePosixPath(source.path).stem.split("_")) | set(source.path.split("/")[:-1])
        if words & MEANINGLESS:
            yield f"{source.path}:1: {', '.join(words & MEANINGLESS)} says nothing of what it holds"
        if not source.is_in_package or source.stem == "__init__" or source.path.startswith(FREE):
            continue
        role = names.get(source.role)
        if role is None:
            yield f"{source.path}:1: {source.role} is no role; add a line to docs/decisions/0002 or rename it"
        elif role.only_in not in {"", source.package}:
            yield f"{source.path}:1: {role.name} belongs to the package {role.only_in} only"


def impure(files: Iterable[Source], names: Mapping[str, Role]) -> Iterator[str]:
    """Files of the lowest floor that import more than the standard library and that floor of their package."""
    files = list(files)
    modules = {source.module for source in files}
    pure = {name for name, role in names.items() if role.floor == PURE_FLOOR}
    for source in files:
        if not source.is_in_package or source.role not in pure:
            continue
        for found in imports(source, modules):
            home, _, name = found.module.rpartition(".")
            beside = home == source.module.rpartition(".")[0] and name.rpartition("_")[2] in pure
            if found.module.split(".")[0] not in sys.stdlib_module_names and not beside:
                yield found.says(f"{source.role} imports {found.module}")


def asking_forms(files: Iterable[Source]) -> Iterator[str]:
    """Forms that reach the database, by SQLAlchemy or by a function of some queries."""
    files = list(files)
    modules = {source.module for source in files}
    for source in files:
        if source.role != "forms":
            continue
        for found in imports(source, modules):
            if found.module.split(".")[0] == "sqlalchemy" or "db" in found.names:
                yield found.says(f"forms import {found.module}")
            if found.module.endswith("queries") and found.module != "coordcare.settings.queries":
                functions = [name for name in found.names or ("all of it",) if not name[0].isupper()]
                if functions:
                    yield found.says(f"forms import {', '.join(functions)} of {found.module}")


def beside_enum(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        if source.path == "coordcare/access/policy.py":
            for found in imports(source):
                if found.module != "enum":
                    yield found.says(f"policy imports {found.module}")


def test_the_table_is_read() -> None:
    assert set(ROLES) >= DESIGNED, "docs/decisions/0002-file-names.md: the table does not parse"


def test_every_name_means_something() -> None:
    refuse(unknown_names(application(), ROLES), "Every file's name is in the table of docs/decisions/0002")


def test_rules_are_pure() -> None:
    refuse(impure(application(), ROLES), "Files of the lowest floor import the standard library and each other only")


def test_forms_never_ask_the_database() -> None:
    refuse(asking_forms(application()), "Forms never ask the database")


def test_the_policy_is_pure_data() -> None:
    refuse(beside_enum(application()), "access/policy.py imports only enum")


@pytest.mark.parametrize(
    "path",
    [
        "coordcare/notes/utils.py",
        "coordcare/notes/view_helpers.py",
        "coordcare/common/rules.py",
        "coordcare/notes/feeds.py",
        "coordcare/notes/membership.py",
    ],
)
def test_a_bad_name_is_found(path: str) -> None:
    assert list(unknown_names([made_up(path, "")], ROLES))


@pytest.mark.parametrize("path", ["coordcare/notes/feed_queries.py", "coordcare/access/gate.py", "coordcare/errors.py"])
def test_a_good_name_is_none(path: str) -> None:
    assert not list(unknown_names([made_up(path, "")], ROLES))


@pytest.mark.parametrize(
    "line", ["from flask import g", "from coordcare.notes.models import A", "from coordcare.ipt.rules import A"]
)
def test_an_impure_rule_is_found(line: str) -> None:
    assert list(impure([made_up("coordcare/notes/rules.py", line)], ROLES))
    assert not list(impure([made_up("coordcare/notes/queries.py", line)], ROLES))


def test_pure_rules_are_none() -> None:
    lines = "import re\nfrom coordcare.medication.formulary import UNITS"
    assert not list(impure([made_up("coordcare/medication/rules.py", lines)], ROLES))


@pytest.mark.parametrize(
    "line",
    [
        "from sqlalchemy import select",
        "from coordcare.extensions import db",
        "from coordcare.accounts.queries import people",
        "from coordcare.accounts import queries",
    ],
)
def test_a_form_that_asks_is_found(line: str) -> None:
    assert list(asking_forms([made_up("coordcare/notes/forms.py", line), made_up("coordcare/accounts/queries.py", "")]))


def test_a_form_that_knows_a_value_is_none() -> None:
    lines = "from coordcare.accounts.queries import Person\nfrom coordcare.settings.queries import today"
    assert not list(asking_forms([made_up("coordcare/notes/forms.py", lines)]))


def test_more_than_enum_in_the_policy_is_found() -> None:
    assert list(beside_enum([made_up("coordcare/access/policy.py", "from dataclasses import dataclass")]))
