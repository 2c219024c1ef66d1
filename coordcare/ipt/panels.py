"""What a course shows on every page of a patient."""

from coordcare.access.policy import Action, Sensitivity
from coordcare.ipt import queries
from coordcare.patients.panels import Panel, Tab

COURSE = Panel("course", "banner", Sensitivity.CLINICAL, "ipt/panels/course.html", queries.course_panel)
# The page asks for clinical reading; the policy gives the review to exactly those disciplines.
TAB = Tab("Course", "ipt.course", Action.OPEN_PROGRESS_REVIEW)
