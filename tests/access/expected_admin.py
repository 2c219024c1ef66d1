"""The admin's pages, as design.md says (section 3): staff, assignments and the audit trail are the admin duty's alone.

A discipline does not open them, on the team or off it: for everybody else they do not exist.
"""

from tests.access.reading import read

STAFF = """
#                                            | psy ps2 nur plg the th2 coo | ended outside admin | dis exp nobody
GET  /admin/staff                            | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
GET  /admin/staff/new                        | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
POST /admin/staff/new                        | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
     changes account password_link
GET  S           | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
POST S           | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes account
POST S/disable   | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes account
POST S/enable    | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes account
POST S/end-sessions | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes session
POST S/password-link | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
     changes password_link
"""

ASSIGNMENTS = """
POST S/assignments | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes care_team_membership
POST S/assignments/<int:membership_id>/end | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 303 /admin/staff/*
     changes care_team_membership
"""

AUDIT = """
GET  /admin/audit                            | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
POST /admin/audit                            | 404 404 404 404 404 404 404 | 404 404 yes | in in in | 200
     changes nothing
"""

ROWS = [*read(STAFF), *read(ASSIGNMENTS), *read(AUDIT)]
