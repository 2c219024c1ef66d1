"""The frame of an entry in a list, as markup.

A page shows fifty of them, and a template would spend half of the page's time on these few lines. What the entry
itself tells is drawn by its kind's template; whatever anybody typed is escaped here, value by value.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from coordcare.templating import day, icon
from coordcare.timeline import kinds
from coordcare.timeline.cards import Addendum, Card, Occasion, Retraction


class Tellers(dict[str, Callable[[SimpleNamespace, Card], str]]):
    """The macros with which kinds tell of an entry, by the kind's key, each looked up once for all cards of a page."""

    def __missing__(self, key: str) -> Callable[[SimpleNamespace, Card], str]:
        card: Any = current_app.jinja_env.get_template(kinds.named(key).card_template).module
        return self.setdefault(key, card.told)


def entry_list(occasions: Sequence[Occasion], whole: bool) -> Markup:
    """Entries by week, newest first, those of one occasion in one card. `whole`: their texts are."""
    look = " entries-whole" if whole else ""
    weeks, tellers = [], Tellers()
    for week, listed in groupby(occasions, lambda occasion: occasion.head.week):
        cards = "".join([entry_card(one.head, one.others, tellers) for one in listed])
        weeks.append(
            f'<section class="week">\n<h2 class="week-title">{week}</h2>\n<ol class="entries{look}">\n{cards}'
            "</ol></section>"
        )
    return Markup("".join(weeks))  # noqa: S704 - cards, and words of ours


def entry_card(head: Card, others: Sequence[Card] = (), tellers: Tellers | None = None) -> Markup:
    """An `<li>` with one entry and, as sections, what else its author wrote of the same visit."""
    tellers = Tellers() if tellers is None else tellers
    marks = " is-new" if head.new or any(card.new for card in others) else ""
    sections = "".join([_section(card, head, tellers) for card in others])
    return Markup(  # noqa: S704 - every part is markup of ours or escaped
        f'<li class="entry tone-{head.kind.tone}{marks}{_struck_class(head)}" id="entry-{head.id}">'
        f'{icon(head.kind.icon, look="entry-mark")}<article><p class="kind">'
        f"{_told(head, 'h3', tellers, by=True)}{sections}</article></li>\n"
    )


def _section(card: Card, head: Card, tellers: Tellers) -> str:
    by = (card.author, card.happened_on) != (head.author, head.happened_on)
    return (
        f'<section class="entry-with tone-{card.kind.tone}{_struck_class(card)}" id="entry-{card.id}">'
        f'<p class="kind">{icon(card.kind.icon)}{_told(card, "h4", tellers, by=by)}</section>'
    )


def _told(card: Card, heading: str, tellers: Tellers, *, by: bool) -> str:
    """What a card tells of one entry, from the word of its kind on. `by`: whether who and when are told."""
    retraction = card.retraction
    flags = _flags(card)
    byline = _byline(card) if by else ""
    stub = _stub(retraction) if retraction else ""
    return (
        f'{card.kind.word}{flags}</p><{heading}><a href="{card.url}">{_title(card)}</a></{heading}>'
        f"{byline}{stub}{_body(card, tellers)}"
    )


def _flags(card: Card) -> str:
    flags = _new(card.new)
    if card.late_words:
        flags += f' <span class="flag-late">{icon("clock")}{escape(card.late_words)}</span>'
    if card.retraction:
        flags += f' <span class="flag-retracted">{escape(card.retraction.word)}</span>'
    return flags


def _new(new: bool) -> str:
    return ' <span class="flag-new">New</span>' if new else ""


def _title(card: Card) -> str:
    if card.retraction is None:
        return escape(card.title)
    return f"{card.kind.word} withheld" if card.retraction.withheld else f"<s>{escape(card.title)}</s>"


def _byline(card: Card) -> str:
    author = card.author
    return f'<p class="by"><b>{day(card.happened_on)}</b> ({card.ago}) · {escape(author.name)}, {author.role_words}</p>'


def _body(card: Card, tellers: Tellers) -> str:
    if card.retraction and card.retraction.withheld:
        return ""
    # Not the dict: Jinja looks for an attribute first, and each of a page's five hundred misses raises an error.
    told = tellers[card.kind.key](SimpleNamespace(**card.body), card)
    return f'<div class="told{" struck" if card.retraction else ""}">{told}</div>{_addenda(card.addenda)}'


def _stub(retraction: Retraction) -> str:
    return _macro("retraction_stub", retraction)


def _addenda(addenda: Sequence[Addendum]) -> str:
    return _macro("addenda", addenda) if addenda else ""


def _macro(name: str, value: object) -> str:
    """What is rare enough for a template, and shown on the entry's own page too."""
    parts = current_app.jinja_env.get_template("timeline/_parts.html").module
    return str(getattr(parts, name)(value))


def _struck_class(card: Card) -> str:
    return " is-retracted" if card.retraction else ""
