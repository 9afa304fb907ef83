"""Friends of the town come back and its strangers do not, mostly; its evangelists send people by name."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from twoears.activities.values import Post
from twoears.town.grammar import grammar, languages
from twoears.town.town import build

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def town():
    return build(800, seed=6, until=UNTIL)


@pytest.fixture(scope="module")
def answered(town):
    """For each answer of ours to a question: where the one who asked stood after it, and whether they wrote back."""
    posts = {h.activity.object.id: (h.activity.object, h.truth) for h in town.happenings() if h.truth}
    stages = {p.person: p.stages for p in town.people()}
    back = Counter(p.in_reply_to for p, truth in posts.values() if truth.person >= 0)
    found = []
    for answer, truth in posts.values():
        asked = posts.get(answer.in_reply_to)
        if truth.person < 0 and truth.kind == "answer" and asked and not asked[0].in_reply_to:
            later = answer.published + timedelta(hours=1)
            stood = [stage for at, stage in stages[asked[1].person] if at <= later][-1]
            if answer.published < UNTIL - timedelta(days=14):
                found.append((stood, bool(back[answer.id])))
    return found


def share(answered, stage):
    some = [back for stood, back in answered if stood == stage]
    assert len(some) > 60
    return sum(some) / len(some)


def test_friends_write_back_and_strangers_fall_silent(answered):
    assert share(answered, "friend") > 0.6
    assert share(answered, "stranger") < 0.2


def test_a_reply_is_a_sign_and_no_proof(answered):
    assert share(answered, "friend") < 0.98
    assert share(answered, "stranger") > 0.01


def test_evangelists_name_the_one_whom_they_send(town):
    ours = {account.id for account in town.our_actors}
    stages = {p.person: p.stages[-1][1] for p in town.people()}
    sends = [h.activity.object for h in town.happenings()
             if h.truth and h.truth.kind == "recommendation" and isinstance(h.activity.object, Post)
             and stages[h.truth.person] == "evangelist" and set(h.activity.object.mentions) - ours]  # fmt: skip
    assert len(sends) > 20


@pytest.mark.parametrize("language", languages())
def test_each_language_has_words_to_come_back_to_send_and_to_be_a_customer(language):
    rules = grammar(language).rules
    assert all(len(rules[name]) >= 2 for name in ("back", "send", "custom"))
