"""What the doors show of what is sent. Queries only."""

from collections.abc import Sequence

from twoears.publishing.actions import mouths, of_posts, outgoing
from twoears.publishing.models import Delivery, State
from twoears.publishing.showing import DeliveryShown, Mouth
from twoears.sources.catalogue import sources

_MAY: dict[str, tuple[str, ...]] = {
    State.PENDING: ("take-back",),
    State.FAILED: ("try-again", "take-back"),
    State.UNKNOWN: ("it-is-there", "try-again"),
}


def speaking(network: str = "") -> tuple[Mouth, ...]:
    """Through what we can speak, on one network or on any."""
    found = []
    for connection in mouths(network):
        out = outgoing(connection)
        if out is not None:
            who, where = _speaker(connection.text), _title(connection.kind)
            found.append(Mouth(source=connection.pk, speaker=who, network=where, acts=out.acts, longest=out.longest))
    return tuple(found)


def deliveries(*, states: Sequence[str] = (), start: int = 0, limit: int = 30) -> tuple[DeliveryShown, ...]:
    """What was sent and is to be sent, the latest first."""
    found = Delivery.objects.select_related("connection", "member", "about")
    if states:
        found = found.filter(state__in=states)
    return tuple(shown(delivery) for delivery in found[start : start + limit])


def about_posts(posts: Sequence[int]) -> dict[int, tuple[DeliveryShown, ...]]:
    """post -> what we do about it, the oldest first; what was taken back is left out."""
    found: dict[int, tuple[DeliveryShown, ...]] = {}
    for delivery in reversed(of_posts(posts)):
        if delivery.state != State.WITHDRAWN and delivery.about_id is not None:
            found[delivery.about_id] = (*found.get(delivery.about_id, ()), shown(delivery))
    return found


def unsent() -> int:
    """How many wait for a member: they failed, or nobody can tell."""
    return Delivery.objects.filter(state__in=(State.FAILED, State.UNKNOWN), next_at=None).count()


def shown(delivery: Delivery) -> DeliveryShown:
    """One delivery as it is shown."""
    return DeliveryShown(
        id=delivery.pk,
        act=delivery.act,
        state=delivery.state,
        state_words=State(delivery.state).label,
        said=delivery.said,
        text=delivery.text,
        source=delivery.connection_id,
        speaker=_speaker(delivery.connection.text),
        network=_title(delivery.connection.kind),
        about=delivery.about.uid if delivery.about else "",
        about_post=delivery.about_id,
        member=str(delivery.member),
        made_at=delivery.made_at,
        sent_at=delivery.sent_at,
        sent_id=delivery.sent_uid,
        url=delivery.sent_url,
        # While something unknown is looked up by itself, nobody has to say anything.
        may=() if delivery.state == State.UNKNOWN and delivery.next_at else _MAY.get(delivery.state, ()),
        moving=delivery.state in (State.PENDING, State.SENDING) or delivery.next_at is not None,
    )


def _title(kind: str) -> str:
    source = sources().get(kind)
    return source.title if source else kind


def _speaker(text: str) -> str:
    """As whom we speak: the handle, the account, or what the source was called."""
    return text.removeprefix("https://").removeprefix("http://").rstrip("/")
