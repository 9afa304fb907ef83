"""What the doors show of conversations: today, a list, one. Queries only; nothing is changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncDate

from twoears.activities.models import Actor, Post
from twoears.conversations.listing import SPOKEN, TABS, Listing
from twoears.conversations.models import Decision, Standing, StandingSet
from twoears.conversations.tasks import THANKS, WAITS
from twoears.conversations.today import Day, Row, Today, Why
from twoears.lib.intervals import Number, for_each
from twoears.lib.text import place
from twoears.people.entities.pages import named_lately, naming
from twoears.people.models import Identity
from twoears.people.pages import said_so
from twoears.queries.pages.morning import bursts_since, new_since
from twoears.team.actions import first_team
from twoears.team.models import Member
from twoears.threads.models import Thread, Turn
from twoears.threads.turns import UNSURE
from twoears.understanding.models import Note

ACTS = {WAITS: "Answer", THANKS: "Thank"}
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_THANKS_SHOWN = 3
_FRESH = timedelta(days=30)


def today(member: Member, *, now: datetime | None = None, limit: int | None = 12) -> Today:
    """Who needs us, in the order of `ordering`; `limit` None gives all."""
    moment = now or datetime.now(UTC)
    seen = Standing.objects.visible_to(member).shown(moment)
    since = fresh_since(moment)
    waiting = seen.needing(WAITS).filter(waiting_since__gte=since)
    thank = seen.filter(needs=THANKS, order_at__gte=since).order_by("-order_at")
    counted = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=moment)))
    first = rows(waiting[:limit] if limit else waiting, moment)
    days = _days(moment)
    return Today(
        now=moment,
        waiting=first,
        thank=rows(thank[:_THANKS_SHOWN], moment),
        waiting_total=counted["all"],
        overdue_total=counted["late"],
        thank_total=thank.count(),
        others=counted["all"] - len(first),
        long_ago=seen.filter(needs=WAITS, waiting_since__lt=since).count(),
        done=_done_today(member, moment),
        promise_minutes=first_team().promise_minutes,
        heard_for_each_said=_heard_for_each_said(days),
        days=days,
        queries=new_since(moment - _DAY),
        bursts=bursts_since(moment - _DAY),
    )


def _heard_for_each_said(days: Sequence[Day]) -> Number | None:
    """None where nothing was heard and nothing said: there is no ratio of silence."""
    heard, said = sum(d.heard for d in days), sum(d.said for d in days)
    if not heard and not said:
        return None
    return for_each(
        heard,
        said,
        key="heard_for_each_said",
        of="heard for each said, last seven days",
        question="Do we listen more than we speak?",
    )


def fresh_since(now: datetime) -> datetime:
    """From when on something that waits belongs to today: thirty days before the last thing we were part of.

    Not thirty days before now: an archive of three years ago has its own today.
    """
    last = Thread.objects.filter(with_us=True).order_by("-last_at").values_list("last_at", flat=True).first()
    return min(last or now, now) - _FRESH


def long_waiting(member: Member, *, now: datetime | None = None) -> tuple[Row, ...]:
    """Those that have waited longer than that, the latest first."""
    moment = now or datetime.now(UTC)
    seen = Standing.objects.visible_to(member).shown(moment).filter(needs=WAITS, waiting_since__lt=fresh_since(moment))
    return tuple(replace(row, long_ago=True) for row in rows(seen.order_by("-waiting_since", "thread"), moment))


def conversations(
    member: Member,
    *,
    tab: str = "waiting",
    network: str = "",
    lang: str = "",
    label: str = "",
    about: str = "",
    q: str = "",
    after: str = "",
    limit: int = 30,
    now: datetime | None = None,
) -> Listing:
    """A page of conversations: those that wait (most urgent first), else the latest first.

    `lang` is two letters, or `mine` for the languages in which the member answers; `label` is what a reader made of
    something that they said; `about` is what was named in it, such as `place:berlin`. Raises NotNamed.
    """
    moment = now or datetime.now(UTC)
    chosen = _tab(Standing.objects.visible_to(member), member, tab if tab in TABS else "waiting", moment)
    if network:
        chosen = chosen.filter(thread__network=network)
    if lang:
        chosen = chosen.filter(language__in=member.languages if lang == SPOKEN else [lang])
    if label:
        chosen = chosen.filter(thread__in=said_so(label).values("thread"))
    if about:
        chosen = chosen.filter(thread__in=naming(about).values("thread"))
    if q:
        chosen = chosen.filter(thread__all_turns__post__text__icontains=q).distinct()
    start = place(after)
    found = rows(chosen[start : start + limit + 1], moment)
    return Listing(
        tab=tab if tab in TABS else "waiting",
        rows=found[:limit],
        total=chosen.count(),
        after=str(start + limit) if len(found) > limit else "",
        networks=_networks(),
        languages=_languages(),
        named=named_lately(Standing.objects.visible_to(member).order_by().values("thread")),
    )


def _networks() -> tuple[str, ...]:
    """Where conversations were heard."""
    return _along(lambda last: Thread.objects.filter(network__gt=last).aggregate(next=Min("network"))["next"])


def _languages() -> tuple[str, ...]:
    """In which languages conversations were heard."""
    return _along(lambda last: Standing.objects.filter(language__gt=last).aggregate(next=Min("language"))["next"])


def _along(after: Callable[[str], str | None]) -> tuple[str, ...]:
    """Words one after the other, one step along an index for each: a DISTINCT would read all rows."""
    found: list[str] = []
    while step := after(found[-1] if found else ""):
        found.append(step)
    return tuple(found)


def _tab(seen: StandingSet, member: Member, tab: str, now: datetime) -> StandingSet:
    if tab == "later":
        return seen.filter(hidden_until__gt=now).order_by("hidden_until", "thread")
    if tab == "all":
        return seen.order_by("-last_at", "thread")
    waiting = seen.shown(now).needing(WAITS)
    if tab == "long ago":
        return waiting.filter(waiting_since__lt=fresh_since(now)).order_by("-waiting_since", "thread")
    waiting = waiting.filter(waiting_since__gte=fresh_since(now))
    if tab == "mine":
        return waiting.filter(Q(owner=member) | Q(team__in=member.teams.all())).distinct()
    if tab == "nobody":
        return waiting.filter(owner=None, team=None)
    return waiting


def rows(standings: Iterable[Standing], now: datetime) -> tuple[Row, ...]:
    """Standings as rows, with the words of the post that waits (else the last one of theirs)."""
    found = list(
        standings.select_related("thread", "owner", "team") if isinstance(standings, StandingSet) else standings
    )
    last = _last_posts([s for s in found if s.post_id is None])
    posts = Post.objects.select_related("author").in_bulk([s.post_id for s in found if s.post_id] + list(last.values()))
    identities = _identities({post.author_id for post in posts.values()})
    languages = languages_of(posts)
    return tuple(
        _row(standing, posts[key], identities, languages, now)
        for standing in found
        if (key := standing.post_id or last.get(standing.pk)) in posts
    )


def _last_posts(standings: Sequence[Standing]) -> dict[int, int]:
    wanted = Turn.objects.filter(thread__in=[s.pk for s in standings]).order_by("thread", "ours", "at", "post")
    theirs: dict[int, int] = {}
    for thread, ours, post in wanted.values_list("thread", "ours", "post"):
        if not ours or thread not in theirs:
            theirs[thread] = post
    return theirs


def _identities(actors: set[int]) -> dict[int, Identity]:
    return {i.actor_id: i for i in Identity.objects.filter(actor__in=actors).select_related("person")}


def languages_of(posts: Iterable[int]) -> dict[int, str]:
    """post -> the language it was read as; those that could not be told are left out."""
    notes = Note.objects.filter(post__in=list(posts), reader="language").exclude(label="cannot tell")
    return dict(notes.values_list("post", "label"))


def about(actor: Actor, organisation: str = "") -> str:
    """One line of who they say they are."""
    summary = actor.summary.strip().split("\n")[0]
    return organisation or (summary if len(summary) <= 80 else f"{summary[:79]}…")


def _row(s: Standing, post: Post, identities: dict[int, Identity], languages: dict[int, str], now: datetime) -> Row:
    identity = identities.get(post.author_id)
    person = identity.person if identity else None
    overdue = s.due_at is not None and s.due_at < now
    return Row(
        conversation=s.thread.public_id,
        person=person.name if person else str(post.author),
        person_id=person.public_id if person else "",
        stage=person.stage if person else "stranger",
        about=about(post.author, person.organisation if person else ""),
        network=post.author.network,
        words=shortened(post.text or post.title),
        language=languages.get(post.pk, post.language),
        why=tuple(Why(str(w["reason"]), float(str(w["hours"])), overdue and i == 0) for i, w in enumerate(s.why)),
        waiting_since=s.waiting_since,
        due_at=s.due_at,
        overdue=overdue,
        suggested_act="Look" if s.waits == UNSURE else ACTS.get(s.needs, "Look"),
        owner=str(s.owner or s.team or ""),
        needs=s.needs,
        last_at=s.thread.last_at,
    )


def shortened(words: str, most: int = 280) -> str:
    """The first words, cut between words.

    >>> shortened("Does the FX-3 hold calibration?", 20)
    'Does the FX-3 hold…'
    """
    flat = " ".join(words.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"


def _done_today(member: Member, now: datetime) -> int:
    start = datetime.combine(now.date(), time(), UTC)
    made = Decision.objects.filter(made_at__gte=start, undone_at=None, member=member)
    return made.filter(kind__in=(Decision.Kind.DONE, Decision.Kind.ANSWERED)).count()


def _days(now: datetime) -> tuple[Day, ...]:
    """Heard and said on each of the last seven days."""
    since = datetime.combine((now - _WEEK + timedelta(days=1)).date(), time(), UTC)
    counted = (
        Turn.objects.filter(at__gte=since, at__lte=now)
        .annotate(day=TruncDate("at"))
        .values("day")
        .order_by("day")
        .annotate(heard=Count("pk", filter=Q(ours=False, to_us=True)), said=Count("pk", filter=Q(ours=True)))
    )
    found = {row["day"]: row for row in counted}
    dates = [(since + timedelta(days=i)).date() for i in range(7)]
    return tuple(
        Day(day=d, heard=found[d]["heard"] if d in found else 0, said=found[d]["said"] if d in found else 0)
        for d in dates
    )
