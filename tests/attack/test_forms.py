"""Every field of every form, with everything that attackers type."""

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher

from coordcare.accounts import hashing
from tests.access.stage import Stage
from tests.attack.corpus import every, payloads
from tests.attack.sweeping import Sweep
from tests.attack.targets import Attacked, Target, targets

Count = Callable[..., None]
TARGETS = targets()
NAMES = [target.name for target in TARGETS]
NUL = "\x00"
# A page is read after one in so many posts; payloads stand in several fields, so that each is shown in some of them.
LOOK = 5
everywhere = pytest.mark.parametrize("target", TARGETS, ids=NAMES)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a new password is not the subject here."""
    monkeypatch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def placed(corpus: tuple[str, ...], limits: dict[str, int]) -> Iterator[dict[str, str]]:
    """Each payload in each field that it is not too long for, another one in each field.

    A field of short words begins again when it has had its payloads, so that it is not empty in some of the posts:
    for each set of fields harmless words are asked, on all pages.
    """
    fit = {name: [text for text in corpus if len(text) <= most and NUL not in text] for name, most in limits.items()}
    filled = {name: texts for name, texts in fit.items() if texts}
    for number in range(max(map(len, filled.values()), default=0)):
        yield {name: texts[(number + 7 * place) % len(texts)] for place, (name, texts) in enumerate(filled.items())}


def attack_words(sweep: Sweep, corpus: tuple[str, ...], limits: dict[str, int], look: int = LOOK) -> None:
    """The fields that take words, all at once."""
    if limits:
        for number, typed in enumerate(placed(corpus, limits)):
            sweep.together(typed, number // look if number % look == 0 else None)


def attack_others(sweep: Sweep, limits: dict[str, int], step: int, chosen_step: int) -> None:
    """Each of the other fields for itself: dates and numbers, and what a page fills or offers."""
    attacked = sweep.attacked
    closed = [name for name in attacked.typed if name not in limits]
    for place, name in enumerate((*closed, *attacked.chosen, *limits)):
        wide = name in closed and not attacked.target.slow
        for text in every(step if wide else chosen_step, 11 * place):
            sweep.alone(name, text)


def finish(sweep: Sweep, count: Count) -> None:
    count(posts=sweep.posts, payloads_in_fields=sweep.tried, pages_read_after_posts=sweep.pages)
    count(forms=1)
    assert not sweep.wrong, f"{len(sweep.wrong)} wrong:\n" + "\n".join(sweep.wrong[:40])


@everywhere
def test_a_few(sqlite_stage: Stage, target: Target, count: Count) -> None:
    """One payload in each field that holds words, and one in every third field by itself."""
    sweep = Sweep(Attacked(sqlite_stage, target))
    wordy = {name: 40 for name, kind in sweep.attacked.form.fields.items() if kind in ("text", "search", "textarea")}
    start = TARGETS.index(target)
    attack_words(sweep, tuple(text for text in every(97, start) if len(text) <= 40)[:1], wordy, look=1)
    for place, name in enumerate((*sweep.attacked.typed, *sweep.attacked.chosen)[start % 3 :: 3]):
        sweep.alone(name, payloads()[(37 * start + place) % len(payloads())])
    finish(sweep, count)


@pytest.mark.verify
@everywhere
def test_all_words(sqlite_stage: Stage, target: Target, count: Count) -> None:
    attacked = Attacked(sqlite_stage, target)
    sweep = Sweep(attacked)
    attack_words(sweep, payloads(), attacked.open_fields())
    finish(sweep, count)


@pytest.mark.verify
@everywhere
def test_all_other_fields(sqlite_stage: Stage, target: Target, count: Count) -> None:
    attacked = Attacked(sqlite_stage, target)
    sweep = Sweep(attacked)
    attack_others(sweep, attacked.open_fields(), 12, 60)
    finish(sweep, count)


@pytest.mark.verify
@everywhere
def test_some_over_postgresql(postgresql_stage: Stage, target: Target, count: Count) -> None:
    attacked = Attacked(postgresql_stage, target)
    sweep = Sweep(attacked)
    limits = attacked.open_fields()
    attack_words(sweep, every(90, len(target.name)), limits, look=1)
    attack_others(sweep, limits, 350, 700)
    finish(sweep, count)
