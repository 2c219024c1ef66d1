"""The course and its documents, as section 3 says: who leads a course writes them, and who reads which part.

Amara has no active course; what changes one is asked on Cleo's.
"""

from tests.access.reading import read

COURSE = """
#                              | psy ps2 nur plg the th2 coo | ended outside admin | disabled expired nobody
GET  C                         | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
POST C/start                   | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 C
     changes ipt_course
GET  C/edit                    | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 200
POST C/edit                    | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 C
     changes ipt_course
POST C/step                    | yes yes 403 yes yes yes 403 | 404 404 404 | in in in | 303 C
     changes ipt_course ipt_course_step
GET  C/progress                | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  C/summary/print           | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
"""

# Working: whoever leads a course, and of a psychiatrist only what is their own. Amara's are a therapist's.
INVENTORY = """
GET  I                         | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
GET  I/versions/<int:number>   | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
GET  I/edit                    | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
POST I/edit (save)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 I/edit
     changes document_draft
POST I/edit (sign)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 I
     changes document_version
POST I/discard                 | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 I
     changes nothing
# The concern that is ticked there, told to the team: by who reads it.
POST I/concern                 | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 F/*
     changes follow_up_item raised_concern
GET  W                         | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
GET  W/versions/<int:number>   | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
GET  W/edit                    | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
POST W/edit (save)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 W/edit
     changes document_draft
POST W/edit (sign)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 W
     changes document_version
POST W/discard                 | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 W
     changes nothing
"""

# Its summary is clinical, the rest working: who does not read the rest does not write the next version.
FORMULATION = """
GET  L                         | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  L/versions/<int:number>   | yes yes yes yes yes yes 404 | 404 404 404 | in in in | 200
GET  L/edit                    | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 200
POST L/edit (save)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 L/edit
     changes document_draft
POST L/edit (sign)             | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 L
     changes document_version
POST L/discard                 | 404 404 404 yes yes yes 404 | 404 404 404 | in in in | 303 L
     changes nothing
"""

# A duty that one psychologist has beside the discipline, here: it is the account's, on no patient.
TYPES = """
GET  /course-types             | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 200
POST /course-types             | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 303 /course-types
     changes ipt_course_type
GET  /drug-list                | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 200
GET  /drug-list/drug           | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 200
POST /drug-list/drug           | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 303 /drug-list
     changes formulary_version
GET  /monitoring/rules         | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 200
POST /monitoring/rules         | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 303 /monitoring/rules
     changes monitoring_version
POST /monitoring/schedules     | 404 404 404 yes 404 404 404 | 404 404 404 | in in in | 303 /monitoring/rules
     changes monitoring_version
"""

ROWS = [*read(COURSE), *read(INVENTORY), *read(FORMULATION), *read(TYPES)]
