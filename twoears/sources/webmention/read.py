"""Hear of pages that link to ours: somebody tells us, and we look whether it is so."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec.structs import replace

from twoears.activities.values import Activity, Post, created
from twoears.lib.http import Broken, NoAnswer, fetch
from twoears.lib.urls import host, is_web
from twoears.sources.microformats.page import Page, page
from twoears.sources.microformats.shape import done
from twoears.sources.reading import Asked, CannotRead, Cursor, Field, Heard, Held, Incoming, Reply, Source, Thing
from twoears.sources.webmention.linkbacks import (
    ALREADY,
    GENERIC,
    HEAVIEST,
    NO_TARGET,
    Linkback,
    NotALinkback,
    linkback,
    refused,
    taken,
)
from twoears.sources.webmention.marks import Said, said
from twoears.sources.webmention.page import links_to, look, title, words_around
from twoears.sources.webmention.send import OUTGOING, endpoint
from twoears.sources.webmention.sites import is_ours, sites

_PREFIX = "webmention:"
_REMEMBERED: Final = 2000  # pages whose words we know again, so that a change is seen
_DONE: Final = {"like": "Like", "share": "Announce"}


def fits(thing: Thing) -> float:
    """Any address may be a site of ours: only a member can say that this one is."""
    return 0.9 if thing.text.startswith(_PREFIX) and is_web(home_of(thing.text)) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Look whether our site tells the world where we listen; a record that was set aside is tried again."""
    if thing.raw is not None:
        yield from takes(Incoming(body=thing.raw, at=datetime.now(UTC)), asked)
        return
    home = home_of(thing.text)
    if not is_web(home):
        raise CannotRead(f"{home} is not the address of a site. Give one that starts with https://.")
    if not asked.door:
        raise CannotRead("Nobody can reach us from outside. Set TWOEARS_PUBLIC_URL to the address by which others do.")
    told = endpoint(fetch(home, limit=4 * 1024 * 1024, allow=host(home)))
    if told not in (asked.door, _for_all(asked.door)):
        raise CannotRead(
            f"{home} does not tell others where we listen{f', but names {told}' if told else ''}. "
            f'Put <link rel="webmention" href="{asked.door}"> into the head of its pages.'
        )


def home_of(text: str) -> str:
    """The address of the site in what a member typed, with or without `webmention:` before it."""
    return text.removeprefix(_PREFIX).strip()


def _for_all(door: str) -> str:
    parts = urlsplit(door)
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/in/')[0]}/webmention"


def answer(incoming: Incoming, asked: Asked) -> Reply:
    """Whether it may be true, by its words alone; what it says is looked at later."""
    way = incoming.path.partition("?")[0] or "webmention"
    if len(incoming.body) > HEAVIEST:
        return refused(way, f"That is larger than {HEAVIEST // 1024} KB.", status=413)
    try:
        told = linkback(incoming.path, incoming.body)
    except NotALinkback as error:
        return refused(way, str(error), fault=GENERIC)
    if not is_ours(told.target, sites(home_of(asked.text), asked.options)):
        return refused(told.way, "The target is no page of a site that listens here.", fault=NO_TARGET)
    if told.way == "pingback" and _short(told) in _seen(asked.cursor):
        return refused(told.way, "That was registered before.", fault=ALREADY)
    reply = taken(told.way)
    return Reply(status=reply.status, body=reply.body, type=reply.type, like=_short(told), who=host(told.source))


def named(incoming: Incoming) -> Thing:
    """The two pages, however they were told; and a form that tells them again."""
    try:
        told = linkback(incoming.path, incoming.body)
    except NotALinkback:
        return Thing(text="what is no call of a page", raw=incoming.body)
    form = urlencode({"source": told.source, "target": told.target})
    return Thing(text=f"{told.source} → {told.target}", raw=form.encode())


def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """Look at the page that links to ours, or did; then what it says, or that it says it no longer."""
    try:
        told = linkback(incoming.path, incoming.body)
    except NotALinkback as error:
        raise CannotRead(str(error)) from error
    answered = look(told.source)
    if answered.status >= 500:
        raise Broken(f"{answered.url} answers with status {answered.status}. We look again later.")
    if answered.status >= 400:
        yield from _gone(told, answered.url, answered.status, incoming, asked)
        return
    found = page(answered)
    if not links_to(found, told.target):
        yield from _unlinked(told, found, incoming, asked)
        return
    words = said(found, told.target, _other)
    yield from _heard(told, found, words, incoming, asked)


def _other(url: str) -> Page | None:
    try:
        found = look(url)
        return page(found) if found.status == 200 else None
    except (NoAnswer, CannotRead):
        return None


def _heard(told: Linkback, found: Page, words: Said, incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    about = asked.held(told.target)
    target = about.id if about else told.target
    moment = min(filter(None, (words.published, incoming.at)))
    by = (("by", told.way),)
    verb = words.answer or _DONE.get(words.towards, "")
    if verb:
        key = done(found.url, told.target)
        yield Activity(id=key, type=verb, actor=words.author, published=moment, object=target, detail=by)
    else:
        post = _post(told, found, words, target, about, moment, asked)
        yield from _said(post, told, words, incoming, asked, by)
    yield Cursor({"seen": _memory(asked.cursor, _short(told), _digest(words))})


def _said(
    post: Post, told: Linkback, words: Said, incoming: Incoming, asked: Asked, by: tuple[tuple[str, str], ...]
) -> Iterator[Activity]:
    before = _seen(asked.cursor).get(_short(told))
    if before is None and words.published is None and asked.held(post.id):
        return  # heard before from a source that knows when it was said
    yield replace(created(post), detail=by)
    if before is not None and before != _digest(words):
        at = words.updated if words.updated and post.published < words.updated <= incoming.at else incoming.at
        key = f"{post.id}#update-{_digest(words)}"
        held = asked.held(post.id)
        # A page is the last word on itself, however else it names its author than the feed in which it was heard.
        edit = replace(post, author=held.author) if held else post
        yield Activity(id=key, type="Update", actor=edit.author, published=at, object=edit)


def _post(
    told: Linkback, found: Page, words: Said, target: str, about: Held | None, moment: datetime, asked: Asked
) -> Post:
    reply = words.towards in ("reply", "rsvp")
    known = asked.held(found.url)
    key = known.id if known else found.url
    return Post(
        # A page that is all of a site must not have the name of whoever speaks there.
        id=f"{key}#page" if key == words.author.id else key,
        type="Note" if reply else "Article" if words.text else "Page",
        author=words.author,
        published=moment,
        title=(words.title or ("" if words.text else title(found)))[:1000],
        text=words.text or words_around(found, told.target),
        url=found.url[:2000],
        in_reply_to=target if reply else "",
        mentions=(about.author.id,) if about and not reply else (),
        links=(told.target,),
    )


def _gone(told: Linkback, url: str, status: int, incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """410 is for good. Any other failure may pass, and words that were withdrawn do not come back."""
    found = list(_taken_back(told, url, incoming, asked)) if status == 410 else []
    if not found:
        raise CannotRead(f"{url} answers with status {status}.")
    yield from found
    yield Cursor({"seen": _memory(asked.cursor, _short(told), "")})


def _unlinked(told: Linkback, found: Page, incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """A page that was heard through its feed stays what it is, whether it links to us or not."""
    heard = _seen(asked.cursor).get(_short(told), "")
    back = list(_taken_back(told, found.url, incoming, asked)) if heard else []
    if not back:
        raise CannotRead(f"{found.url} does not link to {told.target}.")
    yield from back
    yield Cursor({"seen": _memory(asked.cursor, _short(told), "")})


def _taken_back(told: Linkback, url: str, incoming: Incoming, asked: Asked) -> Iterator[Activity]:
    act = asked.held(done(url, told.target))
    if act is not None:
        key = f"{act.id}-undo"
        yield Activity(id=key, type="Undo", actor=act.author, published=incoming.at, object=act.id)
    post = asked.held(url) or asked.held(f"{url}#page")
    if post is not None and not post.withdrawn and post.id != post.author.id:
        key = f"{post.id}#delete"
        yield Activity(id=key, type="Delete", actor=post.author, published=incoming.at, object=post.id)


def _short(told: Linkback) -> str:
    return blake2b(f"{told.source} {told.target}".encode("utf8", "replace"), digest_size=10).hexdigest()


def _digest(words: Said) -> str:
    text = f"{words.towards}\n{words.answer}\n{words.title}\n{words.text}"
    return blake2b(text.encode("utf8", "replace"), digest_size=5).hexdigest()


def _seen(cursor: Mapping[str, str]) -> dict[str, str]:
    try:
        return msgspec.json.decode(cursor.get("seen", "{}"), type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _memory(cursor: Mapping[str, str], key: str, digest: str) -> str:
    """The latest pages, with a digest of their words; without one those that were taken back."""
    kept = {name: words for name, words in _seen(cursor).items() if name != key}
    if digest:
        kept[key] = digest
    return msgspec.json.encode(dict(list(kept.items())[-_REMEMBERED:])).decode()


SOURCE = Source(
    kind="webmention",
    title="Webmention (pages that link to ours)",
    mark="link",
    sees="Answers, likes and links to our pages, from sites that tell us of them by Webmention, Pingback or Trackback.",
    blind="Pages that link to ours and do not tell. It needs a public address of this installation.",
    fits=fits,
    read=read,
    live=True,
    every=6 * 3600,
    takes=takes,
    answer=answer,
    named=named,
    post=OUTGOING,
    fields=(
        Field(
            name="sites", label="Further sites", help="Other addresses of ours that are linked to, with spaces between."
        ),
    ),
)
