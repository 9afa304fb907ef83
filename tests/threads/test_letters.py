"""Mails that programs write wait for nobody; what lies in our own box of sent mail is ours."""

from datetime import UTC, datetime, timedelta

import pytest

from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.threads.actions import say_us
from twoears.threads.models import Turn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def mail(number: int, who: str, text: str, answers: int = 0, **detail: str) -> Activity:
    author = Actor(id=f"mailto:{who}", network="mail", handle=who, mail=who)
    post = Post(
        id=f"mid:{number}@a.example",
        author=author,
        published=NOON + timedelta(hours=number),
        text=text,
        in_reply_to=f"mid:{answers}@a.example" if answers else "",
        mentions=("mailto:help@halden.example",) if not who.endswith("halden.example") else (),
    )
    told = tuple(detail.items())
    return Activity(
        id=f"{post.id}#create", type="Create", actor=author, published=post.published, object=post, detail=told
    )


def test_a_program_waits_for_nobody_and_does_not_answer_for_us(owner: Member) -> None:
    say_us(member=owner, handles=["help@halden.example"])
    record(
        [
            mail(1, "ann@a.example", "Does the pump run on twelve volts?"),
            mail(2, "news@b.example", "Why not buy our pump today?", auto="newsletter"),
            mail(3, "cid@c.example", "I am out of the office. Is it urgent?", auto="reply"),
        ]
    )
    catch_up()
    assert {turn.post.uid: turn.waits for turn in Turn.objects.select_related("post")} == {
        "mid:1@a.example": "question",
        "mid:2@a.example": "",
        "mid:3@a.example": "",
    }


def test_what_we_sent_under_another_name_answers(owner: Member) -> None:
    say_us(member=owner, handles=["help@halden.example"])
    record(
        [
            mail(1, "ann@a.example", "Does the pump run on twelve volts?"),
            mail(2, "bea@elsewhere.example", "It does, from version 4 on.", answers=1, box="sent"),
        ]
    )
    catch_up()
    asked = Turn.objects.get(post__uid="mid:1@a.example")
    assert (asked.waits, asked.open, asked.answered_by.uid) == ("question", False, "mid:2@a.example")
