"""Is our server like Mastodon? A client that others wrote for Mastodon talks to it as well."""

import time

import pytest

from tests.sources.live.fediverse import TOKEN, Fediverse

mastodon = pytest.importorskip("mastodon")


@pytest.mark.filterwarnings("ignore")
def test_a_client_made_for_mastodon_is_at_home_at_our_server(fediverse: Fediverse) -> None:
    fediverse.version, fediverse.page = "4.4.1", 40
    client = mastodon.Mastodon(api_base_url=fediverse.base, access_token=TOKEN, version_check_mode="none")
    question = fediverse.post("bob", "@ann Does it run on #SQLite?")
    assert client.account_verify_credentials()["acct"] == client.account_lookup("ann")["acct"] == "ann"
    note = client.notifications(limit=1)[0]
    assert (note["type"], note["status"]["uri"]) == ("mention", question["uri"])
    answer = client.status_post("@bob It does.", in_reply_to_id=note["status"]["id"], visibility="unlisted")
    assert client.status_context(question["id"])["descendants"][0]["uri"] == answer["uri"]
    assert client.status_favourite(question["id"])["favourited"] is True
    assert client.status_reblog(question["id"])["reblog"]["id"] == question["id"]
    assert client.status_source(answer["id"])["text"] == "@bob It does."
    assert [post["id"] for post in client.timeline_hashtag("sqlite")] == [question["id"]]
    assert client.instance_v2()["configuration"]["statuses"]["max_characters"] == 60


@pytest.mark.filterwarnings("ignore")
def test_its_streams_are_read_by_that_client(fediverse: Fediverse) -> None:
    heard: list[tuple[str, str]] = []

    class Listener(mastodon.StreamListener):  # type: ignore[misc, name-defined]
        def on_update(self, status: dict) -> None:  # type: ignore[type-arg]
            heard.append(("update", status["uri"]))

        def on_notification(self, notification: dict) -> None:  # type: ignore[type-arg]
            heard.append((notification["type"], notification["status"]["uri"]))

        def on_status_update(self, status: dict) -> None:  # type: ignore[type-arg]
            heard.append(("edited", status["uri"]))

        def on_delete(self, status_id: object) -> None:
            heard.append(("delete", str(status_id)))

    fediverse.numbers = True  # others end that client
    client = mastodon.Mastodon(api_base_url=fediverse.base, access_token=TOKEN, version_check_mode="none")
    stream = client.stream_user(Listener(), run_async=True)
    while not fediverse.streams:
        time.sleep(0.01)
    fog = fediverse.post("eva", "@ann Fog.")
    fediverse.edit(fog, "@ann Rain.")
    fediverse.delete(fog)
    end = time.monotonic() + 10
    while len(heard) < 4 and time.monotonic() < end:
        time.sleep(0.01)
    stream.close()
    assert heard == [("update", fog["uri"]), ("mention", fog["uri"]), ("edited", fog["uri"]), ("delete", fog["id"])]
