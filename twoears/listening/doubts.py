"""Values of fields that can be read and yet are borne by no post, and those that were meant."""

import difflib
import re
from dataclasses import dataclass
from typing import Final

from twoears.activities.vocabulary import POSTS
from twoears.lib.languages import LANGUAGE_NAMES, NoSuchLanguage, languages_in
from twoears.listening.tree import Fact, is_pattern

NETWORKS: Final = (
    *("bluesky", "events", "facebook", "fediverse", "instagram", "linkedin", "mail", "reddit", "web", "x", "youtube"),
)
"""What our own sources call the places where something is said. A table may name others."""

_NETWORK_OF: Final = {
    "mastodon": "fediverse", "pixelfed": "fediverse", "peertube": "fediverse", "activitypub": "fediverse",
    "activitystreams": "fediverse", "mastodon_archive": "fediverse", "twitter": "x", "x_archive": "x", "x.com": "x",
    "twitter.com": "x", "bsky": "bluesky", "bsky.app": "bluesky", "jetstream": "bluesky", "atproto": "bluesky",
    "bluesky_repository": "bluesky", "email": "mail", "e-mail": "mail", "imap": "mail", "gmail": "mail",
    "linkedin_export": "linkedin", "fb": "facebook", "insta": "instagram", "blog": "web", "feed": "web", "feeds": "web",
    "rss": "web", "atom": "web", "webmention": "web", "wordpress": "web", "markdown": "web", "microformats": "web",
    "website": "web", "takeout": "youtube", "yt": "youtube",
}  # fmt: skip
_NO_NETWORK: Final = frozenset({"tables", "table", "csv", "json", "files", "folder", "opml", "webhook", "meta_export"})
_TYPE_OF: Final = {
    "tweet": "note", "toot": "note", "skeet": "note", "post": "note", "status": "note", "message": "note", "dm": "note",
    "mail": "note", "email": "note", "letter": "note", "reply": "note", "comment": "note", "blog": "article",
    "blogpost": "article", "entry": "article", "story": "article", "news": "article", "photo": "image",
    "picture": "image", "movie": "video", "podcast": "audio", "poll": "question",
}  # fmt: skip
_CODE_OF: Final = {
    # As they are called at home.
    "deutsch": "de", "francais": "fr", "espanol": "es", "castellano": "es", "italiano": "it", "portugues": "pt",
    "nederlands": "nl", "svenska": "sv", "dansk": "da", "norsk": "no", "suomi": "fi", "polski": "pl", "turkce": "tr",
    "русскии": "ru", "日本語": "ja", "中文": "zh", "한국어": "ko",
    # Letters of countries, which are taken for those of languages.
    "jp": "ja", "cn": "zh", "gr": "el", "dk": "da", "cz": "cs", "gb": "en", "us": "en", "at": "de", "ua": "uk",
}  # fmt: skip
_ME: Final = frozenset({"me", "myself", "we", "ours", "our"})
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nothing may bear this value, and what may be meant."""

    message: str
    suggestion: str


def doubtful(fact: Fact) -> Doubt | None:
    """What is doubtful about the value of a field; None where it can be borne.

    >>> doubtful(Fact("lang", "german")).suggestion, doubtful(Fact("source", "twitter")).suggestion
    ('Did you mean lang:de?', 'Did you mean source:x?')
    >>> doubtful(Fact("lang", "de-at")), doubtful(Fact("source", "tiktok"))
    (None, None)
    """
    if is_pattern(fact.value):
        return None
    match fact.name:
        case "lang":
            return _language(fact.value)
        case "source":
            return _source(fact.value)
        case "type":
            return _type(fact.value)
        case "from" if fact.value in _ME:
            return Doubt(
                f"from: takes the name of an account, and {fact.value} is read as one.", "Did you mean from:us?"
            )
    return None


def _language(value: str) -> Doubt | None:
    code = _CODE_OF.get(value) or _named(value)
    if not code and _TAG.fullmatch(value) and (value.partition("-")[0] in LANGUAGE_NAMES or value[2:3].isalpha()):
        return None
    suggestion = f"Did you mean lang:{code}?" if code else "For example lang:en."
    return Doubt("lang: takes codes such as de.", suggestion)


def _named(value: str) -> str:
    """The code of a language that is written out."""
    try:
        return next(iter(languages_in(value)), "") if len(value) > 3 and "-" not in value else ""
    except NoSuchLanguage:
        return ""


def _source(value: str) -> Doubt | None:
    if value in NETWORKS:
        return None
    meant = _NETWORK_OF.get(value) or next(iter(difflib.get_close_matches(value, NETWORKS, 1, 0.8)), "")
    if not meant and value not in _NO_NETWORK:
        return None
    known = f"Networks are {', '.join(NETWORKS)}."
    return Doubt("source: means the network.", f"Did you mean source:{meant}?" if meant else known)


def _type(value: str) -> Doubt | None:
    known = {one.lower() for one in POSTS}
    if value in known:
        return None
    meant = _TYPE_OF.get(value) or next(iter(difflib.get_close_matches(value, sorted(known), 1, 0.8)), "")
    kinds = f"Kinds are {', '.join(sorted(known))}."
    return Doubt("type: means the kind of post.", f"Did you mean type:{meant}?" if meant else kinds)
