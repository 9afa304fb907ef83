"""Which visitors are programs, by what they say of themselves. Our own list, short on purpose.

Nearly all honest robots call themselves bot, crawler or spider, give an address to complain to, or name the library
they are written with. What hides as a browser is not found here, and is counted as a visit.
"""

import re
from functools import lru_cache
from typing import Final

_WORDS: Final = (
    "bot|crawl|spider|slurp|scrap|archiv|fetch|monitor|check|scan|preview|validator|index|search|agent|reader|feed|rss|"
    "headless|phantom|lighthouse|pingdom|facebookexternalhit|whatsapp|embedly|mediapartners|yahoo!|google-|favicon|"
    "httrack|grab|resolver|verif|inspect|library"
)
_TOOLS: Final = (
    "curl|wget|python|java/|java |go-http|okhttp|axios|node|ruby|perl|php|libwww|http_?client|httpx|aiohttp|scrapy|"
    "winhttp|guzzle|postman|insomnia|apache-|jakarta|gopher|rest-?client|lwp|puppeteer|playwright|selenium"
)
_ADDRESS: Final = r"\+?https?://|@[\w-]+\.\w|[a-z0-9-]{2,}\.(?:com|org|net|io)\b"
_PROGRAM: Final = re.compile(f"{_WORDS}|{_TOOLS}|{_ADDRESS}", re.IGNORECASE)
_BROWSER: Final = re.compile(r"Mozilla/\d|Opera[/ ]\d|[A-Z]\w+/\d.*\b(?:iPhone|Android|Windows|Macintosh|Linux)\b")
# Words of the list that browsers and telephones carry within their own names.
_INNOCENT: Final = re.compile(r"CUBOT\w*|Dalvik/[\d.]+|Android; Mobile|search/\d[\d.]*\b(?= Mobile)", re.IGNORECASE)


@lru_cache(8192)
def is_robot(agent: str) -> bool:
    """Whether a user agent names a program rather than somebody's browser; one that says nothing is a program.

    >>> is_robot("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), is_robot("-")
    (True, True)
    >>> is_robot("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 Chrome/32.0.1700.77 Safari/537.36")
    False
    """
    said = _INNOCENT.sub("", agent)
    return bool(_PROGRAM.search(said)) or not _BROWSER.search(said)
