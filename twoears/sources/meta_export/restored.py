"""JSON as Meta exports it: its text is UTF-8 whose bytes were each written as a letter of their own."""

from typing import Any

from twoears.lib.html import clean

_DEEPEST = 60


def restored(text: str) -> str:
    """`text` as it was written; text that was never garbled stays as it is.

    >>> restored("n\\u00c3\\u00a6sten"), restored("n\\u00e6sten"), restored("Gr\\u00fc\\u00dfe \\u2014")
    ('næsten', 'næsten', 'Grüße —')
    """
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def tidy(value: Any, deep: int = 0) -> Any:
    """A decoded document with its text restored, also in its keys; what is nested beyond reason is left out."""
    if isinstance(value, str):
        return clean(restored(value))
    if deep >= _DEEPEST:
        return None
    if isinstance(value, list):
        return [tidy(item, deep + 1) for item in value]
    if isinstance(value, dict):
        return {tidy(key): tidy(item, deep + 1) for key, item in value.items()}
    return value
