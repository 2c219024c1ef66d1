"""What stands beside the code: the README, the locks, and nothing of anybody's own machine."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.house.source import ROOT, Source, made_up, refuse

README_LINES = 120
LOCKS = ("requirements.txt", "requirements-dev.txt")
TEXT = {"", ".py", ".md", ".txt", ".toml", ".html", ".css", ".js", ".ini", ".mako", ".csv", ".yml", ".json", ".sh"}
OTHERS = {"vendor", ".git"}
FOREIGN = {
    r"(?<![\w.])/(?:home|Users|root|work|workspace|builds)/\w": "a path of somebody's machine",
    r"[A-Z]:\\Users\\": "a path of somebody's machine",
    r"(?<!emit-)(?:index-url|find-links)\b": "an index of packages",
    r"(?:://registry\.|artifactory|/simple/)": "a host of packages",
}


def kept_files(root: Path = ROOT) -> Iterator[Source]:
    """Text files that git would keep: all but what .gitignore names, and but what others wrote."""
    ignored = [line.strip("/") for line in (root / ".gitignore").read_text().split() if not line.startswith("#")]

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            place = path.relative_to(root).as_posix()
            if path.name in OTHERS or any(fnmatch(path.name, rule) or fnmatch(place, rule) for rule in ignored):
                continue
            if path.is_dir():
                yield from walk(path)
            elif path.suffix in TEXT:
                yield path

    for path in walk(root):
        yield Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


def foreign(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        for number, line in enumerate(source.text.splitlines(), 1):
            for pattern, words in FOREIGN.items():
                if re.search(pattern, line) and source.path != "tests/house/test_repository.py":
                    yield f"{source.path}:{number}: {words}"


def pins(lock: Source) -> Iterator[tuple[int, str, bool]]:
    """Each requirement of a lock: its line, the requirement, and whether a hash follows."""
    text = re.sub(r"\\\n", " ", lock.text)
    line = 1
    for entry, raw in zip(text.splitlines(), _logical(lock.text), strict=True):
        if entry.strip() and not entry.lstrip().startswith("#"):
            yield line, entry.split(" ")[0], "--hash=sha256:" in entry
        line += raw


def _logical(text: str) -> list[int]:
    """How many lines of the file each line with its continuations takes."""
    return [part.count("\n") + 1 for part in re.split(r"(?<!\\)\n", text.removesuffix("\n"))]


def loose(lock: Source) -> Iterator[str]:
    """Requirements of a lock without an exact version or without a hash."""
    for line, requirement, hashed in pins(lock):
        if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+", requirement):
            yield f"{lock.path}:{line}: {requirement} is no exact version"
        if not hashed:
            yield f"{lock.path}:{line}: {requirement} has no hash"


def unlocked(required: Iterable[str], lock: Source) -> Iterator[str]:
    """Requirements of pyproject.toml whose pin is not in the lock."""
    locked = {normal(requirement) for _, requirement, _ in pins(lock)}
    for requirement in required:
        wanted = normal(requirement)
        if wanted not in locked and not ("==" not in wanted and any(pin.startswith(f"{wanted}==") for pin in locked)):
            yield f"{lock.path}:1: {requirement} of pyproject.toml is not locked; run make lock"


def normal(requirement: str) -> str:
    name, equal, version = re.sub(r"\[.*?\]", "", requirement).partition("==")
    return re.sub(r"[-_.]+", "-", name.strip().lower()) + equal + version.strip()


def lock(name: str) -> Source:
    return Source(name, (ROOT / name).read_text(encoding="utf-8"))


def test_the_readme_is_short() -> None:
    count = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    assert count <= README_LINES, f"README.md:{count}: {count} lines, at most {README_LINES}"


@pytest.mark.parametrize("path", sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md")))
def test_a_decision_is_short_and_whole(path: str) -> None:
    text = (ROOT / "docs" / "decisions" / path).read_text(encoding="utf-8")
    assert re.match(r"\d{4}-[a-z0-9-]+\.md$", path), f"docs/decisions/{path}: name it 0000-what-was-decided.md"
    # A table grows with what it lists; the words around it must not.
    words = [line for line in text.splitlines() if not line.startswith("|")]
    assert len(words) <= 40, f"docs/decisions/{path}: {len(words)} lines without its table, at most 40"
    for heading in ("**Context.**", "**Decision.**", "**Consequence.**"):
        assert heading in text, f"docs/decisions/{path}: no {heading}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    assert len(list(pins(lock(name)))) > 10
    refuse(loose(lock(name)), "Every requirement is pinned and hashed")


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    run_time, development = project["dependencies"], project["optional-dependencies"]["dev"]
    found = [*unlocked(run_time, lock(LOCKS[0])), *unlocked([*run_time, *development], lock(LOCKS[1]))]
    refuse(found, "The locks hold what pyproject.toml asks for")


def test_nothing_tells_of_a_machine_or_a_registry() -> None:
    files = list(kept_files())
    assert {"README.md", "coordcare/__init__.py", "migrations/env.py"} <= {source.path for source in files}
    refuse(foreign(files), "No path of a machine, no host of packages")


@pytest.mark.parametrize(
    "line", ["see /home/kim/notes.txt", "--index-url x", "https://mirror.example/simple/p", "cd /root/app"]
)
def test_a_machine_or_a_registry_is_found(line: str) -> None:
    assert list(foreign([made_up("docs/a.md", line)]))
    assert not list(foreign([made_up("docs/a.md", "uv --no-emit-index-url, /patients/home/1, templates/work/a.html")]))


def test_a_loose_pin_is_found() -> None:
    text = "a==1 \\\n    --hash=sha256:00\n# via\nb>=1 \\\n    --hash=sha256:00\nc==1\n"
    assert [sentence.split()[0] for sentence in loose(made_up("requirements.txt", text))] == [
        "requirements.txt:4:",
        "requirements.txt:6:",
    ]
    assert list(unlocked(["d==1"], made_up("requirements.txt", text)))
    assert list(unlocked(["a==2"], made_up("requirements.txt", text)))
    assert not list(unlocked(["A==1", "c"], made_up("requirements.txt", text)))
