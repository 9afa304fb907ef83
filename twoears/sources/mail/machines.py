"""What a machine wrote: nobody waits for an answer to it, and none is sent there."""

import re
from email.message import Message
from typing import Final
from unicodedata import normalize

from twoears.sources.mail.headers import values, words

BOUNCE, REPLY, NEWSLETTER, GENERATED = "bounce", "reply", "newsletter", "generated"
_DAEMON: Final = "mailer-daemon@"
_POSTMASTER: Final = "postmaster@"
_UNWANTED = frozenset({"all", "oof", "autoreply"})  # what only programs ask not to be sent
_BULK = frozenset({"bulk", "junk"})
_REPLYING = ("x-autoreply", "x-autorespond", "x-mail-autoreply", "x-autoreply-from")
# What the programs of Outlook, Gmail and others put before the subject that they answer, or in its place. A person who
# writes about such a reply goes on with words: there must be a colon, a bracket, "Re:" or nothing behind it.
_ABSENT = re.compile(
    r"[\[【(]?\s*(?:"
    r"auto(?:matic)?[ -]?(?:reply|response)|(?:i am |i'm )?(?:currently )?out of (?:the |my )?office"
    r"(?: (?:auto[ -]?reply|automatic reply|reply|message|notification|response))?|vacation (?:auto-?)?(?:reply|"
    r"response)|"
    r"automatische (?:antwort|abwesenheitsnotiz)|autom\. antwort|abwesenheits(?:notiz|meldung|nachricht|"
    r"assistent)|abwesend|"
    r"réponse automatique|absence du bureau|message d'absence|absent(?:e)? du bureau|"
    r"respuesta automática|fuera de (?:la )?oficina|ausente de la oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza dall'ufficio|"
    r"automatisch antwoord|automatische (?:reactie|beantwoording)|afwezigheids(?:bericht|melding|assistent)|"
    r"niet op kantoor|"
    r"resposta automática|fora do escritório|ausente do escritório|ausência do escritório|"
    r"odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|poza biurem|nieobecność w biurze|"
    r"autosvar|automatiskt? svar|frånvaromeddelande|fraværs(?:meddelelse|melding|besked)|ikke på kontoret|"
    r"inte på kontoret|"
    r"automaattinen vastaus|poissa toimistosta|"
    r"自動(?:応答|返信|回答)(?:メール)?|不在(?:通知|応答|のお知らせ|のご連絡)|"
    r"自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆|答复)|不在(?:办公室|辦公室)|外出自动回复|"
    r"자동 ?(?:회신|응답|답장)|부재 ?중(?: ?자동 ?(?:회신|응답|답장))?|"
    r"автоматический ответ|автоответ|автоматическое уведомление об отсутствии|вне офиса|нет на (?:рабочем )?месте|"
    r"otomatik (?:yanıt|cevap)|ofis dışında(?:yım)?"
    r")\s*(?:$|[:：\-–(\[\])】]|(?:re|aw|sv|tr|rif|odp|ynt|antw|vs|回复|答复|回覆|답장|отв)\s*[:：])",
    re.IGNORECASE,
)
# How a mail that came back is called, where its sender may be a person too.
_CAME_BACK = re.compile(
    r"failure notice|undeliver(?:able|ed)|mail delivery (?:failed|failure|subsystem)|"
    r"delivery (?:status notification|failure)|"
    r"returned mail|mail (?:could|can) ?not be delivered|unzustellbar|non remis|échec de (?:la )?remise|"
    r"no se puede entregar|"
    r"mensaje no entregado|non recapitabile|mancato recapito|onbestelbaar|não (?:é possível entregar|entregue)|"
    r"nie można dostarczyć|kan inte levereras|kan ikke leveres|配信不能|配信できません|无法送达|無法傳遞|배달되지 않|"
    r"не удается доставить|недоставленное|teslim edilemedi",
    re.IGNORECASE,
)


def marks(message: Message, author: str) -> tuple[tuple[str, str], ...]:
    """What is to be known of a mail that no person wrote to us: `auto` (bounce, reply, newsletter, generated), `list`.

    `list` is the name of a mailing list on which people talk; what they say there is no machine's.
    """
    kind = _kind(message, author)
    name = _list(message)
    return ((("auto", kind),) if kind else ()) + ((("list", name),) if name else ())


def list_addresses(message: Message) -> frozenset[str]:
    """Where a mail to the mailing list of this one would go (`List-Post`), in lower case.

    >>> from email import message_from_string
    >>> sorted(list_addresses(message_from_string("List-Post: <mailto:Users@lists.example?subject=x>\\n\\n")))
    ['users@lists.example']
    """
    found = re.findall(r"<mailto:([^>?\s]{3,320})", " ".join(values(message, "list-post")), re.IGNORECASE)
    return frozenset(address.lower() for address in found)


def _kind(message: Message, author: str) -> str:
    submitted = _first(message, "auto-submitted")
    if _is_bounce(message, author):
        return BOUNCE
    if _is_reply(message, submitted):
        return REPLY
    if _is_newsletter(message):
        return NEWSLETTER
    suppressed = {"all", "oof", "autoreply"} & set(
        _first(message, "x-auto-response-suppress").replace(" ", "").split(",")
    )
    return GENERATED if (submitted and not submitted.startswith("no")) or suppressed else ""


def _is_bounce(message: Message, author: str) -> bool:
    report = (
        message.get_content_type() == "multipart/report"
        and "delivery-status" in str(message.get_param("report-type", "")).lower()
    )
    nobody = _first(message, "return-path") == "<>"
    return (
        report
        or bool(values(message, "x-failed-recipients"))
        or author.startswith(_DAEMON)
        or (author.startswith(_POSTMASTER) and (nobody or bool(_CAME_BACK.match(_subject(message)))))
    )


def _is_reply(message: Message, submitted: str) -> bool:
    return (
        submitted.startswith("auto-replied")
        or _first(message, "precedence") in ("auto_reply", "auto-reply")
        or any(values(message, name) for name in _REPLYING)
        or message.get_content_type() == "multipart/report"
        or bool(_ABSENT.match(_subject(message)))
    )


def _subject(message: Message) -> str:
    """In composed letters: some programs write an accent as a letter of its own."""
    return normalize("NFC", words(next(iter(values(message, "subject")), ""))).strip().replace("\u2019", "'")


def _is_newsletter(message: Message) -> bool:
    """Sent to many who can only leave the list. A list that takes posts is people talking."""
    many = bool(values(message, "list-unsubscribe")) or _first(message, "precedence") in _BULK
    return many and not list_addresses(message)


def _list(message: Message) -> str:
    if not list_addresses(message):
        return ""
    named = next(iter(values(message, "list-id")), "")
    inside = re.search(r"<([^<>\s]{1,200})>", named)
    return (inside[1] if inside else named)[:200].lower() or next(iter(sorted(list_addresses(message))))


def _first(message: Message, name: str) -> str:
    return next(iter(values(message, name)), "").strip().lower()


def speaks_for_nobody(address: str) -> bool:
    """Whether nobody reads what is sent to this address.

    >>> speaks_for_nobody("no-reply@shop.example"), speaks_for_nobody("noreen@shop.example")
    (True, False)
    """
    name = address.partition("@")[0].lower()
    return bool(
        re.match(r"(?:no|do-?not|ne-?pas)[-_.]?(?:reply|respond|repondre|answer)", name)
    ) or address.lower().startswith((_DAEMON, "bounce", "bounces"))
