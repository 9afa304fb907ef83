"""What people say: sentences of the grammar put together by how somebody talks and where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from re import compile as pattern
from typing import Final, NamedTuple

from twoears.town.chance import Luck
from twoears.town.grammar import KEPT, Grammar, grammar
from twoears.town.population import NEEDS, TRADES, Person
from twoears.town.troubles import reports

LIMITS: Final = {"x": 280, "bluesky": 300, "fediverse": 500}
"""Letters that a post may have where the network has a limit."""

_QUESTIONS: Final = {
    "terse": (("ask",), ("ask",), ("lead.ask", "ask"), ("context", "ask"), ("ask", "closing")),
    "chatty": (
        ("opening", "ask", "why"),
        ("context", "ask", "closing"),
        ("opening", "context", "tried", "ask", "closing"),
        ("ask", "context"),
        ("context", "lead.ask", "ask"),
        ("context", "tried", "why", "ask"),
        ("opening", "ask"),
    ),
    "formal": (
        ("opening", "context", "ask", "why", "closing"),
        ("context", "ask", "closing"),
        ("opening", "ask", "closing"),
        ("context", "tried", "ask"),
        ("context", "ask", "why"),
    ),
    "plain": (
        ("ask",),
        ("context", "ask"),
        ("ask", "why"),
        ("tried", "ask"),
        ("context", "tried", "ask"),
        ("ask", "tried"),
        ("lead.ask", "ask"),
        ("why", "ask"),
        ("ask", "context"),
    ),
}
_LONG: Final = (
    ("opening", "context", "event2", "tried", "ask", "why", "closing"),
    ("context", "tried", "event2", "ask", "context", "why", "closing"),
    ("opening", "event2", "context", "tried", "tried", "ask", "why", "anger.end", "closing"),
)
_ROOMY: Final = frozenset({"mail", "linkedin", "fediverse"})  # where people write at length
_COMPLAINTS: Final = (
    ("trouble",),
    ("anger", "trouble"),
    ("trouble", "anger.end"),
    ("context", "trouble", "anger.end"),
    ("trouble", "why"),
    ("anger", "trouble", "tried", "anger.end"),
    ("trouble", "tried"),
)
_PRAISE: Final = (
    ("praise",),
    ("praise.open", "praise"),
    ("praise", "praise.end"),
    ("context", "praise"),
    ("praise.open", "praise", "praise.end"),
)
_ANSWERS: Final = (("answer",), ("hello.answer", "answer"), ("hello.answer", "answer"))
_LATE: Final = (("hello.sorry", "answer"), ("answer",), ("hello.sorry", "answer"))
_REMEDIES: Final = (("hello.sorry", "remedy"), ("remedy",), ("hello.sorry", "remedy"))
_THANKS: Final = (("thanks",), ("thanks", "solved"), ("solved", "thanks"), ("solved",), ("thanks", "why"))
SHAPES: Final = {
    "complaint": _COMPLAINTS,
    "praise": _PRAISE,
    "answer": _ANSWERS,
    "late": _LATE,
    "remedy": _REMEDIES,
    "thanks": _THANKS,
    "assent": (("assent",), ("hello.answer", "assent")),
    "late thanks": (("thanks.late",),),
    "back": (("back",), ("back",), ("back", "small"), ("hello.back", "back")),
    "custom": (("custom",), ("thanks", "custom")),
    "send": (("send",), ("send", "praise")),
    "closed": (("selfclosed",),),
    "follow": (("follow",), ("thanks", "follow")),
    "grumble": (("grumble",),),
    "resolved": (("resolved",), ("resolved", "thanks")),
    "ack": (("ack",),),
    "peer": (("peer.ask",), ("context", "peer.ask"), ("peer.ask", "why"), ("event2", "peer.ask")),
    "peer request": (("peer.recommend.ask",), ("context", "peer.recommend.ask"), ("peer.recommend.ask", "why")),
    "peer answer": (("peer.answer",), ("hello.answer", "peer.answer"), ("peer.answer", "context")),
    "peer thanks": (("peer.thanks",),),
    "small": (("small",), ("small",), ("small", "event2")),
    "small reply": (("small.reply",),),
    "recommend": (("recommend",), ("recommend", "praise"), ("praise", "recommend")),
    "spam": (("spam",),),
    "refer": (("refer.mail",),),
    "announce": (("announce",),),
    "promote": (("promote",),),
    "helpful": (("helpful",),),
    "jobs": (("jobs",),),
    "below ask": (
        ("below.ask",),
        ("below.ask",),
        ("below.thanks", "below.ask"),
        ("below.ask", "why"),
        ("context", "below.ask"),
        ("below.story", "context", "below.ask", "why"),
    ),
    "below answer": (("below.answer",), ("hello.answer", "below.answer"), ("below.answer",)),
    "below late": (("hello.sorry", "below.answer"), ("below.answer",)),
    "below complaint": (
        ("below.complain",),
        ("below.complain", "anger.end"),
        ("below.complain", "context", "anger.end"),
    ),
    "below remedy": (("below.amends",),),
    "below praise": (("below.praise",), ("below.praise",), ("below.praise", "praise.end")),
    "below thanks": (("below.thanks",), ("thanks",), ("below.thanks", "below.praise")),
    "below follow": (("below.follow",), ("thanks", "below.follow")),
    "below joke": (("below.joke",),),
    "below story": (
        ("below.story",),
        ("below.thanks", "below.story"),
        ("below.story", "context"),
        ("below.thanks", "context", "below.story", "event2"),
    ),
    "below wave": (("below.wave",),),
    "need": (("peer.need",), ("context", "peer.need"), ("peer.need", "why"), ("context", "event2", "peer.need", "why")),
    "help": (("peer.help",),),
    "event title": (("event.title",),),
    "invite": (("invite",),),
}
_ASKED: Final = frozenset({"ask", "below.ask", "peer.need"})
_REPLIED: Final = frozenset({"answer", "below.answer", "peer.help"})
_SENTENCE: Final = pattern(r"(?<=[.?!] )(?!halden\.)([a-zà-ÿ])")
_A: Final = pattern(r"\b([Aa]) (?=[aeioAEI8](?!ne\b|nce\b|uro))")
_SPACES: Final = pattern(r" +")
_ADDRESS: Final = pattern(r"halden\.example\S*$")
_ENDS: Final = ".?!:,…。？！、"
_EMOJI: Final = ("🙂", "🥶", "👍", "🧊", "😅", "🙏", "🤷", "❄️", "🌡️", "😬", "🎉", "🧀", "☕")
_TAGS: Final = (
    "coldchain",
    "HACCP",
    "GDP",
    "calibration",
    "loggers",
    "metrology",
    "QA",
    "foodsafety",
    "pharma",
    "labLife",
    "validation",
    "refrigeration",
    "qualität",
    "IoT",
    "audit",
    "logistics",
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a post and the hashtags among them; `trouble`: they report that something of ours went wrong."""

    text: str
    tags: tuple[str, ...] = ()
    trouble: bool = False


class Piece(NamedTuple):
    """A sentence or two of one rule, and whether they report a trouble."""

    text: str
    trouble: bool = False


def facts_of(person: Person, need: str, luck: Luck, language: str) -> dict[str, str]:
    """What a conversation is about, so that all who take part speak of the same room, device and number."""
    g = grammar(language)
    facts = {"asker": person.name.split(" ")[0], "site": person.site, "trade": person.trade}
    facts["device"] = g.say(f"device.{need}", luck, facts)
    temp = g.say(f"temp.{person.trade}", luck, facts)
    facts["temp"], facts["warm"] = _written(temp, language), _written(_warmer(temp, luck), language)
    return facts


def house_facts(luck: Luck, language: str) -> dict[str, str]:
    """Facts for a post of the company's own: a plant of any trade."""
    return {"trade": luck.pick(TRADES), "device": grammar(language).say("device.price", luck, {})}


def question(person: Person, need: str, network: str, luck: Luck, facts: dict[str, str], language: str) -> Said:
    """A question to us about `need`."""
    style = person.style if person.style in _QUESTIONS else "plain"
    shapes = _QUESTIONS["formal" if network == "mail" and style == "plain" else style]
    long = network in _ROOMY and style != "terse" and luck.chance(0.25)
    pieces = _pieces(luck.pick(_LONG) if long else luck.pick(shapes), grammar(language), need, style, luck, facts)
    return _dressed(pieces, person, network, luck, language)


def speak(
    shape: str, person: Person, need: str, network: str, luck: Luck, facts: dict[str, str], language: str
) -> Said:
    """What `person` says: `shape` is a key of `SHAPES`."""
    pieces = _pieces(luck.pick(SHAPES[shape]), grammar(language), need, person.style, luck, facts)
    return _dressed(pieces, person, network, luck, language)


def story(person: Person, progress: int, network: str, luck: Luck, facts: dict[str, str], language: str) -> Said:
    """News of what goes on at `person`'s work; `progress` runs from 0 to 4 over the months."""
    g, rule = grammar(language), f"story.{person.story}.{progress}"
    said = g.say(rule if g.knows(rule) else f"story.{progress}", luck, facts)
    more = ("small", "event2") if network in _ROOMY and luck.chance(0.35) else ()
    return _dressed([Piece(said), *_pieces(more, g, "", person.style, luck, facts)], person, network, luck, language)


def ours(shape: str, need: str, network: str, luck: Luck, facts: dict[str, str], language: str, sign: str = "") -> Said:
    """What the company or a colleague says; `sign` is the name at the end where the house's account speaks."""
    pieces = [*_pieces(luck.pick(SHAPES[shape]), grammar(language), need, "plain", luck, facts)]
    text = _joined(_within(pieces, LIMITS.get(network, 2000) - 40), language)
    if sign and luck.chance(0.4):
        text += f" {luck.pick(('/', '—', '^'))}{sign}"
    broadcast = network != "mail" and shape in {"announce", "promote", "helpful", "jobs"}
    return _tagged(text, luck, 0.5 if broadcast else 0.03)


def needs_of(person: Person, rule: str) -> tuple[str, ...]:
    """The needs of which `rule` ("ask", "trouble", "praise") speaks in the person's language."""
    return _needs(person.language, rule)


@cache
def topics(shape: str, language: str) -> tuple[str, ...]:
    """What a post of the company's own of this `shape` ("announce", "helpful") can be about in `language`.

    >>> topics("jobs", "de")
    ('technician',)
    """
    start = f"{shape}."
    return tuple(rule.removeprefix(start) for rule in grammar(language).rules if rule.startswith(start))


def spoken(language: str, rule: str) -> str:
    """`language` where it has words for `rule`, else English."""
    return language if grammar(language).knows(rule) else "en"


@cache
def _needs(language: str, rule: str) -> tuple[str, ...]:
    return tuple(need for need in NEEDS if grammar(language).knows(f"{rule}.{need}"))


def _pieces(shape: Sequence[str], g: Grammar, need: str, style: str, luck: Luck, facts: dict[str, str]) -> list[Piece]:
    said: list[Piece] = []
    for name in shape:
        if name in {"opening", "closing"}:
            rule = f"{name}.{style if style in {'formal', 'chatty', 'terse'} else 'chatty'}"
        else:
            rule = f"{name}.{need}" if g.knows(f"{name}.{need}") else name
        if name not in KEPT and not g.knows(rule):
            continue  # nothing is said of this need in this language; the other pieces stand alone
        piece = _piece(rule, name, g, luck, facts)
        if piece.text and not any(piece.text in before.text for before in said):
            said.append(piece)
    return said


def _piece(rule: str, name: str, g: Grammar, luck: Luck, facts: dict[str, str]) -> Piece:
    """One piece. Answers stand in the order of the questions in the files: who asked the third gets the third."""
    if name in KEPT:
        return Piece(g.fact(name, luck, facts))
    if name in _REPLIED and "topic" in facts:
        line = int(facts["topic"])
    else:
        line = luck.below(len(g.rules[rule]))
        if name in _ASKED:
            facts["topic"] = str(line)
    return Piece(g.say_this(rule, line, luck, facts), reports(g.language, rule, line))


def _dressed(pieces: list[Piece], person: Person, network: str, luck: Luck, language: str) -> Said:
    kept = _within(pieces, LIMITS.get(network, 2000) - 60)
    text = _worn(_joined(kept, language), person, luck)
    if network == "mail":
        said = Said(_letter(text, person, luck, language))
    else:
        said = _tagged(text, luck, {"linkedin": 0.3, "fediverse": 0.25, "x": 0.07, "bluesky": 0.03}.get(network, 0.0))
    return replace(said, trouble=any(piece.trouble for piece in kept))


def _within(pieces: list[Piece], limit: int) -> list[Piece]:
    """The pieces; from the front some are left out where it would be too long."""
    while len(pieces) > 1 and sum(len(piece.text) for piece in pieces) + len(pieces) > limit:
        pieces = pieces[1:]
    return pieces


def _joined(pieces: list[Piece], language: str) -> str:
    """The pieces as sentences."""
    text = ""
    for piece, _ in pieces:
        begins = not text or text[-1] not in ":,"
        text += (" " if text and language != "ja" else "") + (piece[:1].upper() + piece[1:] if begins else piece)
        if piece[-1] not in _ENDS and not _ADDRESS.search(piece):
            text += "。" if language == "ja" else "."
    return _mended(text, language)


def _mended(text: str, language: str) -> str:
    text = _SPACES.sub(" ", text)
    if language == "en":
        text = _A.sub(r"\1n ", text)
    return _SENTENCE.sub(lambda found: found[1].upper(), text)


def _worn(text: str, person: Person, luck: Luck) -> str:
    """The text as this person types: in small letters, with a slip, without an article, with a smile."""
    if person.style == "lower":
        text = text.lower()
    if person.style in {"terse", "lower"} and text.endswith(".") and luck.chance(0.6):
        text = text[:-1]
    if person.foreign and luck.chance(0.5):
        text = _foreign(text, luck)
    if person.typos and luck.chance(person.typos * 3):
        text = _slipped(text, luck)
    if person.emoji and luck.chance(person.emoji):
        text += " " + luck.pick(_EMOJI)
    return text


def _foreign(text: str, luck: Luck) -> str:
    old, new = luck.pick(
        (
            (" the ", " "),
            (" a ", " "),
            (" does ", " do "),
            (" is ", " are "),
            ("how long ", "since how long "),
            (" has ", " have "),
        )
    )
    return text.replace(old, new, 1)


def _slipped(text: str, luck: Luck) -> str:
    at = luck.below(max(len(text) - 3, 1))
    if text[at : at + 2].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def _letter(text: str, person: Person, luck: Luck, language: str) -> str:
    g = grammar(language)
    facts = {"asker": person.name}
    parts = [g.say("mail.open", luck, facts)] if luck.chance(0.8) else []
    return "\n\n".join([*parts, text, f"{g.say('mail.close', luck, facts)}\n{person.name}"])


def _tagged(text: str, luck: Luck, share: float) -> Said:
    if not luck.chance(share):
        return Said(text)
    tags = tuple(dict.fromkeys(luck.pick(_TAGS) for _ in range(1 + luck.below(3))))
    return Said(f"{text} {' '.join('#' + tag for tag in tags)}", tags)


def _warmer(temp: str, luck: Luck) -> str:
    degrees = float(temp.split(" ")[0])
    return f"{degrees + luck.between(1.5, 9 if degrees > -100 else 40):.1f} °C"


def _written(degrees: str, language: str) -> str:
    """Degrees with the decimal comma where the language has one.

    >>> _written("2.5 °C", "de"), _written("2.5 °C", "en")
    ('2,5 °C', '2.5 °C')
    """
    return degrees if language in {"en", "ja"} else degrees.replace(".", ",")
