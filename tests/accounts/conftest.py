"""The cast on both databases, and browsers that sign in by the form."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coordcare.accounts import hashing
from coordcare.audit.models import AuditEvent
from coordcare.extensions import db
from tests.cast import PASSWORD, Cast, gather


class Browser:
    """A browser that finds the token of a page's form, as a person's does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, page: str = "/sign-in", **typed: object) -> TestResponse:
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.get(page).text)
        assert token, page
        return self.client.post(path, data={"csrf_token": token[1], **typed})

    def sign_in(self, name: str, password: str = PASSWORD, **more: object) -> TestResponse:
        return self.post("/sign-in", email=f"{name}@test.example", password=password, **more)

    def is_in(self) -> bool:
        """Whether the cookie of now opens one's own account."""
        return self.get("/account").status_code == 200

    def cookie(self) -> str:
        found = self.client.get_cookie("coordcare")
        assert found
        return found.value

    def with_cookie(self, value: str) -> "Browser":
        """Another browser that plays a copied cookie."""
        other = self.client.application.test_client()
        other.set_cookie("coordcare", value)
        return Browser(other)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


@pytest.fixture
def person(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The hashes that were verified; each verification also asserts that no transaction is open."""
    seen: list[str] = []

    class Counting:
        """The real hasher, watched."""

        def __init__(self, real: object) -> None:
            self.real = real

        def verify(self, kept: str, typed: str) -> bool:
            assert not db.session().in_transaction()
            seen.append(kept)
            return self.real.verify(kept, typed)

        def hash(self, typed: str) -> str:
            assert not db.session().in_transaction()
            return self.real.hash(typed)

        def check_needs_rehash(self, kept: str) -> bool:
            return self.real.check_needs_rehash(kept)

    monkeypatch.setattr(hashing, "_HASHER", Counting(hashing._HASHER))
    yield seen


def happenings(app: Flask) -> list[tuple[str, str, str | None]]:
    """The trail in order: what, on which chain, why."""
    with app.app_context():
        rows = db.session.query(AuditEvent).order_by(AuditEvent.id)
        return [(row.happening, row.chain, row.reason) for row in rows]
