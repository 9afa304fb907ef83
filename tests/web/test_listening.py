"""Queries on the pages: kept, looked at, judged, left out, tried, and told to others."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import specimen
from django.test import Client

from twoears.activities.models import Post
from twoears.activities.record import record
from twoears.activities.values import Actor, created
from twoears.activities.values import Post as Said
from twoears.jobs import catch_up
from twoears.queries.actions import add, deliver_to, open_feed
from twoears.queries.models import Exclusion, Hit, Mark, Query
from twoears.team.models import Member, Role
from twoears.threads.actions import say_us


@pytest.fixture
def kept(market, owner) -> Query:
    made = add(member=owner, name="Calibration", text="calibrat*")
    catch_up()
    assert Hit.objects.filter(query=made).exists()
    return made


@pytest.mark.parametrize("page", ["/queries", "/queries/new"])
def test_strangers_see_none_of_it(client, kept, page):
    assert client.get(page).status_code == 302
    assert client.get(f"{page}.json").status_code == 401
    assert client.get(f"/queries/{kept.public_id}").status_code == 302


def test_the_list_names_what_is_listened_for_and_is_data_too(office, kept):
    page = office.get("/queries").content.decode()
    assert "One thing is listened for" in page
    assert "Not judged yet" in page
    assert office.get("/queries.json").json()["queries"][0]["text"] == "calibrat*"


def test_a_query_says_what_it_heard_with_the_words_marked(office, kept):
    page = office.get(f"/queries/{kept.public_id}").content.decode()
    # Shortly after midnight nothing was heard today, and the days are those up to yesterday.
    assert re.search(r"<h1[^>]*>Calibration: \d+ voices? said it in the (last )?30 days( up to [^<]+)?</h1>", page)
    assert "<mark>calibration</mark>" in page
    data = office.get(f"/queries/{kept.public_id}.json").json()
    assert data["volume"]["posts"] >= len(data["hits"]) > 0
    assert data["query"]["precision"]["estimate"] is None


def listed(office, query, **asked) -> list[dict[str, object]]:
    return office.get(f"/queries/{query.public_id}.json", asked).json()["hits"]


def said_again(*ago: timedelta) -> None:
    """The same words, so long ago, each by somebody else."""
    now = datetime.now(UTC)
    record(
        [
            created(
                Said(
                    id=f"https://x.example/{n}",
                    author=Actor(id=f"https://x.example/u{n}", network="x", handle=f"u{n}", name=f"U{n}"),
                    published=now - before,
                    text=f"RT @somebody: the new way of calibration is out now for all of you https://t.example/{n}",
                )
            )
            for n, before in enumerate(ago)
        ]
    )
    catch_up()


def test_the_period_of_the_headline_is_that_of_the_list(office, kept):
    said_again(timedelta(days=1), timedelta(days=31), timedelta(days=32))
    copies = []
    for period in ("30", "90", "all"):
        data = office.get(f"/queries/{kept.public_id}.json", {"period": period}).json()
        assert sum(1 + hit["copies"] for hit in data["hits"]) == data["volume"]["posts"]
        assert sum(n for _, n in data["volume"]["days"]) == data["volume"]["posts"]
        copies.append(max(hit["copies"] for hit in data["hits"]))
    assert copies == [0, 2, 2]


def test_our_own_posts_are_a_list_beside_what_was_heard(office, kept):
    us = Hit.objects.filter(query=kept).select_related("post__author").first().post.author
    say_us(member=None, handles=[specimen.US, us.handle])
    catch_up()
    page = office.get(f"/queries/{kept.public_id}", {"period": "all"}).content.decode()
    assert "of our own." in page and "what we said ourselves is left out" not in page
    assert us.handle not in [hit["handle"] for hit in listed(office, kept, period="all")]
    ours = listed(office, kept, period="all", which="ours")
    assert {(hit["handle"], hit["ours"]) for hit in ours} == {(us.handle, True)}
    assert "What we said ourselves" in office.get(f"/queries/{kept.public_id}?which=ours&period=all").content.decode()


def test_copies_are_folded_and_counted(office, kept):
    said_again(*(timedelta(minutes=n) for n in range(4)))
    page = office.get(f"/queries/{kept.public_id}").content.decode()
    assert page.count("the new way of") == 1
    assert "and 3 copies" in page


def test_a_hit_is_judged_by_key_and_by_button(office, kept):
    hit = Hit.objects.filter(query=kept).first()
    address = f"/queries/{kept.public_id}/mark/{hit.post_id}"
    row = office.post(address, {"right": "n"}, headers={"HX-Request": "true"}).content.decode()
    assert row.startswith("<li") and "not meant" in row
    assert 'id="precision" hx-swap-oob="true"' in row and "0 of 1" in row, "what was not judged yet is now"
    assert office.post(address, {"right": "y"}).status_code == 302
    assert [mark.right for mark in Mark.objects.filter(undone_at=None)] == [True]
    assert office.post(address, {"right": "perhaps"}).status_code == 404
    assert "1 of 1" in office.get(f"/queries/{kept.public_id}").content.decode()


def test_a_mark_is_taken_back_by_its_toast_and_leads_back_to_where_it_was_made(office, kept):
    hit = Hit.objects.filter(query=kept).first()
    there = f"/queries/{kept.public_id}?period=all"
    said = office.post(
        f"/queries/{kept.public_id}/mark/{hit.post_id}", {"right": "n", "next": there}, headers={"HX-Request": "true"}
    ).content.decode()
    (undo,) = re.findall(r'action="([^"]+/unmark/\d+)"', said)
    assert f'name="next" value="{there}"' in said and 'data-key="z"' in said
    other = Client()
    other.force_login(Member.objects.create(username="hanna", role=Role.MEMBER))
    assert other.post(undo).status_code == 404, "nobody takes back what another member said"
    assert office.post(undo, {"next": there}).headers["Location"] == there
    assert "Not judged yet" in office.get(there).content.decode()


def test_what_is_removed_or_left_out_can_be_taken_back_at_once(office, kept):
    office.post(f"/queries/{kept.public_id}/remove")
    page = office.get(f"/queries/{kept.public_id}").content.decode()
    assert f'action="/queries/{kept.public_id}/bring-back"><' in page and 'data-key="z">Undo' in page
    office.post(f"/queries/{kept.public_id}/exclude", {"without": "pump"})
    assert 'data-key="z">Undo' in office.get(f"/queries/{kept.public_id}").content.decode()


def test_what_is_left_out_can_be_shown_again(office, kept):
    hit = Hit.objects.filter(query=kept).select_related("post__author").first()
    page = office.get(f"/queries/{kept.public_id}").content.decode()
    assert f"from:&quot;{hit.post.author.handle}&quot;" in page
    office.post(f"/queries/{kept.public_id}/exclude", {"without": f'from:"{hit.post.author.handle}"'})
    assert not Hit.objects.filter(query=kept, post=hit.post_id, excluded=None).exists()
    assert hit.post_id in [one["post"] for one in listed(office, kept, which="hidden", period="all")]
    assert hit.post_id not in [one["post"] for one in listed(office, kept, period="all")]
    undo = f"/queries/{kept.public_id}/include/{Exclusion.objects.get().pk}"
    assert f'action="{undo}"' in office.get(f"/queries/{kept.public_id}").content.decode()
    office.post(undo)
    assert Hit.objects.filter(query=kept, post=hit.post_id, excluded=None).exists()


def test_a_mistake_is_told_with_its_place_and_what_could_be_meant(office):
    told = office.get("/queries/look", {"text": "(pump OR valve"}).content.decode()
    assert "never closed" in told and 'data-use="(pump OR valve)"' in told
    assert '<mark class="wrong">(</mark>pump' in told
    advised = office.get("/queries/look", {"text": "pump and valve"}).content.decode()
    assert "Did you mean AND?" in advised and 'data-use="pump AND valve"' in advised
    assert "Tidy" in office.get("/queries/look", {"text": "pump   valve"}).content.decode()
    assert "<script>" not in office.get("/queries/look", {"text": "(<script>"}).content.decode()


def test_a_query_is_tried_judged_and_kept_with_its_marks(office, market):
    tried = office.post("/queries/new", {"text": "calibrat*", "try": "1"}).content.decode()
    posts = re.findall(r'name="mark-(\d+)" value="y"', tried)
    assert posts and "It finds 1 post in the " in tried and "we cannot tell from so few" in tried
    marks = {f"mark-{post}": "y" for post in posts[:-1]} | {f"mark-{posts[-1]}": "n"}
    told = office.post("/queries/judge", marks).content.decode()
    assert f"{len(posts) - 1} of {len(posts)}" in told
    assert not Query.objects.exists()
    office.post("/queries/keep", {"text": "calibrat*", "name": "", **marks})
    assert Mark.objects.filter(query__name="calibrat*").count() == len(posts)


def test_a_query_with_a_mistake_is_not_kept_but_shown_again(office):
    answer = office.post("/queries/keep", {"text": "pump AND"})
    assert answer.status_code == 422
    assert "pump AND" in answer.content.decode()
    assert not Query.objects.exists()


def test_the_heading_says_how_wide_a_column_is(office, kept):
    """What was heard is of a few days; with one post of eight years ago the columns are of months."""
    page = f"/queries/{kept.public_id}?period=all"
    assert "<h2>Posts by day</h2>" in office.get(page).content.decode()
    somebody = Actor(id="https://x.com/old", network="x", handle="old", name="Old")
    long_ago = datetime.now(UTC) - timedelta(days=3000)
    record([created(Said(id="https://x.com/old/1", author=somebody, published=long_ago, text="calibration"))])
    catch_up()
    shown = office.get(page).content.decode()
    assert "<h2>Posts by month</h2>" in shown and "a column for each month." in shown


def test_one_name_is_given_once_and_that_is_said(office, kept):
    office.post("/queries/keep", {"text": "pump", "name": "Calibration"})
    assert Query.objects.count() == 1
    assert "already" in office.get("/queries").content.decode()


def test_it_is_changed_removed_and_brought_back(office, kept):
    address = f"/queries/{kept.public_id}"
    office.post(f"{address}/change", {"name": "Calibrating", "text": "calibration"})
    kept.refresh_from_db()
    assert (kept.name, kept.text, kept.reached) == ("Calibrating", "calibration", 0)
    office.post(f"{address}/change", {"name": "Calibrating", "text": "("})
    kept.refresh_from_db()
    assert kept.text == "calibration"
    office.post(f"{address}/remove")
    assert "Bring back" in office.get("/queries").content.decode()
    office.post(f"{address}/bring-back")
    assert office.get("/queries.json").json()["removed"] == []
    assert office.post(f"{address}/nonsense").status_code == 404


def test_readers_look_and_try_and_change_nothing(looking, kept):
    page = looking.get(f"/queries/{kept.public_id}").content.decode()
    assert "Leave out" not in page and "Webhook" not in page
    assert looking.post("/queries/new", {"text": "pump", "try": "1"}).status_code == 200
    for what in ("change", "remove", "exclude", "deliver", "open-feed", "close-feed", "bring-back"):
        assert looking.post(f"/queries/{kept.public_id}/{what}").status_code == 403, what
    assert looking.post(f"/queries/{kept.public_id}/mark/1", {"right": "y"}).status_code == 403
    assert looking.post(f"/queries/{kept.public_id}/unmark/1").status_code == 403
    assert looking.post(f"/queries/{kept.public_id}/include/1").status_code == 403
    assert looking.post("/queries/keep", {"text": "pump"}).status_code == 403


def test_share_of_voice_stands_beside_chosen_queries(office, kept, owner):
    other = add(member=owner, name="Price", text="price")
    catch_up()
    page = office.get(f"/queries/{kept.public_id}", {"beside": other.public_id}).content.decode()
    assert "of all stories that Calibration, Price heard" in page


def test_the_feed_opens_by_its_key_alone_and_holds_nothing_private(office, kept, owner):
    stranger = Client()
    address = f"/queries/{kept.public_id}/feed"
    assert stranger.get(address).status_code == 404
    key = open_feed(member=owner, query=kept)
    assert stranger.get(address, {"key": key + "x"}).status_code == 404
    answer = stranger.get(address, {"key": key})
    items = json.loads(answer.content)["items"]
    assert len(items) == Hit.objects.filter(query=kept).count()
    assert all(item["content_text"].startswith("Said on ") for item in items), "words need a switch"
    assert stranger.get(address, {"key": key}, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    Post.objects.update(private=True)
    assert json.loads(stranger.get(address, {"key": key}).content)["items"] == []
    open_feed(member=owner, query=kept)
    assert stranger.get(address, {"key": key}).status_code == 404, "an older address opens nothing"


def test_the_feed_is_atom_too_and_carries_words_where_members_said_so(kept, owner):
    from xml.etree import ElementTree

    deliver_to(member=owner, query=kept, with_words=True)
    key = open_feed(member=owner, query=Query.objects.get())
    Post.objects.filter(hits__query=kept).update(text="calibration \x0b\x1f <b>&")
    answer = Client().get(f"/queries/{kept.public_id}/feed.atom", {"key": key})
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall(  # noqa: S314 our own
        "{http://www.w3.org/2005/Atom}entry"
    )
    assert entries and "<b>&" in entries[0].findtext("{http://www.w3.org/2005/Atom}content", "")


def test_a_webhook_needs_a_web_address_and_shows_its_secret_to_deciders(office, kept):
    office.post(f"/queries/{kept.public_id}/deliver", {"webhook": "ftp://x"})
    kept.refresh_from_db()
    assert kept.webhook == ""
    office.post(f"/queries/{kept.public_id}/deliver", {"webhook": "https://hook.example/", "on_today": "on"})
    kept.refresh_from_db()
    assert (kept.webhook, kept.on_today, kept.alerts, kept.with_words) == ("https://hook.example/", True, False, False)
    assert b"whsec_" not in bytes(kept.secret), "sealed where it lies"
    assert "whsec_" in office.get(f"/queries/{kept.public_id}").content.decode()


def test_a_webhook_in_a_private_network_is_refused_and_the_setting_named(office, kept):
    there = f"/queries/{kept.public_id}/deliver"
    answer = office.post(there, {"webhook": "http://127.0.0.1:8123/hook", "on_today": "on"}, follow=True)
    said = answer.content.decode()
    assert "127.0.0.1 is on a private network" in said and "set TWOEARS_ALLOW_PRIVATE_HOSTS=1" in said
    assert "Kept." not in said
    kept.refresh_from_db()
    assert (kept.webhook, kept.on_today) == ("", False), "what is refused changes nothing"
