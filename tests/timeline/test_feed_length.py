"""A list shows the beginning of a long text, says that it goes on, and shows all of it when asked to."""

from flask import Flask

from coordcare.templating import OPENING, opening
from tests.cast import gather
from tests.medication.writing import sign

WHO = "Amara Osei"
WORDS = " ".join(f"word{number}" for number in range(200))


def test_beginnings_and_whole_texts(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    with cast.without_csrf():
        assert sign(cast, "therapist", "session_note", insight=f"{WORDS} conclusion").status_code == 303
        reader = cast.client("psychiatrist")
        timeline = f"/patients/{cast.patients[WHO]}/timeline"
        short = reader.get(timeline).text
        assert "word0 word1" in short and " …</p>" in short and "conclusion" not in short
        assert f'href="{timeline}?whole=1">Whole texts' in short
        long = reader.get(f"{timeline}?whole=1&kind=session_note").text
        assert "word199 conclusion" in long and "…</p>" not in long
        assert f'href="{timeline}?kind=session_note">Beginnings only' in long


def test_the_way_back_keeps_only_what_the_page_knows(sqlite_app: Flask) -> None:
    cast = gather(sqlite_app)
    with cast.without_csrf():
        sign(cast, "therapist", "session_note", insight="Short.")
        timeline = f"/patients/{cast.patients[WHO]}/timeline"
        page = cast.client("psychiatrist").get(f"{timeline}?other=planted").text
    assert f'href="{timeline}?whole=1"' in page


def test_a_text_is_cut_at_a_word() -> None:
    assert opening("a" * OPENING) == f"<p>{'a' * OPENING}</p>"
    assert opening(f"{'<b> ' * OPENING}").endswith("&lt;b&gt; …</p>")
    assert "…" not in opening("x " * OPENING, whole=True)
