"""What documents of ActivityStreams say beside the words themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from twoears.activities.values import Post
from twoears.sources.activitystreams.shape import NotActivity, activities

ANN = "https://a.example/users/ann"
GONE: dict[str, Any] = {"id": f"{ANN}/1#d", "type": "Delete", "actor": ANN, "object": f"{ANN}/1"}


def test_a_deletion_without_a_date_was_made_before_it_was_heard() -> None:
    (gone,) = activities(GONE)
    assert (gone.type, gone.object) == ("Delete", f"{ANN}/1")
    assert timedelta() <= datetime.now(UTC) - gone.published < timedelta(minutes=1)


def test_a_deletion_is_dated_by_the_stone_that_stands_in_its_place() -> None:
    stone = {"type": "Tombstone", "id": f"{ANN}/1", "published": "2026-01-01", "deleted": "2026-03-01T09:00:00Z"}
    (gone,) = activities(GONE | {"object": stone})
    assert gone.published == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_what_is_said_needs_a_date() -> None:
    with pytest.raises(NotActivity):
        list(activities(GONE | {"type": "Like"}))


def test_the_addresses_behind_the_words_are_links_and_those_of_accounts_and_tags_are_not() -> None:
    words = (
        f'<p><a class="u-url mention" href="{ANN}">@ann</a> '
        '<a rel="tag" class="mention hashtag" href="https://a.example/t">#t</a> '
        '<a href="https://b.example/">read this</a></p>'
    )
    note = {"type": "Note", "id": f"{ANN}/2", "attributedTo": ANN, "content": words, "published": "2026-03-01"}
    (said,) = activities(note | {"attachment": [{"type": "Link", "href": "https://c.example/"}]})
    assert isinstance(said.object, Post)
    assert said.object.links == ("https://b.example/", "https://c.example/")
