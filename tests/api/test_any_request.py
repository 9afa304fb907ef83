"""Whatever is asked, right or wrong, is answered as the description says, and never with a fault of ours."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.square import our_place, squares
from twoears.activities.models import Activity, Actor, Post
from twoears.conversations import actions
from twoears.conversations.criticism.actions import improve
from twoears.conversations.criticism.models import ImprovementChange
from twoears.conversations.criticism.telling.actions import leave_alone
from twoears.conversations.criticism.telling.actions import mark as mark_criticism
from twoears.conversations.strangers.actions import leave
from twoears.conversations.voices import actions as subjects
from twoears.people.actions import merge
from twoears.people.companies.actions import anybody_has
from twoears.people.models import LikelyMatch
from twoears.people.referrals.actions import say_referral
from twoears.people.referrals.models import Referral
from twoears.people.ruling import write
from twoears.people.stages import RULES
from twoears.people.standing.actions import put_in_force, set_stage
from twoears.people.tasks import meet_by_hand
from twoears.publishing.actions import send
from twoears.queries.actions import add, exclude, mark
from twoears.reach.introducing.actions import spare
from twoears.reach.wanted.actions import want
from twoears.team.actions import make_token
from twoears.team.models import Member, Scope
from twoears.threads.models import Turn
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item, keep_talk
from twoears.understanding.needs.items import Item
from twoears.understanding.optional.actions import Brought, add_reader
from twoears.understanding.own.actions import choose_enough
from twoears.understanding.teaching.actions import teach

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app=WSGIHandler())
SAID = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A whole request ends by closing what is old; the connection that holds the test's transaction stays open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def square() -> Iterator[None]:
    """A place to speak in, so that there is something that was sent."""
    with squares("mastodon"):
        yield


@pytest.fixture
def there(
    square: None,
    owner: Member,
    person: Callable[[str], str],
    conversation: Callable[[str], str],
    source: Any,
    aside: Any,
) -> dict[str, Any]:
    """For each name in an address something that is there, so that requests come past "not here"."""
    kept = add(member=owner, text="housing", name="Housing")
    made = actions.done(member=owner, conversation=conversation("Ann"))
    improvement = improve(member=owner, title="A heated housing")
    theirs = Turn.objects.filter(ours=False).earliest("pk").pk
    change = merge(member=owner, left=person("Ann"), right=person("Annie"))
    return {
        "conversations": conversation("Dora"),
        "queries": kept.public_id,
        "exclusion": exclude(member=owner, query=kept, text="price").pk,
        "post": mark(member=owner, query=kept, post=Post.objects.earliest("pk"), right=True).post_id,
        "people": person("Carla"),
        "decision": made.pk,
        "change": change.pk,
        "source": source.pk,
        "aside": aside.pk,
        "correction": teach(member=owner, post=Post.objects.earliest("pk").pk, reader="thanks", label="thanks").pk,
        **needs(owner),
        "match": a_pair(theirs),
        "delivery": send(member=owner, connection=our_place(owner), act="post", text="Hello").pk,
        "name": "token",
        "reader_name": a_reader(owner),
        "reader": "thanks",
        "choice": choose_enough(member=owner, reader="thanks", enough=0.8).pk,
        "improvement": improvement.pk,
        "improvement_change": ImprovementChange.objects.get(improvement=improvement).pk,
        "criticism_mark": mark_criticism(member=owner, post=theirs).pk,
        **voices(owner, theirs),
        "stranger_word": a_stranger(owner),
        "domain": a_company(),
        "company_decision": anybody_has(member=owner, company="post.example", reason="A provider.").pk,
        "wanted": want(member=owner, text="Ann", name="Those")[0].pk,
        "left_out_id": spare(member=owner, actor=Post.objects.get(pk=theirs).author_id).pk,
        **stages(owner, person("Bob")),
        **referrals(owner, person("Carla"), person("Dora")),
        "left_alone": leave_alone(member=owner, actor=Post.objects.get(pk=theirs).author_id, reason="Asked.").pk,
    }


def a_pair(post: int) -> str:
    """Two accounts that may be one person."""
    left, right = Post.objects.get(pk=post).author, Post.objects.latest("pk").author
    about = {"probability": 0.9, "reasons": [["the same name", 3.0]], "version": "1", "made_at": datetime.now(UTC)}
    return LikelyMatch.objects.create(public_id="m_any", left=left, right=right, **about).public_id


def a_reader(owner: Member) -> str:
    """A model behind a door at which nobody answers."""
    asked = {"question": "Does the author praise us?", "labels": ("praised",)}
    where = {"address": "http://127.0.0.1:9/v1", "near": True, "model": "small"}
    return add_reader(owner=owner, brought=Brought(name="liked", **where, **asked)).name


def a_company() -> str:
    """Somebody writes from there."""
    moment = datetime.now(UTC)
    mail = "eve@north-dairy.example"
    eve = Actor.objects.create(uid=f"mailto:{mail}", network="mail", handle=mail, mail=mail, seen_at=moment)
    meet_by_hand(eve.pk)
    return "north-dairy.example"


def a_stranger(owner: Member) -> int:
    """A decision about somebody whom nobody has met."""
    moment = datetime.now(UTC)
    actor = Actor.objects.create(uid="https://x.com/nobody", network="x", handle="nobody", seen_at=moment)
    return leave(member=owner, actor=actor.pk).pk


def needs(owner: Member) -> dict[str, Any]:
    code, talk = make_code(member=owner, name="cold"), keep_talk(member=owner, title="Ann", text="It is cold.")
    said = code_item(member=owner, item=Item("post", Post.objects.earliest("pk").pk), code=code.pk)
    return {"code": code.pk, "code_change": code.changes.get().pk, "coding_id": said.pk, "talk": talk.pk}


def referrals(owner: Member, referrer: str, referred: str) -> dict[str, Any]:
    said = say_referral(member=owner, referrer=referrer, referred=referred)
    acted = Activity.objects.earliest("pk")
    Referral.objects.create(activity=acted, named="Ann", how="words", probability=0.9, at=acted.published)
    return {"referral": Referral.objects.get().activity_id, "referral_decision": said.pk}


def voices(owner: Member, post: int) -> dict[str, Any]:
    subject = subjects.make_subject(member=owner, name="Cold", text="cold")
    statement = subjects.state(member=owner, subject=subject.pk, text="It is far too cold here.")
    marked = subjects.mark(member=owner, statement=statement.pk, post=post, side="agree")
    return {"subject": subject.pk, "statement": statement.pk, "stance_mark": marked.pk}


def stages(owner: Member, person: str) -> dict[str, Any]:
    rules = put_in_force(member=owner, text=write(RULES), reason="We say so.")
    said = set_stage(member=owner, person=person, stage="friend", reason="We met.")
    return {"stage_rules": rules.pk, "stage_decision": said.pk}


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_any_request_is_answered_as_described(case: schemathesis.Case, there: dict[str, Any], owner: Member) -> None:
    token = make_token(member=owner, name="any", scopes=list(Scope.values))
    for name in case.path_parameters or {}:
        case.path_parameters[name] = there[case.operation.path.split("/")[3] if name == "public_id" else name]
    sent = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}  # the caller does not unpack
    case.call_and_validate(checks=SAID, headers=sent)
