"""Words that members give: trimmed, and refused where they are empty, too long, or carry what no table keeps."""

import re
from typing import Final

from twoears.understanding.needs.trouble import BadWords

NAME: Final = 80
ABOUT: Final = 2_000
TITLE: Final = 200
TALK: Final = 400_000  # characters: a day of talking
PARAGRAPHS: Final = 2_000
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_LONGEST: Final = 4_000  # characters of a paragraph, as far as readers read


def line(words: str, what: str, most: int) -> str:
    """One line, not empty.

    >>> line("  no   signal ", "the name", NAME)
    'no signal'
    """
    flat = " ".join(_plain(words, what).split())
    if not flat:
        raise BadWords(f"Give {what}: there is no word in it.")
    if len(flat) > most:
        raise BadWords(f"That is too long for {what}: {len(flat):,} characters; it takes {most:,}.")
    return flat


def about(words: str, what: str) -> str:
    """Some lines, or none."""
    told = _plain(words, what).strip()
    if len(told) > ABOUT:
        raise BadWords(f"That is too long for {what}: {len(told):,} characters; it takes {ABOUT:,}.")
    return told


def paragraphs(text: str) -> list[str]:
    """A talk cut where a line is empty, else line by line; a very long paragraph is cut between words.

    >>> paragraphs("Anna: It is slow.\\n\\nWe wait.\\nFor hours.\\n")
    ['Anna: It is slow.', 'We wait.\\nFor hours.']
    >>> paragraphs("Anna: It is slow.\\nWe wait.")
    ['Anna: It is slow.', 'We wait.']
    """
    told = _plain(text, "the talk").strip()
    if not told:
        raise BadWords("There is no word in it.")
    if len(told) > TALK:
        raise BadWords(f"That is too long: {len(told):,} characters; a talk takes {TALK:,}. Cut it in two.")
    parts = _PARAGRAPH.split(told)
    found = parts if len(parts) > 1 else told.splitlines()
    made = [piece for part in found if part.strip() for piece in _pieces(part.strip())]
    if len(made) > PARAGRAPHS:
        raise BadWords(f"That is too long: {len(made):,} paragraphs; a talk takes {PARAGRAPHS:,}. Cut it in two.")
    return made


def _pieces(part: str) -> list[str]:
    found = []
    while len(part) > _LONGEST:
        at = part.rfind(" ", 1, _LONGEST)
        at = at if at > 0 else _LONGEST
        found.append(part[:at].strip())
        part = part[at:].strip()
    return [*found, part]


def _plain(words: str, what: str) -> str:
    if "\x00" in words:
        raise BadWords(f"There is a NUL character in {what}: that is no text.")
    return words.replace("\r\n", "\n").replace("\r", "\n")
