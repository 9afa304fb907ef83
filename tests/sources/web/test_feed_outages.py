"""A feed whose server fails in every way: what it still tells is there once, and holes are told."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.sources.web.sites import Asked as Question
from tests.sources.web.sites import Shown, Site
from tests.sources.web.test_feeds_in_time import XML, item, rss
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer
from twoears.sources.actions import connect, listen
from twoears.sources.models import Connection, Gap, State
from twoears.sources.reading import CannotRead

pytestmark = pytest.mark.django_db
OLD, ALL = (3, 4, 5, 6), (1, 2, 3, 4, 5, 6)
HEADERS = {"content-type": "application/rss+xml"}
_PAGE = "<html><title>Sign in to the network</title></html>"


def shows(*numbers: int, **more: str) -> Shown:
    return Shown(rss(*(item(number) for number in numbers), **more), 200, HEADERS | {"etag": f'"{numbers}"'})


def first(*answers: Shown) -> Callable[[Connection, Site], None]:
    """These once each, and then all is well."""

    def happen(connection: Connection, site: Site) -> None:
        left = list(answers)
        site.pages["/feed"] = lambda asked: left.pop(0) if left else shows(*ALL)

    return happen


def stopped(connection: Connection, site: Site) -> None:
    """Nobody is at its address."""
    text = connection.text
    Connection.objects.filter(pk=connection.pk).update(text="http://127.0.0.1:9/feed", cursor={})
    connection.refresh_from_db()
    with pytest.raises(CannotRead):
        listen(connection)
    Connection.objects.filter(pk=connection.pk).update(text=text)
    connection.refresh_from_db()


def lost(connection: Connection, site: Site) -> None:
    """We have forgotten how far we were."""
    Connection.objects.filter(pk=connection.pk).update(cursor={})
    connection.refresh_from_db()


def unchanged(asked: Question) -> Shown:
    """A server that says "as before" to whoever asks so, for ever."""
    return Shown("", 304) if "if-none-match" in asked.headers else shows(*ALL)


def stuck(connection: Connection, site: Site) -> None:
    site.pages["/feed"] = unchanged
    listen(connection)
    site.pages["/feed"] = shows(*ALL)


def wrong_clock(connection: Connection, site: Site) -> None:
    """For one look its clock is years behind: dates of known entries must not make them new."""
    early = "Thu, 01 Jan 1970 00:00:00 GMT"
    site.show("/feed", rss(*(item(n).replace("<pubDate>", f"<pubDate>{early}</pubDate><was>") for n in OLD)), **XML)
    listen(connection)


OUTAGES: dict[str, Callable[[Connection, Site], None]] = {
    "nothing happens": first(),
    "its server is stopped": stopped,
    "it storms": first(*(Shown("busy", status) for status in (500, 502, 504, 500))),
    "it asks us to wait, again and again": first(
        *(Shown("", 429, {"retry-after": "7"}), Shown("", 503, {"retry-after": "9"}), Shown("", 429))
    ),
    "it is cut inside an entry": first(Shown(shows(*ALL).body, 200, HEADERS | {"etag": '"cut"'}, cut=True)),
    "it ends inside an entry": first(Shown(str(shows(*ALL).body)[:900], 200, HEADERS | {"etag": '"half"'})),
    "it says nothing": first(Shown("", 200, HEADERS)),
    "somebody else answers": first(Shown(_PAGE, 200, {"content-type": "text/html"})),
    "it tells less for a while": first(shows(6)),
    "it says that nothing has changed": stuck,
    "our place is lost": lost,
    "its clock jumps": wrong_clock,
}


def looks(connection: Connection, most: int = 8) -> None:
    """As the scheduler does: again after each failure, until a look has gone well."""
    for _ in range(most):
        connection.refresh_from_db()
        with suppress(CannotRead, NoAnswer):
            listen(connection)
            return
    pytest.fail(connection.last_error)


@pytest.mark.parametrize("outage", OUTAGES)
def test_what_a_feed_still_tells_after_an_outage_is_there_once(site: Site, outage: str) -> None:
    site.pages["/feed"] = shows(*OLD)
    connection = connect(f"{site.url}/feed")
    listen(connection)
    OUTAGES[outage](connection, site)
    if outage in ("its server is stopped", "our place is lost", "its clock jumps"):
        site.pages["/feed"] = shows(*ALL)
    for _ in range(6):
        looks(connection)
    connection.refresh_from_db()
    assert sorted(Post.objects.values_list("title", flat=True)) == [f"Post {number}" for number in ALL]
    assert Activity.objects.filter(type="Create").count() == len(ALL)
    assert not Activity.objects.filter(type__in=["Delete", "Update"]).exists()
    assert (connection.state, connection.last_error) == (State.LISTENING, "")
    assert not Gap.objects.filter(filled_at=None).exists()


def test_a_server_that_asks_us_to_wait_is_left_alone_that_long(site: Site) -> None:
    connection = connect(site.show("/feed", "", 429, retry_after="7200"))
    with pytest.raises(NoAnswer):
        listen(connection)
    connection.refresh_from_db()
    assert connection.next_at is not None
    assert connection.looked_at is not None
    assert (connection.next_at - connection.looked_at).total_seconds() >= 7200


def test_what_left_a_feed_while_we_were_away_is_found_on_its_older_pages_and_not_further(site: Site) -> None:
    site.pages["/feed"] = shows(5, 6)
    connection = connect(f"{site.url}/feed")
    listen(connection)
    for number, (page, numbers) in enumerate({"/feed": (1, 2), "/2": (3, 4), "/3": (5, 6), "/4": (7, 8)}.items(), 2):
        site.pages[page] = shows(*numbers, head=f'<atom:link rel="next" href="/{number}"/>')
    listen(connection)
    assert sorted(Post.objects.values_list("title", flat=True)) == [f"Post {number}" for number in ALL]
    assert "/4" not in {asked.path for asked in site.asked}, "what lies behind what we knew is known"
    assert not Gap.objects.exists()
    site.asked.clear()
    listen(connection)
    assert {asked.path for asked in site.asked} == {"/feed"}


def test_what_left_a_feed_without_older_pages_is_a_hole_that_stays(site: Site) -> None:
    site.pages["/feed"] = shows(5, 6)
    connection = connect(f"{site.url}/feed")
    listen(connection)
    site.pages["/feed"] = shows(1, 2)
    listen(connection)
    listen(connection)
    assert "not there any more" in Gap.objects.get(filled_at=None).why
    assert Post.objects.count() == 4
