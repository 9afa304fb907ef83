"""The words of a mail: of its first readable part, with HTML turned into lines and quoted blocks marked as quoted."""

from email.message import Message

from selectolax.lexbor import LexborHTMLParser, LexborNode

from twoears.lib.html import LONGEST, clean, plain
from twoears.sources.mail.headers import decoded

_PARTS = 200  # of one message that are looked at
_MOST_TAGS = 20_000
_MOST_QUOTES = 500
# From here on everything beside it is the mail that is answered: Outlook's ways of saying so.
_DIVIDERS = "#divRplyFwdMsg, #appendonsend, hr#stopSpelling, hr#zwchr"
# Not `div.gmail_quote`: answers between the quotes stand inside it.
_QUOTES = (
    "blockquote[type=cite], blockquote.gmail_quote, div.gmail_attr, blockquote.protonmail_quote, div.yahoo_quoted, "
    'div.moz-cite-prefix, div[name=quote], [data-marker="__QUOTED_TEXT__"]'
)
_MARKED = ("blockquote", "_quote", "divRplyFwdMsg", "appendonsend", "stopSpelling", "zwchr", 'name="quote"', "QUOTED_")
_HERE = "\ue0fe"  # of the private use area: where a quote stood


def said(message: Message) -> str:
    """The plain words of the first readable part; HTML is turned into words. Attachments are left out.

    What HTML marks as quoted is one line `>`.
    """
    html = ""
    for number, part in enumerate(message.walk()):
        if number > _PARTS:
            break
        kind = part.get_content_type()
        if (
            kind not in ("text/plain", "text/html")
            or part.get_content_disposition() == "attachment"
            or part.get_filename()
        ):
            continue
        text = _text(part)
        if kind == "text/plain" and text.strip():
            return clean(text)
        html = html or (text if kind == "text/html" else "")
    return clean(_lines(html)) if html else ""


def _lines(markup: str) -> str:
    return plain(_unquoted(markup.replace(_HERE, ""))).replace(_HERE, "\n>\n")


def _unquoted(markup: str) -> str:
    if not any(mark in markup for mark in _MARKED) or markup.count("<") > _MOST_TAGS:
        return markup
    tree = LexborHTMLParser(markup[:LONGEST])
    for _ in range(_MOST_QUOTES):
        # One at a time, the outermost first: those within it go with it.
        if divider := tree.css_first(_DIVIDERS):
            _drop_following(divider)
        quote = divider or tree.css_first(_QUOTES)
        if quote is None:
            break
        quote.replace_with(_HERE)
    return tree.html or ""


def _drop_following(divider: LexborNode) -> None:
    while (beside := divider.next) is not None:
        beside.decompose()


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    return decoded(raw[: 2 * LONGEST], part.get_content_charset() or "")
