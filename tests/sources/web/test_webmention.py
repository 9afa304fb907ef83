"""Pages that link to ours: told at the door, looked at by the worker, kept as what they are."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.sources.web.sites import Site
from twoears.activities.models import Activity, Post
from twoears.activities.record import record
from twoears.activities.values import Actor, created
from twoears.activities.values import Post as PostValue
from twoears.sources.actions import connect, listen, retry
from twoears.sources.models import Aside, Brought, Connection, State
from twoears.sources.pages import asides, health
from twoears.sources.reading import Asked, CannotRead
from twoears.sources.tasks import take_in

pytestmark = pytest.mark.django_db
OURS = "https://norrvik.example/blog/1"
HOME = Actor(id="https://norrvik.example/", network="web", type="Organization", name="Norrvik")
Tell = Callable[..., object]


@pytest.fixture
def door(client: Client, settings: object) -> Tell:
    """Our post stands in the record, and our site has a door."""
    settings.PUBLIC_URL = "https://ears.example"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    record([
        created(PostValue(id="https://norrvik.example/?p=1", author=HOME, text="It bakes.", url=OURS,
                          published=datetime(2026, 3, 1, tzinfo=UTC)))
    ])  # fmt: skip
    connection = connect("https://norrvik.example/", kind="webmention")

    def tell(source: str, target: str = OURS, where: str = "") -> int:
        answer = client.post(where or f"/in/{connection.door}", {"source": source, "target": target}, FORM)
        assert answer["X-Content-Type-Options"] == "nosniff"
        take_in()
        return answer.status_code

    tell.connection = connection  # type: ignore[attr-defined]
    tell.client = client  # type: ignore[attr-defined]
    client.post = form(client.post)  # type: ignore[method-assign]
    return tell


FORM = "application/x-www-form-urlencoded"


def form(post: Callable[..., object]) -> Callable[..., object]:
    from urllib.parse import urlencode

    def send(path: str, fields: object, kind: str = FORM) -> object:
        return post(path, urlencode(fields) if isinstance(fields, dict) else fields, content_type=kind)

    return send


def entry(inside: str, author: str = '<a class="p-author h-card" href="/ann">Ann Berg</a>') -> str:
    published = '<time class="dt-published" datetime="2026-03-02T09:00:00Z">2 March</time>'
    return f'<!doctype html><div class="h-entry">{author}{published}{inside}</div>'


def reply(text: str) -> str:
    return entry(f'<a class="u-in-reply-to" href="{OURS}">re</a><div class="e-content"><p>{text}</p></div>')


def test_a_reply_is_a_post_that_answers_ours(site: Site, door: Tell) -> None:
    page = site.show("/1", reply("Does it <b>bake</b>?<script>steal()</script>"))
    assert door(page) == 202
    post = Post.objects.get(uid=page)
    assert (post.text, post.in_reply_to) == ("Does it bake?", "https://norrvik.example/?p=1")
    assert (post.author.uid, post.author.name) == (f"{site.url}/ann", "Ann Berg")
    assert post.published == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert Activity.objects.get(uid=f"{page}#create").detail == {"by": "webmention"}
    assert Brought.objects.count() == 0
    assert door.connection.kind == "webmention"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("inside", "verb"),
    [
        (f'<a class="u-like-of" href="{OURS}">liked</a>', "Like"),
        (f'<a class="u-repost-of" href="{OURS}">shared</a>', "Announce"),
        (f'<a class="u-in-reply-to" href="{OURS}">re</a><data class="p-rsvp" value="yes">', "Accept"),
        (f'<a class="u-in-reply-to" href="{OURS}">re</a><data class="p-rsvp" value="NO">', "Reject"),
        (f'<div class="u-like-of h-cite"><a class="u-url" href="{OURS}">liked</a></div>', "Like"),
    ],
)
def test_a_like_a_share_and_an_rsvp_are_done_to_our_post(site: Site, door: Tell, inside: str, verb: str) -> None:
    door(site.show("/2", entry(inside)))
    done = Activity.objects.exclude(type="Create").get()
    assert (done.type, done.object_uid, done.post.url) == (verb, "https://norrvik.example/?p=1", OURS)
    assert done.actor.uid == f"{site.url}/ann"


def test_a_page_that_only_links_is_a_mention_with_the_words_around_the_link(site: Site, door: Tell) -> None:
    page = site.show("/3", f'<h1>Ovens</h1><p>Far away.</p><p>See <a href="{OURS}">their oven</a>, it bakes.</p>')
    door(page)
    post = Post.objects.get(uid=page)
    assert (post.type, post.title, post.text) == ("Page", "Ovens", "See their oven, it bakes.")
    assert (post.links, post.mentions, post.in_reply_to) == ([OURS], ["https://norrvik.example/"], "")
    assert post.author.uid == f"{site.url}/"


def test_a_page_that_is_heard_twice_is_one_post(site: Site, door: Tell) -> None:
    """The same page by its feed under another id, and by a webmention."""
    page = site.show("/4", reply("Yes."))
    author = Actor(id=f"{site.url}/ann", network="web")
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    record([created(PostValue(id=f"{site.url}/?p=4", author=author, text="Yes.", url=page, published=at))])
    door(page)
    assert Post.objects.filter(author__uid=author.id).count() == 1


def test_a_page_that_is_sent_again_with_other_words_was_edited(site: Site, door: Tell) -> None:
    page = site.show("/5", reply("Does it bake?"))
    door(page)
    door(page)
    assert Activity.objects.filter(type="Update").count() == 0
    site.show("/5", reply("Does it roast?"))
    door(page)
    assert Post.objects.get(uid=page).text == "Does it roast?"
    assert Activity.objects.filter(type="Update").count() == 1


@pytest.mark.parametrize(("status", "body"), [(410, "Gone"), (200, "<p>We link to nobody now.</p>")])
def test_a_page_that_is_gone_or_links_no_more_is_taken_back(site: Site, door: Tell, status: int, body: str) -> None:
    page = site.show("/6", reply("Does it bake?"))
    door(page)
    site.show("/6", body, status)
    door(page)
    post = Post.objects.get(uid=page)
    assert post.text == ""
    assert post.withdrawn_at is not None


def test_a_like_whose_page_is_gone_is_undone(site: Site, door: Tell) -> None:
    page = site.show("/7", entry(f'<a class="u-like-of" href="{OURS}">liked</a>'))
    door(page)
    site.show("/7", "", 410)
    door(page)
    undone = Activity.objects.get(type="Undo")
    assert undone.object_uid == Activity.objects.get(type="Like").uid


def test_a_page_that_cannot_be_found_for_a_while_is_not_deleted(site: Site, door: Tell) -> None:
    page = site.show("/8", reply("Does it bake?"))
    door(page)
    site.show("/8", "", 404)
    door(page)
    assert Post.objects.get(uid=page).withdrawn_at is None
    assert "404" in Aside.objects.get().reason


def test_a_server_in_trouble_is_asked_again_later(site: Site, door: Tell) -> None:
    page = site.show("/9", "", 503)
    door(page)
    waiting = Brought.objects.get()
    assert (waiting.tries, waiting.next_at is not None, Aside.objects.count()) == (1, True, 0)
    site.show("/9", reply("Here I am."))
    Brought.objects.update(next_at=datetime.now(UTC))
    take_in()
    assert Post.objects.get(uid=page).text == "Here I am."


def test_who_writes_on_another_site_is_only_said_to(site: Site, door: Tell) -> None:
    """Else anybody could speak as us."""
    page = site.show("/10", reply("I am Norrvik.").replace('href="/ann"', 'href="https://norrvik.example/"'))
    door(page)
    author = Post.objects.get(uid=page).author
    assert author.uid == f"{site.url}/#https://norrvik.example/"
    assert author.url == f"{site.url}/"


def test_the_author_is_looked_up_on_a_page_of_the_same_site(site: Site, door: Tell) -> None:
    site.show("/about", '<div class="h-card"><a class="u-url p-name" href="/about">Ann Berg</a></div>')
    page = site.show(
        "/11", entry(f'<a class="u-in-reply-to" href="{OURS}">re</a>', '<a rel="author" href="/about">me</a>')
    )
    door(page)
    assert Post.objects.get(uid=page).author.name == "Ann Berg"


def test_a_page_behind_a_redirect_is_the_page_it_leads_to(site: Site, door: Tell) -> None:
    page = site.show("/12", reply("Here."))
    door(site.show("/short", "", 302, location="/12"))
    assert Post.objects.filter(uid=page).exists()


@pytest.mark.parametrize(
    "body",
    [
        "<!-- <a href='OURS'>x</a> -->",
        "<template><a href='OURS'>x</a></template>",
        "<script>'<a href=OURS>'</script>",
        "<textarea><a href='OURS'>x</a></textarea>",
        "<a href='OURS/more'>x</a>",
        "<p>OURS</p>",
    ],
)
def test_a_page_that_does_not_link_to_ours_is_set_aside(site: Site, door: Tell, body: str) -> None:
    page = site.show("/13", body.replace("OURS", OURS))
    assert door(page) == 202
    assert "does not link" in Aside.objects.get().reason
    assert not Post.objects.filter(url=page).exists()
    site.show("/13", reply("Now it does."))
    assert retry(Aside.objects.get()).set_aside == 0
    assert Post.objects.get(uid=page).text == "Now it does."


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("https://ann.example/1", "https://elsewhere.example/"),
        ("javascript:alert(1)", OURS),
        ("", OURS),
        ("https://ann.example/1", ""),
        (OURS, OURS),
        ("https://ann.example/" + "a" * 3000, OURS),
        ("https://ann.example/1", "https://norrvik.example.mallory.example/"),
    ],
)
def test_what_cannot_be_true_is_refused_at_the_door(door: Tell, source: str, target: str) -> None:
    assert door(source, target) == 400
    assert Brought.objects.count() == 0


def test_one_address_serves_all_our_sites(site: Site, door: Tell) -> None:
    connect("https://shop.example/", kind="webmention", asked=Asked(options={"sites": "market.example"}))
    page = site.show("/14", '<a href="https://market.example/oven">x</a>')
    assert door(page, "https://market.example/oven", "/webmention") == 202
    assert door(page, "https://elsewhere.example/", "/webmention") == 400
    assert Post.objects.filter(uid=page).exists()


def test_a_stranger_cannot_send_us_to_a_private_network(door: Tell) -> None:
    assert door("http://169.254.169.254/latest/meta-data/") == 202
    assert "private network" in Aside.objects.get().reason


def test_an_unknown_door_is_gone(door: Tell) -> None:
    assert door("https://ann.example/1", OURS, "/in/nobody") == 410


def test_a_closed_door_says_so(door: Tell) -> None:
    Connection.objects.update(state=State.PAUSED)
    assert door("https://ann.example/1") == 503


def ping(client: Client, body: str, path: str = "/pingback") -> str:
    return client.post(path, body, "text/xml").content.decode()  # type: ignore[attr-defined, call-arg]


CALL = """<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>
<param><value><string>{}</string></value></param><param><value>{}</value></param></params></methodCall>"""


def test_a_pingback_is_heard_like_a_webmention(site: Site, door: Tell) -> None:
    page = site.show("/15", f'<p>See <a href="{OURS}">this</a>.</p>')
    assert "<params>" in ping(door.client, CALL.format(page, OURS))  # type: ignore[attr-defined]
    take_in()
    assert Activity.objects.get(uid=f"{page}#create").detail == {"by": "pingback"}
    assert "<int>48</int>" in ping(door.client, CALL.format(page, OURS))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (CALL.format("https://ann.example/1", "https://elsewhere.example/"), 33),
        (CALL.format("ann", OURS), 0),
        (CALL.replace("pingback.ping", "system.listMethods").format("https://ann.example/1", OURS), 0),
        ("<methodCall>", 0),
        ('<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><methodCall>&b;</methodCall>', 0),
        ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><methodCall/>', 0),
        ("<a>" * 1000, 0),
        ("no xml at all", 0),
    ],
)
def test_a_pingback_that_says_nothing_gets_a_fault(door: Tell, body: str, fault: int) -> None:
    assert f"<int>{fault}</int>" in ping(door.client, body)  # type: ignore[attr-defined]
    assert Brought.objects.count() == 0


def test_what_is_set_aside_names_both_pages_and_is_mended_when_it_is_told_again(site: Site, door: Tell) -> None:
    connection = door.connection  # type: ignore[attr-defined]
    page = site.show("/13", "<p>Nothing here.</p>")
    door(page)
    door(page)
    aside = Aside.objects.get()
    assert aside.name == f"{page} → {OURS}" and asides()[0].source == "https://norrvik.example/"
    site.show("/13", f'<p>It <a href="{OURS}">bakes</a>.</p>')
    door(page)
    connection.refresh_from_db()
    assert (asides(), connection.set_aside, Post.objects.filter(uid=page).count()) == ((), 0, 1)


def test_a_trackback_that_was_set_aside_can_be_tried_again(site: Site, door: Tell) -> None:
    page = site.show("/14", "<p>Nothing here.</p>")
    path = f"/in/{door.connection.door}/trackback?{urlencode({'target': OURS})}"  # type: ignore[attr-defined]
    door.client.post(path, {"url": page})  # type: ignore[attr-defined]
    take_in()
    site.show("/14", f'<p>It <a href="{OURS}">bakes</a>.</p>')
    assert retry(Aside.objects.get()).new == 1


def test_a_site_whose_address_ends_in_a_slash_has_a_name() -> None:
    connect("webmention:https://norrvik.example/")
    assert [one.name for one in health()] == ["norrvik.example"]


def test_a_trackback_is_looked_at_too(site: Site, door: Tell) -> None:
    page = site.show("/16", f'<p>See <a href="{OURS}">this</a>.</p>')
    path = f"/in/{door.connection.door}/trackback?target={OURS}"  # type: ignore[attr-defined]
    told = door.client.post(path, {"url": page, "title": "A", "excerpt": "B", "blog_name": "C"})  # type: ignore[attr-defined]
    assert "<error>0</error>" in told.content.decode()
    take_in()
    assert Activity.objects.get(uid=f"{page}#create").detail == {"by": "trackback"}
    told = door.client.post(path, {"title": "A"})  # type: ignore[attr-defined]
    assert "<error>1</error>" in told.content.decode()


def test_our_site_is_asked_whether_it_says_where_we_listen(site: Site, settings: object) -> None:
    connection = connect(f"{site.url}/", kind="webmention")
    site.show("/", "<p>Hello</p>")
    with pytest.raises(CannotRead, match="TWOEARS_PUBLIC_URL"):
        listen(connection)
    settings.PUBLIC_URL = "https://ears.example"  # type: ignore[attr-defined]
    with pytest.raises(CannotRead, match='rel="webmention"'):
        listen(connection)
    site.show("/", '<link rel="webmention" href="https://ears.example/webmention">')
    listen(connection)
    connection.refresh_from_db()
    assert connection.state == State.LISTENING
