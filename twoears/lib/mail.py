"""The server that takes our own mail, as the environment names it. What cannot be read is told, and stops nothing."""

import re
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

UNSET: Final = (
    "Outgoing mail is not set up: nothing is sent. Whoever runs Two Ears sets TWOEARS_MAIL_URL and TWOEARS_MAIL_FROM."
)
_FORM: Final = "Write it like smtps://user:password@mail.company.example"
_HERE: Final = ("localhost", "127.0.0.1", "::1")
_PORTS: Final = {"": 25, "first": 587, "always": 465}
_ADDRESS: Final = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail goes out. `tls` is "always" (from the first byte), "first" (STARTTLS before anything is said) or
    nothing; `trouble` is why nothing can be sent."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = ""
    sender: str = ""
    trouble: str = UNSET

    @property
    def ready(self) -> bool:
        """Whether anything can be sent."""
        return not self.trouble

    @property
    def domain(self) -> str:
        """The domain of whoever sends."""
        return parseaddr(self.sender)[1].rpartition("@")[2].lower()


def mail_server(url: str, sender: str) -> MailServer:
    """The server that an address names. Encryption is left out only on this machine, or where `?tls=no` says so.

    >>> found = mail_server("smtp://ears:p%40ss@mail.acme.example", "Two Ears <ears@acme.example>")
    >>> found.host, found.port, found.user, found.password, found.tls, found.domain
    ('mail.acme.example', 587, 'ears', 'p@ss', 'first', 'acme.example')
    >>> mail_server("smtps://mail.acme.example", "ears@acme.example").port, mail_server("smtp://localhost", "").tls
    (465, '')
    >>> mail_server("", "").ready, mail_server("mail.acme.example", "ears@acme.example").trouble
    (False, 'TWOEARS_MAIL_URL is no address of a mail server. Write it like smtps://user:password@mail.company.example')
    """
    if not url:
        return MailServer()
    found = _server(url)
    if found is None:
        # The address itself is not repeated: it may hold a password.
        return MailServer(trouble=f"TWOEARS_MAIL_URL is no address of a mail server. {_FORM}")
    if not _is_sender(sender):
        return replace(found, trouble="TWOEARS_MAIL_FROM names nobody. Write it like Two Ears <ears@company.example>")
    return replace(found, sender=sender.strip(), trouble="")


def _server(url: str) -> MailServer | None:
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("smtp", "smtps") or not host:
        return None
    plain = host in _HERE or parse_qs(parts.query).get("tls") == ["no"]
    tls = "always" if parts.scheme == "smtps" else "" if plain else "first"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(host=host, port=port or _PORTS[tls], user=user, password=password, tls=tls)


def _is_sender(words: str) -> bool:
    address = parseaddr(words)[1]
    return words.isprintable() and address.isascii() and bool(_ADDRESS.fullmatch(address))
