"""Keep the table of likely matches up with what is heard. Opinions: all of it made anew says the same.

One side of each is somebody who engaged with us. The other may be a stranger's account: it stays an account until a
member says that it belongs to them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib import import_module

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Actor, Position, Post
from twoears.lib.ids import short_id
from twoears.lib.spark import engine
from twoears.listening.rhythm import hour_of_week
from twoears.people.joining.tasks import engaged, in_parts, resolve_around
from twoears.people.matching import PROPOSED, SHIPPED, Index, Likely, Profile, likely
from twoears.people.models import LikelyMatch, ToMatch
from twoears.team.actions import first_team
from twoears.threads.actions import us

STEP, COUNTED = "likely", "likely counted"
VERSION = SHIPPED.version
_OURS = "twoears"  # the network of members: what they decide is recorded under it
WORTH_SPARK = 1_000_000
"""Accounts from which on all are compared by Spark, where that is the engine."""
_COLUMNS = ("public_id", "left", "right", "probability", "reasons", "version", "made_at")
_ACTOR = ("pk", "uid", "network", "handle", "name", "mail", "url", "links", "summary", "place", "type")
_SPOKE = 200  # posts of an account, at most, that tell its hours


def find_likely(most: int = 300, small: int = 2_000) -> int:
    """Look whom the next accounts may be: those that are new, and those that engaged since; how many there were.

    How much a name tells hangs on how many bear it. Up to `small` accounts everybody is looked at each time; above it
    only the next `most`, against what was counted before, until a tenth more accounts are held.
    """
    if not behind():
        return 0
    held = _accounts().count()
    if held <= small or held > 1.1 * (_position(COUNTED) or 0):
        find_all_likely()
        return held
    index = _KNOWN.index()  # takes a while the first time: nobody waits for the database meanwhile
    with transaction.atomic():
        after = reached(STEP)
        new = list(_accounts().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
        queued = list(ToMatch.objects.order_by("pk").values_list("pk", flat=True)[:most])
        save(STEP, max(new, default=_last()))
        ToMatch.objects.filter(pk__in=queued).delete()
        keys = set(_accounts().filter(pk__in=[*new, *queued]).values_list("pk", flat=True))
        found = [match for profile in profiles_of(keys) for match in index.matches(profile, PROPOSED)]
        _keep(found, keys)
    return max(len(new) + len(queued), 1)


def find_all_likely(progress: Callable[[int, int], None] | None = None) -> int:
    """The same for everybody at once; how many pairs are likely. What was found before and holds no more goes."""
    last = _last()
    queued = list(ToMatch.objects.filter(pk__lte=last).values_list("pk", flat=True))
    profiles = profiles_of(None)
    found = _likely(profiles, progress)
    _KNOWN.forget()
    with transaction.atomic():
        for step, position in ((STEP, last), (COUNTED, len(profiles))):
            reached(step)
            save(step, position)
        for some in in_parts(queued):
            ToMatch.objects.filter(pk__in=some).delete()
        _keep(found, None)
    return LikelyMatch.objects.count()


def _likely(profiles: Sequence[Profile], progress: Callable[[int, int], None] | None) -> Sequence[Likely]:
    """By the engine that the environment names: Spark only where it is worth what it takes to begin."""
    if engine() == "local" or len(profiles) < WORTH_SPARK:
        return likely(profiles, model=SHIPPED, least=PROPOSED, progress=progress)
    on_spark = import_module("twoears.people.matching.on_spark")
    found: Sequence[Likely] = on_spark.likely(on_spark.frame_of(profiles), model=SHIPPED, least=PROPOSED)
    return found


def behind() -> bool:
    """Whether somebody has not been looked at yet."""
    return _last() > (_position(STEP) or 0) or ToMatch.objects.exists()


def _position(step: str) -> int | None:
    return Position.objects.filter(step=step).values_list("reached", flat=True).first()


def _accounts() -> QuerySet[Actor]:
    return Actor.objects.exclude(network=_OURS)


def _last() -> int:
    return _accounts().order_by("-pk").values_list("pk", flat=True).first() or 0


def profiles_of(keys: Iterable[int] | None) -> list[Profile]:
    """What is known of these accounts, of all where None; the oldest first."""
    parts = [None] if keys is None else in_parts(keys)
    return [profile for some in parts for profile in _profiles(some)]


def _profiles(some: Sequence[int] | None) -> list[Profile]:
    accounts = _accounts() if some is None else _accounts().filter(pk__in=some)
    hours = _hours(some)
    return [
        Profile(
            key=key,
            uid=uid,
            network=network,
            handle=handle,
            name=name,
            mail=mail,
            url=url,
            links=tuple(links),
            summary=summary,
            place=place,
            organisation=name if kind == "Organization" else "",
            hours=tuple(hours.get(key, ())),
            kind=kind,
        )
        for key, uid, network, handle, name, mail, url, links, summary, place, kind in accounts.order_by(
            "pk"
        ).values_list(*_ACTOR)
    ]


def _hours(some: Sequence[int] | None) -> dict[int, list[int]]:
    posts = Post.objects.all() if some is None else Post.objects.filter(author__in=some)
    spoke: dict[int, list[int]] = defaultdict(list)
    # The latest first, so that the same posts tell whether one account or all are looked at.
    rows = posts.order_by("author", "-published", "-pk").values_list("author", "published")
    for author, at in rows.iterator(chunk_size=10_000):
        if len(spoke[author]) < _SPOKE:
            spoke[author].append(hour_of_week(at))
    return spoke


class _Known:
    """The index of all accounts, kept in this process from round to round."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """It is built anew when it is asked for again."""
        self._of, self._upto, self._index = "", 0, Index(SHIPPED)

    def index(self) -> Index:
        """It, with every account that is held by now; an account stands in it as it was when it was taken in."""
        if self._of != str(settings.DATA):
            self._of, profiles = str(settings.DATA), profiles_of(None)
            self._index = Index.build(profiles, SHIPPED)
        else:
            profiles = profiles_of(_accounts().filter(pk__gt=self._upto).values_list("pk", flat=True))
            for profile in profiles:
                self._index.add(profile)
        self._upto = max((profile.key for profile in profiles), default=self._upto)
        return self._index


_KNOWN = _Known()


def _keep(found: Iterable[Likely], about: set[int] | None) -> None:
    """Write `found`, in place of what was held `about` these accounts, or of everything."""
    wanted = {(match.left, match.right): match for match in found}
    keys = {key for pair in wanted for key in pair}
    there, met = _there(keys), engaged(keys)
    there -= us().actors
    wanted = {pair: m for pair, m in wanted.items() if set(pair) <= there and met & set(pair)}
    held = {(row.left_id, row.right_id): row for row in _held(about)}
    gone = [row.pk for pair, row in held.items() if pair not in wanted]
    LikelyMatch.objects.filter(pk__in=gone).delete()
    new = [match for pair, match in wanted.items() if pair not in held or _differs(held[pair], match)]
    uids = dict(Actor.objects.filter(pk__in={k for m in new for k in (m.left, m.right)}).values_list("pk", "uid"))
    moment = datetime.now(UTC)
    bulk.upsert(LikelyMatch, "public_id", _COLUMNS, [_row(match, uids, moment) for match in new])
    if first_team().join_likely_from is not None:
        touched = {key for match in new for key in (match.left, match.right)}
        resolve_around(touched | {key for pair in held if pair not in wanted for key in pair})


def _held(about: set[int] | None) -> list[LikelyMatch]:
    if about is None:
        return list(LikelyMatch.objects.all())
    return [row for some in in_parts(about) for row in LikelyMatch.objects.filter(Q(left__in=some) | Q(right__in=some))]


def _there(keys: set[int]) -> set[int]:
    """Those who were not forgotten meanwhile."""
    return {key for some in in_parts(keys) for key in Actor.objects.filter(pk__in=some).values_list("pk", flat=True)}


def _differs(row: LikelyMatch, match: Likely) -> bool:
    return (row.probability, [tuple(r) for r in row.reasons], row.version) != (
        match.probability,
        [(r.text, r.weight) for r in match.reasons],
        VERSION,
    )


def _row(match: Likely, uids: dict[int, str], at: datetime) -> tuple[object, ...]:
    reasons = msgspec.json.encode([(r.text, r.weight) for r in match.reasons]).decode()
    return (
        pair_id(uids[match.left], uids[match.right]),
        match.left,
        match.right,
        match.probability,
        reasons,
        VERSION,
        at,
    )


def pair_id(left: str, right: str) -> str:
    """The public id of two accounts, whichever comes first.

    >>> pair_id("mailto:a@n.example", "did:plc:1") == pair_id("did:plc:1", "mailto:a@n.example")
    True
    """
    return short_id("m", " ".join(sorted((left, right))))
