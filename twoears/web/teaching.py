"""What a reader can be told, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext

from twoears.understanding.notes import SILENT
from twoears.understanding.teaching.pages import Taught, teachable

_NOTHING = {
    "asks": "asks nothing",
    "recommendation": "no recommendation sought",
    "buying": "no buying intent",
    "offer": "no offer of help",
}


def words_of(reader: str, label: str) -> str:
    """A label as a member would say it.

    >>> words_of("complaint", "none"), words_of("asks", "question")
    ('no complaint', 'question')
    """
    return _NOTHING.get(reader, f"no {reader}") if label == "none" else label


def as_taught(one: Taught) -> str:
    """What was said of a post, and in place of what."""
    said, was = words_of(one.reader, one.label), words_of(one.reader, one.was)
    if said == was:
        return gettext("%s, as it was read") % said
    return gettext("%(said)s, which was read as: %(was)s") % {"said": said, "was": was}


def choices_of(read: Mapping[str, str]) -> list[dict[str, object]]:
    """For each reader what it can be told of a post; what it `read` there (reader -> label) is marked as that."""
    return [
        {"name": reader, "choices": [_choice(reader, label, read.get(reader, _silent(labels))) for label in labels]}
        for reader, labels in teachable().items()
    ]


def _silent(labels: tuple[str, ...]) -> str:
    """What a reader made of a post of which no note was kept."""
    return next((label for label in labels if label in SILENT), "")


def _choice(reader: str, label: str, was: str) -> dict[str, str]:
    words = words_of(reader, label)
    return {"value": f"{reader}:{label}", "words": gettext("%s, as it is read") % words if label == was else words}
