"""The rows around the panels: phases, pins, doses, sessions, life events, the days."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from coordcare.charts.chart_rules import Lane, LifeEvent, Phase, Pin, Session, Stretch, day_words, session_words
from coordcare.charts.place_rules import Box, Cluster, clusters, fitted, rows, thinned, width
from coordcare.charts.sheet_drawing import (
    EVENT,
    INK,
    MEDICATION,
    SESSION,
    SESSION_SOFT,
    SURFACE,
    Sheet,
    Tone,
    rect,
    short,
)

PIN = 10
CHIP = 14
STEPS = (1, 2, 4, 8, 13, 26, 52, 104, 208, 520)
EVENT_ROWS = 2
LONGEST_EVENT = 190


def phases(sheet: Sheet, spans: Sequence[Phase], name: str = "Phase", tone: Tone = SESSION_SOFT) -> None:
    """A bar for each phase with its word, where that fits; the last one's stands beside it where it does not."""
    size, now = sheet.shape.size, ""
    for number, one in enumerate(spans):
        following = spans[number + 1].since if number + 1 < len(spans) else None
        until = min(filter(None, [one.until, following]), default=None)
        left, right = sheet.x(one.since), (sheet.x(until) if until else sheet.right) - 1.5
        sheet.rect(Box(left, sheet.y, max(right, left + 2), sheet.y + size + 3), tone, radius=2)
        told = sheet.told_along(left, right, sheet.y + size, one.word, bold=True)
        now = "" if told or following else fitted(one.word, size, sheet.shape.right - 8)
    sheet.row_name(name, sheet.y + size, now=now)
    sheet.y += sheet.shape.row


def pins(sheet: Sheet, changes: Sequence[Pin]) -> list[float]:
    """Numbers of the changes, those that would touch in one mark from-to. Where each one's line stands."""
    places = [sheet.x(pin.on) for pin in changes]
    found = clusters(places, [pin.number for pin in changes], PIN, 4, sheet.left, sheet.right)
    top, low = sheet.y, sheet.y + PIN + 4
    sheet.write(0, sheet.y + PIN, "Changes", tone=INK)
    sheet.lane("Medication changes", _pin_stops(found, changes, top, low), MEDICATION)
    for one in found:
        sheet.write(one.x, low - 3.4, one.words, anchor="middle", tone=SURFACE, size=PIN, bold=True)
        if one.first != one.last:
            sheet.path(f"M{short(places[one.first])},{short(low)}H{short(places[one.last])}", MEDICATION, wide=1.5)
    sheet.y = low + 1.5
    return places


def pin_lines(sheet: Sheet, places: Sequence[float]) -> None:
    """From the pins through the panels, and through no words between them."""
    for top, low in sheet.panels:
        steps = "".join(f"M{short(x)},{short(top)}V{short(low)}" for x in dict.fromkeys(places))
        sheet.path(steps, MEDICATION, dash="3 3")


def doses(sheet: Sheet, lane: Lane) -> None:
    """A bar for each stretch on a dose, the stronger the higher the dose; held ones are hatched."""
    size, top = sheet.shape.size, sheet.y
    low = top + size + 4
    stops, fits = [], False
    for one in lane.stretches:
        left = sheet.x(one.since)
        right = max((sheet.x(one.until) if one.until else sheet.right) - 1.5, left + 2)
        stops.append((_stretch_words(lane, one), _bar(sheet, one, Box(left, top, right, low))))
        fits = any(sheet.told_along(left, right, low - 4, words) for words in dict.fromkeys((one.words, one.brief)))
    last = lane.stretches[-1]
    now = last.brief or last.words
    shown = fitted(now, size, sheet.shape.right - 8) == now and not fits and last.until is None
    sheet.row_name(lane.word, low - 4, now=now if shown else "")
    sheet.lane(lane.word, stops, MEDICATION)
    sheet.y = low + 2


def sessions(sheet: Sheet, held: Sequence[Session]) -> None:
    """A chip with its number for each session; marks, with as many numbers as there is room for, where they crowd.

    One without a number has a dot. What did not take place is amber, and has a cross where it has a chip.
    """
    size, top = sheet.shape.size - 0.5, sheet.y
    places = [sheet.x(one.on) for one in held]
    words = [str(one.number) if one.number else "•" if one.held else "×" for one in held]
    wide = max(width(word, size) for word in words) + 5
    crowded = any(after - before < wide for before, after in pairwise(places))
    sheet.row_name("Sessions", top + sheet.shape.size)
    half, head = (1.5, top + CHIP - 4) if crowded else (wide / 2, top)
    stops = [
        (f"{day_words(one.on)}: {session_words(one)}", _chip(one, Box(x - half, head, x + half, top + CHIP), crowded))
        for one, x in zip(held, places, strict=True)
    ]
    sheet.lane("Sessions", stops, SESSION if crowded else SESSION_SOFT)
    told = [(x, word) for one, x, word in zip(held, places, words, strict=True) if one.number or not crowded]
    small = size - 1 if crowded else size
    shown = thinned([x for x, _ in told], [width(word, small) for _, word in told], 3)
    for (x, word), is_shown in zip(told, shown, strict=True):
        if is_shown:
            sheet.write(x, top + (9 if crowded else size + 0.5), word, anchor="middle", tone=INK, size=small)
    sheet.y = top + CHIP + 3


def events(sheet: Sheet, happened: Sequence[LifeEvent]) -> None:
    """A diamond for each event, its words beside it where there is room in one of two rows."""
    size = sheet.shape.size
    top = sheet.y
    sheet.row_name("Life events", top + size)
    words = [fitted(event.words, size, LONGEST_EVENT) for event in happened]
    spans = [_event_span(sheet, event, told) for event, told in zip(happened, words, strict=True)]
    marks = [(sheet.x(event.on) - 5, sheet.x(event.on) + 5) for event in happened]
    found = rows(marks, spans, EVENT_ROWS, 6)
    stops = []
    for event, told, (_, right), (row, shown) in zip(happened, words, spans, found, strict=True):
        x, y = sheet.x(event.on), top + size * 0.62 + row * sheet.shape.row
        stops.append((f"{day_words(event.on)}: {event.words}", _diamond(x, y)))
        if shown and told:
            before = right <= x + 5
            sheet.write(
                x - 8 if before else x + 8, y + size * 0.38, told, anchor="end" if before else "start", tone=INK
            )
    sheet.lane("Life events", stops, EVENT)
    sheet.y = top + (max(row for row, _ in found) + 1) * sheet.shape.row


def axis(sheet: Sheet, last: date, zero: date | None = None) -> None:
    """Days and weeks since `zero` (else since the first day), as often as they have room."""
    zero = zero or sheet.first
    size = sheet.shape.size
    room = width("28 May 2026, wk 100", size) + 8
    week = (sheet.right - sheet.left - 36) * 7 / sheet.days
    step = next((weeks for weeks in STEPS if weeks * week >= room), STEPS[-1])
    line = f"M{short(sheet.left)},{short(sheet.y)}H{short(sheet.right)}"
    day, year = zero, 0
    while day <= last:
        x = sheet.x(day)
        line += f"M{short(x)},{short(sheet.y)}v3"
        words = f"{day.day} {day:%b}{f' {day.year}' if day.year != year else ''}, wk {(day - zero).days // 7}"
        sheet.write(x, sheet.y + size + 4, words, anchor="middle")
        year = day.year
        day += timedelta(weeks=step)
    sheet.path(line, ("#b6c2c9", "line-strong"))
    sheet.y += size + 8


def _pin_stops(found: Sequence[Cluster], changes: Sequence[Pin], top: float, low: float) -> Iterator[tuple[str, str]]:
    for one in found:
        told = (f"{pin.number}, {day_words(pin.on)}: {pin.words}" for pin in changes[one.first : one.last + 1])
        yield (
            f"Change {'; '.join(told)}",
            rect(Box(one.x - one.width / 2, top, one.x + one.width / 2, low), radius=3),
        )


def _chip(one: Session, box: Box, crowded: bool) -> str:
    """A mark of many is a path, which takes fewer letters than a rectangle."""
    if one.held:
        return _mark(box) if crowded else rect(box)
    return rect(box, EVENT, more="" if crowded else ' fill-opacity=".25"')


def _mark(box: Box) -> str:
    wide, high = short(box.right - box.left), short(box.bottom - box.top)
    return f'<path d="M{short(box.left)},{short(box.top)}h{wide}v{high}h-{wide}z"/>'


def _bar(sheet: Sheet, one: Stretch, box: Box) -> str:
    if one.held:
        return rect(box, radius=2, more=f' fill="url(#{sheet.key}-held)"')
    return rect(box, radius=2, more=f' fill-opacity="{0.14 + 0.3 * one.share:.2f}"')


def _stretch_words(lane: Lane, one: Stretch) -> str:
    until = f" to {day_words(one.until)}" if one.until else " on"
    return f"{lane.word} {one.words}, from {day_words(one.since)}{until}"


def _event_span(sheet: Sheet, event: LifeEvent, words: str) -> tuple[float, float]:
    """From the diamond to the end of its words, which stand before it near the right edge."""
    x, long = sheet.x(event.on), width(words, sheet.shape.size)
    return (x - 5, x + 8 + long) if x + 8 + long <= sheet.right else (x - 8 - long, x + 5)


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{short(x)},{short(y - 5)}l5,5l-5,5l-5,-5z"/>'
