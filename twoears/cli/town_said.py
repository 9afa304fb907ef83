"""What people of a town say in English, beside what each post really is."""

from collections.abc import Iterator
from datetime import UTC, datetime

from twoears.activities.values import Post
from twoears.town.town import build
from twoears.town.truth import PostTruth
from twoears.understanding.notes import Text


def said_in_english(people: int, *, seed: int, until: datetime | None) -> Iterator[tuple[PostTruth, Text]]:
    """Each post of somebody who lives there, in the order in which they were said; the company's are left out."""
    told = build(people, seed=seed, until=until or datetime.now(UTC).replace(microsecond=0))
    for one in told.happenings():
        post, real = one.activity.object, one.truth
        if real is not None and isinstance(post, Post) and real.person >= 0 and real.language == "en":
            yield real, Text(f"{post.title}\n{post.text}" if post.title else post.text, post.language)
