"""Where a mailbox is and how it is reached, from what a member gave."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from twoears.sources.reading import ENDS, CannotRead, Field

_ADDRESS = re.compile(r"[^\s<>@,;:()\"\[\]\\/]{1,64}@((?:[\w-]{1,63}\.)+[\w-]{2,63})")
_SCHEMES: Final = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
# Large houses whose servers are not named after the domain, by the end of the address: (IMAP, SMTP).
_HOUSES: Final = {
    "gmail.com": ("imap.gmail.com", "smtps://smtp.gmail.com"),
    "googlemail.com": ("imap.gmail.com", "smtps://smtp.gmail.com"),
    "gmx.de": ("imap.gmx.net", "mail.gmx.net"),
    "gmx.net": ("imap.gmx.net", "mail.gmx.net"),
    "icloud.com": ("imap.mail.me.com", "smtp.mail.me.com"),
    "me.com": ("imap.mail.me.com", "smtp.mail.me.com"),
    "yahoo.com": ("imap.mail.yahoo.com", "smtps://smtp.mail.yahoo.com"),
    "fastmail.com": ("imap.fastmail.com", "smtps://smtp.fastmail.com"),
}
FIELDS: Final = (
    Field(name="password", label="Password", help="Of the mailbox; best one made for this program.", secret=True,
          required=True),
    Field(name="user", label="User name", help="Where it is not the address."),
    Field(name="server", label="IMAP server", help="Such as imap.company.example or imaps://host:993."),
    Field(name="folders", label="Folders", help="With commas between them. Empty: the inbox and sent mail."),
    Field(name="smtp", label="SMTP server", help="For answers, such as smtp.company.example:587 or smtps://host:465."),
    Field(name="from", label="From", help="For answers, such as Ann Berg <ann@company.example>."),
    Field(name="tls", label="Encryption", help="Empty: always. `none`: never, for a server on this machine."),
    ENDS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """One server. `secure` is "at once" (TLS from the first byte), "first" (STARTTLS) or "never".

    `named` says that a member wrote its name where servers are asked for: then it may be on a private network.
    """

    host: str
    port: int
    secure: str
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mailbox. `sender` is what stands in From of our answers; no `folders` means the usual ones."""

    address: str
    user: str
    imap: Server
    smtp: Server
    folders: tuple[str, ...]
    sender: str


def is_place(text: str) -> bool:
    """Whether `text` is a mail address, or the address of a mailbox on a server.

    >>> is_place("ann@norrvik.example"), is_place("imaps://ann@mail.norrvik.example/INBOX"), is_place("@ann@a.example")
    (True, True, False)
    """
    return bool(_ADDRESS.fullmatch(text)) or text.lower().startswith(("imap://", "imaps://"))


def address(text: str) -> str:
    """The mail address that `text` names, empty where it names none.

    >>> address("Ann@norrvik.example"), address("imaps://ann%40norrvik.example@mail.norrvik.example"), address("imap://a@b")
    ('ann@norrvik.example', 'ann@norrvik.example', '')
    """
    name = unquote(urlsplit(text).username or "") if "://" in text else text
    return name.strip().lower() if _ADDRESS.fullmatch(name.strip()) else ""


def place(text: str, options: Mapping[str, str], base: str = "") -> Place:
    """The mailbox that `text` names, with the servers of `options`, else the usual ones of its domain.

    >>> found = place("ann@norrvik.example", {})
    >>> found.imap.host, found.imap.port, found.imap.secure, found.smtp.port
    ('imap.norrvik.example', 993, 'at once', 587)
    """
    text = text.strip()
    parts = _split(text) if "://" in text else None
    whose = address(text) or address(options.get("from", "").rpartition("<")[2].rstrip("> "))
    domain = whose.partition("@")[2] or (parts.hostname or "" if parts else "")
    usual_imap, usual_smtp = _HOUSES.get(domain, (f"imap.{domain}", f"smtp.{domain}"))
    user = options.get("user", "").strip() or (unquote(parts.username or "") if parts else "") or whose
    if not domain or not user:
        raise CannotRead(f"{text[:100]} does not say whose mailbox it is. Write it like ann@company.example.")
    never = options.get("tls", "").strip().lower() == "none"
    there = options.get("server", "").strip() or base.strip()
    folder = unquote(parts.path).strip("/") if parts else ""
    return Place(
        address=whose or f"{user}@{domain}",
        user=user,
        imap=_server(there or (text if parts else usual_imap), "imaps", named=bool(there), never=never),
        smtp=_server(
            options.get("smtp", "").strip() or usual_smtp, "smtp", named=bool(options.get("smtp")), never=never
        ),
        folders=tuple(one.strip() for one in options.get("folders", folder).split(",") if one.strip()),
        sender=options.get("from", "").strip() or whose,
    )


def _server(text: str, scheme: str, *, named: bool, never: bool) -> Server:
    parts = _split(text if "://" in text else f"{scheme}://{text}")
    kind = parts.scheme.lower()
    if kind not in _SCHEMES or kind[0] != scheme[0] or not parts.hostname:
        raise CannotRead(f"{text[:100]} is not the name of a mail server. Write it like mail.company.example:993.")
    port = parts.port or _SCHEMES[kind]
    at_once = kind == "smtps" or port == 465 or (kind == "imaps" and port != 143)
    return Server(parts.hostname, port, "never" if never else "at once" if at_once else "first", named)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 raises where it is no number
    except ValueError as error:
        raise CannotRead(f"{text[:100]} is not an address: {error}. Check how it is written.") from error
    return parts
