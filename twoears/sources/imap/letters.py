"""From what a member wrote to a mail that stands under the one it answers. Pure."""

import re
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr, parseaddr
from typing import Final

from twoears.sources.mail.headers import addresses, ids, values, words
from twoears.sources.mail.machines import list_addresses, marks, speaks_for_nobody
from twoears.sources.sending import Letter, NotSent

_MOST_REFERENCES: Final = 20  # the first one, which names the thread, and the last ones
_LONGEST_SUBJECT: Final = 250
_ANSWERED = re.compile(r"(?:\s*(?:re|aw|sv|vs|antw|ant|rif|ref|rv|odp|réf|res)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_SAFE_ADDRESS = re.compile(r"[^\s<>@,;:()\"\[\]\\\x00-\x1f\x7f]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}")
_SAFE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,900}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that can be sent: from whom to whom (addresses alone), its id without brackets, and its bytes."""

    sender: str
    to: str
    key: str
    content: bytes


def mail(letter: Letter, sender: str, original: Message | None) -> Mail:
    """`letter` as a mail from `sender` to who wrote `original`, else to whom the letter names. Raises NotSent.

    The same letter gives the same mail at every try.
    """
    name, own = parseaddr(sender)
    if not _SAFE_ADDRESS.fullmatch(own):
        raise NotSent(f"{sender[:100] or 'Nothing'} is no address to write from. Give one in the field From.")
    to_name, to = _receiver(letter, original)
    key = message_id(letter, sender)
    lines = [
        f"From: {_written(name, own)}",
        f"To: {_written(to_name, to)}",
        f"Subject: {_encoded(subject(letter, original))}",
        f"Date: {format_datetime(letter.since)}",
        f"Message-ID: <{key}>",
        *_threading(letter, original),
        "Auto-Submitted: no",
    ]
    return Mail(own, to, key, "\r\n".join(lines).encode("ascii") + b"\r\n" + _body(letter.text))


def message_id(letter: Letter, sender: str) -> str:
    """The id of the mail that a letter becomes.

    >>> from datetime import datetime
    >>> message_id(Letter(key="k1", act="reply", since=datetime(2026, 3, 1)), "Ben <ben@acme.example>")
    'k1@acme.example'
    """
    return f"{re.sub(r'[^A-Za-z0-9]', '', letter.key)}@{parseaddr(sender)[1].partition('@')[2].lower()}"


def subject(letter: Letter, original: Message | None) -> str:
    """The subject of an answer: "Re:" once, whatever stood there in whatever language.

    >>> from datetime import datetime
    >>> subject(Letter(key="k", act="reply", subject="AW: Re: Preise", since=datetime(2026, 3, 1)), None)
    'Re: Preise'
    """
    said = words(next(iter(values(original, "subject")), "")) if original else letter.subject
    bare = _UNSEEN.sub(" ", _ANSWERED.sub("", said, count=1) if _ANSWERED.match(said) else said)
    return f"Re: {' '.join(bare.split())[:_LONGEST_SUBJECT]}".strip()


def _receiver(letter: Letter, original: Message | None) -> tuple[str, str]:
    """A person: never a machine, and never all who read a list."""
    if original is None:
        found = ("", letter.target_mail)
    else:
        lists = list_addresses(original)
        wrote = next(addresses(original, "from"), ("", letter.target_mail))
        kind = dict(marks(original, wrote[1])).get("auto", "")
        if kind:
            raise NotSent(f"No person wrote that mail (it is a {kind} of a program). Nobody would read an answer.")
        wishes = [one for one in addresses(original, "reply-to") if one[1] not in lists]
        found = next(iter(wishes), wrote)
        if found[1] in lists:
            raise NotSent("An answer would go to all who read that list. Answer in your mail program if you mean that.")
    if not _SAFE_ADDRESS.fullmatch(found[1]):
        raise NotSent("It does not say to which address an answer goes. Answer in your mail program.")
    if speaks_for_nobody(found[1]):
        raise NotSent(f"Nobody reads what is sent to {found[1]}. Find another way to who wrote it.")
    return found


def _threading(letter: Letter, original: Message | None) -> list[str]:
    target = letter.target.removeprefix("mid:")
    if original is not None:
        above = ids(original, "references") or ids(original, "in-reply-to")[:1]
    else:
        above = [one.removeprefix("mid:") for one in letter.thread if one.startswith("mid:")]
    chain = [one for one in dict.fromkeys([*above, target]) if _SAFE_ID.fullmatch(one) and not one.endswith("@no-id")]
    if not chain or chain[-1] != target:
        return []
    if len(chain) > _MOST_REFERENCES:
        chain = [chain[0], *chain[1 - _MOST_REFERENCES :]]
    # One a line: ids may be long, and must not be torn.
    return [f"In-Reply-To: <{target}>", "References: " + "\r\n ".join(f"<{one}>" for one in chain)]


def _written(name: str, address: str) -> str:
    named = " ".join(_UNSEEN.sub(" ", name).split())[:200]
    local, _, domain = address.partition("@")
    ascii_address = f"{local}@{_plain(domain)}"
    if not ascii_address.isascii():
        raise NotSent(f"{address} has letters before the @ that most servers do not take. Answer in your mail program.")
    return (
        "\r\n ".join(formataddr((named, ascii_address), "utf-8").split(" "))
        if len(named) > 50
        else formataddr((named, ascii_address), "utf-8")
    )


def _plain(domain: str) -> str:
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotSent(f"{domain} is no domain. Check the address.") from error


def _encoded(text: str) -> str:
    return Header(text, None if text.isascii() else "utf-8", maxlinelen=75, header_name="Subject").encode(
        linesep="\r\n"
    )


def _body(text: str) -> bytes:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMENonMultipart("text", "plain", charset="utf-8")
    part.set_payload("\n".join(text.splitlines()) + "\n", charset)
    return re.sub(rb"\r?\n", b"\r\n", part.as_bytes())
