"""HTML from outside: to plain words, or to something safe to show."""

import re
from collections import Counter
from html import unescape
from typing import Final

import nh3
from selectolax.lexbor import LexborHTMLParser

from twoears.lib.urls import is_web

LONGEST: Final = 2_000_000  # characters of markup that are read; what comes after is left out
DEEPEST: Final = 500  # open tags within each other, beyond which a tree is not built
_SIMPLE_LONGEST = 50_000

_TAG_LIKE = re.compile(r"<[a-zA-Z/!]")
_ENTITY_LIKE = re.compile(r"&[a-zA-Z#]")
_ENDS_LINE = "br|/p|/div|/li|/h[1-6]|/tr|/blockquote|/pre|/ul|/ol"
# Whole tags without < or > in them: what Mastodon, most feeds and most editors write. Each piece of the pattern starts
# with a different character, so that no text can make it go back and try again for long.
_SIMPLE_BREAK = re.compile(rf"<(?:{_ENDS_LINE})\b[^<>\"']*>", re.IGNORECASE)
_SIMPLE_TAG = re.compile(
    r"</?(?:p|a|span|div|li|ul|ol|b|i|u|s|em|strong|del|code|blockquote|h[1-6]|small|sub|sup|img)"
    r"(?=[\s/>])(?:[^<>\"']|\"[^<>\"]*\"|'[^<>']*')*+>",
    re.IGNORECASE,
)
_BREAKS = re.compile(rf"<(?:{_ENDS_LINE})\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_CLOSED = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
# Inside these a closing tag does not close what was opened outside: counted tags would lie about the depth.
_WALLS = re.compile(r"<(?:applet|button|marquee|object|table|template|svg|math)\b", re.IGNORECASE)
_MOST_WALLS = 300
_ANY_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = "head, script, style, template, noscript, iframe, object, svg, math, textarea, select"
_SPACES = re.compile(r"[\t\r\f\v\xa0][ \t\r\f\v\xa0]*+|[ ][ \t\r\f\v\xa0]++")
_ROUND_BREAKS = re.compile(r" ?\n ?")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_LINES = re.compile(r"\n{3,}")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def plain(markup: str) -> str:
    """The words of a piece of HTML, with line breaks where paragraphs end; text that is no HTML stays as it is.

    >>> plain("<p>Does it run<br>on <b>SQLite</b>?</p><script>alert(1)</script>")
    'Does it run\\non SQLite?'
    >>> plain("3 < 4 & 5 > 2")
    '3 < 4 & 5 > 2'
    """
    if "<" not in markup:
        return unescape(markup) if "&" in markup and _ENTITY_LIKE.search(markup) else markup
    if markup.startswith("<p>") and markup.endswith("</p>") and markup.isprintable() and "  " not in markup:
        inner = markup[3:-4]  # one paragraph without a tag: half of all posts of Mastodon, at a tenth of the price
        if "<" not in inner and "&" not in inner:
            return inner.strip()
    if not _TAG_LIKE.search(markup):
        return unescape(markup) if _ENTITY_LIKE.search(markup) else markup
    if len(markup) <= _SIMPLE_LONGEST and "<pre" not in markup:
        words = _SIMPLE_TAG.sub("", _SIMPLE_BREAK.sub("\n", _white(markup)))
        if "<" not in words:
            return _tidy(unescape(words) if "&" in words else words)
    return _tidy(_parsed(markup[:LONGEST]))


def safe(markup: str) -> str:
    """HTML that may be shown: no scripts, styles, frames or forms, links only to the web and to mail.

    >>> safe('<p onclick="x()">Hi <a href="javascript:x()">there</a></p><script>x()</script>')
    '<p>Hi <a rel="noopener noreferrer nofollow ugc">there</a></p>'
    """
    markup = markup[:LONGEST]
    if too_deep(markup):
        return nh3.clean_text(plain(markup))
    return nh3.clean(
        markup,
        tags=_SHOWN,
        attributes={"a": {"href", "title"}, "img": {"alt", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow ugc",
    )


def links(markup: str, *, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The web addresses that a piece of HTML links to, in order; a link of a class in `without` is left out.

    >>> links('<p><a class="u-url mention" href="https://a.example/@ann">@ann</a> <a href="https://b.example/">b</a></p>',
    ...       without=frozenset({"mention"}))
    ('https://b.example/',)
    """
    if "href" not in markup or too_deep(markup[:LONGEST]):
        return ()
    found: dict[str, None] = {}
    for anchor in LexborHTMLParser(markup[:LONGEST]).css("a[href]"):
        address = (anchor.attributes.get("href") or "").strip()[:2000]
        if is_web(address) and without.isdisjoint((anchor.attributes.get("class") or "").split()):
            found[clean(address)] = None
    return tuple(found)


def clean(text: str) -> str:
    """`text` without what no database and no file can hold: NUL and halves of surrogate pairs.

    >>> clean("a\\x00b")
    'ab'
    """
    return _UNWRITABLE.sub("", text) if "\x00" in text or not text.isascii() else text


_SHOWN = {
    "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip


def _parsed(markup: str) -> str:
    if too_deep(markup):
        return unescape(_ANY_TAG.sub(" ", _BREAKS.sub("\n", markup)))
    tree = LexborHTMLParser(_BREAKS.sub(lambda tag: tag.group() + "\n", _white(markup)))
    for hidden in tree.css(_UNSEEN):
        hidden.decompose()
    return tree.body.text() if tree.body else ""


def _white(markup: str) -> str:
    """In HTML a line break is a space, except where the text says that its lines are meant."""
    return markup if "\n" not in markup or "<pre" in markup else _WHITE.sub(" ", markup)


def too_deep(markup: str) -> bool:
    """Whether a tree of it could be so deep that building it takes quadratic time. Tags that are never closed count."""
    if markup.count("<") <= DEEPEST:
        return False
    if len(_WALLS.findall(markup)) > _MOST_WALLS:
        return True
    depth, opened = 0, Counter[str]()
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if not tag[1] and name not in _NEVER_CLOSED:
            opened[name] += 1
            depth += 1
        elif tag[1] and opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def _tidy(text: str) -> str:
    text = _ROUND_BREAKS.sub("\n", _SPACES.sub(" ", text))
    return (_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()
