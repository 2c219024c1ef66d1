"""A browser in which somebody is signed in, or nobody: it sends the token that our forms hold, like any page."""

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

CSRF_SECRET = "5" * 40
Fields = dict[str, object]


class Browser:
    """Asks pages and sends forms under one session's cookie; `token` None is nobody's browser."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self.client = app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["csrf_token"] = CSRF_SECRET
            if token is not None:
                cookie["_user_id"], cookie["_fresh"] = token, True
        self._csrf = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token").dumps(CSRF_SECRET)

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, fields: Fields | None = None) -> TestResponse:
        """Send a form of ours."""
        return self.client.post(path, data={**(fields or {}), "csrf_token": self._csrf})

    def post_without_token(self, path: str, fields: Fields | None = None) -> TestResponse:
        """Send what another site's page could send in this browser."""
        return self.client.post(path, data=fields or {})

    def open(self, method: str, path: str) -> TestResponse:
        """Ask by any method, with the token that scripts send."""
        return self.client.open(path, method=method, headers={"X-CSRFToken": self._csrf})

    def ask(self, method: str, path: str, fields: Fields | None = None) -> TestResponse:
        return self.post(path, fields) if method == "POST" else self.get(path)
