"""Read a server with Mastodon's API: what an account says and is told, its conversations, and hashtags."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from twoears.activities.values import Actor
from twoears.sources.mastodon.known import Known, unkept, word
from twoears.sources.mastodon.names import Account, Tag, hashtags, place, surely
from twoears.sources.mastodon.shape import NotAStatus, person
from twoears.sources.packed import since
from twoears.sources.reading import ENDS, Asked, CannotRead, Field, Heard, SetAside, Source, Thing, Total, ends_on
from twoears.sources.sending import Access, Letter, Outgoing, Sent

if TYPE_CHECKING:
    from twoears.sources.mastodon.door import Door
    from twoears.sources.mastodon.talk import Talk
    from twoears.sources.mastodon.walk import List, Places

_MARKS = (b'"reblogs_count"', b'"visibility"', b'"in_reply_to_id"')
_NOTICE = re.compile(rb'"type"\s*:\s*"(?:favourite|follow|follow_request|mention|poll|reblog|status|update)"')


def fits(thing: Thing) -> float:
    """A handle or a hashtag with its server, the address of a profile, or a captured answer."""
    if thing.path is not None or thing.raw is not None:
        return 0.75 if _is_saved(thing.head(16384)) else 0.0
    return surely(thing.text)


def _is_saved(head: bytes) -> bool:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return False
    return sum(mark in head for mark in _MARKS) >= 2 or (b'"acct"' in head and _NOTICE.search(head) is not None)


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what was said, newest first, with a cursor after each page."""
    if thing.path is not None or thing.raw is not None:
        from twoears.sources.mastodon.saved import saved

        yield from since(saved(thing, asked), asked)
        return
    named = place(thing.text)
    if isinstance(named, Tag):
        talk = opened(named, asked)
        yield from _tags(_places(talk, asked), (named.word,))[0].heard()
        return
    yield from _account(named, asked)


def _account(named: Account, asked: Asked) -> Iterator[Heard]:
    from twoears.sources.mastodon.walk import LOOK_BACK, List, checked

    talk, found = met(named, asked)
    if not asked.cursor and isinstance(found.get("statuses_count"), int):
        yield Total(int(found["statuses_count"]))
    places = _places(talk, asked)
    before, whole = dict(talk.known.posts), "page" not in asked.cursor
    own = f"/api/v1/accounts/{quote(word(found, 'id'), safe='')}/statuses"
    yield from List(places, "", own, talk.whole, back=LOOK_BACK, at_first=None).heard()
    if whole and asked.cursor:
        yield from checked(talk, before)
    if talk.us is not None:
        yield from _if_allowed(List(places, "told ", "/api/v1/notifications", talk.notice, at_first=None))
        yield from _if_allowed(List(places, "home ", "/api/v1/timelines/home", talk.said))
    yield from chain.from_iterable(_if_allowed(some) for some in _tags(places, hashtags(asked)))


def _if_allowed(some: "List") -> Iterator[Heard]:
    """A list beside the account itself: what the token may not read, or the server does not have, is said and left."""
    from twoears.sources.mastodon.door import NotAllowed, NotThere

    try:
        yield from some.heard()
    except (NotAllowed, NotThere) as error:
        yield SetAside(
            name=some.path, reason=str(error), advice="Give a token that may read it; the rest is heard without it."
        )


def _tags(places: "Places", words: tuple[str, ...]) -> "list[List]":
    from twoears.sources.mastodon.walk import List

    return [List(places, f"#{w.lower()} ", f"/api/v1/timelines/tag/{quote(w)}", places.talk.said) for w in words]


def _places(talk: "Talk", asked: Asked) -> "Places":
    from twoears.sources.mastodon.walk import Places

    return Places(talk, {name: words for name, words in asked.cursor.items() if name != "posts"}, asked.since)


def met(named: Account, asked: Asked) -> "tuple[Talk, Mapping[str, Any]]":
    """The account, and the talk at its server: the one that was named, else where WebFinger leads."""
    # Here, because the catalogue imports this file, and most runs read no server.
    from twoears.sources.mastodon.door import server_of

    try:
        talk = opened(named, asked)
        found = talk.door.account(named.name)
    except CannotRead:
        # A token was given for the server that was named: it must not go elsewhere.
        elsewhere = "" if asked.base or asked.secrets.get("token") else server_of(named.name, named.server)
        if elsewhere in ("", named.server):
            raise
        talk = opened(Account(named.name, elsewhere), asked)
        found = talk.door.account(named.name)
    talk.known.meet_account(found)
    return talk, found


def opened(named: Account | Tag, asked: Asked) -> "Talk":
    """The talk at the server of a place, with what was met there before; with a token also who we are."""
    from twoears.sources.mastodon.talk import Talk

    door = door_of(named, asked)
    known = Known(server=door.host, posts=unkept(asked.cursor.get("posts", "")))
    talk = Talk(door, known)
    if door.token and isinstance(named, Account):
        own = door.own()
        known.meet_account(own)
        talk.us = _us({**own, "acct": _whole(word(own, "acct"), named)})
        known.us = talk.us.id
    return talk


def _us(own: Mapping[str, Any]) -> Actor:
    try:
        return person(own)
    except NotAStatus as error:
        raise CannotRead(
            f"The server does not say whose token it is. {error} Is it a server of the fediverse?"
        ) from error


def _whole(name: str, named: Account) -> str:
    # A server names its own accounts without itself; the handle that a member typed says what it is called.
    same = name.lower() == named.name.lower()
    return f"{name}@{named.server.partition('://')[2]}" if same and "@" not in name else name


def door_of(named: Account | Tag, asked: Asked | Access) -> "Door":
    """The door to the server of a place."""
    from twoears.sources.mastodon.door import Door

    return Door(asked.base or named.server, named=bool(asked.base), secret=asked.secrets.get("token", ""))


def stream(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Hold the streams open that a token opens (see `live`)."""
    from twoears.sources.mastodon.live import live

    yield from live(thing, asked)


def _send(letter: Letter, access: Access) -> Sent:
    from twoears.sources.mastodon.send import send

    return send(letter, access)


def _find(letter: Letter, access: Access) -> Sent | None:
    from twoears.sources.mastodon.send import find

    return find(letter, access)


SOURCE = Source(
    kind="mastodon",
    title="Mastodon and other servers of the fediverse",
    mark="fedi",
    sees="Posts and boosts of the account that its server shows, what it answers, and what others answer to it; "
    "hashtags. With a token, as it happens: mentions, likes, boosts, new followers, edits, deletions, whom it follows.",
    blind="Without a token: likes, who boosted us, and mentions outside the account's own conversations. Always: likes "
    "and boosts that were taken back, and what the server never heard of.",
    fits=fits,
    read=read,
    live=True,
    every=900,  # a look may cost a request for each conversation of the last days, and servers give 300 in 5 minutes
    stream=stream,
    post=Outgoing(acts=("reply", "post", "like", "share"), send=_send, find=_find),
    fields=(
        Field(
            name="token",
            label="Access token",
            help="Of the account itself. It lets us hear mentions as they come, and answer.",
            secret=True,
        ),
        Field(name="hashtags", label="Hashtags", help="Words to listen for at this server, such as cargo norrvik."),
        ENDS,
    ),
    renewal=ends_on,
)
