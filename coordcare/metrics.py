"""Numbers for whoever watches the server: endpoints, codes and times, never a path, a person or a patient.

gunicorn's workers count in files of one directory (PROMETHEUS_MULTIPROC_DIR, see deploy/gunicorn.conf.py), so that any
of them can answer for all. Where that is not set, a process answers for itself alone, and says so.
"""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from coordcare.telemetry import is_private, told, told_method

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SHARED = "PROMETHEUS_MULTIPROC_DIR"
# Of what the trail records: what somebody who watches for break-ins wants to see rise.
COUNTED = {"sign_in": "signed_in", "sign_in_failed": "failed"}

_own = CollectorRegistry()
REQUESTS = Counter(
    "coordcare_requests", "Requests by endpoint, method and status.", ["endpoint", "method", "status"], registry=_own
)
DURATIONS = Histogram(
    "coordcare_request_seconds", "Seconds until the answer began.", ["endpoint"], buckets=SECONDS, registry=_own
)
SIGN_INS = Counter("coordcare_sign_ins", "Attempts to sign in that the trail records.", ["outcome"], registry=_own)
REFUSALS = Counter("coordcare_refusals", "Refusals that the trail records.", registry=_own)
UNRECORDED = Counter("coordcare_audit_write_failures", "Events that could not be recorded.", registry=_own)
for _outcome in COUNTED.values():
    SIGN_INS.labels(_outcome)  # at 0 from the start: a rise from nothing is no rise to Prometheus


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that is read when it is asked for."""

    name: str
    words: str
    value: float


def init_app(app: Flask) -> None:
    """Count every request that the log tells of."""
    app.after_request(_count)


def _count(response: Response) -> Response:
    if is_private(request.endpoint):
        return response  # a number that rises would tell when somebody writes
    endpoint = told(request.endpoint)
    REQUESTS.labels(endpoint, told_method(request.method), response.status_code).inc()
    DURATIONS.labels(endpoint).observe(time.perf_counter() - g.begun)
    return response


def count_recorded(happenings: Iterable[str]) -> None:
    """Count events that were recorded; the caller leaves out what is its author's alone."""
    for happening in happenings:
        if happening == "refused":
            REFUSALS.inc()
        elif happening in COUNTED:
            SIGN_INS.labels(COUNTED[happening]).inc()


def exposition(readings: Iterable[Reading]) -> bytes:
    """What Prometheus reads: the counters of all workers, and the readings."""
    registry = CollectorRegistry()
    shared = SHARED in os.environ
    if shared:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_own)
    whole = Reading("coordcare_counts_all_workers", "1: the counters are of all workers, 0: of one.", float(shared))
    registry.register(_Read([*readings, whole]))
    return generate_latest(registry)


class _Read(Collector):
    def __init__(self, readings: list[Reading]) -> None:
        self._readings = readings

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for reading in self._readings:
            yield GaugeMetricFamily(reading.name, reading.words, value=reading.value)
