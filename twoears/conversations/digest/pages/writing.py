"""Write the mail of a member: who needs them, what their queries heard since the last one, yesterday as a ratio."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q
from django.template import Context, Engine, Template

from twoears.conversations.digest import actions
from twoears.conversations.digest.letter import Letter, Where, letter
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.conversations.digest.morning import ALL, NONE, Heard, Morning, Needs, Quote
from twoears.conversations.digest.pages.reader import reader_of, wish_of
from twoears.conversations.digest.wording import because, sentence_at
from twoears.conversations.models import Standing, StandingSet
from twoears.conversations.pages.queue import rows
from twoears.conversations.tasks import THANKS, WAITS
from twoears.conversations.today import Row
from twoears.lib.intervals import Number, for_each
from twoears.queries.pages.morning import news
from twoears.queries.shown import HitShown, News
from twoears.team.models import Member
from twoears.threads.models import Thread, Turn

MOST: Final = 5
_HERE: Final = "http://localhost:8642"
_DAY, _LONGEST = timedelta(days=1), timedelta(days=31)
_FRESH = timedelta(days=30)  # by the clock, unlike Today: nobody is reminded every morning of an archive
_SAID: Final = {
    actions.NOT_NEXT: "Not the next one",
    actions.WORK_DAYS: "Every work day",
    actions.MONDAYS: "Mondays only",
    actions.NEVER: "Never",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A mail that may be sent; `asked` is how far each query had been asked by then."""

    letter: Letter
    asked: dict[str, int]


def written(member: Member, *, now: datetime | None = None, signed: bool = True) -> Written | None:
    """What `member` would be told now, None where there is nothing to say. By `signed` links they choose at once."""
    moment, wish = now or datetime.now(UTC), wish_of(member)
    zone = reader_of(member, wish).zone
    last = MorningMail.objects.filter(member=member, state=MorningMail.State.SENT).order_by("-sent_at").first()
    since = max(last.sent_at or moment, moment - _LONGEST) if last else moment - _DAY
    told = {int(query): reached for query, reached in last.heard.items()} if last else {}
    found = news(member, told, since=since, now=moment)
    made = _morning(member, wish, found, since, moment.astimezone(ZoneInfo(zone)))
    if made.empty:
        return None
    where = _where(member, wish, zone, signed=signed)
    return Written(letter=letter(made, where), asked={str(one.key): one.reached for one in found})


def html(made: Letter) -> str:
    """The letter as HTML that needs nothing from elsewhere."""
    told = _template().render(Context({field: getattr(made, field) for field in Letter.__slots__}))
    return told + ""  # no longer marked as safe: it is a mail, and no part of a page


@cache
def _template() -> Template:
    # An engine of its own: a mail is written by the worker, which knows no pages.
    return Engine(dirs=[str(Path(__file__).parents[1])]).get_template("letter.html")


def _where(member: Member, wish: MorningWish, zone: str, *, signed: bool) -> Where:
    base = settings.PUBLIC_URL or _HERE
    at_settings = f"{base}/settings#mail"
    days = next(name for name, when in actions.CHOICES.items() if when == wish.when)
    address = {
        choice: f"{base}/digest/choose/{actions.link(member, choice)}" if signed else at_settings for choice in _SAID
    }
    left = [choice for choice in _SAID if choice != days and (days != actions.NEVER or choice in actions.CHOICES)]
    return Where(
        base=base,
        choices=tuple((_SAID[choice], address[choice]) for choice in left),
        stop=address[actions.NEVER],
        settings=at_settings,
        because=because(wish.when, zone),
    )


def _morning(member: Member, wish: MorningWish, found: Sequence[News], since: datetime, now: datetime) -> Morning:
    seen = Standing.objects.visible_to(member).shown(now).filter(_theirs(member))
    waiting = seen.needing(WAITS).filter(waiting_since__gte=now - _FRESH)
    return Morning(
        at=now,
        since=since,
        needs=_needs(seen, waiting, wish.quotes, now),
        waiting=waiting.count(),
        heard=tuple(_heard(one, wish.quotes) for one in found if one.n),
        yesterday=(now - _DAY).date(),
        ratio=_yesterday(now),
    )


def _theirs(member: Member) -> Q:
    """What is handed to them or to their team, and what is nobody's yet."""
    return Q(owner=member) | Q(owner=None, team=None) | Q(owner=None, team__in=member.teams.all())


def _needs(seen: StandingSet, waiting: StandingSet, quotes: str, now: datetime) -> tuple[Needs, ...]:
    first = rows(waiting[:MOST], now)
    thank = seen.filter(needs=THANKS, order_at__gte=now - _FRESH).order_by("-order_at")
    found = (*first, *rows(thank[: MOST - len(first)], now)) if len(first) < MOST else first
    private = set(
        Thread.objects.filter(public_id__in=[row.conversation for row in found], private=True).values_list(
            "public_id", flat=True
        )
    )
    return tuple(_need(row, quotes, private=row.conversation in private) for row in found)


def _may_leave(quotes: str, private: bool) -> bool:
    return quotes != NONE and (quotes == ALL or not private)


def _need(row: Row, quotes: str, *, private: bool) -> Needs:
    since = row.waiting_since or row.last_at
    assert since is not None  # noqa: S101  each has been spoken in
    return Needs(
        person=row.person,
        about=row.about if quotes != NONE else "",
        words=row.words if _may_leave(quotes, private) else "",
        why=tuple(why.reason for why in row.why),
        since=since,
        waits=row.waiting_since is not None,
        act=row.suggested_act,
        conversation=row.conversation,
    )


def _heard(one: News, quotes: str) -> Heard:
    said = [hit for hit in one.hits if _may_leave(quotes, hit.private)]
    return Heard(
        id=one.id,
        name=one.name,
        n=one.n,
        stories=one.stories,
        burst=one.burst,
        quotes=tuple(Quote(words=_sentence(hit), author=hit.author, url=hit.url) for hit in said),
    )


def _sentence(hit: HitShown) -> str:
    return sentence_at(hit.words, hit.marks[0][0] if hit.marks else 0)


def _yesterday(now: datetime) -> Number | None:
    """Heard for each said on the day before, from midnight to midnight where the reader is; None in silence."""
    end = datetime.combine(now.date(), time(), now.tzinfo)
    start = datetime.combine((now - _DAY).date(), time(), now.tzinfo)
    counted = Turn.objects.filter(at__gte=start.astimezone(UTC), at__lt=end.astimezone(UTC)).aggregate(
        heard=Count("pk", filter=Q(ours=False, to_us=True)), said=Count("pk", filter=Q(ours=True))
    )
    if not counted["heard"] and not counted["said"]:
        return None
    return for_each(
        counted["heard"],
        counted["said"],
        key="heard_for_each_said",
        of="heard for each said, yesterday",
        question="Do we listen more than we speak?",
    )
