"""From an event to what was done: a page is viewed, a group joined, an account moved; the rest is told by its name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity, Actor
from twoears.sources.events.names import verb
from twoears.sources.events.saying import came_from, first, moment, page, part, words
from twoears.sources.events.who import group, user, visitor
from twoears.sources.tables.columns import plain_name

_MOST_DETAILS = 24
# What must not be kept of somebody who only wanted to buy something.
_PERSONAL: Final = frozenset({
    "address", "agent", "birth", "birthday", "birthdate", "card", "cvc", "cvv", "email", "iban", "ip", "lat",
    "latitude", "lon", "lng", "longitude", "mail", "mobile", "password", "phone", "secret", "ssn", "telephone", "token",
})  # fmt: skip
_AT_HOME: Final = frozenset({"url", "referrer", "search", "path", "title", "first name", "last name", "full name"})


class Unreadable(ValueError):
    """The event lacks what it must have."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event with its time by our clock, and whoever did it: `who` is the user where we know them."""

    id: str
    at: datetime
    said: Mapping[str, Any]
    who: Actor
    visitor: Actor | None
    place: str


def acts(said: Mapping[str, Any], at: datetime, place: str = "") -> Iterator[Activity]:
    """What an event tells; `at` is when it came, `place` whose ids it uses. Raises `Unreadable` and `NoDate`.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    >>> shown = {"type": "page", "anonymousId": "5a7d", "messageId": "m1", "properties": {"url": "https://norrvik.example/?a=b"}}
    >>> [(a.type, a.actor.id, a.object) for a in acts(shown, at)]
    [('View', 'events:anon/5a7d', 'https://norrvik.example/')]
    """
    event = _event(said, moment(said, at), place)
    if event.visitor and event.visitor.id != event.who.id:
        yield _same(event.visitor, event)
    yield _ACTS[said["type"]](event)


def _event(said: Mapping[str, Any], at: datetime, place: str) -> Event:
    told = _told(said)
    who = user(said.get("userId"), place, told)
    came_as = visitor(said.get("anonymousId"), place, told, known_as=who)
    actor = who or came_as
    if actor is None:
        raise Unreadable("It names nobody: neither userId nor anonymousId says who it was.")
    return Event(_id(said), at, said, actor, came_as, place)


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of the user: by identify itself, beside any event, or in a form that they filled in."""
    told = dict(part(part(said, "context"), "traits"))
    if said["type"] == "identify":
        return told | dict(part(said, "traits"))
    if said["type"] == "track" and verb(words(said.get("event"))) == "submit":
        filled = ("email", "first_name", "last_name", "firstName", "lastName", "full_name")
        return told | {name: value for name, value in part(said, "properties").items() if name in filled}
    return told


def _id(said: Mapping[str, Any]) -> str:
    """The same event is the same activity, however often it comes; the word that its sender gave it tells."""
    told = words(said.get("messageId"), 1000)
    if told and len(told) <= 100:
        return f"events:message/{told}"
    same = told or {name: value for name, value in said.items() if name not in ("sentAt", "receivedAt")}
    return f"events:message/{_digest(msgspec.json.encode(same))}"


def _same(came_as: Actor, event: Event) -> Activity:
    """That a visitor is a user: said once, however many events show it."""
    key = f"events:same/{_digest(f'{came_as.id} {event.who.id}'.encode())}"
    return Activity(id=key, type="Update", actor=came_as, published=event.at, object=came_as)


def _identified(event: Event) -> Activity:
    return Activity(id=event.id, type="Update", actor=event.who, published=event.at, object=event.who)


def _shown(event: Event) -> Activity:
    name = first(event.said, "name") or first(part(event.said, "properties"), "name", "title", "path")
    there = page(event.said) or f"{event.said['type']}:{name}"
    detail = ((("name", name[:200]),) if name else ()) + came_from(event.said)
    return Activity(id=event.id, type="View", actor=event.who, published=event.at, object=there, detail=detail)


def _joined(event: Event) -> Activity:
    found = group(event.said.get("groupId"), event.place, part(event.said, "traits"))
    if found is None:
        raise Unreadable("It says that somebody belongs to a group, and not to which: groupId is missing.")
    return Activity(id=event.id, type="Join", actor=event.who, published=event.at, object=found)


def _moved(event: Event) -> Activity:
    """An alias: what was done under `previousId`, which a browser made up, was done by this user."""
    before = visitor(event.said.get("previousId"), event.place, {}, known_as=event.who)
    if before is None or not event.who.links:
        raise Unreadable("An alias joins a previousId to a userId. One of them is missing.")
    return Activity(id=event.id, type="Move", actor=before, published=event.at, object=event.who)


def _tracked(event: Event) -> Activity:
    name = words(event.said.get("event"), 200)
    if not name:
        raise Unreadable("It does not say what happened: event is missing.")
    did = verb(name)
    if did in ("order", "Undo"):
        return _ordered(event, name, did)
    detail = (("event", name), *came_from(event.said), *_properties(event.said))
    there = page(event.said)
    return Activity(id=event.id, type=did, actor=event.who, published=event.at, object=there, detail=detail)


def _ordered(event: Event, name: str, did: str) -> Activity:
    """An order by its number, as in tables: neither a page of thanks loaded twice nor a table of orders adds one."""
    properties = part(event.said, "properties")
    number = first(properties, "order_id", "orderId", "checkout_id")[:200]
    products = properties.get("products")
    items = [part({"": item}, "") for item in products[:50]] if isinstance(products, list) else []
    named = ", ".join(filter(None, (first(item, "name", "title", "sku", "product_id") for item in items[:5])))
    told = {
        "amount": first(properties, "total", "revenue", "value"),
        "currency": first(properties, "currency").upper()[:3],
        "product": (named or first(properties, "product", "plan", "product_name"))[:200],
        "event": "" if did == "order" else name,
    }
    detail = tuple((field, value) for field, value in told.items() if value) + came_from(event.said)
    key = f"deal:{number}" if number else event.id
    return Activity(
        id=f"{key}#{did.lower()}" if number and did == "order" else event.id, type=did, actor=event.who,
        published=event.at, object=key if did == "order" else f"{key}#order", detail=detail,
    )  # fmt: skip


def _properties(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What else it says in plain words, without what is personal."""
    found = []
    for name, value in list(part(said, "properties").items())[:200]:
        plain = plain_name(name[:60])
        if not plain or plain in _AT_HOME or not _PERSONAL.isdisjoint(plain.split()):
            continue
        if told := words(value):
            found.append((words(name, 60), told))
    return tuple(found[:_MOST_DETAILS])


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=10).hexdigest()


_ACTS: Final[Mapping[str, Callable[[Event], Activity]]] = {
    "identify": _identified, "page": _shown, "screen": _shown, "group": _joined, "alias": _moved, "track": _tracked,
}  # fmt: skip
