"""Risk, the safety plan, follow-up and process notes, as sections 3, 4 (follow-up, living documents) and 5 say.

In brackets stands the item or note that is asked for: care.py says who raised it, for whom, and about what.
"""

from tests.access.reading import read

# Y stands for P/safety-plan. The team reads the plan (safety); who assesses a risk keeps it; print is a row of its own.
SAFETY_PLAN = """
#                             | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  Y                        | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
GET  Y/versions/<int:number>  | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
GET  Y/print                  | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
GET  Y/edit                   | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 200
POST Y/edit (save)            | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 Y/edit
     changes document_draft
POST Y/edit (sign)            | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 Y
     changes document_version
# Nobody has a draft on this patient: there is nothing to discard.
POST Y/discard                | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 Y
     changes nothing
"""

# F stands for P/follow-up. The whole team asks; a colleague of the team whom the table does not name is asked.
ASKING = """
GET  F                        | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST F (next visit)           | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 F
     changes follow_up_item outbox_message
POST F (same day)             | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item outbox_message
GET  /follow-up               | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
"""

# An item is read by whoever reads what it is about, and by who is asked or asked for it. It is taken up and answered by
# who is asked, closed by them or who asked; whoever reads it may have called. (A mail says once a day that something
# came back: the therapist has had it, the coordinator has not.)
ITEMS = """
# For the team: the therapist asks the coordinator.
GET  F/<int:item_id> (team)                    | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST F/<int:item_id>/acknowledge (team)        | 422 422 422 422 422 422 yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/answer (team)             | 422 422 422 422 422 422 yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/close (team)              | 422 422 422 422 yes 422 yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/call (team)               | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
# Clinical: the therapist asks the psychiatrist.
GET  F/<int:item_id> (clinical)                | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
POST F/<int:item_id>/acknowledge (clinical)    | yes 422 422 422 422 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/answer (clinical)         | yes 422 422 422 422 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/close (clinical)          | yes 422 422 422 yes 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/call (clinical)           | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
# Of medication: the therapist asks the psychiatrists, on the change.
GET  F/<int:item_id> (medication)              | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
POST F/<int:item_id>/acknowledge (medication)  | yes yes 422 422 422 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/answer (medication)       | yes yes 422 422 422 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/close (medication)        | yes yes 422 422 yes 422 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/call (medication)         | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
# Of medication too, on the coordinator's own contact: what one has asked, one reads. It is closed.
GET  F/<int:item_id> (own)                     | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST F/<int:item_id>/acknowledge (own)         | 409 409 409 409 409 409 yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/answer (own)              | 409 409 409 409 409 409 409 | 404 404 404 | in in in | -
POST F/<int:item_id>/call (own)                | 409 409 409 409 409 409 409 | 404 404 404 | in in in | -
# A risk, raised by the coordinator: whoever assesses a risk takes it up, and nobody else closes it.
GET  F/<int:item_id> (safety)                  | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
POST F/<int:item_id>/acknowledge (safety)      | yes yes yes yes yes yes 422 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
POST F/<int:item_id>/answer (safety)           | 422 422 422 422 422 422 422 | 404 404 404 | in in in | -
POST F/<int:item_id>/close (safety)            | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step outbox_message
POST F/<int:item_id>/call (safety)             | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 F/*
     changes follow_up_item follow_up_step
"""

# The absence to end is the psychiatrist's. Its days are not on the colleague who covers in the form.
AWAY = """
GET  /away                            | yes yes yes yes yes yes yes | yes yes yes | in in in | 200
POST /away                            | yes yes yes yes yes yes yes | yes yes yes | in in in | 303 /away
     changes absence
POST /away/<int:absence_id>/end       | yes 404 404 404 404 404 404 | 404 404 404 | in in in | 303 /away
     changes absence
"""

# Q stands for P/process-notes. Author only: a colleague who may write such notes finds theirs alone.
PROCESS_NOTES = """
GET  Q                                | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
GET  Q/new                            | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
POST Q/new                            | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 Q/*
     changes process_note
GET  Q/print                          | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
GET  Q/<int:note_id> (therapist)      | 404 404 403 404 yes 404 403 | 404 404 404 | in in in | 200
POST Q/<int:note_id> (therapist)      | 404 404 403 404 yes 404 403 | 404 404 404 | in in in | 303 Q/*
     changes process_note
GET  Q/<int:note_id>/print (therapist) | 404 404 403 404 yes 404 403 | 404 404 404 | in in in | 200
GET  Q/<int:note_id> (psychologist)   | 404 404 403 yes 404 404 403 | 404 404 404 | in in in | 200
POST Q/<int:note_id> (psychologist)   | 404 404 403 yes 404 404 403 | 404 404 404 | in in in | 303 Q/*
     changes process_note
GET  Q/<int:note_id>/print (psychologist) | 404 404 403 yes 404 404 403 | 404 404 404 | in in in | 200
# Written when they were on the team: closed since, to its own author too.
GET  Q/<int:note_id> (ended)          | 404 404 403 404 404 404 403 | 404 404 404 | in in in | -
POST Q/<int:note_id> (ended)          | 404 404 403 404 404 404 403 | 404 404 404 | in in in | -
GET  Q/<int:note_id>/print (ended)    | 404 404 403 404 404 404 403 | 404 404 404 | in in in | -
"""

# A risk that anybody of the team raises; and one click where the last assessment still holds, of item 9 answered twice
# alike, for whoever assesses a risk. What was just raised asks for a new assessment.
RISK = """
GET  P/risk                           | yes yes yes yes yes yes yes | 404 404 404 | in in in | 200
# Raised by whoever it is for, it is told to others by mail.
POST P/risk/raise                     | yes yes yes yes yes yes yes | 404 404 404 | in in in | 303 P/risk
     changes follow_up_item outbox_message@psychiatrist
POST P/risk/unchanged/<int:item_id> (item 9) | yes yes yes yes yes yes 403 | 404 404 404 | in in in | 303 P/risk
     changes follow_up_item follow_up_step
POST P/risk/unchanged/<int:item_id> (safety) | 422 422 422 422 422 422 403 | 404 404 404 | in in in | -
"""

ROWS = [
    *read(SAFETY_PLAN),
    *read(RISK),
    *read(ASKING),
    *read(ITEMS),
    *read(AWAY),
    *read(PROCESS_NOTES, private=True),
]
