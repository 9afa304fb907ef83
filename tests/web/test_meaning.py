"""What the fields of a webhook mean: shown from what came, said by a member, changed later."""

import json
from datetime import UTC, datetime

import pytest
from django.utils.html import escape

from twoears.activities.models import Post
from twoears.sources.actions import bring, connect
from twoears.sources.models import Aside, Brought, Connection
from twoears.sources.reading import Incoming
from twoears.sources.tables.columns import WORDINGS
from twoears.sources.tasks import take_in
from twoears.sources.webhook.showing import FIELDS

SAID = {"who": "ann", "message": "Does it run\non <b>SQLite</b>?", "when": "2026-03-01T09:00:00Z", "size": 7}
MAPPING = {"m:who": "author", "m:message": "text", "m:when": "published", "m:size": ""}


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


def call(hook: Connection, said: dict[str, object]) -> None:
    incoming = Incoming(body=json.dumps(said).encode(), at=datetime(2026, 3, 2, tzinfo=UTC))
    assert bring(hook.door, incoming).status == 202


@pytest.fixture
def hook(owner) -> Connection:
    """A program has called twice."""
    made = connect("webhook forum")
    for number in range(2):
        call(made, {**SAID, "size": number})
    return made


def meaning(hook: Connection) -> str:
    return f"/sources/{hook.pk}/meaning"


def test_every_field_that_a_mapping_takes_can_be_chosen():
    assert {field.partition(":")[0] for field in FIELDS} == set(WORDINGS)


def test_before_the_first_call_there_is_nothing_to_say(office):
    hook = connect("webhook")
    page = body(office.get(f"/sources/{hook.pk}"))
    assert "Nothing has come yet. Give the address below" in page
    assert "Nothing has come through webhook yet" in page
    assert office.get(f"/sources/{hook.pk}.json").json()["meanings"]["records"] == 0


def test_what_came_is_shown_with_what_we_take_it_for(office, hook):
    page = body(office.get(f"/sources/{hook.pk}"))
    assert "This is what came; what do its fields mean?" in page
    assert "Two calls wait until somebody says what they mean" in page
    assert escape("Does it run on <b>SQLite</b>?") in page, "a value is shown as words, on one line"
    assert "2 of 2 records that wait can be read like this." in page
    shown = office.get(f"/sources/{hook.pk}.json").json()["meanings"]
    assert [(m["path"], m["field"]) for m in shown["meanings"]] == [
        ("message", "text"), ("who", ""), ("when", ""), ("size", "")]  # fmt: skip
    assert "2 calls wait</a> until somebody says" in body(office.get("/sources"))
    assert "One source waits for your word" in body(office.get("/sources"))


def test_accepted_what_waits_is_read_and_what_comes_too(office, hook):
    answer = office.post(meaning(hook), MAPPING, follow=True)
    assert "Accepted. 2 of the 2 that were looked at can be read by it" in body(answer)
    assert take_in() == 2
    call(hook, {**SAID, "message": "And on Windows?"})
    assert take_in() == 1
    assert set(Post.objects.filter(author__handle="ann").values_list("text", flat=True)) == {
        "Does it run on SQLite?",
        "And on Windows?",
    }


def test_by_what_nothing_can_be_read_the_form_comes_back_as_it_was_filled(office, hook):
    answer = office.post(meaning(hook), MAPPING | {"m:message": "", "m:size": "product"})
    assert answer.status_code == 422
    assert "By this none of what has come could be read." in body(answer)
    assert '<option value="product" selected>' in body(answer)
    twice = office.post(meaning(hook), {"m:who": "text", "m:message": "text"})
    assert (twice.status_code, "Two paths are named text." in body(twice)) == (422, True)
    assert (take_in(), Brought.objects.count()) == (0, 2)


def test_words_that_are_the_same_for_all_are_said_once(office, hook):
    office.post(meaning(hook), MAPPING | {"same-0": "shop", "same-0-field": "network"})
    take_in()
    assert set(Post.objects.values_list("author__network", flat=True)) >= {"shop"}
    assert 'value="shop"' in body(office.get(f"/sources/{hook.pk}"))


def test_a_mapping_is_changed_later_though_what_was_read_is_gone(office, hook):
    office.post(meaning(hook), MAPPING)
    take_in()
    call(hook, {"who": "bob", "words": "Hello", "when": "2026-03-03"})
    take_in()
    page = body(office.get(f"/sources/{hook.pk}"))
    assert "What its fields mean" in page and "Accept the change" in page
    assert '<code class="any">size</code>' in page, "a path is remembered"
    assert "Hello" in page, "what could not be read shows how it looks"
    office.post(meaning(hook), {"m:who": "author", "m:words": "text", "m:when": "published"})
    office.post(f"/asides/{Aside.objects.get().pk}")
    assert Post.objects.filter(text="Hello", author__handle="bob").exists()


def test_readers_see_what_it_means_and_say_nothing(looking, hook):
    page = body(looking.get(f"/sources/{hook.pk}"))
    assert "Readers look; a member accepts it." in page
    assert "<select" not in page
    assert looking.post(meaning(hook), MAPPING).status_code == 403
    assert (take_in(), Brought.objects.count()) == (0, 2)


def test_of_a_source_that_is_no_webhook_nothing_is_to_be_said(office, place):
    assert "what do its fields mean" not in body(office.get(f"/sources/{place.pk}"))
    answer = office.post(meaning(place), MAPPING, follow=True)
    assert "is no webhook" in body(answer)
