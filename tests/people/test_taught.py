"""What members' answers teach of who is who: learnt from enough of them, tried, used where better, and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Forgotten
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import MayNot, decide_pair, undo_identity
from twoears.people.matching import SHIPPED
from twoears.people.models import IdentityDecision, LikelyMatch, MatchModel
from twoears.people.taught.actions import weigh_as_shipped
from twoears.people.taught.pages import taught
from twoears.people.taught.tasks import answered, in_use, learn_likely
from twoears.people.unsure import tasks
from twoears.people.unsure.tasks import find_likely
from twoears.team.models import Member
from twoears.threads.actions import say_us

START = datetime(2026, 3, 1, tzinfo=UTC)
GIVEN = ("Ann", "Bea", "Cleo", "Dora", "Edda", "Fay", "Gerd", "Hilde", "Ines", "Jana")
FAMILY = ("Berg", "Dahl", "Ek", "Frisk", "Gren", "Holm", "Lind")


def said(who: Actor, asks: bool) -> Activity:
    to = ("https://a.example/acme",) if asks else ()
    post = Post(id=f"{who.id}/1", author=who, text="Does it run?", mentions=to, published=START + timedelta(days=1))
    return created(post)


def pair(n: int, *, same: bool) -> tuple[Actor, Actor]:
    """Two accounts of one name; those that are two people have a handle with something else beside the name."""
    name = f"{GIVEN[n % 10]} {FAMILY[n % 7]}"
    bare = name.lower().replace(" ", "_")
    rest = "" if same else f"{n}x"
    one = Actor(id=f"https://a.example/{bare}{n}", network="fediverse", handle=f"{bare}@a.example", name=name)
    return one, Actor(id=f"did:plc:{bare}{n}", network="bluesky", handle=f"{bare}{rest}.bsky.social", name=name)


@pytest.fixture
def pairs(db: None) -> list[tuple[int, int, bool]]:
    """Forty pairs of one name: in twenty the handles are the same and they are one, in twenty they are not."""
    say_us(member=None, handles=["acme"])
    made = [(*pair(n, same=n % 2 == 0), n % 2 == 0) for n in range(40)]
    record([said(one, asks=at == 0) for left, right, _ in made for at, one in enumerate((left, right))])
    catch_up()
    keys = dict(ActorRow.objects.values_list("uid", "pk"))
    return [(keys[left.id], keys[right.id], same) for left, right, same in made]


def answer_all(member: Member, pairs: list[tuple[int, int, bool]], proposed: float = 0.7) -> list[IdentityDecision]:
    made = []
    for left, right, same in pairs:
        made.append(decide_pair(member=member, kind="merge" if same else "split", left=left, right=right, now=START))
        IdentityDecision.objects.filter(pk=made[-1].pk, probability=None).update(probability=proposed)
    return made


def weighed_by() -> set[str]:
    return set(LikelyMatch.objects.values_list("version", flat=True))


def test_a_few_answers_teach_nothing(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    answer_all(owner, pairs[:15])
    catch_up()
    assert in_use() == SHIPPED and not MatchModel.objects.exists()


def test_yes_alone_teaches_nothing(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    answer_all(owner, [one for one in pairs if one[2]])
    catch_up()
    assert in_use() == SHIPPED and not MatchModel.objects.exists()


def test_enough_answers_move_the_weights_and_what_waits_is_weighed_by_them(
    owner: Member, pairs: list[tuple[int, int, bool]]
) -> None:
    answer_all(owner, pairs[:32])
    catch_up()
    made = MatchModel.objects.get()
    assert made.answers == 32 and made.gain > made.error
    assert in_use().version.startswith("1+")
    assert weighed_by() == {in_use().version}


def test_answers_beyond_a_power_of_two_wait_for_the_next(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    answer_all(owner, pairs[:20])
    catch_up()
    assert MatchModel.objects.get().answers == 16
    first = in_use()
    answer_all(owner, pairs[20:30])
    assert learn_likely() == 0 and in_use() == first


def test_an_answer_that_is_undone_is_unlearned(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    made = answer_all(owner, pairs[:16])
    catch_up()
    assert MatchModel.objects.get().answers == 16
    undo_identity(member=owner, change=made[3].pk)
    catch_up()
    assert answered().count() == 15 and not MatchModel.objects.exists()
    assert in_use() == SHIPPED and weighed_by() <= {SHIPPED.version}


def test_it_learns_the_same_again(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    answer_all(owner, pairs[:32])
    catch_up()
    before = in_use()
    MatchModel.objects.all().delete()
    learn_likely()
    assert in_use() == before


def test_what_an_account_says_otherwise_is_compared_again(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    """Above the number up to which everybody is looked at each time, too."""
    left, right, _ = pairs[0]
    held = LikelyMatch.objects.get(left__in=(left, right), right__in=(left, right))
    row = ActorRow.objects.get(pk=right)
    other = Actor(id=row.uid, network=row.network, handle="brassband.bsky.social", name="Tom Pike")
    record([created(Post(id=f"{row.uid}/2", author=other, text="Rain.", published=START + timedelta(days=9)))])
    while find_likely(small=1):
        pass
    assert not LikelyMatch.objects.filter(pk=held.pk).exists()


def test_whom_somebody_forgot_leaves_the_index_of_every_process(
    owner: Member, pairs: list[tuple[int, int, bool]]
) -> None:
    """The index is this process's; the other process only leaves the mark of a forgotten account in the database."""
    known = tasks._KNOWN
    index = known.index(in_use())
    assert pairs[0][0] in index
    Forgotten.objects.create(digest="0" * 64)
    find_likely()
    assert pairs[0][0] not in known._index and len(known._index) == 0


def test_what_was_learnt_is_shown_with_what_it_is_worth(owner: Member, pairs: list[tuple[int, int, bool]]) -> None:
    before = taught()
    assert (before.standing, before.next_at, before.learnt) == ("too few", 16, None)
    answer_all(owner, pairs[:32])
    assert taught().standing == "soon"
    catch_up()
    found = taught()
    assert (found.standing, found.answers, found.yes, found.learnt_from, found.next_at) == ("in use", 32, 16, 32, 64)
    assert found.moved and found.learnt and found.shipped and found.learnt.bits < found.shipped.bits
    assert sum(one.yes.n for one in found.learnt.tenths) == 32


def test_an_owner_may_have_it_as_shipped_and_back(
    owner: Member, reader: Member, pairs: list[tuple[int, int, bool]]
) -> None:
    answer_all(owner, pairs[:32])
    catch_up()
    with pytest.raises(MayNot):
        weigh_as_shipped(owner=reader, as_shipped=True)
    weigh_as_shipped(owner=owner, as_shipped=True)
    catch_up()
    assert in_use() == SHIPPED and weighed_by() <= {SHIPPED.version} and taught().standing == "as shipped"
    weigh_as_shipped(owner=owner, as_shipped=False)
    catch_up()
    assert in_use() != SHIPPED and taught().standing == "in use"
