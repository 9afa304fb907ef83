"""What is new in a mail: its own words, without what it quotes, what it forwards, and the signature.

Only what is plainly marked as somebody else's is cut. Rather a signature too much than an answer too little.
"""

import re
from collections.abc import Sequence

_WROTE = re.compile(
    r"\b(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|skrev|geschreven|schreef|napisał|escreveu|kirjoitti)\b"
    r"[^:\n]{0,80}:\s*$|wrote:\s*$|"
    r"(?:пиш[еу]т|написала?(?:\(а\))?|yazdı|yazmış|のメール|書きました|写道|寫道|작성|썼습니다)\s*[:：]\s*$",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"\s*(?:On|Am|Le|El|Il|Den|Op|W dniu|Em|Dnia|[\w.+-]{1,64}@)\b|"
    r"\s*(?:\d{1,4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]|在\s?\d|(?:пн|вт|ср|чт|пт|сб|вс)[.,])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d|@|\b(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b|\b(?:mo|di|mi|do|fr|sa|so)\.,|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|yesterday|gestern|hier)\b",
    re.IGNORECASE,
)
# What programs write, and nobody by hand: a moment with hours and a whole address.
_BY_PROGRAM = re.compile(r"\d{1,2}[:.]\d{2}.{0,200}<?[^\s<>@]{1,64}@[^\s<>@]{1,200}>")
_MOMENT_FIRST = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d{2}[^<>]{0,100}<[^\s<>@]{1,64}@[^\s<>@]{1,200}>:")
# In any language, and with the address before or behind the moment: all three, and a colon at the end.
_DAY = re.compile(r"\b\d{4}\b|\d{4}\s?[年년]|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_HOUR = re.compile(r"\d{1,2}[:.時]\d{2}|\d{1,2}[時点點时시]")
_ADDRESS = re.compile(r"<[^\s<>@]{1,64}@[^\s<>@]{1,200}>")
_LONGEST_ATTRIBUTION = 300
_DIVIDER = re.compile(
    r"\s*-{2,}\s*(?:Original[- ]Message|Ursprüngliche Nachricht|Original-Nachricht|Message d'origine|Mensaje original|"
    r"Messaggio originale|Oorspronkelijk bericht|Mensagem original|Ursprungligt meddelande|"
    r"元のメッセージ|原始邮件|邮件原件|原始郵件|원본 메시지|Исходное сообщение|Wiadomość oryginalna|"
    r"Oryginalna wiadomość|"
    r"Özgün İleti|Orijinal Mesaj|Oprindelig meddelelse|Opprinnelig melding|Alkuperäinen viesti|"
    r"転送メッセージ|转发的邮件|轉寄的郵件|전달된 메일|Пересылаемое сообщение|Przekazana wiadomość|İletilen Mesaj|"
    r"Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato)\s*-{2,}\s*$"
    r"|\s*Begin forwarded message:\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\s{0,2}\*?(?:From|Sent|Date|To|Cc|Subject|Reply-To|Von|Gesendet|Datum|An|Betreff|De|Envoyé|Date|À|Objet|"
    r"Enviado|Enviado el|Para|Asunto|Assunto|Da|Inviato|Data|A|Oggetto|Van|Verzonden|Aan|Onderwerp|"
    r"Från|Skickat|Till|Ämne|Fra|Sendt|Til|Emne|Od|Wysłano|Do|Temat|Enviada em|Kimden|Gönder(?:ilme|me)|Tarih|"
    r"Kime|Konu|"
    r"От|Отправлено|Дата|Кому|Копия|Тема) ?:\*?\s"
    r"|\s{0,2}\*?(?:差出人|送信者|送信日時|日付|日時|宛先|件名|发件人|发送时间|收件人|抄送|主题|寄件者|傳送時間|"
    r"日期|收件者|主旨|"
    r"보낸 ?사람|보낸 ?날짜|날짜|받는 ?사람|참조|제목) ?[:：]",
    re.IGNORECASE,
)
_LIST_FOOTER = re.compile(r"_{20,}\s*$")
_PHONE = re.compile(
    r"(?:Sent|Gesendet|Envoyé|Skickat|Enviado|Inviato) (?:from|von|de|från|desde|da) "
    r"(?:my|meinem|mon|min|mi|il mio) [\w ]{2,30}$"
)
_RULE = re.compile(r"\s*[-_]{10,}\s*")
_ATTRIBUTION_LINES = 4
_HEADER_LINES = 6
_SHORT = 8  # lines that a footer, or a signature without its space, has at the most


def new_words(text: str) -> str:
    """`text` without quoted lines, the line that announces them, forwarded headers and the signature.

    >>> new_words("It does.\\n\\nOn 1 Mar 2026, Ann wrote:\\n> Does it run on SQLite?\\n-- \\nBob\\n")
    'It does.'
    """
    lines = [line.rstrip("\r") for line in text.replace("\r\n", "\n").split("\n")]
    kept: list[str] = []
    number, in_quote, above = 0, False, _quoted_below(lines)
    while number < len(lines):
        if lines[number].startswith(">"):
            if not in_quote:
                _drop_attribution(kept)
            in_quote, number = True, number + 1
            continue
        end = _foreign(lines, number, any(map(str.strip, kept)), above)
        if end == number:
            kept.append(lines[number])
            in_quote = in_quote and not lines[number].strip()
        number = max(end, number + 1)
    _drop_attribution(kept)
    _drop_ending(kept)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept)).strip()


def _quoted_below(lines: Sequence[str]) -> list[int]:
    """For each line, where the next quoted one stands at or below it; the number of lines where there is none."""
    found = [len(lines)] * (len(lines) + 1)
    for number in range(len(lines) - 1, -1, -1):
        found[number] = number if lines[number].startswith(">") else found[number + 1]
    return found


def _foreign(lines: Sequence[str], number: int, spoken: bool, next_quoted: Sequence[int]) -> int:
    """Where that ends which begins here and is not new, `number` itself where nothing does.

    Where quoted lines are marked further down, what stands between them unmarked is an answer, and is kept.
    """
    line, below = lines[number], next_quoted[number]
    if line == "-- " and (spoken or below < len(lines)):
        return below
    if line == "--" and spoken and sum(bool(part.strip()) for part in lines[number:below][: _SHORT + 2]) <= _SHORT:
        return below
    if _LIST_FOOTER.match(line) and len(lines) - number <= _SHORT:
        return len(lines)
    if _DIVIDER.match(line) or _is_headers(lines, number):
        return _marked_below(lines, number)
    if spoken and below == len(lines) and (end := _announced(lines, number)):
        return len(lines) if end < len(lines) else number
    return number


def _marked_below(lines: Sequence[str], number: int) -> int:
    """Where the mail under a divider begins to be marked line by line; the end where it is not marked at all."""
    at = number + 1
    while at < len(lines) and lines[at].strip() and not lines[at].startswith(">"):
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at if at < len(lines) and lines[at].startswith(">") else len(lines)


def _is_headers(lines: Sequence[str], number: int) -> bool:
    if not _HEADER.match(lines[number]):
        return False
    return sum(bool(_HEADER.match(part)) for part in lines[number : number + _HEADER_LINES]) >= 3


def _announced(lines: Sequence[str], number: int) -> int:
    """The line behind an announcement that a program wrote, where one begins here; 0 where none does."""
    if not _STARTS.match(lines[number]):
        return 0
    for end in range(number + 1, min(number + 1 + _ATTRIBUTION_LINES, len(lines) + 1)):
        said = " ".join(lines[number:end])
        if _WROTE.search(said):
            return end if _BY_PROGRAM.search(said) else 0
        if not lines[end - 1].strip():
            return 0
    return 0


def _drop_attribution(kept: list[str]) -> None:
    """Take "On … wrote:" off the end, also where it was wrapped; nothing where it is not plainly one."""
    last = len(kept)
    while last and not kept[last - 1].strip():
        last -= 1
    if last and _MOMENT_FIRST.fullmatch(kept[last - 1].strip()):
        del kept[last - 1 :]
        return
    # A long name or address is wrapped, and then the line before it alone says nothing.
    for first in (last - 1, last - 2):
        if first >= 0 and kept[first].strip() and _names_hour_and_address(" ".join(kept[first:last])):
            del kept[first:]
            return
    if not last or not _WROTE.search(" ".join(kept[max(0, last - 2) : last])):
        return
    for first in range(last - 1, max(-1, last - 1 - _ATTRIBUTION_LINES), -1):
        ends_a_sentence = first < last - 1 and kept[first].rstrip().endswith((".", "!", "?"))
        if not kept[first].strip() or ends_a_sentence:
            return
        if _STARTS.match(kept[first]) and _DATED.search(" ".join(kept[first:last])):
            del kept[first:]
            return


def _names_hour_and_address(said: str) -> bool:
    short = len(said) <= _LONGEST_ATTRIBUTION and said.rstrip().endswith((":", "："))
    return short and all(part.search(said) for part in (_DAY, _HOUR, _ADDRESS))


def _drop_ending(kept: list[str]) -> None:
    """Take empty lines, rules and the line of a telephone off the end."""
    while kept and (not kept[-1].strip() or _PHONE.fullmatch(kept[-1].strip()) or _RULE.fullmatch(kept[-1])):
        kept.pop()
