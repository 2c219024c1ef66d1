"""The clinic of the matrix serves here too."""

from tests.access.conftest import sqlite_stage

__all__ = ["sqlite_stage"]
