"""Posts that name something, whoever said them and whether or not we take part. Queries only; nothing is changed."""

from collections.abc import Sequence

from django.db.models import QuerySet

from twoears.activities.models import Post
from twoears.queries.pages.history import Found, heard_between
from twoears.queries.pages.hits import marked
from twoears.queries.shown import HitShown
from twoears.queries.tasks import said
from twoears.understanding.entities.models import Entity
from twoears.understanding.entities.values import asked_for


def posts_naming(about: str) -> QuerySet[Post]:
    """Every post heard, ours too, that names what `about` asks for, such as `place:berlin`; raises NotNamed."""
    return heard_between(None, None).filter(pk__in=_named(about).values("post"))


def named(about: str, *, limit: int = 30, skip: int = 0) -> tuple[HitShown, ...]:
    """Those posts, the latest first, with the name marked; raises NotNamed."""
    rows = posts_naming(about).select_related("author").order_by("-published", "-pk")
    posts = list(rows[skip : skip + limit])
    found = [Found(post, one) for post, one in zip(posts, said(posts), strict=True)]
    return marked(found, _places(about, posts))


def _named(about: str) -> QuerySet[Entity]:
    kind, key = asked_for(about)
    return Entity.objects.filter(kind=kind, key=key)


def _places(about: str, posts: Sequence[Post]) -> list[list[tuple[int, int]]]:
    """Where it stands in the text of each, or in its title where it has no text."""
    made: dict[int, list[tuple[int, int]]] = {post.pk: [] for post in posts}
    for post, start, end in _named(about).filter(post__in=posts).order_by("start").values_list("post", "start", "end"):
        made[post].append((start, end))
    # Names are found in title and body together; what is shown is the body.
    before = {post.pk: len(post.title) + 1 if post.title and post.text else 0 for post in posts}
    return [[(a - before[key], b - before[key]) for a, b in spans if a >= before[key]] for key, spans in made.items()]
