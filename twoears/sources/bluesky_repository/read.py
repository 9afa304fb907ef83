"""Read a repository of Bluesky: what we said, liked, passed on, and whom we follow or block."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from twoears.lib.archives import Archive, BadArchive
from twoears.sources.bluesky.shape import NotAPost
from twoears.sources.bluesky_repository.car import NotARepository, Repository, is_car, repository
from twoears.sources.bluesky_repository.shape import PROFILE, READ, account, activity
from twoears.sources.packed import ADVICE, AGAIN, MAX_RAW, document, files, left_out, lines, since
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing, Total

# A record, a list of them or a page of `listRecords`, without white space: a view of the live API begins otherwise.
_RECORDS = re.compile(rb'(?:\xef\xbb\xbf)?\[?\{(?:"cursor":"[^"]*",)?(?:"records":\[\{)?"(?:uri":"at://|cid":"\w)')


def fits(thing: Thing) -> float:
    """A CAR file by its first bytes; records by what each of them says."""
    head = thing.head(8192)
    if is_car(head):
        return 0.97
    dense = head.replace(b" ", b"").replace(b"\n", b"")
    if dense.lstrip(b"\xef\xbb\xbf").startswith((b"{", b"[")):
        return 0.9 if _RECORDS.match(dense) and b'"value":{' in dense else 0.0
    try:
        with files(thing) as archive:
            return 0.95 if _cars(archive) else 0.0
    except (CannotRead, OSError):
        return 0.0


def part(thing: Thing) -> bool:
    """Whether a file is a repository."""
    return thing.name.lower().endswith(".car") and is_car(thing.head(64))


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account, by its did."""
    if not is_car(thing.head(64)):
        return ()
    try:
        with thing.open() as file:
            return (repository(file).did,)
    except (NotARepository, CannotRead, OSError):
        return ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what each record says; one that cannot be read is set aside with its key."""
    with files(thing) as archive:
        yield from since(_read(archive, thing), asked)


def _read(archive: Archive, thing: Thing) -> Iterator[Heard]:
    cars = _cars(archive)
    for name in cars:
        try:
            with archive.open(name) as file:
                whole = repository(file)
        except (NotARepository, BadArchive) as error:
            why = f"{name}: {error}. Download the repository again."
            if len(archive.names) == 1:
                raise CannotRead(why) from error
            yield SetAside(name=name, reason=str(error), advice=AGAIN)
            continue
        yield from _repository(whole, name)
    if not cars:
        yield from _records(archive, thing.name)
    yield from left_out(archive)


def _cars(archive: Archive) -> list[str]:
    alone = len(archive.names) == 1
    found = []
    for name in archive.names:
        if alone or name.lower().endswith(".car"):
            try:
                found += [name] if is_car(archive.read_head(name, 64)) else []
            except BadArchive:
                continue
    return found


def _repository(whole: Repository, name: str) -> Iterator[Heard]:
    profile = next((value for key, value in whole.records() if key == f"{PROFILE}/self"), None)
    us = account(whole.did, profile)
    wanted = sum(1 for key, _ in whole.records() if key.split("/")[0] in READ)
    yield Total(wanted)
    passed: Counter[str] = Counter()
    for key, value in whole.records():
        if key.split("/")[0] not in READ:
            passed[key.split("/")[0]] += 1
            continue
        uri = f"at://{whole.did}/{key}"
        try:
            yield activity(uri, value, us)
        except NotAPost as error:
            yield SetAside(name=uri, reason=str(error), advice=ADVICE, raw=_raw(uri, value))
    yield from _passed(name, passed)
    lost = whole.lost()
    if whole.trouble or lost:
        told = [whole.trouble, f"{lost:,} parts of the list of records are missing" if lost else ""]
        why = "; ".join(filter(None, told))
        yield SetAside(name=f"the tree of {name}", reason=f"{why}.", advice="Download the repository again.")


def _records(archive: Archive, name: str) -> Iterator[Heard]:
    """Answers of `listRecords`, one record, or one record a line."""
    found = list(_found(archive, name))
    values = [one for one in found if isinstance(one, dict) and isinstance(one.get("uri"), str)]
    if not values:
        raise CannotRead(f"{name} holds no record of a repository. Download it again, as CAR or with listRecords.")
    profiles = {_did(one["uri"]): one.get("value") for one in values if f"/{PROFILE}/" in one["uri"]}
    yield Total(len(found))
    passed: Counter[str] = Counter()
    for number, one in enumerate(found, 1):
        uri = one.get("uri") if isinstance(one, dict) else None
        if isinstance(uri, str) and uri.count("/") == 4 and uri.split("/")[3] not in READ:
            passed[uri.split("/")[3]] += 1
            continue
        try:
            if not isinstance(uri, str) or not uri.startswith("at://did:") or uri.count("/") != 4:
                raise NotAPost("It is no record: it has no address like at://did:plc:…/app.bsky.feed.post/….")
            yield activity(uri, one.get("value"), account(_did(uri), profiles.get(_did(uri))))
        except NotAPost as error:
            raw = one if isinstance(one, bytes) else msgspec.json.encode(one)
            yield SetAside(name=name, line=number, reason=str(error), advice=ADVICE, raw=raw[:MAX_RAW])
    yield from _passed(name, passed)


def _passed(name: str, passed: "Counter[str]") -> Iterator[SetAside]:
    """Lists, gates, feeds and settings say nothing to anybody; that they were there is said once."""
    passed.pop(PROFILE, None)
    if passed:
        told = ", ".join(f"{count:,} of {kind[:100]}" for kind, count in passed.most_common(10))
        yield SetAside(name=name, reason=f"{passed.total():,} records say nothing to anybody: {told}.",
                       advice="There is nothing to mend.")  # fmt: skip


def _found(archive: Archive, name: str) -> Iterator[Any]:
    try:
        whole = document(archive, name)
    except BadArchive:
        yield from lines(archive, name)
        return
    pages = whole if isinstance(whole, list) else [whole]
    for page in pages:
        records = page.get("records") if isinstance(page, dict) else None
        yield from records if isinstance(records, list) else [page]


def _did(uri: str) -> str:
    return uri.removeprefix("at://").split("/")[0][:2000]


def _raw(uri: str, value: Any) -> bytes:
    try:
        return msgspec.json.encode({"uri": uri, "cid": "", "value": value})[:MAX_RAW]
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError):
        return b""


SOURCE = Source(
    kind="bluesky_repository",
    title="Bluesky repository (CAR, listRecords)",
    mark="bsky",
    sees="All your own posts and answers, likes, reposts, and whom you follow or block, from the first day.",
    blind="What others said to you, and posts that you deleted.",
    fits=fits,
    read=read,
    part=part,
)
