"""How far one post went: who passed it on after whom, on the page, in the API and at the command line."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from typer.testing import CliRunner

from tests.conftest import NOW, actor
from tests.web.test_reach import body, follow
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.cli import app
from twoears.jobs import catch_up
from twoears.reach.travelled import pages
from twoears.reach.travelled.pages import NoSuchPost, the_post, travelled

ROOT = "https://x.com/acme/status/root"


def passed_on(who: str, hours: int, about: str = ROOT) -> Activity:
    at = NOW + timedelta(hours=hours)
    return Activity(id=f"{who}#share-{about}", type="Announce", actor=actor(who), object=about, published=at)


@pytest.fixture
def post(heard) -> PostRow:
    """Ann and Bob hear acme, Cid hears Ann, Dan hears Cid and Ann; all pass it on but Bob, who answers."""
    heard("acme")
    said = Post(id=ROOT, author=actor("acme"), published=NOW, text="Our pump is blue.")
    answer = Post(id="b1", author=actor("bob"), published=NOW + timedelta(hours=1), text="Why?", in_reply_to=ROOT)
    ties = (("ann", "acme"), ("bob", "acme"), ("cid", "ann"), ("dan", "cid"), ("dan", "ann"))
    record([*(follow(*tie) for tie in ties), created(said), created(answer)])
    record([passed_on("ann", 2), passed_on("cid", 3), passed_on("dan", 4), passed_on("eve", 5)])
    catch_up()
    return PostRow.objects.get(uid=ROOT)


@pytest.fixture
def stream() -> list[object]:
    return []


def test_each_stands_under_the_latest_before_them_whom_they_hear(post) -> None:
    found = travelled(post)
    assert [(hop.who.name, hop.how, hop.step, hop.known) for hop in found.hops] == [
        ("Acme", "said", 0, True),
        ("Bob", "answered", 1, True),
        ("Ann", "passed on", 1, True),
        ("Cid", "passed on", 2, False),
        ("Dan", "passed on", 3, False),
        ("Eve", "passed on", 1, True),
    ]
    assert found.sentence == "Four people passed it on and one answer was heard; it went three steps."
    assert (found.size, found.depth, found.passed.k, found.passed.n) == (6, 3, 1, 2)


def test_where_too_little_was_heard_nothing_is_expected(post) -> None:
    PostRow.objects.filter(uid="b1").update(private=True)
    assert "On average" in travelled(post).compared or "cannot be told" in travelled(post).compared


def test_what_was_passed_on_before_it_was_heard_counts(heard) -> None:
    heard("acme")
    record([passed_on("ann", 2)])
    record([created(Post(id=ROOT, author=actor("acme"), published=NOW, text="Our pump is blue."))])
    catch_up()
    assert travelled(the_post(ROOT)).passed_on == 1


def test_what_is_private_is_not_followed(post) -> None:
    PostRow.objects.filter(pk=post.pk).update(private=True)
    for words in (ROOT, str(post.pk), "", "nothing"):
        with pytest.raises(NoSuchPost):
            the_post(words)


def test_the_page_is_an_indented_list_that_closes(client: Client, owner, post) -> None:
    client.force_login(owner)
    page = body(client.get(f"/posts/{post.pk}/travelled"))
    assert "Four people passed it on and one answer was heard; it went three steps." in page
    assert "likely from Ann" in page and "likely from Cid" in page and "1 of 2" in page
    tree = page[page.index('<ul class="passed">') : page.index("Networks do not tell")]
    assert tree.count("<ul") == tree.count("</ul>") == 4 and tree.count("<li") == tree.count("</li>") == 6
    assert client.get(f"/posts/{post.pk}/travelled.json").json()["depth"] == 3
    assert client.get("/posts/999999/travelled").status_code == 404


def test_the_command_tells_the_same(post) -> None:
    done = CliRunner().invoke(app, ["cascade", ROOT])
    assert done.exit_code == 0 and "\n      Dan passed on, likely from Cid" in done.output
    assert json.loads(CliRunner().invoke(app, ["cascade", str(post.pk), "--json"]).output)["size"] == 6
    assert CliRunner().invoke(app, ["cascade", "nothing"]).exit_code == 1


def test_all_who_passed_it_on_count_whatever_is_shown(heard, monkeypatch) -> None:
    heard("acme")
    monkeypatch.setattr(pages, "MOST", 4)
    answers = [Post(id=f"b{n}", author=actor(f"b{n}"), published=NOW, text="Why?", in_reply_to=ROOT) for n in range(2)]
    record([created(Post(id=ROOT, author=actor("acme"), published=NOW, text="Blue.")), *map(created, answers)])
    record([passed_on(f"p{n}", 2) for n in range(7)])
    catch_up()
    found = travelled(the_post(ROOT))
    assert (found.size, len(found.hops), found.passed_on, found.answered) == (10, 4, 7, 2)
    assert found.sentence.startswith("Seven people passed it on and two answers were heard")


def test_an_answer_by_a_clock_that_is_slow_is_no_less_an_answer(heard) -> None:
    heard("acme")
    early = Post(id="c", author=actor("cid"), published=NOW - timedelta(hours=1), text="I see.", in_reply_to="b")
    record([created(early), created(Post(id=ROOT, author=actor("acme"), published=NOW, text="Blue."))])
    record([created(Post(id="b", author=actor("bob"), published=NOW, text="Why?", in_reply_to=ROOT))])
    catch_up()
    found = travelled(the_post(ROOT))
    assert [(hop.who.name, hop.step) for hop in found.hops] == [("Acme", 0), ("Bob", 1), ("Cid", 2)]
    assert found.answered == 2
