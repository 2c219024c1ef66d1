"""Forms posted five times at once make one row; of two windows exactly one wins, and the loser sees both texts."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from coordcare import KINDS
from coordcare.extensions import db
from coordcare.timeline.models import EntryDraft, TimelineEntry
from tests.cast import Cast, gather
from tests.timeline.forms_table import EXAMPLES, Typist, drafted
from tests.timeline.real_server import RealServer, Window, hidden_fields, words_of

Record = Callable[[str, object], None]
POSTS = 5


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def windows(server: RealServer, cast: Cast) -> dict[str, Window]:
    return {who: Window(server, cast, who) for who in {example.who for example in EXAMPLES.values()}}


def statuses(app: Flask) -> dict[str, int]:
    """How many entries there are of each status."""
    with app.app_context():
        query = select(TimelineEntry.status, func.count()).group_by(TimelineEntry.status)
        return {row[0]: row[1] for row in db.session.execute(query)}


def test_every_kind_has_an_example() -> None:
    assert {kind.key for kind in KINDS} == set(EXAMPLES)


def post_many(app: Flask, cast: Cast, server: RealServer, count: int) -> int:
    """Post `count` forms five times each, all at once; the number of rows they made."""
    people, typist = windows(server, cast), Typist()
    turns = itertools.islice(itertools.cycle(itertools.product(EXAMPLES, ("save", "sign"))), count)
    expected = {"draft": 0, "signed": 0}
    with ThreadPoolExecutor(POSTS) as pool:
        for number, (kind, asked) in enumerate(turns):
            example = EXAMPLES[kind]
            action = asked if example.drafts else "sign"
            window, new = people[example.who], f"/patients/1/entries/new/{kind}"
            status, page = window.get(new)
            assert status == 200
            typed = typist.fields(kind, f"Form number {number}.")
            fields = {**typed, **hidden_fields(page), "action": action}
            answers = list(pool.map(lambda _: window.post(new, fields), range(POSTS)))  # noqa: B023
            assert [status for status, _ in answers] == [303] * POSTS, (kind, action, words_of(answers[0][1])[:2000])
            if action == "sign":
                typist.signed(kind)
            expected["draft" if action == "save" else "signed"] += 1
    assert statuses(app) == {name: number for name, number in expected.items() if number}
    return sum(expected.values())


@pytest.mark.verify
def test_three_hundred_forms_posted_five_times_at_once(
    app: Flask, cast: Cast, real_server: RealServer, record_property: Record
) -> None:
    rows = post_many(app, cast, real_server, 300)
    record_property("figure: forms posted 5 times at once, rows", rows)


def race(app: Flask, cast: Cast, server: RealServer, count: int) -> int:
    """Let two windows save or sign the same draft at once, `count` times; how many had exactly one winner."""
    people, typist = windows(server, cast), Typist()
    pairs = itertools.cycle(itertools.product(drafted(), [("save", "save"), ("sign", "sign"), ("save", "sign")]))
    with ThreadPoolExecutor(2) as pool:
        for number, (kind, actions) in enumerate(itertools.islice(pairs, count)):
            example = EXAMPLES[kind]
            assert example.words is not None
            window, new = people[example.who], f"/patients/1/entries/new/{kind}"
            typed = typist.fields(kind, "Before the race.")
            draft = {**typed, **hidden_fields(window.get(new)[1]), "action": "save"}
            status, edit = window.post(new, draft)
            assert status == 303
            shown = hidden_fields(window.get(edit)[1])
            texts = [f"Window {side} wrote this in race {number}." for side in ("one", "two")]
            forms = [
                {**draft, **shown, example.words: text, "action": action}
                for text, action in zip(texts, actions, strict=True)
            ]
            answers = list(pool.map(lambda form: window.post(edit, form), forms))  # noqa: B023
            assert sorted(status for status, _ in answers) == [303, 409], (kind, actions)
            loser = next(page for status, page in answers if status == 409)
            for text in texts:
                assert text in words_of(loser), (kind, actions)
            won = [status for status, _ in answers].index(303)
            if actions[won] == "sign":
                typist.signed(kind)
            assert texts[won] == kept(app, kind, example.words, int(edit.split("/")[4]))
    return count


def kept(app: Flask, kind: str, field: str, entry_id: int) -> str:
    """The words that stand in the database."""
    model = next(known.model for known in KINDS if known.key == kind)
    with app.app_context():
        draft = db.session.get(EntryDraft, entry_id)
        if draft is not None:
            return draft.fields[field][0]
        return str(getattr(db.session.get_one(model, entry_id), field))


def test_races(app: Flask, cast: Cast, real_server: RealServer, record_property: Record) -> None:
    """A few of each, for `make test`."""
    record_property("figure: forms posted 5 times at once, rows", post_many(app, cast, real_server, 10))
    record_property("figure: races of two windows, one winner each", race(app, cast, real_server, 5))
    record_property(
        "figure: races of two writers of a document, one winner each", race_to_publish(cast, real_server, 3)
    )


DOCUMENTS = {"safety-plan": ("therapist", "psychologist", "warning_signs")}


def race_to_publish(cast: Cast, server: RealServer, count: int) -> int:
    """Let two writers publish the next version of the same document at once, `count` times."""
    with ThreadPoolExecutor(2) as pool:
        for number, (document, (*names, field)) in enumerate(
            itertools.islice(itertools.cycle(DOCUMENTS.items()), count)
        ):
            edit = f"/patients/1/{document}/edit"
            writers = [Window(server, cast, name) for name in names]
            texts = [f"{name} wrote this in race {number}." for name in names]
            forms = [
                {**hidden_fields(writer.get(edit)[1]), field: text, "action": "sign"}
                for writer, text in zip(writers, texts, strict=True)
            ]
            answers = list(pool.map(lambda writer, form: writer.post(edit, form), writers, forms))  # noqa: B023
            assert sorted(status for status, _ in answers) == [303, 409], words_of(answers[0][1])[:1000]
            won = [status for status, _ in answers].index(303)
            for text in texts:
                assert text in words_of(answers[1 - won][1])
            winner, loser = texts[won], writers[1 - won]
            assert winner in words_of(loser.get(f"/patients/1/{document}")[1])
            token = hidden_fields(answers[1 - won][1])["csrf_token"]
            assert loser.post(f"/patients/1/{document}/discard", {"csrf_token": token})[0] == 303
    return count


@pytest.mark.verify
def test_a_hundred_races_to_publish(cast: Cast, real_server: RealServer, record_property: Record) -> None:
    record_property(
        "figure: races of two writers of a document, one winner each", race_to_publish(cast, real_server, 100)
    )


@pytest.mark.verify
def test_a_hundred_races_of_two_windows(
    app: Flask, cast: Cast, real_server: RealServer, record_property: Record
) -> None:
    record_property("figure: races of two windows, one winner each", race(app, cast, real_server, 100))
