"""Whether somebody says that they bought from us: whole turns of phrase, in eight languages.

An order may never have been heard: made before the record begins, on paper, or in a shop that nobody connected. Only
what is said of themselves and of us counts: anybody may speak of "your customers", or ask after an order.
"""

import re
from typing import Final

_BOUGHT: Final = (
    # English
    r"(?:we|I)(?:['’]ve| have)? (?:bought|ordered|purchased) (?:[^\s.?!]+ ){0,5}(?:from you|of yours)\b",
    r"\b(?:as|being) (?:a |your )?(?:long[- ]?(?:time|standing) |loyal |paying |old )?customers?(?: of yours)?\b",
    r"\b(?:a |your )?customers? (?:of yours )?(?:since|for) (?:\d|years|the |two|three|four|five|six|ten|many|a )",
    # German
    r"\bals (?:ihre? |eure? |langjährige[rn]? |alte[rn]? |gute[rn]? )?kund(?:e|en|in|innen)\b",
    r"\bkund(?:e|en|in|innen)(?: bei euch| bei ihnen| von euch)? seit\b|\bseit (?:[^\s.?!]+ ){1,3}kund(?:e|en|in)\b",
    r"\b(?:haben?|hatten) (?:[^\s.?!]+ ){0,6}(?:bei|von) (?:ihnen|euch) (?:gekauft|bestellt|bezogen)\b",
    # French
    r"\bclients?(?: chez vous| de chez vous)? depuis\b|\b(?:en tant que|comme) (?:vieux |bons? )?clients?\b",
    r"\b(?:acheté|commandé)e?s? (?:[^\s.?!]+ ){0,5}chez vous\b",
    # Spanish
    r"\bclientes?(?: vuestros?| suyos?)? desde\b|\bcomo (?:buen(?:os)? )?clientes?\b",
    r"\b(?:os|les) (?:compramos|pedimos|compré|pedí|hemos comprado|he comprado)\b",
    # Italian
    r"\bclient[ei](?: vostr[oi])? da[li]?\b|\b(?:come|da) (?:vecchi[oi]? |buon[i]? )?client[ei]\b",
    r"\b(?:comprat|ordinat|acquistat)[oiae] (?:[^\s.?!]+ ){0,5}da voi\b",
    # Dutch
    r"\bklant(?:en)?(?: bij jullie| van jullie)? sinds\b|\bals (?:vaste |trouwe )?klant(?:en)?\b",
    r"\bbij jullie (?:gekocht|besteld)\b",
    # Portuguese
    r"\bclientes?(?: vossos?| seus?)? desde\b|\bcomo (?:bons )?clientes?\b",
    r"\b(?:comprámos|compramos|comprei|encomendámos) (?:[^\s.?!]+ ){0,4}(?:a vocês|convosco|na vossa)\b",
    # Japanese: no spaces, so that no word ends or begins
    r"御社(?:から|で|の)[^。?!]{0,16}(?:購入し|買い|導入し)|顧客として",
)
_BOUGHT_ONE: Final = re.compile("|".join(_BOUGHT), re.IGNORECASE)
_MAY: Final = re.compile(
    "customer|bought|ordered|purchased|kund|gekauft|bestellt|bezogen|client|achet|command|compr|pedi|pedí|"
    "ordinat|acquist|klant|gekocht|besteld|encomend|御社|顧客",
    re.IGNORECASE,
)
# Without "mai", "no" and "noch", which are other words in other languages.
_NO: Final = r"\b(?:not|never|n['’]t|nicht|nie|kein\w*|pas|jamais|non|nunca|niet|nooit|geen|não)\b"
_NOT: Final = re.compile(rf"(?:{_NO}|\b(?:no|if|wenn|si|se|als we)\b)\W+(?:\w+\W+){{0,2}}$", re.IGNORECASE)
_NEVER: Final = re.compile(_NO, re.IGNORECASE)
_LONGEST: Final = 4_000  # characters of a text that are looked at


def bought_in(text: str) -> str:
    """The words in which the author says that they bought from us, "" where they do not; quoted lines are another's.

    >>> bought_in("Hello, we bought six of them from you in spring. One is silent.")
    'we bought six of them from you'
    >>> bought_in("Als Kunde seit 2019: danke.")
    'Als Kunde'
    >>> bought_in("We are not a customer yet. What do your customers say?")
    ''
    """
    text = text[:_LONGEST]
    if not _MAY.search(text):
        return ""
    seen = "\n".join(" " * len(line) if line.lstrip().startswith(">") else line for line in text.split("\n"))
    return next((one[0] for one in _BOUGHT_ONE.finditer(seen) if not _denied(one, seen)), "")


def _denied(found: re.Match[str], text: str) -> bool:
    before = text[max(0, found.start() - 24) : found.start()]
    return bool(_NOT.search(before) or _NEVER.search(found[0]))
