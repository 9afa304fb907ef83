"""Find referrals behind the record: in words, deeds and forms. Opinions: made again with the same result."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Actor
from twoears.people.referrals.links import CERTAIN, told_by
from twoears.people.referrals.models import Referral
from twoears.people.referrals.senders.pages import senders_in
from twoears.people.referrals.words import Told, told_in
from twoears.people.ties.hearing.tasks import parts
from twoears.threads.models import Turn
from twoears.threads.us import Us

STEP: Final = "referrals"
VERSION: Final = "1"
_FORMS: Final = ("submit", "order", "visit")
_ROW: Final = ("activity", "referrer", "referred", "named", "sent", "how", "words", "probability", "at", "version")
_TURN: Final = ("post", "actor", "to_us", "post__text", "post__mentions", "post__published")


@transaction.atomic(savepoint=False)
def refer_words(threads: Iterable[int], us: Us) -> set[int]:
    """Say anew which of the posts of `threads`, which were just told, tell of a referral; who sent or had sent."""
    senders: set[int] = set()
    for part in parts(sorted(set(threads))):
        theirs = Turn.objects.filter(thread__in=part, ours=False)
        told = Referral.objects.filter(how="words", activity__post__turn__thread__in=part)
        senders |= senders_in(told)
        told.delete()
        found = {turn[0]: row for turn in theirs.values_list(*_TURN) if (row := _in_words(turn, us)) is not None}
        # Asked by themselves: joined to the turns, a database that does not know its tables yet looks at all of them.
        created = Activity.objects.filter(post__in=list(found), type="Create").order_by("pk")
        rows = [(pk, *found[post]) for pk, post in created.values_list("pk", "post")]
        bulk.insert(Referral, _ROW, rows, "ON CONFLICT (activity_id) DO NOTHING")
        senders |= senders_in(Referral.objects.filter(activity__in=[row[0] for row in rows]))
    return senders


def _in_words(turn: tuple[Any, ...], us: Us) -> tuple[Any, ...] | None:
    """The row for a turn, in the order of _ROW and of _TURN, behind its activity."""
    _, actor, to_us, text, mentions, at = turn
    told = told_in(text)
    if told is None or (told.named and not to_us):
        return None
    if told.named:
        return (None, actor, told.named, "", "words", *_because(told), at, VERSION)
    sent = [name for name in mentions if not us.named_in([name], "")]
    # Who is greeted by name alone may be anybody: without one account that is named nobody was sent.
    return (actor, None, "", sent[0], "words", *_because(told), at, VERSION) if len(sent) == 1 else None


def _because(told: Told) -> tuple[str, float]:
    return told.words, told.probability


@transaction.atomic(savepoint=False)
def refer_deeds(us: Us, most: int = 5000) -> tuple[int, set[int]]:
    """Find referrals in what was done without words since; how many activities were looked at, and who sent."""
    after = reached(STEP)
    coming = Activity.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:most]
    last = coming.aggregate(last=Max("pk"))["last"]
    if last is None:
        return 0, set()
    acts = Activity.objects.filter(pk__gt=after, pk__lte=last, type__in=("refer", *_FORMS)).order_by("pk")
    found = acts.values_list("pk", "type", "actor", "object_uid", "detail", "published")
    rows = [row for one in found if (row := _in_deed(*one, us)) is not None]
    bulk.insert(Referral, _ROW, rows, "ON CONFLICT (activity_id) DO NOTHING")
    save(STEP, last)
    return int(last - after), senders_in(Referral.objects.filter(activity__in=[row[0] for row in rows]))


def _in_deed(
    activity: int, verb: str, actor: int, about: str, detail: dict[str, Any], at: object, us: Us
) -> tuple[Any, ...] | None:
    if verb == "refer":
        sent = Actor.objects.filter(uid=about).values_list("pk", flat=True).first()
        sent = None if sent in us.actors or sent == actor else sent
        return (activity, actor, sent, "", "", "deed", "", CERTAIN, at, VERSION)
    told = told_by(detail, about)
    if told is None:
        return None
    named, words, sure = told
    return (activity, None, actor, named, "", "form", words, sure, at, VERSION)


@transaction.atomic(savepoint=False)
def refer_again() -> None:
    """Start over; the threads are told again too, which brings the words back."""
    Referral.objects.all().delete()
    reached(STEP)
    save(STEP, 0)
