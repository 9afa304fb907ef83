"""From the bytes of one message to what it says: a private post to those it was sent to."""

from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from hashlib import blake2b

from msgspec.structs import replace

from twoears.activities.values import Activity, Actor, Post, created
from twoears.sources.mail.headers import addresses, ids, moment, values, words
from twoears.sources.mail.machines import BOUNCE, marks
from twoears.sources.mail.quotes import new_words
from twoears.sources.mail.words import said

_MAX_TEXT = 100_000
_MAX_MENTIONS = 500
_MAX_PARTS = 50
# What the parser of the standard library raises when it meets bytes that nobody meant to be mail.
_NOT_BUILT_AS_MAIL = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class NoMail(ValueError):
    """The bytes are no mail that says who wrote and when. The text says why."""


def parsed(content: bytes) -> Message:
    """The message with its headers and parts. Raises NoMail."""
    try:
        return message_from_bytes(content)
    except _NOT_BUILT_AS_MAIL as error:
        raise NoMail(f"It is not built as mail is ({type(error).__name__}).") from error


def sent(content: bytes, now: datetime) -> Activity:
    """The creation of the post that a mail is; `detail` says whether a machine wrote it. Raises NoMail.

    The same message gives the same activity from whatever box it is read.
    """
    message = parsed(content)
    try:
        post = _post(message, content, now)
        detail = marks(message, post.author.mail)
        if dict(detail).get("auto") == BOUNCE and not post.in_reply_to:
            post = _about(message, post)
        return replace(created(post), detail=detail)
    except NoMail:
        raise
    except _NOT_BUILT_AS_MAIL as error:
        raise NoMail(f"It is not built as mail is ({type(error).__name__}).") from error


def _post(message: Message, content: bytes, now: datetime) -> Post:
    author = _author(message)
    published = moment(message, now)
    if published is None:
        raise NoMail("It has no date that can be believed, neither in Date nor in Received.")
    key = next(iter(ids(message, "message-id")), "") or _made_of(content)
    # Some programs name the mail itself among those above it: a post must not answer itself.
    references = [one for one in ids(message, "references") if one != key]
    answers = [one for one in ids(message, "in-reply-to") if one != key]
    parent = next(iter(answers), "") or next(reversed(references), "")
    to = dict.fromkeys(f"mailto:{address}" for _, address in addresses(message, "to", "cc"))
    return Post(
        id=f"mid:{key}",
        author=author,
        published=published,
        title=words(next(iter(values(message, "subject")), ""))[:1000],
        text=new_words(said(message))[:_MAX_TEXT],
        in_reply_to=f"mid:{parent}" if parent else "",
        context=f"mid:{next(iter(references), '') or parent or key}",
        mentions=tuple(to)[:_MAX_MENTIONS],
        private=True,
    )


def _made_of(content: bytes) -> str:
    """An id for a mail without one, the same whatever ends its lines have where it is kept."""
    plain = content.replace(b"\r\n", b"\n").strip()
    return f"{blake2b(plain, digest_size=16).hexdigest()}@no-id"


def _author(message: Message) -> Actor:
    """Who wrote it. Where several are named in From, `Sender` says who sent it (RFC 5322, 3.6.2)."""
    written = list(addresses(message, "from"))
    senders = {address for _, address in addresses(message, "sender")}
    chosen = next((one for one in written if one[1] in senders), None) or next(iter(written), None)
    chosen = chosen or next(addresses(message, "sender", "reply-to", "return-path"), None)
    if chosen is None:
        raise NoMail("It names nobody who wrote it.")
    name, address = chosen
    return Actor(id=f"mailto:{address}", network="mail", handle=address, mail=address, name=name[:200])


def _about(message: Message, post: Post) -> Post:
    """A bounce answers the mail that came back, which it carries, whole or as headers (RFC 3462)."""
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            break
        about = next(iter(_returned(part)), "")
        if part is not message and about and f"mid:{about}" != post.id:
            return replace(post, in_reply_to=f"mid:{about}", context=f"mid:{about}")
    return post


def _returned(part: Message) -> list[str]:
    if part.get_content_type() != "text/rfc822-headers":
        return ids(part, "message-id")
    raw = part.get_payload(decode=True)
    return ids(message_from_bytes(raw[:65536]), "message-id") if isinstance(raw, bytes) else []
