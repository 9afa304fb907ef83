"""Read mail that was kept: each message is a private post to those it was sent to."""

from collections.abc import Iterator
from datetime import UTC, datetime

from twoears.activities.values import Activity
from twoears.lib.archives import names
from twoears.sources.mail.box import LONGEST, Raw, is_mail_file, is_maildir, is_mbox, messages, source
from twoears.sources.mail.headers import addresses
from twoears.sources.mail.message import NoMail, parsed, sent
from twoears.sources.reading import Asked, Heard, SetAside, Source, Thing

_TELLING = (b"\nmessage-id:", b"\nfrom:", b"\ndate:", b"\nreceived:", b"\nsubject:", b"\nto:", b"\nreturn-path:")


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


def part(thing: Thing) -> bool:
    """Whether a file is one of a mailbox, by its name and place."""
    return is_mail_file(thing.text.replace("\\", "/"))


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
        return {address for _, address in addresses(parsed(raw.content), "delivered-to")}
    except NoMail:
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
        return sent(raw.content, now)
    except NoMail as error:
        return _aside(raw, str(error), "Mend its headers and read it again, or leave it out.")


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
    part=part,
)
