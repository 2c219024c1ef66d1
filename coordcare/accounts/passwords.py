"""What makes a password too weak: its length, and what a guesser tries first. Kinds of characters never count."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHORTEST, LONGEST = 15, 256
ENOUGH_OF_ITS_OWN = 8
EASY = "A few words in a row work well."
ADVICE = f"At least {SHORTEST} characters. {EASY}"
TOO_LONG = f"Use at most {LONGEST} characters."
_LIST = Path(__file__).with_name("common_passwords.txt")
_SERIES = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose password it is to be: what others know of them must not make most of it."""

    name: str
    email: str
    clinic: str


@cache
def common_passwords() -> frozenset[str]:
    """The offline list, lower case."""
    return frozenset(_LIST.read_text(encoding="ascii").split("\n")) - {""}


def is_too_long(typed: str) -> bool:
    """Whether to refuse it as typed: composing a long run of combining marks takes time by its square."""
    return len(typed) > LONGEST


def as_kept(typed: str) -> str:
    """A password as it is hashed: as typed, in one form of composed characters (NFC). Never one too long."""
    if is_too_long(typed):
        raise ValueError("a password this long is refused before it is normalised")
    return unicodedata.normalize("NFC", typed)


def weakness(typed: str, owner: Owner, common: Collection[str]) -> str | None:
    """The sentence that says why a password is refused; None if it will do."""
    if is_too_long(typed):
        return TOO_LONG
    password = as_kept(typed)
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; this has {len(password)}. {EASY}"
    if len(password) > LONGEST:
        return TOO_LONG
    folded = password.casefold()
    if folded in common:
        return "This is one of the most common passwords. Choose something only you would think of."
    core = _core(folded)
    if len(core) < ENOUGH_OF_ITS_OWN or _is_nearly_common(core, common):
        return "This is a short or common password, repeated or padded. Choose different words."
    return _about_owner(folded, owner)


def _core(folded: str) -> str:
    """What is left of a password without repetition and without padding at its ends."""
    letters = "".join(filter(str.isalnum, folded))
    text, before = letters if 2 * len(letters) > len(folded) else folded, None
    while text != before:
        before = text
        text = _unpadded(_unit(text))
    return text


def _is_nearly_common(core: str, common: Collection[str]) -> bool:
    """Whether it is a common password with at most three characters around it."""
    return any(core[start : len(core) - end] in common for start in range(4) for end in range(4 - start))


def _unit(text: str) -> str:
    """The shortest piece whose repetition makes the text, the last time perhaps cut short."""
    for size in range(1, len(text) // 2 + 1):
        if (text[:size] * (len(text) // size + 1)).startswith(text):
            return text[:size]
    return text


def _unpadded(text: str) -> str:
    """The text without digits, runs of one character, and keyboard or alphabet series at its ends."""
    for padding in (r"^\d+", r"\d+$", r"^(.)\1+", r"(.)\1+$"):
        text = re.sub(padding, "", text) or text
    for length in range(len(text), 3, -1):
        head, tail = text[:length], text[-length:]
        if _is_series(tail):
            return text[:-length]
        if _is_series(head):
            return text[length:]
    return text


def _is_series(piece: str) -> bool:
    return any(piece in series or piece in series[::-1] for series in _SERIES)


def _about_owner(folded: str, owner: Owner) -> str | None:
    together = f"{owner.name} {owner.email} {owner.clinic}"
    for words, sentence in (
        (owner.name, "Most of this is your own name. Choose something others do not know of you."),
        (owner.email, "Most of this is your e-mail address. Choose something others do not know of you."),
        (f"{owner.clinic} coordcare", "Most of this is the clinic's name. Choose something unconnected with it."),
        (together, "Most of this is your name, e-mail or clinic. Choose something others do not know of you."),
    ):
        letters = left = "".join(filter(str.isalnum, folded))
        for word in sorted(set(_words(words)), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < min(ENOUGH_OF_ITS_OWN, len(letters)):
            return sentence
    return None


def _words(text: str) -> list[str]:
    """The words of a name or an address, and all of them as one."""
    parts = [part for part in re.split(r"[\W_]+", text.casefold()) if len(part) > 2]
    return ["".join(parts), *parts] if parts else []
