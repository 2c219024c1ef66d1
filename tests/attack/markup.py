"""A page as its elements: what a payload must not add to, and where its words must stand whole."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser

from tests.house.source import ROOT

Element = tuple[str, tuple[str, ...]]
# Attributes in which a browser would follow, load or run what stands there.
ADDRESSES = frozenset({
    "href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "background", "xlink:href", "manifest"
})  # fmt: skip
_HOME = re.compile(r"(?:/(?![/\\])|#|\?|tel:[+0-9]|mailto:)|$")
_NAME = re.compile(r"<([a-z][a-z0-9]*)")
_ELSEWHERE = re.compile(r"https://[a-z0-9./-]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9:-]*")


@dataclass
class Form:
    """A form of a page: where it leads, how, and the kind of each field ("text", "textarea", "radio", "hidden"...)."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The elements with the names of their attributes, the texts, the forms, and what is active."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: Counter[Element] = Counter()
        self.texts: list[str] = []
        self.given: list[str] = []
        self.active: list[str] = []
        self.forms: list[Form] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = tuple(name for name, _ in attrs)
        self.elements[tag, names] += 1
        self._script = tag == "script"
        for name, value in attrs:
            self._look_at(tag, name, value or "")
        if (tag == "script" and "src" not in names) or tag in {"style", "iframe", "object", "embed", "base"}:
            self.active.append(f"<{tag}>")
        self._note_form(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._script and data.strip():
            self.active.append("words in <script>")

    def handle_comment(self, data: str) -> None:
        self.active.append("a comment")

    def handle_pi(self, data: str) -> None:
        self.active.append("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self.active.append("a declaration")

    def _look_at(self, tag: str, name: str, value: str) -> None:
        self.given.append(value)
        if name.startswith("on") or name in {"style", "srcdoc"}:
            self.active.append(f"<{tag} {name}>")
        if name in ADDRESSES and not _HOME.match(value) and value not in elsewhere():
            self.active.append(f"<{tag} {name}={value[:40]!r}>")
        if tag == "meta" and name == "http-equiv":
            self.active.append("<meta http-equiv>")

    def _note_form(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms and tag in {"input", "select", "textarea"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            if kind != "submit":
                self.forms[-1].fields[given["name"]] = kind
                self.forms[-1].values.setdefault(given["name"], given.get("value", ""))

    def shows(self, typed: str) -> bool:
        """Whether a text stands here whole, but for how its white space runs."""
        return plain(typed) in self.words

    @cached_property
    def words(self) -> str:
        """All texts and values of attributes."""
        return f"{plain(' '.join(self.texts))} {plain(' '.join(self.given))}"

    def foreign(self) -> set[Element]:
        """Elements, with their attributes, that no template of ours writes."""
        tags, attributes = vocabulary()
        return {one for one in self.elements if one[0] not in tags or not attributes.issuperset(one[1])}


def plain(text: str) -> str:
    return "".join(text.split())


@cache
def vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """The names of elements in our templates and drawings, and every word there that may name an attribute."""
    tags, attributes = set(), set()
    for text in _sources():
        tags.update(_NAME.findall(text))
        attributes.update(word.lower() for word in _WORD.findall(text))
    # What the form library writes by itself.
    attributes |= {"maxlength", "minlength", "min", "max", "step", "rows", "cols", "multiple", "selected", "required"}
    # The level of a heading is filled in.
    return frozenset(
        tags | {f"h{level}" for level in range(1, 7)} | {"input", "select", "option", "textarea"}
    ), frozenset(attributes)


@cache
def elsewhere() -> frozenset[str]:
    """The addresses of others that we lead to: those that stand in our own code."""
    code = (path.read_text(encoding="utf-8") for path in ROOT.glob("coordcare/**/*.py"))
    return frozenset(one for text in (*_sources(), *code) for one in _ELSEWHERE.findall(text))


def _sources() -> Iterator[str]:
    for pattern in (
        "templates/**/*.html",
        "coordcare/**/*drawing.py",
        "coordcare/**/forms.py",
        "coordcare/templating.py",
    ):
        for path in ROOT.glob(pattern):
            yield path.read_text(encoding="utf-8")
