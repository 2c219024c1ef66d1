"""The closeness circle as SVG. Colors are attributes, so that it prints; classes follow the theme."""

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from coordcare.charts.place_rules import fitted
from coordcare.ipt.people_rules import RINGS, Person

SIZE, CENTER = 380, 190
RADII = {1: 66, 2: 116, 3: 166}
# The largest dot; below the least one its letters go, which its title tells.
DOT, LEAST_DOT, LETTERS = 21.0, 12.0, 10


def circle(people: Sequence[Person]) -> Markup | None:
    """The people on three rings around the patient, the closest inside; None without any.

    Who supports has a thick line, who strains a dashed one in the color of events; both may hold. What the drawing
    shows is said in its label, person by person.
    """
    if not people:
        return None
    shapes = [_ring(ring) for ring in sorted(RADII, reverse=True)]
    shapes.append(_center())
    for ring in RADII:
        here = [one for one in people if one.ring == ring]
        dot = _dot(ring, len(here))
        shapes += [_person(one, *_place(ring, at, len(here)), dot) for at, one in enumerate(here)]
    return Markup(
        '<svg class="chart circle" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img"'
        ' aria-label="{label}" font-size="11">{shapes}</svg>'
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


def _person(one: Person, x: float, y: float, dot: float) -> Markup:
    stroke, look, width, dash = "#52616b", "stroke-muted", 1.2, ""
    if one.is_strained:
        stroke, look, width, dash = "#8a5a00", "stroke-event", 2.6, "5 3"
    elif one.is_supportive:
        stroke, look, width = "#0b6478", "stroke-session", 3.2
    fill = ("#ffffff", "fill-surface") if one.alive else ("#d9e0e4", "fill-line")
    shapes = [
        Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"{} class="{} {}"/>').format(
            _short(x), _short(y), _short(dot), fill[0], stroke, width, _dashed(dash), fill[1], look
        )
    ]
    if one.is_strained and one.is_supportive:
        shapes.append(_inner(x, y, dot))
    if dot >= LEAST_DOT:
        shapes.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="middle" font-weight="600" font-size="{}" fill="#1d2b36"'
                ' class="fill-ink">{}</text>'
            ).format(_short(x), _short(y + 3.6), LETTERS, _letters(one, dot))
        )
    if one.safety_concern:
        shapes.append(_concern(x + dot - 3, y - dot + 3))
    return Markup("<g><title>{}</title>{}</g>").format(_called(one), Markup("").join(shapes))


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


def _letters(one: Person, dot: float) -> str:
    """As much of the name as fits into the dot."""
    name = one.name if one.alive else f"† {one.name}"
    return fitted(name, LETTERS, 2 * dot - 3, bold=True) or one.name[:1]


def _dashed(dash: str) -> Markup:
    return Markup(' stroke-dasharray="{}"').format(dash) if dash else Markup("")


def _short(number: float) -> str:
    return f"{number:.1f}"
