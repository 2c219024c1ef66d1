"""Scripts and pages: nothing is read as markup, nothing is kept in the browser, nothing comes from elsewhere."""

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.house.source import Source, made_up, refuse, sources

IN_SCRIPTS = {
    r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|createContextualFragment|\.srcdoc\b": "trusts text",
    r"\beval\(|new Function\b|set(?:Timeout|Interval)\(\s*[\"'`]": "is text as code",
    r"\b(?:local|session)Storage\b|\bindexedDB\b|\bcaches\.|serviceWorker|document\.cookie": "is storage",
    r"\b(?:window|parent|opener|top|self)\.(?:postMessage|onmessage|addEventListener\(\s*[\"']message)": "hears others",
    r"(?:fetch|import)\(\s*[\"'`](?:https?:)?//|[\"']https?://": "speaks to another host",
    r"[\"'](?:paste|copy|cut|contextmenu)[\"'][^;]*preventDefault": "forbids pasting",
}
IN_TEMPLATES = {
    r"<(?:object|embed|applet|iframe|frame|portal)\b": "holds a page or a plug-in within the page",
    r"<(?:script|link|img|form)\b[^>]*\b(?:src|href|action)\s*=\s*[\"'](?:https?:)?//": "loads from elsewhere",
    r"enctype\s*=\s*[\"']multipart|type\s*=\s*[\"']file": "sends files",
    r"<a\b(?=[^>]*target=\"_blank\")(?![^>]*noopener)": "opens a window that can reach back",
    r"\bhx-on\b|\bhx-vals\s*=\s*[\"']js:": "holds a script in an attribute",
}


def unsafe_scripts(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        yield from _found(source, IN_SCRIPTS)


def unsafe_pages(files: Iterable[Source]) -> Iterator[str]:
    for source in files:
        yield from _found(source, IN_TEMPLATES)


def _found(source: Source, patterns: dict[str, str]) -> Iterator[str]:
    for pattern, words in patterns.items():
        for found in re.finditer(pattern, source.text, re.IGNORECASE):
            yield f"{source.path}:{source.text.count(chr(10), 0, found.start()) + 1}: {found.group()} {words}"


def test_scripts_keep_and_trust_nothing() -> None:
    files = sources("static/js/*.js")
    assert len(files) > 5
    refuse(unsafe_scripts(files), "Scripts write text, keep nothing and speak to this host only")


def test_pages_hold_nothing_of_others() -> None:
    refuse(unsafe_pages(sources("templates/**/*.html")), "Pages hold no foreign files, frames or plug-ins")


@pytest.mark.parametrize(
    "line",
    [
        "box.innerHTML = words",
        "box.insertAdjacentHTML('beforeend', words)",
        "eval(words)",
        "setTimeout('go()', 1)",
        "localStorage.draft = words",
        "document.cookie = words",
        "window.addEventListener('message', go)",
        "fetch('https://evil.example')",
        "field.addEventListener('paste', (event) => event.preventDefault())",
    ],
)
def test_an_unsafe_script_is_found(line: str) -> None:
    assert list(unsafe_scripts([made_up("static/js/a.js", line)]))
    assert not list(unsafe_scripts([made_up("static/js/a.js", "box.textContent = words; setTimeout(() => go(), 1);")]))


@pytest.mark.parametrize(
    "line",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '<form method="post" action="https://evil.example">',
        "<iframe></iframe>",
        '<form enctype="multipart/form-data">',
        '<input type="file">',
        '<a target="_blank" href="{{ card }}">',
        '<div hx-on:click="go()">',
    ],
)
def test_an_unsafe_page_is_found(line: str) -> None:
    assert list(unsafe_pages([made_up("templates/notes/a.html", line)]))
    good = '<a target="_blank" rel="noopener noreferrer" href="{{ card }}"><script src="{{ asset(a) }}"></script>'
    assert not list(unsafe_pages([made_up("templates/notes/a.html", good)]))
