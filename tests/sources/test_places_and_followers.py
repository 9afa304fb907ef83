"""Where somebody says to be and how many follow them: told by those sources whose formats tell, else unknown."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from twoears.activities.as2 import document
from twoears.activities.values import Activity, Actor, Post, created
from twoears.sources.activitystreams.shape import activities
from twoears.sources.mastodon.shape import person
from twoears.sources.reading import Asked, Thing
from twoears.sources.tables.read import SOURCE as TABLES
from twoears.sources.x_archive.read import SOURCE as X_ARCHIVE

ANN = "https://a.example/users/ann"


def told(author: Actor) -> tuple[str, int | None]:
    return (author.place, author.followers)


@pytest.mark.parametrize(
    ("columns", "cells", "place", "followers"),
    [
        ("location,followers_count", '"New York, USA",5000', "New York, USA", 5000),
        ("User Location,Followers", 'Ort,"5,000"', "Ort", 5000),
        ("Standort,Follower", "Köln,0", "Köln", 0),
        ("location,followers", ",", "", None),
        ("location,followers", "Paris,many", "Paris", None),
        ("mood,noise", "good,loud", "", None),
    ],
)
def test_a_table_tells_both_in_columns(columns: str, cells: str, place: str, followers: int | None) -> None:
    raw = f"date,author,text,{columns}\n2026-03-01,ann,Hello,{cells}\n".encode()
    (said,) = (a for a in TABLES.read(Thing(text="a.csv", raw=raw), Asked()) if isinstance(a, Activity))
    assert told(said.actor) == (place, followers)


@pytest.mark.parametrize(("count", "followers"), [(1200, 1200), (0, 0), (-1, None), ("many", None), (True, None)])
def test_mastodon_tells_how_many_follow_and_not_where_somebody_is(count: Any, followers: int | None) -> None:
    assert told(person({"uri": ANN, "acct": "ann", "followers_count": count})) == ("", followers)


@pytest.mark.parametrize(
    ("place", "known"),
    [({"type": "Place", "name": "Paris"}, "Paris"), ("Paris", "Paris"), ([{"name": "Paris"}], "Paris"), (7, "")],
)
def test_activitystreams_tells_of_an_account_that_is_given_whole(place: Any, known: str) -> None:
    who = {"id": ANN, "type": "Person", "location": place, "followers": {"type": "Collection", "totalItems": 12}}
    done = {"id": "1", "type": "Like", "actor": who, "object": "b:2", "published": "2026-03-01"}
    (liked,) = activities(done)
    assert told(liked.actor) == (known, 12)
    (liked,) = activities(done | {"actor": who | {"followers": f"{ANN}/followers"}})
    assert told(liked.actor) == (known, None)


def test_version_one_of_activitystreams_tells_where_somebody_is() -> None:
    who = {"objectType": "person", "id": ANN, "location": {"objectType": "place", "displayName": "Paris"}}
    done = {"verb": "like", "actor": who, "object": "https://b.example/2", "published": "2026-03-01T09:00:00Z"}
    (liked,) = activities(done)
    assert liked.actor.place == "Paris"


@pytest.mark.parametrize("followers", [None, 0, 12])
def test_an_export_keeps_both(followers: int | None) -> None:
    ann = Actor(id=ANN, network="fediverse", handle="ann", url=ANN, place="Paris & Köln", followers=followers)
    said = created(Post(id=f"{ANN}/1", author=ann, published=datetime(2026, 3, 1, tzinfo=UTC), text="Hello"))
    (again,) = activities(msgspec.json.decode(msgspec.json.encode(document(said))))
    assert again == said


def test_an_archive_of_x_tells_where_we_say_to_be(tmp_path: Path) -> None:
    account = '[{"account": {"username": "ann", "accountId": "7"}}]'
    profile = '[{"profile": {"description": {"bio": "Pumps", "location": "Trondheim"}}}]'
    tweet = '[{"tweet": {"id_str": "71", "created_at": "Sun Mar 01 09:00:00 +0000 2026", "full_text": "Hello"}}]'
    for name, holds in (("account", account), ("profile", profile), ("tweets", tweet)):
        (tmp_path / f"{name}.js").write_text(f"window.YTD.{name}.part0 = {holds}", "utf8")
    heard = X_ARCHIVE.read(Thing(text=str(tmp_path), path=tmp_path), Asked())
    assert [told(one.actor) for one in heard if isinstance(one, Activity)] == [("Trondheim", None)]
