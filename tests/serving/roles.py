"""A database of two roles: one that owns the tables, and the application's, which does not."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from coordcare import create_app


@dataclass(frozen=True)
class Roles:
    """The addresses of one empty database for both roles, and the name of the application's."""

    application: str
    url: str
    owner_url: str

    def app(self, config: str = "testing", **overrides: Any) -> Flask:
        """The application as it is run: connected as its own role, migrated as the owner."""
        urls = {"SQLALCHEMY_DATABASE_URI": self.url, "DATABASE_OWNER_URL": self.owner_url}
        return create_app(config, **urls, **overrides)


@contextmanager
def two_roles(databases: Any, name: str) -> Iterator[Roles]:
    """A new database of the owner's and a new role beside it, both gone afterwards."""
    owner_url = make_url(databases.empty(name))
    role, password = f"{databases.prefix}_{name}_app", secrets.token_hex(16)
    create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
    databases.admin.execute(create)
    url = owner_url.set(username=role, password=password)
    try:
        yield Roles(role, *(each.render_as_string(hide_password=False) for each in (url, owner_url)))
    finally:
        database = sql.Identifier(str(owner_url.database))
        databases.admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))
        databases.admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def migrated(app: Flask) -> Flask:
    with app.app_context():
        upgrade()
    return app
