"""`python -m docs.ties`: how far ties, pauses and referrals recover what the people of the town do. Takes minutes."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

import numpy as np

from twoears.activities.values import Activity, Actor, Post
from twoears.cli.saying import number_words
from twoears.house import open_house
from twoears.lib.intervals import share
from twoears.people.ties.exchanges import ANSWER, ASK, SHARE, US, WORD, Exchanges
from twoears.people.ties.fit import BANDS, Past, bands_of, fit, ordered_right, past_of
from twoears.people.ties.hear import DEEDS
from twoears.people.ties.pauses import FEW, how_far_out, rhythm_of
from twoears.people.ties.shipped import SHIPPED
from twoears.people.ties.tell import pauses_of
from twoears.town.town import Town, build
from twoears.town.truth import Truth
from twoears.town.write import write

PAGE: Final = Path(__file__).parent / "reference" / "ties-town.md"
PEOPLE, UNTIL = 400, datetime(2026, 11, 30, tzinfo=UTC)
FITTED, SHOWN = (2, 3, 4, 5), (1, 6, 7, 8)
_DRAWS: Final = 200
_HEAD: Final = """\
# What ties recover of the town

*Written by `python -m docs.ties`.*

Towns of {people} people up to {until:%-d %B %Y}. The model of strength that is shipped was fitted on the seeds
{fitted}; what stands here is of the seeds {shown}, which it never saw. Accounts are joined
to people by the truth of the town, and whether a post asks is told by its question mark: this page is about ties and
not about the readers.

## Strength

Whether a pair speaks within the next 30 days, asked once a month for the last twelve months: {pairs:,} pairs, and in
{came:,} of them they did. The figure is how often, of one pair that spoke and one that did not, the one that spoke
stands higher (0.5 is a coin). *Silence alone* is the days since they last spoke. In brackets: where 19 of 20 draws of
the people lie.

| pairs | silence alone | strength, as shipped | gain | learnt from the town's own past |
| --- | --- | --- | --- | --- |
"""
_LITTLE: Final = """
Most of the gain is to know which pairs speak often at all: with us, and those with many exchanges. Among ties with us
alone it is small. The people of the town speak by chance, each at a rate of their own that hardly changes, and not in
answer to each other's silence: there is little more to be known. Of real talk we had two collections and neither
tells: in 1,211 posts to help desks 12 of 541 pairs spoke more than once, and reply cascades give no names.

## Does it hold?

| said to be | pairs | spoke within 30 days |
| --- | --: | --- |
"""
_PAUSES: Final = """
## Quieter than 19 of 20 of their own pauses

Each pause of pairs that had at least {few} before it, beside those: 1 in 20 should be longer than what is said, with a
rhythm that was learnt on another town.

| town | pauses | longer than 19 of 20 |
| --- | --: | --- |
"""
_REFERRALS: Final = """
## Referrals

A town with the seed 1, heard through the whole journey. The town tells of a referral by a deed, and by a mail that
the company does not hear. What evangelists tell a neighbour in public is found too, and is no referral of its truth.

| what | of the town's truth |
| --- | --- |
"""
_WOULD: Final = """
Known are those of whom both have turned to the company; who was sent and never came is no person here. Whoever would
send somebody is drawn by lot in the town (4 of 10), and shows it only by praising more often (0.08 a month beside 0.03)
and, in the end, by doing it. So the list is hardly better than the share among all customers, and what it is better by
comes from those who have sent somebody before: of the others it can tell nothing here.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text("".join(_page()), "utf8")


def _page() -> Iterator[str]:
    towns = {seed: exchanges(build(PEOPLE, seed=seed, until=UNTIL)) for seed in sorted({*FITTED, *SHOWN})}
    pasts = [past_of(towns[seed]) for seed in SHOWN]
    seen = _joined(pasts)
    yield _HEAD.format(
        people=PEOPLE, until=UNTIL, fitted=_listed(FITTED), shown=_listed(SHOWN), pairs=seen.came.size,
        came=int(seen.came.sum()),
    )  # fmt: skip
    own = np.concatenate([fit(past, SHIPPED).model.probability(past.rows) for past in pasts])
    for name, mask in (("all", seen.came >= 0), ("with us", seen.low == US), ("between others", seen.low != US)):
        yield _gain(name, seen.where(mask), own[mask])
    yield _LITTLE
    said = SHIPPED.probability(seen.rows)
    for low, high, (k, n) in zip(BANDS, (*BANDS[1:], 1.0), bands_of(said, seen.came), strict=True):
        if n:
            yield f"| {low:.0%} to {high:.0%} | {n:,} | {number_words(share(k, n, of='', question=''))} |\n"
    yield _PAUSES.format(few=FEW)
    rhythm = rhythm_of(towns[FITTED[1]])
    for seed in SHOWN:
        spoken = towns[seed].where(towns[seed].kind >= SHARE)
        pair, gaps = pauses_of(spoken)
        far, before = how_far_out(rhythm, pair, np.log(gaps))
        beyond = far[before >= FEW] > rhythm.out[3]
        number = share(int(beyond.sum()), beyond.size, of="", question="")
        yield f"| {seed} | {beyond.size:,} | {number_words(number)} |\n"
    yield _REFERRALS
    yield from _referrals()
    yield _WOULD


def _listed(seeds: tuple[int, ...]) -> str:
    return f"{', '.join(map(str, seeds[:-1]))} and {seeds[-1]}"


def _joined(pasts: list[Past]) -> Past:
    """Several towns as one; people of different towns are different people."""
    people = np.concatenate([past.person + at * 1_000_000 for at, past in enumerate(pasts)])
    rows, came, low = (np.concatenate([getattr(past, name) for past in pasts]) for name in ("rows", "came", "low"))
    return Past(rows, came, low, people)


def _gain(name: str, past: Past, own: np.ndarray) -> str:
    said, silence = SHIPPED.probability(past.rows), -past.rows[:, 0]
    plain, better = ordered_right(past.came, silence), ordered_right(past.came, said)
    _, person = np.unique(past.person, return_inverse=True)
    luck, order = np.random.default_rng(1), np.argsort(person, kind="stable")
    starts = np.searchsorted(person[order], np.arange(person.max() + 2))
    gains = []
    for _ in range(_DRAWS):
        drawn = luck.integers(0, person.max() + 1, person.max() + 1)
        chosen = np.concatenate([order[starts[one] : starts[one + 1]] for one in drawn])
        came = past.came[chosen]
        gains.append(ordered_right(came, said[chosen]) - ordered_right(came, silence[chosen]))
    low, high = np.quantile(gains, [0.025, 0.975])
    learnt = ordered_right(past.came, own)
    return (
        f"| {name} | {plain:.3f} | {better:.3f} | {better - plain:+.3f} ({low:+.3f} to {high:+.3f}) | {learnt:.3f} |\n"
    )


def exchanges(town: Town) -> Exchanges:
    """What the people of a town do towards each other, joined by its truth; the company is us."""
    truth = town.truth()
    who = {account: person.person + 1 for person in truth.people for account in person.accounts}
    who.update((account.id, US) for account in town.our_actors)
    posts: dict[str, Post] = {}
    acts = sorted(town.activities(), key=lambda act: act.published)
    posts.update((act.object.id, act.object) for act in acts if isinstance(act.object, Post))
    return Exchanges.of(row for act in acts for row in _rows(act, who, posts))


def _rows(act: Activity, who: dict[str, int], posts: dict[str, Post]) -> Iterator[tuple[int, int, int, float]]:
    me, day = who.get(act.actor.id), act.published.timestamp() / 86_400
    if me is None:
        return
    if isinstance(act.object, Post) and act.type == "Create":
        parent = posts.get(act.object.in_reply_to)
        answered = who.get(parent.author.id) if parent and "?" in parent.text else None
        named = {who.get(name) for name in act.object.mentions} | {who.get(parent.author.id) if parent else None}
        kind = ASK if "?" in act.object.text else WORD
        yield from ((me, one, ANSWER if one == answered and kind == WORD else kind, day) for one in _others(named, me))
    elif act.type in DEEDS:
        yield from ((me, one, DEEDS[act.type], day) for one in _others(_towards(act, who, posts), me))


def _others(named: set[int | None], me: int) -> list[int]:
    return sorted(one for one in named if one is not None and one != me)


def _towards(act: Activity, who: dict[str, int], posts: dict[str, Post]) -> set[int | None]:
    if act.type in ("order", "submit"):
        return {US}
    about = act.object
    if isinstance(about, Actor):
        return {who.get(about.id), US} if act.type == "refer" else {who.get(about.id)}
    if act.type in ("Invite", "Accept"):
        return {who.get(act.target)}
    post = about if isinstance(about, Post) else posts.get(about)
    return {who.get(post.author.id)} if post else set()


def _referrals() -> Iterator[str]:
    town = build(PEOPLE, seed=1, until=UNTIL)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        open_house(folder)
        said, _ = write(town, folder / "town")
        import_module("twoears.cli.settle").settle(said, town)
        import_module("twoears.jobs").catch_up()
        yield from _compared(town.truth())


def _compared(truth: Truth) -> Iterator[str]:
    page = import_module("twoears.people.referrals.pages").referrals(now=UNTIL)
    models = import_module("twoears.people.models")
    named = dict(models.Identity.objects.values_list("actor__uid", "person__public_id"))
    numbers = {person.person: {named[uid] for uid in person.accounts if uid in named} for person in truth.people}
    found = {(one.referrer, one.referred) for one in page.known}
    hit = [
        any(one in numbers[r.person] and other in numbers[r.referred] for one, other in found) for r in truth.referrals
    ]
    yield _row("referrals of the town that are known here, both sides", sum(hit), len(hit))
    bought = [(one, r.bought) for one, r in zip(hit, truth.referrals, strict=True) if one]
    there = {(one.referrer, one.referred): one.ordered for one in page.known}
    same = sum(
        any(there.get((a, b)) == r.bought for a in numbers[r.person] for b in numbers[r.referred])
        for r, known in zip(truth.referrals, hit, strict=True)
        if known
    )
    yield _row("of these, whether the one who was sent bought later is told right", same, len(bought))
    would = {public: person.would_refer for person in truth.people for public in numbers[person.person]}
    stages = dict(models.Person.objects.values_list("public_id", "stage"))
    customers = [public for public, stage in stages.items() if stage in ("customer", "evangelist") and public in would]
    before = {one.referrer for one in page.known}
    ready = [one.id for one in page.ready if one.id in would]
    new = [one for one in ready if one not in before]
    yield _row("customers who would send somebody, of all customers", sum(would[c] for c in customers), len(customers))
    yield _row("the same, of those who are listed", sum(would[one] for one in ready), len(ready))
    yield _row("the same, of those listed who have sent nobody before", sum(would[one] for one in new), len(new))


def _row(what: str, k: int, n: int) -> str:
    return f"| {what} | {number_words(share(k, n, of='', question=''))} |\n"


if __name__ == "__main__":
    main()
