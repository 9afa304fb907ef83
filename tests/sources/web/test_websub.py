"""A hub that tells us what is new: asked in time, believed only with its mark, told when nobody listens any more."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.sources.web.sites import Asked as Question
from tests.sources.web.sites import Shown, Site
from tests.sources.web.test_feeds_in_time import XML, item, rss
from twoears.activities.models import Post
from twoears.sources.actions import asked_of, connect, listen, remove, seal_of
from twoears.sources.feeds.pages import how_told
from twoears.sources.feeds.tasks import keep_told
from twoears.sources.models import Brought, Connection, Subscription
from twoears.sources.tasks import take_in
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
LEASE = 86_400


class Hub:
    """A hub that asks back before it answers, as the strictest do; its callbacks come through the test's client."""

    def __init__(self, site: Site, client: Client) -> None:
        self.client = client
        self.status = 202
        self.asked: list[dict[str, str]] = []
        self.verified: list[int] = []
        site.pages["/hub"] = self._asked

    def _asked(self, question: Question) -> Shown:
        self.asked.append(question.form)
        return Shown("No.", self.status) if self.status != 202 else Shown("", 202)

    def verify(self, **changes: str) -> int:
        """Ask back what was asked last."""
        form = self.asked[-1]
        told = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "who<goes>there"}
        told |= {"hub.lease_seconds": str(LEASE)} | {f"hub.{name}": value for name, value in changes.items()}
        answer = self.client.get(self.door + "?" + urlencode(told))
        if answer.status_code == 200 and told["hub.challenge"]:
            assert answer.content.decode() == told["hub.challenge"]
            assert answer["Content-Type"].startswith("text/plain")
        return answer.status_code

    @property
    def door(self) -> str:
        return self.asked[-1]["hub.callback"].removeprefix("https://ears.example")

    def bring(self, body: str, method: str = "sha512", secret: str = "") -> int:
        key = (secret or self.asked[-1]["hub.secret"]).encode()
        mark = f"{method}={hmac.new(key, body.encode(), getattr(hashlib, method)).hexdigest()}"
        told = self.client.post(self.door, body, "application/rss+xml", headers={"x-hub-signature": mark})
        return told.status_code


@pytest.fixture
def hub(site: Site, client: Client, settings: object) -> Hub:
    settings.PUBLIC_URL = "https://ears.example"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    return Hub(site, client)


@pytest.fixture
def feed(site: Site, hub: Hub) -> Connection:
    """A feed that names its hub in the header, and was looked at once."""
    site.show("/feed", rss(item(1)), link=f'<{site.url}/hub>; rel="hub", <{site.url}/feed>; rel="self"', **XML)
    connection = connect(f"{site.url}/feed")
    listen(connection)
    return connection


def test_a_hub_is_asked_once_and_its_promise_is_kept(hub: Hub, feed: Connection, site: Site) -> None:
    assert keep_told()
    assert not keep_told()
    (asked,) = hub.asked
    assert (asked["hub.mode"], asked["hub.topic"]) == ("subscribe", f"{site.url}/feed")
    assert "asked its hub" in how_told(feed)
    assert hub.verify() == 200
    held = Subscription.objects.get()
    assert held.ends_at is not None and held.next_at is not None
    assert held.next_at < held.ends_at, "asked again before it ends"
    assert asked_of(feed).told
    assert "tells us" in how_told(feed)
    assert keep_told(held.next_at)
    assert len(hub.asked) == 2


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_a_hub_brings_with_its_mark_is_heard(hub: Hub, feed: Connection, method: str) -> None:
    keep_told()
    hub.verify()
    assert hub.bring(rss(item(2, "New.")), method) == 202
    assert take_in() == 1
    assert Post.objects.get(uid="https://norrvik.example/?p=2").text == "New."
    listen(feed)
    assert Post.objects.count() == 2, "the same ids by the hub and by a look"


def test_what_comes_without_the_right_mark_is_ignored_and_not_said_to_be(hub: Hub, feed: Connection) -> None:
    keep_told()
    assert hub.bring(rss(item(2)), secret="guessed") == 202
    told = hub.client.post(hub.door, rss(item(2)), "application/rss+xml")
    wrong = hub.client.post(hub.door, "x", "text/xml", headers={"x-hub-signature": "md5=é"})
    assert (told.status_code, wrong.status_code) == (202, 202)
    assert Brought.objects.count() == 0


def test_a_hub_that_only_rings_lets_us_look_at_once(hub: Hub, feed: Connection) -> None:
    keep_told()
    hub.verify()
    hub.bring("something is new")
    take_in()
    feed.refresh_from_db()
    assert feed.next_at is not None
    assert feed.next_at <= datetime.now(UTC)


def test_nobody_subscribes_us_to_what_we_did_not_ask_for(hub: Hub, feed: Connection) -> None:
    keep_told()
    assert hub.verify(topic="https://mallory.example/feed") == 404
    assert hub.verify(mode="unsubscribe") == 404
    assert hub.verify(challenge="") == 404
    assert hub.verify(challenge="x" * 5000) == 404
    assert Subscription.objects.get().ends_at is None


def test_a_hub_that_denies_is_quoted_and_looks_go_on(hub: Hub, feed: Connection) -> None:
    keep_told()
    assert hub.verify(mode="denied", reason="Members only", challenge="") == 200
    assert "Members only" in how_told(feed)
    assert not asked_of(feed).told


def test_a_hub_that_refuses_or_does_not_answer_is_asked_later_and_later(hub: Hub, feed: Connection) -> None:
    hub.status = 500
    now = datetime.now(UTC)
    assert keep_told(now)
    first = Subscription.objects.get().next_at
    assert first is not None
    assert keep_told(first)
    second = Subscription.objects.get().next_at
    assert second is not None
    assert second - first > first - now > timedelta(minutes=9)
    hub.status = 403
    assert keep_told(second)
    assert "403: No." in Subscription.objects.get().said


def test_a_hub_is_told_when_nobody_listens_any_more(hub: Hub, feed: Connection, owner: Member) -> None:
    keep_told()
    hub.verify()
    remove(member=owner, connection=feed)
    Subscription.objects.update(next_at=datetime.now(UTC))
    assert keep_told()
    assert hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert hub.bring(rss(item(3))) == 410
    assert hub.verify() == 200
    assert Subscription.objects.count() == 0


def test_without_a_public_address_no_hub_is_asked_and_that_is_said(
    hub: Hub, feed: Connection, settings: object
) -> None:
    settings.PUBLIC_URL = ""  # type: ignore[attr-defined]
    assert not keep_told()
    assert hub.asked == []
    assert "TWOEARS_PUBLIC_URL" in how_told(feed)


def test_each_door_has_a_secret_of_its_own(hub: Hub, feed: Connection) -> None:
    assert seal_of(feed.door) != seal_of("another")
    assert seal_of("") == ""
