"""Tell the webhooks of queries what is new: each hit at least once, in order, and later where nobody answers.

A letter that was taken and whose answer was lost is sent again: the id of each event stays the same, so whoever keeps
the ids has each hit once. Nothing private and nothing that a member hid leaves the house.
"""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from twoears.lib.http import NoAnswer, TryLater, exchange
from twoears.lib.seals import CannotOpen, unseal
from twoears.queries.models import Hit, Query
from twoears.queries.pages.leaving import told
from twoears.queries.webhooks.signing import Told, letter, signed

_AT_ONCE: Final = 100  # hits in a letter
_LEASE: Final = timedelta(seconds=90)  # longer than a letter may take: no two processes send the same one
_SECONDS: Final = 20.0
_FIRST_PAUSE, _LONGEST_PAUSE = 30.0, 86_400.0
_ANSWER: Final = 100_000  # bytes; what is answered does not matter
_GONE: Final = 410


def tell(now: datetime | None = None) -> int:
    """Send each webhook that waits its next letter; how many hits were told of."""
    moment = now or datetime.now(UTC)
    waiting = Query.objects.filter(Q(tell_at=None) | Q(tell_at__lte=moment), removed_at=None).exclude(webhook="")
    return sum(_tell(query, moment) for query in waiting.order_by("pk"))


def _tell(query: Query, now: datetime) -> int:
    hits = _next(query)
    if not hits:
        return 0
    mine = Query.objects.filter(pk=query.pk, told=query.told, webhook=query.webhook)
    if not mine.filter(Q(tell_at=None) | Q(tell_at__lte=now)).update(tell_at=now + _LEASE):
        return 0
    news = [told(query, hit) for hit in hits if may_leave(query, hit)]
    try:
        trouble = _send(query, news, hits[-1].pk, now) if news else ""
    except (NoAnswer, CannotOpen) as error:
        _later(query, str(error), now, error.seconds if isinstance(error, TryLater) else 0)
        return 0
    if trouble:
        _later(query, trouble, now)
        return 0
    # In one step: what was taken is told, and the next letter may go.
    mine.update(told=hits[-1].pk, tell_at=None, tries=0, trouble="")
    return len(news)


def may_leave(query: Query, hit: Hit) -> bool:
    """Whether a hit may be told outside: not what is private, hidden or deleted; not what was history already."""
    post = hit.post
    return hit.post_id > query.fresh_from and hit.excluded_id is None and not post.private and post.withdrawn_at is None


def _next(query: Query) -> list[Hit]:
    with transaction.atomic():
        # Whoever keeps hits holds the query meanwhile: none below the last one seen here comes later.
        Query.objects.select_for_update().filter(pk=query.pk).first()
        found = Hit.objects.filter(query=query, pk__gt=query.told).select_related("post__author").order_by("pk")
        return list(found[:_AT_ONCE])


def _send(query: Query, news: Sequence[Told], last: int, now: datetime) -> str:
    """What went wrong, empty where it was taken. Raises NoAnswer and CannotOpen."""
    body = letter(news)
    secret = unseal(query.secret, settings.SECRET_KEY).get("webhook", "")
    headers = signed(body, key=f"{query.public_id}.{last}", secret=secret, at=now)
    answer = exchange("POST", query.webhook, headers=headers, body=body, limit=_ANSWER, seconds=_SECONDS)
    if answer.status == _GONE:
        Query.objects.filter(pk=query.pk, webhook=query.webhook).update(webhook="")
        return "The webhook said that it is gone (410). Nothing is sent there any more."
    return "" if 200 <= answer.status < 300 else f"The webhook answered {answer.status}. We try again."


def _later(query: Query, trouble: str, now: datetime, seconds: int = 0) -> None:
    pause = min(_FIRST_PAUSE * 2 ** min(query.tries, 20), _LONGEST_PAUSE)
    # Half of it by chance: webhooks of one server do not all come back at the same moment.
    wait = max(pause * (0.5 + random.random() / 2), float(seconds))  # noqa: S311 a pause, no secret
    Query.objects.filter(pk=query.pk).update(
        tries=query.tries + 1, trouble=trouble[:2000], tell_at=now + timedelta(seconds=wait)
    )
