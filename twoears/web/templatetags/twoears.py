"""The components, each a tag, so that a page reads as a list of what it shows. All escape what people wrote."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from twoears.conversations.criticism.pages.showing import ChangeShown as Improved
from twoears.conversations.criticism.reckoning import days_long as told_days
from twoears.conversations.finding import Hit
from twoears.conversations.one import Conversation, Message
from twoears.conversations.today import Day, Why
from twoears.lib import counts
from twoears.lib.intervals import Number
from twoears.lib.languages import language_name
from twoears.measures.showing import AnswerTimes, Week
from twoears.people.showing import PersonPage
from twoears.sources.health import Beat, Health
from twoears.understanding.needs.pages import ChangeShown
from twoears.understanding.own.setting.pages import ReaderSet
from twoears.understanding.own.trading import Trade, cost
from twoears.understanding.teaching.pages import Taught
from twoears.understanding.voices import loudness
from twoears.understanding.voices.hearing import Voices
from twoears.web import curves, improving, maps, needing, pictures, teaching, timelines, trading, weeks, words

register = template.Library()
RINGS = ("stranger", "friend", "customer", "evangelist")
_RATIO = '<div class="ratio"><span class="ev">{}</span><span class="val">{}</span>{}<span class="iv">{}</span></div>'
MANY = 3  # reasons that are shown at once; more are noise


def _drawn(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  our own drawing; every word in it went through html.escape


@register.simple_tag
def face(name: str, stage: str = "stranger", size: str = "") -> SafeString:
    """Initials in the ring that says how close we are; `ours` for a colleague."""
    stage = (stage.split() or ["stranger"])[0]
    ring, label = ("ours-face", "colleague") if stage == "ours" else (stage if stage in RINGS else "stranger", stage)
    return format_html('<span class="face {} {}" role="img" aria-label="{}" title="{}">{}</span>',
                       ring, size, label, label, words.initials(name))  # fmt: skip


@register.simple_tag
def src(network: str) -> SafeString:
    """The mark of a network."""
    if not network:
        return SafeString("")
    return format_html(
        '<abbr class="src" title="{}">{}</abbr>', words.network_name(network), words.network_mark(network)
    )


@register.simple_tag
def why(reasons: tuple[Why, ...]) -> SafeString:
    """Because: at most three reasons, the late ones in red."""
    shown = sorted(reasons, key=lambda r: not r.late)[:MANY]
    if not shown:
        return SafeString("")
    items = format_html_join(
        "", "<li{}>{}</li>", ((_drawn(' class="late"') if r.late else "", r.reason) for r in shown)
    )
    return format_html('<ul class="why" aria-label="Because">{}</ul>', items)


@register.simple_tag
def ratio(number: Number, before: Number | None = None, aim: float | None = None, width: int = 248) -> SafeString:
    """A number as strongly as its evidence allows, never without it."""
    drawn = _drawn(pictures.ratio(number, before, aim, width))
    return format_html(_RATIO, number.of, words.value(number), drawn, words.basis(number))


@register.simple_tag
def ratio_picture(
    number: Number, before: Number | None = None, aim: float | None = None, width: int = 290
) -> SafeString:
    """Only the picture of a number, for a table that writes the rest."""
    return _drawn(pictures.ratio(number, before, aim, width))


@register.simple_tag
def ratio_small(number: Number) -> SafeString:
    """A number about one person: a line, dots, and of how many."""
    text = words.value(number) if words.form(number) != "band" else f"{words.value(number)} · {words.basis(number)}"
    return format_html('<div class="ratio"><span class="ev">{}</span>{}<span class="iv">{}</span></div>',
                       number.of, _drawn(pictures.ratio(number, width=200)), text)  # fmt: skip


@register.simple_tag
def week(days: tuple[Day, ...]) -> SafeString:
    """Heard above, said below, by day."""
    return _drawn(pictures.week(days))


@register.simple_tag
def trend(weeks: tuple[Week, ...], width: int = 640) -> SafeString:
    """Heard for each said, by week, with its band."""
    return _drawn(pictures.trend(weeks, width=width))


@register.simple_tag
def heartbeat(beats: tuple[Beat, ...], name: str) -> SafeString:
    """The last looks at a source."""
    return _drawn(pictures.heartbeat(beats, name))


@register.simple_tag
def coverage(shown: Health) -> SafeString:
    """The time that a source covers, with its holes."""
    return _drawn(pictures.coverage(shown, timezone.now()))


@register.simple_tag
def rhythm(page: Conversation, width: int = 620) -> SafeString:
    """Who spoke when, and how long they wait."""
    return _drawn(timelines.rhythm(page, timezone.now(), timezone.get_current_timezone(), width))


@register.simple_tag
def year(page: PersonPage) -> SafeString:
    """A year with one person, on one line."""
    return _drawn(timelines.year(page, timezone.get_current_timezone()))


@register.simple_tag
def months(page: PersonPage) -> SafeString:
    """The same in its last months, for small screens."""
    return _drawn(timelines.months(page, timezone.get_current_timezone()))


@register.simple_tag
def hours_picture(hours: weeks.Week) -> SafeString:
    """Somebody's week, a square for each hour."""
    return _drawn(weeks.week_of(hours))


@register.simple_tag
def answers(times: AnswerTimes, width: int = 640) -> SafeString:
    """How many were answered after how long, by us and by them."""
    return _drawn(curves.answers(times, width))


@register.simple_tag
def trade(reader: ReaderSet, width: int = 480) -> SafeString:
    """What a reader's threshold costs."""
    return _drawn(trading.trade(reader.trade, reader.enough, width))


@register.filter
def costs(one: Trade) -> str:
    """A threshold in a sentence."""
    return cost(one)


@register.simple_tag
def opinion_map(heard: Voices) -> SafeString:
    """Where people stand who voted, by group."""
    return _drawn(maps.opinion_map(heard))


@register.simple_tag
def opinion_legend(heard: Voices) -> list[tuple[SafeString, str]]:
    """The marks of that map, and what each stands for."""
    return [(_drawn(mark), name) for mark, name in maps.legend(heard)]


@register.filter
def in_effect(number: Number) -> str:
    """How many voices there are in effect."""
    return loudness.in_effect(number)


@register.filter
def shape(number: int) -> str:
    """By which shape the group of that place is drawn."""
    return maps.shape_of(number)


@register.simple_tag
def when(at: datetime | None) -> SafeString:
    """A moment, short to the eye and exact to the machine."""
    if at is None:
        return SafeString("")
    zone = timezone.get_current_timezone()
    shown = words.day(at, timezone.now(), zone)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', at.isoformat(), f"{at.astimezone(zone):%A %d %B %Y, %H:%M}", shown
    )


@register.simple_tag
def waited(since: datetime | None, overdue: bool = False) -> SafeString:
    """How long somebody has waited."""
    if since is None:
        return SafeString("")
    text = words.lasting(timezone.now() - since)
    return format_html(
        '<time class="num small{}" datetime="{}">{}</time>', " late" if overdue else "", since.isoformat(), text
    )


@register.simple_tag
def voice(text: str, language: str = "", tag: str = "p") -> SafeString:
    """What a person wrote, in their own language and direction, in serif."""
    lang = format_html(' lang="{}"', language) if language.replace("-", "").isalnum() else ""
    return format_html('<{} class="voice" dir="auto"{}>{}</{}>', _drawn(tag), lang, text or "(no words)", _drawn(tag))


@register.simple_tag
def marked(message: Message) -> SafeString:
    """A message with its open questions marked."""
    return _marked(message.text, message.marked)


@register.simple_tag
def found(hit: Hit) -> SafeString:
    """What was found, with the words that were looked for marked."""
    return _marked(hit.words, hit.marks)


@register.simple_tag
def decided(text: str, spans: tuple[tuple[int, int], ...]) -> SafeString:
    """Somebody's words, with those marked that decided something."""
    return _marked(text, spans)


def _marked(text: str, marks: tuple[tuple[int, int], ...]) -> SafeString:
    """Each piece is escaped by itself; marks that overlap or belong to an older wording are left out."""
    pieces, done = [], 0
    for start, end in sorted(marks):
        if not done <= start < end <= len(text):
            continue
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return _drawn("".join([*pieces, escape(text[done:])]))


@register.filter
def did(kind: str) -> str:
    """What somebody did, as a verb."""
    return words.ACTS.get(kind, words.opening(kind))


@register.filter
def as_taught(one: Taught) -> str:
    """What a member said of a post, and in place of what."""
    return teaching.as_taught(one)


@register.filter
def as_changed(one: ChangeShown) -> str:
    """What a member did to a code."""
    return needing.as_changed(one)


@register.filter
def as_improved(one: Improved) -> str:
    """What a member did to an improvement."""
    return improving.as_improved(one)


@register.filter
def days_long(days: float) -> str:
    """So many days."""
    return told_days(days)


@register.filter
def percent(share: float) -> str:
    """A share in whole percents."""
    return words.percent(share)


@register.filter
def spelled(n: int) -> str:
    """A small number in words."""
    return counts.spelled(n)


@register.filter
def grouped(n: int) -> str:
    """A number with its thousands apart."""
    return f"{n:,}"


@register.filter
def ago(at: datetime | None) -> str:
    """When it was, as people say it."""
    return words.ago(at, timezone.now())


@register.filter
def lasting(since: datetime) -> str:
    """How long since, in words."""
    return counts.lasting(timezone.now() - since)


@register.filter
def lasting_short(since: datetime) -> str:
    """How long since, in short."""
    return words.lasting(timezone.now() - since)


@register.filter
def promised(minutes: int) -> str:
    """A promise in words."""
    return words.promise(minutes)


@register.filter
def number_value(number: Number) -> str:
    """What a number says."""
    return words.value(number)


@register.filter
def number_basis(number: Number) -> str:
    """What it rests on: the likely range and the counts."""
    return words.basis(number)


@register.filter
def language(code: str) -> str:
    """What a language is called."""
    return language_name(code)


@register.filter
def unbroken(sentence: str) -> str:
    """A sentence whose spans, such as 9–12, stay on one line.

    >>> unbroken("Tue–Thu 9–12") == "Tue\u2060–\u2060Thu 9\u2060–\u206012"
    True
    """
    return sentence.replace("–", "\u2060–\u2060")


@register.filter
def network(name: str) -> str:
    """The name of a network."""
    return words.network_name(name)


@register.filter
def opening(sentence: str) -> str:
    """A sentence that begins with a capital."""
    return words.opening(sentence)


@register.filter
def lower_first(sentence: str) -> str:
    """A sentence that goes on after a colon; a name in capitals stays one.

    >>> lower_first("Likes and follows."), lower_first("X leaves it out.")
    ('likes and follows.', 'X leaves it out.')
    """
    return sentence if sentence[1:2].isspace() or sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


@register.filter
def undoes(tags: str) -> str:
    """The address that takes back what a message says, from its tags.

    >>> undoes("undo:/undo/7 success")
    '/undo/7'
    """
    return next((tag[5:] for tag in tags.split() if tag.startswith("undo:")), "")


@register.filter
def minutes(n: int) -> timedelta:
    """Minutes as a length of time."""
    return timedelta(minutes=n)


@register.filter
def at(of: Mapping[int, object], key: int) -> object:
    """What stands under a key."""
    return of.get(key)


@register.filter
def pace(began: datetime) -> int:
    """Seconds between two looks at something that changes by itself: soon at first, then seldom."""
    return 3 if timezone.now() - began < timedelta(minutes=1) else 30
