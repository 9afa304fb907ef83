"""Helpers of the tests beside this file: hear a market, and look up the public names in it."""

import specimen

from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.conversations.models import Standing
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.team.models import Member
from twoears.threads.actions import say_us


def hear(owner: Member, activities: list[Activity]) -> list[Activity]:
    say_us(member=owner, handles=[specimen.US])
    record(activities, source="test")
    catch_up()
    return activities


def conversation_of(name: str) -> str:
    found = Standing.objects.filter(thread__counterpart__name=name).order_by("-thread__last_at").first()
    assert found is not None
    return found.thread.public_id


def person_of(name: str) -> str:
    return Person.objects.get(name=name).public_id
