"""The clinic's settings as the rest of the house asks for them."""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Date, bindparam

from coordcare.extensions import clock
from coordcare.settings.rules import Clinic

# In the order of the clinic's fields.
SETTINGS = ("CLINIC_NAME", "CLINIC_ZONE", "CLINIC_PHONE", "CLINIC_AFTER_HOURS", "PUBLIC_URL", "DEMO")


def clinic() -> Clinic:
    """The clinic of this database. Every date of a page asks for it, so the same settings make it once."""
    config = current_app.config
    return _made_of(*[config[name] for name in SETTINGS])


@cache
def _made_of(name: str, zone: str, phone: str, after_hours: str, public_url: str, synthetic: bool) -> Clinic:
    return Clinic(name, ZoneInfo(zone), phone, after_hours, public_url, synthetic)


def today() -> date:
    """The clinic's calendar day now."""
    return clinic().day(clock.now())


# For statements that are made once: the day on which each is run.
TODAY = bindparam("today", type_=Date, callable_=today)
