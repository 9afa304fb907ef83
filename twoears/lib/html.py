"""HTML from outside: to plain words, or to something safe to show."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^>]*>", re.IGNORECASE)
_UNSEEN = "script, style, template, noscript, iframe, object, svg, math"
_SPACES = re.compile(r"[ \t\r\f\v]+")
_LINES = re.compile(r"\n{3,}")


def plain(markup: str) -> str:
    """The words of a piece of HTML, with line breaks where paragraphs end; text that is no HTML stays as it is.

    >>> plain("<p>Does it run<br>on <b>SQLite</b>?</p><script>alert(1)</script>")
    'Does it run\\non SQLite?'
    >>> plain("3 < 4 & 5 > 2")
    '3 < 4 & 5 > 2'
    """
    if not _LOOKS_LIKE_HTML.search(markup):
        return markup
    if "<" not in markup:
        return unescape(markup)
    tree = LexborHTMLParser(_BREAKS.sub(lambda tag: tag.group() + "\n", markup))
    for hidden in tree.css(_UNSEEN):
        hidden.decompose()
    body = tree.body
    text = body.text() if body else ""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _LINES.sub("\n\n", "\n".join(lines)).strip()
