"""The cast on both databases, with the token switched off: these tests are about patients."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast, gather


@pytest.fixture
def cast(app: Flask) -> Iterator[Cast]:
    cast = gather(app)
    with cast.without_csrf():
        yield cast


@pytest.fixture
def amara(cast: Cast) -> int:
    return cast.patients["Amara Osei"]


@pytest.fixture
def typed() -> dict[str, str]:
    """A new patient as somebody types them in."""
    return {
        "submission_key": "one-form",
        "version": "0",
        "record_number": " cc-00417 ",
        "name": "  Noor Haddad ",
        "birth_date": "1994-02-28",
        "preferred_name": "Nour",
        "phone": "(555) 010-0123",
        "may_text": "y",
        "email": "noor@example.com",
        "status": "active",
        "after_hours_words": "Call 988.\nThen the clinic.",
    }
