"""Pages that belong to no patient, as design.md says: sections 3 (duties), 4 (search by POST) and 6 (addresses).

Health, sign-in, password links, colors and static files are open to all. An account's own pages are for whoever is
signed in. Another person's session does not exist. The caseload and new patients are for people with a discipline,
on whichever team; an admin without one has neither.
"""

from tests.access.reading import read

OPEN = """
#                                          | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  /healthz                              | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 200
GET  /readyz                               | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 200
# Without its token there is no such address, and nobody here bears it.
GET  /metrics                              | 404: 404: 404: 404: 404: 404: 404: | 404: 404: 404: | 404: 404: 404: | -
GET  /static/<path:filename>               | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 200
GET  /password/<token>                     | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 200
POST /password/<token>                     | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 303 /sign-in
     changes account password_link
POST /account/theme                        | yes yes yes yes yes yes yes | yes yes yes | yes yes yes | 303 /policy
     changes nothing
"""

# Who is signed in already goes home. The last three type a right password: disabled, idle too long, not signed in yet.
SIGN_IN = """
GET  /sign-in | 303:/ 303:/ 303:/ 303:/ 303:/ 303:/ 303:/ | 303:/ 303:/ 303:/ | yes yes yes | 200
POST /sign-in | 303:/ 303:/ 303:/ 303:/ 303:/ 303:/ 303:/ | 303:/ 303:/ 303:/ | 422 yes yes | 303 /
     changes session
POST /sign-out | yes yes yes yes yes yes yes | yes yes yes | 303:/sign-in 303:/sign-in 303:/sign-in | 303 /sign-in
     changes session
"""

OWN = """
#                                          | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  /account                              | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
POST /account/activity                     | yes yes yes yes yes yes yes | yes yes yes | in in in | 204
     changes nothing
GET  /account/session                      | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
GET  /keyboard                             | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
POST /account/shortcuts                    | yes yes yes yes yes yes yes | yes yes yes | in in in | 303 /keyboard
     changes nothing
POST /account/phone                        | yes yes yes yes yes yes yes | yes yes yes | in in in | 303 /account
     changes account
POST /account/password                     | yes yes yes yes yes yes yes | yes yes yes | in in in | 303 /account
     changes account session
POST /account/sessions/end-others          | yes yes yes yes yes yes yes | yes yes yes | in in in | 303 /account
     changes session
# The session is the psychiatrist's.
POST /account/sessions/<int:session_id>/end | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 /account
     changes session
GET  /policy                               | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
GET  /search                               | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
POST /search                               | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
     changes nothing
"""

# Home is the clinician's own work; an admin without a discipline starts at the staff.
WORK = """
#                                          | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  /                                     | yes yes yes yes yes yes yes | yes yes 303:/admin/staff | in in in | 200
GET  /caseload                             | yes yes yes yes yes yes yes | yes yes 404 | in in in | 200
# What is due of one's patients is read with their medication.
GET  /monitoring                           | yes yes yes yes yes yes 404 | yes~404 yes 404 | in in in | 200
GET  /patients/new                         | yes yes yes yes yes yes yes | yes yes 404 | in in in | 200
POST /patients/new                         | yes yes yes yes yes yes yes | yes yes 404 | in in in | 303 /patients/*/team
     changes care_team_membership patient
"""

ROWS = [*read(OPEN), *read(SIGN_IN), *read(OWN), *read(WORK)]
