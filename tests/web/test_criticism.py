"""Criticism on the page, at the command line and through the API: found, taken up, decided, and told."""

import json
import re

import pytest
from django.test import Client
from typer.testing import CliRunner

from tests.conftest import stream_of
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.cli import app
from twoears.conversations.criticism import actions
from twoears.conversations.criticism.models import CriticismMark, Improvement, ImprovementChange, Tie
from twoears.conversations.models import Draft
from twoears.jobs import catch_up
from twoears.publishing.models import Delivery
from twoears.team.actions import make_token
from twoears.team.models import Member, Scope
from twoears.threads.actions import say_us
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item

CROWD = """
    2026-03-01 09:00  ann   says   acme  The display froze again. Third time this month. This is terrible.
    2026-03-01 10:00  bob   says   acme  The display froze on me again. I am really angry about this.
    2026-03-02 10:00  cyd   says   acme  Your <invoice> is wrong again. This is a disaster, I am angry.
    2026-03-02 11:00  dan   says   acme  Thanks for the quick answer, that helped.
"""


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def of(handle: str) -> int:
    return PostRow.objects.get(author__handle=handle).pk


@pytest.fixture
def crowd(owner) -> None:
    say_us(member=owner, handles=["acme"])
    record(stream_of(CROWD))
    catch_up()
    PostRow.objects.update(url="https://x.com/said/1")


@pytest.fixture
def need(owner, crowd) -> int:
    made = make_code(member=owner, name="a display that holds")
    for handle in ("ann", "bob"):
        code_item(member=owner, item=Item("post", of(handle)), code=made.pk)
    return made.pk


@pytest.fixture
def desk(client: Client, owner, need) -> Client:
    client.force_login(owner)
    return client


def test_from_criticism_to_told(desk, owner, need) -> None:
    page = body(desk.get("/criticism"))
    assert "Criticism shows most of all a need: a display that holds" in page
    assert "2 of 3" in page and "Not tied to a need yet" in page and "&lt;invoice&gt;" in page
    page = body(desk.get(f"/criticism/needs/{need}"))
    assert "2 posts of criticism" in page and "checked" in page and "complaint" in page
    posts = [f"post:{of('ann')}", f"post:{of('bob')}"]
    asked = {"title": "A new display", "need": need, "owner": owner.pk, "post": posts}
    page = body(desk.post("/criticism/improve", asked, follow=True))
    made = Improvement.objects.get()
    assert "Made: A new display." in page and "Owner has it" in page and "2 posts tied to it" in page
    at = f"/criticism/{made.pk}"
    page = body(desk.post("/criticism/improve", {"into": "yes", "improvement": made.pk, "post": f"post:{of('cyd')}"},
                          follow=True))  # fmt: skip
    assert "Tied." in page and Tie.objects.filter(undone_at=None).count() == 3
    assert "Taken off." in body(desk.post(f"{at}/take-off", {"post": f"post:{of('cyd')}"}, follow=True))
    assert "Decided." in body(desk.post(f"{at}/decide", follow=True))
    page = body(desk.post(f"{at}/done", {"what": "The <display> holds."}, follow=True))
    assert "We did:" in page and "The &lt;display&gt; holds." in page and "not told yet" in page
    page = body(desk.post(f"{at}/drafts", follow=True))
    assert "Two drafts lie ready. Nothing was sent" in page and "Edit and send" in page
    assert Draft.objects.count() == 2 and not Delivery.objects.exists()
    conversation = re.search(r'href="(/conversations/[^"]+)">Edit and send', page)
    assert conversation and "You said: “" in body(desk.get(conversation[1]))
    page = body(desk.get("/criticism"))
    assert "You said, we did" in page and "0 of 2" in page and "2 wait" in page
    assert desk.get("/criticism.json").json()["improving"]["improvements"][0]["posts"] == 2
    for address in (f"{at}.json", f"/criticism/needs/{need}.json", "/criticism/needs/0.json"):
        assert desk.get(address).status_code == 200
    last = ImprovementChange.objects.latest("pk")
    assert "Taken back." in body(desk.post(f"/criticism/changes/{last.pk}/undo", follow=True))
    page = body(desk.post(f"{at}/decline", {"reason": "It costs too much."}, follow=True))
    assert "Why not:" in page and "It costs too much." in page


def test_the_need_that_shows_most_is_named_only_where_that_is_sure(desk, owner) -> None:
    other = make_code(member=owner, name="an invoice that is right")
    code_item(member=owner, item=Item("post", of("cyd")), code=other.pk)
    assert "Three posts of criticism wait to be taken up" in body(desk.get("/criticism"))
    actions.improve(member=owner, title="All of it", posts=[of("ann"), of("bob"), of("cyd")])
    assert "All criticism is taken up" in body(desk.get("/criticism"))


def test_what_a_member_marks_is_taken_back_in_one_step(desk) -> None:
    page = body(desk.post(f"/posts/{of('cyd')}/criticism", {"says": "no"}, follow=True))
    assert "It is no criticism." in page and "invoice" not in page
    desk.post(f"/criticism/marks/{CriticismMark.objects.get().pk}/undo")
    assert "invoice" in body(desk.get("/criticism"))
    desk.post(f"/posts/{of('dan')}/criticism")
    assert "by hand" in body(desk.get("/criticism/needs/0"))


def test_who_is_left_alone_is_told_nothing_from_here(desk, owner) -> None:
    made = actions.improve(member=owner, title="Display", posts=[of("ann")])
    actions.decline(member=owner, improvement=made.pk, reason="Not now.")
    ann = PostRow.objects.get(author__handle="ann").author_id
    at = f"/criticism/{made.pk}"
    page = body(desk.post("/criticism/leave-alone", {"actor": ann, "reason": "She asked so.", "next": at}, follow=True))
    assert "cannot be told: left alone: She asked so." in page and "They may be told" in page
    assert "No draft was laid: Ann, left alone" in body(desk.post(f"{at}/drafts", follow=True))


def test_an_answer_goes_to_the_critic_and_not_to_who_spoke_last(client, owner, db) -> None:
    say_us(member=owner, handles=["acme"])
    lines = """
        2026-03-01 09:00  ann   says   acme  The display froze again. Third time this month. This is terrible.
        2026-03-01 10:00  acme  reply  ann   We look into it.
        2026-03-01 11:00  bob   reply  acme  It froze on me, too. I am angry.
    """
    record(stream_of(lines))
    catch_up()
    made = actions.improve(member=owner, title="Display", posts=[of("ann")])
    actions.decline(member=owner, improvement=made.pk, reason="Not now.")
    client.force_login(owner)
    critic = client.get(f"/criticism/{made.pk}.json").json()["critics"][0]
    page = body(client.get(f"/conversations/{critic['conversation']}?who={critic['person']}"))
    assert f'name="post" value="{of("ann")}"' in page


def test_nonsense_is_said_in_a_sentence(desk, owner) -> None:
    made = actions.improve(member=owner, title="Display")
    at = f"/criticism/{made.pk}"
    for address, given, words in (
        ("/criticism/improve", {"title": ""}, "Give what to improve"),
        ("/criticism/improve", {"title": "a\0"}, "NUL"),
        ("/criticism/improve", {"title": "a", "need": "x"}, "Choose one of the list"),
        ("/criticism/improve", {"title": "a", "owner": "999"}, "not here any more"),
        ("/criticism/improve", {"title": "a", "post": "post:999999"}, "There is no post 999999"),
        ("/criticism/improve", {"title": "a", "post": "nonsense"}, "names nothing to code"),
        ("/criticism/improve", {"into": "yes"}, "Choose one of the list"),
        (f"{at}/done", {"what": "x"}, "Decide on it first"),
        (f"{at}/decline", {"reason": ""}, "Give the reason"),
        (f"{at}/drafts", {}, "nothing to tell yet"),
        (f"{at}/dance", {}, "cannot be done"),
        ("/criticism/changes/999/undo", {}, "not here any more"),
        ("/criticism/leave-alone", {"actor": "x"}, "Choose one of the list"),
        ("/posts/999999/criticism", {}, "There is no post"),
    ):
        assert words in body(desk.post(address, given, follow=True)), (address, given)
    assert Improvement.objects.count() == 1
    for address in ("/criticism/999", "/criticism/needs/999"):
        assert desk.get(address).status_code == 404
    assert desk.post("/criticism/999/decide").status_code == 404
    assert desk.get(f"{at}/decide").status_code == 405


def test_a_reader_sees_criticism_and_decides_nothing(owner, reader, need) -> None:
    made = actions.improve(member=owner, title="Display", need=need, posts=[of("ann")])
    actions.decline(member=owner, improvement=made.pk, reason="Not now.")
    client = Client()
    client.force_login(reader)
    at = f"/criticism/{made.pk}"
    for address in ("/criticism", f"/criticism/needs/{need}", "/criticism/needs/0", at):
        page = body(client.get(address))
        assert "csrfmiddlewaretoken" not in page.partition("<main")[2].partition("</main")[0], address
    for address in ("/criticism/improve", f"{at}/decide", f"{at}/drafts", f"/posts/{of('ann')}/criticism"):
        assert client.post(address).status_code == 403
    for address in ("/criticism/leave-alone", f"/criticism/changes/{ImprovementChange.objects.latest('pk').pk}/undo"):
        assert client.post(address).status_code == 403
    assert Client().get("/criticism").status_code == 302


def test_at_the_command_line_as_well(owner, need) -> None:
    run = CliRunner()

    def do(*words: str, code: int = 0) -> str:
        done = run.invoke(app, ["criticism", *words])
        assert done.exit_code == code, (words, done.output)
        return done.stdout if code == 0 else done.stderr

    assert "a display that holds: 2 of 3" in do()
    assert "∵" in do("posts") and "Ann" in do("posts", "a display that holds")
    ann, bob = f"post:{of('ann')}", f"post:{of('bob')}"
    words = ("improve", "A new display", ann, "--need", "a display that holds", "--json")
    made = json.loads(do(*words))["improvement"]
    at = str(made["id"])
    assert (made["title"], made["need_name"], made["posts"]) == ("A new display", "a display that holds", 1)
    assert "2 posts of criticism" in do("tie", at, bob)
    assert "1 post of criticism" in do("take-off", at, bob)
    assert "Display" in do("describe", at, "--title", "Display", "--need", "none")
    assert f", {owner}" in do("own", at, owner.username) and "nobody's" in do("own", at, "nobody")
    assert "decided" in do("decide", at)
    done = do("done", at, "--what", "It holds.", "--link", "https://acme.example/d")
    assert "It holds. https://acme.example/d" in done and "0 of 1" in done
    told = do("critics", at)
    assert "not told yet" in told and "cannot tell" in told
    assert "1 draft laid ready: Ann" in do("drafts", at)
    assert "a draft of Owner lies ready" in do("critics", at)
    left = json.loads(do("leave-alone", "ann", "--reason", "She asked so.", "--json"))
    assert "cannot be told: left alone: She asked so." in do("critics", at)
    assert "Taken back." in do("may-be-told", str(left["id"]))
    marked = json.loads(do("not", f"post:{of('cyd')}", "--json"))
    assert "Taken back." in do("unmark", str(marked["id"]))
    assert "is criticism" in do("mark", f"post:{of('dan')}")
    assert "decided" in do("undo", str(ImprovementChange.objects.filter(undone_at=None, what="done").get().pk))
    assert "declined" in do("decline", at, "--reason", "It costs too much.")
    for words, told in (
        (("fly",), "nothing called 'fly'"),
        (("decide",), "decide takes NUMBER"),
        (("decide", "x"), "is no number"),
        (("decide", "999"), "no improvement 999"),
        (("decline", at), "Give the reason"),
        (("tie", at, "passage:1"), "is no post"),
        (("tie", at, "post:999999"), "There is no post 999999"),
        (("improve", "x" * 200), "too long"),
        (("improve", "x", "--need", "nope"), "no code 'nope'"),
        (("leave-alone", "zoe", "--reason", "x"), "Nobody here is called"),
    ):
        assert told in do(*words, code=2), words
    Member.objects.create(username="rita", role="reader")
    assert "Readers look" in do("decide", at, "--as", "rita", code=1)


def test_through_the_api_as_well(owner, reader, need) -> None:
    def asking(member: Member):
        token = make_token(member=member, name="any", scopes=list(Scope.values) if member.may_decide else ["read"])
        headers = {"Authorization": f"Bearer {token}"}

        def ask(method: str, address: str, given: object = None, status: int = 200) -> dict:
            made = Client().generic(
                method, f"/api/v1/criticism{address}", json.dumps(given), "application/json", headers=headers
            )
            assert made.status_code == status, (address, made.content)
            return made.json() if made.content else {}

        return ask

    ask, look = asking(owner), asking(reader)
    assert [group["name"] for group in ask("GET", "")["groups"]][0] == "a display that holds"
    first = ask("GET", f"/posts?need={need}&limit=1")
    assert (first["in_all"], len(first["items"])) == (2, 1) and first["next"]
    assert ask("GET", f"/posts?need={need}&after={first['next']}")["next"] is None
    new = {"title": "A new display", "need": need, "owner": owner.username, "posts": [of("ann")]}
    made = ask("POST", "/improvements", new, 201)
    at = f"/improvements/{made['improvement']['id']}"
    assert len(ask("POST", f"{at}/tie", {"posts": [of("bob")]})["critics"]) == 2
    assert len(ask("POST", f"{at}/take-off", {"posts": [of("bob")]})["critics"]) == 1
    assert ask("POST", f"{at}/change", {"title": "Display"})["improvement"]["need"] == 0
    assert ask("POST", f"{at}/owner", {})["improvement"]["owner"] == ""
    ask("POST", f"{at}/state", {"state": "done", "words": "x"}, 409)
    ask("POST", f"{at}/state", {"state": "declined"}, 422)
    ask("POST", f"{at}/state", {"state": "decided"})
    whole = ask("POST", f"{at}/state", {"state": "done", "words": "It holds."})
    assert (whole["figures"]["heard"]["k"], whole["figures"]["heard"]["n"]) == (0, 1)
    assert ask("POST", f"{at}/drafts", {})["ready"] == ["Ann"]
    assert ask("GET", "/improvements")["improvements"][0]["state"] == "done"
    assert ask("DELETE", f"/changes/{whole['changes'][0]['id']}")["undone"] is True
    marked = ask("POST", "/marks", {"post": of("cyd"), "says": False}, 201)
    ask("DELETE", f"/marks/{marked['id']}", status=204)
    left = ask("POST", "/left-alone", {"actor": made["critics"][0]["said"][0]["actor"], "reason": "Asked."}, 201)
    assert ask("GET", at)["critics"][0]["why_not"] == "left alone: Asked."
    ask("DELETE", f"/left-alone/{left['id']}", status=204)
    ask("GET", "/improvements/999", status=404)
    ask("POST", "/improvements", {"title": "x", "owner": "nobody"}, 404)
    ask("POST", "/improvements", {"title": "x\0"}, 422)
    assert look("GET", at)["improvement"]["title"] == "Display"
    look("POST", f"{at}/state", {"state": "decided"}, 403)
    look("POST", "/marks", {"post": of("cyd")}, 403)
