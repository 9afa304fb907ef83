"""Webhooks are told of what is new, signed, at least once, and of nothing private; copies are told by their story."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import msgspec
import pytest

from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.lib.http import PRIVATE_HOSTS
from twoears.queries.actions import add, change, deliver_to, exclude, webhook_secret
from twoears.queries.models import Band, Hit, Query, Story
from twoears.queries.pages.history import find
from twoears.queries.tasks import ask_again
from twoears.queries.webhooks.signing import is_ours
from twoears.queries.webhooks.tasks import tell
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Hook:
    """A server that takes letters; `answers` are the next statuses, 204 when there are no more."""

    def __init__(self) -> None:
        self.letters: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        hook = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                hook.letters.append(({name.lower(): said for name, said in self.headers.items()}, body))
                self.send_response(hook.answers.pop(0) if hook.answers else 204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    @property
    def told(self) -> list[str]:
        return [event["id"].split(".")[1] for _, body in self.letters for event in msgspec.json.decode(body)]


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    monkeypatch.setenv(PRIVATE_HOSTS, "1")
    made = Hook()
    Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def said(*words: str, first: int = 0, private: bool = False, who: str = "ann") -> None:
    record(
        [
            created(
                Post(
                    id=f"https://x.com/{who}/{first + n}",
                    author=actor(who),
                    published=NOW + timedelta(hours=first + n),
                    text=text,
                    private=private,
                )
            )
            for n, text in enumerate(words)
        ]
    )
    catch_up()


@pytest.fixture
def pumps(owner: Member, hook: Hook) -> Query:
    """A query with a webhook, and one hit of history."""
    said("a pump of old")
    made = add(member=owner, name="Pumps", text="pump")
    catch_up()
    deliver_to(member=owner, query=made, webhook=hook.url)
    return made


def numbers(*words: str) -> list[str]:
    return [str(PostRow.objects.get(text=text).pk) for text in words]


def test_what_is_new_is_told_once_and_signed(owner: Member, pumps: Query, hook: Hook) -> None:
    assert tell(NOW) == 0, "history is no news"
    said("a new pump", "a fan", "another pump", first=1)
    assert tell(NOW) == 2
    assert tell(NOW) == 0
    assert hook.told == numbers("a new pump", "another pump")
    headers, body = hook.letters[0]
    secret = webhook_secret(member=owner, query=Query.objects.get())
    assert is_ours(body, headers, secret)
    assert not is_ours(body + b" ", headers, secret)
    assert headers["content-type"].startswith("application/cloudevents-batch+json")
    assert b"a new pump" not in body, "words stay in the house without a switch"


def test_words_leave_with_the_switch_and_private_ones_never(owner: Member, pumps: Query, hook: Hook) -> None:
    deliver_to(member=owner, query=pumps, webhook=hook.url, with_words=True)
    said("a secret pump", first=1, private=True)
    said("a hidden pump", "an open pump", first=2)
    exclude(member=owner, query=pumps, text="hidden")
    assert tell(NOW) == 1
    assert [event["data"]["words"] for event in msgspec.json.decode(hook.letters[0][1])] == ["an open pump"]


def test_a_letter_that_was_not_taken_is_sent_again_later_with_the_same_ids(pumps: Query, hook: Hook) -> None:
    said("a new pump", first=1)
    hook.answers = [500, 429]
    assert tell(NOW) == 0
    assert "500" in Query.objects.get().trouble
    assert tell(NOW + timedelta(seconds=5)) == 0, "it waits first"
    assert len(hook.letters) == 1
    assert tell(NOW + timedelta(minutes=2)) == 0
    said("a late pump", first=2)
    assert tell(NOW + timedelta(hours=2)) == 2
    assert hook.told == [*numbers("a new pump") * 3, *numbers("a late pump")]
    assert Query.objects.get().trouble == ""


def test_a_webhook_that_is_gone_is_told_nothing_more(pumps: Query, hook: Hook) -> None:
    said("a new pump", first=1)
    hook.answers = [410]
    assert tell(NOW) == 0
    assert Query.objects.get().webhook == ""
    assert "gone" in Query.objects.get().trouble


def test_nobody_is_told_at_addresses_that_are_not_public(
    owner: Member, pumps: Query, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PRIVATE_HOSTS)
    said("a new pump", first=1)
    assert tell(NOW) == 0
    assert hook.letters == [] and Query.objects.get().trouble


def test_a_changed_query_tells_nothing_of_what_it_finds_in_history(owner: Member, pumps: Query, hook: Hook) -> None:
    said("a fan of old", first=1)
    change(member=owner, query=pumps, text="fan")
    catch_up()
    assert tell(NOW) == 0
    said("a new fan", first=2)
    assert tell(NOW) == 1


STORY = "Acme opens a new plant in Turin on Monday morning at nine"


def test_the_same_words_are_one_story_whenever_they_come(owner: Member) -> None:
    add(member=owner, name="Acme", text="acme")
    said(STORY)
    said("acme is silent today, and nobody knows why that is", first=1)
    said(f"RT @ann: {STORY} https://t.example/1", first=2, who="bob")
    said(f"{STORY}!", first=3, who="cid")
    first, _, *copies = Hit.objects.order_by("pk").values_list("story", flat=True)
    assert copies == [first, first] and Story.objects.values("story").distinct().count() == 2
    assert Band.objects.values("post").distinct().count() == 2, "copies need no marks of their own"


def test_a_first_post_that_is_edited_leaves_its_copies_a_story_of_their_own(owner: Member) -> None:
    add(member=owner, name="Acme", text="acme")
    said(STORY)
    said(STORY, first=1, who="bob")
    said(STORY, first=2, who="cid")
    first, second, third = PostRow.objects.order_by("pk")
    PostRow.objects.filter(pk=first.pk).update(text="acme says something else entirely by now, and no more")
    ask_again([first.pk])
    told = dict(Hit.objects.values_list("post", "story"))
    assert told == {first.pk: first.pk, second.pk: second.pk, third.pk: second.pk}
    said(STORY, first=3, who="dan")
    assert Hit.objects.order_by("-pk")[0].story == second.pk


def test_a_walk_begins_with_the_latest_and_reads_no_more_than_is_asked_for(owner: Member) -> None:
    record(
        [
            created(Post(id=f"https://x.com/ann/{n}", author=actor("ann"), published=NOW, text=f"pump {n}"))
            for n in range(1300)
        ]
    )
    steps: list[int] = []
    assert next(find("pump", watch=steps.append)).post.text == "pump 1299"
    assert steps == [500]
    assert len({found.post.pk for found in find("pump")}) == 1300, "the same moment a thousand times"


@pytest.mark.parametrize(
    "text",
    ["from:ann", "author:ann", "source:x", "#pumps", "@bob", "site:x.com", "title:pump", 'raw:"pump"', "type:note"],
)
def test_a_walk_reads_whatever_a_query_asks_for(owner: Member, text: str) -> None:
    heard = Post(
        id="https://x.com/ann/1", url="https://x.com/ann/1", author=actor("ann"), published=NOW, title="pump",
        text="@bob a pump #pumps",
    )  # fmt: skip
    other = Post(id="https://y.com/cid/1", author=actor("cid", "y"), published=NOW, text="nothing", type="Article")
    record([created(heard), created(other)])
    catch_up()
    assert [found.post.uid for found in find(text)] == [heard.id]


def test_what_was_kept_while_private_hosts_were_open_is_looked_at_again_when_a_letter_goes(
    pumps: Query, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("a new pump", first=1)
    monkeypatch.delenv(PRIVATE_HOSTS)
    assert tell(NOW) == 0 and not hook.letters
    pumps.refresh_from_db()
    assert "private network" in pumps.trouble
