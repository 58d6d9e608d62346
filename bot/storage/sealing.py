"""Seal small secrets before they are kept: authenticated encryption under a key out of the settings.

A sealed text opens only under the same key and the same purpose, so that one row's cannot be put in another's
place.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_KEY_BYTES = 32
_USE = b"sandan: tokens at rest, 1"


class CannotOpenError(Exception):
    """A sealed text was made with another key, for another purpose, or was changed."""

    def __init__(self, purpose: str) -> None:
        super().__init__(f"the sealed text of {purpose} does not open with this key")
        self.purpose = purpose


class Sealer:
    """Seals and opens; safe to share between threads.

    Args:
        secret: Of the settings, at least 32 characters that nobody can guess.
    """

    def __init__(self, secret: str) -> None:
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_USE).derive(secret.encode())
        self._cipher = AESGCM(derived)

    def seal(self, text: str, *, purpose: str) -> bytes:
        """Seal a text; the same text gives another result each time."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> str:
        """Give the text.

        Raises:
            CannotOpenError: If key or purpose differ, or the sealed text was changed.
        """
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, rest, purpose.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise CannotOpenError(purpose) from error
