"""Deliver what members send: claimed before it is tried, looked up before it is tried again, so never twice.

    pending ──claim──▶ sending ──▶ sent | failed
                          │ the answer was lost, or we were killed
                          ▼
                       unknown ──look-up──▶ sent | pending (it is not there) | unknown (nobody can tell: a member looks)

The claim is committed before the network is touched. Whatever is found as `sending` after its lease has run out was
begun by somebody who is gone; from then on it is unknown.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from twoears.activities.pages import posts_above
from twoears.activities.record import record
from twoears.lib.http import NoAnswer, Refused, TryLater
from twoears.publishing.actions import outgoing
from twoears.publishing.models import Delivery, State
from twoears.sources.actions import asked_of
from twoears.sources.models import Connection
from twoears.sources.reading import CannotRead
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent

_LEASE = timedelta(minutes=3)  # longer than any exchange with a network may take
_FIRST_PAUSE = 15.0
_MOST_TRIES = 8


def deliver(now: datetime | None = None) -> bool:
    """Send or look up the one whose turn it is; whether there was one."""
    moment = now or datetime.now(UTC)
    _give_up_those_left_behind(moment)
    delivery = _claim(moment)
    if delivery is None:
        return False
    out = outgoing(delivery.connection)
    if out is None:
        _keep(delivery, State.FAILED, "This source cannot send any more.")
        return True
    try:
        access = _access(delivery)
    except CannotRead as error:
        _keep(delivery, State.FAILED, str(error))
        return True
    if not delivery.tried_before or _surely_not_there(delivery, out, access, moment):
        _send(delivery, out, access, moment)
    return True


def _give_up_those_left_behind(now: datetime) -> None:
    """Who began them was killed, or lost the answer with the power."""
    Delivery.objects.filter(state=State.SENDING, lease_until__lt=now).update(
        state=State.UNKNOWN, lease_until=None, next_at=now, said="We were stopped while it was being sent."
    )


def _claim(now: datetime) -> Delivery | None:
    ready = Q(state=State.PENDING) | Q(state=State.UNKNOWN)
    due = Delivery.objects.filter(ready, next_at__lte=now).select_related("connection", "about", "member")
    delivery = due.order_by("next_at", "pk").first()
    if delivery is None:
        return None
    claimed = Delivery.objects.filter(ready, pk=delivery.pk, tries=delivery.tries, next_at=delivery.next_at)
    delivery.tried_before = delivery.first_tried_at is not None
    first = delivery.first_tried_at or now
    taken = claimed.update(
        state=State.SENDING, lease_until=now + _LEASE, tries=delivery.tries + 1, first_tried_at=first, next_at=None
    )
    delivery.tries, delivery.first_tried_at = delivery.tries + 1, first
    return delivery if taken else None


def _access(delivery: Delivery) -> Access:
    asked = asked_of(delivery.connection)
    return Access(text=delivery.connection.text, base=asked.base, options=asked.options, secrets=asked.secrets)


def _letter(delivery: Delivery) -> Letter:
    about = delivery.about
    above = posts_above(about) if about else []
    return Letter(
        key=delivery.key,
        act=delivery.act,
        text=delivery.text,
        language=delivery.language,
        subject=next((post.title for post in [*above[::-1], about] if post and post.title), ""),
        target=about.uid if about else "",
        target_url=about.url if about else "",
        target_mail=about.author.mail if about else "",
        thread=tuple(post.uid for post in above) + ((about.uid,) if about else ()),
        people=(about.author.uid,) if about else (),
        since=delivery.first_tried_at or delivery.made_at,
    )


def _surely_not_there(delivery: Delivery, out: Outgoing, access: Access, now: datetime) -> bool:
    """Look before trying again. Where the network knows our key, trying again is as good as looking."""
    if out.again:
        return True
    if out.find is None:
        _keep(delivery, State.UNKNOWN, "It may have been sent, and nobody can look that up. Look there, then say so.")
        return False
    try:
        found = out.find(_letter(delivery), access)
    except (NoAnswer, CannotRead) as error:
        _later(delivery, State.UNKNOWN, str(error), now, error)
        return False
    if found is not None:
        _sent(delivery, found, now)
        return False
    return True


def _send(delivery: Delivery, out: Outgoing, access: Access, now: datetime) -> None:
    try:
        sent = out.send(_letter(delivery), access)
    except (NotSent, Refused, CannotRead) as error:
        _keep(delivery, State.FAILED, str(error))
    except TryLater as error:
        # The network turned us away at the door: nothing was done, and nothing is there to be looked up.
        if not delivery.tried_before:
            Delivery.objects.filter(pk=delivery.pk).update(first_tried_at=None)
        _later(delivery, State.PENDING, str(error), now, error)
    except NoAnswer as error:
        _later(delivery, State.UNKNOWN, str(error), now, error)
    else:
        _sent(delivery, sent, now)


def _later(delivery: Delivery, state: str, said: str, now: datetime, error: Exception) -> None:
    if delivery.tries >= _MOST_TRIES:
        _keep(delivery, State.UNKNOWN if state == State.UNKNOWN else State.FAILED, said)
        return
    pause = _FIRST_PAUSE * 2 ** (delivery.tries - 1)
    wait = max(pause, float(error.seconds)) if isinstance(error, TryLater) else pause
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state, said=said[:2000], lease_until=None, next_at=now + timedelta(seconds=wait)
    )


def _keep(delivery: Delivery, state: str, said: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, said=said[:2000], lease_until=None, next_at=None)


@transaction.atomic
def _sent(delivery: Delivery, sent: Sent, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.SENT, said="", lease_until=None, next_at=None, sent_at=now, sent_uid=sent.id, sent_url=sent.url
    )
    # What we said is heard like anything else, from the place where it stands now.
    Connection.objects.filter(pk=delivery.connection_id, next_at__gt=now).update(next_at=now)
    if sent.heard is not None:
        record([sent.heard], source=f"connection:{delivery.connection_id}")
