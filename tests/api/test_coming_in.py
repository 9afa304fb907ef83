"""Who may come in, by a session or by a token, and as what."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from twoears.team.actions import BadToken, OutOfScope, make_token, member_of_token, revoke_token
from twoears.team.models import Member, Role, Token

URL = "/api/v1/people"


def come(token: str) -> int:
    return Client().get(URL, headers={"Authorization": f"Bearer {token}"}).status_code


def test_strangers_are_asked_to_sign_in(stranger) -> None:
    for path in (
        "today",
        "conversations",
        "conversations/x",
        "people",
        "people/x",
        "measures",
        "sources",
        "asides",
        "us",
        "find?q=a",
    ):
        answer = stranger("GET", path)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.json()["detail"].startswith("Sign in")
    assert stranger("POST", "conversations/x/done").status_code == 401
    assert stranger("DELETE", "people/x", {"typed": "x"}).status_code == 401


def test_a_token_comes_in_and_its_use_is_seen(member: Member) -> None:
    assert come(make_token(member=member, name="cron", scopes=["read"])) == 200
    assert Token.objects.get().used_at is not None


def test_a_token_is_kept_as_a_digest_only(member: Member) -> None:
    token = make_token(member=member, name="cron", scopes=["read"])
    assert token not in str(Token.objects.values().get())


def test_a_token_that_is_wrong_ended_revoked_or_of_one_who_left_is_refused(member: Member) -> None:
    assert come("twoears_wrong") == 401
    long_ago = datetime.now(UTC) - timedelta(days=8)
    assert come(make_token(member=member, name="old", scopes=["read"], lives=timedelta(days=7), now=long_ago)) == 401
    token = make_token(member=member, name="spent", scopes=["read"])
    assert revoke_token(member=member, token=Token.objects.get(name="spent").pk)
    assert come(token) == 401
    left = make_token(member=member, name="left", scopes=["read"])
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert come(left) == 401


def test_a_wrong_token_is_not_helped_by_a_session(client: Client, member: Member) -> None:
    client.force_login(member)
    assert client.get(URL, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_token_does_what_it_was_made_for_and_no_more(member: Member, source) -> None:
    looks = {"Authorization": f"Bearer {make_token(member=member, name='look', scopes=['read'])}"}
    assert Client().get("/api/v1/sources", headers=looks).status_code == 200
    refused = Client().post(f"/api/v1/sources/{source.pk}/pause", headers=looks)
    assert refused.status_code == 403
    assert "'set up'" in refused.json()["detail"]
    with pytest.raises(OutOfScope):
        member_of_token(make_token(member=member, name="x", scopes=["decide"]), scope="read")


def test_a_token_loses_what_its_member_may_no_longer_do(ask, member: Member, source) -> None:
    assert ask("POST", f"sources/{source.pk}/pause").status_code == 200
    Member.objects.filter(pk=member.pk).update(role=Role.READER)
    assert ask("POST", f"sources/{source.pk}/pause").status_code == 403


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["read"], 1), ("x", [], 1), ("x", ["all"], 1), ("x", ["read"], 0), ("x", ["read"], 400)],
)
def test_a_token_needs_a_name_a_scope_and_an_end(member: Member, name: str, scopes: list[str], days: int) -> None:
    with pytest.raises(BadToken):
        make_token(member=member, name=name, scopes=scopes, lives=timedelta(days=days))


def test_readers_make_tokens_that_look(reader: Member) -> None:
    assert come(make_token(member=reader, name="look", scopes=["read"])) == 200
    with pytest.raises(BadToken):
        make_token(member=reader, name="more", scopes=["read", "decide"])


def test_a_token_is_ended_by_its_member_or_an_owner(owner: Member, member: Member, reader: Member) -> None:
    for name in ("one", "two"):
        make_token(member=member, name=name, scopes=["read"])
    one, two = Token.objects.order_by("name")
    assert not revoke_token(member=reader, token=one.pk)
    assert revoke_token(member=member, token=one.pk)
    assert revoke_token(member=owner, token=two.pk)


def test_a_session_looks_and_decides_with_the_csrf_token_of_the_pages(member: Member, source) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert client.get("/api/v1/sources").status_code == 200
    refused = client.post(f"/api/v1/sources/{source.pk}/pause")
    assert refused.status_code == 403
    assert "X-CSRFToken" in refused.json()["detail"]
    client.cookies["csrftoken"] = "a" * 32
    assert client.post(f"/api/v1/sources/{source.pk}/pause", headers={"X-CSRFToken": "a" * 32}).status_code == 200


def test_readers_look_and_change_nothing(ask_as_reader, reader: Member) -> None:
    assert ask_as_reader("GET", "today").status_code == 200
    client = Client()
    client.force_login(reader)
    for path in (
        "conversations/x/done",
        "decisions/1/undo",
        "people/x/merge",
        "identities/1/undo",
        "sources",
        "sources/1/test",
        "asides/1/retry",
        "us",
    ):
        refused = client.post(f"/api/v1/{path}", {}, "application/json")
        assert refused.status_code == 403, path
        assert "Readers look" in refused.json()["detail"]
    assert client.delete("/api/v1/people/x", {"typed": "x"}, "application/json").status_code == 403
