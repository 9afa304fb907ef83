"""Whom members are asked about: two and two, what speaks for it and against it. Queries only."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from django.db.models import Max, OuterRef, Subquery

from twoears.activities.models import Actor, Post
from twoears.lib.intervals import share
from twoears.people.joining.tasks import in_force, joined_from
from twoears.people.matching import JOINED, PROPOSED
from twoears.people.models import Identity, IdentityDecision, LikelyMatch
from twoears.people.unsure.actions import the_match
from twoears.people.unsure.differing import Beside, beside
from twoears.people.unsure.showing import Joining, Pair, Proposal, Said, Side, Sign, Unsure, WouldJoin
from twoears.team.actions import first_team
from twoears.threads.models import Turn

_LATELY = 12
_MOST = 20_000  # pairs that are looked through, the likeliest


def unsure(*, limit: int = 20, now: datetime | None = None) -> Unsure:
    """Whom members are asked about now, and what they said lately."""
    asked = _Asked(now or datetime.now(UTC))
    matches = [match for match in _matches() if asked.about(match)]
    return Unsure(
        proposals=_proposals(matches[:limit]),
        left=len(matches),
        later=len(asked.later),
        said=_said(),
        joining=joining(),
    )


def proposal(public_id: str) -> Proposal:
    """One pair, whether or not it was answered; raises NoSuchMatch."""
    return _proposals([the_match(public_id)])[0]


def _matches() -> Iterator[LikelyMatch]:
    found = LikelyMatch.objects.filter(probability__gte=PROPOSED).order_by("-probability", "left", "right")
    return islice(found.iterator(chunk_size=1000), _MOST)


class _Asked:
    """Which pairs are asked about: not those who are one person, were told apart, are put off or were asked before."""

    def __init__(self, now: datetime) -> None:
        self._person = _people_behind()
        self._seen: set[frozenset[int]] = set()
        self.later: set[frozenset[int]] = set()
        said = in_force().exclude(kind="merge").values_list("kind", "left", "right", "until")
        for kind, left, right, until in said:
            if kind == "split":
                self._seen.add(self._pair(left, right))
            elif until and until > now:
                self.later.add(self._pair(left, right))
        self.later -= self._seen

    def about(self, match: LikelyMatch) -> bool:
        pair = self._pair(match.left_id, match.right_id)
        met = match.left_id in self._person or match.right_id in self._person
        if not met or len(pair) < 2 or pair in self._seen or pair in self.later:
            return False
        self._seen.add(pair)
        return True

    def _pair(self, left: int, right: int) -> frozenset[int]:
        # Accounts without a person stand for themselves, by numbers that no person has.
        return frozenset(self._person.get(key, -key) for key in (left, right))


def _people_behind() -> dict[int, int]:
    """actor -> person, of those whom a likely match or a decision names."""
    found: dict[int, int] = {}
    for side in ("left", "right"):
        for named in (LikelyMatch.objects.values(side), IdentityDecision.objects.values(side)):
            found.update(Identity.objects.filter(actor__in=named).values_list("actor", "person"))
    return found


def _proposals(matches: Sequence[LikelyMatch]) -> tuple[Proposal, ...]:
    keys = {key for match in matches for key in (match.left_id, match.right_id)}
    actors = Actor.objects.in_bulk(keys)
    sides = _sides(actors)
    return tuple(_proposal(m, actors[m.left_id], actors[m.right_id], sides) for m in matches)


def _proposal(match: LikelyMatch, left: Actor, right: Actor, sides: dict[int, Side]) -> Proposal:
    # Whom we met stands left: it is their page to which the other may belong.
    if not sides[left.pk].person and sides[right.pk].person:
        left, right = right, left
    heaviest = max((abs(bits) for _, bits in match.reasons), default=1.0) or 1.0
    reasons = sorted(match.reasons, key=lambda reason: -abs(reason[1]))
    signs = [Sign(text=text, bits=w, times=2 ** min(abs(w), 60), part=abs(w) / heaviest) for text, w in reasons]
    return Proposal(
        id=match.public_id,
        probability=match.probability,
        left=sides[left.pk],
        right=sides[right.pk],
        signs_for=tuple(sign for sign in signs if sign.bits >= 0),
        signs_against=tuple(sign for sign in signs if sign.bits < 0),
        beside=_beside(left, right),
    )


def _beside(left: Actor, right: Actor) -> tuple[Beside, ...]:
    return beside(_says(left), _says(right))


def _says(actor: Actor) -> list[tuple[str, str]]:
    return [
        ("Name", actor.name),
        ("Handle", actor.handle),
        ("Mail", actor.mail),
        ("Place", actor.place),
        ("About", " ".join(actor.summary.split())),
        ("Links", "  ".join(link.removeprefix("https://").rstrip("/") for link in actor.links)),
    ]


def _sides(actors: dict[int, Actor]) -> dict[int, Side]:
    people = {i.actor_id: i.person for i in Identity.objects.filter(actor__in=actors).select_related("person")}
    also = _also({person.pk for person in people.values()})
    last = dict(Post.objects.filter(author__in=actors).values_list("author").annotate(Max("published")))
    words = _last_words(actors)
    return {
        key: Side(
            actor=key,
            person=people[key].public_id if key in people else "",
            name=str(actor),
            stage=people[key].stage if key in people else "stranger",
            network=actor.network,
            handle=actor.account,
            url=actor.url if actor.url.startswith("http") else "",
            also=tuple(n for k, n in also[people[key].pk] if k != key) if key in people else (),
            last_at=last.get(key),
            words=words[key][0] if key in words else "",
            conversation=words[key][1] if key in words else "",
        )
        for key, actor in actors.items()
    }


def _also(people: set[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    held = Identity.objects.filter(person__in=people).select_related("actor").order_by("actor")
    for identity in held:
        found[identity.person_id].append((identity.actor_id, identity.actor.account))
    return found


def _last_words(actors: Iterable[int]) -> dict[int, tuple[str, str]]:
    """What each said last, and in which conversation of ours (empty where in none)."""
    latest = Post.objects.filter(author=OuterRef("pk")).order_by("-published", "-pk").values("pk")[:1]
    posts = dict(Actor.objects.filter(pk__in=actors).annotate(last=Subquery(latest)).values_list("last", "pk"))
    posts.pop(None, None)
    told = Post.objects.filter(pk__in=posts).values_list("pk", "text", "title")
    threads = dict(Turn.objects.filter(post__in=posts).values_list("post", "thread__public_id"))
    return {posts[pk]: (" ".join((text or title).split())[:280], threads.get(pk, "")) for pk, text, title in told}


def _said() -> tuple[Said, ...]:
    """What members said of pairs lately, the latest first; a split from several accounts is one."""
    made = in_force().select_related("left", "right", "member").order_by("-made_at", "-pk")
    seen: set[tuple[str, int, datetime]] = set()
    found: list[Said] = []
    for one in made[: _LATELY * 4]:
        whole = (one.kind, one.left_id, one.made_at)
        if whole not in seen and len(found) < _LATELY:
            found.append(_one_said(one))
        seen.add(whole)
    return tuple(found)


def _one_said(one: IdentityDecision) -> Said:
    return Said(
        id=one.pk,
        kind=one.kind,
        left=str(one.left),
        right=str(one.right),
        member=str(one.member or ""),
        at=one.made_at,
        until=one.until,
    )


def joining() -> Joining:
    """What is joined by itself, and how right that is, or would be, as far as members' decisions tell."""
    least = first_team().join_likely_from
    at = JOINED if least is None else least
    said = list(in_force().exclude(kind="later").values_list("kind", "probability"))
    asked = [(kind == "merge", p) for kind, p in said if p is not None]
    same = [p for kind, p in said if kind == "merge"]
    return Joining(
        least=least,
        at=at,
        now=len(joined_from(at)),
        accepted=share(
            sum(yes for yes, _ in asked),
            len(asked),
            key="accepted",
            of="proposals that members said yes to",
            question="Are the proposals right?",
        ),
        precision=share(
            sum(yes for yes, p in asked if p >= at),
            sum(p >= at for _, p in asked),
            key="precision",
            of=f"pairs likely by {at * 100:g}% or more that members said are one person",
            question="Would what is joined by itself be right?",
        ),
        recall=share(
            sum(p is not None and p >= at for p in same),
            len(same),
            key="recall",
            of=f"pairs that members joined that were likely by {at * 100:g}% or more",
            question="Would it find those who are one person?",
        ),
    )


def would_join(least: float, *, limit: int = 20) -> WouldJoin:
    """What would be joined (or is) without a member from probability `least` on. Nothing is changed."""
    found = joined_from(least)
    return WouldJoin(least=least, total=len(found), pairs=tuple(map(_pair, found[:limit])))


def _pair(m: LikelyMatch) -> Pair:
    return Pair(id=m.public_id, left=str(m.left), right=str(m.right), probability=m.probability)
