"""Encryption with keys from outside the database: AES-GCM, bound to the place where the ciphertext stands."""

import json
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from coordcare.audit.rules import Key
from coordcare.errors import Unavailable

NONCE_BYTES = 12


class CannotOpen(Unavailable):
    """The key is gone, or the ciphertext stands in another's place."""

    sentence = "This sealed text cannot be opened."


class Sealed(NamedTuple):
    """A ciphertext with its nonce, and the name of the key that opens it."""

    key_id: str
    nonce: bytes
    ciphertext: bytes


def seal(keys: Sequence[Key], content: dict[str, Any], *bound_to: object) -> Sealed:
    """Encrypt with the first key. What it is bound to (table, row, author, ...) must be told again to open it."""
    key = keys[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = json.dumps(content, default=str, sort_keys=True).encode()
    return Sealed(key.name, nonce, AESGCM(key.secret[:32]).encrypt(nonce, text, _associated(key.name, bound_to)))


def unseal(keys: Sequence[Key], sealed: Sealed, *bound_to: object) -> dict[str, Any]:
    """The sealed content. Raises CannotOpen."""
    for key in keys:
        if key.name == sealed.key_id:
            associated = _associated(key.name, bound_to)
            try:
                text = AESGCM(key.secret[:32]).decrypt(sealed.nonce, sealed.ciphertext, associated)
            except (InvalidTag, ValueError) as error:
                raise CannotOpen from error
            content: dict[str, Any] = json.loads(text)
            return content
    raise CannotOpen("This sealed text cannot be opened: its key is not here.")


def _associated(key_id: str, bound_to: tuple[object, ...]) -> bytes:
    return "|".join(str(part) for part in (*bound_to, key_id)).encode()
