"""The page that hears votes: brought by a member, kept below the data folder, shown with map, bridges and dissent."""

import re
from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from twoears.understanding.voices.hearing import voices
from twoears.understanding.voices.votes import votes_of
from twoears.web.maps import legend, opinion_map


def rows(people: int = 60) -> list[tuple[str, str, int]]:
    """Two camps that hold one thing alike, which some of both camps do not."""
    chance = Random(2)
    return [
        (
            f"p{n:02}",
            f"s{m}",
            (1 if m == 0 or (n < people / 2) == bool(m % 2) else -1) * (1 if chance.random() < 0.9 else -1),
        )
        for n in range(people)
        for m in range(9)
    ]


def table(cast: list[tuple[str, str, int]]) -> bytes:
    return ("participant,statement,vote\n" + "".join(f"{p},{s},{v}\n" for p, s, v in cast)).encode()


def polis() -> tuple[bytes, bytes]:
    """The same as Polis exports it, with words that no page may run."""
    cast = {(p, s): v for p, s, v in rows()}
    head = "participant,group-id,n-comments,n-votes,n-agree,n-disagree," + ",".join(str(m) for m in range(9))
    lines = [f"p{n:02},,0,9,0,0," + ",".join(str(cast[f"p{n:02}", f"s{m}"]) for m in range(9)) for n in range(60)]
    said = "comment-id,author-id,comment-body\n" + "".join(f"{m},a{m % 2},<b>No {m}</b>\n" for m in range(9))
    return "\n".join([head, *lines]).encode(), said.encode()


@pytest.fixture
def desk(client: Client, owner) -> Client:
    client.force_login(owner)
    return client


def bring(desk: Client, *files: tuple[str, bytes]):
    sent = {"file": [SimpleUploadedFile(name, data) for name, data in files]}
    return desk.post("/voices/hear", sent, follow=True)


def test_votes_that_are_brought_are_told_with_a_map_and_the_words(desk: Client) -> None:
    votes, said = polis()
    page = bring(desk, ("comments.csv", said), ("participants-votes.csv", votes)).content.decode()
    assert re.search(r"<h1[^>]*>Opinions fall into two groups</h1>", page)
    assert 'role="img"><title>Opinions fall into two groups.' in page
    assert "What bridges the groups" in page and "&lt;b&gt;No 0&lt;/b&gt;" in page and "<b>No 0</b>" not in page
    assert "540 votes of 60 people on 9 statements." in page
    assert "What sets group A apart" in page and "2.0 voices, in effect" in page


def test_what_was_brought_lies_there_for_all_members_and_as_json(desk: Client, reader) -> None:
    bring(desk, ("votes.csv", table(rows())))
    looking = Client()
    looking.force_login(reader)
    page = looking.get("/voices").content.decode()
    (address,) = re.findall(r'href="(/voices\?of=[0-9a-f]+%2Fvotes.csv)"', page)
    assert "Opinions fall into two groups" in looking.get(address).content.decode()
    told = looking.get(address.replace("/voices?", "/voices.json?")).json()
    assert len(told["heard"]["groups"]) == 2 and told["heard"]["bridges"][0]["statement"] == "s0"
    assert looking.post("/voices/hear").status_code == 403


def test_a_stranger_sees_nothing(client: Client, owner) -> None:
    assert client.get("/voices").status_code == 302 and client.get("/voices.json").status_code == 401
    assert client.post("/voices/hear").status_code == 302


def test_what_is_no_votes_says_so_and_is_not_kept(desk: Client, data: Path) -> None:
    page = bring(desk, ("names.csv", b"name,mail\nann,a@b.example\n")).content.decode()
    assert "These are no votes" in page
    assert not list((data / "uploads").glob("*/*"))
    assert "Choose a file of votes" in desk.post("/voices/hear", follow=True).content.decode()


def test_votes_that_tell_nothing_say_why(desk: Client) -> None:
    page = bring(desk, ("votes.csv", b"participant,statement,vote\nann,s1,maybe\n")).content.decode()
    assert "There is no vote in it. Line 2: “maybe” is no vote" in page
    page = bring(desk, ("votes.csv", b"participant,statement,vote\nann,s1,1\n")).content.decode()
    assert "No groups: cannot tell, for only one person voted" in page


@pytest.mark.parametrize("of", ["../secret_key", "0" * 32 + "/../../x", "etc/passwd", "x", "0" * 32 + "/none.csv"])
def test_no_name_leads_out_of_what_was_brought(desk: Client, of: str) -> None:
    assert desk.get("/voices", {"of": of}).status_code == 404


def test_a_map_has_a_mark_for_everybody_and_a_sentence() -> None:
    heard = voices(votes_of(rows()))
    drawn = opinion_map(heard)
    assert drawn.count("M") == len(heard.places) == 60
    assert "<title>Opinions fall into two groups. Surely in group A," in drawn
    assert [name for _, name in legend(heard)][-2:] == ["group A", "group B"]


def test_where_nobody_knows_where_they_stand_nothing_is_drawn() -> None:
    assert opinion_map(voices(votes_of([("ann", "s", 1)]))) == ""
