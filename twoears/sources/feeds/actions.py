"""What a hub asks us at our door: whether it was us who subscribed. It is answered at once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from twoears.sources.models import Subscription
from twoears.sources.reading import Reply

_LONGEST = 1000  # letters of a challenge
_SHORTEST_LEASE, _LONGEST_LEASE = 60, 90 * 24 * 3600  # seconds

_NOT_US = Reply(status=404, body="We did not ask for that.", keep=False)


def confirm(door: str, told: Mapping[str, str], now: datetime | None = None) -> Reply:
    """Say yes to what we asked for, by the words of the hub, and no to all else. What a hub grants or denies is kept.

    `told` is the query of its request: `hub.mode` (subscribe, unsubscribe, denied), topic, challenge and lease.
    """
    moment = now or datetime.now(UTC)
    subscription = Subscription.objects.filter(door=door, topic=told.get("hub.topic", "")).first()
    if subscription is None:
        return _NOT_US
    mode, challenge = told.get("hub.mode", ""), told.get("hub.challenge", "")
    if mode == "denied":
        why = told.get("hub.reason", "")[:500] or "it does not say why"
        _keep(
            subscription,
            said=f"Its hub refuses: {why}. We look ourselves.",
            ends_at=None,
            next_at=moment + timedelta(days=7),
        )
        return Reply(status=200, keep=False)
    if not challenge or len(challenge) > _LONGEST:
        return _NOT_US
    # It was removed, and only then do we want to hear no more.
    wanted = "subscribe" if subscription.connection_id else "unsubscribe"
    if mode != wanted:
        return _NOT_US
    if mode == "unsubscribe":
        subscription.delete()
    else:
        lease = _lease(told.get("hub.lease_seconds", ""))
        # Three quarters of it: there is time to ask again if the hub does not answer at once.
        again = moment + timedelta(seconds=lease * 3 / 4)
        _keep(subscription, said="", ends_at=moment + timedelta(seconds=lease), next_at=again, tries=0)
    return Reply(status=200, body=challenge, keep=False)


def _lease(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 24 * 3600
    return max(_SHORTEST_LEASE, min(_LONGEST_LEASE, seconds))


def _keep(subscription: Subscription, **changes: object) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(**changes)
