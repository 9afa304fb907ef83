"""A seeded market as ActivityStreams 2.0 lines, fast: people who ask Halden things, get answers, and chatter.

One conversation in five is with us. Conversations have one to six posts, a reply answers the post before it. The shape
is what Mastodon writes: a `Create` around a `Note` with HTML, audience and mentions.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

US: Final = "https://market.example/users/halden"
START: Final = datetime(2024, 1, 1, tzinfo=UTC)
_ASKS = (
    "Does the FX-{n} run on {w} without a new adapter?",
    "How long does the battery of the {w} last, roughly {n} hours?",
    "What does the {w} cost for {n} seats?",
    "My order {n} of the {w} still has not come. When will it?",
)
_SAYS = (
    "I have used the {w} for {n} days now and it holds up well.",
    "Nobody talks about the {w}, but {n} of us rely on it.",
    "The new {w} is out. We tried it on {n} machines.",
    "Reading about {w} again, page {n}.",
)
_ANSWERS = (
    "It does, from version {n} on. The {w} needs no adapter.",
    "About {n} hours with the {w} switched on.",
    "We sent it on day {n}; the {w} should be with you soon.",
)
_THANKS = ("Thank you, that helped with the {w}.", "Great, thanks. Number {n} works now.")
_WORDS = ("kiln", "sensor", "gateway", "bracket", "battery", "printer", "scale", "router", "mixer", "lathe")


def lines(posts: int, seed: int = 1) -> Iterator[bytes]:
    """`posts` lines, each an activity with its post, in the order of speech within a conversation."""
    rng = random.Random(seed)
    people = max(posts // 12, 20)
    minutes = 60 * 24 * 365 * 2 / max(posts, 1)
    number = 0
    while number < posts:
        with_us = rng.random() < 0.2
        length = min(1 + int(rng.expovariate(0.7)), 6, posts - number)
        asker, parent = f"https://market.example/users/u{rng.randrange(people)}", ""
        for turn in range(length):
            ours = with_us and turn % 2 == 1
            who = US if ours else asker if with_us else f"https://market.example/users/u{rng.randrange(people)}"
            words = _said(rng, with_us, ours, turn)
            at = START + timedelta(minutes=minutes * number + turn)
            yield _line(number, who, words, at, parent, asker if ours else US if with_us else "")
            parent = f"{who}/statuses/{number}"
            number += 1


def _said(rng: random.Random, with_us: bool, ours: bool, turn: int) -> str:
    kinds = _ANSWERS if ours else _SAYS if not with_us else _ASKS if turn == 0 else _THANKS
    return rng.choice(kinds).format(n=rng.randrange(1, 90_000), w=rng.choice(_WORDS))


def _line(number: int, who: str, words: str, at: datetime, parent: str, to: str) -> bytes:
    key, day = f"{who}/statuses/{number}", at.strftime("%Y-%m-%dT%H:%M:%SZ")
    tags = f'[{{"type":"Mention","href":"{to}","name":"@{to.rsplit("/", 1)[-1]}"}}]' if to else "[]"
    reply = f'"{parent}"' if parent else "null"
    return (
        f'{{"@context":"https://www.w3.org/ns/activitystreams","id":"{key}/activity","type":"Create","actor":"{who}",'
        f'"published":"{day}","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["{who}/followers"],'
        f'"object":{{"id":"{key}","type":"Note","summary":null,"inReplyTo":{reply},"published":"{day}",'
        f'"url":"https://market.example/@{who.rsplit("/", 1)[-1]}/{number}","attributedTo":"{who}",'
        f'"to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["{who}/followers"],"sensitive":false,'
        f'"content":"<p>{words}</p>","contentMap":{{"en":"<p>{words}</p>"}},"attachment":[],"tag":{tags}}}}}\n'
    ).encode()


def write(path: Path, posts: int, seed: int = 1) -> Path:
    """The same as a file, written once."""
    if not path.exists():
        fresh = path.with_suffix(".tmp")
        with fresh.open("wb") as file:
            file.writelines(lines(posts, seed))
        fresh.replace(path)
    return path
