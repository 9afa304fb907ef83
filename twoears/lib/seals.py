"""Passwords and tokens at rest: sealed with a key that is made of the secret of the house, opened only to be used."""

import base64
from collections.abc import Mapping
from hashlib import blake2b

import msgspec
from cryptography.fernet import Fernet, InvalidToken


class CannotOpen(Exception):
    """It was sealed with another key: the secret of the house was changed. The secrets have to be given anew."""


def seal(secrets: Mapping[str, str], key: str) -> bytes:
    """`secrets` as bytes that tell nothing without `key`; empty where there are none.

    >>> unseal(seal({"token": "t"}, "house"), "house"), seal({}, "house")
    ({'token': 't'}, b'')
    """
    return _fernet(key).encrypt(msgspec.json.encode(dict(secrets))) if secrets else b""


def unseal(sealed: bytes, key: str) -> dict[str, str]:
    """What `seal` was given. Raises CannotOpen."""
    if not sealed:
        return {}
    try:
        return msgspec.json.decode(_fernet(key).decrypt(bytes(sealed)), type=dict[str, str])
    except (InvalidToken, msgspec.DecodeError) as error:
        raise CannotOpen(
            "The password or token kept for this cannot be opened any more: the secret key of this folder has changed. "
            "Give it again."
        ) from error


def _fernet(key: str) -> Fernet:
    # The same secret signs sessions: a key of its own, so that neither use tells anything of the other.
    return Fernet(base64.urlsafe_b64encode(blake2b(key.encode(), digest_size=32, person=b"twoears.seals").digest()))
