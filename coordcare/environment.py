"""Jinja's environment for our pages: what it writes is the same, letter by letter; it takes shorter ways to it.

A timeline writes some eight hundred values and asks some thirteen hundred attributes, mostly of what is escaped
already, holds nothing to escape, or is a dict. `tests/serving/test_environment.py` compares both ways.
"""

import re
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_HOLDS_MARKUP = re.compile("[&<>'\"]").search
_OF_EVERY_DICT = frozenset(dir(dict))


def shown(value: Any) -> str:
    """A value as `escape` writes it, for text that is only joined: a text without markup is handed on as it is."""
    kind = type(value)
    if kind is Markup or (kind is str and not _HOLDS_MARKUP(value)):
        return value
    return escape(value)


class _Writer(CodeGenerator):
    """Writes `shown` where Jinja writes `escape`. Should Jinja no longer ask, `escape` stands there again."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    """The application's environment."""

    code_generator_class = _Writer
    shown = staticmethod(shown)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` means in a template. Of a dict the key: to ask for an attribute first is an error each
        time, unless every dict has it.
        """
        if type(obj) is dict and attribute in obj and attribute not in _OF_EVERY_DICT:
            return obj[attribute]
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
