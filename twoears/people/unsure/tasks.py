"""Keep the table of likely matches up with what is heard. Opinions: all of it made anew says the same.

One side of each is somebody who engaged with us. The other may be a stranger's account: it stays an account until a
member says that it belongs to them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib import import_module

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Actor, ChangedActor, Forgotten, Position
from twoears.lib.ids import short_id
from twoears.lib.spark import engine
from twoears.people.accounts.tasks import accounts, last_account, profiles_of
from twoears.people.joining.tasks import engaged, in_parts, resolve_around
from twoears.people.matching import PROPOSED, SHIPPED, Index, Likely, Model, Profile, likely
from twoears.people.models import LikelyMatch, ToMatch
from twoears.people.taught.tasks import in_use, mark_of
from twoears.team.actions import first_team
from twoears.threads.actions import us

STEP, COUNTED, WEIGHED = "likely", "likely counted", "likely weighed"
VERSION = SHIPPED.version
WORTH_SPARK = 1_000_000
"""Accounts from which on all are compared by Spark, where that is the engine."""
_COLUMNS = ("public_id", "left", "right", "probability", "reasons", "version", "made_at")


def find_likely(most: int = 300, small: int = 2_000) -> int:
    """Look whom the next accounts may be: new ones, those that engaged since or tell something else; how many it were.

    How much a name tells hangs on how many bear it. Up to `small` accounts everybody is looked at each time; above it
    only the next `most`, against what was counted before, until a tenth more accounts are held or they are weighed
    otherwise.
    """
    _KNOWN.let_go()
    if not behind():
        return 0
    held = accounts().count()
    if held <= small or held > 1.1 * (_position(COUNTED) or 0) or _weighed_otherwise(in_use()):
        find_all_likely()
        return held
    return max(_find_some(most), 1)


def _find_some(most: int) -> int:
    model = in_use()
    index = _KNOWN.index(model)  # takes a while the first time: nobody waits for the database meanwhile
    with transaction.atomic():
        after = reached(STEP)
        new = list(accounts().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most])
        queued = list(ToMatch.objects.order_by("pk").values_list("pk", flat=True)[:most])
        changed = list(ChangedActor.objects.order_by("pk").values_list("pk", "actor")[:most])
        save(STEP, max(new, default=last_account()))
        ToMatch.objects.filter(pk__in=queued).delete()
        ChangedActor.objects.filter(pk__in=[pk for pk, _ in changed]).delete()
        other = {actor for _, actor in changed}
        profiles = profiles_of({*new, *queued, *other})
        _KNOWN.put(profile for profile in profiles if profile.key in other)
        found = [match for profile in profiles for match in index.matches(profile, PROPOSED)]
        _keep(found, {profile.key for profile in profiles}, model)
    return len(new) + len(queued) + len(changed)


def find_all_likely(progress: Callable[[int, int], None] | None = None) -> int:
    """The same for everybody at once; how many pairs are likely. What was found before and holds no more goes."""
    last, model = last_account(), in_use()
    queued = list(ToMatch.objects.filter(pk__lte=last).values_list("pk", flat=True))
    changed = ChangedActor.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    profiles = profiles_of(None)
    found = _likely(profiles, model, progress)
    _KNOWN.forget()
    with transaction.atomic():
        for step, position in ((STEP, last), (COUNTED, len(profiles)), (WEIGHED, mark_of(model))):
            reached(step)
            save(step, position)
        for some in in_parts(queued):
            ToMatch.objects.filter(pk__in=some).delete()
        ChangedActor.objects.filter(pk__lte=changed).delete()
        _keep(found, None, model)
    return LikelyMatch.objects.count()


def _likely(profiles: Sequence[Profile], model: Model, progress: Callable[[int, int], None] | None) -> Sequence[Likely]:
    """By the engine that the environment names: Spark only where it is worth what it takes to begin."""
    if engine() == "local" or len(profiles) < WORTH_SPARK:
        return likely(profiles, model=model, least=PROPOSED, progress=progress)
    on_spark = import_module("twoears.people.matching.on_spark")
    found: Sequence[Likely] = on_spark.likely(on_spark.frame_of(profiles), model=model, least=PROPOSED)
    return found


def behind() -> bool:
    """Whether somebody has not been looked at yet, or not as pairs are weighed now."""
    last = last_account()
    if last > (_position(STEP) or 0) or ToMatch.objects.exists() or ChangedActor.objects.exists():
        return True
    return last > 0 and _weighed_otherwise(in_use())


def _weighed_otherwise(model: Model) -> bool:
    return _position(WEIGHED) != mark_of(model)


def _position(step: str) -> int | None:
    return Position.objects.filter(step=step).values_list("reached", flat=True).first()


class _Known:
    """The index of all accounts, kept in this process from round to round.

    It ends with the first look after anybody was forgotten, in whichever process that was.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """It is built anew when it is asked for again."""
        self._of: tuple[object, ...] = ()
        self._upto, self._index = 0, Index(SHIPPED)

    def let_go(self) -> None:
        """Forget it where somebody was forgotten since it was built."""
        if self._of and self._of[-1] != _forgotten():
            self.forget()

    def index(self, model: Model) -> Index:
        """It, with every account that is held by now."""
        of = str(settings.DATA), model.version, _forgotten()
        if self._of != of:
            profiles = profiles_of(None)
            self._index, self._of = Index.build(profiles, model), of
        else:
            profiles = profiles_of(accounts().filter(pk__gt=self._upto).values_list("pk", flat=True))
            self.put(profiles)
        self._upto = max((profile.key for profile in profiles), default=self._upto)
        return self._index

    def put(self, profiles: Iterable[Profile]) -> None:
        """Take them in as they are now."""
        for profile in profiles:
            self._index.put(profile)


_KNOWN = _Known()


def _forgotten() -> tuple[int, datetime | None]:
    """What changes whenever somebody is forgotten, in every process that looks at this database."""
    told = Forgotten.objects.aggregate(n=Count("digest"), at=Max("at"))
    return told["n"], told["at"]


def _keep(found: Iterable[Likely], about: set[int] | None, model: Model) -> None:
    """Write `found`, in place of what was held `about` these accounts, or of everything."""
    wanted = {(match.left, match.right): match for match in found}
    keys = {key for pair in wanted for key in pair}
    there, met = _there(keys), engaged(keys)
    there -= us().actors
    wanted = {pair: m for pair, m in wanted.items() if set(pair) <= there and met & set(pair)}
    held = {(row.left_id, row.right_id): row for row in _held(about)}
    gone = [row.pk for pair, row in held.items() if pair not in wanted]
    LikelyMatch.objects.filter(pk__in=gone).delete()
    new = [match for pair, match in wanted.items() if pair not in held or _differs(held[pair], match, model)]
    uids = dict(Actor.objects.filter(pk__in={k for m in new for k in (m.left, m.right)}).values_list("pk", "uid"))
    moment = datetime.now(UTC)
    bulk.upsert(LikelyMatch, "public_id", _COLUMNS, [_row(match, uids, moment, model) for match in new])
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


def _differs(row: LikelyMatch, match: Likely, model: Model) -> bool:
    return (row.probability, [tuple(r) for r in row.reasons], row.version) != (
        match.probability,
        [(r.text, r.weight) for r in match.reasons],
        model.version,
    )


def _row(match: Likely, uids: dict[int, str], at: datetime, model: Model) -> tuple[object, ...]:
    reasons = msgspec.json.encode([(r.text, r.weight) for r in match.reasons]).decode()
    return (
        pair_id(uids[match.left], uids[match.right]),
        match.left,
        match.right,
        match.probability,
        reasons,
        model.version,
        at,
    )


def pair_id(left: str, right: str) -> str:
    """The public id of two accounts, whichever comes first.

    >>> pair_id("mailto:a@n.example", "did:plc:1") == pair_id("did:plc:1", "mailto:a@n.example")
    True
    """
    return short_id("m", " ".join(sorted((left, right))))
