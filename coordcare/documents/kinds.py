"""What a living document declares. It names an action and a sensitivity; never a role."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coordcare.access.policy import Action, Sensitivity

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document of a patient: versions of one form, and its templates.

    `endpoint` is the page that shows it. The owning package also routes, each by calling documents.views:
    `<endpoint>_edit` (GET and POST), `<endpoint>_version`, `<endpoint>_discard`, and `<endpoint>_print` where
    there is a `print_template`. `tab` is the tab of the patient's page to which they belong.

    `present(content)` turns a version's stored content into what the templates show.
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


_DOCUMENTS: dict[str, Document] = {}


def register(document: Document) -> None:
    """Make a document known; called in create_app."""
    _DOCUMENTS[document.key] = document


def named(key: str) -> Document:
    """The document of a stored draft or version."""
    return _DOCUMENTS[key]
