"""Charts to draw in tests: made up by chance, and as large as a record gets; and the labels that a drawing shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import strategies as st

from coordcare.charts.chart_rules import Chart, LifeEvent, Phase, Pin, Scale, Score, Session, Step, lane
from coordcare.charts.place_rules import Box, text_box

DAY = date(2026, 11, 23)
PHQ_9 = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe"))
GAD_7 = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe"))
ANSWERS = (None, "several days", "more than half the days", "nearly every day")
DRUGS = ("Sertraline", "Lithium carbonate extended release", "Trazodone", "Quetiapine")

sessions_become = st.sampled_from(
    [
        (1, "attended", True),
        (12, "attended", True),
        (120, "attended", True),
        (None, "attended", True),
        (None, "missed", False),
    ]
)
words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)
days = st.integers(0, 1100).map(lambda before: DAY - timedelta(before))


def _sorted_days(most: int) -> st.SearchStrategy[list[date]]:
    return st.lists(days, max_size=most).map(sorted)


@st.composite
def scales(draw, word: str, highest: int, bands: Sequence[tuple[int, str]]) -> Scale:
    scores = [
        Score(on, draw(st.integers(0, highest)), draw(st.sampled_from(ANSWERS)) if word == "PHQ-9" else None)
        for on in sorted(set(draw(_sorted_days(30))))
    ]
    return Scale(word, highest, bands, scores)


@st.composite
def drug_lanes(draw, word: str):
    doses = st.sampled_from([Decimal(25), Decimal(50), Decimal(200)])
    states = st.sampled_from(["", "", "", "held", "stopped"])
    steps = []
    for on in draw(_sorted_days(8)):
        dose, state = draw(doses), draw(states)
        told = (f"{dose} mg twice daily", f"{2 * dose} mg/day")
        steps.append(Step(on, *told, 2 * dose, state == "held", state == "stopped"))
    return lane(word, steps)


@st.composite
def charts(draw) -> Chart:
    """Any chart of three years, with a measure of many narrow bands and words of any letters."""
    narrow = [(lowest, f"band {lowest}") for lowest in (0, 1, 2, 3, 60)]
    drugs = [draw(drug_lanes(word)) for word in [*DRUGS[:2], draw(words)]]
    return Chart(
        DAY,
        [
            draw(scales("PHQ-9", 27, PHQ_9)),
            draw(scales("GAD-7", 21, GAD_7)),
            draw(scales(draw(words), 80, draw(st.sampled_from([narrow, ()])))),
        ],
        [drug for drug in drugs if drug],
        [Pin(number, on, draw(words)) for number, on in enumerate(draw(_sorted_days(40)), 1)],
        [Session(on, *draw(sessions_become)) for on in draw(_sorted_days(40))],
        [Phase(on, draw(st.sampled_from(["Initial", "Middle", "Maintenance"]))) for on in draw(_sorted_days(4))],
        [LifeEvent(on, draw(words)) for on in draw(_sorted_days(14))],
    )


def full_chart() -> Chart:
    """Three years: 150 totals, half of them with item 9 above 0 in turns, 120 sessions, 40 changes of four drugs."""
    start = DAY - timedelta(weeks=156)
    fortnights = [start + timedelta(weeks=2 * number) for number in range(75)]
    changes = [start + timedelta(27 * number + number % 5) for number in range(40)]
    steps = {
        drug: [
            Step(
                on, f"{25 * (number % 7 + 1)} mg once daily", f"{25 * (number % 7 + 1)} mg/day", Decimal(number % 7 + 1)
            )
            for number, on in enumerate(changes)
            if number % 4 == place
        ]
        for place, drug in enumerate(DRUGS)
    }
    lanes = [lane(drug, taken) for drug, taken in steps.items()]
    return Chart(
        DAY,
        [
            Scale("PHQ-9", 27, PHQ_9, [Score(on, 12 + n % 9, ANSWERS[n % 4]) for n, on in enumerate(fortnights)]),
            Scale("GAD-7", 21, GAD_7, [Score(on, 8 + n % 7) for n, on in enumerate(fortnights)]),
        ],
        [one for one in lanes if one],
        [Pin(n, on, f"{DRUGS[(n - 1) % 4]} 25 mg to 150 mg once daily") for n, on in enumerate(changes, 1)],
        [
            Session(start + timedelta(9 * n), n + 1 if n % 9 else None, "attended" if n % 9 else "missed", bool(n % 9))
            for n in range(120)
        ],
        [Phase(start, "Initial"), Phase(start + timedelta(60), "Middle"), Phase(start + timedelta(300), "Ending")],
        [LifeEvent(start + timedelta(80 * n), "Bereavement: aunt") for n in range(13)],
    )


def scored(*totals: int, flags: dict[int, str] | None = None) -> Scale:
    """PHQ-9 totals by the week, the last a week ago; `flags` are answers of item 9 by their place."""
    days = [DAY - timedelta(weeks=len(totals) - number) for number in range(len(totals))]
    asked = flags or {}
    return Scale(
        "PHQ-9",
        27,
        PHQ_9,
        [Score(on, total, asked.get(n)) for n, (on, total) in enumerate(zip(days, totals, strict=True))],
    )


@dataclass(frozen=True, slots=True)
class Label:
    """Words of a drawing with their place. `only`: near or far, else shown on every screen."""

    words: str
    box: Box
    only: str
    fill: str


def tree(svg: str) -> ElementTree.Element:
    """The drawing as a page's reader takes it: every value must be well escaped for this to succeed."""
    return ElementTree.fromstring(svg)


def labels(svg: str) -> list[Label]:
    root = tree(svg)
    size = float(root.attrib["font-size"])
    groups = [group for group in root.iter("g") if group.find("text") is not None]
    return [_label(text, group, size) for group in groups for text in group if text.text]


def _label(text: ElementTree.Element, group: ElementTree.Element, size: float) -> Label:
    """What its group says, and what it says itself."""
    at, words = {**group.attrib, "class": "", **text.attrib}, text.text or ""
    letters, anchor = float(at.get("font-size", size)), at.get("text-anchor", "start")
    box = text_box(float(at["x"]), float(at["y"]), words, letters, anchor=anchor, bold="font-weight" in at)
    return Label(words, box, at.get("class", "").removeprefix("chart-"), at["fill"])


def overlaps(found: Sequence[Label], hidden: str) -> Iterator[tuple[str, str]]:
    """Words that meet, with what is hidden (near or far) left out. Half a unit is rounding."""
    shown = [one for one in found if one.only != hidden]
    for number, one in enumerate(shown):
        inner = Box(one.box.left + 0.5, one.box.top + 0.5, one.box.right - 0.5, one.box.bottom - 0.5)
        yield from ((one.words, other.words) for other in shown[number + 1 :] if inner.meets(other.box))
