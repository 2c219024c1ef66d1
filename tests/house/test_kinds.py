"""Every kind of entry is complete: its table, form, templates, parts and triggers."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from jinja2 import TemplateNotFound

from coordcare import KINDS
from coordcare.access.policy import Action, Discipline, Sensitivity
from coordcare.extensions import db
from coordcare.timeline import kinds
from coordcare.timeline.forms import EntryForm
from coordcare.timeline.kinds import Kind, Part
from tests.house.source import Source, application, made_up, refuse

# The name of the buttons: a field of that name would take their place in what is posted.
BUTTONS = "action"
SPINE_FIELDS = {"submission_key", "version", "happened_on", "csrf_token"}
PROFESSIONS = {discipline.value for discipline in Discipline}


def incomplete(app: Flask, kind: Kind) -> Iterator[str]:
    """What a kind lacks."""
    faults = [*_of_table(app, kind), *_of_form(kind), *_of_templates(app, kind), *_of_parts(kind)]
    if not isinstance(kind.action, Action):
        faults.append("its action is no Action of the policy")
    yield from (f"{kind.key}: {fault}" for fault in faults)


def _of_table(app: Flask, kind: Kind) -> Iterator[str]:
    for table in (model.__table__ for model in kind.models):
        keys = list(table.primary_key.columns)
        targets = {key.target_fullname for column in keys for key in column.foreign_keys}
        if [column.name for column in keys] != ["entry_id"] or targets != {"timeline_entry.id"}:
            yield f"the primary key of {table.name} is not entry_id of timeline_entry.id"
        for event in ("update", "delete"):
            if f"refuse_{event}_{table.name}" not in app.extensions["triggers"]:
                yield f"no trigger refuses {event.upper()} of {table.name}"


def _of_form(kind: Kind) -> Iterator[str]:
    if not issubclass(kind.form, EntryForm):
        yield "its form is no EntryForm"
        return
    if BUTTONS in field_names(kind.form):
        yield f"a field of {kind.form.__name__} is called {BUTTONS}, as the buttons Save and Sign are"
    columns = _columns(kind.models)
    for name in field_names(kind.form) - SPINE_FIELDS - kind.form.ASIDE - columns:
        # What a column keeps as rows has a field for each: `steps_1_on` belongs to `steps`.
        if any(name.startswith(f"{column}_") for column in columns):
            continue
        yield f"the field {name} of {kind.form.__name__} is no column of {kind.model.__tablename__}"


def _columns(models: Iterable[type[Any]]) -> set[str]:
    return {column.name for model in models for column in model.__table__.columns} - {"entry_id"}


def field_names(form: type[Any]) -> set[str]:
    return {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}


def _of_templates(app: Flask, kind: Kind) -> Iterator[str]:
    for template in (kind.card_template, kind.detail_template, kind.form_template):
        try:
            app.jinja_env.get_template(template)
        except TemplateNotFound:
            yield f"templates/{template} does not exist"


def _of_parts(kind: Kind) -> Iterator[str]:
    columns = _columns(kind.models)
    for column in columns ^ set(kind.columns):
        yield f"the column {column} is in the table or in a part, and not in both"
    for column in {column for column in kind.columns if kind.columns.count(column) > 1}:
        yield f"the column {column} is in more than one part"
    for part in kind.parts:
        if not isinstance(part.sensitivity, Sensitivity):
            yield f"the part {part.name} has no Sensitivity"
        if not set(part.searched) <= set(part.columns):
            yield f"the part {part.name} searches columns of another"


def named_professions(files: Iterable[Source]) -> Iterator[str]:
    """Disciplines in entries.py: a kind names an action and sensitivities, never who."""
    for source in files:
        for node in ast.walk(source.tree) if source.role == "entries" else ():
            if isinstance(node, ast.Name | ast.alias) and _name(node) in {"Discipline", "Duty"}:
                yield source.says(node, f"a kind names {_name(node)}")
            elif isinstance(node, ast.Attribute) and node.attr in {"discipline", "duties"}:
                yield source.says(node, f"a kind asks for .{node.attr}")
            elif isinstance(node, ast.Constant) and node.value in PROFESSIONS:
                yield source.says(node, f"a kind names {node.value}")


def _name(node: ast.Name | ast.alias) -> str:
    return node.id if isinstance(node, ast.Name) else node.name


def test_every_kind_is_complete(sqlite_app: Flask) -> None:
    assert set(KINDS) == set(kinds.every()), "create_app registers other kinds than KINDS"
    refuse((fault for kind in kinds.every() for fault in incomplete(sqlite_app, kind)), "Every kind is complete")


def test_no_kind_names_a_profession() -> None:
    refuse(named_professions(application()), "A kind names an action and sensitivities, never a discipline")


class Odd(db.Model):  # type: ignore[name-defined, misc]
    """A table that is no kind's."""

    __tablename__ = "odd"
    metadata = type(db.metadata)()
    id = db.Column(db.Integer, primary_key=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model": Odd}, "the primary key of odd is not entry_id"),
        ({"model": Odd}, "no trigger refuses DELETE of odd"),
        ({"key": "odd"}, "odd/detail.html does not exist"),
        ({"form": dict}, "its form is no EntryForm"),
        ({"action": "write"}, "is no Action"),
        ({"parts": ()}, "is in the table or in a part"),
        ({"parts": (Part("a", "team", ("mood",), ("plan",)),)}, "the part a has no Sensitivity"),  # type: ignore[arg-type]
        ({"parts": (Part("a", Sensitivity.TEAM, ("mood",), ("plan",)),)}, "searches columns of another"),
        ({"parts": (Part("a", Sensitivity.TEAM, ("mood", "mood")),)}, "mood is in more than one part"),
    ],
)
def test_an_incomplete_kind_is_found(sqlite_app: Flask, changes: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in incomplete(sqlite_app, replace(KINDS[0], **changes)))


def test_a_field_without_column_is_found(sqlite_app: Flask) -> None:
    form = type("OddForm", (KINDS[0].form,), {"shoe_size": EntryForm.version, "action": EntryForm.version})
    found = list(incomplete(sqlite_app, replace(KINDS[0], form=form)))
    assert any("shoe_size" in fault for fault in found) and any("is called action" in fault for fault in found)


@pytest.mark.parametrize("line", ["from a import Discipline", "b.discipline", "'therapist'", "Duty.ADMIN"])
def test_a_named_profession_is_found(line: str) -> None:
    assert list(named_professions([made_up("coordcare/notes/entries.py", line)]))
    assert not list(named_professions([made_up("coordcare/notes/queries.py", line)]))
