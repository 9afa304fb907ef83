"""Referrals in what people say: who is said to have sent them, or that they send somebody. In five languages.

Only whole turns of phrase count, each with a name or a noun such as "a friend" in its place; "recommended" alone is no
referral. The probabilities are set by hand: a named person is surer than somebody, and sending is said more loosely.
"""

import re
from dataclasses import dataclass
from typing import Final

NAMED, SOMEBODY, SENDING = 0.9, 0.75, 0.8
_BIG: Final = "A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŘŚŠŞŤŮŹŻŽ"
_NAME: Final = (
    rf"@\w(?:[\w.-]*\w)?(?:@\w[\w.-]*\w)?|[{_BIG}][\w'’-]+(?: (?:van |von |de |del |di )?[{_BIG}][\w'’-]+){{0,2}}"
)
_WHOSE: Final = (
    "a|my|our|one of our|an old|ein|eine|mein|meine|einem|einer|meinem|meiner|un|une|mon|ma|una|mi|il mio|la mia"
)
_NOUN: Final = (
    "friend|colleague|customer|client|supplier|Freund(?:in)?|Kolleg(?:e|in|en)|Kund(?:e|in|en)|ami|amie|collègue|"
    "amigo|amiga|colega|compañer[oa]|cliente|amico|amica|collega"
)
_WHO: Final = rf"(?P<who>{_NAME}|(?i:\b(?:{_WHOSE}) (?:{_NOUN})\b))"
_YOU: Final = r"(?:you|your \w+)"
_SENT: Final = (
    # English
    rf"{_WHO} (?i:(?:has |had )?(?:told|tells) (?:me|us) (?:about|of) {_YOU})\b",
    rf"{_WHO} (?i:(?:has |had )?(?:recommended|suggested) {_YOU})\b",
    rf"{_WHO} (?i:(?:has |had )?(?:referred|sent|pointed) (?:me|us) (?:to you|your way|over to you|here))\b",
    rf"\b(?i:(?:recommended|referred)(?: (?:to you|to me|to us))? by|sent (?:to you|here|your way) by) {_WHO}",
    rf"\b(?i:(?:heard|learnt|know) (?:about|of) you (?:from|through|via)) {_WHO}",
    rf"\b(?i:on) {_WHO}['’]s? (?i:recommendation)\b",
    # German
    rf"{_WHO} (?i:hat (?:mir|uns) von (?:euch|ihnen|dir) (?:erzählt|berichtet))\b",
    rf"{_WHO} (?i:hat (?:mir |uns )?(?:euch|sie|dich)(?: \w+)? (?:wärmstens |sehr )?empfohlen)\b",
    rf"\b(?i:(?:auf|über) empfehlung (?:von|durch)) {_WHO}",
    rf"\b(?i:(?:empfohlen|geschickt) (?:von|durch)) {_WHO}",
    rf"\b(?i:(?:von|durch)) {_WHO} (?i:(?:empfohlen|geschickt))\b",
    # French
    rf"{_WHO} (?i:(?:m['’]a|nous a) parlé de (?:vous|toi))\b",
    rf"{_WHO} (?i:(?:m['’]a|nous a|vous a) (?:recommandée?s?|conseillée?s?))\b",
    rf"\b(?i:(?:recommandée?s?|conseillée?s?|envoyée?s?) par) {_WHO}",
    rf"\b(?i:sur (?:la recommandation|recommandation|les conseils|le conseil) de) {_WHO}",
    # Spanish
    rf"{_WHO} (?i:(?:me|nos) (?:habló|ha hablado) de (?:vosotros|ustedes|usted|ti))\b",
    rf"{_WHO} (?i:(?:me|nos|os|les) (?:los |las |lo |os )?(?:recomendó|ha recomendado))\b",
    rf"\b(?i:(?:recomendad[oa]s?|enviad[oa]s?) por) {_WHO}",
    rf"\b(?i:por recomendación de) {_WHO}",
    # Italian
    rf"{_WHO} (?i:(?:mi|ci) ha parlato di (?:voi|te|lei))\b",
    rf"{_WHO} (?i:(?:mi|ci|vi) (?:vi )?ha (?:consigliat[oie]|raccomandat[oie]|mandat[oi]))\b",
    rf"\b(?i:(?:consigliat[oie]|raccomandat[oie]|mandat[oi]) da) {_WHO}",
    rf"\b(?i:su (?:consiglio|raccomandazione) di) {_WHO}",
)
_SENDS: Final = (
    r"say (?:that )?I (?:sent|told) you",
    r"tell them I sent you",
    r"sag(?:t|en sie)? (?:ihnen )?(?:einen )?(?:schönen )?gruß von mir",
    r"sag(?:t)?,? dass ihr? von mir kommt|sag,? dass du von mir kommst",
    r"de ma part",
    r"de mi parte",
    r"da parte mia|a nome mio",
    r"(?:met|doe (?:ze|hem|haar|hun) de) groeten van mij|zeg(?: maar)? dat ik je (?:stuur|heb gestuurd)",
    r"da minha parte|diz(?:-lhes)? que fui eu que te mandei",
)
_SENDS_IN_ONE_WORD: Final = r"(?:私|わたし|僕)(?:から)?のご?紹介"  # no spaces, so that no word ends or begins
_SENT_ONE: Final = tuple(re.compile(one) for one in _SENT)
_SENDS_ONE: Final = re.compile(rf"\b(?:{'|'.join(_SENDS)})\b|{_SENDS_IN_ONE_WORD}", re.IGNORECASE)
_NOT: Final = re.compile(r"\b(?:not|never|n['’]t|nicht|nie|pas|jamais|no|non|nunca|mai)\W+(?:\w+\W+)?$", re.IGNORECASE)
_NOBODY: Final = frozenset((
    *("who", "i", "we", "you", "they", "it", "he", "she", "this", "that", "nobody", "everyone", "somebody"),
    *("wer", "ich", "wir", "sie", "er", "es", "das", "dies", "niemand", "jemand", "man"),
    *("qui", "je", "nous", "il", "elle", "on", "cela", "personne", "quien", "quién", "yo", "él", "ella", "eso"),
    *("nadie", "alguien", "chi", "io", "noi", "lui", "lei", "ciò", "nessuno", "hi", "hello", "hallo", "bonjour"),
    *("hola", "ciao", "google", "facebook", "linkedin", "twitter"),
))  # fmt: skip
_GREETS: Final = re.compile(r"^(?:Hi|Hello|Hey|Hallo|Bonjour|Hola|Ciao|Also|And|But|Because|Since) ")
_MAY: Final = re.compile(
    "recom|referr|told|tell|suggest|sent|point|of you|about you|empf|erzähl|berichtet|geschickt|gruß|von mir|parl|"
    "consei|envoy|ma part|mi parte|habl|envia|consigl|raccom|manda|parte mia|nome mio|"
    "groeten van mij|ik je|minha parte|te mandei|紹介",
    re.IGNORECASE,
)
_LONGEST: Final = 4_000  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class Told:
    """A referral in a text: `named` is who is said to have sent the author, empty where the author sends somebody;
    `words` from `start` on decided it."""

    named: str
    words: str
    start: int
    probability: float


def told_in(text: str) -> Told | None:
    """The first referral that `text` tells of, if any; quoted lines are somebody else's words.

    >>> told_in("Hi, Ann Smith told me about you. What does it cost?")
    Told(named='Ann Smith', words='Ann Smith told me about you', start=4, probability=0.9)
    >>> told_in("Eine Kollegin hat euch empfohlen.").named
    'Eine Kollegin'
    >>> told_in("Write to Mia, say I sent you.").named
    ''
    >>> told_in("Would you have recommended it?") is None
    True
    """
    text = text[:_LONGEST]
    if not _MAY.search(text):
        return None
    lines = text.split("\n")
    seen = "\n".join(" " * len(line) if line.lstrip().startswith(">") else line for line in lines)
    for pattern in _SENT_ONE:
        for found in pattern.finditer(seen):
            start, who = found.start(), found["who"]
            if (greeting := _GREETS.match(who)) and found.start("who") == start:
                start, who = start + greeting.end(), who[greeting.end() :]
            if who.split()[0].lower() in _NOBODY or _NOT.search(seen[max(0, start - 16) : start]):
                continue
            return Told(who, seen[start : found.end()], start, NAMED if who[0] == "@" or _is_name(who) else SOMEBODY)
    sends = _SENDS_ONE.search(seen)
    if sends and not _NOT.search(seen[max(0, sends.start() - 16) : sends.start()]):
        return Told("", sends[0], sends.start(), SENDING)
    return None


def _is_name(who: str) -> bool:
    return re.fullmatch(_NAME, who) is not None and re.search(rf"(?i:\b(?:{_NOUN})\b)", who) is None
