"""What the code names as the source of a clinical rule stands on the page of sources."""

import re

from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
MARKS = frozenset(re.findall(r"^\| (S\d+b?) \|", PAGE, re.MULTILINE))
SECTIONS = frozenset(re.findall(r"^\| ([\d.]+) \|", PAGE, re.MULTILINE))
_CITED = re.compile(r"sources\.md ((?:\d(?:\.\d)?(?:, | and )?)+)")
_MARKED = re.compile(r"\[(S\d+b?(?:, (?:S\d+b?|GK))*)\]")


def cited(pattern: re.Pattern[str], part: str) -> dict[str, str]:
    """Each section or mark that the code cites, with a file that does."""
    files = (path for suffix in ("py", "csv", "json") for path in ROOT.glob(f"coordcare/**/*.{suffix}"))
    return {
        one: str(path.relative_to(ROOT))
        for path in files
        for group in pattern.findall(path.read_text(encoding="utf-8"))
        for one in re.findall(part, group)
    }


def test_every_section_that_is_cited_stands_there() -> None:
    sections = cited(_CITED, r"\d(?:\.\d)?")
    assert len(sections) > 5, "no source is cited at all"
    assert not {one: path for one, path in sections.items() if one not in SECTIONS}


def test_every_mark_that_is_cited_stands_there() -> None:
    marks = cited(_MARKED, r"S\d+b?")
    assert len(marks) > 5, "no mark is cited at all"
    assert not {one: path for one, path in marks.items() if one not in MARKS}
    assert not MARKS - marks.keys(), "nothing rests on these works"


def test_every_file_that_the_page_names_exists() -> None:
    table = PAGE.partition("## 8.")[0]
    named = re.findall(r"`([a-z]+/[a-z_*.]*)`", table)
    assert named
    assert not [one for one in named if not [*(ROOT / "coordcare").glob(one)]]
