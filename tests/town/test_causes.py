"""What the truth calls a cause shows in the activities, what it calls vanity does not."""

from bisect import bisect_left
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from twoears.activities.values import Post
from twoears.town.town import build

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)
QUARTER = timedelta(days=91)


@pytest.fixture(scope="module")
def compared():
    """(buyers, others): for each a count of signals in the quarter before the purchase, or before the same day.

    Each who bought for the first time stands beside three who never did; both had not been customers at the start.
    """
    town = build(1600, seed=5, until=UNTIL)
    people = list(town.people())
    whose = {account: p.person for p in people for account in p.accounts}
    ours = {a.id for a in town.our_actors}
    signals = {name: defaultdict(list) for name in ("answered", "like", "follow")}
    said: dict[str, int] = {}
    for activity in town.activities():
        about, person = activity.object, whose.get(activity.actor.id)
        if activity.type == "Create" and isinstance(about, Post):
            if person is not None and not about.in_reply_to:
                said[about.id] = person
            elif about.author.id in ours and about.in_reply_to in said:
                signals["answered"][said[about.in_reply_to]].append(activity.published)
        elif person is not None and activity.type in {"Like", "Follow"}:
            signals[activity.type.lower()][person].append(activity.published)
    start = UNTIL - timedelta(days=548)
    bought = {p.person: at for p in people for at, stage in p.stages if stage == "customer" and at > start + QUARTER}
    never = [p.person for p in people if p.stages[-1][1] in {"stranger", "friend"}]
    dice = Random(3)
    pairs = list(bought.items())
    matched = [(other, at) for _, at in pairs for other in dice.sample(never, 3)]

    def mean(some, name):
        return sum(count(signals[name][person], at) for person, at in some) / len(some)

    return {name: (mean(pairs, name), mean(matched, name)) for name in signals}, len(pairs)


def count(moments, at):
    moments.sort()
    return bisect_left(moments, at) - bisect_left(moments, at - QUARTER)


def test_buyers_had_more_of_their_questions_answered(compared):
    (buyers, others), number = compared[0]["answered"], compared[1]
    assert number > 150
    assert buyers > 1.4 * others


@pytest.mark.parametrize("vanity", ["like", "follow"])
def test_buyers_did_not_like_or_follow_more(compared, vanity):
    buyers, others = compared[0][vanity]
    assert buyers == pytest.approx(others, rel=0.2, abs=0.04)
