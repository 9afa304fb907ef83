"""What people do without words: like, share, follow, look, sign up, order, meet, send somebody."""

from typing import Final

from twoears.activities.values import Activity, Actor, Post
from twoears.town.clock import DAY, SPAN, utc
from twoears.town.company import HOUSE, PRODUCTS, SITE, Member, speaks_from
from twoears.town.lives import Episode, Kind
from twoears.town.population import Person
from twoears.town.thread import Happening
from twoears.town.truth import PostTruth

_PAGES: Final = (
    "",
    "products/fx-3",
    "products/fx-5",
    "products/gw-2",
    "products/cryotag",
    "blog/ice-point",
    "blog/mapping",
    "support",
    "calibration",
    "haldenview",
    "blog/defrost",
    "about",
    "jobs",
    "rent",
    "it",
    "course",
)
_PRICE_PAGES: Final = ("prices", "quote", "demo", "try")
_CAME_BY: Final = ("search", "x", "fediverse", "bluesky", "linkedin", "mail", "direct", "search")


def share_of_span(at: float, until: float) -> float:
    """How much of the town's time has gone by at `at`, from 0 to 1."""
    return 1 - (until - at) / SPAN


def _public(person: Person, salt: int) -> Actor:
    public = [a for a in person.accounts if a.network not in {"mail", "web"}]
    return public[salt % len(public)]


def _buyer(person: Person) -> Actor:
    return person.on("mail") or person.accounts[-1]


def _slug(product: int) -> str:
    return PRODUCTS[product][0].lower().replace(" ", "-")


def reaction(episode: Episode, person: Person, target: str) -> list[Happening]:
    """A like, or a post passed on; `target` is the id of the post."""
    verb = "Like" if episode.kind == Kind.LIKE else "Announce"
    actor = _public(person, episode.salt)
    key = f"{actor.id}#{verb.lower()}/{episode.salt}"
    return [
        Happening(episode.start, Activity(id=key, type=verb, actor=actor, published=utc(episode.start), object=target))
    ]


def follow(episode: Episode, person: Person, other: Person) -> list[Happening]:
    """Two times in three us, else a neighbour who is on the same network."""
    actor = _public(person, episode.salt)
    whom = (other.on(actor.network) if episode.salt % 3 == 0 else None) or HOUSE[actor.network]
    act = Activity(
        id=f"{actor.id}#follow/{episode.salt}", type="Follow", actor=actor, published=utc(episode.start), object=whom
    )
    return [Happening(episode.start, act)]


def visit(episode: Episode, person: Person) -> Activity:
    """A look at one of our pages; those with an interest look at prices more often."""
    pages = _PRICE_PAGES if episode.other >= 1000 and episode.salt % 3 == 0 else _PAGES
    detail = (("came_by", _CAME_BY[episode.salt % len(_CAME_BY)]),)
    return _on_site(episode, person.accounts[-1], "visit", f"{SITE}/{pages[episode.other % len(pages)]}", detail)


def submit(episode: Episode, person: Person) -> Activity:
    """The newsletter form, with the mail address and consent."""
    mail = _buyer(person).mail or f"{person.accounts[-1].handle}@{person.domain}"
    return _on_site(
        episode,
        person.accounts[-1],
        "submit",
        f"{SITE}/newsletter",
        (("mail", mail), ("form", "newsletter"), ("consent", "yes")),
    )


def order(episode: Episode, person: Person) -> Activity:
    """An order: `delay` holds the product, `other` the amount in euro."""
    detail = (("amount", str(episode.other)), ("currency", "EUR"), ("product", PRODUCTS[episode.delay][0]))
    return _on_site(episode, _buyer(person), "order", f"{SITE}/products/{_slug(episode.delay)}", detail)


def _on_site(episode: Episode, actor: Actor, verb: str, page: str, detail: tuple[tuple[str, str], ...]) -> Activity:
    key = f"{SITE}/{verb}s/{episode.person:x}-{episode.salt:x}"
    return Activity(
        id=key, type=verb, actor=actor, published=utc(episode.start), object=page, target=SITE, detail=detail
    )


def refer(episode: Episode, person: Person, other: Person) -> Activity:
    """`person` sends `other` to us."""
    key = f"{SITE}/referrals/{episode.person:x}-{episode.salt:x}"
    return Activity(
        id=key, type="refer", actor=_buyer(person), published=utc(episode.start), object=_buyer(other), target=SITE
    )


def meet(episode: Episode, person: Person, seller: Member, title: str, text: str, language: str) -> list[Happening]:
    """An invitation by a seller in the words `text`, and its acceptance within two days."""
    host, guest = speaks_from(seller, "mail"), _buyer(person)
    asked, accepted = episode.start, episode.start + (1 + episode.salt % 7) * DAY / 4
    event = Post(
        id=f"{SITE}/meetings/{episode.person:x}-{episode.salt:x}",
        type="Event",
        author=host,
        published=utc(asked),
        title=title,
        text=text,
        language=language,
        mentions=(guest.id,),
        private=True,
    )
    truth = PostTruth(post=event.id, kind="invitation", need=person.need, waits=False, language=language, person=-1)
    invite = Activity(
        id=f"{event.id}#invite", type="Invite", actor=host, published=event.published, object=event, target=guest.id
    )
    accept = Activity(
        id=f"{event.id}#accept", type="Accept", actor=guest, published=utc(accepted), object=event.id, target=host.id
    )
    return [Happening(asked, invite, truth), Happening(accepted, accept)]
