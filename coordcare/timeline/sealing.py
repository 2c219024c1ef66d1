"""Encryption of withheld bodies: AES-GCM, bound to the entry and its author, with keys outside the database."""

import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from coordcare.audit.rules import Key, parse_keys
from coordcare.errors import Unavailable

NONCE_BYTES = 12


def keys() -> list[Key]:
    """The sealing keys by age, newest first; the first one seals."""
    return parse_keys(current_app.config["SEALING_KEYS"])


def seal(content: dict[str, Any], *bound_to: object) -> tuple[str, bytes, bytes]:
    """Key name, nonce and ciphertext. What it is bound to must be told again to open it."""
    key = keys()[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    text = json.dumps(content, default=str, sort_keys=True).encode()
    return key.name, nonce, AESGCM(key.secret[:32]).encrypt(nonce, text, _associated(key.name, bound_to))


def unseal(key_id: str, nonce: bytes, ciphertext: bytes, *bound_to: object) -> dict[str, Any]:
    """The sealed content. Raises Unavailable if the key is gone or the ciphertext stands in another's place."""
    for key in keys():
        if key.name == key_id:
            try:
                text = AESGCM(key.secret[:32]).decrypt(nonce, ciphertext, _associated(key_id, bound_to))
            except InvalidTag as error:
                raise Unavailable("This sealed text cannot be opened.") from error
            content: dict[str, Any] = json.loads(text)
            return content
    raise Unavailable("This sealed text cannot be opened: its key is not here.")


def _associated(key_id: str, bound_to: tuple[object, ...]) -> bytes:
    return "|".join(str(part) for part in (*bound_to, key_id)).encode()
