"""The clinic's settings as the rest of the house asks for them."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from coordcare.extensions import clock
from coordcare.settings.rules import Clinic


def clinic() -> Clinic:
    """The clinic of this database."""
    config = current_app.config
    return Clinic(
        name=config["CLINIC_NAME"],
        zone=ZoneInfo(config["CLINIC_ZONE"]),
        phone=config["CLINIC_PHONE"],
        after_hours=config["CLINIC_AFTER_HOURS"],
        public_url=config["PUBLIC_URL"],
        synthetic=config["DEMO"],
    )


def today() -> date:
    """The clinic's calendar day now."""
    return clinic().day(clock.now())
