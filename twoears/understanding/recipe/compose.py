"""Longer posts, put together from our own short ones: a greeting, what happened, what is asked, a farewell.

People who write to a company tell a story first. Short posts alone would teach that long ones do not ask. Who ends a
question with "Thanks, Jo" does not thank for something that was done.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from twoears.understanding.recipe.examples import Example
from twoears.understanding.weights import READERS

_FRAME: Final = {
    "en": (
        ("Hi all,", "Good morning,", "Dear team,", "Quick one:"),
        ("Best regards, Jo", "Cheers", "Thanks in advance!", "Thanks, Jo"),
    ),
    "de": (
        ("Hallo zusammen,", "Guten Tag,", "Liebes Team,"),
        ("Viele Grüße, Jo", "Gruß", "Danke im Voraus!", "Danke und viele Grüße, Jo"),
    ),
    "fr": (
        ("Bonjour,", "Bonjour à tous,", "Chère équipe,"),
        ("Cordialement, Jo", "Merci d'avance !", "Bien à vous", "Merci et bonne journée, Jo"),
    ),
    "es": (
        ("Buenos días:", "Hola a todos,", "Estimado equipo:"),
        ("Un saludo, Jo", "¡Gracias de antemano!", "Saludos", "Gracias y un saludo, Jo"),
    ),
    "it": (
        ("Buongiorno,", "Ciao a tutti,", "Gentile team,"),
        ("Cordiali saluti, Jo", "Grazie in anticipo!", "Saluti", "Grazie e saluti, Jo"),
    ),
}
_TIMES: Final = 3  # how often each post is put together with others


def _join(parts: Sequence[Example], label: str, none: str = "none") -> str:
    return next((part.labels[label] for part in parts if part.labels[label] != none), none)


def _whole(parts: Sequence[Example], text: str) -> Example:
    known = [label for label in READERS if all(label in part.labels for part in parts)]
    labels = {label: _join(parts, label) for label in known}
    return Example(text, labels, "own, composed", False, parts[0].language)


def _plain(post: Example) -> bool:
    """Whether the post can stand before or behind any other: it only tells, and is no company's answer."""
    return (
        list(post.labels.values()) == ["none"] * len(READERS)
        and "?" not in post.text
        and not post.text.startswith("@user")
    )


def _fits(post: Example) -> bool:
    """Whether the post can stand among others: it sells nothing, and where it has a question it is meant to be one."""
    asks = post.labels.get("asks", "none") != "none"
    return post.labels.get("promotion", "none") == "none" and (asks or "?" not in post.text)


def _framed(text: str, language: str, draw: np.random.Generator) -> str:
    greetings, farewells = _FRAME[language]
    head = f"{draw.choice(greetings)} " if draw.random() < 0.35 else ""
    foot = f"\n{draw.choice(farewells)}" if draw.random() < 0.25 else ""
    return f"{head}{text}{foot}"


def _ended(text: str) -> str:
    return text if text[-1] in ".!?" else f"{text}."


def composed(posts: Sequence[Example], seed: int) -> Iterator[Example]:
    """Each of our own posts that does not sell, between others that only tell; the same ones for the same `seed`.

    >>> labels = {"asks": "none", "thanks": "none", "complaint": "none", "promotion": "none"}
    >>> ask = Example("Does it run?", {**labels, "asks": "question"}, "own, en", False)
    >>> tell = Example("We moved.", labels, "own, en", False)
    >>> {post.labels["asks"] for post in composed([ask, tell], 1) if "Does" in post.text}
    {'question'}
    """
    draw = np.random.default_rng(seed)
    own = [post for post in posts if post.origin.split(", ")[0] in ("own", "own short")]
    for language in _FRAME:
        mine = [post for post in own if post.language == language]
        plain = [post for post in mine if _plain(post)]
        for post in (post for post in mine if _fits(post) and plain):
            for _ in range(_TIMES):
                before, after = (
                    [plain[place] for place in draw.integers(len(plain), size=draw.integers(high))] for high in (4, 2)
                )
                parts = [*before, post, *after]
                text = " ".join(_ended(part.text) for part in parts)
                yield _whole(parts, _framed(text, language, draw))
