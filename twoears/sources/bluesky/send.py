"""Answer, post, like and pass on, as the account itself.

Every act is one record, and its key is made from ours (`words.record_key`): written with `putRecord`, a second try is
the same record again, whatever became of the first.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from twoears.lib.http import Broken, NoAnswer
from twoears.sources.bluesky.shape import page
from twoears.sources.bluesky.words import LONGEST, MOST_BYTES, facets, letters, moment, record_key
from twoears.sources.reading import CannotRead
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent

if TYPE_CHECKING:
    from twoears.sources.bluesky.door import Door

_KINDS: Final = {
    "post": "app.bsky.feed.post",
    "reply": "app.bsky.feed.post",
    "like": "app.bsky.feed.like",
    "share": "app.bsky.feed.repost",
}
_URI = re.compile(r"at://(did:[a-z]+:[A-Za-z0-9._:%-]+)/(app\.bsky\.feed\.post)/([A-Za-z0-9._:~-]{1,512})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_MISSING: Final = frozenset({"RecordNotFound", "RepoNotFound", "RepoTakendown", "RepoSuspended", "RepoDeactivated"})
_GONE: Final = "That post was deleted, or its account is not there any more. There is nothing to answer."


def send(letter: Letter, access: Access) -> Sent:
    """Do it. Raises `NotSent` where surely nothing was done, `NoAnswer` where nobody can tell, `CannotRead`."""
    if letter.act in ("post", "reply"):
        _fits_in(letter.text)
    door = _door(access)
    view = _seen(door, letter.target) if letter.act != "post" else {}
    if letter.act == "reply":
        _may_answer(view)
    before = _word(view.get("viewer"), {"like": "like", "share": "repost"}.get(letter.act, ""))
    if before:
        return _sent(letter, before)  # done by hand in the meantime: once is enough
    answer = door.do(
        "com.atproto.repo.putRecord",
        repo=door.did,
        collection=_KINDS[letter.act],
        rkey=record_key(letter.key, letter.since),
        record=_record(door, letter, view),
    )
    uri = _word(answer, "uri")
    if not uri:
        raise Broken("The server did not say where it put it. We look.")
    return _sent(letter, uri)


def find(letter: Letter, access: Access) -> Sent | None:
    """What a try before this one has left there."""
    from twoears.sources.bluesky.door import Refusal

    door = _door(access)
    try:
        answer = door.ask(
            "com.atproto.repo.getRecord",
            repo=door.did,
            collection=_KINDS[letter.act],
            rkey=record_key(letter.key, letter.since),
        )
    except Refusal as error:
        if error.error == "RecordNotFound":
            return None
        raise
    return _sent(letter, _word(answer, "uri"))


def _sent(letter: Letter, uri: str) -> Sent:
    return Sent(id=uri, url=page(uri) if letter.act in ("post", "reply") else letter.target_url)


def _door(access: Access) -> "Door":
    from twoears.sources.bluesky.door import signed_in
    from twoears.sources.bluesky.read import actor

    password = access.secrets.get("password", "")
    if not password:
        raise NotSent("To speak on Bluesky we need an app password. Give it on the Sources page.")
    try:
        return signed_in(access.base, access.options.get("handle", "") or actor(access.text), password)
    except CannotRead as error:
        raise _cause(error) from error


def _cause(error: CannotRead) -> Exception:
    """A server that cannot be reached may be there later; all else is for a member to mend."""
    return error.__cause__ if isinstance(error.__cause__, NoAnswer) else error


def _fits_in(text: str) -> None:
    count, size = letters(text), len(text.encode())
    if count > LONGEST:
        raise NotSent(f"That has {count} letters, and {LONGEST} are the most on Bluesky. Make it shorter.")
    if size > MOST_BYTES:
        raise NotSent(f"That has {size:,} bytes, and {MOST_BYTES:,} are the most on Bluesky. Make it shorter.")


def _record(door: "Door", letter: Letter, view: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"$type": _KINDS[letter.act], "createdAt": moment(letter.since)}
    target = {"uri": _word(view, "uri"), "cid": _word(view, "cid")}
    if letter.act in ("like", "share"):
        return record | {"subject": target}
    record["text"] = letter.text
    if _LANGUAGE.fullmatch(letter.language):
        record["langs"] = [letter.language]
    if found := facets(letter.text, lambda handle: _did(door, handle)):
        record["facets"] = found
    if letter.act == "reply":
        record["reply"] = {"root": _root(view) or target, "parent": target}
    return record


def _root(view: Mapping[str, Any]) -> dict[str, str]:
    """The first post of the conversation, as the post that we answer names it: also where it was deleted since."""
    record = view.get("record")
    reply = record.get("reply") if isinstance(record, dict) else None
    root = reply.get("root") if isinstance(reply, dict) else None
    uri, cid = _word(root, "uri"), _word(root, "cid")
    return {"uri": uri, "cid": cid} if uri and cid else {}


def _seen(door: "Door", uri: str) -> Mapping[str, Any]:
    """The post that it is about: its name, what it answers, and how we stand to it."""
    from twoears.sources.bluesky.door import Refusal

    if not _URI.fullmatch(uri):
        raise NotSent("That post is not on Bluesky. Answer it where it is.")
    try:
        views = _asked(door, "app.bsky.feed.getPosts", uris=[uri]).get("posts")
    except Refusal as error:
        if not error.is_not_served:
            raise Broken(str(error)) from error
        return _kept(door, uri)
    view = views[0] if isinstance(views, list) and views and isinstance(views[0], dict) else None
    if view is None:
        _kept(door, uri)
        raise NotSent("That post is not shown to us: we have blocked its author, or its author us.")
    return view


def _may_answer(view: Mapping[str, Any]) -> None:
    viewer = view.get("viewer")
    if isinstance(viewer, dict) and viewer.get("replyDisabled") is True:
        raise NotSent("Its author lets only some people answer, and we are not among them.")


def _kept(door: "Door", uri: str) -> Mapping[str, Any]:
    """The post as its repository has it, from servers that show no views."""
    from twoears.sources.bluesky.door import Refusal

    did, collection, key = _URI.fullmatch(uri).groups()  # type: ignore[union-attr]
    try:
        answer = _asked(door, "com.atproto.repo.getRecord", repo=did, collection=collection, rkey=key)
    except Refusal as error:
        if error.error in _MISSING or error.status == 404 or "Could not" in str(error):
            raise NotSent(_GONE) from error
        raise Broken(str(error)) from error
    return {"uri": uri, "cid": answer.get("cid"), "record": answer.get("value")}


def _asked(door: "Door", name: str, **parameters: str | int | list[str]) -> Mapping[str, Any]:
    try:
        return door.ask(name, **parameters)
    except CannotRead as error:
        raise _cause(error) from error


def _did(door: "Door", handle: str) -> str:
    """Whose a handle is; one that leads nowhere stays plain words."""
    try:
        return _word(door.ask("com.atproto.identity.resolveHandle", handle=handle), "did")
    except CannotRead:
        return ""


def _word(thing: Any, name: str) -> str:
    value = thing.get(name) if isinstance(thing, Mapping) else None
    return value if isinstance(value, str) else ""


OUTGOING: Final = Outgoing(
    acts=("reply", "post", "like", "share"), send=send, find=find, again=True, longest=LONGEST, count=letters
)  # fmt: skip
