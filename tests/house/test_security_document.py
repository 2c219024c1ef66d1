"""docs/asvs.md: every requirement that this application must answer stands there once, with evidence that exists."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.house.documents import LINK, SETTING, TEST, all_missing, document, rows
from tests.house.source import Source, made_up, refuse

# Of OWASP's ASVS 5.0.0, levels 1 and 2 as far as they apply, and some of level 3. Chosen once; the document follows.
REQUIRED = re.findall(
    r"\S+",
    """
    1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.2.9 1.3.1 1.3.2 1.3.5 1.3.7 1.3.11 1.5.2
    2.1.1 2.1.2 2.1.3 2.2.1 2.2.2 2.2.3 2.3.1 2.3.2 2.3.3 2.4.1
    3.2.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.3 3.7.1 3.7.2
    4.1.1 4.1.3 5.2.1 5.2.2 5.3.2 5.4.1 5.4.2
    6.1.1 6.1.2 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.2.9 6.2.10 6.2.11 6.2.12 6.3.1 6.3.2 6.3.3 6.3.4
    6.3.8 6.4.1 6.4.2 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.2 6.6.3
    7.1.1 7.1.2 7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2
    8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 8.3.2 8.4.1
    11.1.1 11.1.2 11.2.1 11.2.2 11.3.1 11.3.2 11.3.3 11.4.1 11.4.2 11.5.1 12.1.1 12.2.1 12.3.1
    13.2.2 13.2.3 13.3.1 13.3.2 13.4.1 13.4.2 13.4.4 13.4.5
    14.1.1 14.1.2 14.2.1 14.2.2 14.2.4 14.3.1 14.3.2 14.3.3 15.1.2 15.2.1 15.2.2 15.3.1 15.3.3 15.3.4 15.3.7
    16.1.1 16.2.1 16.2.2 16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.5.1 16.5.2 16.5.3
    """,
)
NOT_APPLICABLE = ["1.2.6", "1.2.7", "1.2.8", "1.3.8", "1.5.1", "4.3", "4.4", "6.6.1", "6.8", "V9", "V10", "V17"]
ID = r"V?\d+(?:\.\d+)*"
# How an id is met, and what its evidence must then name. "not met" must say why, and what would close it.
MET_BY = {"test": TEST, "setting": SETTING, "paragraph": LINK, "not met": None, "not applicable": None}
LINES = 400


def wrong_rows(source: Source) -> Iterator[str]:
    for row in rows(source, ID):
        if len(row.cells) != 5:
            yield row.says(f"{row.cells[0]} has {len(row.cells)} cells: id, asks, met by, evidence, remark")
            continue
        number, _, met_by, evidence, remark = row.cells
        if met_by not in MET_BY:
            yield row.says(f"{number} is met by {met_by}, which is none of {', '.join(MET_BY)}")
        elif (wanted := MET_BY[met_by]) is not None and not wanted.search(evidence):
            yield row.says(f"{number} is met by {met_by} and names none")
        elif wanted is None and len(remark.split()) < 4:
            yield row.says(f"{number} is {met_by}, and the remark does not say why")
        elif (met_by == "not applicable") != (number in NOT_APPLICABLE):
            yield row.says(f"{number} is {met_by}, which is not what was decided")


def wrong_ids(source: Source) -> Iterator[str]:
    found = Counter(row.cells[0] for row in rows(source, ID))
    for number in [*REQUIRED, *NOT_APPLICABLE]:
        if found[number] != 1:
            yield f"{source.path}:1: {number} stands there {found[number]} times"
    for number in set(found) - {*REQUIRED, *NOT_APPLICABLE}:
        yield f"{source.path}:1: {number} was not asked for"


def counted(source: Source) -> str:
    """The sentence that counts the rows, as the document must say it."""
    found = Counter(row.cells[2] for row in rows(source, ID) if len(row.cells) == 5)
    return (
        f"{len(REQUIRED)} requirements: {found['test']} proved by tests, {found['setting']} held by settings, "
        f"{found['paragraph']} answered by paragraphs, {found['not met']} not met."
    )


def test_every_requirement_stands_there_once() -> None:
    assert len(REQUIRED) == len(set(REQUIRED)) == 147
    refuse(wrong_ids(document("docs/asvs.md")), "Every requirement stands in docs/asvs.md once")


def test_every_row_has_its_evidence() -> None:
    refuse(wrong_rows(document("docs/asvs.md")), "Every row says how it is met, and by what")


@pytest.mark.parametrize("path", ["docs/asvs.md", "docs/security.md"])
def test_what_the_documents_name_exists(path: str) -> None:
    refuse(all_missing(document(path)), "Every test, setting and place that is named exists")


def test_the_count_is_that_of_the_rows() -> None:
    source = document("docs/asvs.md")
    assert counted(source) in source.text.replace("\n", " "), f"docs/asvs.md must say: {counted(source)}"


@pytest.mark.parametrize("path", ["docs/asvs.md", "docs/security.md"])
def test_the_documents_can_be_read(path: str) -> None:
    assert len(document(path).text.splitlines()) <= LINES


GOOD = "| 1.2.1 | Escape | test | `tests/house/test_security_document.py::test_the_documents_can_be_read` | |"


@pytest.mark.parametrize(
    "line",
    [
        "| 1.2.1 | Escape | test | no name | |",
        "| 1.2.1 | Escape | hope | | |",
        "| 1.2.1 | Escape | setting | `SECRET_KEY` | |",
        "| 1.2.1 | Escape | paragraph | somewhere | |",
        "| 1.2.1 | Escape | not met | | later |",
        "| 1.2.1 | Escape | not applicable | | there is no such thing here |",
        "| V17 | WebRTC | test | `tests/a.py::test_b` | |",
        "| 1.2.1 | Escape | test |",
    ],
)
def test_a_row_without_evidence_is_found(line: str) -> None:
    assert list(wrong_rows(made_up("docs/asvs.md", line)))
    assert not list(wrong_rows(made_up("docs/asvs.md", GOOD)))


def test_a_missing_and_a_double_id_are_found() -> None:
    text = "\n".join(GOOD.replace("1.2.1", number) for number in [*REQUIRED, *NOT_APPLICABLE])
    assert not list(wrong_ids(made_up("docs/asvs.md", text)))
    assert list(wrong_ids(made_up("docs/asvs.md", text.replace("| 7.4.1 |", "| 7.4.2 |"))))
    assert list(wrong_ids(made_up("docs/asvs.md", f"{text}\n| 99.1.1 | More | test | | |")))


@pytest.mark.parametrize(
    "text",
    [
        "`tests/house/test_security_document.py::test_that_nobody_wrote`",
        "`tests/house/test_nowhere.py::test_the_documents_can_be_read`",
        "`config.py::NO_SUCH_SETTING`",
        "[words](nowhere.md)",
        "[words](architecture.md#no-such-heading)",
        "[words](#no-such-heading)",
    ],
)
def test_what_is_not_there_is_found(text: str) -> None:
    assert list(all_missing(made_up("docs/asvs.md", text)))


def test_what_is_there_is_none() -> None:
    links = "`config.py::SECRET_KEY` [a](architecture.md#floors) [b](#a-heading-with-marks)"
    text = f"# A heading, with marks!\n{GOOD}\n{links}"
    assert not list(all_missing(made_up("docs/asvs.md", text)))
