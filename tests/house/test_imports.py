"""Imports run only downwards: between packages, and between the files of a package. No circles."""

from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.house.imports import Import, all_imports, circles, package_of
from tests.house.source import Role, Source, application, floors, made_up, refuse, roles

FLOORS = floors()


def upwards(files: Iterable[Source], house: list[list[str]]) -> Iterator[str]:
    """Imports of a higher floor, or of a neighbour on the same one."""
    height = {name: -number for number, names in enumerate(house) for name in names}
    for found in all_imports(files):
        here, there = found.source.package, package_of(found.module)
        if there is None or here == there:
            continue
        for name in {here, there} - set(height):
            yield found.says(f"{name} stands on no floor: give it one in docs/decisions/0001")
        if {here, there} <= set(height) and height[there] >= height[here]:
            where = "beside" if height[there] == height[here] else "above"
            yield found.says(f"{here} imports {found.module}, which stands {where} it")


def upwards_in_package(files: Iterable[Source], names: Mapping[str, Role]) -> Iterator[str]:
    """Imports between files of one package against the floors of the table of file names."""
    files = list(files)
    known = {source.module: source for source in files if source.is_in_package and source.role in names}
    for found in all_imports(files):
        here, there = found.source, known.get(found.module)
        if here.module not in known or there is None or there.package != here.package:
            continue
        if names[there.role].floor > names[here.role].floor:
            yield found.says(f"{here.role} imports {found.module}: {there.role} stands above {here.role}")


def borrowed_views(files: Iterable[Source]) -> Iterator[str]:
    """Another package's views, imported by something that is neither views nor create_app."""
    for found in all_imports(files):
        if package_of(found.module) in {None, found.source.package} or found.source.package == "create_app":
            continue
        if found.module.endswith("views") and found.source.role != "views":
            yield found.says(f"{found.source.role} imports {found.module}")


def told(circle: list[Import]) -> str:
    way = " > ".join([*(step.source.module for step in circle), circle[-1].module])
    return circle[-1].says(f"closes a circle: {way}")


def test_packages_import_downwards_only() -> None:
    refuse(upwards(application(), FLOORS), "Imports run only downwards through the floors of the house")


def test_every_package_stands_on_one_floor() -> None:
    standing = [name for names in FLOORS for name in names]
    homeless = {source.package for source in application()} - set(standing) - {"__init__"}
    assert len(standing) == len(set(standing)), "a package stands on two floors in docs/decisions/0001"
    assert not homeless, f"no floor in docs/decisions/0001 for: {', '.join(sorted(homeless))}"


def test_files_of_a_package_import_downwards_only() -> None:
    refuse(upwards_in_package(application(), roles()), "Inside a package imports run only downwards")


def test_views_are_borrowed_by_views_only() -> None:
    refuse(borrowed_views(application()), "Another package's views are imported by views and create_app only")


def test_there_is_no_circle() -> None:
    refuse(map(told, circles(application())), "No circle of imports")


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [
        ("coordcare/access/gate.py", "from coordcare.patients.models import Patient", "above"),
        ("coordcare/access/gate.py", "def late():\n    import coordcare.patients.models", "above"),
        ("coordcare/patients/views.py", "from coordcare.accounts import queries", "beside"),
        ("coordcare/access/__init__.py", "from ..timeline import views", "above"),
        ("coordcare/errors.py", "from coordcare.extensions import db", "beside"),
        ("coordcare/astrology/rules.py", "from coordcare.errors import Invalid", "no floor"),
        ("coordcare/settings/rules.py", "from coordcare import create_app", "above"),
    ],
)
def test_an_import_upwards_is_found(path: str, line: str, words: str) -> None:
    found = list(upwards([made_up(path, line)], FLOORS))
    assert len(found) == 1 and words in found[0]


def test_an_import_downwards_is_none() -> None:
    lines = "from coordcare.access import policy\nfrom coordcare.errors import NotFound\nimport datetime"
    assert not list(upwards([made_up("coordcare/timeline/actions.py", lines)], FLOORS))


def test_an_import_upwards_in_a_package_is_found() -> None:
    files = [
        made_up("coordcare/notes/feed_queries.py", "from coordcare.notes import actions, models"),
        made_up("coordcare/notes/actions.py", ""),
        made_up("coordcare/notes/models.py", ""),
    ]
    found = list(upwards_in_package(files, roles()))
    assert len(found) == 1 and found[0].startswith("coordcare/notes/feed_queries.py:1:")


def test_borrowed_views_are_found() -> None:
    line = "from coordcare.timeline.entry_views import edit"
    assert list(borrowed_views([made_up("coordcare/review/queries.py", line)]))
    assert not list(borrowed_views([made_up("coordcare/review/views.py", line)]))


def test_a_circle_is_found() -> None:
    files = [
        made_up("coordcare/notes/rules.py", "from coordcare.notes.models import A"),
        made_up("coordcare/notes/models.py", "from coordcare.notes import entries"),
        made_up("coordcare/notes/entries.py", "from coordcare.notes.rules import B"),
    ]
    assert len(circles(files)) == 1
    files[2] = made_up("coordcare/notes/entries.py", "def late():\n    from coordcare.notes.rules import B")
    assert not circles(files)
