"""Permission to listen and speak, from the first question to the token and back."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sources.live.fediverse import Fediverse
from tests.sources.live.fediverse_answers import Answer
from twoears.lib.http import NoAnswer
from twoears.sources.mastodon.oauth import (
    OUT_OF_BAND,
    authorize_url,
    exchange,
    handle_of,
    register,
    revoke,
    verifier,
)
from twoears.sources.reading import CannotRead

BACK = "https://ears.norrvik.example/sources/back"


@pytest.mark.parametrize("redirect", [OUT_OF_BAND, BACK])
def test_a_member_gives_permission(fediverse: Fediverse, redirect: str) -> None:
    app = register(fediverse.base, redirect, allow="127.0.0.1")
    secret = verifier()
    url = authorize_url(app, verifier=secret, state="here")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{fediverse.base}/oauth/authorize?")
    assert (asked["redirect_uri"], asked["state"], asked["response_type"]) == (redirect, "here", "code")
    assert "follow" not in asked["scope"] and "write:accounts" not in asked["scope"] and len(secret) >= 43
    # The member signs in there, and the server hands out a code for who can show the secret.
    fediverse.codes = {"a-code": asked["code_challenge"]}
    token = exchange(app, " a-code\n", verifier=secret, allow="127.0.0.1")
    assert token in fediverse.tokens
    assert handle_of(fediverse.base, token, allow="127.0.0.1").startswith("@ann@127.0.0.1")
    with pytest.raises(CannotRead, match="grant is invalid"):
        exchange(app, "a-code", verifier=secret, allow="127.0.0.1")
    revoke(app, token, allow="127.0.0.1")
    assert token not in fediverse.tokens


def test_who_cannot_show_the_secret_gets_no_token(fediverse: Fediverse) -> None:
    app = register(fediverse.base, allow="127.0.0.1")
    proof = urlsafe_b64encode(sha256(b"mine").digest()).rstrip(b"=").decode()
    fediverse.codes = {"a-code": proof}
    with pytest.raises(CannotRead, match="grant is invalid"):
        exchange(app, "a-code", verifier="another", allow="127.0.0.1")


def test_a_server_that_says_nothing_of_itself_is_asked_plainly(fediverse: Fediverse) -> None:
    fediverse.refuse = {"/.well-known/oauth-authorization-server": Answer(b"<html>", 200)}
    app = register(fediverse.base, allow="127.0.0.1")
    assert (app.scopes, app.proof) == (("read", "write"), False)
    assert "code_challenge" not in authorize_url(app, verifier=verifier())


@pytest.mark.parametrize(
    "answer",
    [Answer({"error": "Validation failed"}, 422), Answer(b"<html>", 200), Answer([], 200), Answer({}, 200),
     Answer(b"", 500), Answer({"client_id": "x"}, 200)],
)  # fmt: skip
def test_a_server_that_does_not_register_us_is_named(fediverse: Fediverse, answer: Answer) -> None:
    fediverse.refuse = {"/api/v1/apps": answer}
    with pytest.raises(CannotRead, match=r"127\.0\.0\.1 .*\. \w"):
        register(fediverse.base, allow="127.0.0.1")


def test_a_private_server_is_not_asked_unless_a_member_named_it(fediverse: Fediverse) -> None:
    with pytest.raises(NoAnswer, match="private network"):
        register(fediverse.base)
    with pytest.raises(CannotRead, match="not the address"):
        register("social norrvik")
    assert fediverse.asked == []
