"""The record as a review reads it, with what several of its parts are told from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from sqlalchemy import Row

from coordcare.access.membership import Standing
from coordcare.accounts.queries import Person, people_around
from coordcare.medication.monitoring_queries import due
from coordcare.medication.monitoring_rules import Due
from coordcare.medication.progress_rules import Score, baseline
from coordcare.medication.queries import act_of
from coordcare.medication.result_rules import as_result
from coordcare.medication.rules import Change, RegimenLine, regimen
from coordcare.medication.step_rules import in_force
from coordcare.review.question_queries import Waiting, waiting_for
from coordcare.review.record_queries import Record, record_of
from coordcare.timeline import kinds

PHQ9 = "phq9"


@dataclass(frozen=True)
class Reading:
    """The record on a day, for one viewer. Everything derived is made once, and only if it is asked for."""

    standing: Standing
    on: date
    record: Record
    waiting: list[Waiting]

    @cached_property
    def named(self) -> Mapping[int, Person]:
        ids = {row.author_id for row in self.record.entries} | {one.by_id for one in self.waiting}
        return people_around(self.standing.patient_id, ids)

    @cached_property
    def sessions(self) -> list[Row[Any]]:
        return self.record.sessions

    @cached_property
    def changes(self) -> list[Change]:
        """Every change that counts, steps of plans too."""
        return in_force(act_of(row) for row in self.record.changes)

    @cached_property
    def regimen(self) -> list[RegimenLine]:
        return regimen(self.changes, self.on)

    @cached_property
    def due(self) -> list[Due]:
        """What is to be monitored of what is taken."""
        found = [
            as_result(row.test, row.happened_on, {**row._asdict(), "unit": row.result_unit})
            for row in self.record.results
        ]
        return due(self.standing, self.changes, found)

    @cached_property
    def results(self) -> dict[str, list[Row[Any]]]:
        """Results with a total by measure, oldest first."""
        found: dict[str, list[Row[Any]]] = {}
        for row in self.record.scores:
            if row.total is not None:
                found.setdefault(row.measure, []).append(row)
        return found

    def scores(self, measure: str) -> list[Score]:
        return self._scores.get(measure, [])

    @cached_property
    def _scores(self) -> dict[str, list[Score]]:
        return {key: [Score(row.happened_on, row.total) for row in rows] for key, rows in self.results.items()}

    @cached_property
    def treatment_since(self) -> date | None:
        """When the treatment began that runs now: the active course or the oldest drug, whichever is earlier."""
        running = [row.course_started_on for row in self.sessions if row.course_status == "active"]
        begun = [*running[-1:], *(line.started_on for line in self.regimen)]
        return min(begun, default=None)

    def baseline(self, measure: str) -> Score | None:
        """The last total within the 14 days before the treatment began. Source: sources.md 8."""
        since = self.treatment_since
        return baseline(self.scores(measure), since) if since else None

    def url(self, entry_id: int) -> str:
        return self._first_url + str(entry_id)

    def by(self, row: Row[Any]) -> str:
        return self.named[row.author_id].name

    @cached_property
    def _first_url(self) -> str:
        return url_for("timeline.entry", patient_id=self.standing.patient_id, entry_id=0).removesuffix("0")

    def word(self, row: Row[Any]) -> str:
        return kinds.named(row.kind).word


def reading(standing: Standing, on: date, *, before: int | None = None) -> Reading:
    """The record on a day; `before` a place in the patient's chain leaves out what is being signed just now."""
    record = record_of(standing)
    if before is not None:
        record = Record([row for row in record.entries if row.signed_seq < before])
    known = Reading(standing, on, record, waiting_for(standing, on))
    _ = known.named
    return known
