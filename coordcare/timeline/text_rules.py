"""Plain text of a piece of our own pages, for copying: what stands there in words, line by line."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset({"p", "div", "dl", "dt", "ul", "ol", "li", "tr", "caption", "h1", "h2", "h3", "section", "article"})
APART = frozenset({"p", "dl", "ul", "ol", "table", "section"})
# The look of a paragraph that labels the next one.
LABEL = "ask-label"
DRAWN = frozenset({"svg"})


def plain_text(markup: str) -> str:
    """Paragraphs apart, a label and its value on one line ("Mood: 4 of 10"), a table's cells between bars.

    Drawings are left out. What somebody typed stands there as typed, but for spaces beside each other.
    """
    teller = _Teller()
    teller.feed(markup)
    teller.close()
    teller.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(teller.lines)).strip()


class _Teller(HTMLParser):
    """Collects lines while it passes through markup."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._line = ""
        self._drawings = 0
        self._in_value = False
        self._in_label = self._after_label = False

    def end_line(self) -> None:
        words = " ".join(self._line.split())
        if words:
            self.lines.append(words)
        self._line = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawings += tag in DRAWN
        if tag == "br":
            self.end_line()
        elif tag in {"td", "th"}:
            self._line += " | " if self._line.strip() else ""
        elif tag == "li" and self._in_value:
            self._line += "" if self._waits_for_value() else ", "
        elif tag in BLOCKS and not self._after_label and not (self._in_value and self._waits_for_value()):
            self.end_line()
            self._line = "- " if tag == "li" else ""
        self._in_value = self._in_value or tag == "dd"
        self._in_label = tag == "p" and LABEL in (dict(attrs).get("class") or "").split()

    def handle_endtag(self, tag: str) -> None:
        self._drawings -= tag in DRAWN
        if tag == "dt" or self._in_label:
            self._line = f"{self._line.strip()}: "
            self._after_label, self._in_label = self._in_label, False
        elif tag == "dd":
            self.end_line()
            self._in_value = False
        elif tag in BLOCKS | APART and not (self._in_value and tag in {"li", "ul"}):
            self.end_line()
            if tag in APART and not self._in_value:
                self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._drawings:
            self._line += data
            self._after_label = self._after_label and not data.strip()

    def _waits_for_value(self) -> bool:
        return self._line.rstrip().endswith(":")
