"""Telling other pages that ours links to them: where they listen, what they say to it, and never twice."""

from datetime import UTC, datetime

import pytest

from tests.sources.web.sites import Site
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.lib.http import Broken, Refused
from twoears.publishing.actions import CannotSend, mouths, send
from twoears.publishing.models import Delivery, State
from twoears.publishing.tasks import deliver
from twoears.sources.actions import connect
from twoears.sources.sending import NotSent
from twoears.sources.webmention.send import send as tell
from twoears.team.models import Member

OURS = "https://norrvik.example/blog/1"


@pytest.mark.parametrize(
    ("headers", "page", "where"),
    [
        ({"link": "</wm>; rel=webmention"}, "", "/wm"),
        ({"link": '</other>; rel="other", </wm?a=b>; rel="Webmention something"'}, "", "/wm?a=b"),
        ({"link": "</wm>; rel=webmention"}, '<link rel="webmention" href="/no">', "/wm"),
        ({}, '<link rel="webmention" href="/wm">', "/wm"),
        ({}, '<a rel="x webmention" href="wm">here</a><link rel="webmention" href="/no">', "/blog/wm"),
        ({}, '<a rel="webmention" href="">me</a>', "/blog/1"),
        ({}, '<link rel="webmention"><a rel="webmention" href="/wm">', "/wm"),
        ({}, '<!-- <link rel="webmention" href="/no"> --><a rel="webmention" href="/wm">', "/wm"),
        ({}, '&lt;a rel="webmention" href="/no"&gt;<a rel="webmention" href="/wm">', "/wm"),
        ({}, '<template><a rel="webmention" href="/no"></a></template><a rel="webmention" href="/wm">', "/wm"),
        ({}, '<base href="/deep/er/"><link rel="webmention" href="wm">', "/deep/er/wm"),
        ({}, '<a rel="not-webmention" href="/no">x</a>', ""),
        ({}, '<link rel="webmention" href="javascript:alert(1)">', ""),
    ],
)
def test_a_page_says_where_it_listens(site: Site, headers: dict[str, str], page: str, where: str) -> None:
    target = site.show("/blog/1", page, **headers)
    if not where:
        with pytest.raises(NotSent, match="does not say where"):
            tell(OURS, target)
        return
    if where != "/blog/1":
        site.show(where, "", 202)
    tell(OURS, target)
    told = [one for one in site.asked if one.method == "POST"]
    assert [(one.path, one.form) for one in told] == [(where, {"source": OURS, "target": target})]


def test_a_page_that_moved_listens_where_it_is_now(site: Site) -> None:
    target = site.show("/old", "", 302, location="/new/1")
    site.show("/new/1", '<link rel="webmention" href="wm">')
    site.show("/new/wm", "", 201, location="/new/status")
    assert tell(OURS, target).url == f"{site.url}/new/status"


@pytest.mark.parametrize(("status", "trouble"), [(400, NotSent), (500, Broken)])
def test_what_the_other_side_says_is_told(site: Site, status: int, trouble: type[Exception]) -> None:
    target = site.show("/1", '<link rel="webmention" href="/wm">')
    site.show("/wm", "No such page", status)
    with pytest.raises(trouble, match=str(status)):
        tell(OURS, target)


def test_nobody_lets_us_speak_to_a_private_network(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    target = site.show("/1", '<link rel="webmention" href="http://169.254.169.254/">')
    monkeypatch.delenv("TWOEARS_ALLOW_PRIVATE_HOSTS")
    with pytest.raises(Refused, match="private network"):
        tell(OURS, target)
    assert site.asked == []


@pytest.mark.django_db
def test_a_member_tells_a_page_once(site: Site, owner: Member) -> None:
    us = Actor(id="https://norrvik.example/", network="web")
    record([created(Post(id=OURS, url=OURS, author=us, text="See them.", published=datetime(2026, 3, 1, tzinfo=UTC)))])
    target = site.show("/1", '<link rel="webmention" href="/wm">')
    site.show("/wm", "", 202)
    connection = connect("https://norrvik.example/", kind="webmention")
    assert connection in mouths()
    post = PostRow.objects.get()
    made = send(member=owner, connection=connection, act="mention", text=target, about=post)
    assert send(member=owner, connection=connection, act="mention", text=target, about=post) == made
    assert deliver()
    assert not deliver()
    assert Delivery.objects.get().state == State.SENT
    assert len([one for one in site.asked if one.method == "POST"]) == 1
    with pytest.raises(CannotSend, match="no words"):
        send(member=owner, connection=connection, act="mention", about=post)
    send(member=owner, connection=connection, act="mention", text="ann", about=post)
    deliver()
    assert "not the address" in Delivery.objects.first().said  # type: ignore[union-attr]
