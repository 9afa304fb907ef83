"""Which domain somebody writes from, and whether it is a company's own. The one place that reads domains."""

import re
from collections.abc import Collection, Iterable
from typing import Final

# Where anybody may have a mailbox: a shared domain says nothing of whom somebody works for.
_PROVIDERS: Final = """
aol.com bluewin.ch fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
googlemail.com hey.com hotmail.com hotmail.fr icloud.com laposte.net libero.it live.com mac.com
mail.com mail.ru mailbox.org me.com msn.com orange.fr outlook.com outlook.de posteo.de posteo.net
proton.me protonmail.com qq.com rediffmail.com t-online.de tutanota.com uol.com.br wanadoo.fr web.de
yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru zoho.com 163.com 126.com
"""
ANYBODY: Final = frozenset(_PROVIDERS.split())
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])")
_LONGEST: Final = 253


def plain_domain(words: str) -> str:
    """A domain as the network writes it, in small ASCII letters; empty where it is none.

    Letters beyond ASCII become those of IDNA (RFC 3490): a domain that only looks like another is not the other.

    >>> plain_domain(" North-Dairy.Example. "), plain_domain("bücher.example"), plain_domain("ａcme.example")
    ('north-dairy.example', 'xn--bcher-kva.example', 'acme.example')
    >>> plain_domain("nоrth.example")  # the second letter is Cyrillic
    'xn--nrth-55d.example'
    >>> plain_domain("localhost"), plain_domain("192.0.2.1"), plain_domain("a..example"), plain_domain("")
    ('', '', '', '')
    """
    low = words.strip().lower().removesuffix(".")
    if len(low) > _LONGEST:  # before anything takes time that grows with its square
        return ""
    try:
        low = low if low.isascii() else low.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return low if len(low) <= _LONGEST and _DOMAIN.fullmatch(low) else ""


def domain_in(words: str) -> str:
    """The domain in what a member types or pastes: itself, a mail address, or a page; empty where there is none.

    >>> [domain_in(one) for one in ("ann@North-Dairy.example", "https://www.quay.example:8080/team?x", "Quay Ltd")]
    ['north-dairy.example', 'quay.example', '']
    """
    rest = words.strip().rpartition("://")[2]
    rest = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    return plain_domain(re.sub(r":\d{1,5}$", "", rest)).removeprefix("www.")


def domain_of(mail: str) -> str:
    """The domain of a mail address; empty where it has none.

    >>> domain_of("Ann@North-Dairy.example"), domain_of("no address")
    ('north-dairy.example', '')
    """
    return plain_domain(mail.rpartition("@")[2]) if "@" in mail else ""


def house_of(mails: Iterable[str], anybody: Collection[str] = ANYBODY) -> str:
    """The domain of the first mail address that is not one of a provider for everybody; empty where there is none.

    >>> house_of(["ann@gmail.com", "ann@north-dairy.example"]), house_of(["ann@gmail.com", "no address"])
    ('north-dairy.example', '')
    """
    domains = (domain_of(mail) for mail in mails)
    return next((one for one in domains if one and one not in anybody), "")
