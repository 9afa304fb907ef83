"""Keep the graph up with the record: parts that changed are read anew, and all is joined by who is who.

An opinion: thrown away and made again it is the same, but for a handle that went from one account to another meanwhile.
"""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import Count, Max
from django.db.models.functions import Lower

from twoears.activities import bulk
from twoears.activities.models import Activity, Actor, Forgotten, Position, Post
from twoears.people.companies.models import CompanyDecision
from twoears.people.models import Identity
from twoears.reach import store
from twoears.reach.joined.tasks import join
from twoears.reach.ties import TELLING, Told, missing, ties_of, wanted
from twoears.reach.wanted.models import Wanted
from twoears.team.models import OurAccount
from twoears.threads.tasks import PART
from twoears.threads.us import at_words

STEP: Final = "graph"
VERSION: Final = 2  # another number makes everything anew
_CHANGING: Final = ("Delete", "Undo", "Update")
_AT_ONCE: Final = 10_000
_SLOW: Final = 1.0  # seconds: who took longer waits before the next time
_WAITS: Final = 30  # times as long as it took
_making = Lock()
_ROWS: Final = """
SELECT a.type, a.actor_id, c.network, {day}, a.object_uid,
       COALESCE(p.author_id, l.author_id, 0), COALESCE(o.id, 0),
       CASE WHEN a.type = 'Create' THEN COALESCE(p.in_reply_to, '') ELSE '' END,
       COALESCE(q.author_id, 0), COALESCE(p.private, {false}) OR c.network = 'mail',
       CASE WHEN a.type = 'Create' THEN p.mentions END,
       CASE WHEN a.type = 'Create' AND CAST(p.mentions AS TEXT) = '[]' AND p.text LIKE '%%@%%' THEN p.text END
FROM twoears_activity a JOIN twoears_actor c ON c.id = a.actor_id
LEFT JOIN twoears_post p ON p.id = a.post_id
LEFT JOIN twoears_post l ON l.uid = CASE WHEN a.post_id IS NULL AND a.type IN ('Like', 'Announce')
                                         THEN a.object_uid END
LEFT JOIN twoears_actor o ON o.uid = CASE WHEN a.type IN ('Follow', 'Accept') THEN a.object_uid END
LEFT JOIN twoears_post q ON q.uid = CASE WHEN a.type = 'Create' AND p.in_reply_to <> '' THEN p.in_reply_to END
WHERE a.id >= %s AND a.id < %s AND a.type IN ({telling})
  AND (a.type <> 'Create' OR p.id IS NOT NULL AND p.withdrawn_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM twoears_activity u
                  WHERE u.type = 'Undo' AND u.object_uid = a.uid AND u.actor_id = a.actor_id)
ORDER BY a.id
"""


def refresh() -> bool:
    """Make a new version of the graph where the record, or who is who, has moved on; whether one was made."""
    with _making:
        where, marks, last = store.folder(Path(settings.DATA)), _marks(), held()
        if last is not None and (last.about.get("marks") == marks or _too_soon(last)):
            return False
        begun = time.monotonic()
        parts = _stale(last, marks)
        about = {"by": VERSION, "marks": marks, "made_at": datetime.now(UTC).isoformat()}
        store.write(where, about, lambda making: _fill(making, parts, begun), last=last, anew=parts)
        Position.objects.update_or_create(step=STEP, defaults={"reached": marks["last"]})
    return True


def held() -> store.Version | None:
    """The version that holds; None before the first one, and where it was made in another way than now."""
    version = store.current(store.folder(Path(settings.DATA)))
    return version if version is not None and version.about.get("by") == VERSION else None


def behind() -> bool:
    """Whether the graph is behind the record, or behind what members decided."""
    last = held()
    return last is None or last.about.get("marks") != _marks()


def _marks() -> dict[str, Any]:
    """What a version was made of, as numbers and words that change when it does."""
    met = Identity.objects.aggregate(n=Count("pk"), last=Max("pk"))
    drawn = CompanyDecision.objects.aggregate(n=Count("pk"), last=Max("pk"), undone=Count("undone_at"))
    return {
        "last": bulk.last_id(Activity),
        "post": bulk.last_id(Post),
        "actor": bulk.last_id(Actor),
        "forgotten": Forgotten.objects.count(),
        "met": [met["n"], met["last"] or 0],
        "companies": [drawn["n"], drawn["last"] or 0, drawn["undone"]],
        "wanted": list(Wanted.objects.filter(undone_at=None).order_by("pk").values_list("pk", flat=True)),
        "us": sorted(OurAccount.objects.values_list("handle", flat=True)),
    }


def _too_soon(last: store.Version) -> bool:
    took = float(last.about.get("seconds", 0))
    age = (datetime.now(UTC) - datetime.fromisoformat(last.about["made_at"])).total_seconds()
    return took > _SLOW and 0 <= age < _WAITS * took


def _stale(last: store.Version | None, marks: dict[str, Any]) -> list[int]:
    """The parts that have to be read anew."""
    end = marks["last"]
    if last is None:
        return list(range(end // PART + 1)) if end else []
    held, after = last.about["marks"], _after(last)
    parts = set(range((after + 1) // PART, end // PART + 1)) if end > after else set()
    parts |= _changed(after) | store.awaited(last, _new_names(held["post"], held["actor"]))
    if held["forgotten"] != marks["forgotten"]:
        parts |= store.parts_naming(last, _gone(last))
    return sorted(parts)


def _after(last: store.Version) -> int:
    """How far both the version and the durable position have come: a data folder may be older than the database."""
    position = Position.objects.filter(step=STEP).values_list("reached", flat=True).first()
    held = int(last.about["marks"]["last"])
    # Written after the version: killed between the two, we read a little twice, with the same result.
    return held if position is None else min(held, position)


def _changed(after: int) -> set[int]:
    """Parts that an edit, a deletion or an undoing since `after` made wrong."""
    news = list(Activity.objects.filter(pk__gt=after, type__in=_CHANGING).values_list("type", "actor", "object_uid"))
    parts: set[int] = set()
    undone = [about for verb, _, about in news if verb == "Undo" and about]
    for start in range(0, len(undone), _AT_ONCE):
        found = Activity.objects.filter(uid__in=undone[start : start + _AT_ONCE])
        parts.update(pk // PART for pk in found.values_list("pk", flat=True))
    told = [about for verb, _, about in news if verb != "Undo"]
    for start in range(0, len(told), _AT_ONCE):
        about = told[start : start + _AT_ONCE]
        # A whole account may be deleted: then it is about every post of it.
        for posts in ({"post__uid__in": about}, {"actor__uid__in": about}):
            said = Activity.objects.filter(type="Create", **posts)
            parts.update(pk // PART for pk in said.values_list("pk", flat=True))
    return parts


def _new_names(post: int, actor: int) -> Iterator[list[str]]:
    """The ids of posts and accounts that came since, and the handles of these, as `called` would call them."""
    posts = Post.objects.filter(pk__gt=post).values_list("uid", flat=True)
    yield from _bunches(posts.iterator(chunk_size=_AT_ONCE))
    actors = Actor.objects.filter(pk__gt=actor).annotate(low=Lower("handle")).values_list("uid", "network", "low")
    named = ((uid, f"{network}:@{handle}") for uid, network, handle in actors.iterator(chunk_size=_AT_ONCE))
    yield from _bunches(name for both in named for name in both)


def _bunches(names: Iterable[str]) -> Iterator[list[str]]:
    bunch: list[str] = []
    for name in names:
        bunch.append(name)
        if len(bunch) == _AT_ONCE:
            yield bunch
            bunch = []
    yield bunch


def _gone(last: store.Version) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Accounts that a tie names and that are not held any more."""
    held = store.accounts(last)
    there: list[int] = []
    for start in range(0, held.size, _AT_ONCE):
        some = held[start : start + _AT_ONCE].tolist()
        there += Actor.objects.filter(pk__in=some).values_list("pk", flat=True)
    return np.setdiff1d(held, np.array(there, np.int64))


def _fill(making: Path, parts: list[int], begun: float) -> dict[str, Any]:
    for part in parts:
        store.keep(making, part, *_read(part))
    told = join(making)
    return {**told, "seconds": round(time.monotonic() - begun, 3)}


def _read(part: int) -> tuple[store.Ties, store.Waits]:
    """The ties that a part of the record tells, and the names in it that nobody bears yet."""
    told = [_told(row) for row in _rows(part)]
    actors = _actors(wanted(told))
    ties = [tie for one in told for tie in ties_of(one, actors)]
    names = (name for one in told for name in missing(one, actors))
    return np.array(ties, store.TIE), store.numbers_of(names)


def _rows(part: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(**_dialect()), [part * PART, (part + 1) * PART])
        return list(cursor.fetchall())


def _told(row: tuple[Any, ...]) -> Told:
    *plain, private, mentions, text = row
    named = tuple(json.loads(mentions)) if mentions and mentions != "[]" else ()
    # Where a source names nobody, their handles may stand in the words.
    named = named or tuple(f"@{word}" for word in sorted(at_words(text or "")))
    return Told._make((*plain, bool(private), named))


def _dialect() -> dict[str, str]:
    telling = ", ".join(f"'{verb}'" for verb in TELLING)
    if connection.vendor == "postgresql":
        return {"false": "FALSE", "day": "FLOOR(EXTRACT(EPOCH FROM a.published) / 86400)::int", "telling": telling}
    return {"false": "0", "day": "CAST(strftime('%%s', a.published) AS INTEGER) / 86400", "telling": telling}


def _actors(names: set[str]) -> dict[str, int]:
    """Accounts by what posts call them; a handle that several bear on one network is nobody's."""
    handles = {name for name in names if ":@" in name}
    found = bulk.ids(Actor, names - handles)
    words = sorted({name.partition(":@")[2] for name in handles})
    for start in range(0, len(words), _AT_ONCE):
        bear = Actor.objects.annotate(low=Lower("handle")).filter(low__in=words[start : start + _AT_ONCE])
        bearers: dict[str, list[int]] = {}
        for pk, network, low in bear.values_list("pk", "network", "low"):
            bearers.setdefault(f"{network}:@{low}", []).append(pk)
        found |= {name: pks[0] for name, pks in bearers.items() if len(pks) == 1 and name in handles}
    return found
