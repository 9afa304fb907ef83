"""Which organisation somebody belongs to, by the domain of their mail. The one place that says so, to be swapped."""

from collections.abc import Iterable
from typing import Final

# Where anybody may have a mailbox: a shared domain says nothing of whom somebody works for.
_PROVIDERS: Final = """
aol.com bluewin.ch fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net
googlemail.com hey.com hotmail.com hotmail.fr icloud.com laposte.net libero.it live.com mac.com
mail.com mail.ru mailbox.org me.com msn.com orange.fr outlook.com outlook.de posteo.de posteo.net
proton.me protonmail.com qq.com rediffmail.com t-online.de tutanota.com uol.com.br wanadoo.fr web.de
yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru zoho.com 163.com 126.com
"""
_ANYBODY: Final = frozenset(_PROVIDERS.split())


def house_of(mails: Iterable[str]) -> str:
    """The domain of the first mail address that is not one of a provider for everybody; empty where there is none.

    >>> house_of(["ann@gmail.com", "ann@north-dairy.example"]), house_of(["ann@gmail.com", "no address"])
    ('north-dairy.example', '')
    """
    domains = (mail.rpartition("@")[2].strip().lower() for mail in mails if "@" in mail)
    return next((one for one in domains if "." in one and one not in _ANYBODY and len(one) <= 255), "")
