"""What stands on the pages: findings, people's words as they wrote them, and what is decided there."""

import gzip
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import specimen
from django.core.files.uploadedfile import SimpleUploadedFile
from hearing import conversation_of, hear, person_of

from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.conversations.models import Decision, Draft, TeamNote
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.sources.models import Connection
from twoears.team.models import Member, OneTimeLink, OurAccount, Team

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ settings.SECRET_KEY }} {% load x %}",
    "\u202eevil\u202c \u200f\u0645\u0631\u062d\u0628\u0627",
    "a" * 10_000,
    "   ",
)


def body(answer) -> str:
    return answer.content.decode()


def test_today_says_who_needs_us_in_a_sentence(office):
    page = body(office.get("/today"))
    assert re.search(r"<h1>\w+ people need you</h1>", page)
    assert "Two things: does the FX-3 hold calibration" in page
    assert 'aria-label="Because"' in page
    assert "Answer<span" in page


def test_done_leaves_the_list_and_comes_back_with_undo(office):
    talk = conversation_of("Leila Haddad")
    assert f"/conversations/{talk}" in body(office.get("/today"))
    after = office.post(f"/conversations/{talk}/done", {"next": "/today"}, follow=True)
    assert after.redirect_chain == [("/today", 302)]
    assert "Done, until they write again." in body(after)
    assert f'href="/conversations/{talk}"' not in body(after)
    made = Decision.objects.get()
    assert f"/undo/{made.pk}" in body(after)
    office.post(f"/undo/{made.pk}")
    assert f'href="/conversations/{talk}"' in body(office.get("/today"))


def test_done_by_key_answers_with_the_toast_and_the_new_head_only(office):
    talk = conversation_of("Leila Haddad")
    sent = {"HX-Request": "true", "HX-Current-URL": "http://testserver/today"}
    answer = body(office.post(f"/conversations/{talk}/done", headers=sent))
    assert 'id="toast"' in answer
    assert 'hx-swap-oob="true"' in answer
    assert "<html" not in answer


def test_later_waits_until_the_morning_that_was_meant(office):
    talk = conversation_of("Leila Haddad")
    office.post(f"/conversations/{talk}/later", {"until": "tomorrow"})
    made = Decision.objects.get()
    assert made.until is not None
    assert timedelta(0) < made.until - datetime.now(UTC) < timedelta(hours=36)
    assert f'href="/conversations/{talk}"' in body(office.get("/conversations?tab=later"))


def test_a_conversation_is_handed_to_a_colleague(office, owner):
    ana = Member.objects.create_user("ana", role="member", first_name="Ana")
    talk = conversation_of("Leila Haddad")
    office.post(f"/conversations/{talk}/hand-over", {"to": f"m{ana.pk}", "reason": "knows cold rooms"})
    assert "Hand over to Ana" in body(office.get(f"/conversations/{talk}"))
    assert office.post(f"/conversations/{talk}/hand-over", {"to": "m999999"}).status_code == 404


def test_a_draft_is_kept_and_shown_again_to_its_writer_only(office, looking):
    talk = conversation_of("Leila Haddad")
    kept = office.post(
        f"/conversations/{talk}/draft", {"text": "It holds down to −5 °C."}, headers={"HX-Request": "true"}
    )
    assert "Draft kept" in body(kept)
    assert "It holds down to −5 °C." in body(office.get(f"/conversations/{talk}"))
    assert "It holds down to" not in body(looking.get(f"/conversations/{talk}"))
    assert Draft.objects.count() == 1


def test_a_note_stands_among_the_messages_and_needs_words(office):
    talk = conversation_of("Leila Haddad")
    office.post(f"/conversations/{talk}/note", {"text": "Help first; she will ask."})
    assert "Help first; she will ask." in body(office.get(f"/conversations/{talk}"))
    refused = office.post(f"/conversations/{talk}/note", {"text": "  "}, follow=True)
    assert "needs words" in body(refused)
    assert TeamNote.objects.count() == 1


def test_open_questions_are_marked_in_their_words(office):
    page = body(office.get(f"/conversations/{conversation_of('Leila Haddad')}"))
    assert "<mark>" in page
    assert 'dir="auto"' in page
    assert "Leila Haddad has a question open" in page


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_and_names_are_only_words(client, owner, words):
    now = datetime.now(UTC)
    bad = specimen.actor("sam")
    bad = type(bad)(
        id=bad.id, network=bad.network, handle=words[:300], name=words, summary=words, url="javascript:alert(1)"
    )
    post = Post(
        id="https://x.example/1", author=bad, published=now - timedelta(hours=30), text=f"{words} Can you help?",
        title=words, url="javascript:alert(1)", mentions=(specimen.actor("halden").id,), language='"><b>',
    )  # fmt: skip
    hear(owner, [*specimen.activities(now), created(post)])
    client.force_login(owner)
    pages = ["/today", "/conversations?tab=all", "/people", "/find?q=help"]
    pages += [f"/people/{p.public_id}" for p in Person.objects.all()[:3]]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        html = body(answer)
        assert "<script>alert" not in html, page
        assert "<img src=x" not in html, page
        assert 'href="javascript:' not in html, page
        assert len(gzip.compress(answer.content)) < 10_240, page


@pytest.mark.parametrize(
    "page", ["/today", "/conversations?tab=all", "/people", "/measure?period=a", "/settings", "/start", "/-/patterns"]
)
def test_a_page_weighs_less_than_ten_kilobytes(office, page):
    assert len(gzip.compress(office.get(page).content)) < 10_240


def test_a_person_is_a_finding_with_evidence(office):
    page = body(office.get(f"/people/{person_of('Aiko Tanabe')}"))
    assert "<h1" in page
    assert "Known as" in page
    assert "<title>A year with Aiko Tanabe" in page
    assert "Liked" in page


def test_people_are_merged_split_again_and_forgotten_with_their_name_typed(office):
    leila, sam = person_of("Leila Haddad"), person_of("Sam Otieno")
    assert "Sam Otieno" in body(office.get(f"/people/{leila}?same=Sam"))
    office.post(f"/people/{leila}/merge", {"other": sam})
    assert Person.objects.filter(name="Sam Otieno").count() == 0 or person_of("Leila Haddad")
    merged = office.get(f"/people/{leila}.json").json()
    assert len(merged["known_as"]) == 2
    office.post(f"/people/{leila}/undo/{merged['changes'][0]['id']}")
    assert len(office.get(f"/people/{leila}.json").json()["known_as"]) == 1
    kept = office.post(f"/people/{leila}/forget", {"typed": "Leila"}, follow=True)
    assert "Nothing was removed" in body(kept)
    office.post(f"/people/{leila}/forget", {"typed": "Leila Haddad"})
    assert office.get(f"/people/{leila}").status_code == 404


def test_a_copy_holds_all_of_one_person_and_nobody_else(office):
    answer = office.get(f"/people/{person_of('Leila Haddad')}.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as copy:
        documents = [json.loads(line) for line in copy.read("as2.jsonl").splitlines()]
        assert {"README.md", "about.json", "notes.jsonl"} <= set(copy.namelist())
    assert len(documents) >= 6
    assert "Sam Otieno" not in json.dumps(documents)
    assert all("type" in document for document in documents)


def test_measure_never_shows_a_naked_count(office):
    page = body(office.get("/measure?period=a"))
    assert "too few for a percentage" in page
    assert "heard for each 1 said" in page
    rows = office.get("/measure.csv?period=a").content.decode().splitlines()
    assert rows[0].startswith("time,key,of,question,k,n,estimate,low,high")
    assert len(rows) >= 6
    spec = office.get("/measure.vl.json?period=a").json()
    assert spec["$schema"].startswith("https://vega.github.io/")


def test_find_gives_people_and_words(office):
    assert "Leila Haddad" in body(office.get("/find?q=leila"))
    assert "calibration" in body(office.get("/find?q=calibration"))
    assert "Nothing carries these words" in body(office.get("/find?q=zzzz"))


def test_find_shows_twenty_of_how_many_and_leads_to_the_rest(office):
    now = datetime.now(UTC)
    record(
        [
            created(
                Post(
                    id=f"https://x.example/{n}",
                    author=Actor(id="https://x.example/u", network="x", handle="u", name="Una"),
                    published=now - timedelta(minutes=n),
                    text=f"Marmalade number {n}.",
                    url=f"https://x.example/{n}",
                )
            )
            for n in range(25)
        ]
    )
    catch_up()
    page = body(office.get("/find?q=marmalade"))
    assert "25 things were found" in page and "20 of 25" in page
    assert page.count("Original<span") == 20 and 'href="https://x.example/0" rel="noreferrer noopener"' in page
    (onward,) = re.findall(r'href="(\?[^"]+after=[^"]+)"', page)
    rest = body(office.get(f"/find{onward.replace('&amp;', '&')}"))
    assert "21 to 25 of 25" in rest and rest.count("Original<span") == 5
    assert office.get("/find.json?q=marmalade&kind=post&after=20").json()["posts"]["total"] == 25


def test_start_takes_a_dropped_file_and_names_what_it_cannot_read(client, owner, data):
    client.force_login(owner)
    sent = specimen.lines(datetime.now(UTC)).encode()
    taken = client.post("/start/upload?name=talks.jsonl", sent, content_type="application/octet-stream")
    assert (taken.status_code, taken.json()) == (201, {"heard": "ActivityStreams"})
    assert len(list((data / "uploads").rglob("*.jsonl"))) == 1
    refused = client.post("/start/upload?name=../../evil.bin", b"\x00\x01", content_type="application/octet-stream")
    assert refused.status_code == 422
    assert str(data) not in refused.json()["problem"]
    assert not list(data.parent.rglob("*evil*"))


def test_a_file_is_taken_without_scripts_too(client, owner, data):
    client.force_login(owner)
    file = SimpleUploadedFile("talks.jsonl", specimen.lines(datetime.now(UTC)).encode())
    answer = client.post("/start/listen", {"text": "", "file": file}, follow=True)
    assert "We are listening" in body(answer)
    assert Connection.objects.get().kind == "activitystreams"


def test_start_asks_again_by_itself_only_while_something_is_read(client, owner, data):
    client.force_login(owner)
    assert "every 2s" not in body(client.get("/start"))
    client.post(
        "/start/upload?name=talks.jsonl",
        specimen.lines(datetime.now(UTC)).encode(),
        content_type="application/octet-stream",
    )
    assert "every 2s" in body(client.get("/start"))


def test_a_typed_thing_that_nobody_knows_is_said_in_a_sentence(client, owner, data):
    client.force_login(owner)
    answer = client.post("/start/listen", {"text": "what is this?"}, follow=True)
    assert "We do not know what" in body(answer) and "Give a file, a folder" in body(answer)


def test_a_page_is_no_way_to_the_disk_of_the_server(client, owner, data):
    client.force_login(owner)
    secret = data / "secret.jsonl"
    secret.write_text(specimen.lines(datetime.now(UTC)))
    answer = client.post("/start/listen", {"text": str(secret)}, follow=True)
    assert "names a file on the machine" in body(answer)
    assert "names a file" in body(client.get(f"/start/what?text={secret}"))
    assert not Connection.objects.exists()


@pytest.mark.parametrize("kind", ["", "files", "activitystreams"])
def test_a_folder_of_the_server_is_no_source_that_a_page_connects(client, owner, data, kind):
    client.force_login(owner)
    folder = data / "kept"
    folder.mkdir()
    (folder / "secret.jsonl").write_text(specimen.lines(datetime.now(UTC)))
    assert client.post("/sources/connect", {"text": str(folder), "kind": kind}).status_code == 422
    assert "names a file" in body(client.post("/start/listen", {"text": str(folder)}, follow=True))
    assert not Connection.objects.exists()


def test_several_files_are_taken_at_once_each_for_what_it_is(client, owner, data):
    client.force_login(owner)
    feed = "<rss version='2.0'><channel><title>Norrvik</title></channel></rss>"
    files = [SimpleUploadedFile("talks.jsonl", specimen.lines(datetime.now(UTC)).encode()),
             SimpleUploadedFile("feed.xml", feed.encode())]  # fmt: skip
    client.post("/start/listen", {"text": "", "file": files}, follow=True)
    assert sorted(Connection.objects.values_list("kind", flat=True)) == ["activitystreams", "feeds"]


def test_an_owner_adds_a_colleague_and_sees_their_link_once(office):
    page = body(office.post("/settings/people", {"name": "Ana", "username": "ana", "role": "reader"}, follow=True))
    assert "?once=" in page
    assert OneTimeLink.objects.count() == 1
    assert "?once=" not in body(office.get("/settings"))
    taken = body(office.post("/settings/people", {"name": "Ana", "username": "ana", "role": "reader"}, follow=True))
    assert "empty or taken" in taken


def test_an_owner_says_on_the_page_how_long_edited_words_are_kept(office, looking):
    assert "kept for 30 days" in body(office.get("/settings"))
    assert "kept for one day" in body(office.post("/settings/keeping", {"days": "1"}, follow=True))
    for none in ("", "-1", "3651", "1.5", "²"):
        assert "between 0 and 3650 days" in body(office.post("/settings/keeping", {"days": none}, follow=True))
    assert looking.post("/settings/keeping", {"days": "9"}).status_code == 403
    page = body(looking.get("/settings"))
    assert "kept for one day" in page and 'name="days"' not in page


def test_whoever_cannot_be_added_need_not_be_typed_again(office):
    given = {"name": "Ana Berg", "username": "ana", "role": "reader", "password": "1234"}
    refused = office.post("/settings/people", given)
    assert refused.status_code == 422
    page = body(refused)
    assert "password is too short" in page.lower()
    assert 'value="Ana Berg"' in page and 'value="ana"' in page and '<option value="reader" selected>' in page
    assert "1234" not in page
    assert not Member.objects.filter(username="ana").exists()


def test_a_link_that_opens_only_here_says_so(office, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for host, only in (("localhost:8642", True), ("ears.example", False)):
        given = {"name": "Ana", "username": f"ana-{host[:4]}", "role": "reader"}
        office.post("/settings/people", given, headers={"host": host})
        page = body(office.get("/settings", headers={"host": host}))
        assert ("It opens on this machine only" in page) == only


def test_a_promise_is_kept_as_it_was_given_and_nonsense_is_refused(office):
    given = {"team": str(Team.objects.get().pk), "name": "Sales", "timezone": "Europe/Oslo", "promise": "240"}
    office.post("/settings/team", given | {"mon-from": "09:00", "mon-to": "17:00"})
    team = Team.objects.get()
    assert (team.name, team.promise_minutes, team.hours) == ("Sales", 240, {"mon": ["09:00", "17:00"]})
    assert "4 hours" in body(office.get("/settings"))
    refused = office.post("/settings/team", given | {"timezone": "Mars/Base"}, follow=True)
    assert "no time zone" in body(refused)


def test_keys_are_each_member_s_own(looking, reader):
    assert 'data-letters="on"' in body(looking.get("/today"))
    looking.post("/settings/reading", {"timezone": "Europe/Oslo"})
    assert 'data-letters="off"' in body(looking.get("/today"))
    assert "no time zone" in body(looking.post("/settings/reading", {"timezone": "Nowhere"}, follow=True))


def test_our_accounts_are_named_and_taken_back(office):
    office.post("/us", {"us": ["halden-support@social.example"]})
    assert OurAccount.objects.count() == 2
    office.post("/us/not", {"handle": "halden-support@social.example"})
    assert OurAccount.objects.count() == 1


def test_after_a_decision_nobody_is_sent_elsewhere(office):
    talk = conversation_of("Leila Haddad")
    for away in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = office.post(f"/conversations/{talk}/done", {"next": away})
        assert answer["Location"] == "/today", away


def test_data_of_a_page_is_plain_json(office):
    assert json.loads(office.get("/today.json").content)["waiting"][0]["why"]


def test_hours_of_a_person_are_a_picture_with_its_table_or_a_plain_no(office, market):
    leila = person_of("Leila Haddad")
    assert "Too early to tell" in body(office.get(f"/people/{leila}"))
    author = next(a.actor for a in market if a.actor.name == "Leila Haddad")
    first = datetime(2026, 3, 2, 9, tzinfo=UTC)
    days = [first + timedelta(days=day) for day in range(90)]
    record([created(Post(id=f"{author.id}/{at:%j}", author=author, published=at, text="Good day.")) for at in days])
    catch_up()
    page = body(office.get(f"/people/{leila}"))
    assert "<title>They speak mostly every day 9–10, in UTC: we cannot tell where their day lies." in page
    assert "Share of what they say in a week, by day and hour, in UTC" in page
    assert page.count('<th scope="row" class="nowrap">') == 8


def test_measure_shows_how_long_answers_take_with_its_table(office):
    page = body(office.get("/measure"))
    assert "How long answers take" in page
    assert "<title>Answered by us: Half were answered within" in page
    assert "Share that was answered after a time" in page


def test_settings_says_what_is_missing_or_who_promises_what(office, owner, reader):
    def headline() -> str:
        found = re.search(r"<h1>(.+?)</h1>", body(office.get("/settings")))
        assert found
        return found[1]

    assert headline() == "Say how soon you answer"
    Team.objects.update(promise_minutes=240)
    assert headline() == "You promise an answer within 4 hours"
    Member.objects.create(username="mia", first_name="Mia")
    assert headline() == "Two people promise an answer within 4 hours", "readers only look"
    OurAccount.objects.all().delete()
    assert headline() == "Say which accounts are yours"
