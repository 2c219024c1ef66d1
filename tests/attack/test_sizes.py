"""Too much of everything: refused before it costs anything, in a sentence."""

import io
import time
import tracemalloc

import pytest

from tests.access.stage import Stage
from tests.attack.characters import MARK

MIB = 1 << 20
CPU_SECONDS = 0.1
MEMORY = 20 * MIB


class Counted(io.RawIOBase):
    """A body of two mebibytes that knows how much of it was read."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = min(len(buffer), 2 * MIB - self.taken)
        buffer[:size] = b"x" * size
        self.taken += size
        return size


def sent(body: Counted, kind: str, **more: object) -> dict[str, object]:
    """A request's environment with a body that is only there when somebody reads it."""
    return {"wsgi.input": body, "CONTENT_TYPE": kind, **more}


@pytest.mark.parametrize("path", ["/sign-in", "/patients/1/entries/new/session_note", "/no-such-page"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_two_mebibytes_are_not_read(sqlite_stage: Stage, path: str, kind: str) -> None:
    """413, also where there is nothing, in a moment and within little memory; compared by the process's own time."""
    client, body = sqlite_stage.clinic.browser("therapist").client, Counted()
    client.get("/sign-in")
    tracemalloc.start()
    start = time.process_time()
    answer = client.post(path, environ_overrides=sent(body, kind, CONTENT_LENGTH=str(2 * MIB)))
    spent = time.process_time() - start
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 413
    assert body.taken == 0
    assert most < MEMORY
    # Tracing memory makes everything some times slower.
    assert spent < 5 * CPU_SECONDS


def test_a_body_that_hides_its_size_is_not_read_to_its_end(sqlite_stage: Stage) -> None:
    body = Counted()
    client = sqlite_stage.clinic.browser("therapist").client
    hidden = sent(body, "application/x-www-form-urlencoded", CONTENT_LENGTH="", **{"wsgi.input_terminated": True})
    answer = client.post("/account/phone", environ_overrides=hidden)
    assert answer.status_code in (400, 413)
    assert body.taken <= MIB + 64 * 1024


def test_two_hundred_and_one_parts_are_too_many(sqlite_stage: Stage) -> None:
    parts = {f"part_{number}": "x" for number in range(201)}
    answer = sqlite_stage.clinic.browser("therapist").client.post(
        "/account/phone", data=parts, content_type="multipart/form-data"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("marks", [1_000_000, 150_000, 300])
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/sign-in", "password"), ("/sign-in", "email"), ("/search", "q"), ("/patients/new", "name"),
        ("/account/password", "current"), ("/patients/1/search", "q"),
        ("/patients/1/entries/new/session_note", "insight"),
        ("/patients/1/process-notes/new", "text"), ("/patients/1/safety-plan/edit", "warning_signs"),
    ],
)  # fmt: skip
def test_marks_without_end(sqlite_stage: Stage, path: str, field: str, marks: int) -> None:
    """A letter under a million combining marks: too large, too long, or kept; never slow to put in order."""
    stage = sqlite_stage
    browser = stage.clinic.browser("nobody" if path == "/sign-in" else "therapist")
    start = time.process_time()
    answer = browser.post(path, {"action": "sign", "submission_key": "m", "form_key": "m", field: "e" + MARK * marks})
    spent = time.process_time() - start
    assert answer.status_code in ({413} if marks == 1_000_000 else {200, 303, 409, 422})
    assert spent < 30 * CPU_SECONDS
    if answer.status_code == 422:
        assert "error" in answer.text
