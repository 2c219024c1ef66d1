"""What somebody does to a record, and when. Pure."""

from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from typing import Any


class Verb(Enum):
    """What somebody does to the record."""

    ADMIT = "admit"
    LIST = "list"
    UNLIST = "unlist"
    START_COURSE = "start_course"
    END_COURSE = "end_course"
    SIGN = "sign"
    ADDEND = "addend"
    TAKE_BACK = "take_back"
    LOOK = "look"
    SET_STATUS = "set_status"
    WRITE_PLAN = "write_plan"
    WRITE_DOCUMENT = "write_document"
    ASK = "ask"
    STEP = "step"
    WRITE_PRIVATELY = "write_privately"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Act:
    """One act: on a day, so many minutes after midnight, by an account. `on` is the day it is about.

    `about` is the item that a step is taken on, None for the risk tasks that are open.
    """

    day: date
    minute: int
    verb: Verb
    by: str
    item: Any = None
    on: date | None = None
    number: int | None = None
    about: Any = None


def minutes(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute
