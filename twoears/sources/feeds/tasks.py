"""Ask the hubs of feeds to tell us what is new, again before their promise ends, and let go where nobody listens."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings

from twoears.lib.http import NoAnswer, TryLater
from twoears.sources.actions import door_of, seal_of
from twoears.sources.feeds.websub import HubRefuses, ask
from twoears.sources.models import Connection, State, Subscription

_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=1)
_JUST = timedelta(minutes=2)  # after a look, in which we see what hub it names
_LET_GO = 5  # tries to tell a hub that nobody listens; then its lease runs out by itself


def keep_told(now: datetime | None = None) -> bool:
    """Ask one hub whose turn it is; whether there was one. Without a public address nobody can tell us anything."""
    if not settings.PUBLIC_URL:
        return False
    moment = now or datetime.now(UTC)
    _note_hubs(moment)
    due = Subscription.objects.filter(next_at__lte=moment).order_by("next_at", "pk").first()
    if due is None:
        return False
    pause = min(_FIRST_PAUSE * 2 ** min(due.tries, 20), _LONGEST_PAUSE)
    mine = Subscription.objects.filter(pk=due.pk, next_at=due.next_at)
    # Before the question: the hub may ask back while it is still open. If it never does, we ask again.
    if mine.update(tries=due.tries + 1, next_at=moment + pause):
        _ask(due, moment)
    return True


def _note_hubs(now: datetime) -> None:
    """Feeds that have just been looked at and name a hub that was not asked yet."""
    seen = Connection.objects.filter(kind="feeds", subscription=None, looked_at__gte=now - _JUST)
    for connection in seen.filter(cursor__hub__isnull=False).exclude(state=State.PAUSED):
        door = connection.door or token_urlsafe(24)
        if not connection.door:  # made before feeds could be brought to us
            Connection.objects.filter(pk=connection.pk).update(door=door)
        hub, topic = connection.cursor["hub"], connection.cursor.get("topic", "")
        fresh = {"door": door, "hub": hub, "topic": topic, "next_at": now}
        Subscription.objects.get_or_create(connection=connection, defaults=fresh)


def _as_it_is_now(due: Subscription) -> None:
    """The feed may name another hub by now."""
    told = due.connection.cursor if due.connection else {}
    if told.get("hub") and (told["hub"], told.get("topic")) != (due.hub, due.topic):
        due.hub, due.topic = told["hub"], told.get("topic", "")
        due.save(update_fields=["hub", "topic"])


def _ask(due: Subscription, now: datetime) -> None:
    mode = "subscribe" if due.connection_id else "unsubscribe"
    _as_it_is_now(due)
    held = Subscription.objects.filter(pk=due.pk)
    try:
        ask(mode, hub=due.hub, topic=due.topic, callback=door_of(due.door), secret=seal_of(due.door))
    except HubRefuses as refusal:
        held.update(said=f"{refusal} We look ourselves.", next_at=now + timedelta(days=7))
        return
    except NoAnswer as error:
        held.update(said=f"{error}"[:2000])
        if isinstance(error, TryLater):
            held.update(next_at=now + max(timedelta(seconds=error.seconds), _FIRST_PAUSE))
    if mode == "unsubscribe" and due.tries + 1 >= _LET_GO:
        held.delete()
