"""The paper of a chart: shapes as they are added, and what they take.

A chart has some hundred shapes, so they are strings until the end. Whatever anybody typed is escaped here, in
`write` and `lane`; all else is numbers and words of ours. Colors are attributes, so that it prints; classes follow
the theme.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from coordcare.charts.place_rules import Box, fitted, text_box, width

INK, MUTED = ("#1d2b36", "ink"), ("#52616b", "muted")
SURFACE = ("#ffffff", "surface")
SESSION, SESSION_SOFT = ("#0b6478", "session"), ("#e1eff2", "session-soft")
EVENT_SOFT = ("#fbf2df", "event-soft")
MEDICATION, EVENT, DANGER = ("#6a4c93", "medication"), ("#8a5a00", "event"), ("#a4262c", "danger")
# One tone and one dash for each measure, the first for PHQ-9.
SCORES = ((("#2f6f3e", "score"), ""), (("#2d5a8c", "contact"), "6 3"), (("#0b6478", "session"), "2 3"))

Tone = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a chart is. `height` is what is aimed at: panels share what the lanes leave, none below `panel`."""

    width: int
    height: int
    left: int
    right: int
    size: float
    panel: int

    @property
    def row(self) -> float:
        """The height of a row of words, with the gap below it."""
        return self.size + 6


SCREEN = Shape(width=1150, height=260, left=92, right=112, size=10.5, panel=58)
PAPER = Shape(width=720, height=330, left=76, right=112, size=10, panel=72)
# A row's name may widen the left edge up to here. What is longer is cut, and told whole by its points.
WIDEST_NAMES = 150
# How far apart the words of a long bar are told again on a narrow screen.
AGAIN = 280


class Sheet:
    """Three layers, painted in this order: what lies behind, the points that can be visited, the words.

    `y` is where the next row begins, `taken` what words cover, `panels` the top and the foot of each plot.
    """

    def __init__(self, shape: Shape, first: date, last: date, names: Sequence[str], key: str) -> None:
        self.shape, self.first, self.key = shape, first, key
        self.days = max((last - first).days, 1)
        longest = max((width(name, shape.size) + 10 for name in names), default=0)
        self.left: float = max(shape.left, min(longest, WIDEST_NAMES))
        self.right: float = shape.width - shape.right
        self.y = 2.0
        self.back: list[str] = []
        self.points: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.taken: list[Box] = []
        self.panels: list[tuple[float, float]] = []

    def x(self, on: date) -> float:
        """Where a day stands: there is room for a value at both ends."""
        return self.left + 12 + (self.right - self.left - 36) * (on - self.first).days / self.days

    def write(
        self,
        x: float,
        y: float,
        words: object,
        *,
        anchor: str = "start",
        tone: Tone = MUTED,
        size: float | None = None,
        bold: bool = False,
        only: str = "",
    ) -> None:
        """Words and the place that they take. `only`: near (on a narrow screen) or far (on a wide one)."""
        look = f'fill="{tone[0]}" class="fill-{tone[1]}"'
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        look += f' font-size="{short(size)}"' if size else ""
        look += ' font-weight="650"' if bold else ""
        more = ' display="none"' if only == "near" else ""
        more += f' class="chart-{only}"' if only else ""
        told = f'<text x="{short(x)}" y="{short(y)}"{more}>{escape(words)}</text>'
        self.words.setdefault(look, []).append(told)
        self.taken.append(text_box(x, y, str(words), size or self.shape.size, anchor=anchor, bold=bold))

    @property
    def front(self) -> list[str]:
        """All words, in groups of one look, which says it once."""
        return [f"<g {look}>{''.join(told)}</g>" for look, told in self.words.items()]

    def row_name(self, words: str, y: float, *, now: str = "") -> None:
        """A row's name at its left; and at its right on a narrow screen, which opens at the newest weeks.

        `now` stands there instead on a wide one.
        """
        size = self.shape.size
        self.write(0, y, fitted(words, size, self.left - 6), tone=INK)
        if now:
            self.write(self.right + 6, y, now, tone=INK, only="far")
        self.write(self.right + 6, y, fitted(words, size, self.shape.right - 8), tone=INK, only="near")

    def told_along(self, left: float, right: float, y: float, words: str, *, bold: bool = False) -> bool:
        """Words in a bar; False where they do not fit, since they are never cut.

        On a narrow screen they are told again and again along a bar that is wider than it.
        """
        long = width(words, self.shape.size, bold=bold)
        at = left + 5
        if not words or at + long > right - 2:
            return False
        self.write(at, y, words, tone=INK, bold=bold)
        apart = max(AGAIN, long + AGAIN / 2)
        while (at := at + apart) + long <= right - 2:
            self.write(at, y, words, tone=INK, bold=bold, only="near")
        return True

    def rect(self, box: Box, tone: Tone, *, radius: float = 0, more: str = "") -> None:
        self.back.append(rect(box, tone, radius=radius, more=more))

    def path(self, steps: str, tone: Tone, *, wide: float = 1, dash: str = "", more: str = "") -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.back.append(
            f'<path d="{steps}" fill="none" stroke="{tone[0]}" class="stroke-{tone[1]}" stroke-width="{short(wide)}"'
            f"{dashed}{more}/>"
        )

    def lane(self, word: str, stops: Iterable[tuple[str, str]], tone: Tone | None = None) -> None:
        """Points that the arrow keys go through: (what one tells, its shape, which ends in "/>").

        Their strokes are clear: they only make small points easier to hit.
        """
        filled = f' fill="{tone[0]}" class="fill-{tone[1]}"' if tone else ""
        self.points.append(f'<g data-lane="{escape(word)}" stroke="transparent" stroke-width="8"{filled}>')
        for words, shape in stops:
            self.points.append(f'{shape[:-2]} data-told="{escape(words)}"/>')
        self.points.append("</g>")


def rect(box: Box, tone: Tone | None = None, *, radius: float = 0, more: str = "") -> str:
    """`tone`: None where the group around it has one."""
    rounded = f' rx="{short(radius)}"' if radius else ""
    filled = f' fill="{tone[0]}" class="fill-{tone[1]}"' if tone else ""
    return (
        f'<rect x="{short(box.left)}" y="{short(box.top)}" width="{short(box.right - box.left)}"'
        f' height="{short(box.bottom - box.top)}"{rounded}{filled}{more}/>'
    )


def joined(places: Iterable[tuple[float, float]]) -> str:
    """A line through places, as the steps of a path."""
    return "M" + " ".join(f"{short(x)},{short(y)}" for x, y in places)


def markup(shapes: Iterable[str]) -> Markup:
    return Markup("".join(shapes))  # noqa: S704 - each part is escaped where it is added


def short(number: float) -> str:
    """12.3, or 12 where it is whole."""
    return f"{number:.1f}".removesuffix(".0")
