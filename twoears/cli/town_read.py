"""A town as the readers read it: each post beside its truth, and who did what, counted by person."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from twoears.activities.values import Post
from twoears.cli.town_taught import DOES
from twoears.town.town import build
from twoears.town.troubles import LANGUAGE
from twoears.town.truth import PostTruth
from twoears.understanding.notes import Note, Text
from twoears.understanding.readers import read_all
from twoears.understanding.scoring import Score, score_of, scores

COMPLAINT: Final = "complaint"
TROUBLE: Final = "reports a trouble"
_DID: Final = {"asks": "asked", "thanks": "thanked", COMPLAINT: "complained"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a post really is, and what each reader noted, by its name."""

    truth: PostTruth
    notes: Mapping[str, Note]

    def is_told(self, reader: str) -> bool:
        """Whether `reader` tells any of its labels."""
        return self.notes[reader].label in DOES[reader].values()

    @property
    def lives_there(self) -> bool:
        """Whether somebody of the town said it, and not the company."""
        return self.truth.person >= 0


def town_read(people: int, *, seed: int = 1, until: datetime | None = None) -> tuple[Read, ...]:
    """Every post of a town, in the order in which they were said."""
    told = build(people, seed=seed, until=until or datetime.now(UTC).replace(microsecond=0))
    held = [(one.truth, one.activity.object) for one in told.happenings()]
    posts = [(truth, post) for truth, post in held if truth and isinstance(post, Post)]
    texts = [Text(f"{post.title}\n{post.text}" if post.title else post.text, post.language) for _, post in posts]
    read = (Read(truth, {note.reader: note for note in made})
            for (truth, _), made in zip(posts, read_all(texts), strict=True))  # fmt: skip
    return tuple(read)


def told_complaints(read: Iterable[Read]) -> tuple[tuple[str, int, int, int], ...]:
    """What those who are told to complain really do: (kind, posts, of them in English, of these report a trouble).

    The most common first.
    """
    told = [one.truth for one in read if one.lives_there and one.is_told(COMPLAINT)]
    every, english, trouble = (
        Counter(truth.kind for truth in told if keep(truth))
        for keep in (lambda _: True, _looked_through, lambda truth: _looked_through(truth) and truth.trouble)
    )
    return tuple((kind, n, english[kind], trouble[kind]) for kind, n in every.most_common())


def both_truths(read: Sequence[Read]) -> tuple[Score, Score]:
    """Complaints in English against the one kind that each post has, and against whether it reports a trouble."""
    english = [one for one in read if one.lives_there and _looked_through(one.truth)]

    def score(label: str, is_so: Callable[[PostTruth], bool]) -> Score:
        pairs = [(COMPLAINT if is_so(one.truth) else "none", one.notes[COMPLAINT]) for one in english]
        (found,) = scores(COMPLAINT, [COMPLAINT], pairs)
        return score_of(COMPLAINT, label, found=(found.found.k, found.found.n), right=(found.right.k, found.right.n),
                        unsure=found.unsure)  # fmt: skip

    return score("its kind is complaint", _complains), score(TROUBLE, lambda truth: truth.trouble)


def by_person(read: Sequence[Read]) -> tuple[Score, ...]:
    """Who asked, thanked and complained: people found of those who did, and right of those who are told to.

    Somebody is found by a post in which they did; one that is told of another post of theirs does not count. The last
    is of those who reported a trouble, in English, by posts in English.
    """
    lived = [one for one in read if one.lives_there]
    english = [one for one in lived if _looked_through(one.truth)]
    did = [_people(lived, reader, label, _does(reader)) for reader, label in _DID.items()]
    return (*did, _people(english, COMPLAINT, "reported a trouble", lambda truth: truth.trouble))


def _people(read: Sequence[Read], reader: str, label: str, is_so: Callable[[PostTruth], bool]) -> Score:
    there = {one.truth.person for one in read if is_so(one.truth)}
    told = {one.truth.person for one in read if one.is_told(reader)}
    both = len({one.truth.person for one in read if one.is_told(reader) and is_so(one.truth)})
    return score_of(reader, label, found=(both, len(there)), right=(both, len(told)))


def _does(reader: str) -> Callable[[PostTruth], bool]:
    return lambda truth: truth.kind in DOES[reader]


def _complains(truth: PostTruth) -> bool:
    return truth.kind == COMPLAINT


def _looked_through(truth: PostTruth) -> bool:
    """Only in one language the lines were looked through for what else reports a trouble."""
    return truth.language == LANGUAGE
