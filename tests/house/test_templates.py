"""Templates: each is used, none decides who somebody is, none holds style or script."""

import ast
import re
from collections.abc import Iterable, Iterator, Set

import pytest
from jinja2 import Environment, nodes

from coordcare import KINDS
from tests.house.source import ROOT, Source, application, made_up, refuse, sources

PROFESSIONS = re.compile(
    r"(is_)?(psychiatrist|nurse|nurse_practitioner|prescriber|psychologist|therapist|coordinator|admin)s?"
    r"|disciplines?|dut(y|ies)|role_code"
)
TOP = {"base.html", "error.html"}
# The policy page shows the tables themselves and marks the viewer's own column.
ABOUT_PROFESSIONS = {"templates/admin/policy.html"}
FORBIDDEN = {
    r"\sstyle\s*=": "a style attribute, which the content security policy blocks",
    r"\son[a-z]+\s*=\s*[\"'{]": "an inline event handler",
    r"\|\s*safe\b": "the filter safe, which trusts what somebody typed",
    r"<script(?![^>]*\ssrc=)": "an inline script",
    r"<style\b": "an inline style sheet",
    r"javascript:": "a script in an address",
    r"\{%-?\s*autoescape": "autoescape switched by hand",
}
JINJA = Environment(autoescape=True)


def templates() -> list[Source]:
    return sources("templates/**/*.html")


def name_of(template: Source) -> str:
    return template.path.removeprefix("templates/")


def homeless(files: Iterable[Source], packages: Set[str]) -> Iterator[str]:
    for template in files:
        folder, _, rest = name_of(template).partition("/")
        if (not rest and folder not in TOP) or (rest and folder not in packages | {"_macros"}):
            yield f"{template.path}:1: stands in no folder named like a package"


def used_by_templates(files: Iterable[Source]) -> Iterator[tuple[str, str]]:
    """Where a template names another, and which."""
    for template in files:
        for node in JINJA.parse(template.text).find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
            for name in node.find_all(nodes.Const):
                if isinstance(name.value, str) and name.value.endswith(".html"):
                    yield f"{template.path}:{node.lineno}", name.value


def used_by_code(files: Iterable[Source]) -> Iterator[tuple[str, str]]:
    for source in files:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
                yield f"{source.path}:{node.lineno}", node.value


def used_by_kinds() -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for name in (kind.card_template, kind.detail_template, kind.form_template):
            yield f"kind {kind.key}", name


def unused(files: Iterable[Source], used: Set[str]) -> Iterator[str]:
    for template in files:
        if name_of(template) not in used:
            yield f"{template.path}:1: is rendered, included, extended or imported by nothing"


def absent(uses: Iterable[tuple[str, str]], present: Set[str]) -> Iterator[str]:
    for place, name in uses:
        # A name that begins with a slash is the end of one that a kind puts together.
        if name not in present and not name.startswith("/"):
            yield f"{place}: there is no templates/{name}"


def deciding(files: Iterable[Source]) -> Iterator[str]:
    """Conditions on who somebody is: that is the policy's business, and the view's to ask."""
    for template in files:
        if template.path in ABOUT_PROFESSIONS:
            continue
        for node in JINJA.parse(template.text).find_all((nodes.If, nodes.CondExpr)):
            for word in words_of(node.test):
                if PROFESSIONS.fullmatch(word.casefold()):
                    yield f"{template.path}:{node.lineno}: a condition on {word}"


def words_of(test: nodes.Node) -> Iterator[str]:
    for node in [test, *test.find_all((nodes.Name, nodes.Getattr, nodes.Const))]:
        if isinstance(node, nodes.Name):
            yield node.name
        elif isinstance(node, nodes.Getattr):
            yield node.attr
        elif isinstance(node, nodes.Const):
            yield str(node.value)


def unsafe(files: Iterable[Source]) -> Iterator[str]:
    for template in files:
        for pattern, words in FORBIDDEN.items():
            for found in re.finditer(pattern, template.text, re.IGNORECASE):
                line = template.text.count("\n", 0, found.start()) + 1
                yield f"{template.path}:{line}: {words}"


def macros(files: Iterable[Source]) -> set[str]:
    """The macros that every template knows."""
    found = {node.name for file in files for node in JINJA.parse(file.text).find_all(nodes.Macro)}
    return {name for name in found if not name.startswith("_")} | {"icon"}


def bound(template: Source) -> Iterator[str]:
    """The names that a template gives a value: loops, sets, withs, parameters of its macros."""
    for node in JINJA.parse(template.text).find_all(
        (nodes.For, nodes.Assign, nodes.AssignBlock, nodes.With, nodes.Macro)
    ):
        targets = node.args if isinstance(node, nodes.Macro) else getattr(node, "targets", None) or [node.target]
        for target in targets:
            names = [target] if isinstance(target, nodes.Name) else target.find_all(nodes.Name)
            yield from (name.name for name in names)


def handed_over(views: Iterable[Source]) -> Iterator[tuple[str, str]]:
    """What views give to templates: file and name."""
    for file in views:
        for node in ast.walk(ast.parse(file.text)):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and getattr(called, "id", "") == "render_template":
                yield from ((file.path, word.arg) for word in node.keywords if word.arg)


def hidden_macros(files: Iterable[Source], views: Iterable[Source], known: Set[str]) -> Iterator[str]:
    """A value that bears a macro's name takes its place, in what the template includes too: the page then breaks."""
    given = [*((file.path, name) for file in files for name in bound(file)), *handed_over(views)]
    yield from (f"{path}: {name} is a macro" for path, name in given if name in known)


def test_no_value_hides_a_macro() -> None:
    known = macros(sources("templates/_macros/*.html"))
    assert {"status_pill", "field", "nav_links"} <= known
    refuse(hidden_macros(templates(), sources("coordcare/**/*.py"), known), "A value takes a macro's place")


def test_a_hidden_macro_is_found() -> None:
    template = made_up("templates/x.html", "{% for row in rows %}{% set field = 1 %}{% endfor %}")
    view = made_up("coordcare/x/views.py", 'render_template("x.html", steps=[])')
    assert len(list(hidden_macros([template], [view], {"row", "field", "steps"}))) == 3


def undrawn(files: Iterable[Source], drawn: Set[str]) -> Iterator[str]:
    for file in files:
        for found in re.finditer(r"""\b(?:icon\(|icon=|symbol=)["'](\w+)["']""", file.text):
            if found[1] not in drawn:
                yield f"{file.path}: no icon is called {found[1]}"


def test_every_icon_is_drawn() -> None:
    [sprite] = sources("static/icons.svg")
    drawn = set(re.findall(r'<symbol id="(\w+)"', sprite.text))
    refuse(undrawn([*templates(), *sources("coordcare/**/*.py")], drawn), "An icon is a symbol of static/icons.svg")


def test_an_icon_that_is_not_drawn_is_found() -> None:
    assert list(undrawn([made_up("templates/x.html", '{{ icon("pill") }}{{ icon("unicorn") }}')], {"pill"}))


def test_folders_are_named_like_packages() -> None:
    packages = {path.name for path in (ROOT / "coordcare").iterdir() if path.is_dir()}
    refuse(homeless(templates(), packages), "Each folder of templates is named like a package")


def test_every_template_is_used_and_exists() -> None:
    uses = [*used_by_templates(templates()), *used_by_code(application()), *used_by_kinds()]
    present = {name_of(template) for template in templates()}
    refuse([*unused(templates(), {name for _, name in uses}), *absent(uses, present)], "Every template is used")


def test_no_template_decides_who_somebody_is() -> None:
    refuse(deciding(templates()), "No template asks for a profession or a duty")


def test_no_template_holds_style_or_script() -> None:
    refuse(unsafe(templates()), "No style, script or trusted text in a template")


def test_a_homeless_or_unused_template_is_found() -> None:
    stray = made_up("templates/astrology/chart.html", "")
    assert list(homeless([stray], {"notes"})) and list(unused([stray], {"notes/chart.html"}))
    assert list(absent([("a.py:1", "notes/chart.html")], {"notes/card.html"}))
    assert list(homeless([made_up("templates/chart.html", "")], {"notes"}))


def test_uses_are_found() -> None:
    text = '{% extends "base.html" %}{% from "a/b.html" import c %}{% include "d/e.html" if f else "g/h.html" %}'
    used = {name for _, name in used_by_templates([made_up("templates/notes/a.html", text)])}
    assert used == {"base.html", "a/b.html", "d/e.html", "g/h.html"}


@pytest.mark.parametrize(
    "text",
    [
        "{% if viewer.discipline == 'x' %}{% endif %}",
        "{% if a %}{% elif 'admin' in b %}{% endif %}",
        "{{ 'a' if viewer.duties }}",
        "{% if 'a' != b.role_code %}{% endif %}",
    ],
)
def test_a_condition_on_a_profession_is_found(text: str) -> None:
    assert list(deciding([made_up("templates/notes/a.html", text)]))
    assert not list(
        deciding([made_up("templates/notes/a.html", "{{ viewer.discipline }}{% if a.role_words or role %}{% endif %}")])
    )


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        "{{ text | safe }}",
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
        "{% autoescape false %}{% endautoescape %}",
    ],
)
def test_style_or_script_is_found(text: str) -> None:
    assert list(unsafe([made_up("templates/notes/a.html", text)]))
    assert not list(unsafe([made_up("templates/notes/a.html", '<script src="a.js" defer></script><a class="on">')]))
