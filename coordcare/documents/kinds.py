"""What a living document declares. It names an action and a sensitivity; never a role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coordcare.access.membership import Standing
from coordcare.access.policy import Action, Sensitivity

Content = dict[str, Any]


def _nothing_beside(standing: Standing) -> object:
    """Most documents need nothing but their own words."""
    return None


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document of a patient: versions of one form, and its templates.

    `endpoint` is the page that shows it, on the owning package's blueprint; `documents.route_views` routes it, with
    `<endpoint>_edit`, `_version`, `_discard`, and `_print` where there is a `print_template`. `tab` is the tab of the
    patient's page to which they belong.

    `present(content)` turns a version's stored content into what the templates show.

    The fields named in `shared` are a part with a sensitivity of its own, read by more people than the rest;
    `part_words` is what the form calls that part and the rest. `beside(standing)` is what the form's and the page's
    templates need besides, as `beside`.
    """

    key: str
    word: str
    icon: str
    tone: str
    action: Action
    sensitivity: Sensitivity
    form: type[Any]
    present: Callable[[Content], Content]
    endpoint: str
    tab: str
    show_template: str
    form_template: str
    print_template: str | None
    none_yet: str
    shared: frozenset[str] = frozenset()
    shared_sensitivity: Sensitivity | None = None
    part_words: tuple[str, str] = ("", "")
    beside: Callable[[Standing], object] = _nothing_beside

    def parts(self, content: Content) -> tuple[Content, Content | None]:
        """A content as it is kept: the rest, and the shared part where the document has one."""
        if self.shared_sensitivity is None:
            return content, None
        rest = {name: value for name, value in content.items() if name not in self.shared}
        return rest, {name: value for name, value in content.items() if name in self.shared}


_DOCUMENTS: dict[str, Document] = {}


def register(document: Document) -> None:
    """Make a document known; called in create_app."""
    _DOCUMENTS[document.key] = document


def named(key: str) -> Document:
    """The document of a stored draft or version."""
    return _DOCUMENTS[key]
