"""What of a query may leave the house: nothing private or hidden; names and words only where members said so."""

from hmac import compare_digest
from typing import Final

from twoears.queries.feeds import Feed
from twoears.queries.models import Hit, Query
from twoears.queries.webhooks.signing import Told

_MOST: Final = 50  # items of a feed


def told(query: Query, hit: Hit) -> Told:
    """A hit as others are told of it."""
    post = hit.post
    return Told(
        query=query.public_id,
        name=query.name,
        post=post.pk,
        url=post.url,
        network=hit.network,
        language=hit.language,
        at=post.published,
        author=str(post.author) if query.with_words else "",
        words=(post.text or post.title) if query.with_words else "",
    )


def feed_for(public_id: str, key: str, url: str) -> Feed | None:
    """The feed of a query for whoever has its key; None where the key opens nothing. Takes as long either way."""
    query = Query.objects.filter(public_id=public_id, removed_at=None).first()
    right = query.feed_key if query else ""
    opens = compare_digest(right.encode() or b"closed", key.encode("utf8", "replace"))
    if query is None or not right or not opens:
        return None
    public = Hit.objects.filter(query=query, excluded=None, post__private=False, post__withdrawn_at=None)
    latest = public.select_related("post__author").order_by("-at", "-pk")[:_MOST]
    return Feed(
        query=query.public_id,
        name=query.name,
        url=url,
        items=tuple(told(query, hit) for hit in latest),
        made_at=query.made_at,
    )
