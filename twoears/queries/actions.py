"""What members do with queries: keep, change, remove, mark what was found, leave things out and take that back."""

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_bytes, token_urlsafe

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from twoears.activities.models import Post
from twoears.lib.http import Refused, refuse_private
from twoears.lib.ids import short_id
from twoears.lib.seals import CannotOpen, seal, unseal
from twoears.listening.grammar import parse
from twoears.queries.anew.tasks import begin_anew, last_post
from twoears.queries.models import Exclusion, Hit, Mark, Query
from twoears.queries.pages.history import found_among
from twoears.queries.webhooks.signing import new_secret
from twoears.team.models import Member, Team

_LONGEST_NAME = 120
_AT_ONCE = 5000
_SIGNS = "webhook"


class QueryTrouble(Exception):
    """What can go wrong with a kept query: NoSuchQuery, NameTaken, MayNotAsk, NoWebhook. A senseless text is a
    QueryError."""


class NoSuchQuery(QueryTrouble):
    """Nobody keeps a query under that name."""


class NameTaken(QueryTrouble):
    """There is a query of that name already."""


class NoWebhook(QueryTrouble):
    """Nothing can be told to that address."""


class MayNotAsk(QueryTrouble):
    """Readers look; members and owners keep queries."""


def the_query(name: str) -> Query:
    """The kept query of that name or public id; raises NoSuchQuery."""
    return _one_of(name, removed=False)


def removed_query(name: str) -> Query:
    """The query of that name or public id that was removed last; raises NoSuchQuery."""
    return _one_of(name, removed=True)


def _one_of(name: str, *, removed: bool) -> Query:
    among = Query.objects.filter(removed_at__isnull=not removed).order_by("-removed_at", "pk")
    called = among.filter(public_id=name.strip()).first() or among.filter(name__iexact=name.strip()).first()
    if called is None:
        where = "`twoears queries --removed` lists those that were." if removed else "`twoears queries` lists them."
        raise NoSuchQuery(f"There is no {'removed ' if removed else ''}query {name!r}. {where}")
    return called


def add(
    *,
    member: Member,
    text: str,
    name: str = "",
    team: Team | None = None,
    on_today: bool = False,
    in_mail: bool = False,
) -> Query:
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
                in_mail=in_mail,
                fresh_from=last_post(),
            )
    except IntegrityError as error:
        raise NameTaken(f"There is a query called {called!r} already. Choose another name.") from error


@transaction.atomic
def change(*, member: Member, query: Query, text: str) -> Query:
    """Ask something else under the same name: what was found goes, and history is asked anew. Raises QueryError."""
    _may(member)
    parse(text)
    if text.strip() != query.text:
        begin_anew([query])
    query.text, query.changed_at = text.strip(), datetime.now(UTC)
    query.save(update_fields=["text", "changed_at"])
    query.refresh_from_db()
    return query


def rename(*, member: Member, query: Query, name: str) -> Query:
    """Call it something else. Raises NameTaken."""
    _may(member)
    query.name = (name.strip() or query.text)[:_LONGEST_NAME]
    try:
        with transaction.atomic():
            query.save(update_fields=["name"])
    except IntegrityError as error:
        raise NameTaken(f"There is a query called {query.name!r} already. Choose another name.") from error
    return query


def remove(*, member: Member, query: Query) -> None:
    """Listen for it no more; what it found and what members said of it stay, and `bring_back` undoes it."""
    _may(member)
    Query.objects.filter(pk=query.pk, removed_at=None).update(removed_at=datetime.now(UTC))


def bring_back(*, member: Member, query: Query) -> None:
    """Listen for it again, and for what came meanwhile. Raises NameTaken."""
    _may(member)
    try:
        with transaction.atomic():
            Query.objects.filter(pk=query.pk).update(removed_at=None, fresh_from=last_post())
    except IntegrityError as error:
        raise NameTaken(f"Another query is called {query.name!r} by now. Remove or rename that one first.") from error


@transaction.atomic
def mark(*, member: Member, query: Query, post: Post, right: bool) -> Mark:
    """Say whether a post is what the query is after; saying otherwise changes it, and `unmark` takes it back."""
    _may(member)
    now = datetime.now(UTC)
    _hold(query.pk)
    former = standing_mark(member=member, query=query, post=post.pk)
    if former is not None and former.right == right:
        return former
    if former is not None:
        Mark.objects.filter(pk=former.pk).update(undone_at=now)
    return Mark.objects.create(query=query, post=post, member=member, right=right, at=now, instead_of=former)


@transaction.atomic
def unmark(*, member: Member, mark: Mark) -> None:
    """Take back what a member said of a post: what they had said before stands again. Undone twice is undone once."""
    _may(member)
    _hold(mark.query_id)
    undone = Mark.objects.filter(pk=mark.pk, member=member, undone_at=None).update(undone_at=datetime.now(UTC))
    if undone and mark.instead_of_id:
        Mark.objects.filter(pk=mark.instead_of_id).update(undone_at=None)


def standing_mark(*, member: Member, query: Query, post: int) -> Mark | None:
    """What a member says of a post (id) as things stand."""
    return Mark.objects.filter(member=member, query=query, post=post, undone_at=None).first()


@transaction.atomic
def exclude(*, member: Member, query: Query, text: str) -> Exclusion:
    """Hide what this finds too, such as `author:spammer`; the hits stay. Raises QueryError."""
    _may(member)
    parse(text)
    made = Exclusion.objects.create(query=query, text=text.strip(), member=member, made_at=datetime.now(UTC))
    _hide(made)
    return made


@transaction.atomic
def include_again(*, member: Member, exclusion: Exclusion) -> None:
    """Undo an exclusion: what it hid is shown again, unless another one hides it as well."""
    _may(member)
    Exclusion.objects.filter(pk=exclusion.pk, undone_at=None).update(undone_at=datetime.now(UTC))
    Hit.objects.filter(excluded=exclusion).update(excluded=None)
    for other in Exclusion.objects.filter(query=exclusion.query_id, undone_at=None, pk__gt=exclusion.pk).order_by("pk"):
        _hide(other)


def _hide(exclusion: Exclusion) -> None:
    """Hide what an exclusion finds of what is shown."""
    # As whoever keeps hits holds it: none comes in between that was asked by the old exclusions.
    _hold(exclusion.query_id)
    shown = Hit.objects.filter(query=exclusion.query_id, excluded=None)
    found = found_among(list(shown.values_list("post", flat=True)), parse(exclusion.text))
    for start in range(0, len(found), _AT_ONCE):
        Hit.objects.filter(query=exclusion.query_id, post__in=found[start : start + _AT_ONCE]).update(
            excluded=exclusion
        )


def mark_all(*, member: Member, query: Query, marks: Mapping[int, bool]) -> None:
    """Say of several posts (ids) whether they are meant; those that are not there are passed over."""
    _may(member)
    for post in Post.objects.filter(pk__in=list(marks)):
        mark(member=member, query=query, post=post, right=marks[post.pk])


def open_feed(*, member: Member, query: Query) -> str:
    """The word that opens the feed of a query to whoever has it; a new one closes the old address."""
    _may(member)
    query.feed_key = token_urlsafe(24)
    query.save(update_fields=["feed_key"])
    return query.feed_key


def close_feed(*, member: Member, query: Query) -> None:
    """Nobody reads the feed any more."""
    _may(member)
    query.feed_key = ""
    query.save(update_fields=["feed_key"])


def deliver_to(
    *,
    member: Member,
    query: Query,
    webhook: str = "",
    on_today: bool = False,
    alerts: bool = True,
    with_words: bool = False,
) -> None:
    """Where its hits go: a webhook from now on, a row on Today, a word when it is said unusually often.

    What leaves the house, by webhook or feed, names people and quotes them only `with_words`. Raises NoWebhook.
    """
    _may(member)
    address = _hook(webhook.strip())  # before the query is held: looking up a name may take seconds
    with transaction.atomic():
        held = Query.objects.select_for_update().get(pk=query.pk)
        held.on_today, held.alerts, held.with_words = on_today, alerts, with_words
        if address != held.webhook:
            held.webhook, held.tell_at, held.tries, held.trouble = address, None, 0, ""
            held.told = Hit.objects.filter(query=held).aggregate(last=Max("pk"))["last"] or held.told
            held.secret = seal({_SIGNS: new_secret(token_bytes(24))}, settings.SECRET_KEY) if address else b""
        held.save()


def _hook(address: str) -> str:
    """An address that letters may go to; raises NoWebhook. Whoever sends one looks again."""
    try:
        if address:
            refuse_private(address)
    except Refused as error:
        raise NoWebhook(str(error)) from error
    return address


def put_in_mail(*, member: Member, query: Query, in_mail: bool) -> None:
    """Whether the morning mail of its team, of everybody where it is nobody's, tells what it heard."""
    _may(member)
    Query.objects.filter(pk=query.pk).update(in_mail=in_mail)


def webhook_secret(*, member: Member, query: Query) -> str:
    """What signs the letters to its webhook; empty where there is none, or where it cannot be opened any more."""
    _may(member)
    try:
        return unseal(query.secret, settings.SECRET_KEY).get(_SIGNS, "")
    except CannotOpen:
        return ""


def _hold(query: int) -> None:
    """Of two who decide about a query at once, the second sees what the first decided."""
    Query.objects.select_for_update().filter(pk=query).first()


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotAsk("Readers look; ask an owner to make you a member.")
