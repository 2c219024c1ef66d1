"""The people of an inventory: each once, drawn in the closeness circle and told in a table of the same."""

import re
from math import hypot

import pytest

from coordcare.charts.place_rules import width
from coordcare.ipt.drawing import circle, legend
from coordcare.ipt.people_rules import people, twice
from tests.ipt.test_documents import PEOPLE
from tests.ipt.writing import write

NAMES = ["Grandmother Rosalind", "Maribel", "J.", "Bo", "Great-uncle Ernesto, the elder", "M. W.", "Wilhelmina"]
DOT = re.compile(
    r"<g><title>(.*?)</title><circle [^>]*r=\"([\d.]+)\".*?font-size=\"([\d.]+)\"[^>]*>([^<]*)</text>.*?</g>"
)


def test_the_circle_and_the_people_are_shown(cast, amara):
    assert write(cast, amara, "inventory", **PEOPLE).status_code == 303
    page = cast.client("psychologist").get(f"/patients/{amara}/inventory").text
    assert "Closeness circle. Closest: T. (Wife, supports). Further away: Dad (Father, strains, has died)." in page
    assert "† Dad" in page and page.index("T. <span") < page.index("Dad <span")


def test_each_version_stands_beside_todays(cast, amara):
    write(cast, amara, "inventory", **PEOPLE)
    moved = {**PEOPLE, "p9-closeness_ring": "2", "p9-strain": "4", "p5-display_name": "K."}
    assert write(cast, amara, "inventory", base=1, **moved).status_code == 303
    page = cast.client("therapist").get(f"/patients/{amara}/inventory/versions/1").text
    assert page.count("<figure>") == 2
    assert "Dad: closer, further away to close; strain 9 to 4" in page and "K.: added, close" in page


def test_a_crowd_of_people_is_drawn_with_no_dot_on_another(cast, amara):
    """Thirty in the closest ring: their dots shrink, and the label still names each."""
    crowd = {f"p{number}-display_name": f"N{number}" for number in range(30)}
    assert (
        write(cast, amara, "inventory", **crowd, **{f"p{n}-closeness_ring": "1" for n in range(30)}).status_code == 303
    )
    page = cast.client("therapist").get(f"/patients/{amara}/inventory").text
    dots = re.findall(r'<g><title>[^<]*</title><circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', page)
    assert len(dots) == 30 and all(f"N{number}" in page for number in range(30))
    places = [(float(x), float(y), float(r)) for x, y, r in dots]
    for number, (x, y, r) in enumerate(places):
        assert all(hypot(x - a, y - b) >= r + other for a, b, other in places[number + 1 :])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("father", ""), ("Father, 82", "")),
        (("J. M.", "Friend"), ("j m", "friend (work)")),
        (("Father", ""), ("J.", "father, 82 years old")),
        (("J.", "father"), ("Father", "Father")),
        (("José", ""), ("JOSE", "Uncle")),
        (("K.", "Sister"), ("K", "sister, aged 40")),
    ],
)
def test_one_person_in_two_spellings_is_noticed(one, other):
    same = one[1] != "Friend"
    assert (twice([("X.", "Aunt"), one, other]) == (1, 2)) is same
    assert (twice([other, one]) == (0, 1)) is same


def test_two_people_of_one_name_or_one_relation_are_two():
    sisters = [("K.", "Sister"), ("L.", "Sister"), ("K.", "Cousin"), ("Mother", "Foster mother"), ("R.", "Mother")]
    assert twice(sisters) is None and twice([]) is None


@pytest.mark.parametrize("crowd", [1, 7, 30])
def test_no_name_is_cut_a_number_of_the_table_stands_for_it(crowd):
    records = [
        {"number": number, "display_name": NAMES[number % 7], "closeness_ring": "1", "alive": number % 3 > 0}
        for number in range(crowd)
    ]
    found = people({"people": records})
    drawn = DOT.findall(str(circle(found)))
    assert len(drawn) == crowd
    for place, (one, (title, dot, size, words)) in enumerate(zip(found, drawn, strict=True), 1):
        assert title.startswith(one.name), "its whole name is its title"
        assert words in (one.name if one.alive else f"† {one.name}", str(place))
        assert width(words, float(size), bold=True) <= 2 * float(dot), "inside its dot"
    assert any(words == "J." for *_, words in drawn) or crowd != 7, "what has room is written"


def test_every_mark_is_in_the_legend_and_the_table_tells_the_same(cast, amara):
    both = {"p3-strain": "9", "p3-safety_concern": "y", "p4-display_name": "Grandmother Rosalind"}
    write(cast, amara, "inventory", **PEOPLE, **both)
    page = cast.client("therapist").get(f"/patients/{amara}/inventory").text
    marks = [words for _, words in legend()]
    for told in (*marks, "safety concern, over every other mark", "both: the strain is drawn around the support"):
        assert f"<span>{told}</span>" in page
    assert all('aria-hidden="true"' in str(swatch) for swatch, _ in legend())
    table = page.split("<table")[1].split("</table>")[0]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("<tr>")[2:]]
    assert rows == [
        "1 T., Wife Safety concern Closest 8 9",
        "2 Grandmother Rosalind Close",
        "3 Dad, Father († has died) Further away 9",
    ]
    drawing = page[page.index('<svg class="chart circle"') :].split("</svg>")[0]
    assert 'role="img" aria-label="Closeness circle. Closest: T. (Wife, supports, strains, safety concern).' in drawing
    assert "<title>Closeness circle</title>" in drawing and ">2</text>" in drawing
