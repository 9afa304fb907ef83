"""Read what tracking libraries send: pages seen, forms sent, orders made, and who it was, once they have said so."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from twoears.lib.dates import NoDate
from twoears.sources.access_log.robots import is_robot
from twoears.sources.events.acts import Unreadable, acts
from twoears.sources.events.calls import Call, NotACall, TooLong, call, events
from twoears.sources.events.saying import first, moment, part
from twoears.sources.reading import Asked, CannotRead, Field, Heard, Incoming, Reply, SetAside, Source, Thing

_ADVICE = "Mend the call where it is made; events that come again count once."
_TAKEN = '{"success": true}'


def fits(thing: Thing) -> float:
    """`events`, with a name for the site where there are several."""
    return 0.9 if thing.path is None and thing.text.split(" ", 1)[0] == "events" else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Nothing is fetched: events are brought. One that was set aside is read again."""
    if thing.raw is None:
        return
    yield from takes(Incoming(body=thing.raw, at=datetime.now(UTC)), asked)


def answer(incoming: Incoming, asked: Asked) -> Reply:
    """What a library is told at once: it gives up on what is refused, and sends the rest of its batches."""
    try:
        call(incoming.body, incoming.path)
    except NotACall as error:
        said = msgspec.json.encode({"success": False, "message": str(error)}).decode()
        return Reply(status=413 if isinstance(error, TooLong) else 400, body=said, type="application/json", keep=False)
    return Reply(status=200, body=_TAKEN, type="application/json")


def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """Every event of a call; one that cannot be read is set aside, and the rest is read."""
    try:
        one = call(incoming.body, incoming.path)
    except NotACall as error:
        raise CannotRead(str(error)) from error
    place = asked.options.get("place", "").strip()
    for piece, said in events(one):
        if isinstance(said, NotACall):
            yield _aside(piece, one, incoming.at, str(said))
            continue
        if _is_program(said):
            yield SetAside(name="programs", reason="Programs looked at pages: robots, previews, monitors.",
                           advice="There is nothing to mend; they are not counted as visitors.")  # fmt: skip
            continue
        try:
            yield from list(acts(said, incoming.at, place))
        except NoDate as error:
            yield _aside(piece, one, incoming.at, f"Its timestamp cannot be read: {error}.")
        except Unreadable as error:
            yield _aside(piece, one, incoming.at, str(error))


def _is_program(said: dict[str, Any]) -> bool:
    """Only of pages seen by nobody in particular: servers may send what users did under a name of their own."""
    agent = first(part(said, "context"), "userAgent")
    return said["type"] in ("page", "screen") and not said.get("userId") and bool(agent) and is_robot(agent)


def _aside(piece: bytes, one: Call, at: datetime, reason: str) -> SetAside:
    """With enough to read it again, and without the address of a computer."""
    try:
        said = msgspec.json.decode(piece, type=dict[str, Any])
    except (ValueError, RecursionError):
        return SetAside(name="event", reason=reason, advice=_ADVICE, raw=piece[:4096])
    kept = {"type": one.kind, "sentAt": one.shared.get("sentAt"), **said}
    kept["context"] = {name: value for name, value in part(said, "context").items() if name != "ip"}
    try:
        happened = moment(kept, at).isoformat()
    except NoDate:
        happened = first(said, "timestamp")
    # By our clock from here on: when it is read again, nobody knows any more when it came.
    kept = {name: value for name, value in kept.items() if name not in ("sentAt", "originalTimestamp")}
    kept["timestamp"] = happened
    name = f"event {first(said, 'messageId')[:100]}".strip()
    return SetAside(name=name, reason=reason, advice=_ADVICE, raw=msgspec.json.encode(kept)[:65536])


SOURCE = Source(
    kind="events",
    title="Events of your site (Segment's HTTP API)",
    mark="events",
    sees="Pages seen, forms sent, orders made, with referrer and campaign; who it was, once they have said so.",
    blind="Visitors who block tracking or do not consent. Who a visitor is, until they sign in or give their address.",
    fits=fits,
    read=read,
    takes=takes,
    answer=answer,
    fields=(
        Field(
            name="place",
            label="Whose users",
            help="Leave it empty where all your sites share their user ids; else a word for this one, such as shop.",
        ),
    ),
)
