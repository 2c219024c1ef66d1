"""No file over 250 lines, no function over 50, and every signature typed."""

import ast
from collections.abc import Iterable, Iterator
from statistics import median

import pytest

from tests.house.source import Source, application, functions, made_up, refuse, sources

LONGEST_FILE = 250
LONGEST_FUNCTION = 50
IMPLICIT = {"self", "cls"}


def ours() -> list[Source]:
    """Every file that people of this project write by hand."""
    others = sources(
        "migrations/env.py", "tests/**/*.py", "bench/**/*.py", "templates/**/*", "static/css/**/*", "static/js/**/*"
    )
    return application() + others


def too_long(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        count = len(source.text.splitlines())
        if count > LONGEST_FILE:
            yield f"{source.path}:{count}: {count} lines, at most {LONGEST_FILE}"


def too_long_functions(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for function in functions(source):
            count = size(function)
            if count > LONGEST_FUNCTION:
                yield source.says(function, f"{function.name} has {count} lines, at most {LONGEST_FUNCTION}")


def untyped(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for function in functions(source):
            taken = function.args
            named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
            bare = [one.arg for one in named if one and not one.annotation and one.arg not in IMPLICIT]
            if function.returns is None:
                bare.append("the answer")
            if bare:
                yield source.says(function, f"{function.name} leaves untyped: {', '.join(bare)}")


def size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def medians(files: Iterable[Source]) -> tuple[float, float]:
    """Lines of the middle file (empty ones left out) and of the middle function."""
    lengths = [len(source.text.splitlines()) for source in files if source.text.strip()]
    return median(lengths), median(size(function) for source in files for function in functions(source))


def test_no_file_is_too_long() -> None:
    refuse(too_long(ours()), f"No file over {LONGEST_FILE} lines")


def test_no_function_is_too_long() -> None:
    files = [source for source in ours() if source.path.endswith(".py")]
    refuse(too_long_functions(files), f"No function over {LONGEST_FUNCTION} lines")


def test_every_signature_is_typed() -> None:
    refuse(untyped(application()), "Every argument and every answer is typed")


def test_the_middle_is_small() -> None:
    files, functions_ = medians(application())
    templates = median(len(source.text.splitlines()) for source in sources("templates/**/*.html"))
    print(f"medians: file {files:g} lines, function {functions_:g}, template {templates:g}")
    assert files <= 125 and functions_ <= 10, f"medians grow: file {files:g}, function {functions_:g} (aim: 80 and 6)"


def test_a_long_file_is_found() -> None:
    assert list(too_long([made_up("static/css/a.css", "a {}\n" * 251)]))
    assert not list(too_long([made_up("static/css/a.css", "a {}\n" * 250)]))


def test_a_long_function_is_found() -> None:
    body = "class A:\n    def act(self) -> None:\n" + "        pass\n" * 50
    assert list(too_long_functions([made_up("coordcare/a.py", body)]))
    assert not list(too_long_functions([made_up("coordcare/a.py", body.removesuffix("        pass\n"))]))


@pytest.mark.parametrize(
    "signature",
    ["def a(b) -> int", "def a(b: int)", "def a(*b) -> int", "def a(*, b) -> int", "async def a(**b) -> int"],
)
def test_an_untyped_signature_is_found(signature: str) -> None:
    assert list(untyped([made_up("coordcare/a.py", f"{signature}: pass")]))


def test_a_typed_signature_is_none() -> None:
    text = "class A:\n    def a(self, b: int, /, *c: int, d: int = 1, **e: int) -> None: pass"
    assert not list(untyped([made_up("coordcare/a.py", text)]))
