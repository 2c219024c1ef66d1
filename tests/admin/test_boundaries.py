"""What an admin's form leaves out is kept for the admin alone."""

from flask import Flask

from coordcare.accounts.models import Account
from coordcare.extensions import db
from tests.accounts.conftest import Browser
from tests.cast import Cast


def test_a_form_without_discipline_and_duties_keeps_only_ones_own(app: Flask, cast: Cast, admin: Browser) -> None:
    therapist, own = cast.accounts["therapist"], cast.accounts["admin"]
    for number, name in ((therapist, "Therapist"), (own, "Admin")):
        admin.post(f"/admin/staff/{number}", page=f"/admin/staff/{number}", name=f"{name} Renamed", version="1")
    with app.app_context():
        assert db.session.get_one(Account, own).name == "Admin Renamed"
        assert db.session.get_one(Account, own).is_admin
        assert db.session.get_one(Account, therapist).name == "Therapist"
