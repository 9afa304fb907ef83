"""The record: idempotent, in any batches, the same after a crash."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import actor, stream_of
from twoears.activities import bulk
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post as PostRow
from twoears.activities.record import Recorded, record
from twoears.activities.values import Activity, Actor, Post, created

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def table() -> list[tuple[object, ...]]:
    """Everything that was recorded, but for when."""
    actors = ActorRow.objects.order_by("uid").values_list("uid", "name", "handle", "links", "seen_at")
    posts = PostRow.objects.order_by("uid").values_list(
        "uid", "author__uid", "text", "mentions", "published", "changed_at", "withdrawn_at"
    )
    done = ActivityRow.objects.order_by("uid").values_list(
        "uid", "type", "actor__uid", "post__uid", "object_uid", "detail", "published"
    )
    return [*map(tuple, actors), *map(tuple, posts), *map(tuple, done)]


@pytest.mark.django_db
def test_the_same_twice_is_known() -> None:
    heard = stream_of("2026-03-01  ann  says  acme  Does it run on SQLite?")
    assert record(heard) == Recorded(new=1, known=0)
    before = table()
    assert record(heard) == Recorded(new=0, known=1)
    assert table() == before


@pytest.mark.django_db
def test_an_edit_replaces_the_words_and_an_older_copy_does_not_bring_them_back() -> None:
    first = Post(id="p1", author=actor("ann"), published=AT, text="It runs.")
    record([created(first)])
    edit = Activity(
        id="p1#edit",
        type="Update",
        actor=first.author,
        published=AT + timedelta(hours=1),
        object=Post(id="p1", author=first.author, published=AT, text="It runs well."),
    )
    record([edit])
    record([created(first)])
    assert PostRow.objects.get().text == "It runs well."


@pytest.mark.django_db
def test_a_deletion_by_its_author_empties_the_words_for_good() -> None:
    post = Post(id="p1", author=actor("ann"), published=AT, text="Secret.")
    gone = Activity(id="p1#delete", type="Delete", actor=post.author, published=AT + timedelta(hours=1), object="p1")
    record([created(post), gone])
    record([created(post)])
    assert PostRow.objects.get().text == ""


@pytest.mark.django_db
def test_nobody_else_can_delete_a_post() -> None:
    post = Post(id="p1", author=actor("ann"), published=AT, text="Stays.")
    record([created(post), Activity(id="d", type="Delete", actor=actor("bob"), published=AT, object="p1")])
    assert PostRow.objects.get().text == "Stays."


@pytest.mark.django_db
def test_a_source_that_knows_less_does_not_empty_what_another_told() -> None:
    known = Actor(id="a", network="x", handle="ann", name="Ann", summary="Engineer")
    later = Actor(id="a", network="x", handle="ann")
    record([created(Post(id="1", author=known, published=AT))])
    record([created(Post(id="2", author=later, published=AT + timedelta(days=1)))])
    assert (ActorRow.objects.get().name, ActorRow.objects.get().summary) == ("Ann", "Engineer")


@pytest.mark.django_db
def test_later_news_of_an_actor_wins_and_older_news_does_not() -> None:
    def heard(number: int, name: str, hours: int) -> Activity:
        who = Actor(id="a", network="x", handle="ann", name=name)
        return created(Post(id=str(number), author=who, published=AT + timedelta(hours=hours)))

    record([heard(1, "Ann", 0)])
    record([heard(2, "Ann", 2)])
    record([heard(3, "Annie", 1)])
    assert (ActorRow.objects.get().name, ActorRow.objects.get().seen_at) == ("Ann", AT + timedelta(hours=2))
    record([heard(4, "Anna", 3)])
    assert (ActorRow.objects.get().name, ActorRow.objects.get().seen_at) == ("Anna", AT + timedelta(hours=3))


@pytest.mark.django_db
@pytest.mark.parametrize("cut", [0, 1, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_what_was_told_of_an_actor_once_stays_however_late_it_comes(cut: int, turned: bool) -> None:
    told = Actor(id="events:anon/1", network="web", mail="ann@norrvik.example", links=("events:user/7",))
    silent = Actor(id="events:anon/1", network="web")
    at = [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2)]
    both = [
        Activity(id="a", type="Update", actor=told, published=at[0], object=told),
        Activity(id="b", type="View", actor=silent, published=at[1], object="https://norrvik.example/"),
    ]
    batch = both[::-1] if turned else both
    record(batch[:cut])
    record(batch[cut:])
    row = ActorRow.objects.get()
    assert (row.mail, row.links, row.seen_at) == ("ann@norrvik.example", ["events:user/7"], at[1])


@pytest.mark.django_db
def test_a_large_batch_is_recorded_as_a_small_one_and_in_the_order_of_speech() -> None:
    heard = [
        created(Post(id=f"p{n}", author=actor(f"u{n % 7}"), published=AT + timedelta(minutes=n), text=f"a\tb\\N {n}\n"))
        for n in range(600)
    ]
    assert record(heard) == Recorded(new=600, known=0)
    assert record(heard) == Recorded(new=0, known=600)
    assert list(PostRow.objects.order_by("pk").values_list("uid", "text")) == [
        (a.object.id, a.object.text) for a in heard
    ]


handles = st.sampled_from(["ann", "bob", "cleo"])
texts = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
moments = st.datetimes(
    datetime(800, 1, 2), datetime(9000, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=5))])
)
posts = st.builds(
    lambda n, who, text, at: created(
        Post(id=f"p{n}", author=actor(who), text=text, published=at, mentions=("https://x.com/acme",))
    ),
    st.integers(0, 9),
    handles,
    texts,
    st.integers(0, 50).map(lambda hours: AT + timedelta(hours=hours)),
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(posts, max_size=12, unique_by=lambda a: a.id), st.integers(1, 5))
def test_batches_of_any_size_end_in_the_same_table(heard: list[Activity], size: int) -> None:
    for model in (ActivityRow, PostRow, ActorRow):
        model.objects.all().delete()
    record(heard)
    whole = table()
    for model in (ActivityRow, PostRow, ActorRow):
        model.objects.all().delete()
    for start in range(0, len(heard), size):
        record(heard[start : start + size])
    assert table() == whole


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(texts, texts, st.lists(texts, max_size=3), moments),
        min_size=1,
        max_size=5,
        unique_by=lambda row: row[0],
    )
)
def test_raw_rows_are_what_the_orm_would_write(drawn: list[tuple[str, str, list[str], datetime]]) -> None:
    names = ("uid", "network", "handle", "name", "type", "url", "summary", "mail", "place", "links", "seen_at")
    ActorRow.objects.all().delete()
    rows = [
        (uid, "x", uid, name, "Person", "", "", "", "", msgspec.json.encode(links).decode(), at)
        for uid, name, links, at in drawn
    ]
    bulk.insert(ActorRow, names, rows, "")
    raw = list(ActorRow.objects.order_by("uid").values_list(*names))
    ActorRow.objects.all().delete()
    ActorRow.objects.bulk_create(
        [
            ActorRow(uid=uid, network="x", handle=uid, name=name, links=links, seen_at=at)
            for uid, name, links, at in drawn
        ]
    )
    assert raw == list(ActorRow.objects.order_by("uid").values_list(*names))


def _lines(count: int) -> str:
    made = []
    for n in range(count):
        who = f"https://x.com/u{n % 97}"
        post = {
            "type": "Note",
            "id": f"{who}/status/{n}",
            "attributedTo": who,
            "content": f"Does it run on {n}?",
            "published": (AT + timedelta(minutes=n)).isoformat(),
            "inReplyTo": f"https://x.com/u{(n - 1) % 97}/status/{n - 1}" if n % 3 else None,
        }
        made.append(
            msgspec.json.encode(
                {
                    "type": "Create",
                    "id": f"{who}/status/{n}#create",
                    "actor": who,
                    "object": post,
                    "published": post["published"],
                }
            ).decode()
        )
    return "\n".join(made)


def _dump(folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "twoears", "export", "--format", "jsonl", "--data", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env=_env(),
    )
    return sorted(done.stdout.splitlines())


def _env() -> dict[str, str]:
    return {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TWOEARS_DATA")
    }


@pytest.mark.slow
@pytest.mark.embedded
def test_killed_at_any_instant_and_run_again_gives_the_table_of_one_clean_run(tmp_path: Path) -> None:
    source = tmp_path / "said.jsonl"
    source.write_text(_lines(12_000), "utf8")
    listen = [sys.executable, "-m", "twoears", "listen", str(source), "--us", "u1", "-q", "--data"]
    subprocess.run([*listen, str(tmp_path / "clean")], check=True, capture_output=True, env=_env())
    chance = random.Random(7)
    for _ in range(3):
        process = subprocess.Popen(
            [*listen, str(tmp_path / "killed")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_env()
        )
        time.sleep(chance.uniform(0.6, 3.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
    last = subprocess.run(
        [*listen, str(tmp_path / "killed"), "--json"], check=True, capture_output=True, text=True, env=_env()
    )
    counted = msgspec.json.decode(last.stdout.splitlines()[-1])
    assert counted["read"] == counted["new"] + counted["known"] == 12_000
    clean = _dump(tmp_path / "clean")
    assert len(clean) == 12_000
    assert _dump(tmp_path / "killed") == clean


def counts(number: int, hours: int, followers: int | None, place: str = "") -> Activity:
    who = Actor(id="a", network="x", handle="ann", followers=followers, place=place)
    return created(Post(id=str(number), author=who, published=AT + timedelta(hours=hours)))


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_how_many_follow_somebody_is_what_was_told_last_whoever_is_silent_later(
    order: tuple[int, ...], size: int
) -> None:
    """
    ann: in Paris with ten followers, then with twenty, then nothing of it.
    """
    told = [counts(0, 0, 10, "Paris"), counts(1, 2, 20), counts(2, 4, None)]
    heard = [told[place] for place in order]
    for start in range(0, len(heard), size):
        record(heard[start : start + size])
    row = ActorRow.objects.get()
    assert (row.followers, row.followers_at, row.place) == (20, AT + timedelta(hours=2), "Paris")
    assert row.seen_at == AT + timedelta(hours=4)


@pytest.mark.django_db
def test_nobody_follows_is_told_and_nobody_tells_is_not() -> None:
    record([counts(0, 0, None)])
    assert ActorRow.objects.get().followers is None
    record([counts(1, 1, 7), counts(2, 2, 0)])
    assert ActorRow.objects.get().followers == 0
