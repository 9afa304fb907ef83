"""What members do with queries: keep, change, remove, mark what was found, leave things out and take that back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe

from django.db import IntegrityError, transaction

from twoears.activities.models import Post
from twoears.lib.ids import short_id
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said
from twoears.queries.models import Exclusion, Hit, Mark, Query
from twoears.queries.tasks import exclude_again, said
from twoears.team.models import Member, Team

_AT_ONCE = 2000
_LONGEST_NAME = 120


class QueryTrouble(Exception):
    """What can go wrong with a kept query: NoSuchQuery, NameTaken, MayNotAsk. A senseless text is a QueryError."""


class NoSuchQuery(QueryTrouble):
    """Nobody keeps a query under that name."""


class NameTaken(QueryTrouble):
    """There is a query of that name already."""


class MayNotAsk(QueryTrouble):
    """Readers look; members and owners keep queries."""


@dataclass(frozen=True, slots=True)
class Found:
    """A post that a query finds, and what the query saw of it."""

    post: Post
    said: Said


def the_query(name: str) -> Query:
    """The kept query of that name or public id; raises NoSuchQuery."""
    kept = Query.objects.filter(removed_at=None)
    found = kept.filter(name__iexact=name.strip()).first() or kept.filter(public_id=name.strip()).first()
    if found is None:
        raise NoSuchQuery(f"There is no query {name!r}. `twoears queries` lists those that are kept.")
    return found


def add(*, member: Member, text: str, name: str = "", team: Team | None = None, on_today: bool = False) -> Query:
    """Keep a query; it is asked of everything that was heard, and of each post that comes. Raises QueryError."""
    _may(member)
    parse(text)
    now = datetime.now(UTC)
    called = (name.strip() or text.strip())[:_LONGEST_NAME]
    try:
        with transaction.atomic():
            return Query.objects.create(
                public_id=short_id("q", f"{called} {now.isoformat()}"),
                name=called,
                text=text.strip(),
                team=team,
                made_by=member,
                made_at=now,
                changed_at=now,
                on_today=on_today,
            )
    except IntegrityError as error:
        raise NameTaken(f"There is a query called {called!r} already. Choose another name.") from error


@transaction.atomic
def change(*, member: Member, query: Query, text: str) -> Query:
    """Ask something else under the same name: what was found goes, and history is asked anew. Raises QueryError."""
    _may(member)
    parse(text)
    if text.strip() != query.text:
        Hit.objects.filter(query=query).delete()
        query.text, query.reached, query.told = text.strip(), 0, 0
    query.changed_at = datetime.now(UTC)
    query.save(update_fields=["text", "reached", "told", "changed_at"])
    return query


def remove(*, member: Member, query: Query) -> None:
    """Listen for it no more; what it found and what members said of it stay, and `bring_back` undoes it."""
    _may(member)
    Query.objects.filter(pk=query.pk, removed_at=None).update(removed_at=datetime.now(UTC))


def bring_back(*, member: Member, query: Query) -> None:
    """Listen for it again, and for what came meanwhile."""
    _may(member)
    Query.objects.filter(pk=query.pk).update(removed_at=None)


def mark(*, member: Member, query: Query, post: Post, right: bool) -> Mark:
    """Say whether a post is what the query is after; saying it again changes it."""
    _may(member)
    made, _ = Mark.objects.update_or_create(
        query=query, post=post, member=member, defaults={"right": right, "at": datetime.now(UTC)}
    )
    return made


def exclude(*, member: Member, query: Query, text: str) -> Exclusion:
    """Hide what this finds too, such as `author:spammer`; the hits stay. Raises QueryError."""
    _may(member)
    parse(text)
    made = Exclusion.objects.create(query=query, text=text.strip(), member=member, made_at=datetime.now(UTC))
    exclude_again(query)
    return made


def include_again(*, member: Member, exclusion: Exclusion) -> None:
    """Undo an exclusion: what it hid is shown again."""
    _may(member)
    Exclusion.objects.filter(pk=exclusion.pk, undone_at=None).update(undone_at=datetime.now(UTC))
    exclude_again(exclusion.query)


def open_feed(*, member: Member, query: Query) -> str:
    """The word that opens the feed of a query to whoever has it; a new one closes the old address."""
    _may(member)
    query.feed_key = token_urlsafe(24)
    query.save(update_fields=["feed_key"])
    return query.feed_key


def deliver_to(*, member: Member, query: Query, webhook: str = "", on_today: bool = False, alerts: bool = True) -> None:
    """Where its hits go: a webhook from now on, a row on Today, a word when it is said unusually often."""
    _may(member)
    last = Hit.objects.filter(query=query).order_by("-pk").values_list("pk", flat=True).first() or 0
    told = last if webhook and webhook != query.webhook else query.told
    Query.objects.filter(pk=query.pk).update(webhook=webhook, on_today=on_today, alerts=alerts, told=told)


def find(
    text: str, *, since: datetime | None = None, until: datetime | None = None, among: Sequence[int] | None = None
) -> Iterator[Found]:
    """Every post heard that the query finds, the latest first. Raises QueryError before anything is looked at."""
    return _walk(Matcher({"asked": parse(text)}), since, until, among)


def _walk(
    matcher: Matcher, since: datetime | None, until: datetime | None, among: Sequence[int] | None
) -> Iterator[Found]:
    posts = Post.objects.filter(withdrawn_at=None).order_by("-published", "-pk").select_related("author")
    if since is not None:
        posts = posts.filter(published__gte=since)
    if until is not None:
        posts = posts.filter(published__lt=until)
    if among is not None:
        posts = posts.filter(pk__in=list(among))
    # Values of moments first: an OFFSET would read all that comes before it again and again.
    keys = list(posts.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        held = Post.objects.select_related("author").in_bulk(keys[start : start + _AT_ONCE])
        part = [held[key] for key in keys[start : start + _AT_ONCE] if key in held]
        heard = said(part)
        for at, _ in matcher.match(heard):
            yield Found(part[at], heard[at])


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotAsk("Readers look; ask an owner to make you a member.")
