"""Writing that is interrupted, in real Chromium against the real server: nothing that was shown as saved is lost."""

import itertools
import random
import time
from collections.abc import Callable, Sequence

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.cast import Cast, gather
from tests.timeline.forms_table import drafted
from tests.timeline.real_server import RealServer
from tests.timeline.writing import Writer, end_sessions, kept

Record = Callable[[str, object], None]
Happen = Callable[[Writer], None]
LONGEST_PAUSE = 3.0


@pytest.fixture
def cast(app: Flask) -> Cast:
    return gather(app)


def cut_connection(writer: Writer) -> None:
    """The network goes and comes back."""
    writer.context.set_offline(True)
    writer.type()
    expect(writer.status()).to_contain_text("Not saved: no connection", timeout=10_000)
    with writer.page.expect_event("dialog") as asked:
        writer.page.evaluate("setTimeout(() => location.assign('/caseload'))")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    writer.type()
    expect(writer.status()).not_to_contain_text("Saved")
    writer.context.set_offline(False)
    writer.wait_until_saved()


def session_expired(writer: Writer) -> None:
    """The session ends in the middle of a sentence; the person signs in in another tab and comes back."""
    end_sessions(writer.app)
    before = writer.kept()
    writer.type()
    lock = writer.page.get_by_role("dialog")
    expect(lock).to_be_visible(timeout=10_000)
    expect(writer.status()).not_to_contain_text("Saved")
    assert writer.kept() == before
    with writer.context.expect_page() as opened:
        lock.get_by_role("link", name="Sign in in another tab").click()
    writer.sign_in_again(opened.value)
    opened.value.close()
    writer.page.bring_to_front()
    if lock.is_visible():
        lock.get_by_role("button", name="I have signed in").click()
    writer.wait_until_saved()
    expect(lock).not_to_be_visible()


def tab_closed(writer: Writer) -> None:
    """The tab goes at any moment; the draft is opened again."""
    writer.type()
    time.sleep(writer.chance.uniform(0, 1.6))
    shown, entry_id = writer.shown(), writer.entry_id()
    writer.page.close()
    time.sleep(0.2)
    assert kept(writer.app, entry_id, str(writer.example.words)).startswith(shown.rstrip())
    writer.page = writer.context.new_page()
    writer.page.goto(f"/patients/1/entries/{entry_id}/edit")
    expect(writer.page.get_by_text("Draft resumed")).to_be_visible()
    assert writer.field().input_value().startswith(shown.rstrip())
    writer.type()
    writer.wait_until_saved()


def two_windows(writer: Writer) -> None:
    """A second window saves first; the loser's page has both texts, and joins them."""
    other = writer.context.new_page()
    other.goto(writer.page.url)
    theirs = writer.type(other).strip()
    writer.wait_until_saved(other)
    mine = writer.type().strip()
    expect(writer.status()).to_contain_text("Changed in another window", timeout=10_000)
    writer.page.get_by_role("button", name="Save draft").click()
    expect(writer.page.get_by_role("heading", name="two versions")).to_be_visible()
    expect(writer.page.get_by_role("main")).to_contain_text(theirs)
    assert mine in writer.field().input_value()
    writer.page.get_by_label("Put the saved text below mine").first.check()
    writer.page.get_by_role("button", name="Save mine and go on").click()
    expect(writer.page.get_by_text("Draft resumed")).to_be_visible()
    assert mine in writer.kept() and theirs in writer.kept()
    other.close()
    writer.type()
    writer.wait_until_saved()


def server_killed(writer: Writer) -> None:
    """kill -9 at any moment, also while a save is on its way; then the server is started again."""
    writer.type()
    time.sleep(writer.chance.uniform(0, 1.3))
    writer.server.kill()
    writer.type()
    expect(writer.status()).to_contain_text("Not saved: no connection", timeout=15_000)
    writer.server.start()
    writer.wait_until_saved()


INTERRUPTIONS = (cut_connection, session_expired, tab_closed, two_windows, server_killed)


def kind_of_database(app: Flask) -> str:
    return app.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0].partition("+")[0]


def interrupt(browser: Browser, cast: Cast, server: RealServer, happenings: Sequence[Happen], record: Record) -> None:
    """Each of these interruptions in a draft of its own, the kinds in turn."""
    chance = random.Random(20261123)
    kinds = itertools.cycle(drafted())
    waited: list[float] = []
    for happen in happenings:
        writer = Writer(browser, server, cast, next(kinds), chance)
        writer.type()
        writer.wait_until_saved()
        pauses = writer.pauses()
        assert pauses and max(pauses) <= LONGEST_PAUSE, f"{writer.kind}: {pauses}"
        waited += pauses
        happen(writer)
        assert writer.shown() == writer.field().input_value(), happen.__name__
        assert writer.kept().rstrip() == writer.shown().rstrip(), happen.__name__
        assert writer.stored_in_browser() == 0, happen.__name__
        writer.context.close()
    record("figure: interruptions of writing, with nothing lost that was shown as saved", len(happenings))
    record("figure: pauses in typing that ended with Saved within 3 s", len(waited))
    record(
        f"figure: longest time from a pause to Saved, ms ({kind_of_database(cast.app)}, {len(waited)} pauses)",
        round(max(waited) * 1000),
    )


def test_five_interruptions(
    app: Flask, browser: Browser, cast: Cast, real_server: RealServer, record_property: Record
) -> None:
    """One of each, three on one database and two on the other; all on both in `test_fifty_interruptions`."""
    few = {"sqlite": (cut_connection, tab_closed, server_killed), "postgresql": (session_expired, two_windows)}
    interrupt(browser, cast, real_server, few[kind_of_database(app)], record_property)


@pytest.mark.verify
def test_fifty_interruptions(browser: Browser, cast: Cast, real_server: RealServer, record_property: Record) -> None:
    interrupt(browser, cast, real_server, INTERRUPTIONS * 10, record_property)
