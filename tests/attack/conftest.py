"""The clinic of the access matrix, and the counts of what was tried."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.conftest import postgresql_stage, sqlite_stage, stage

__all__ = ["postgresql_stage", "sqlite_stage", "stage"]


@pytest.fixture
def count(record_property: Any) -> Callable[..., None]:
    """Call it with numbers by what they count; they are added up and printed at the end of the run."""

    def add(**numbers: int) -> None:
        for what, number in numbers.items():
            record_property(f"figure: attack, {what.replace('_', ' ')}", number)

    return add
