"""Withheld bodies, encrypted: bound to the entry, its author and its version.

Their keys cannot be rotated: `sealed_body` is append-only, so a key stays in SEALING_KEYS, after the one that
seals, for as long as a body that it sealed may have to be opened.
"""

from typing import Any

from flask import current_app

from coordcare import sealing
from coordcare.audit.rules import Key, parse_keys
from coordcare.sealing import Sealed


def keys() -> list[Key]:
    """The sealing keys by age, newest first; the first one seals."""
    return parse_keys(current_app.config["SEALING_KEYS"])


def seal(content: dict[str, Any], *bound_to: object) -> Sealed:
    """Key name, nonce and ciphertext. What it is bound to must be told again to open it."""
    return sealing.seal(keys(), content, *bound_to)


def unseal(key_id: str, nonce: bytes, ciphertext: bytes, *bound_to: object) -> dict[str, Any]:
    """The sealed content. Raises Unavailable if the key is gone or the ciphertext stands in another's place."""
    return sealing.unseal(keys(), Sealed(key_id, nonce, ciphertext), *bound_to)
