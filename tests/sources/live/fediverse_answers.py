"""What Mastodon's API answers, question by question, for the server beside this file."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.sources.live.fediverse import Fediverse


@dataclass
class Answer:
    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


MISSING = Answer({"error": "Record not found"}, 404)


def _lookup(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    name = asked["acct"].partition("@")[0]
    return Answer(s.accounts[name]) if name in s.accounts else MISSING


def _own(s: "Fediverse", **_: Any) -> Answer:
    return Answer(s.accounts["ann"])


def _statuses(s: "Fediverse", account: str, *, asked: dict[str, str], **_: Any) -> Answer:
    mine = [one for one in s.seen() if one["account"]["id"] == account and one["visibility"] != "direct"]
    return s.listed(mine, f"/api/v1/accounts/{account}/statuses", asked)


def _notifications(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    return s.listed(s.notes[::-1], "/api/v1/notifications", asked)


def _home(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    at_home = [one for one in s.seen() if one["account"]["username"] in s.follows]
    return s.listed(at_home, "/api/v1/timelines/home", asked)


def _tag(s: "Fediverse", word: str, *, asked: dict[str, str], **_: Any) -> Answer:
    tagged = [one for one in s.seen() if word.lower() in [tag["name"].lower() for tag in one["tags"]]]
    return s.listed(tagged, f"/api/v1/timelines/tag/{word}", asked)


def _status(s: "Fediverse", key: str, **_: Any) -> Answer:
    found = s.one(key)
    return Answer({**found, "favourited": key in s.liked}) if found else MISSING


def _source(s: "Fediverse", key: str, **_: Any) -> Answer:
    found = s.one(key)
    text = re.sub(r"<[^>]+>", "", found["content"]) if found else ""
    return Answer({"id": key, "text": text, "spoiler_text": ""})


def _context(s: "Fediverse", key: str, **_: Any) -> Answer:
    found = s.one(key)
    if found is None:
        return MISSING
    above, below = s.thread(found)
    return Answer({"ancestors": above, "descendants": below})


def _search(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    assert asked["resolve"] == "true" and asked["type"] == "statuses"
    found = [{**one, "favourited": one["id"] in s.liked, "reblogged": any(
        b["reblog"] is one and b["account"]["username"] == "ann" for b in s.statuses)}
        for one in s.statuses if asked["q"] in (one["uri"], one["url"])]  # fmt: skip
    return Answer({"statuses": found} if found else {"accounts": None, "statuses": None, "hashtags": None})


_DOCUMENTED = {"status", "in_reply_to_id", "visibility", "language", "sensitive", "spoiler_text", "media_ids"}


def _say(s: "Fediverse", *, asked: dict[str, str], same: str) -> Answer:
    if set(asked) - _DOCUMENTED or not asked.get("status"):
        return Answer({"error": "Validation failed: Text can't be blank"}, 422)
    if same and same in s.keys:
        return Answer(s.keys[same])
    to = s.one(asked["in_reply_to_id"]) if "in_reply_to_id" in asked else None
    if "in_reply_to_id" in asked and to is None:
        return MISSING
    made = s.post("ann", asked["status"], to, visibility=asked.get("visibility", "public"))
    s.keys[same] = made
    return Answer(made)


def _like(s: "Fediverse", key: str, **_: Any) -> Answer:
    s.liked.add(key)
    return _status(s, key)


def _boost(s: "Fediverse", key: str, **_: Any) -> Answer:
    found = s.one(key)
    return Answer(s.boost("ann", found)) if found else MISSING


def _instance(s: "Fediverse", **_: Any) -> Answer:
    urls = {"streaming": s.streaming_at} if s.streaming_at else {}
    rules = {"max_characters": 60, "characters_reserved_per_url": 23}
    return Answer({"domain": "social.norrvik.example", "version": s.version,
                   "configuration": {"urls": urls, "statuses": rules}})  # fmt: skip


def _abilities(s: "Fediverse", **_: Any) -> Answer:
    return Answer({"scopes_supported": ["read", "write", "read:accounts", "read:notifications", "read:search",
                                        "read:statuses", "write:favourites", "write:statuses"],
                   "code_challenge_methods_supported": ["S256"]})  # fmt: skip


def _apps(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    if not {"client_name", "redirect_uris"} <= asked.keys():
        return Answer({"error": "Validation failed"}, 422)
    return Answer({"id": "1", "client_id": "an-app", "client_secret": "its-secret", "name": asked["client_name"]})


def _token(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    proof = urlsafe_b64encode(sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
    right = asked.get("client_secret") == "its-secret" and asked.get("grant_type") == "authorization_code"
    if not right or s.codes.pop(asked.get("code", ""), None) != proof:
        return Answer(
            {"error": "invalid_grant", "error_description": "The provided authorization grant is invalid."}, 400
        )
    s.tokens.add("a-new-token")
    return Answer({"access_token": "a-new-token", "token_type": "Bearer", "scope": asked.get("scope", "")})


def _revoke(s: "Fediverse", *, asked: dict[str, str], **_: Any) -> Answer:
    s.tokens.discard(asked["token"])
    return Answer({})


ROUTES: list[tuple[str, str, bool, Any]] = [
    (r"/api/v1/accounts/lookup", "GET", False, _lookup),
    (r"/api/v1/accounts/verify_credentials", "GET", True, _own),
    (r"/api/v1/accounts/([^/]+)/statuses", "GET", False, _statuses),
    (r"/api/v1/notifications", "GET", True, _notifications),
    (r"/api/v1/timelines/home", "GET", True, _home),
    (r"/api/v1/timelines/tag/([^/]+)", "GET", False, _tag),
    (r"/api/v1/statuses/([^/]+)", "GET", False, _status),
    (r"/api/v1/statuses/([^/]+)/source", "GET", True, _source),
    (r"/api/v1/statuses/([^/]+)/context", "GET", False, _context),
    (r"/api/v1/statuses/([^/]+)/favourite", "POST", True, _like),
    (r"/api/v1/statuses/([^/]+)/reblog", "POST", True, _boost),
    (r"/api/v1/statuses", "POST", True, _say),
    (r"/api/v2/search", "GET", True, _search),
    (r"/api/v2/instance", "GET", False, _instance),
    (r"/\.well-known/oauth-authorization-server", "GET", False, _abilities),
    (r"/api/v1/apps", "POST", False, _apps),
    (r"/oauth/token", "POST", False, _token),
    (r"/oauth/revoke", "POST", False, _revoke),
]
