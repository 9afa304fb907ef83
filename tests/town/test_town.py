"""The town: the same three give the same bytes, and what it says of itself is so."""

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from twoears.activities.values import Actor, Post
from twoears.town.company import PROMISE
from twoears.town.town import Town, build

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)
DIGEST = (
    "from datetime import UTC, datetime; from hashlib import sha256; from twoears.town.town import build; "
    "town = build(60, seed=3, until=datetime(2026, 11, 20, 15, tzinfo=UTC)); "
    "print(sha256(repr([list(town.activities()), town.truth()]).encode()).hexdigest())"
)


@pytest.fixture(scope="module")
def town() -> Town:
    return build(400, until=UNTIL)


@pytest.fixture(scope="module")
def activities(town):
    return list(town.activities())


@pytest.fixture(scope="module")
def truth(town):
    return town.truth()


@pytest.fixture(scope="module")
def posts(activities):
    return {a.object.id: a.object for a in activities if isinstance(a.object, Post)}


def digest(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    told = subprocess.run([sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def test_the_same_seed_gives_the_same_town_in_any_process():
    town = build(60, seed=3, until=UNTIL)
    here = sha256(repr([list(town.activities()), town.truth()]).encode()).hexdigest()
    assert digest("0") == digest("4711") == here


def test_another_seed_gives_another_town(activities):
    other = {a.id for a in build(400, seed=2, until=UNTIL).activities()}
    assert len(other & {a.id for a in activities}) < len(other) / 100


def test_walking_twice_meets_the_same_activities(town, activities):
    assert list(town.activities()) == activities


def test_a_larger_town_leaves_its_first_people_who_they_are():
    small, large = build(40, until=UNTIL).truth().people, build(80, until=UNTIL).truth().people
    assert [(p.name, p.company, p.need, p.accounts) for p in small] == [
        (p.name, p.company, p.need, p.accounts) for p in large[:40]
    ]


def test_activities_grow_with_the_people():
    two, four = (sum(1 for _ in build(n, until=UNTIL).activities()) for n in (200, 600))
    assert 2 < four / two < 4


def test_a_town_of_four_hundred_is_as_large_as_a_demo_needs(activities):
    assert 8_000 < len(activities) < 20_000


def test_a_town_needs_people_and_an_end_with_a_zone():
    with pytest.raises(ValueError, match="at least 20 people"):
        build(3, until=UNTIL)
    with pytest.raises(ValueError, match="no time zone"):
        build(40, until=UNTIL.replace(tzinfo=None))


def test_all_ids_are_distinct(activities):
    assert [i for i, n in Counter(a.id for a in activities).items() if n > 1] == []
    assert [i for i, n in Counter(a.object.id for a in activities if isinstance(a.object, Post)).items() if n > 1] == []


def test_an_account_belongs_to_one_person(truth):
    assert max(Counter(account for p in truth.people for account in p.accounts).values()) == 1


def test_everything_happens_within_eighteen_months(activities):
    assert min(a.published for a in activities) > UNTIL - timedelta(days=549)
    assert max(a.published for a in activities) <= UNTIL


def test_sources_deliver_in_order_but_for_a_few_first_posts(activities):
    behind = sum(a.published > b.published for a, b in zip(activities, activities[1:], strict=False))
    assert 0 < behind < len(activities) / 100


def test_a_few_answers_have_no_parent_and_a_few_come_before_it(activities, posts):
    seen: set[str] = set()
    missing = early = answers = 0
    for post in (a.object for a in activities if isinstance(a.object, Post)):
        if post.in_reply_to:
            answers += 1
            missing += post.in_reply_to not in posts
            early += post.in_reply_to in posts and post.in_reply_to not in seen
        seen.add(post.id)
    assert 0 < missing < answers / 10
    assert 0 < early < answers / 20


def test_only_invented_domains_and_known_networks_are_named(activities):
    known = ("https://x.com/", "did:plc:", "https://www.linkedin.com/", "mailto:")
    for actor in {a.actor for a in activities}:
        assert actor.id.startswith(known) or ".example/" in actor.id, actor.id
        assert not actor.mail or actor.mail.endswith(".example")


def test_mail_is_private_and_names_its_addressees(posts):
    mails = [p for p in posts.values() if p.author.network == "mail"]
    assert len(mails) > 100
    assert all(p.private and p.mentions for p in mails)
    assert not any(p.private for p in posts.values() if p.author.network != "mail")


def test_every_network_and_eight_languages_are_heard(activities, posts):
    assert {a.actor.network for a in activities} == {"x", "fediverse", "bluesky", "linkedin", "mail", "web"}
    spoken = Counter(p.language for p in posts.values())
    assert set(spoken) == {"en", "de", "fr", "es", "it", "nl", "pt", "ja"}
    assert spoken["en"] > len(posts) / 2


def test_posts_keep_to_the_limits_of_their_network(posts):
    limits = {"x": 280, "bluesky": 300, "fediverse": 500}
    assert [p.text for p in posts.values() if len(p.text) > limits.get(p.author.network, 3000)] == []


def test_us_names_every_account_of_ours(town, activities):
    ours = {a.id for a in town.our_actors}
    spoke = {a.actor.id for a in activities if "halden" in a.actor.id and a.actor.network != "web"}
    assert spoke <= ours
    assert {a.handle for a in town.our_actors} == set(town.us)
    strangers = {a.actor.handle for a in activities if a.actor.id not in ours}
    assert not strangers & set(town.us)


def test_every_deal_and_referral_is_an_activity(activities, truth):
    by_id = {a.id: a for a in activities}
    for deal in truth.deals:
        order = by_id[deal.activity]
        assert (order.type, order.published) == ("order", deal.at)
        assert dict(order.detail) == {"amount": str(deal.amount), "currency": "EUR", "product": deal.product}
        assert order.actor.id in truth.people[deal.person].accounts
    assert {a.id for a in activities if a.type == "order"} == {d.activity for d in truth.deals}
    for referral in truth.referrals:
        sent = by_id[referral.activity].object
        assert isinstance(sent, Actor)
        assert sent.id in truth.people[referral.referred].accounts


def test_customers_are_those_who_ordered_or_were_customers_before(truth):
    ordered = {d.person: d.at for d in reversed(truth.deals)}
    start = UNTIL - timedelta(days=548)
    for person in truth.people:
        since = {stage: at for at, stage in person.stages}
        if "customer" in since and since["customer"] > start:
            assert since["customer"] == ordered[person.person]


def test_stages_only_rise(truth):
    order = ("stranger", "friend", "customer", "evangelist")
    for person in truth.people:
        places = [order.index(stage) for _, stage in person.stages]
        assert places == sorted(places)
        assert [at for at, _ in person.stages] == sorted(at for at, _ in person.stages)


def test_every_post_has_its_truth(posts, truth):
    assert {t.post for t in truth.posts} == set(posts)
    assert all(posts[t.post].language == t.language for t in truth.posts)


def answers_of_ours(town, posts):
    ours = {a.id for a in town.our_actors}
    return {p.in_reply_to: p for p in posts.values() if p.author.id in ours and p.in_reply_to}


def test_what_waits_really_has_no_answer(town, posts, truth):
    answered = answers_of_ours(town, posts)
    waiting = [t for t in truth.posts if t.waits]
    assert not any(t.post in answered for t in waiting)
    assert all(t.person >= 0 for t in waiting)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_this_morning_a_handful_of_questions_waits(seed):
    """8 to 15 are open, several of the last three days, a few overdue."""
    waiting = [
        h.activity.published for h in build(400, seed=seed, until=UNTIL).happenings() if h.truth and h.truth.waits
    ]
    assert 8 <= len(waiting) <= 15
    assert sum(at > UNTIL - timedelta(days=3) for at in waiting) >= 4
    assert sum(at < UNTIL - timedelta(days=3) for at in waiting) >= 1


def begins_something(post, posts):
    """Whether nothing came before it, or a post of the house to everybody."""
    return not post.in_reply_to or (post.in_reply_to in posts and not posts[post.in_reply_to].in_reply_to)


def test_the_promise_of_half_a_day_is_kept_more_often_of_late(town, posts, truth):
    answered = answers_of_ours(town, posts)
    ours = {a.id for a in town.our_actors}
    kinds = {"question", "request", "complaint"}
    put = [posts[t.post] for t in truth.posts if t.kind in kinds and t.person >= 0]
    to_us = [p for p in put if ours.intersection(p.mentions) and begins_something(p, posts)]
    asked = [p for p in to_us if p.published < UNTIL - timedelta(days=4)]

    def kept(some):
        soon = timedelta(seconds=PROMISE)
        return sum(p.id in answered and answered[p.id].published - p.published <= soon for p in some) / len(some)

    turn = UNTIL - timedelta(days=60)
    assert 0.6 < kept([p for p in asked if p.published < turn]) < 0.75
    assert kept([p for p in asked if p.published >= turn]) > kept([p for p in asked if p.published < turn])


def test_an_invitation_says_why_and_in_whose_language(activities):
    invitations = [a.object for a in activities if a.type == "Invite" and isinstance(a.object, Post)]
    assert len({i.text for i in invitations}) == len(invitations) > 5
    assert all(i.title and len(i.text.split()) > 12 for i in invitations)
    assert len({i.language for i in invitations}) > 2


def test_every_complaint_reports_a_trouble_and_some_questions_and_thanks_do(truth):
    """What the company says reports none, whatever it answers."""
    kinds = {kind: [p.trouble for p in truth.posts if p.kind == kind] for kind in {p.kind for p in truth.posts}}
    assert all(kinds["complaint"])
    assert 0 < sum(kinds["question"]) < len(kinds["question"]) / 4
    assert any(kinds["thanks"]) and not any(kinds["recommendation"])
    assert not any(p.trouble for p in truth.posts if p.person < 0)
