"""What the doors show of people: a list by questions, and one person. Queries only."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from twoears.activities.models import Activity, Post
from twoears.lib.counts import spelled, times
from twoears.lib.intervals import Number, share
from twoears.lib.text import place
from twoears.listening.rhythm import Rhythm, hour_of_week, rhythm
from twoears.people.actions import the_person
from twoears.people.buying.pages import near_people, odds_of
from twoears.people.entities.pages import naming
from twoears.people.hours import hours_of
from twoears.people.models import Identity, IdentityDecision, Person
from twoears.people.needs.pages import those_who_need
from twoears.people.showing import IdentityChange, KnownAs, Moment, PersonCard, PersonPage, Stood
from twoears.people.standing.tasks import rules_in_force
from twoears.people.ties.pages import TIE_VIEWS, in_tie_view, reasons_in, ties_of
from twoears.threads.models import Thread, Turn
from twoears.threads.turns import UNSURE
from twoears.understanding.models import Note

PEOPLE_VIEWS: Final = {
    "everyone": "Everyone who has turned to us, the latest first",
    "friends": "Friends: we have talked, they have not ordered",
    "customers": "Customers",
    "evangelists": "They speak for us",
    **TIE_VIEWS,
    "near": "Near a purchase within thirty days, the likeliest first",
}
_STAGE_OF = {"friends": "friend", "customers": "customer", "evangelists": "evangelist"}
_YEAR = timedelta(days=365)
_SHOWN = 100
_KINDS = {"Like": 1, "Follow": 1, "Announce": 2, "visit": 1, "submit": 2, "order": 3, "refer": 3}
_HEARD = 50_000  # posts, the latest, that tell the hours of the networks
_LONG = 280  # a post of more characters took more effort


def people_list(
    *,
    view: str = "everyone",
    q: str = "",
    label: str = "",
    need: int | None = None,
    about: str = "",
    after: str = "",
    limit: int = 40,
    now: datetime | None = None,
) -> tuple[tuple[PersonCard, ...], str, int]:
    """A page of people: the cards, what asks for the next page (empty at the end), and how many there are.

    `label` is what a reader made of something that they said, `need` a code that members gave to something of it,
    `about` is what they named, such as `place:berlin`. Raises NotNamed.
    """
    clock = now or datetime.now(UTC)
    chosen = in_view(view, clock)
    if label:
        who = Identity.objects.filter(actor__in=said_so(label).values("actor"))
        chosen = chosen.filter(pk__in=who.values("person"))
    if about:
        who = Identity.objects.filter(actor__in=naming(about).filter(ours=False).values("actor"))
        chosen = chosen.filter(pk__in=who.values("person"))
    if need is not None:
        chosen = chosen.filter(public_id__in=those_who_need(need))
    if q:
        words = (
            Q(name__icontains=q) | Q(identities__actor__handle__icontains=q) | Q(identities__actor__mail__icontains=q)
        )
        chosen = chosen.filter(words).distinct()
    start = place(after)
    ordered = chosen if chosen.query.order_by else chosen.order_by("-last_at", "pk")
    found = list(ordered[start : start + limit + 1])
    return (
        _cards(found[:limit], _why(view, found[:limit], clock)),
        str(start + limit) if len(found) > limit else "",
        chosen.count(),
    )


def said_so(label: str) -> QuerySet[Turn]:
    """The turns of others that were read as `label`."""
    return Turn.objects.filter(ours=False, post__in=Note.objects.filter(label=label).values("post"))


def in_view(view: str, now: datetime) -> QuerySet[Person]:
    """The people that one of PEOPLE_VIEWS shows; everybody where it is none of them."""
    everyone = Person.objects.all()
    if view in _STAGE_OF:
        return everyone.filter(stage=_STAGE_OF[view])
    if view == "near":
        return everyone.filter(buying__in=near_people().order_by()).order_by("-buying__order_soon", "pk")
    return in_tie_view(everyone, view, now) if view in TIE_VIEWS else everyone


def _why(view: str, people: list[Person], now: datetime) -> dict[int, str]:
    """person -> why they are in this view, where it says so."""
    return odds_of(people) if view == "near" else reasons_in(view, people, now)


def _cards(people: list[Person], why: dict[int, str]) -> tuple[PersonCard, ...]:
    networks: dict[int, set[str]] = {}
    for person, network in Identity.objects.filter(person__in=people).values_list("person", "actor__network"):
        networks.setdefault(person, set()).add(network)
    words = _last_words(people)
    return tuple(
        PersonCard(
            id=p.public_id,
            name=p.name,
            stage=p.stage,
            since=p.stage_since,
            about=p.organisation,
            networks=tuple(sorted(networks.get(p.pk, ()))),
            last_at=p.last_at,
            words=words.get(p.pk, ""),
            why=why.get(p.pk, ""),
        )
        for p in people
    )


def _last_words(people: list[Person]) -> dict[int, str]:
    """person -> the first words of what they said last, in two queries however many they are."""
    latest = Turn.objects.filter(actor__identity__person=OuterRef("pk")).order_by("-at", "-post").values("post")[:1]
    chosen = Person.objects.filter(pk__in=[p.pk for p in people]).annotate(last=Subquery(latest))
    last = {person: post for person, post in chosen.values_list("pk", "last") if post is not None}
    posts = Post.objects.only("title", "text").in_bulk(last.values())
    return {person: " ".join((posts[post].text or posts[post].title).split())[:140] for person, post in last.items()}


def person_page(public_id: str, *, now: datetime | None = None) -> PersonPage:
    """Everything that is shown of one person; raises NobodyHere."""
    person = the_person(public_id)
    identities = list(Identity.objects.filter(person=person).select_related("actor").order_by("actor"))
    actors = [identity.actor_id for identity in identities]
    turns = _turns(actors)
    acts = _acts(actors)
    moments = tuple(sorted(turns + acts, key=lambda m: m.at, reverse=True))
    clock = now or datetime.now(UTC)
    last = moments[0].at if moments else clock
    numbers = _give_and_take(actors)
    waiting = Thread.objects.filter(counterpart__in=actors, waiting__gt=0, merged_into=None).order_by("due_at").first()
    return PersonPage(
        id=person.public_id,
        name=person.name,
        about=next((i.actor.summary.split("\n")[0][:120] for i in identities if i.actor.summary), ""),
        organisation=person.organisation,
        stage=person.stage,
        since=person.stage_since,
        finding=_finding(person),
        sentence=_sentence(person, numbers, _owed(actors)),
        stages=_stages(person),
        year=tuple(m for m in moments if m.at > last - _YEAR),
        moments=moments[:_SHOWN],
        more=max(len(moments) - _SHOWN, 0),
        give_and_take=numbers,
        known_as=_known_as(identities),
        changes=_changes(actors),
        held=_held(identities, moments),
        waiting_conversation=waiting.public_id if waiting else "",
        ties=ties_of(person, now=clock),
        hours=hours_of([(m.at, m.network) for m in turns if m.side == "theirs"], networks_hours(clock.date()), clock),
    )


def networks_hours(day: date) -> dict[str, Rhythm]:
    """The hours of the week in which each network speaks, in UTC; learned once a day, or when twice as much is held."""
    held = Turn.objects.aggregate(last=Max("pk"))["last"] or 0
    return _networks_hours(day, str(settings.DATA), held.bit_length())


@lru_cache(maxsize=2)
def _networks_hours(day: date, data: str, held: int) -> dict[str, Rhythm]:
    # The arguments only say when to learn anew.
    spoken: dict[str, list[int]] = {}
    latest = Turn.objects.filter(ours=False).order_by("-at").values_list("actor__network", "at")[:_HEARD]
    for network, at in latest.iterator(chunk_size=5_000):
        spoken.setdefault(network, []).append(hour_of_week(at))
    return {network: rhythm(hours) for network, hours in spoken.items()}


def _turns(actors: list[int]) -> list[Moment]:
    """What they wrote, and what we wrote to them."""
    found = Turn.objects.filter(Q(actor__in=actors) | Q(ours=True, replied_to__in=actors))
    rows = found.values_list(
        "at", "ours", "waits", "post__text", "post__title", "post__url", "actor__network", "thread__public_id"
    )
    return [
        Moment(
            at=at,
            side="ours" if ours else "theirs",
            kind=waits or ("said" if ours else "wrote"),
            effort=3 if len(text) > _LONG else 2,
            words=" ".join((text or title).split())[:200],
            network=network,
            conversation=thread,
            url=url,
        )
        for at, ours, waits, text, title, url, network, thread in rows.order_by("-at")[:2000]
    ]


def _acts(actors: list[int]) -> list[Moment]:
    found = Activity.objects.filter(actor__in=actors, type__in=_KINDS).order_by("-published")
    rows = found.values_list("published", "type", "actor__network", "post__text", "object_uid", "detail")[:2000]
    return [
        Moment(
            at=at,
            side="theirs",
            kind=kind,
            effort=_KINDS[kind],
            words=_act_words(text, about, detail),
            network=network,
            conversation="",
            url=about if about.startswith("http") else "",
        )
        for at, kind, network, text, about, detail in rows
    ]


def _act_words(text: str | None, about: str, detail: dict[str, str]) -> str:
    if detail:
        return ", ".join(f"{key} {value}" for key, value in detail.items())[:200]
    return " ".join((text or about).split())[:200]


def _finding(person: Person) -> str:
    return {
        "stranger": f"{person.name} has turned to you; you have not talked yet",
        "friend": f"{person.name} is a friend",
        "customer": f"{person.name} is a customer",
        "evangelist": f"{person.name} speaks for you",
    }[person.stage]


def _owed(actors: list[int]) -> str:
    """What they wait for that is still open, in a sentence; a question that we are not sure of is not owed."""
    open_ones = set(Turn.objects.filter(actor__in=actors, open=True).exclude(waits="").values_list("waits", flat=True))
    if open_ones - {UNSURE}:
        return "You owe them an answer."
    return "They may wait for an answer; we cannot tell." if open_ones else ""


def _sentence(person: Person, numbers: tuple[Number, ...], owed: str) -> str:
    first, answered, _ = numbers
    said = "You have not had an exchange yet."
    if person.stage != "stranger":
        said = "You have not begun an exchange with each other; others began those that you had."
    if first.n == 1:
        said = "They turned to you first." if first.k else "You turned to them first."
    elif first.n and not first.k:
        said = f"You turned to them first, all {spelled(first.n)} times."
    elif first.n:
        said = f"They turned to you first {times(first.k)} out of {spelled(first.n)}."
    if owed:
        return f"{said} {owed}"
    if not answered.n:
        return said
    if answered.n == 1:
        return f"{said} They asked once, and {'you answered' if answered.k else 'have no answer yet'}."
    return f"{said} They asked {times(answered.n)}; you answered {times(answered.k)}."


def _stages(person: Person) -> tuple[Stood, ...]:
    sentences = {rule.name: rule.sentence for rule in rules_in_force()}
    rows = person.stages.order_by("at", "pk")
    return tuple(Stood(stage=s.stage, at=s.at, evidence=sentences.get(s.rule, s.rule)) for s in rows)


def _give_and_take(actors: list[int]) -> tuple[Number, ...]:
    threads = Turn.objects.filter(actor__in=actors).values("thread")
    # An exchange that a third person began says nothing of these two.
    begun = (
        Turn.objects.filter(thread__in=threads)
        .filter(Q(begins="us") | Q(begins="them", actor__in=actors))
        .aggregate(n=Count("pk"), k=Count("pk", filter=Q(begins="them")))
    )
    asked = (
        Turn.objects.filter(actor__in=actors)
        .exclude(waits__in=("", UNSURE))
        .aggregate(n=Count("pk"), k=Count("pk", filter=Q(answered_by__isnull=False)))
    )
    ours = (
        Turn.objects.filter(ours=True, replied_to__in=actors)
        .exclude(promotion=None)
        .aggregate(n=Count("pk"), k=Count("pk", filter=Q(promotion=True)))
    )
    return (
        share(
            begun["k"], begun["n"], key="turned_to_us_first", of="exchanges they began", question="Who turns to whom?"
        ),
        share(
            asked["k"], asked["n"], key="answered", of="times they asked and we answered", question="Do we answer them?"
        ),
        share(
            ours["k"],
            ours["n"],
            key="promotion",
            of="what we said to them that was promotion",
            question="Do we sell or talk?",
        ),
    )


def _known_as(identities: list[Identity]) -> tuple[KnownAs, ...]:
    return tuple(
        KnownAs(
            actor=i.actor_id,
            network=i.actor.network,
            handle=i.actor.account,
            name=i.actor.name,
            url=i.actor.url,
            rule=i.rule,
            evidence=i.evidence,
            splittable=len(identities) > 1,
        )
        for i in identities
    )


def _changes(actors: list[int]) -> tuple[IdentityChange, ...]:
    made = IdentityDecision.objects.filter(Q(left__in=actors) | Q(right__in=actors)).select_related(
        "left", "right", "member"
    )
    return tuple(
        IdentityChange(
            id=d.pk,
            kind=d.kind,
            who=f"{d.left} and {d.right}",
            member=str(d.member or ""),
            at=d.made_at,
            undone=d.undone_at is not None,
            overruled=d.closed_by_id is not None,
        )
        for d in made.order_by("-made_at", "-pk")
    )


def _held(identities: list[Identity], moments: tuple[Moment, ...]) -> tuple[tuple[str, str], ...]:
    private = {"mail", "linkedin"} & {i.actor.network for i in identities}
    held = [("Public posts", "They said it in public, to you or beside you.")] if moments else []
    if private:
        held.append(("Messages", "They wrote them to you."))
    if any(m.kind in ("order", "submit") for m in moments):
        held.append(("Orders and sign-ups", "They did business with you or agreed."))
    return tuple(held)
