"""A choice that may be left empty takes one of its values or nothing: never blanks, which no column of codes holds."""

import importlib
import pkgutil
from collections.abc import Iterator

from wtforms import Form, RadioField, SelectField
from wtforms.fields.core import UnboundField
from wtforms.validators import Optional

import coordcare


def forms(of: type[Form]) -> Iterator[type[Form]]:
    for one in of.__subclasses__():
        yield one
        yield from forms(one)


def choices() -> Iterator[tuple[str, UnboundField]]:
    """Every field of a form of ours that is chosen from a list, by its form and name."""
    for module in pkgutil.walk_packages(coordcare.__path__, "coordcare."):
        importlib.import_module(module.name)
    for form in {one for one in forms(Form) if one.__module__.startswith("coordcare.")}:
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField) and issubclass(field.field_class, SelectField | RadioField):
                yield f"{form.__name__}.{name}", field


def test_blanks_are_no_choice() -> None:
    left = {
        where: [check for check in field.kwargs.get("validators", ()) if isinstance(check, Optional)]
        for where, field in choices()
    }
    assert any(left.values()), "some choices may be left"
    assert [where for where, checks in left.items() if any(not check.string_check(" ") for check in checks)] == []
