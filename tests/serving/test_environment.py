"""Our environment of Jinja writes what Jinja's own writes: for whatever value, and whatever a dict is asked for."""

from collections import UserDict
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.runtime import StrictUndefined
from markupsafe import Markup, escape

from coordcare.environment import Templates, shown

MARKUP = "&<>'\""
TEXTS = st.text() | st.text(alphabet=f"{MARKUP}ab \u2028\u00e9")


class Told:
    """Something that says by itself how it is shown."""

    def __html__(self) -> str:
        return "<b>bold</b>"


class Text(str):
    """A text of a class of its own, which may not be what it seems."""

    def __str__(self) -> str:
        return "<script>"


@given(TEXTS | TEXTS.map(Markup) | TEXTS.map(Text) | st.integers() | st.floats() | st.none() | st.dates())
def test_a_value_is_shown_as_escaped(value: Any):
    assert str.__str__(shown(value)) == str.__str__(escape(value))


@pytest.mark.parametrize("value", [Told(), [Told()], {"a": "<"}, Text("plain"), b"<", *MARKUP])
def test_what_is_no_plain_text_is_shown_as_escaped(value: Any):
    assert str.__str__(shown(value)) == str.__str__(escape(value))


SOURCE = (
    "{{ one }}|{% set two %}{{ one }}{% endset %}{{ two }}|{{ one ~ '<' }}|{% macro told(it) %}<i>{{ it }}</i>"
    "{% endmacro %}{{ told(one) }}|{% filter upper %}{{ one }}{% endfilter %}|{% for it in [one] %}{{ it }}{% endfor %}"
)


@given(TEXTS | st.builds(Told) | TEXTS.map(Markup))
def test_a_template_writes_the_same(app_templates: Templates, one: Any):
    ours, theirs = app_templates, Environment(autoescape=True, undefined=StrictUndefined)
    assert ours.from_string(SOURCE).render(one=one) == theirs.from_string(SOURCE).render(one=one)


@pytest.mark.parametrize("name", ["key", "items", "get", "missing", "__class__"])
@pytest.mark.parametrize("value", [{"key": 1, "items": 2, "__class__": 3}, UserDict(key=1, items=2), object(), None])
def test_a_name_means_the_same(app_templates: Templates, value: Any, name: str):
    theirs = Environment(undefined=StrictUndefined)
    ours, meant = app_templates.getattr(value, name), theirs.getattr(value, name)
    assert type(ours) is type(meant)
    assert isinstance(meant, StrictUndefined) or ours == meant


@pytest.fixture(scope="module")
def app_templates() -> Templates:
    """The class that the application uses, without its templates."""
    return Templates(Flask(__name__), autoescape=True, undefined=StrictUndefined)


def test_the_application_uses_it(sqlite_app: Flask):
    assert type(sqlite_app.jinja_env) is Templates
    written = sqlite_app.jinja_env.compile("{{ one }}", "one.html", raw=True)
    assert "environment.shown(" in written
    assert "escape(" not in written
