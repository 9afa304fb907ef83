"""What goes on below the company's own posts, and where its colleagues help people who had not asked them."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from twoears.activities.values import Post
from twoears.town.broadcasts import Wall, planned
from twoears.town.chance import Luck
from twoears.town.clock import SPAN
from twoears.town.company import members
from twoears.town.grammar import grammar, languages
from twoears.town.population import Population
from twoears.town.speech import topics
from twoears.town.town import build

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)
SHAPES = ("announce", "promote", "helpful", "jobs")


@pytest.fixture(scope="module")
def town():
    return build(400, until=UNTIL)


@pytest.fixture(scope="module")
def said(town):
    """Every post with its truth."""
    return [(h.activity.object, h.truth) for h in town.happenings() if isinstance(h.activity.object, Post)]


@pytest.fixture(scope="module")
def ours(town):
    return {account.id for account in town.our_actors}


@pytest.fixture(scope="module")
def house(said, ours):
    """The posts that the company made of its own accord, with their truth."""
    kinds = {"announcement", "promotion", "help"}
    return {post.id: (post, truth) for post, truth in said if truth.kind in kinds and post.author.id in ours}


def threads(said):
    """Posts by the first post of their thread, in order of time; those whose first post was not heard are left out."""
    by_id = {post.id: post for post, _ in said}

    def first(post):
        while post.in_reply_to in by_id:
            post = by_id[post.in_reply_to]
        return post

    found = defaultdict(list)
    for post in by_id.values():
        if not first(post).in_reply_to:
            found[first(post).id].append(post)
    return [sorted(posts, key=lambda p: p.published) for posts in found.values()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_quarter_to_two_fifths_of_the_exchanges_begin_with_us(seed):
    town = build(400, seed=seed, until=UNTIL)
    ours = {account.id for account in town.our_actors}
    said = [(h.activity.object, h.truth) for h in town.happenings() if isinstance(h.activity.object, Post)]
    exchanges = [posts for posts in threads(said) if len({p.author.id in ours for p in posts}) == 2]
    assert 0.25 < sum(posts[0].author.id in ours for posts in exchanges) / len(exchanges) < 0.4


def test_help_is_answered_far_more_than_promotion(said, house):
    answers = Counter(house[post.in_reply_to][1].kind for post, _ in said if post.in_reply_to in house)
    posts = Counter(truth.kind for _, truth in house.values())
    each = {kind: answers[kind] / posts[kind] for kind in posts}
    assert each["help"] > each["announcement"] > each["promotion"] > 0
    assert each["help"] > 3 * each["promotion"]


def test_promotion_gets_the_worse_answers(said, house):
    complaints = Counter(
        house[post.in_reply_to][1].kind for post, t in said if post.in_reply_to in house and t.kind == "complaint"
    )
    answers = Counter(house[post.in_reply_to][1].kind for post, _ in said if post.in_reply_to in house)
    assert complaints["promotion"] / answers["promotion"] > 2 * complaints["help"] / answers["help"]


def test_below_our_posts_people_ask_thank_praise_complain_and_chat(said, house):
    kinds = Counter(truth.kind for post, truth in said if post.in_reply_to in house)
    assert set(kinds) == {"question", "thanks", "praise", "complaint", "smalltalk"}
    assert min(kinds.values()) > 20


def test_we_answer_most_of_what_is_asked_below_our_posts(said, house, ours):
    answered = {post.in_reply_to for post, _ in said if post.author.id in ours}
    old = UNTIL - timedelta(days=7)
    asked = [p.id for p, t in said if p.in_reply_to in house and t.kind == "question" and p.published < old]
    assert len(asked) > 200
    assert 0.75 < sum(key in answered for key in asked) / len(asked) < 0.98


def test_who_speaks_below_a_post_is_on_its_network_and_comes_after_it(said, house):
    below = [(post, house[post.in_reply_to][0]) for post, _ in said if post.in_reply_to in house]
    assert {root.author.network for _, root in below} == {"x", "fediverse", "bluesky", "linkedin"}
    for post, root in below:
        assert post.author.network == root.author.network
        assert post.published > root.published
        assert post.context == root.context
        assert root.author.id in post.mentions


def test_several_languages_are_spoken_below_our_posts(said, house):
    spoken = Counter(post.language for post, _ in said if post.in_reply_to in house)
    assert {"en", "de", "fr", "es", "it"} <= set(spoken)
    assert spoken["en"] > sum(spoken.values()) / 2


def test_few_say_the_same_below_our_posts(said, house):
    texts = Counter(post.text.split(" ", 1)[-1] for post, _ in said if post.in_reply_to in house)
    assert len(texts) > 0.9 * sum(texts.values())


def joined(said, ours):
    """(post, our answer) where somebody had addressed nobody and one of us was the first to turn to the other."""
    alone = {p.id: (p, t) for p, t in said if p.author.id not in ours and not p.in_reply_to and not p.mentions}
    return [(alone[p.in_reply_to], (p, t)) for p, t in said if p.author.id in ours and p.in_reply_to in alone]


def test_colleagues_help_people_who_had_asked_the_trade(said, ours, town):
    pairs = joined(said, ours)
    assert len(pairs) > 60
    assert all(asked.kind == "question" and asked.need and not asked.waits for (_, asked), _ in pairs)
    helpers = {a.id for m in town.members if m.team in {"sales", "service"} for a in m.accounts}
    assert sum(answer.author.id in helpers for _, (answer, _) in pairs) > len(pairs) / 2


def test_some_whom_we_helped_become_friends_by_it(said, ours, town):
    stages = {p.person: p.stages for p in town.people()}
    near = timedelta(days=1)
    befriended = [
        truth.person
        for (_, truth), (answer, _) in joined(said, ours)
        if any(stage == "friend" and abs(at - answer.published) < near for at, stage in stages[truth.person])
    ]
    assert len(befriended) > 5


@pytest.mark.parametrize("language", languages())
def test_questions_below_a_post_and_their_answers_stand_in_the_same_order(language):
    rules = grammar(language).rules
    asked = {name: len(phrases) for name, phrases in rules.items() if name.startswith(("below.ask", "peer.need"))}
    answers = {
        name.replace("below.answer", "below.ask").replace("peer.help", "peer.need"): len(phrases)
        for name, phrases in rules.items()
        if name.startswith(("below.answer", "peer.help"))
    }
    assert asked == answers


@pytest.mark.parametrize("language", languages())
def test_what_is_said_below_a_post_is_said_of_one_that_there_is(language):
    g = grammar(language)
    about = {topic for shape in SHAPES for topic in topics(shape, language)}
    below = {name.split(".")[2] for name in g.rules if name.startswith("below.") and name.count(".") == 2}
    assert below <= about


def test_nobody_is_shown_a_post_where_they_are_not():
    until, people = UNTIL.timestamp(), Population(40, 1)
    posts = planned(members(), 1, until, 10.0)
    wall = Wall(posts, until - SPAN)
    for number in range(40):
        seen = [wall.seen(people[number], month, Luck(number, month)) for month in range(18)]
        for post in (posts[at] for at in seen if at is not None):
            assert people[number].on(post.account.network)
            assert post.account.network != "web"


def test_a_month_without_posts_shows_nobody_anything():
    until = UNTIL.timestamp()
    assert Wall([], until - SPAN).seen(Population(40, 1)[0], 3, Luck(1)) is None
