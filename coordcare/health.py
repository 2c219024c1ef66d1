"""Whether the process lives, and whether it can safely serve."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from coordcare.access.gate import open_to_all
from coordcare.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to_all
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@open_to_all
def readyz() -> ResponseReturnValue:
    """The database answers; without it the mapped 503."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ready"}
