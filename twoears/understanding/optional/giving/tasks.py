"""Ask a reader, wherever it runs: without what names somebody where words leave, and with places found again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.conf import settings

from twoears.activities.models import Actor, Post
from twoears.lib.seals import CannotOpen, unseal
from twoears.understanding.optional import endpoint, local
from twoears.understanding.optional.answers import Answer
from twoears.understanding.optional.asking import Question, ids_for
from twoears.understanding.optional.classifying import classify
from twoears.understanding.optional.endpoint import Endpoint, Floats
from twoears.understanding.optional.masking import Masked, masked
from twoears.understanding.optional.models import OptionalAnswer, OptionalReader
from twoears.understanding.optional.trouble import KeyRefused, NoSuchModel

_TRIAL: Final = "The new release works well, thank you. It reads the old files at last."

_MODELS: Final = 8  # of those that are known there, that are named


def answers_on(
    reader: OptionalReader, posts: Sequence[Post], texts: Sequence[str], ours: Collection[int]
) -> list[Answer]:
    """An answer for each post, in their order. Raises CannotAsk."""
    if reader.kind == OptionalReader.Kind.FOLDER:
        return classify(opened(reader), reader.means, texts)
    return _asked(reader, without_names(posts, texts, ours))


def places_on(reader: OptionalReader, posts: Sequence[Post], texts: Sequence[str], ours: Collection[int]) -> Floats:
    """A row of numbers for each post. Raises CannotAsk."""
    if reader.kind == OptionalReader.Kind.FOLDER:
        return opened(reader).places(texts)
    return endpoint.places(endpoint_of(reader), [one.words for one in without_names(posts, texts, ours)])


def tried(reader: OptionalReader) -> str:
    """What it makes of a sentence of ours, in words; nothing that anybody said is given to it. Raises CannotAsk."""
    try:
        return _tried(reader)
    except NoSuchModel as error:
        known = endpoint.models(endpoint_of(reader))
        if not known:
            raise
        raise NoSuchModel(f"{error.what} It knows {', '.join(known[:_MODELS])}.") from error


def _tried(reader: OptionalReader) -> str:
    here = reader.kind == OptionalReader.Kind.FOLDER
    if reader.gives == OptionalReader.Gives.PLACES:
        rows = opened(reader).places([_TRIAL]) if here else endpoint.places(endpoint_of(reader), [_TRIAL])
        return f"It answers: {rows.shape[1]} numbers for a text."
    read = classify(opened(reader), reader.means, [_TRIAL]) if here else _asked(reader, [masked(_TRIAL)])
    answer = read[0]
    if answer.why:
        return f"It answers, but not as it was asked. {answer.why}"
    because = ", ".join(f"“{_TRIAL[start:end]}”" for start, end in answer.spans)
    because = f", because of {because}" if because else ""
    return f"It answers. “{_TRIAL}” reads as {answer.label}, {answer.probability:.0%} sure as it says{because}."


def opened(reader: OptionalReader) -> local.Folder:
    """The model as it is now. One whose file changed is another version: everything is read again, and it says so."""
    found = local.opened(reader.path)
    if found.digest != reader.model:
        reader.model = found.digest
        reader.save(update_fields=["model"])
        OptionalAnswer.objects.filter(reader=reader).update(stale=True)
    return found


def endpoint_of(reader: OptionalReader) -> Endpoint:
    """Where to ask, with its key; raises KeyRefused where that cannot be opened."""
    try:
        key = unseal(bytes(reader.sealed), settings.SECRET_KEY).get("key", "")
    except CannotOpen as error:
        raise KeyRefused("The key that was kept cannot be opened any more.") from error
    return Endpoint(reader.path, reader.model, key, reader.near)


def without_names(posts: Sequence[Post], texts: Sequence[str], ours: Collection[int]) -> list[Masked]:
    """The texts as they are sent: without handles, addresses, and the names of authors and of those they mention."""
    asked = {uid for post in posts for uid in post.mentions}
    told = Actor.objects.filter(uid__in=asked).values_list("pk", "uid", "name", "handle")
    named = {uid: () if pk in ours else (name, handle) for pk, uid, name, handle in told}
    return [masked(text, _names(post, named, ours)) for post, text in zip(posts, texts, strict=True)]


def _names(post: Post, named: Mapping[str, tuple[str, ...]], ours: Collection[int]) -> list[str]:
    author = () if post.author_id in ours else (post.author.name, post.author.handle)
    return [name for pair in (author, *(named.get(uid, _of_id(uid)) for uid in post.mentions)) for name in pair]


def _of_id(uid: str) -> tuple[str, ...]:
    """What the id of an account that we have not heard speak tells of its name."""
    return (uid.rstrip("/").rsplit("/", 1)[-1].lstrip("@"),)


def _asked(reader: OptionalReader, texts: Sequence[Masked]) -> list[Answer]:
    sent = dict(zip(ids_for(len(texts)), texts, strict=True))
    question = Question(reader.question, tuple(reader.labels))
    found, plain = endpoint.label(endpoint_of(reader), question, sent, plain=reader.plain)
    if plain != reader.plain:
        reader.plain = plain
        reader.save(update_fields=["plain"])
    return [found[key] for key in sent]
