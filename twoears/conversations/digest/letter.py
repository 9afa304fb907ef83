"""The letter itself: plain words in an order that both of its parts keep, and its envelope."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from hashlib import blake2b
from typing import Final

from twoears.conversations.digest import wording
from twoears.conversations.digest.morning import Heard, Morning, Needs, Quote
from twoears.lib.text import one_line
from twoears.lib.urls import is_web

_WIDTH: Final = 72
_WORDS, _SENTENCE, _ADDRESS = 280, 220, 500  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What the links of a letter lead to: the pages below `base`, and `choices` as (what is said, address)."""

    base: str
    choices: tuple[tuple[str, str], ...]
    stop: str
    settings: str
    because: str

    @property
    def local(self) -> bool:
        """Whether they lead to this machine only."""
        return self.base.startswith("http://localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who needs the reader, in words. `letters` stand for a face."""

    name: str
    letters: str
    about: str
    clock: str
    words: str
    why: str
    act: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a query heard, in words."""

    name: str
    told: str
    burst: str
    quotes: tuple[Quote, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that the letter says, sentence by sentence. Nothing in it steers a mail program."""

    subject: str
    headline: str
    people: tuple[Person, ...]
    others: str
    everybody: str
    lately: str
    news: tuple[News, ...]
    ratio: str
    where: Where


def letter(morning: Morning, where: Where) -> Letter:
    """The letter that tells a morning."""
    others = morning.waiting - sum(one.waits for one in morning.needs)
    return Letter(
        subject=wording.subject(morning),
        headline=wording.headline(morning),
        people=tuple(_person(one, morning.at, where) for one in morning.needs),
        others=f"{others:,} more {'waits' if others == 1 else 'wait'}" if others > 0 else "",
        everybody=f"{where.base}/conversations",
        lately=wording.a_while(morning.at - morning.since),
        news=tuple(_news(one, morning.at, where) for one in morning.heard),
        ratio=wording.ratio(morning.ratio, morning),
        where=where,
    )


def _person(one: Needs, now: datetime, where: Where) -> Person:
    return Person(
        name=wording.name(one.person),
        letters=_letters(one.person),
        about=one_line(one.about, 80),
        clock=wording.clock(one, now),
        words=one_line(one.words, _WORDS),
        why=" · ".join(one_line(reason, 80) for reason in one.why),
        act=one.act,
        url=f"{where.base}/conversations/{one.conversation}",
    )


def _letters(words: str) -> str:
    parts = ["".join(c for c in part if c.isalnum()) for part in one_line(words).split()[:8]]
    first = [part[0] for part in parts if part]
    return "".join(first[:1] + first[1:][-1:]).upper() or "·"


def _news(one: Heard, now: datetime, where: Where) -> News:
    here = f"{where.base}/queries/{one.id}"
    return News(
        name=wording.name(one.name, 120),
        told=wording.told(one),
        burst=wording.burst(one.burst, now) if one.burst else "",
        quotes=tuple(_quote(quote, here) for quote in one.quotes),
        url=here,
    )


def _quote(quote: Quote, otherwise: str) -> Quote:
    address = one_line(quote.url)
    there = address if is_web(address) and " " not in address and len(address) < _ADDRESS else otherwise
    return Quote(words=one_line(quote.words, _SENTENCE), author=wording.name(quote.author), url=there)


def text(made: Letter) -> str:
    """The letter as plain text, which is the one that counts."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Letter) -> Iterator[str]:
    yield made.headline
    for person in made.people:
        yield from ("", *_wrapped(" · ".join(filter(None, (person.name, person.about, person.clock)))))
        yield from _said(person.words)
        yield from _wrapped(f"∵ {person.why}") if person.why else ()
        yield f"{person.act} {person.name}: {person.url}"
    if made.others:
        yield from ("", f"{made.others}: {made.everybody}")
    if made.news:
        yield from ("", f"Heard {made.lately}")
    for news in made.news:
        yield from ("", *_wrapped(f"{news.name}: {news.told}"))
        yield from _wrapped(news.burst)
        for quote in news.quotes:
            yield from _said(quote.words)
            yield f"  {quote.author}, {quote.url}"
        yield f"All of {news.name}: {news.url}"
    if made.ratio:
        yield from ("", *_wrapped(made.ratio))
    yield from ("", *_wrapped(made.where.because))
    for said, address in made.where.choices:
        yield f"{said}: {address}"
    yield f"Address, days and words: {made.where.settings}"
    if made.where.local:
        yield from _wrapped("These links open on the machine that runs Two Ears: nobody has said its public address.")


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _said(words: str) -> list[str]:
    """What others said, marked line by line as what it is."""
    lines = textwrap.wrap(words, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return [f"> {line}" for line in lines]


def message_id(member: int, day: date, number: int, *, secret: str, domain: str) -> str:
    """The name of the mail of a member and a day: the same however often it is written.

    >>> one, other = (message_id(7, date(2026, 11, day), 0, secret="s", domain="acme.example") for day in (23, 24))
    >>> one == message_id(7, date(2026, 11, 23), 0, secret="s", domain="acme.example"), one == other
    (True, False)
    """
    # Keyed: two houses that send under one domain, or whoever guesses, do not come upon the same names.
    key = blake2b(f"{member} {day.isoformat()} {number}".encode(), key=secret.encode()[:64], digest_size=10).hexdigest()
    return f"<morning.{day.isoformat()}.{key}@{domain}>"


def envelope(made: Letter, *, message: str, domain: str, now: datetime) -> Mapping[str, str]:
    """The headers beside From, To and Subject."""
    headers = {
        "Message-ID": message,
        "Date": format_datetime(now),
        "List-Id": f"The morning mail of Two Ears <morning-mail.{domain}>",
        "List-Unsubscribe": f"<{made.where.stop}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
    }
    # RFC 8058 knows no other scheme: a provider would send the word of a member in clear.
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers | (one_click if made.where.stop.startswith("https://") else {})
