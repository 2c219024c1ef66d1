"""The closeness circle as SVG. Colors are attributes, so that it prints; classes follow the theme."""

from collections.abc import Sequence
from dataclasses import replace
from math import cos, pi, sin

from markupsafe import Markup

from coordcare.charts.place_rules import width
from coordcare.ipt.people_rules import MARKS, RINGS, Person

SIZE, CENTER = 440, 220
RADII = {1: 80, 2: 136, 3: 192}
# The largest dot, and the sizes of letters in it: a name or a number is written as large as fits.
DOT, LETTERS = 23.0, (10.0, 8.0, 6.5)
SWATCH, SWATCH_DOT = 28, 10.0


def circle(people: Sequence[Person]) -> Markup | None:
    """The people on three rings around the patient, the closest inside; None without any.

    Who supports has a thick line, who strains a dashed one in the color of events, around that of support where both
    hold; a safety concern stands over either. A name without room in its dot is never cut: the person's number in the
    table of the same stands for it. What the drawing shows is said in its label, person by person.
    """
    if not people:
        return None
    shapes = [_ring(ring) for ring in sorted(RADII, reverse=True)]
    shapes.append(_center())
    numbers = {one.number: place for place, one in enumerate(people, 1)}
    for ring in RADII:
        here = [one for one in people if one.ring == ring]
        dot = _dot(ring, len(here))
        shapes += [_person(one, *_place(ring, at, len(here)), dot, numbers[one.number]) for at, one in enumerate(here)]
    return Markup(
        '<svg class="chart circle" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img"'
        ' aria-label="{label}" font-size="11"><title>Closeness circle</title>{shapes}</svg>'
    ).format(size=SIZE, label=_said(people), shapes=Markup("").join(shapes))


def _said(people: Sequence[Person]) -> str:
    """The circle in words, ring by ring."""
    rings = []
    for ring, word in RINGS.items():
        names = [_called(one) for one in people if str(one.ring) == ring]
        if names:
            rings.append(f"{word}: {', '.join(names)}")
    return f"Closeness circle. {'. '.join(rings)}."


def _called(one: Person) -> str:
    told = [one.relation or "", "supports" if one.is_supportive else "", "strains" if one.is_strained else ""]
    told += ["" if one.alive else "has died", "safety concern" if one.safety_concern else ""]
    more = [words for words in told if words]
    return f"{one.name} ({', '.join(more)})" if more else one.name


def _place(ring: int, at: int, count: int) -> tuple[float, float]:
    """Where somebody stands: evenly around, with the gap below, where the ring's name is."""
    angle = pi / 2 + 2 * pi * (at + 0.5) / count
    return CENTER + RADII[ring] * cos(angle), CENTER + RADII[ring] * sin(angle)


def _dot(ring: int, count: int) -> float:
    """How large the dots of a ring are, so that none hides another."""
    return min(DOT, RADII[ring] * sin(pi / count) - 1.5) if count > 1 else DOT


def _ring(ring: int) -> Markup:
    fill = ("#ffffff", "fill-surface") if ring % 2 else ("#eef2f4", "fill-sunken")
    return Markup(
        '<circle cx="{c}" cy="{c}" r="{r}" fill="{}" stroke="#b6c2c9" class="{} stroke-line-strong"/>'
        '<text x="{c}" y="{y}" text-anchor="middle" font-size="10" fill="#52616b" class="fill-muted">{}</text>'
    ).format(*fill, RINGS[str(ring)], c=CENTER, r=RADII[ring], y=CENTER + RADII[ring] - 6)


def _center() -> Markup:
    return Markup(
        '<circle cx="{c}" cy="{c}" r="26" fill="#0b6478" class="fill-session"/>'
        '<text x="{c}" y="{y}" text-anchor="middle" font-weight="600" fill="#ffffff" class="fill-surface">'
        "Patient</text>"
    ).format(c=CENTER, y=CENTER + 4)


def legend() -> list[tuple[Markup, str]]:
    """The marks of the drawing, each with what it says."""
    plain = Person(0, "", None, 1, True, None, None, False, {})
    told = {
        MARKS["supportive"]: replace(plain, supportive=10),
        MARKS["strain"]: replace(plain, strain=10),
        "both: the strain is drawn around the support": replace(plain, supportive=10, strain=10),
        "safety concern, over every other mark": replace(plain, safety_concern=True),
        "has died": replace(plain, alive=False, name="†"),
        "a number of the table, for a name without room": replace(plain, name="3"),
    }
    return [(_swatch(one), words) for words, one in told.items()]


def _swatch(one: Person) -> Markup:
    middle = SWATCH / 2
    shapes = Markup("").join(_shapes(one, middle, middle, SWATCH_DOT, one.name))
    return Markup(
        '<svg class="swatch" viewBox="0 0 {size} {size}" width="{size}" height="{size}" aria-hidden="true">{}</svg>'
    ).format(shapes, size=SWATCH)


def _person(one: Person, x: float, y: float, dot: float, number: int) -> Markup:
    name = one.name if one.alive or one.name.startswith("†") else f"† {one.name}"
    words = name if _size(name, dot, LETTERS[:2]) else str(number)
    return Markup("<g><title>{}</title>{}</g>").format(_called(one), Markup("").join(_shapes(one, x, y, dot, words)))


def _shapes(one: Person, x: float, y: float, dot: float, words: str) -> list[Markup]:
    stroke, look, line, dash = "#52616b", "stroke-muted", 1.2, ""
    if one.is_strained:
        stroke, look, line, dash = "#8a5a00", "stroke-event", 2.6, "5 3"
    elif one.is_supportive:
        stroke, look, line = "#0b6478", "stroke-session", 3.2
    fill = ("#ffffff", "fill-surface") if one.alive else ("#d9e0e4", "fill-line")
    shapes = [
        Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"{} class="{} {}"/>').format(
            _short(x), _short(y), _short(dot), fill[0], stroke, line, _dashed(dash), fill[1], look
        )
    ]
    if one.is_strained and one.is_supportive:
        shapes.append(_inner(x, y, dot))
    shapes.append(_words(x, y, words, _size(words, dot, LETTERS) or LETTERS[-1]))
    if one.safety_concern:
        shapes.append(_concern(x + dot - 3, y - dot + 3))
    return shapes


def _size(words: str, dot: float, sizes: Sequence[float]) -> float | None:
    """The largest of these sizes of letters in which words fit into a dot, whole; None where they fit in none."""
    return next((size for size in sizes if width(words, size, bold=True) <= 2 * dot - 3), None)


def _words(x: float, y: float, words: str, size: float) -> Markup:
    return Markup(
        '<text x="{}" y="{}" text-anchor="middle" font-weight="600" font-size="{}" fill="#1d2b36"'
        ' class="fill-ink">{}</text>'
    ).format(_short(x), _short(y + 0.36 * size), _short(size), words)


def _inner(x: float, y: float, dot: float) -> Markup:
    return Markup(
        '<circle cx="{}" cy="{}" r="{}" fill="none" stroke="#0b6478" stroke-width="2" class="stroke-session"/>'
    ).format(_short(x), _short(y), _short(dot - 4))


def _concern(x: float, y: float) -> Markup:
    return Markup(
        '<circle cx="{}" cy="{}" r="6.5" fill="#a4262c" class="fill-danger"/>'
        '<text x="{}" y="{}" text-anchor="middle" font-weight="700" font-size="10" fill="#ffffff"'
        ' class="fill-surface">!</text>'
    ).format(_short(x), _short(y), _short(x), _short(y + 3.5))


def _dashed(dash: str) -> Markup:
    return Markup(' stroke-dasharray="{}"').format(dash) if dash else Markup("")


def _short(number: float) -> str:
    return f"{number:.1f}"
