"""Pages, forms and storms that are built to hold us, to fill us or to send us elsewhere."""

import time
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.web.sites import Asked as Question
from tests.sources.web.sites import Shown, Site
from twoears.lib.http import Answer, NoAnswer
from twoears.sources.actions import connect
from twoears.sources.microformats.page import page
from twoears.sources.models import Aside, Brought
from twoears.sources.reading import CannotRead
from twoears.sources.tasks import take_in
from twoears.sources.webmention.linkbacks import NotALinkback, linkback
from twoears.sources.webmention.marks import said
from twoears.sources.webmention.page import LIMIT, links_to, look, words_around

OURS = "https://norrvik.example/blog/1"
LINK = f'<a href="{OURS}">x</a>'
FORM = "application/x-www-form-urlencoded"


def of(body: str | bytes, kind: str = "text/html", url: str = "https://ann.example/1") -> Answer:
    return Answer(200, {"content-type": kind}, body.encode() if isinstance(body, str) else body, url)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="h-entry">' * 100_000 + LINK,
        "<table><tr><td>" * 5000 + LINK,
        '<p class="h-entry e-content p-author h-card">' * 450 + LINK,
        LINK.replace(OURS, "https://a.example/") * 10_000 + LINK,
        '<div class="h-entry"><a class="u-in-reply-to" href="https://a.example/"></a></div>' * 5000 + LINK,
        "<" * 1_000_000 + LINK,
        "&amp;" * 300_000 + LINK,
        '<div class="h-entry p-name e-content p-author">' * 30 + LINK,
        '<div class="hentry">' * 450 + LINK,
        '<div class="h-entry e-content">' * 400 + "x" * 1_000_000 + LINK,
        "<!-- a -- ><i>" + '<div class="h-entry p-name p-author">' * 30 + "-->" + LINK,
    ],
    ids=[
        "deep marks",
        "deep tables",
        "deep enough",
        "10,000 links",
        "5,000 entries",
        "open ends",
        "entities",
        "marks of many names",
        "classic marks",
        "much within marks",
        "marks in a comment",
    ],
)
def test_a_page_that_is_built_to_take_for_ever_does_not(body: str) -> None:
    start = time.process_time()
    try:
        found = page(of(body))
        if links_to(found, OURS):
            said(found, OURS, lambda url: None)
            words_around(found, OURS)
    except CannotRead as error:
        assert "deeper" in str(error)
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("kind", "body", "linked"),
    [
        ("text/html", LINK, True),
        ("application/xhtml+xml", LINK, True),
        ("", f"<!doctype html>{LINK}", True),
        ("text/plain", f"See {OURS}, it bakes", True),
        ("text/plain", f"See {OURS}/more", False),
        ("application/json", f'{{"a": ["b", "{OURS}"]}}', True),
        ("application/json", f'{{"a": "see {OURS}"}}', False),
        ("application/json", "[" * 100_000, False),
        ("image/png", LINK, None),
        ("application/pdf", LINK, None),
        ("", "GIF89a" + LINK, None),
        ("text/html; charset=utf-16", LINK.encode("utf-16"), True),
        ("text/html; charset=nonsense", LINK, True),
        ("text/html; charset=idna", LINK, True),
    ],
)
def test_a_page_is_what_it_says_it_is(kind: str, body: str | bytes, linked: bool | None) -> None:
    if linked is None:
        with pytest.raises(CannotRead, match="no page"):
            page(of(body, kind))
    else:
        assert links_to(page(of(body, kind)), OURS) is linked


@given(st.text(alphabet=st.sampled_from(list("<>/=\"' hentrycardupe-class&;\x00\ud800")), max_size=300))
def test_whatever_a_page_holds_it_is_read_or_named(noise: str) -> None:
    body = f'<div class="h-entry">{noise}{LINK}'.encode("utf8", "surrogatepass")
    found = page(of(body))
    links_to(found, OURS)
    words = said(found, OURS, lambda url: None)
    assert not {"\x00"} & set(words.text + words.title + words.author.name)


@given(st.binary(max_size=300), st.sampled_from(["", "webmention", "pingback", "trackback?target=https://a.example/"]))
def test_whatever_is_brought_is_a_linkback_or_named(body: bytes, path: str) -> None:
    try:
        assert linkback(path, body).source
    except NotALinkback as error:
        assert str(error)


def test_a_page_of_100_mb_is_not_read(site: Site) -> None:
    site.pages["/large"] = lambda asked: Shown(b"<p>" + b"x" * 100_000_000, 200, {"content-type": "text/html"})
    with pytest.raises(NoAnswer, match=f"larger than {LIMIT // 1024} KB"):
        look(f"{site.url}/large")


def test_a_loop_of_redirects_ends(site: Site) -> None:
    site.pages["/round"] = Shown("", 302, {"location": "/round"})
    with pytest.raises(NoAnswer, match="redirected more than"):
        look(f"{site.url}/round")
    assert len(site.asked) == 6


@pytest.mark.django_db
class TestDoor:
    @pytest.fixture
    def door(self, client: Client, settings: object) -> str:
        settings.PUBLIC_URL = "https://ears.example"  # type: ignore[attr-defined]
        settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
        return f"/in/{connect('https://norrvik.example/', kind='webmention').door}"

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b"source=" + b"a" * 1_000_000, 413),
            (b"x" * 9_000_000, 413),
            (b"&".join(b"a%d=1" % n for n in range(50)) + b"&source=https://a.example/&target=" + OURS.encode(), 400),
            (b"source=%ff%fe&target=%00", 400),
            (b"", 400),
        ],
    )
    def test_a_form_that_is_too_much_is_refused(self, client: Client, door: str, body: bytes, status: int) -> None:
        assert client.post(door, body, FORM).status_code == status
        assert Brought.objects.count() == 0

    def test_a_storm_from_one_host_is_slowed_down_and_others_are_not(self, client: Client, door: str) -> None:
        def tell(source: str) -> int:
            return client.post(door, urlencode({"source": source, "target": OURS}), FORM).status_code

        told = [tell(f"https://storm.example/{n}") for n in range(40)]
        assert (told.count(202), told.count(429)) == (30, 10)
        assert tell("https://ann.example/1") == 202
        assert tell("https://ann.example/1") == 202
        assert Brought.objects.count() == 31, "the same that still waits is kept once"

    def test_a_page_cannot_send_us_to_a_private_network(self, client: Client, door: str) -> None:
        for source in ("http://127.0.0.1:1/", "http://[::1]/", "http://localhost/", "http://2130706433/"):
            client.post(door, urlencode({"source": source, "target": OURS}), FORM)
        assert take_in() == 4
        assert Aside.objects.filter(reason__contains="private network").count() == 4

    def test_words_of_a_stranger_are_kept_without_their_markup(self, client: Client, door: str, site: Site) -> None:
        def mine(asked: Question) -> Shown:
            inside = f'<b onclick="x()">Hi</b><img src=x onerror=x()><script>x()</script>{LINK}'
            return Shown(f'<div class="h-entry"><div class="e-content">{inside}</div></div>', 200, HTML)

        site.pages["/1"] = mine
        client.post(door, urlencode({"source": f"{site.url}/1", "target": OURS}), FORM)
        take_in()
        from twoears.activities.models import Post

        assert Post.objects.get().text == "Hix"

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods_are_refused(self, client: Client, door: str, method: str) -> None:
        assert getattr(client, method)(door).status_code == 405


HTML = {"content-type": "text/html"}
