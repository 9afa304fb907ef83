"""Addresses and handles that no one person has, and hosts that tell nothing of whose a page is."""

import re
from typing import Final

from twoears.lib.profiles import NETWORKS
from twoears.lib.text import listed

SEVERAL: Final = frozenset({"web", "mail", "events", "tables", "feeds"})
"""Networks on which one person is usually met more than once: each browser is a visitor, and people have mailboxes."""

_SHARED: Final = listed(
    """abuse account accounts admin administration administrator all anonymous billing board booking bookings bot
    careers community contact contactus customer customercare customerservice customersupport deleted demo donotreply
    editor editorial enquiries enquiry events everyone feedback finance ghost guest hello help helpdesk hi hostmaster
    hr info information inquiries invoice invoices it jobs kontakt legal list mail mailer mailerdaemon marketing media
    members news newsletter nobody noreply nospam notification notifications null office orders order post postmaster
    presse press privacy pr reception recruiting root sales security service services shop social staff
    subscribe support team test tester unknown unsubscribe user visitor webmaster webteam welcome"""
)
_FREE: Final = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|proton|protonmail|pm|gmx|web|mail|"
    r"yandex|ya|posteo|fastmail|hey|tutanota|tuta|zoho|qq|163|126|orange|free|laposte|libero|t-online|comcast|"
    r"users\.noreply\.github)\.[a-z.]{2,6}"
)
_HOSTS: Final = listed(
    """github.com gitlab.com medium.com wordpress.com blogspot.com tumblr.com substack.com linktr.ee bit.ly t.co
    google.com wikipedia.org flickr.com vimeo.com pinterest.com tiktok.com twitch.tv discord.gg t.me telegram.me
    threads.net slideshare.net about.me keybase.io gravatar.com patreon.com stackoverflow.com mastodon.social
    ko-fi.com soundcloud.com spotify.com last.fm goodreads.com quora.com xing.com calendly.com"""
)
_SECOND: Final = frozenset({"co", "com", "org", "net", "ac", "gov", "edu"})
LEFT_OUT: Final = frozenset({"Service", "Application", "Group"})
"""Types of actors behind which there is nobody, or many."""


def shared(bare: str) -> bool:
    """Whether a handle or the local part of a mail address, in plain letters, is one that several people answer.

    >>> shared("noreply"), shared("info2"), shared("annek")
    (True, True, False)
    """
    return bare.rstrip("0123456789") in _SHARED


def domain(host: str) -> str:
    """The domain of whoever has `host`; empty where it is one on which anybody can be.

    >>> domain("www.norrvik.example"), domain("mail.norrvik.co.uk"), domain("gmail.com"), domain("ann.github.com")
    ('norrvik.example', 'norrvik.co.uk', '', '')
    """
    parts = host.lower().strip(".").split(".")
    if len(parts) < 2 or not all(parts):
        return ""
    many = 3 if len(parts) > 2 and parts[-2] in _SECOND and len(parts[-1]) == 2 else 2
    own = ".".join(parts[-many:])
    return "" if own in _HOSTS or own in NETWORKS or _FREE.fullmatch(own) else own
