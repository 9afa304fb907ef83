"""What is in the mail of a member: who needs them and nobody else, and what their queries heard since the last one."""

from datetime import datetime, timedelta

import pytest

from tests.digest.conftest import MONDAY, said
from twoears.conversations.actions import done, hand_over, later
from twoears.conversations.digest.actions import want
from twoears.conversations.digest.letter import Letter, text
from twoears.conversations.digest.models import MorningMail
from twoears.conversations.digest.pages.reader import reader_of, wish_of
from twoears.conversations.digest.pages.writing import written
from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import today
from twoears.jobs import catch_up
from twoears.queries.actions import add, bring_back, change, exclude, put_in_mail, remove
from twoears.queries.models import Query
from twoears.team.actions import first_team
from twoears.team.models import Member, Role, Team

pytestmark = pytest.mark.django_db
SATURDAY = MONDAY - timedelta(hours=43)


def told(member: Member, now: datetime = MONDAY) -> Letter | None:
    made = written(member, now=now)
    return made.letter if made else None


def names(member: Member) -> list[str]:
    made = told(member)
    return [person.name for person in made.people] if made else []


def asks(who: str, hours: float = 43, words: str = "Does it run on SQLite?", **more: bool) -> str:
    """The id of a conversation that waits."""
    said(who, f"@acme {words}", MONDAY - timedelta(hours=hours), to_us=True, **more)
    return Standing.objects.get(thread__counterpart__handle=who).thread.public_id


def test_nobody_waits_and_nothing_was_heard_so_there_is_no_mail(mira: Member) -> None:
    said("ann", "A fine day.", SATURDAY)
    assert told(mira) is None


def test_who_waits_is_there_with_their_words_why_the_clock_and_the_link(mira: Member) -> None:
    talk = asks("ann")
    made = told(mira)
    assert made is not None
    assert made.subject == "Ann waits since Saturday"
    (ann,) = made.people
    assert (ann.name, ann.words, ann.clock) == ("Ann", "@acme Does it run on SQLite?", "waits for 43 hours")
    assert (ann.why, ann.act) == ("open question", "Answer")
    assert ann.url.endswith(f"/conversations/{talk}")


def test_five_are_shown_and_all_are_counted(mira: Member) -> None:
    for n in range(7):
        asks(f"ann{n}", 40 - n)
    made = told(mira)
    assert made is not None
    assert [person.name for person in made.people] == [f"Ann{n}" for n in range(5)]
    assert (made.subject, made.others) == ("Ann0 waits since Saturday, and 6 more", "2 more wait")


def test_what_is_done_or_put_off_needs_nobody(mira: Member) -> None:
    done(member=mira, conversation=asks("ann"), now=MONDAY)
    later(member=mira, conversation=asks("bob"), until=MONDAY + timedelta(days=1), now=MONDAY)
    assert told(mira) is None


def test_what_is_somebody_else_s_is_not_in_mine(mira: Member, colleague: Member) -> None:
    sales = Team.objects.create(name="Sales")
    sales.members.add(colleague)
    for who, to in (("ann", {"to_member": colleague}), ("bob", {"to_team": sales}), ("carla", {})):
        talk = asks(who)
        if to:
            hand_over(member=mira, conversation=talk, now=MONDAY, **to)
    assert names(mira) == ["Carla"]
    assert names(colleague) == ["Ann", "Bob", "Carla"]


def test_somebody_who_has_left_is_told_nothing(mira: Member, colleague: Member) -> None:
    asks("ann")
    colleague.is_active = False
    colleague.save()
    assert told(colleague) is None


def test_those_who_thank_fill_the_rest_and_are_no_reason_for_a_mail(mira: Member) -> None:
    said("dora", "@acme Thank you, that helps a lot!", SATURDAY, to_us=True)
    assert told(mira) is None
    asks("ann")
    assert names(mira) == ["Ann", "Dora"]


QUOTED = [("public words", True, False), ("all words", True, True), ("no words", False, False)]


@pytest.mark.parametrize(("words", "public", "private"), QUOTED)
def test_a_member_decides_what_is_quoted(mira: Member, words: str, public: bool, private: bool) -> None:
    asks("ann", words="Does the public see?")
    asks("bob", words="Does nobody see?", private=True)
    add(member=mira, name="See", text="see", in_mail=True)
    catch_up()
    for number, (who, secret) in enumerate((("carla", False), ("dora", True))):
        said(
            who, f"I see {'nobody' if secret else 'the public'}.", MONDAY - timedelta(hours=1 + number), private=secret
        )
    want(member=mira, quotes=words)
    made = told(mira)
    assert made is not None
    assert {"Ann", "Bob"} == {person.name for person in made.people}
    assert made.news[0].told == "2 posts in 2 stories"
    whole = text(made)
    assert ("Does the public see" in whole, "I see the public" in whole) == (public, public)
    assert ("Does nobody see" in whole, "I see nobody" in whole) == (private, private)


@pytest.fixture
def pumps(mira: Member) -> Query:
    """A query in the mail, and a hit of history."""
    said("ann", "A pump of old.", SATURDAY)
    made = add(member=mira, name="Pumps", text="pump", in_mail=True)
    catch_up()
    return made


def heard(member: Member, now: datetime = MONDAY) -> list[str]:
    made = told(member, now)
    return [f"{one.name}: {one.told}" for one in made.news] if made else []


def sent(member: Member, now: datetime) -> None:
    """As if the mail of that moment had arrived."""
    made = written(member, now=now)
    assert made is not None
    MorningMail.objects.create(
        member=member, day=now.date(), made_at=now, sent_at=now, state=MorningMail.State.SENT, heard=made.asked
    )


def test_a_query_says_how_much_it_heard_in_how_many_stories_and_three_sentences(mira: Member, pumps: Query) -> None:
    for n in range(4):
        said(
            f"bob{n}", f"It ran for years. The pump number {n} leaks at 3.5 bar. Why?", MONDAY - timedelta(hours=9 - n)
        )
    said("copy", "It ran for years. The pump number 3 leaks at 3.5 bar. Why?", MONDAY - timedelta(hours=2))
    said("acme", "Our new pump is here.", MONDAY - timedelta(hours=1))
    made = told(mira)
    assert made is not None
    assert made.subject == "Pumps: 5 posts in 4 stories", "what we say ourselves is no news"
    quotes = made.news[0].quotes
    assert [quote.author for quote in quotes] == ["Copy", "Bob2", "Bob1"]
    assert quotes[1].words == "The pump number 2 leaks at 3.5 bar."
    assert quotes[1].url.startswith("https://x.com/bob2/")


def test_what_was_history_when_it_was_kept_is_no_news(mira: Member, pumps: Query) -> None:
    assert told(mira) is None


def test_each_post_is_in_one_mail_also_where_it_was_heard_late(mira: Member, pumps: Query) -> None:
    said("bob", "The pump leaks.", MONDAY - timedelta(hours=3))
    assert heard(mira) == ["Pumps: 1 post"]
    sent(mira, MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    assert heard(mira, tuesday) == []
    said("carla", "A pump, heard late.", MONDAY - timedelta(hours=20))
    said("dora", "A pump of last year, from an archive.", MONDAY - timedelta(days=300))
    assert heard(mira, tuesday) == ["Pumps: 1 post"]


def test_what_a_mail_that_did_not_arrive_told_is_told_again(mira: Member, pumps: Query) -> None:
    said("bob", "The pump leaks.", MONDAY - timedelta(hours=3))
    sent(mira, MONDAY)
    MorningMail.objects.update(state=MorningMail.State.UNKNOWN, sent_at=None)
    assert heard(mira, MONDAY + timedelta(hours=12)) == ["Pumps: 1 post"]


def test_only_queries_with_the_switch_that_are_listened_for_and_nothing_left_out(mira: Member, pumps: Query) -> None:
    add(member=mira, name="Quiet", text="leak*")
    said("bob", "The pump leaks.", MONDAY - timedelta(hours=3))
    assert heard(mira) == ["Pumps: 1 post"]
    put_in_mail(member=mira, query=pumps, in_mail=False)
    assert heard(mira) == []
    put_in_mail(member=mira, query=pumps, in_mail=True)
    exclude(member=mira, query=pumps, text="author:bob")
    assert heard(mira) == []
    said("carla", "Another pump.", MONDAY - timedelta(hours=2))
    assert heard(mira) == ["Pumps: 1 post"]
    remove(member=mira, query=pumps)
    assert heard(mira) == []
    bring_back(member=mira, query=pumps)
    change(member=mira, query=pumps, text="pump OR leak*")
    catch_up()
    assert heard(mira) == [], "asked anew, it is history"


def test_a_query_of_another_team_is_not_in_mine(mira: Member, colleague: Member) -> None:
    sales = Team.objects.create(name="Sales")
    sales.members.add(colleague)
    for name, team in (("Theirs", sales), ("Ours", first_team()), ("Nobody's", None)):
        add(member=mira, name=name, text="pump", team=team, in_mail=True)
    catch_up()
    said("bob", "The pump leaks.", MONDAY - timedelta(hours=3))
    assert heard(mira) == ["Nobody's: 1 post", "Ours: 1 post"]
    assert heard(colleague) == ["Nobody's: 1 post", "Ours: 1 post", "Theirs: 1 post"]


def test_what_is_said_unusually_often_is_said_so(mira: Member, pumps: Query) -> None:
    for week in range(1, 5):
        said("ann", f"A pump, week {week}.", MONDAY - timedelta(weeks=week))
    for n in range(12):
        said(f"bob{n}", f"The pump leaks, says number {n}.", MONDAY - timedelta(minutes=120 - n))
    made = told(mira)
    assert made is not None
    assert made.news[0].burst.startswith("Said unusually often: 12 on Monday in the hour from 05:00, where hardly any")
    Query.objects.update(alerts=False)
    made = told(mira)
    assert made is not None and made.news[0].burst == ""


def test_yesterday_is_that_of_the_reader(mira: Member) -> None:
    asks("ann")
    for hours, who in ((8, "bob"), (7, "carla"), (33, "dora")):  # Sunday 23:30, Monday 00:30, Saturday 22:30 in UTC
        said(who, "@acme A fine day.", MONDAY - timedelta(hours=hours), to_us=True)
    said("acme", "A fine day to you all.", MONDAY - timedelta(hours=12))
    made = told(mira)
    assert made is not None
    assert "Yesterday, Sunday 8 March" in made.ratio and made.ratio.endswith("(1 heard, 1 said).")
    mira.timezone = "Asia/Tokyo"
    mira.save()
    made = told(mira)
    assert made is not None and "1 heard, nothing said" in made.ratio, "Sunday ended at 15:00 in UTC"


@pytest.mark.parametrize(
    ("own", "team", "zone"),
    [("Asia/Tokyo", "Europe/Oslo", "Asia/Tokyo"), ("", "Europe/Oslo", "Europe/Oslo"), ("Mars/Base", "Nowhere", "UTC")],
)
def test_the_zone_is_their_own_else_that_of_the_team(mira: Member, own: str, team: str, zone: str) -> None:
    mira.timezone = own
    Team.objects.update(timezone=team)
    assert reader_of(mira, wish_of(mira)).zone == zone


def test_work_days_are_those_on_which_the_team_works(mira: Member) -> None:
    assert reader_of(mira, wish_of(mira)).days == frozenset(range(5)), "nobody has said any"
    Team.objects.update(hours={"sat": ["09:00", "12:00"], "mon": ["09:00", "17:00"]})
    mira = Member.objects.get(pk=mira.pk)
    assert reader_of(mira, wish_of(mira)).days == {0, 5}


def test_a_reader_has_a_mail_too(mira: Member, reader: Member) -> None:
    asks("ann")
    assert reader.role == Role.READER
    assert names(reader) == ["Ann"]


def test_nobody_is_reminded_every_morning_of_an_archive(mira: Member) -> None:
    talk = asks("ann", hours=24 * 40)
    assert [row.conversation for row in today(mira, now=MONDAY).waiting] == [talk]
    assert told(mira) is None
