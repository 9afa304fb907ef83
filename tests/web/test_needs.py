"""Needs on the page, at the command line and through the API: themes, codes, coding, talks, segments."""

import json
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.conversations.needs.actions import look_for_themes
from twoears.conversations.needs.pages import choice, chosen, theme_named, themes_shown, to_code
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.threads.actions import say_us
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Code, Coding, Talk, ThemesKept
from twoears.understanding.needs.pages import changes
from twoears.understanding.needs.trouble import BadWords, MayNotCode, NothingToCode

NEEDS = (
    ("battery", "drains", "charger", "overnight", "flat"),
    ("parcel", "courier", "doorstep", "tracking", "delivery"),
    ("refund", "invoice", "charged", "statement", "payment"),
)
NOW = datetime(2026, 3, 10, tzinfo=UTC)


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def said(owner) -> list[Item]:
    """Sixty posts of thirty people, twenty of each need; and some of ours."""
    draw = random.Random(5)
    made = []
    for n in range(60):
        text = f"@acme my {' the '.join(draw.sample(NEEDS[n % 3], 3))}, why?"
        at = NOW - timedelta(hours=n)
        made.append(
            created(Post(id=f"https://x.com/p{n // 2}/{n}", author=actor(f"p{n // 2}"), published=at, text=text))
        )
    ours = Post(id="https://x.com/acme/1", author=actor("acme"), published=NOW, text="battery parcel refund")
    say_us(member=owner, handles=["acme"])
    record([*made, created(ours)])
    catch_up()
    return [Item("post", PostRow.objects.get(uid=f"https://x.com/p{n // 2}/{n}").pk) for n in range(60)]


@pytest.fixture
def desk(client: Client, said, owner) -> Client:
    client.force_login(owner)
    return client


def test_themes_are_of_what_others_said_and_keep_no_words_of_theirs(said, owner) -> None:
    found = look_for_themes(member=owner, wanted=choice())
    assert (found.texts, found.people) == (60, 30)
    assert {theme.name.split(",")[0] for theme in found.themes} <= {word for need in NEEDS for word in need}
    assert all(theme.quotes and theme.posts.n == 60 for theme in found.themes)
    assert "@acme my" not in json.dumps(ThemesKept.objects.get().found)
    again = look_for_themes(member=owner, wanted=choice())
    assert [theme.name for theme in again.themes] == [theme.name for theme in found.themes]
    PostRow.objects.update(text="", withdrawn_at=NOW)
    assert all(theme.quotes == () for theme in themes_shown(choice()).themes)


def test_a_choice_narrows_and_says_what_was_left_out(said, owner, reader) -> None:
    assert len(chosen(owner, choice(query="parcel"))[0]) > 5
    assert all("parcel" in one.text for one in chosen(owner, choice(query="parcel"))[0])
    assert chosen(owner, choice(network="mastodon"))[0] == []
    assert len(chosen(owner, choice(since=NOW - timedelta(hours=9)))[0]) == 10
    assert len(chosen(owner, choice(until=NOW - timedelta(hours=50)))[0]) == 9
    some, left_out = chosen(owner, choice(), 25)
    assert (len(some), left_out) == (25, 35)
    some, left_out = chosen(owner, choice(query="my"), 25)
    assert (len(some), left_out) == (25, 35)
    assert len(chosen(owner, choice(label="question"))[0]) > 0
    with pytest.raises(MayNotCode):
        look_for_themes(member=reader, wanted=choice())
    assert chosen(Member(username="gone", is_active=False), choice()) == ([], 0)


@pytest.mark.parametrize(
    "wrong", [{"label": "nonsense"}, {"query": "a\x00"}, {"query": "(a OR"}, {"since": NOW, "until": NOW}]
)
def test_a_choice_that_cannot_be_made_is_refused(db, wrong) -> None:
    with pytest.raises(BadWords):
        choice(**wrong)


def test_from_themes_to_codes_to_segments_on_the_pages(desk, said, owner) -> None:
    page = body(desk.get("/needs"))
    assert "What do they need?" in page and "nobody has looked yet" in page and "There is no code yet." in page
    page = body(desk.post("/needs/look", {}, follow=True))
    assert "60 posts of 30 people" in page and "Make it a code" in page and "of the people" in page
    theme = themes_shown(choice()).themes[0].name
    page = body(desk.post("/needs/codes", {"name": "power", "theme": theme}, follow=True))
    made = Code.objects.get()
    assert "Made: power." in page and '<h1 dir="auto">power</h1>' in page
    for one in said[:12]:
        desk.post("/needs/code", {"item": str(one), "code": made.pk, "says": "yes", "next": "/needs/coding"})
    page = body(desk.get("/needs"))
    assert "One need in the book" in page and "6 of 6" in page and "Cannot tell whether new needs" in page
    page = body(desk.get(f"/needs/codes/{made.pk}"))
    assert "Who speaks of it" in page and "P0" in page
    people = body(desk.get(f"/people?need={made.pk}"))
    assert "Six people spoke of power" in people and f'name="need" value="{made.pk}"' in people
    assert desk.get("/people?need=999").status_code == desk.get("/people?need=x").status_code == 404
    split = desk.post(
        f"/needs/codes/{made.pk}/split", {"name": "parcels", "item": [str(said[1]), str(said[4])]}, follow=True
    )
    assert "parcels" in body(split) and Coding.objects.filter(code__name="parcels", undone_at=None).count() == 2
    other = Code.objects.get(name="parcels")
    page = body(desk.post(f"/needs/codes/{other.pk}/merge", {"into": made.pk}, follow=True))
    assert "Merged into power." in page
    page = body(desk.post(f"/needs/changes/{changes(other.pk)[0].id}/undo", follow=True))
    assert "Taken back." in page and "merged into power" in page
    desk.post(f"/needs/codes/{other.pk}/describe", {"name": "delivery", "meaning": "It comes late."})
    assert "It comes late." in body(desk.get(f"/needs/codes/{other.pk}"))
    desk.post(f"/needs/codes/{other.pk}/example", {"item": str(said[1]), "fits": "no"})
    page = body(desk.post(f"/needs/codes/{other.pk}/retire", follow=True))
    assert "Retired: delivery." in page
    assert desk.get("/needs.json").json()["book"]["saturation"]["items"] == 10, "what was retired does not count"


def test_what_to_code_is_proposed_with_its_words_and_taken_or_not(desk, said, owner) -> None:
    made = make_code(member=owner, name="battery")
    for one in said[0:18:3]:
        code_item(member=owner, item=one, code=made.pk)
    for one in said[1:18:3]:
        code_item(member=owner, item=one, code=None)
    page = body(desk.get(f"/needs/coding?code={made.pk}"))
    assert "may speak of it" in page and "<mark>" in page and "It does not" in page
    queue = to_code(owner, choice(), code=made.pk)
    assert all((int(one.item.url.rpartition("/")[2] or 0) if one.item.url else 0) >= 0 for one in queue.posts)
    assert queue.precision is not None and queue.precision.n > 0
    first = queue.posts[0].item.id
    answer = desk.post("/needs/code", {"item": first, "code": made.pk, "says": "no", "how": "proposal"}, follow=True)
    assert "Noted." in body(answer)
    assert first not in [one.item.id for one in to_code(owner, choice(), code=made.pk).posts]
    desk.post("/needs/code", {"item": first, "code": made.pk, "says": "none"})
    assert Coding.objects.filter(code=None, post=first.partition(":")[2], undone_at=None).exists()
    latest = Coding.objects.latest("pk")
    assert "Taken back." in body(desk.post(f"/needs/codings/{latest.pk}/take-back", follow=True))
    assert desk.get("/needs/coding.json?label=question").status_code == 200


def test_once_enough_was_coded_each_post_has_what_it_likely_speaks_of(desk, said, owner) -> None:
    made = [make_code(member=owner, name=need[0]) for need in NEEDS]
    for at, one in enumerate(said[:18]):
        code_item(member=owner, item=one, code=made[at % 3].pk)
    page = body(desk.get("/needs/coding"))
    assert "cannot be foretold yet: 18 texts are coded" in page and "Likely" not in page
    for at, one in enumerate(said[18:42]):
        code_item(member=owner, item=one, code=made[at % 3].pk)
    page = body(desk.get("/needs/coding"))
    assert "Code these next" in page and "Learnt from 42 coded texts." in page and "least sure first" in page
    queue = to_code(owner, choice(), order="sure")
    first = queue.posts[0]
    assert first.told and first.name == ("battery", "parcel", "refund")[(int(first.item.id[5:]) - said[0].key) % 3]
    assert queue.learnt is not None and queue.learnt.right.n + queue.learnt.abstained.k == 42
    page = body(desk.get("/needs/coding?order=sure"))
    assert f"Likely <b>{first.name}</b>" in page and "It does not" in page and "None fits" in page
    desk.post("/needs/code", {"item": first.item.id, "code": first.code, "says": "yes", "how": "proposal"})
    assert Coding.objects.latest("pk").how == "proposal"
    assert first.item.id not in [one.item.id for one in to_code(owner, choice(), order="sure").posts]
    for_one = to_code(owner, choice(), code=made[0].pk)
    assert for_one.learnt is not None and {one.code for one in for_one.posts} == {made[0].pk}
    told = CliRunner().invoke(app, ["needs", "propose", "--sure", "--limit", "1"]).stdout
    assert "learnt from 43 coded texts, 3 codes" in told and "likely " in told and "cannot tell: " in told


def test_a_talk_is_kept_read_coded_removed_and_brought_back(desk, owner) -> None:
    made = make_code(member=owner, name="battery")
    assert "No talk is here yet." in body(desk.get("/needs/talks"))
    file = SimpleUploadedFile("ann.txt", b"Anna: it is fine.\n\nBut flat.", "text/plain")
    page = body(desk.post("/needs/talks/keep", {"title": "Anna", "with": "@p1", "file": file}, follow=True))
    assert "But flat." in page and "0 of 2 paragraphs were looked at" in page and 'with <span dir="auto">P1' in page
    talk = Talk.objects.get()
    passage = talk.passages.last()
    back = f"/needs/talks/{talk.pk}"
    page = body(desk.post("/needs/code", {"item": f"passage:{passage.pk}", "code": made.pk, "next": back}, follow=True))
    assert '<b dir="auto">battery</b>' in page and "1 of 2 paragraphs" in page
    assert desk.get(f"{back}.json").status_code == 200
    long = desk.post("/needs/talks/keep", {"title": "Long", "text": "so it is\n" * 50}, follow=True)
    assert body(long).count("so it is") == 40 and "Go on" in body(long)
    address = f"/needs/talks/{Talk.objects.get(title='Long').pk}?after=40"
    assert body(desk.get(address)).count("so it is") == 10 and f'value="{address}"' in body(desk.get(address))
    desk.post(f"{back}/remove")
    assert desk.get(back).status_code == 404 and "Bring back" in body(desk.get("/needs/talks"))
    assert "It is back." in body(desk.post(f"{back}/bring-back", follow=True))


def test_nonsense_is_said_in_a_sentence(desk, said) -> None:
    assert "No reader says" in body(desk.get("/needs?label=x"))
    assert "is no day" in body(desk.get("/needs?since=yesterday"))
    assert 'role="alert"' in body(desk.get("/needs/coding?query=(a+OR"))
    assert desk.get("/needs?query=%00").status_code == 200
    for address, given, words in (
        ("/needs/codes", {"name": ""}, "Give the name of a code"),
        ("/needs/codes", {"name": "a", "theme": "no such"}, "There is no theme"),
        ("/needs/code", {"item": "x", "code": "1"}, "names nothing to code"),
        ("/needs/code", {"item": str(said[0])}, "Choose a code"),
        ("/needs/code", {"item": str(said[0]), "code": "²"}, "Choose a code"),
        ("/needs/talks/keep", {"title": "a"}, "There is no word in it"),
        ("/needs/talks/keep", {"title": "a", "text": "b", "day": "x"}, "is no day"),
        ("/needs/talks/keep", {"title": "a", "text": "b", "with": "nobody"}, "Nobody here is called"),
        ("/needs/changes/999/undo", {}, "not here any more"),
    ):
        assert words in body(desk.post(address, given, follow=True)), (address, given)
    binary = SimpleUploadedFile("a.txt", b"\xff\xfe\x00", "text/plain")
    assert "no text in UTF-8" in body(desk.post("/needs/talks/keep", {"title": "a", "file": binary}, follow=True))
    for address in ("/needs/codes/999", "/needs/talks/999"):
        assert desk.get(address).status_code == 404
    assert desk.post("/needs/codes/999/retire").status_code == 404


def test_a_reader_sees_needs_and_decides_nothing(said, owner, reader) -> None:
    made = make_code(member=owner, name="battery")
    look_for_themes(member=owner, wanted=choice())
    client = Client()
    client.force_login(reader)
    for address in ("/needs", "/needs/coding", f"/needs/codes/{made.pk}", "/needs/talks"):
        page = body(client.get(address))
        assert "csrfmiddlewaretoken" not in page.partition("<main")[2].partition("</main")[0], address
    for address in (
        "/needs/look",
        "/needs/codes",
        "/needs/code",
        "/needs/talks/keep",
        f"/needs/codes/{made.pk}/retire",
    ):
        assert client.post(address).status_code == 403
    assert Client().get("/needs").status_code == 302


def test_at_the_command_line_as_well(said, owner, tmp_path) -> None:
    run = CliRunner()

    def do(*words: str, code: int = 0) -> str:
        done = run.invoke(app, ["needs", *words])
        assert done.exit_code == code, (words, done.output)
        return done.stdout if code == 0 else done.stderr

    assert "There is no code yet." in do()
    assert "Nobody has looked" in do("themes", "--kept")
    assert "60 posts of 30 people" in do("themes")
    name = json.loads(do("themes", "--kept", "--json"))["themes"][0]["name"]
    assert "example:" in do("make", "power", "--theme", name)
    post = str(said[0])
    made = json.loads(do("code", post, "power", "--json"))
    assert made["code"] == "power" and made["says"] is True
    assert "power" in do("code", "https://x.com/p0/1", "power")
    assert "none of the codes fits" in do("none", str(said[2]))
    assert "not power" in do("not", str(said[3]), "power")
    assert "Taken back." in do("take-back", str(made["id"]))
    assert "1 of 2" in do("segments") and "P0" in do("segments", "power")
    assert "∵" in do("propose", "power") or "Nothing:" in do("propose", "power")
    assert "cables" in do("split", "power", "cables", "https://x.com/p0/1")
    assert "merged into power" in do("merge", "cables", "power") + do("codes", str(Code.objects.get(name="cables").pk))
    assert "cables" in do("undo", str(changes(Code.objects.get(name="cables").pk)[0].id))
    assert "Energy" in do("describe", "power", "--name", "Energy", "--meaning", "It runs out.")
    assert "counter-example" in do("counter-example", "Energy", str(said[1]))
    talk = tmp_path / "Anna.txt"
    talk.write_text("It is fine.\n\nBut flat.")
    kept = json.loads(do("keep", str(talk), "--with", "p1", "--json"))
    assert (kept["talk"]["title"], len(kept["passages"])) == ("Anna", 2)
    assert "Anna" in do("talks") and "But flat." in do("talk", str(kept["talk"]["id"]))
    assert "Removed" in do("remove", str(kept["talk"]["id"])) and "back" in do("bring-back", str(kept["talk"]["id"]))
    assert "retired" in do("retire", "Energy")
    for words, told in (
        (("fly",), "nothing called 'fly'"),
        (("merge", "a"), "merge takes CODE INTO"),
        (("code", post, "nope"), "no code 'nope'"),
        (("code", "x", "cables"), "names nothing to code"),
        (("keep", str(tmp_path / "none")), "cannot be read"),
        (("themes", "--label", "x"), "No reader says"),
        (("themes", "--embeddings", str(tmp_path / "none.npy")), "cannot be read"),
        (("talk", "x"), "is no number"),
        (("codes", "--as", "nobody"), "Nobody signs in as"),
    ):
        assert told in do(*words, code=2)


def test_themes_by_places_from_elsewhere(said, owner, tmp_path) -> None:
    import numpy as np

    uids = list(PostRow.objects.filter(pk__in=[one.key for one in said]).order_by("pk").values_list("uid", flat=True))
    where = np.array([np.eye(3)[int(uid.rpartition("/")[2]) % 3] for uid in uids])
    np.save(tmp_path / "places.npy", where + np.random.default_rng(1).normal(0, 0.01, where.shape))
    (tmp_path / "places.ids").write_text("\n".join(uids[:-1] + ["https://elsewhere.example/1"]))
    done = CliRunner().invoke(app, ["needs", "themes", "--embeddings", str(tmp_path / "places.npy"), "--json"])
    found = json.loads(done.stdout)
    assert sorted(theme["posts"]["k"] for theme in found["themes"]) == [19, 20, 20]
    assert found["none"]["k"] == 1
    with pytest.raises(NothingToCode):
        theme_named(choice(), "no such theme")


def test_a_headline_says_what_most_speak_of_only_where_that_is_sure(desk, said, owner) -> None:
    power, parcel = make_code(member=owner, name="power"), make_code(member=owner, name="parcel")
    for one in said[:44]:
        code_item(member=owner, item=one, code=power.pk)
    assert "They speak most of power" in body(desk.get("/needs"))
    for one in said[:40]:
        code_item(member=owner, item=one, code=parcel.pk)
    assert "Two needs in the book" in body(desk.get("/needs"))


def test_an_example_of_the_book_is_not_asked_about_again(said, owner) -> None:
    made = make_code(member=owner, name="battery", examples=[said[0], said[3], said[6]])
    found = {one.item.id for one in to_code(owner, choice(), code=made.pk).posts}
    assert found and not found & {str(said[n]) for n in (0, 3, 6)}
