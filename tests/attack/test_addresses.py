"""Everything that an address can hold: each parameter of each page, each segment of each path."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.access.stage import Stage
from tests.attack.corpus import every
from tests.attack.markup import Page
from tests.attack.test_redirects import leaves
from tests.house.source import sources

Count = Callable[..., None]
REFUSED = {400, 404, 405, 409, 422}
# Who asks which page with what in its query. P stands for the patient's record.
PARAMETERS = {
    ("nobody", "/sign-in"): ("next",),
    ("admin", "/admin/staff"): ("status", "q"),
    ("therapist", "/caseload"): ("status", "after"),
    ("therapist", "P/timeline"): ("kind", "author", "course", "date_from", "date_to", "before", "whole"),
    ("therapist", "P/access-log"): ("before",),
    ("therapist", "P/entries/new/measure_result"): ("measure",),
    ("therapist", "P/entries/new/session_note"): ("form_key",),
    ("psychiatrist", "P/entries/new/medication_change"): ("drug",),
    ("psychiatrist", "P/medication"): ("on",),
    ("psychiatrist", "P/monitoring"): ("on",),
    ("psychologist", "/drug-list"): ("of",),
    ("psychologist", "/monitoring/rules"): ("rule",),
    ("therapist", "P/particulars"): ("edit",),
    ("therapist", "P/follow-up"): ("entry",),
    ("therapist", "P/safety-plan/edit"): ("compare", "unknown"),
}
# Paths with a place for a payload: words, and numbers that are none.
PATHS = (
    "/password/{}", "/static/{}", "/{}", "P/entries/new/{}", "/patients/{}", "P/entries/{}", "P/follow-up/{}",
    "/admin/staff/{}", "P/safety-plan/versions/{}", "P/process-notes/{}",
)  # fmt: skip
WHO = {"/admin/staff/{}": "admin"}


def parameters() -> Iterator[tuple[str, str, str]]:
    for (actor, page), names in PARAMETERS.items():
        yield from ((actor, page, name) for name in names)


def test_every_parameter_that_the_code_reads_is_tried() -> None:
    read = re.compile(r"request\.args(?:\.get\(|\[)\"(\w+)\"|\"(\w+)\" in request\.args")
    found = {one or other for source in sources("coordcare/**/*.py") for one, other in read.findall(source.text)}
    assert found
    assert found <= {name for _, _, name in parameters()}


class Asking:
    """Asks as one person, and notes what should not have happened."""

    def __init__(self, stage: Stage, actor: str) -> None:
        self.stage = stage
        self.browser = stage.clinic.browser(actor)
        self.before = stage.digest()
        self.wrong: list[str] = []
        self.count = 0

    def ask(self, address: str) -> None:
        self.look(self.browser.client.get(address.replace("P/", f"/patients/{self.stage.clinic.amara}/", 1)), address)

    def look(self, answer: TestResponse, what: str) -> None:
        self.count += 1
        if answer.status_code not in {200, 302, 303} | REFUSED:
            self.wrong.append(f"{what} answers {answer.status_code}")
        if leaves(answer):
            self.wrong.append(f"{what} leads to {answer.headers.get('Location')}")
        if answer.mimetype == "text/html":
            page = Page(answer.text)
            if page.active or page.foreign():
                self.wrong.append(f"{what} has {page.active} {page.foreign()}")
        answer.close()

    def finish(self, count: Count) -> None:
        if self.stage.digest() != self.before:
            self.wrong.append("asking changed data")
        count(addresses=self.count)
        assert not self.wrong, "\n".join(self.wrong[:40])


def ask_parameter(stage: Stage, case: tuple[str, str, str], corpus: tuple[str, ...], count: Count) -> None:
    actor, page, name = case
    asking = Asking(stage, actor)
    for text in corpus:
        asking.ask(f"{page}?{name}={quote(text, safe='')}")
    asking.finish(count)


def ask_path(stage: Stage, path: str, corpus: tuple[str, ...], count: Count) -> None:
    asking = Asking(stage, WHO.get(path, "therapist"))
    for text in corpus:
        asking.ask(path.format(quote(text, safe="")))
    asking.finish(count)


@pytest.mark.parametrize("case", [*parameters()], ids="-".join)
def test_a_few_in_each_parameter(sqlite_stage: Stage, case: tuple[str, str, str], count: Count) -> None:
    ask_parameter(sqlite_stage, case, every(700, len(case[2])), count)


@pytest.mark.parametrize("path", PATHS)
def test_a_few_in_each_path(sqlite_stage: Stage, path: str, count: Count) -> None:
    ask_path(sqlite_stage, path, every(300, len(path)), count)


@pytest.mark.verify
@pytest.mark.parametrize("case", [*parameters()], ids="-".join)
def test_many_in_each_parameter(stage: Stage, case: tuple[str, str, str], count: Count) -> None:
    ask_parameter(stage, case, every(16, len(case[2])), count)


@pytest.mark.verify
@pytest.mark.parametrize("path", PATHS)
def test_all_in_each_path(sqlite_stage: Stage, path: str, count: Count) -> None:
    ask_path(sqlite_stage, path, every(1), count)
