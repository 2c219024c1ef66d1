"""Several people at work at once: each posts one form after another, and each form until its answer is known."""

import http.client
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.cast import Cast
from tests.endurance.posts import ACTS, PATIENT, Act, Post
from tests.endurance.processes import Answer, EnduringServer, Line
from tests.timeline.real_server import hidden_fields

# What a browser does: it tells that the page did not come, and somebody tries again.
AGAIN_AFTER = 0.05
CUT_OFF = (OSError, http.client.HTTPException)
INSIDE = "Traceback", "sqlite3", "psycopg", "OperationalError", "sqlalchemy"


def is_clean(answer: Answer) -> bool:
    """Whether a 503 is a page of ours, and tells of nothing inside."""
    return "Briefly unavailable" in answer.text and not any(words in answer.text for words in INSIDE)


class Load:
    """People who write. What was acknowledged is kept by kind and key, to be looked for afterwards."""

    def __init__(self, server: EnduringServer, cast: Cast, people: Sequence[str], pause: float = 0.06) -> None:
        self.acknowledged: dict[str, dict[str, str]] = defaultdict(dict)
        self.sent: dict[str, set[str]] = defaultdict(set)
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.begun_at = 0.0
        self.last_refused_at = 0.0
        self.pause = pause
        self._news = threading.Condition()
        self._going, self._stopped = threading.Event(), False
        self._resting = 0
        lines = [(name, Line(server, cast, name)) for name in people]
        self._people = [threading.Thread(target=self._work, args=(name, line, marks_of(line))) for name, line in lines]

    @contextmanager
    def at_work(self) -> Iterator["Load"]:
        """Everybody works meanwhile. At the end each finishes the form in hand; after a failure they just leave."""
        self._going.set()
        for person in self._people:
            person.start()
        try:
            yield self
        except BaseException:
            self.wrong.append("given up")
            raise
        finally:
            self._stopped = True
            self._going.set()
            for person in self._people:
                person.join(timeout=120)
        assert not any(person.is_alive() for person in self._people), "somebody never got an answer"

    def rest(self) -> None:
        """Wait until everybody rests between two forms; `go_on` ends it."""
        self._going.clear()
        with self._news:
            assert self._news.wait_for(lambda: self._resting == len(self._people), timeout=60)

    def go_on(self) -> None:
        self._going.set()

    def wait_for_answers(self, count: int) -> None:
        """Until this many more posts were acknowledged."""
        with self._news:
            goal = self.seen["acknowledged"] + count
            assert self._news.wait_for(lambda: self.seen["acknowledged"] >= goal or self.wrong, timeout=90), self.seen

    def wait_for_answer_since(self, moment: float) -> float:
        """Until something sent after `moment` was acknowledged; the seconds from `moment` until that."""
        with self._news:
            assert self._news.wait_for(lambda: self.begun_at > moment or self.wrong, timeout=90), self.seen
        return time.monotonic() - moment

    def told(self) -> dict[str, dict[str, str]]:
        """A copy of what was acknowledged until now."""
        with self._news:
            return {kind: dict(rows) for kind, rows in self.acknowledged.items()}

    def _work(self, name: str, line: Line, marks: dict[str, str]) -> None:
        acts: tuple[Act, ...] = ACTS[name]
        number = 0
        while not self._stopped and not self.wrong:
            try:
                acts[number % len(acts)](lambda post: self._send(line, post, marks))
            except _WrongAnswer:
                break
            number += 1
            self._rest_if_asked()
        with self._news:
            self._news.notify_all()

    def _rest_if_asked(self) -> None:
        with self._news:
            self._resting += 1
            self._news.notify_all()
        self._going.wait()
        with self._news:
            self._resting -= 1

    def _send(self, line: Line, post: Post, marks: dict[str, str]) -> str:
        """The very same form again and again, until there is an answer."""
        time.sleep(self.pause)
        with self._news:
            self.sent[post.kind].add(post.key)
        while not self.wrong:
            begun = time.monotonic()
            try:
                answer = line.post(post.path, {**post.fields, **marks})
            except ConnectionRefusedError:
                self._count("nobody there")
            except CUT_OFF:
                self._count("cut off")
            else:
                if answer.status == 303 and "/sign-in" not in answer.location:
                    self.acknowledge(post, begun)
                    return answer.location
                self._refused(post, answer, begun)
            time.sleep(AGAIN_AFTER)
        raise _WrongAnswer

    def acknowledge(self, post: Post, begun: float) -> None:
        """Remember that this was told to be kept; what it holds now stands for what the same form held before."""
        with self._news:
            self.sent[post.kind].add(post.key)
            self.acknowledged["draft"].pop(post.key, None)
            self.acknowledged[post.kind][post.key] = post.words
            self.seen["acknowledged"] += 1
            self.begun_at = max(self.begun_at, begun)
            self._news.notify_all()

    def _refused(self, post: Post, answer: Answer, begun: float) -> None:
        if answer.status == 503 and is_clean(answer):
            self._count("503")
            self.last_refused_at = max(self.last_refused_at, begun)
            return
        with self._news:
            self.wrong.append(f"{post.path}: {answer.status} {answer.location} {answer.text[:2000]}")
            self._news.notify_all()
        raise _WrongAnswer

    def _count(self, what: str) -> None:
        with self._news:
            self.seen[what] += 1


def marks_of(line: Line) -> dict[str, str]:
    """What every form of ours bears: its token, and who was signed in."""
    hidden = hidden_fields(line.get(f"{PATIENT}/entries/new/contact").text)
    return {name: hidden[name] for name in ("csrf_token", "written_by")}


class _WrongAnswer(Exception):
    """Neither the answer nor a clean refusal."""
