"""What belongs together is named alike: by a bare number or an address, by an account's number or its handle."""

import json
from pathlib import Path

import pytest

from twoears.activities.values import Activity, Actor, Post
from twoears.sources.catalogue import recognise, thing
from twoears.sources.reading import Asked
from twoears.sources.tables.read import read as read_table


def heard(path: Path) -> list[Activity]:
    given = thing(str(path))
    return [one for one in recognise(given).read(given, Asked()) if isinstance(one, Activity)]


def posts(path: Path, text: str) -> list[Post]:
    path.write_text(text)
    return [one.object for one in read_table(thing(str(path)), Asked()) if isinstance(one, Activity)
            if isinstance(one.object, Post)]  # fmt: skip


@pytest.mark.parametrize(
    ("network", "more", "cell"),
    [
        ("youtube", "", "1"),
        ("x", "", "1"),
        ("web", "", "1"),
        ("youtube", "https://www.youtube.com/watch?v=1", "1"),
        ("x", "https://x.com/ann/status/1", "1"),
        ("x", "https://x.com/ann/status/1", "https://twitter.com/ANN/status/1"),
        ("web", "https://forum.example/t/1", "1.0"),
    ],
)
def test_a_number_in_the_column_of_replies_names_the_row_that_has_it(
    tmp_path: Path, network: str, more: str, cell: str
) -> None:
    rows = f"1,ann,Does it run?,2026-03-01,,{network},{more}\n2,bob,It does.,2026-03-02,{cell},{network},\n"
    asked, answered = posts(tmp_path / "a.csv", f"id,author,text,date,parent_id,network,url\n{rows}")
    assert answered.in_reply_to == asked.id


def test_a_reply_finds_what_it_answers_in_another_file_of_the_same_network(tmp_path: Path) -> None:
    (asked,) = posts(tmp_path / "a.csv", "id,author,text,date,network\n7,ann,Does it run?,2026-03-01,youtube\n")
    (answered,) = posts(
        tmp_path / "b.csv", "id,author,text,date,network,parent_id\n8,bob,It does.,2026-03-02,youtube,7\n"
    )
    assert answered.in_reply_to == asked.id


@pytest.mark.parametrize("cell", ["", "0", "-1", "None", "NaN", "null"])
def test_a_cell_that_says_none_is_no_parent(tmp_path: Path, cell: str) -> None:
    (post,) = posts(tmp_path / "a.csv", f"id,author,text,date,parent_id\n7,ann,Hi there,2026-03-01,{cell}\n")
    assert post.in_reply_to == ""


def test_an_account_told_by_number_and_handle_goes_by_its_handle(tmp_path: Path) -> None:
    head = "id,author_id,text,created_at,username,network\n"
    row = "1,{},Hi there,2026-03-01,{},x\n"
    (told,) = posts(tmp_path / "a.csv", head + row.format(4711, "Ann_Ek"))
    assert (told.author.id, told.author.handle) == ("https://x.com/ann_ek", "Ann_Ek")
    (numbered,) = posts(tmp_path / "b.csv", head + row.format(4711, ""))
    assert numbered.author.id == "https://x.com/i/user/4711"
    (named,) = posts(tmp_path / "c.csv", head + row.format(4711, "Ann from Ek"))
    assert named.author.id == "https://x.com/i/user/4711"


def _archive(folder: Path, **tweet: object) -> list[Activity]:
    folder.mkdir()
    told = {"id_str": "9", "created_at": "Wed Mar 04 10:00:00 +0000 2026", "full_text": "It does."} | tweet
    files = {
        "account": [{"account": {"username": "Acme", "accountId": "1", "createdAt": "2020-01-01T00:00:00Z"}}],
        "tweets": [{"tweet": told}],
        "follower": [{"follower": {"accountId": "4711"}}],
    }
    for name, value in files.items():
        (folder / f"{name}.js").write_text(f"window.YTD.{name}.part0 = {json.dumps(value)}")
    return heard(folder)


@pytest.mark.parametrize(
    "tells",
    [
        {"in_reply_to_user_id_str": "4711", "in_reply_to_screen_name": "Ann_Ek", "in_reply_to_status_id_str": "8"},
        {"entities": {"user_mentions": [{"id_str": "4711", "screen_name": "Ann_Ek"}]}},
    ],
)
def test_a_follower_whose_handle_a_post_gives_away_is_who_speaks_in_a_table(
    tmp_path: Path, tells: dict[str, object]
) -> None:
    said, follows = _archive(tmp_path / "x", **tells)
    rows = "8,@ann_ek,Does it run?,2026-03-01,x\n"
    (asked,) = posts(tmp_path / "a.csv", f"id,author,text,date,network\n{rows}")
    assert follows.actor.id == asked.author.id == "https://x.com/ann_ek"
    assert isinstance(said.object, Post)
    assert said.object.mentions == (asked.author.id,)
    assert said.object.in_reply_to in ("", asked.id)


def test_a_follower_of_whom_only_the_number_is_known_goes_by_it(tmp_path: Path) -> None:
    _, follows = _archive(tmp_path / "x")
    assert follows.actor == Actor(id="https://x.com/i/user/4711", network="x", url="https://x.com/i/user/4711")
