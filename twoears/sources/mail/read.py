"""Read mail that was kept: each message is a private post to those it was sent to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from hashlib import blake2b

from msgspec.structs import replace

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.archives import names
from twoears.sources.mail.box import LONGEST, Raw, is_mail_file, is_maildir, is_mbox, messages, source
from twoears.sources.mail.headers import addresses, ids, moment, values, words
from twoears.sources.mail.words import new_words, said
from twoears.sources.reading import Asked, Heard, SetAside, Source, Thing

_MAX_TEXT = 100_000
_BOUNCES = ("mailer-daemon@", "postmaster@")
_TELLING = (b"\nmessage-id:", b"\nfrom:", b"\ndate:", b"\nreceived:", b"\nsubject:", b"\nto:", b"\nreturn-path:")
# What the parser of the standard library raises when it meets bytes that nobody meant to be mail.
_NOT_BUILT_AS_MAIL = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class NoMail(ValueError):
    """The bytes are no mail that says who wrote and when."""


def fits(thing: Thing) -> float:
    """How surely it is mail: by the files inside, the `From ` line of an mbox, or its headers."""
    if _is_maildir(thing):
        return 0.95
    if packed := names(source(thing)) if thing.is_zip() else thing.names():
        mails = sum(map(is_mail_file, packed))
        return 0.9 if mails * 2 > len(packed) else 0.4 if mails else 0.0
    head = thing.head(16384)
    if is_mbox(head):
        return 0.95
    lowered = b"\n" + head.replace(b"\r", b"").split(b"\n\n", 1)[0].lower()
    found = sum(mark in lowered for mark in _TELLING)
    return 0.9 if found >= 3 else 0.7 if found == 2 and thing.name.lower().endswith(".eml") else 0.0


def _is_maildir(thing: Thing) -> bool:
    """Whether it is a folder that holds the three of a Maildir, be it empty, or that lies in one."""
    if thing.raw is not None or thing.path is None or not thing.path.is_dir():
        return False
    if all((thing.path / name).is_dir() for name in ("cur", "new", "tmp")):
        return True
    return is_maildir(thing.names())


def owner(thing: Thing) -> tuple[str, ...]:
    """Whose box it is, where it says so: the one address in every `Delivered-To` of the first fifty messages."""
    found: set[str] = set()
    for raw, _ in zip(messages(thing), range(50), strict=False):
        found |= _delivered_to(raw)
    return (f"mailto:{found.pop()}",) if len(found) == 1 else ()


def _delivered_to(raw: Raw) -> set[str]:
    try:
        return {address for _, address in addresses(_parsed(raw), "delivered-to")}
    except _NOT_BUILT_AS_MAIL:
        return set()  # `read` sets it aside with the reason


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield the creation of each message, in the order of the box; what cannot be read is set aside."""
    now = datetime.now(UTC)
    for raw in messages(thing):
        heard = _heard(raw, now)
        if isinstance(heard, Activity) and asked.since and heard.published < asked.since:
            continue
        yield heard


def _heard(raw: Raw, now: datetime) -> Heard:
    if raw.trouble:
        return _aside(raw, raw.trouble, "Download or export the box again; what was heard already stays known.")
    if not raw.whole:
        return _aside(
            raw, f"The message is longer than {LONGEST // 1024**2} MB.", "Take its attachments off, or leave it out."
        )
    try:
        return _activity(_parsed(raw), raw.content, now)
    except NoMail as error:
        return _aside(raw, str(error), "Mend its headers and read it again, or leave it out.")
    except _NOT_BUILT_AS_MAIL as error:
        return _aside(
            raw, f"It is not built as mail is ({type(error).__name__}).", "Leave it out, or export the box again."
        )


def _parsed(raw: Raw) -> Message:
    return message_from_bytes(raw.content)


def _activity(message: Message, content: bytes, now: datetime) -> Activity:
    post = _post(message, content, now)
    activity = created(post)
    kind = _automatic(message, post.author.mail)
    return replace(activity, detail=(("auto", kind),)) if kind else activity


def _post(message: Message, content: bytes, now: datetime) -> Post:
    author = _author(message)
    published = moment(message, now)
    if published is None:
        raise NoMail("It has no date that can be believed, neither in Date nor in Received.")
    key = next(iter(ids(message, "message-id")), "") or f"{blake2b(content, digest_size=16).hexdigest()}@no-id"
    references, answers = ids(message, "references"), ids(message, "in-reply-to")
    parent = next(iter(answers), "") or next(reversed(references), "")
    return Post(
        id=f"mid:{key}",
        author=author,
        published=published,
        title=words(next(iter(values(message, "subject")), ""))[:1000],
        text=new_words(said(message))[:_MAX_TEXT],
        in_reply_to=f"mid:{parent}" if parent else "",
        context=f"mid:{next(iter(references), '') or parent or key}",
        mentions=tuple(dict.fromkeys(f"mailto:{address}" for _, address in addresses(message, "to", "cc"))),
        private=True,
    )


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


def _automatic(message: Message, author: str) -> str:
    """ "reply" for what a machine answered (also bounces), "generated" for what it wrote of its own accord, else ""."""
    submitted = next(iter(values(message, "auto-submitted")), "").lower()
    precedence = next(iter(values(message, "precedence")), "").lower()
    if (
        submitted.startswith("auto-replied")
        or precedence == "auto_reply"
        or any(values(message, name) for name in ("x-autoreply", "x-autorespond"))
        or message.get_content_type() == "multipart/report"
        or author.startswith(_BOUNCES)
    ):
        return "reply"
    return "generated" if submitted and not submitted.startswith("no") else ""


def _aside(raw: Raw, reason: str, advice: str) -> SetAside:
    return SetAside(name=raw.name, line=raw.line, reason=reason, advice=advice, raw=raw.content)


SOURCE = Source(
    kind="mail",
    title="Mail that was kept (mbox, Maildir, .eml)",
    mark="mail",
    sees="Each message with its sender, receivers, subject, new words, and what it answers.",
    blind="Attachments, and mail that was deleted before the export.",
    fits=fits,
    read=read,
)
