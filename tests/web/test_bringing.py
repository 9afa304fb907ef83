"""Readers that an owner brings, on the page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from hearing import conversation_of

from tests.chat_server import ChatServer, answer, told
from tests.onnx_models import classifier
from twoears.jobs import catch_up, read_elsewhere
from twoears.understanding.models import Note
from twoears.understanding.optional.models import OptionalReader, OptionalSwitch


def body(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def server() -> Iterator[ChatServer]:
    made = ChatServer()
    yield made
    made.close()


@pytest.fixture
def typed(server: ChatServer) -> dict[str, str]:
    """What an owner types to bring a reader."""
    return {
        "name": "liked", "asks": "", "question": "Does the author praise us?", "labels": "praised, none",
        "address": server.address, "where": "near", "model": "small", "key": "sesame", "together": "1",
    }  # fmt: skip


def agree(office: Client, **asked: str):
    """See the words and agree to them."""
    words = office.get("/settings/readers/liked/switch", asked).context["page"].words
    return office.post("/settings/readers/liked/switch", {**asked, "words": words}, follow=True)


def test_words_that_were_seen_are_those_that_are_agreed_to(office: Client, typed: dict[str, str]) -> None:
    """Another owner brings another reader of that name, while the page with the words is open."""
    office.post("/settings/readers/add", typed)
    asked = {"whose": "all", "most": "500"}
    words = office.get("/settings/readers/liked/switch", asked).context["page"].words
    assert 'name="words"' in body(office.get("/settings/readers/liked/switch", asked))
    office.post("/settings/readers/liked/remove")
    office.post("/settings/readers/add", typed | {"address": "http://localhost:9/v1"})
    page = body(office.post("/settings/readers/liked/switch", {**asked, "words": words}, follow=True))
    assert "What has to be agreed to is" in page and not OptionalSwitch.objects.exists()
    assert not office.post("/settings/readers/liked/switch", asked).context and not OptionalSwitch.objects.exists()
    agree(office, **asked)
    assert OptionalSwitch.objects.filter(undone_at=None).count() == 1


def test_brought_tried_switched_on_and_read(office: Client, server: ChatServer, typed: dict[str, str]) -> None:
    assert "Models of your own as readers</a>: none yet." in body(office.get("/settings"))
    assert "Only the readers that came along read posts" in body(office.get("/settings/readers"))
    page = body(office.post("/settings/readers/add", typed, follow=True))
    assert "liked is there, and is given nothing yet" in page and "small at 127.0.0.1:" in page and "sesame" not in page
    assert "No reader of yours is given anything" in page and "cannot tell" in page
    assert "reads as praised" in body(office.post("/settings/readers/liked/test", follow=True))
    assert not server.texts[1:]
    words = body(office.get("/settings/readers/liked/switch", {"whose": "public", "most": "7", "past": "1"}))
    assert "Sent is what anybody said in public, strangers too: also what was heard before, up to 7 posts" in words
    assert not OptionalSwitch.objects.exists()
    page = body(agree(office, whose="public", most="7", past="1"))
    assert "liked is on." in page and 'action="/settings/readers/liked/off"' in page
    while read_elsewhere():
        pass
    page = body(office.get("/settings/readers"))
    assert "One reader of yours may be given posts" in page and "Given today: 7 of 7." in page
    page = body(office.post("/settings/readers/liked/off", follow=True))
    assert "It is given nothing more." in page and not OptionalSwitch.objects.filter(undone_at=None).exists()
    office.post("/settings/readers/liked/remove")
    assert not OptionalReader.objects.filter(removed_at=None).exists()


def test_beside_a_conversation_stands_which_model_read_it(
    office: Client, server: ChatServer, typed: dict[str, str]
) -> None:
    server.says = lambda asked: answer(asked, lambda text: {"label": "praised", "probability": 0.93, "words": []})
    office.post("/settings/readers/add", typed)
    agree(office, whose="all", most="500", past="1")
    while read_elsewhere():
        pass
    catch_up()
    address = f"/conversations/{conversation_of('Leila Haddad')}"
    page = body(office.get(address))
    assert "Praised, by small at 127.0.0.1:" in page
    assert "93% sure as it says; right in what you looked at: cannot tell" in page
    post = Note.objects.filter(reader="liked").latest("post").post_id
    office.post(f"/posts/{post}/teach", {"says": "liked:praised"})
    assert "Liked" in body(office.get("/readers"))
    assert "1 of 1" in body(office.get("/settings/readers"))


def test_trouble_is_said_with_what_to_do(office: Client, server: ChatServer, typed: dict[str, str]) -> None:
    office.post("/settings/readers/add", typed)
    agree(office, whose="all", most="500", past="1")
    server.raw = lambda asked: told({"error": "wrong key"}, "401 No")
    read_elsewhere()
    page = body(office.get("/settings/readers"))
    assert "refuses the key (status 401: wrong key). Give another key, or ask whoever runs it." in page
    assert "It is asked again" in page
    server.raw = None
    assert "Kept, sealed." in body(office.post("/settings/readers/liked/key", {"key": "other"}, follow=True))
    assert read_elsewhere() and "wrong key" not in body(office.get("/settings/readers"))


def test_what_cannot_be_brought_stays_typed(office: Client, typed: dict[str, str]) -> None:
    for wrong, words in (
        ({"where": "far"}, "write https://"), ({"address": ""}, "Say where the model is"),
        ({"labels": ""}, "1 to 20 labels"), ({"together": "many"}, "1 to 20 posts"),
        ({"asks": "mood"}, "no shipped reader"), ({"name": "asks"}, "called asks"),
    ):  # fmt: skip
        answered = office.post("/settings/readers/add", typed | wrong)
        page = body(answered)
        assert answered.status_code == 422 and words in page and "Does the author praise us?" in page
        assert "sesame" not in page
    office.post("/settings/readers/add", typed)
    for nothing in ("/settings/readers/other/test", "/settings/readers/liked/sing"):
        assert office.post(nothing).status_code == 404
    wrong = office.post("/settings/readers/liked/switch", {"whose": "mine", "next": "/settings/readers"}, follow=True)
    assert "Say whose posts it may be given." in body(wrong)


def test_it_stands_in_for_one_that_came_along_until_that_is_taken_back(office: Client, typed: dict[str, str]) -> None:
    office.post("/settings/readers/add", typed | {"name": "grumble", "asks": "complaint"})
    page = body(office.post("/settings/readers/grumble/count", follow=True))
    assert "What grumble says counts in place of complaint." in page and "/settings/readers/grumble/shipped" in page
    page = body(office.post("/settings/readers/grumble/shipped", follow=True))
    assert "The complaint that came along counts." in page


def test_a_page_names_no_folder_but_those_of_the_data_folder(office: Client, typed: dict[str, str], data: Path) -> None:
    classifier(data / "models" / "tone")
    here = typed | {"address": "", "model": "", "folder": "tone", "means": "POS=praised\nNEG=none"}
    for elsewhere in ("../tone", "/etc", str(data / "models" / "tone"), "..", ".hidden"):
        answered = office.post("/settings/readers/add", here | {"folder": elsewhere})
        assert answered.status_code == 422 and "lies in models/ of the data folder" in body(answered)
    assert "is no folder" in body(office.post("/settings/readers/add", here | {"folder": "other"}))
    page = body(office.post("/settings/readers/add", here, follow=True))
    assert "on this machine" in page and OptionalReader.objects.get().kind == "folder"


def test_those_who_are_no_owners_look_and_choose_nothing(
    office: Client, looking: Client, typed: dict[str, str]
) -> None:
    office.post("/settings/readers/add", typed)
    page = body(looking.get("/settings/readers"))
    assert "small at 127.0.0.1" in page and "Bring another" not in page and "/settings/readers/liked/" not in page
    assert looking.get("/settings/readers.json").json()["readers"][0]["name"] == "liked"
    assert looking.post("/settings/readers/add", typed).status_code == 403
    for what in ("on", "switch", "test", "off", "remove", "key", "count"):
        assert looking.post(f"/settings/readers/liked/{what}", {"whose": "all", "most": "5"}).status_code == 403
    assert not OptionalSwitch.objects.exists()
