"""Every endpoint bears exactly one mark of the gate, and what bears none is refused."""

import ast
from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from coordcare.access import gate
from tests.house.source import Source, application, functions, made_up, refuse

MARKS = {"open_to_all", "signed_in", "on_duty", "on_patient", "on_entry"}
ROUTES = {"route", "get", "post", "put", "patch", "delete"}
# What an address may hold beside numbers.
WORDS = {"kind": "of an entry", "category": "of a health list", "token": "of a link", "filename": "a static file"}


def name_of(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def is_route(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in ROUTES


def badly_marked(files: Iterable[Source]) -> Iterator[str]:
    """Functions with a route but without exactly one mark right below the routes."""
    for source in files:
        for function in functions(source):
            routes = [is_route(decorator) for decorator in function.decorator_list]
            if not any(routes):
                continue
            marks = [name_of(decorator) in MARKS for decorator in function.decorator_list]
            first = routes.index(False) if False in routes else len(routes)
            if sum(marks) != 1:
                yield source.says(function, f"{function.name} bears {sum(marks)} marks of the gate")
            elif any(routes[first:]) or not marks[first]:
                yield source.says(function, f"{function.name}: the mark stands right below the routes")


def silent_routes(files: Iterable[Source]) -> Iterator[str]:
    """Routes made by a call, where no mark can be read."""
    for source in files:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "add_url_rule":
                yield source.says(node, "add_url_rule hides the mark; use a decorator")


def unmarked(app: Flask) -> Iterator[str]:
    for name, view in app.view_functions.items():
        mark = getattr(view, "gate_mark", None)
        if not isinstance(mark, str) or mark.split(":")[0] not in MARKS:
            yield f"endpoint {name} bears no mark of the gate"


def untyped(rules: Iterable[Rule]) -> Iterator[str]:
    """Variables of addresses that should be numbers and are not."""
    for rule in rules:
        for name, converter in rule._converters.items():
            if name not in WORDS and not isinstance(converter, IntegerConverter):
                yield f"{rule.endpoint}: {rule.rule}: <{name}> takes any text; write <int:{name}>"


def test_every_route_bears_one_mark() -> None:
    refuse(badly_marked(application()), "A function with a route bears exactly one mark of the gate")


def test_every_route_is_written_as_a_decorator() -> None:
    refuse(silent_routes(application()), "Routes are written as decorators")


def test_every_endpoint_bears_a_mark(sqlite_app: Flask) -> None:
    assert {rule.endpoint for rule in sqlite_app.url_map.iter_rules()} <= set(sqlite_app.view_functions)
    refuse(unmarked(sqlite_app), "Every endpoint bears a mark of the gate")


def test_every_number_in_an_address_is_typed(sqlite_app: Flask) -> None:
    refuse(untyped(sqlite_app.url_map.iter_rules()), "Numbers in addresses are typed")


def test_an_unmarked_endpoint_is_refused(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.add_url_rule("/unmarked/<number>", "unmarked", lambda number: "secret")
    app.add_url_rule("/marked", "marked", gate.open_to_all(lambda: "open"))
    answer, control = app.test_client().get("/unmarked/1"), app.test_client().get("/marked")
    assert answer.status_code == 404 and b"secret" not in answer.data
    assert control.status_code == 200 and control.data == b"open"
    assert [found for found in unmarked(app) if "unmarked" in found]
    assert [found for found in untyped(app.url_map.iter_rules()) if "<number>" in found]


def test_two_marks_are_refused() -> None:
    with pytest.raises(RuntimeError, match="two gate marks"):
        gate.signed_in(gate.open_to_all(lambda: "twice"))


@pytest.mark.parametrize(
    "decorators",
    [
        '@blueprint.get("/a")',
        '@blueprint.get("/a")\n@signed_in\n@open_to_all',
        '@signed_in\n@blueprint.get("/a")',
        '@blueprint.get("/a")\n@cached\n@signed_in',
        '@blueprint.route("/a", methods=["POST"])\n@signed_in\n@blueprint.get("/b")',
    ],
)
def test_a_bad_mark_is_found(decorators: str) -> None:
    source = made_up("coordcare/notes/views.py", f"{decorators}\ndef view():\n    pass")
    assert len(list(badly_marked([source]))) == 1


def test_a_good_mark_is_none() -> None:
    text = '@blueprint.get("/a")\n@blueprint.post("/b")\n@on_patient(Action.A)\n@cached\ndef view():\n    pass'
    assert not list(badly_marked([made_up("coordcare/notes/views.py", text)]))


def test_a_silent_route_is_found() -> None:
    assert list(silent_routes([made_up("coordcare/notes/views.py", 'blueprint.add_url_rule("/a", view_func=b)')]))
