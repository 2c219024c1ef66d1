"""PHQ-9 and GAD-7 as data: published wording, codes, bands. Sources by their mark in sources.md (2.1 and 8).

Wording and LOINC codes of items, options and totals: [S30], [S31], [S32], [S44]. Bands: PHQ-9 [S32],
GAD-7 [S34]. Pfizer's notice [S30, S31] stands on every form.
"""

from dataclasses import dataclass

NOTICE = (
    "Copyright Pfizer Inc. Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues. "
    "No permission required to reproduce, translate, display or distribute."
)
UNVERIFIED = "clinic default, not verified"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its points, published word and LOINC answer code."""

    points: int
    word: str
    code: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its number, published wording and LOINC code."""

    number: int
    text: str
    code: str

    @property
    def column(self) -> str:
        return f"item_{self.number}"


@dataclass(frozen=True, slots=True)
class Band:
    """A range of totals, both ends included, and what it is called."""

    key: str
    word: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class ClinicalRule:
    """How a score is read, in words, with where that is from and whether the source was read."""

    words: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A questionnaire. `safety_item` is the number of its item on death or self-harm, `reliable` the smallest
    difference of two totals that is more than chance, `cut` the total from which a disorder is likely."""

    key: str
    word: str
    panel_code: str
    total_code: str
    stem: str
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    cut: int
    reliable: int
    safety_item: int | None
    asks_difficulty: bool
    rules: tuple[ClinicalRule, ...]

    @property
    def highest(self) -> int:
        return self.bands[-1].highest

    @property
    def numbers(self) -> range:
        return range(1, len(self.items) + 1)


STEM = "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
OPTIONS = (
    Option(0, "Not at all", "LA6568-5"),
    Option(1, "Several days", "LA6569-3"),
    Option(2, "More than half the days", "LA6570-1"),
    Option(3, "Nearly every day", "LA6571-9"),
)
DIFFICULTY = (
    "If you checked off any problems, how difficult have these problems made it for you to do your work, "
    "take care of things at home, or get along with other people?"
)
DIFFICULTY_OPTIONS = (
    Option(0, "Not difficult at all", "LA6572-7"),
    Option(1, "Somewhat difficult", "LA6573-5"),
    Option(2, "Very difficult", "LA6575-0"),
    Option(3, "Extremely difficult", "LA6574-3"),
)
GIVEN = {"patient": "Filled in by the patient", "staff": "Asked by staff"}

_PRORATED = ClinicalRule(
    "With 1 or 2 items unanswered the total is the mean of the answered items times the number of items, rounded half"
    " up, and marked as prorated. With more unanswered there is no total.",
    "sources.md 2.1 [GK]",
    verified=False,
)
_PHQ9_RULES = (
    ClinicalRule("Bands 0-4, 5-9, 10-14, 15-19, 20-27.", "LOINC 44261-6 and LL382-3 [S32]", verified=True),
    _PRORATED,
    ClinicalRule(
        "Item 9 is never prorated. Without it there is no total: a total would hold an answer that nobody gave."
        " A 0 on item 9 is not clearance.",
        "sources.md 8 [L: Uebelacker 2011, PMC3121214]",
        verified=True,
    ),
    ClinicalRule("A difference of 6 points or more is reliable.", "UK Talking Therapies [S36]", verified=True),
    ClinicalRule(
        "Response: a fall of 50 % or more from a first total of 10 or more. Remission range: below 5.",
        "Bao 2016 [S20]; sources.md 8",
        verified=True,
    ),
)
_GAD7_RULES = (
    ClinicalRule("Bands 0-4, 5-9, 10-14, 15-21.", "Spitzer 2006 [S34]", verified=True),
    _PRORATED,
    ClinicalRule("A difference of 4 points or more is reliable.", "UK Talking Therapies [S36]", verified=True),
    ClinicalRule(
        "Response: a fall of 50 % or more from a first total of 10 or more. Remission range: below 5.",
        "sources.md 2.1 [GK]",
        verified=False,
    ),
)

PHQ9 = Measure(
    key="phq9",
    word="PHQ-9",
    panel_code="44249-1",
    total_code="44261-6",
    stem=STEM,
    items=(
        Item(1, "Little interest or pleasure in doing things", "44250-9"),
        Item(2, "Feeling down, depressed, or hopeless", "44255-8"),
        Item(3, "Trouble falling or staying asleep, or sleeping too much", "44259-0"),
        Item(4, "Feeling tired or having little energy", "44254-1"),
        Item(5, "Poor appetite or overeating", "44251-7"),
        Item(
            6,
            "Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
            "44258-2",
        ),
        Item(7, "Trouble concentrating on things, such as reading the newspaper or watching television", "44252-5"),
        Item(
            8,
            "Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety"
            " or restless that you have been moving around a lot more than usual",
            "44253-3",
        ),
        Item(9, "Thoughts that you would be better off dead, or of hurting yourself in some way", "44260-8"),
    ),
    bands=(
        Band("minimal", "minimal", 0, 4),
        Band("mild", "mild", 5, 9),
        Band("moderate", "moderate", 10, 14),
        Band("moderately_severe", "moderately severe", 15, 19),
        Band("severe", "severe", 20, 27),
    ),
    cut=10,
    reliable=6,
    safety_item=9,
    asks_difficulty=True,
    rules=_PHQ9_RULES,
)
GAD7 = Measure(
    key="gad7",
    word="GAD-7",
    panel_code="69737-5",
    total_code="70274-6",
    stem=STEM,
    items=(
        Item(1, "Feeling nervous, anxious or on edge", "69725-0"),
        Item(2, "Not being able to stop or control worrying", "68509-9"),
        Item(3, "Worrying too much about different things", "69733-4"),
        Item(4, "Trouble relaxing", "69734-2"),
        Item(5, "Being so restless that it is hard to sit still", "69735-9"),
        Item(6, "Becoming easily annoyed or irritable", "69689-8"),
        Item(7, "Feeling afraid as if something awful might happen", "69736-7"),
    ),
    bands=(
        Band("minimal", "minimal", 0, 4),
        Band("mild", "mild", 5, 9),
        Band("moderate", "moderate", 10, 14),
        Band("severe", "severe", 15, 21),
    ),
    cut=10,
    reliable=4,
    safety_item=None,
    asks_difficulty=False,
    rules=_GAD7_RULES,
)
MEASURES: dict[str, Measure] = {measure.key: measure for measure in (PHQ9, GAD7)}
