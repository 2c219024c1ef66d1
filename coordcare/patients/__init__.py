"""Patients, their health lists and their care teams."""

from flask import Blueprint

blueprint = Blueprint("patients", __name__)
