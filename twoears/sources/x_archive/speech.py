"""From the records of an X archive to our values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from html import unescape

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.sources.x_archive.shapes import Conversation, Event, Liked, Media, Message, Note, Tweet, Unreadable, decode

_SHARED = re.compile(r"RT @(\w{1,20}): ?(.*)", re.DOTALL)
# X ids carry their time since 2010-11-04: 22 bits of sequence below milliseconds since this moment.
_EPOCH_MS = 1288834974657
_FIRST_TIMED_ID = 29700859247
_SAME_NOTE = 60


@dataclass(slots=True)
class Owner:
    """Whose archive it is, when it was made, and the names of accounts that its posts give away."""

    actor: Actor
    number: str = ""
    made: datetime | None = None
    handles: dict[str, str] = field(default_factory=dict)
    notes: dict[int, list[Note]] = field(default_factory=dict)


def by_handle(handle: str, name: str = "") -> Actor:
    """An account whose handle we know. Its id is in lower case: X takes `@Ann` and `@ann` for one.

    >>> by_handle("Ann").id, by_handle("Ann").handle
    ('https://x.com/ann', 'Ann')
    """
    return Actor(id=account(handle), network="x", handle=handle, name=name, url=f"https://x.com/{handle}")


def account(handle: str) -> str:
    """The id of an account by its handle."""
    return f"https://x.com/{handle.lower()}"


def by_number(number: str, owner: Owner) -> Actor:
    """An account that a file only numbers: known by its handle where a post gives it away, else by its number."""
    if number in (owner.number, owner.actor.handle.lower()):
        return owner.actor
    if handle := owner.handles.get(number, ""):
        return by_handle(handle)
    address = f"https://x.com/i/user/{number}"
    return Actor(id=address, network="x", url=address)


def post_id(number: str) -> str:
    """The id of a post: by its number alone, since what likes or answers it may not know who wrote it.

    >>> post_id("71")
    'https://x.com/i/status/71'
    """
    return f"https://x.com/i/status/{number}"


def post_url(handle: str, number: str) -> str:
    """Where a post of a known author is shown."""
    return f"https://x.com/{handle}/status/{number}"


def said(tweet: Tweet, owner: Owner) -> Activity:
    """A post of ours; one that begins `RT @ann:` is somebody else's, shared."""
    number = tweet.id_str or str(tweet.id)
    if not number:
        raise Unreadable("It has no id.")
    published = _moment(tweet.created_at)
    key = post_id(number)
    text = unescape(tweet.full_text or tweet.text or "")
    _learn_handles(tweet, owner)
    if text.startswith("RT @") and (shared := _SHARED.fullmatch(text)):
        return _shared(tweet, shared, key, owner.actor, published)
    note = _whole_note(owner, text, published)
    if note:
        return created(_noted(note, tweet, key, owner.actor, published))
    return created(_post(tweet, text, key, owner, published))


def _learn_handles(tweet: Tweet, owner: Owner) -> None:
    told = [(tweet.in_reply_to_user_id_str, tweet.in_reply_to_screen_name)]
    told += [(mention.id_str, mention.screen_name) for mention in tweet.entities.user_mentions]
    owner.handles.update((number, handle) for number, handle in told if number and handle)


def note_alone(note: Note, owner: Owner) -> Activity:
    """A long post whose short form is not in the archive. Its own id is not the post's."""
    key = f"{owner.actor.id}#note-{note.note_tweet_id}"
    return created(_noted(note, None, key, owner.actor, _moment(note.created_at)))


def liked(like: Liked, owner: Owner) -> Activity:
    """A like. X does not say when: it is dated at the post that was liked, which is never too late."""
    moment = moment_of(like.tweet_id) or owner.made
    if moment is None:
        raise Unreadable("Nothing says when: the liked post is older than timed ids, and manifest.js is missing.")
    return Activity(id=f"{owner.actor.id}#like-{like.tweet_id}", type="Like", actor=owner.actor, published=moment,
                    object=post_id(like.tweet_id))  # fmt: skip


def follows(follower: str, followed: str, owner: Owner) -> Activity:
    """Who follows whom, both by number. X does not say since when: it is dated at the making of the archive, when it
    surely was so.
    """
    if owner.made is None:
        raise Unreadable("Nothing says when: manifest.js and account.js are missing.")
    # By numbers: whether a handle was given away differs from archive to archive, and it stays one fact.
    key = f"https://x.com/i/user/{follower}#follow-{followed}"
    return Activity(id=key, type="Follow", actor=by_number(follower, owner), published=owner.made,
                    object=by_number(followed, owner))  # fmt: skip


def messages(conversation: Conversation, owner: Owner) -> Iterator[Activity | tuple[bytes, str]]:
    """The private messages of a conversation, and what is liked in it; (raw, reason) for one that cannot be read."""
    events = list(_events(conversation))
    known = [event.message_create for event, _, _ in events if event and event.message_create]
    everyone = {number for m in known for number in (m.sender_id, m.recipient_id) if number}
    for event, raw, reason in events:
        if event is None:
            yield raw, reason
        elif event.message_create:
            try:
                yield from _message(event.message_create, conversation.conversation_id, everyone, owner)
            except Unreadable as error:
                yield raw, str(error)


def _message(message: Message, conversation: str, everyone: set[str], owner: Owner) -> Iterator[Activity]:
    published = _moment(str(message.created_at))
    context = f"https://x.com/messages/{conversation}"
    key = f"{context}/{message.id}"
    to = {message.recipient_id} if message.recipient_id else everyone - {message.sender_id}
    text = unescape(message.text)
    for address in message.urls:
        text = text.replace(address.url, address.expanded)
    yield created(Post(
        id=key, author=by_number(message.sender_id, owner), published=published, text=text, url=context,
        context=context, mentions=tuple(sorted(by_number(number, owner).id for number in to)), private=True,
        links=tuple(a.expanded for a in message.urls if a.expanded) + tuple(message.media_urls),
    ))  # fmt: skip
    for r in message.reactions:
        yield Activity(id=f"{key}#like-{r.sender_id}-{r.event_id}", type="Like", object=key,
                       actor=by_number(r.sender_id, owner), detail=(("reaction", r.reaction_key),),
                       published=_moment(str(r.created_at)) if r.created_at else published)  # fmt: skip


def moment_of(number: str) -> datetime | None:
    """The moment that an id carries, None for one from before November 2010.

    >>> moment_of("1050118621198921728").isoformat()
    '2018-10-10T20:19:24.211000+00:00'
    """
    if not number.isascii() or not number.isdigit() or not _FIRST_TIMED_ID < int(number) < 1 << 63:
        return None
    return datetime.fromtimestamp(((int(number) >> 22) + _EPOCH_MS) / 1000, UTC)


def _events(conversation: Conversation) -> Iterator[tuple[Event | None, bytes, str]]:
    for raw in conversation.messages:
        try:
            yield decode(raw, Event), bytes(raw), ""
        except Unreadable as error:
            yield None, bytes(raw), str(error)


def _post(tweet: Tweet, text: str, key: str, owner: Owner, published: datetime) -> Post:
    handle, number = tweet.in_reply_to_screen_name, tweet.in_reply_to_status_id_str
    mentions = [m.screen_name for m in tweet.entities.user_mentions if m.screen_name]
    if handle and handle not in mentions and handle != owner.actor.handle:
        mentions.insert(0, handle)
    return Post(
        id=key, url=_url(owner.actor, tweet), author=owner.actor, published=published,
        text=_expanded(text, tweet), links=_links(tweet), language=_language(tweet),
        in_reply_to=post_id(number) if number else "",
        mentions=tuple(dict.fromkeys(account(m) for m in mentions)),
        tags=tuple(tag.text for tag in tweet.entities.hashtags),
    )  # fmt: skip


def _noted(note: Note, tweet: Tweet | None, key: str, us: Actor, published: datetime) -> Post:
    text = unescape(note.core.text)
    for address in note.core.urls:
        text = text.replace(address.short_url, address.expanded_url or address.short_url)
    answered = tweet.in_reply_to_status_id_str if tweet else ""
    return Post(
        id=key, url=_url(us, tweet) if tweet else "", author=us, published=published, text=text,
        language=_language(tweet) if tweet else "",
        in_reply_to=post_id(answered) if answered else "",
        mentions=tuple(dict.fromkeys(account(m.screen_name) for m in note.core.mentions)),
        links=tuple(a.expanded_url for a in note.core.urls if a.expanded_url),
        tags=tuple(tag.text for tag in note.core.hashtags),
    )  # fmt: skip


def _whole_note(owner: Owner, text: str, published: datetime) -> Note | None:
    """The long form of a post: said in the same second, and beginning with the same words. Takes it off the list."""
    if not owner.notes:
        return None
    for second in (int(published.timestamp()) + late for late in (0, -1, 1, -2, 2)):
        for note in owner.notes.get(second, ()):
            if unescape(note.core.text)[:_SAME_NOTE] == text[:_SAME_NOTE]:
                owner.notes[second].remove(note)
                return note
    return None


def _shared(tweet: Tweet, shared: re.Match[str], key: str, us: Actor, published: datetime) -> Activity:
    """A share. The archive hides the id of what was shared, save in its pictures: else its words stand for it,

    so that two colleagues who shared the same post shared one thing. It was said at the latest when it was shared.
    """
    handle, text = shared.groups()
    named = next((m.name for m in tweet.entities.user_mentions if m.screen_name == handle), "")
    number = next((m.source_status_id_str for m in _media(tweet) if m.source_status_id_str), "")
    digest = blake2b(text.encode("utf8", "surrogatepass"), digest_size=8).hexdigest()
    original = post_id(number) if number else f"{account(handle)}#shared-{digest}"
    post = Post(
        id=original, url=post_url(handle, number) if number else "", author=by_handle(handle, named),
        text=_expanded(text, tweet),
        published=moment_of(number or "") or published, links=_links(tweet), language=_language(tweet),
        tags=tuple(tag.text for tag in tweet.entities.hashtags),
    )  # fmt: skip
    return Activity(id=key, type="Announce", actor=us, published=published, object=post, target=post.author.id)


def _url(us: Actor, tweet: Tweet) -> str:
    return post_url(us.handle, tweet.id_str or str(tweet.id))


def _expanded(text: str, tweet: Tweet) -> str:
    """The words with the addresses that t.co hides; the address of an attached picture is no word."""
    for address in tweet.entities.urls:
        text = text.replace(address.url, address.expanded_url or address.url)
    for media in tweet.entities.media:
        text = text.replace(media.url, "")
    return text.rstrip()


def _links(tweet: Tweet) -> tuple[str, ...]:
    pages = [a.expanded_url or a.url for a in tweet.entities.urls]
    return tuple(dict.fromkeys(link for link in pages + [m.media_url_https for m in _media(tweet)] if link))


def _media(tweet: Tweet) -> list[Media]:
    return tweet.extended_entities.media or tweet.entities.media


def _language(tweet: Tweet) -> str:
    """X writes `und` and `qme`, `qht`, … where it found no words."""
    language = tweet.lang or ""
    return "" if language == "und" or (language.startswith("q") and len(language) == 3) else language[:16]


def _moment(text: str) -> datetime:
    try:
        return when(text)
    except NoDate as error:
        raise Unreadable(f"Its date cannot be read: {error}.") from error
