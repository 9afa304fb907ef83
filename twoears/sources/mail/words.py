"""What is new in a mail: its own words, without what it quotes and without the signature.

Only what is plainly marked as somebody else's is cut. Rather a signature too much than an answer too little.
"""

import re
from email.message import Message

from selectolax.lexbor import LexborHTMLParser

from twoears.lib.html import LONGEST, clean, plain
from twoears.sources.mail.headers import decoded

_PARTS = 200  # of one message that are looked at
_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|skrev|geschreven|schreef|napisał|escreveu|kirjoitti)\b"
    r"[^:\n]{0,80}:\s*$",
    re.IGNORECASE,
)
_STARTS = re.compile(r"\s*(?:On|Am|Le|El|Il|Den|Op|W dniu|Em|Dnia|[\w.+-]+@)\b", re.IGNORECASE)
_DIVIDER = re.compile(
    r"\s*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|"
    r"Forwarded message|Weitergeleitete Nachricht|Ursprungligt meddelande)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\*?(?:From|Sent|Date|To|Subject|Von|Gesendet|Datum|An|Betreff|De|Envoyé|À|Objet|"
    r"Enviado|Para|Asunto|"
    r"Från|Skickat|Till|Ämne):\*?\s",
    re.IGNORECASE,
)
_LIST_FOOTER = re.compile(r"_{20,}\s*$")
_PHONE = re.compile(
    r"(?:Sent|Gesendet|Envoyé|Skickat|Enviado) (?:from|von|de|från|desde) (?:my|meinem|mon|min|mi) [\w ]{2,30}$"
)
_RULE = re.compile(r"\s*[-_]{10,}\s*")
_ATTRIBUTION_LINES = 4
_QUOTES = (
    "blockquote[type=cite], blockquote.gmail_quote, div.gmail_quote, div.yahoo_quoted, div.moz-cite-prefix, "
    "#divRplyFwdMsg, #divRplyFwdMsg ~ *"
)


def said(message: Message) -> str:
    """The plain words of the first readable part; HTML is turned into words. Attachments are left out."""
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
    return clean(plain(_unquoted_html(html))) if html else ""


def new_words(text: str) -> str:
    """`text` without quoted lines, the line that announces them, forwarded headers and the signature.

    >>> new_words("It does.\\n\\nOn 1 Mar 2026, Ann wrote:\\n> Does it run on SQLite?\\n-- \\nBob\\n")
    'It does.'
    """
    lines = [line.rstrip("\r") for line in text.replace("\r\n", "\n").split("\n")]
    lines = lines[: _end(lines)]
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
        elif kept and any(kept[-2:]):
            _drop_attribution(kept)
    _drop_attribution(kept)
    while kept and (not kept[-1].strip() or _PHONE.fullmatch(kept[-1].strip()) or _RULE.fullmatch(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _end(lines: list[str]) -> int:
    """The line from which on everything is a signature, a list's footer or another mail."""
    for number, line in enumerate(lines):
        if line in ("-- ", "--") and any(part.strip() for part in lines[:number]):
            return number
        if _DIVIDER.match(line) or (_LIST_FOOTER.match(line) and len(lines) - number <= 8):
            return number
        if _HEADER.match(line) and sum(bool(_HEADER.match(part)) for part in lines[number : number + 6]) >= 3:
            return number
    return len(lines)


def _drop_attribution(kept: list[str]) -> None:
    """Take "On … wrote:" off the end, also where it was wrapped; nothing where it is not plainly one."""
    last = len(kept)
    while last and not kept[last - 1].strip():
        last -= 1
    if not last or not _WROTE.search(" ".join(kept[max(0, last - 2) : last])):
        return
    for first in range(last - 1, max(-1, last - 1 - _ATTRIBUTION_LINES), -1):
        if not kept[first].strip():
            return
        if _STARTS.match(kept[first]):
            del kept[first:]
            return


def _unquoted_html(markup: str) -> str:
    if "blockquote" not in markup and "_quote" not in markup and "divRplyFwdMsg" not in markup:
        return markup
    if markup.count("<") > 20_000:
        return markup
    tree = LexborHTMLParser(markup[:LONGEST])
    for quoted in tree.css(_QUOTES):
        quoted.decompose()
    return tree.html or ""


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    return decoded(raw[: 2 * LONGEST], part.get_content_charset() or "")
