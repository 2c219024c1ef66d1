"""A patient's pages, as the two tables of design.md's section 3 say, for a patient whose team the seven are on.

Whoever is off the team, by whatever discipline or duty, finds nothing. On the team, 403 where the discipline lacks the
action, 404 where it does not read what the page is about (a diagnosis, the course: clinical).
"""

from tests.access.reading import read

PAGES = """
#                                     | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  P                                | yes yes yes yes yes yes yes | 404 404 404 | in in in | 302 P/timeline
GET  P/timeline                       | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST P/search                         | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
     changes nothing
GET  P/medication                     | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST P/medication/advice              | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 200
     changes nothing
GET  P/medication/plans/<int:plan_id>/print | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
# What is monitored, and every result, is read with the medication.
GET  P/monitoring                     | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  P/measures                       | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
GET  P/access-log                     | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
"""

# H stands for P/health-list.
PARTICULARS = """
GET  P/particulars                    | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST P/particulars                    | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/particulars
     changes patient
POST H/<category> (allergy) | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
POST H/<category> (other_medicine) | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
POST H/<category> (diagnosis) | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
POST H/no-known-allergies | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
POST H/<int:item_id>/end (other_medicine) | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
POST H/<int:item_id>/end (diagnosis) | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 303 P/particulars
     changes health_list_item
# Nobody has such a list.
POST H/<category> (unknown) | 404 404 404 404 404 404 404 | 404 404 404 | in in in | -
"""

# The membership is a colleague's whom the table does not name.
TEAM = """
GET  P/team                           | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST P/team                           | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/team
     changes care_team_membership
GET  P/team/<int:membership_id>/end   | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST P/team/<int:membership_id>/end   | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/team
     changes care_team_membership
POST P/team/<int:membership_id>/cover | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/team
     changes care_team_membership
POST P/team/<int:membership_id>/lead  | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/team
     changes care_team_membership
"""

# N stands for P/entries/new/<kind>. Whoever writes a kind opens its form, saves a draft and signs straight away.
NEW = """
GET  N (session_note)                 | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
POST N (session_note, save)           | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (session_note, sign)           | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text medication_report session_note timeline_entry
GET  N (life_event)                   | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
POST N (life_event, save)             | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (life_event, sign)             | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text life_event timeline_entry
GET  N (medication_change)            | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 200
POST N (medication_change, save)      | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (medication_change, sign)      | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text medication_change timeline_entry follow_up_item
GET  N (medication_visit)             | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 200
POST N (medication_visit, save)       | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (medication_visit, sign)       | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text medication_report medication_visit timeline_entry
GET  N (contact)                      | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST N (contact, save)                | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (contact, sign)                | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text contact medication_report timeline_entry
GET  N (observation)                  | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST N (observation, save)            | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (observation, sign)            | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/entries/*
     changes entry_text medication_report observation timeline_entry
# Measures and risk have no drafts: a positive answer counts when it is given. An assessment settles what was raised.
GET  N (measure_result)               | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST N (measure_result, save)         | 422 422 422 422 422 422 422 | 404 404 404 | in in in | -
POST N (measure_result, sign)         | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/entries/*
     changes measure_result timeline_entry
GET  N (monitoring_result)            | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 200
POST N (monitoring_result, save)      | 422 422 422 403 403 403 403 | 404 404 404 | in in in | -
POST N (monitoring_result, sign)      | yes yes yes 403 403 403 403 | 404 404 404 | in in in | 303 P/monitoring?on=*-*-*
     changes entry_text monitoring_result timeline_entry
GET  N (risk_assessment)              | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
POST N (risk_assessment, save)        | 422 422 422 422 422 422 403 | 404 404 404 | in in in | -
POST N (risk_assessment, sign)        | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 P/risk
     changes entry_text risk_assessment timeline_entry
GET  N (course_summary)               | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
POST N (course_summary, save)         | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*/edit
     changes entry_draft timeline_entry
POST N (course_summary, sign)         | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 P/entries/*
     changes course_summary entry_text timeline_entry
# No such kind.
GET  N (unknown)                      | 404 404 404 404 404 404 404 | 404 404 404 | in in in | -
POST N (unknown, save)                | 404 404 404 404 404 404 404 | 404 404 404 | in in in | -
"""

ROWS = [*read(PAGES), *read(PARTICULARS), *read(TEAM), *read(NEW)]
