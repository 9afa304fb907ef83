"""Sources: connected with what they ask for, seen as they are, given and taken from."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from hearing import conversation_of

from tests.square import TEXT
from twoears.lib.seals import unseal
from twoears.sources.models import Connection, Gap, Look, State
from twoears.sources.tasks import forget_old_looks

NOW = datetime.now(UTC)


def body(answer) -> str:
    return " ".join(answer.content.decode().split())


def secrets(connection: Connection) -> dict[str, str]:
    connection.refresh_from_db()
    return unseal(bytes(connection.sealed), settings.SECRET_KEY)


def test_a_thing_that_asks_for_something_is_asked_for_it_first(office, square):
    answer = office.post("/start/listen", {"text": TEXT}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sources/connect?text=")
    assert "Square asks for something first" in body(answer)
    assert 'type="password"' in body(answer)
    assert not Connection.objects.filter(text=TEXT).exists()

    refused = office.post("/sources/connect", {"text": TEXT, "f-room": "hall"})
    assert (refused.status_code, "Something is missing: Token." in body(refused)) == (422, True)
    answer = office.post("/sources/connect", {"text": TEXT, "f-token": " t-1 ", "f-room": "hall"}, follow=True)
    made = Connection.objects.get(text=TEXT)
    assert answer.redirect_chain[-1][0] == f"/sources/{made.pk}"
    assert (secrets(made), made.asked["options"], made.state) == ({"token": "t-1"}, {"room": "hall"}, State.WAITING)


def test_a_secret_is_never_shown_again_replaced_and_taken_away(office, place):
    for page in (f"/sources/{place.pk}", f"/sources/{place.pk}.json", "/sources", "/sources.json"):
        assert "secret-of-ours" not in office.get(page).content.decode()
    assert "given; type a new one" in body(office.get(f"/sources/{place.pk}"))

    office.post(f"/sources/{place.pk}/give", {"f-token": "", "f-room": "hall"})
    assert secrets(place) == {"token": "secret-of-ours"}, "what is left empty stays"
    office.post(f"/sources/{place.pk}/give", {"f-token": "another", "f-room": ""})
    assert (secrets(place), place.asked["options"]) == ({"token": "another"}, {})
    office.post(f"/sources/{place.pk}/take-away", {"name": "token"})
    assert secrets(place) == {}
    answer = office.post(f"/sources/{place.pk}/give", {"f-password": "x"}, follow=True)
    assert "does not ask for" in body(answer)


def test_readers_look_at_a_source_and_change_nothing(looking, place):
    page = body(looking.get(f"/sources/{place.pk}"))
    assert "Token: given" in page
    assert place.door not in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert looking.get("/sources/connect").status_code == 403
    for what, given in (("give", {"f-token": "x"}), ("take-away", {"name": "token"}), ("look-back", {})):
        assert looking.post(f"/sources/{place.pk}/{what}", given).status_code == 403
    assert secrets(place) == {"token": "secret-of-ours"}


def test_only_members_see_the_address_where_others_bring_things(office, place, settings):
    settings.PUBLIC_URL = "https://ears.example"
    assert f"https://ears.example/in/{place.door}" in body(office.get(f"/sources/{place.pk}"))
    assert place.door not in office.get(f"/sources/{place.pk}.json").content.decode()
    assert place.door not in office.get("/sources.json").content.decode()
    settings.PUBLIC_URL = ""
    assert "TWOEARS_PUBLIC_URL" in body(office.get(f"/sources/{place.pk}"))


def test_a_source_tells_its_holes_its_delay_its_limit_and_its_end(office, place):
    Connection.objects.filter(pk=place.pk).update(
        state=State.LISTENING, first_heard=NOW - timedelta(days=90), last_heard=NOW, delay=4.2,
        limit_most=300, limit_left=240, limit_resets_at=NOW + timedelta(hours=10),
        renews_on=NOW.date() + timedelta(days=12),
    )  # fmt: skip
    for hours, filled in ((50, None), (49, None), (20, NOW)):
        since = NOW - timedelta(hours=hours)
        until = since + timedelta(hours=1)
        Gap.objects.create(connection=place, since=since, until=until, why="Cut off.", filled_at=filled)
    page = body(office.get(f"/sources/{place.pk}"))
    for words in (
        "One hole in the last 30 days is not filled.", "filled since", "Heard 4 seconds after it is said",
        "240 of 300 questions left", "in 12 days", "We can answer through it.", "with 1 hole in the last 30 days",
    ):  # fmt: skip
        assert words in page, words
    listed = body(office.get("/sources"))
    assert "What it is built on ends:" in listed and "in 12 days" in listed
    assert "with 1 hole in the last 30 days" in listed


def test_a_source_that_failed_says_why_and_what_happens_next(office, place):
    Connection.objects.filter(pk=place.pk).update(
        state=State.FAILED, last_error="It refused the token.", next_at=NOW + timedelta(hours=20)
    )
    page = body(office.get("/sources"))
    assert "One source is silent" in page
    assert "It refused the token. We look again in" in page
    assert "If the password or token has changed, give the new one." in page


def test_a_file_that_could_not_be_read_is_not_called_silent(office, place):
    Connection.objects.create(name="t", kind="tables", text="/gone/talk.csv", state=State.FAILED, last_error="Gone.")
    page = body(office.get("/sources"))
    assert "One source could not be read" in page and "is silent" not in page


def test_looking_back_reads_again_from_a_day_on(office, place, square):
    Connection.objects.filter(pk=place.pk).update(cursor={"since": "9"}, state=State.LISTENING, next_at=None)
    refused = office.post(f"/sources/{place.pk}/look-back", {"since": "the other day"}, follow=True)
    assert "is no day" in body(refused)
    office.post(f"/sources/{place.pk}/look-back", {"since": "2026-03-01"})
    place.refresh_from_db()
    assert (place.cursor, place.state, str(place.asked["since"])[:10]) == ({}, State.WAITING, "2026-03-01")
    from twoears.jobs import look

    assert look()
    assert [asked.since.date().isoformat() for asked in square.asked if asked.since] == ["2026-03-01"]


def test_what_was_sent_through_keeps_its_source(office, place, square):
    talk = conversation_of("Leila Haddad")
    etag = office.get(f"/conversations/{talk}.json").json()["etag"]
    office.post(f"/conversations/{talk}/send", {"text": "It does.", "source": place.pk, "etag": etag})
    answer = office.post(f"/sources/{place.pk}/remove", follow=True)
    assert "Pause it instead" in body(answer)
    assert Connection.objects.filter(pk=place.pk).exists()


@pytest.mark.django_db
def test_old_looks_are_forgotten_and_the_last_ones_kept():
    made = Connection.objects.create(name="a", kind="feeds", text="a")
    Look.objects.bulk_create(
        Look(connection=made, at=NOW - timedelta(days=days - 0.5), well=True) for days in range(100, 0, -1)
    )
    assert forget_old_looks() == 40
    assert forget_old_looks() == 0
    assert Look.objects.count() == 60
    old = Connection.objects.create(name="b", kind="feeds", text="b")
    Look.objects.create(connection=old, at=NOW - timedelta(days=300), well=True)
    forget_old_looks()
    assert Look.objects.filter(connection=old).exists(), "of a file that was read once, its look is all there is"
