"""An address that speaks as OpenAI's does (Ollama, llama.cpp, vLLM, LM Studio, hosted ones), asked through the guarded
door: that one address, no redirects, and only as near or as far as the owner said.

Shapes: https://platform.openai.com/docs/api-reference/chat/create, …/embeddings/create and …/models/list.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from twoears.lib import http
from twoears.lib.addresses import addresses, is_public
from twoears.lib.urls import host, is_web
from twoears.understanding.optional.answers import Answer, answers_of, content_of
from twoears.understanding.optional.asking import Question, chat
from twoears.understanding.optional.masking import Masked
from twoears.understanding.optional.trouble import (
    AsksToWait,
    BadAnswer,
    BadWords,
    InTrouble,
    IsPrivate,
    IsPublic,
    KeyRefused,
    Moved,
    NoSuchModel,
    NotThere,
    NotUnderstood,
)

Floats = NDArray[np.float64]

SECONDS: Final = 120.0  # for one answer: a model on a small machine thinks for a while
_LIMIT: Final = 1024 * 1024  # bytes of an answer
_LIMIT_OF_PLACES: Final = 16 * 1024 * 1024
_MOST_COLUMNS: Final = 8_192
_SAID: Final = 200  # characters that are shown of what a server says of itself


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers. `near` says that it is on this machine or in the private network, and nowhere else."""

    address: str
    model: str
    key: str = ""
    near: bool = False

    @property
    def host(self) -> str:
        """Who would be told, with the port where one is written."""
        return urlsplit(self.address).netloc.lower()


def address_of(text: str, *, near: bool) -> str:
    """An address as it is kept; raises BadWords where it is none, or where words would cross the internet in clear.

    >>> address_of(" http://localhost:11434/v1/ ", near=True)
    'http://localhost:11434/v1'
    """
    said = text.strip().rstrip("/")
    try:
        parts = urlsplit(said)
        bad = bool(parts.query or parts.fragment or parts.username or parts.password or parts.port == 0)
    except ValueError:
        bad = True
    if bad or not is_web(said) or len(said) > 500 or not said.isprintable() or " " in said:
        raise BadWords(f"{said[:80]!r} is no address of a model. Write it like https://llm.example/v1, without a key.")
    if not near and not said.lower().startswith("https://"):
        raise BadWords(
            "Words that leave for the internet go encrypted: write https://. If the model runs on this machine or in "
            "your private network, say that it is near (--near)."
        )
    return said


def models(at: Endpoint) -> tuple[str, ...]:
    """The models that are known there, empty where it does not tell. Raises CannotAsk."""
    try:
        told = json.loads(_asked(at, "GET", "/models", None, _LIMIT, 20.0))
        return tuple(str(one["id"]) for one in told["data"])
    except (ValueError, LookupError, TypeError, RecursionError, NoSuchModel, NotUnderstood):
        return ()


def label(
    at: Endpoint, question: Question, texts: Mapping[str, Masked], *, plain: bool
) -> tuple[dict[str, Answer], bool]:
    """An answer for each of `texts`, and whether only a plain request was understood. Raises CannotAsk."""
    words = {key: text.words for key, text in texts.items()}
    try:
        told = _chat(at, question, words, plain=plain)
    except NotUnderstood:
        if plain:
            raise
        # Some know no forms, no temperature or no limit: asked without, they answer.
        told, plain = _chat(at, question, words, plain=True), True
    return answers_of(content_of(told), question, texts), plain


def places(at: Endpoint, texts: Sequence[str]) -> Floats:
    """A row of numbers for each text. Raises CannotAsk."""
    body = {"model": at.model, "input": list(texts), "encoding_format": "float"}
    told = _asked(at, "POST", "/embeddings", body, _LIMIT_OF_PLACES, SECONDS)
    try:
        rows = sorted(json.loads(told)["data"], key=lambda one: int(one["index"]))
        found = np.array([one["embedding"] for one in rows], dtype=np.float64)
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise BadAnswer("It answers with something that is no list of embeddings.") from error
    if found.ndim != 2 or len(found) != len(texts) or not 0 < found.shape[1] <= _MOST_COLUMNS:
        raise BadAnswer(f"It answers with another number of embeddings than the {len(texts)} that it was asked for.")
    if not np.isfinite(found).all():
        raise BadAnswer("Its embeddings are no numbers.")
    return found


def _chat(at: Endpoint, question: Question, words: Mapping[str, str], *, plain: bool) -> bytes:
    return _asked(at, "POST", "/chat/completions", chat(at.model, question, words, plain=plain), _LIMIT, SECONDS)


def _asked(at: Endpoint, method: str, path: str, body: dict[str, Any] | None, limit: int, seconds: float) -> bytes:
    """The body of a good answer; each kind of bad one has an error of its own."""
    _is_where_it_was_said(at)
    headers = {"content-type": "application/json", "accept": "application/json"}
    if at.key:
        headers["authorization"] = f"Bearer {at.key}"
    sent = json.dumps(body).encode() if body is not None else b""
    allow = at.address if at.near else ""
    try:
        answer = http.exchange(
            method, at.address + path, headers=headers, body=sent, limit=limit, seconds=seconds, allow=allow
        )
    except http.TryLater as error:
        raise AsksToWait(str(error), error.seconds) from error
    except http.Refused as error:
        raise IsPrivate(f"{at.host} is on this machine or in a private network.") from error
    except http.TooLarge as error:
        raise BadAnswer(f"{at.host} does not stop answering: more than {limit // 1024} KB.") from error
    except http.Broken as error:
        raise InTrouble(f"The answer of {at.host} stopped half-way.") from error
    except http.NoAnswer as error:
        raise NotThere(str(error).removesuffix(" We look again later.")) from error
    _no_trouble(at, answer)
    return answer.body


def _is_where_it_was_said(at: Endpoint) -> None:
    """What was called near must not be far: its name may have come to mean another machine since."""
    if not at.near:
        return
    try:
        found = addresses(host(at.address), urlsplit(at.address).port or 0, anywhere=True)
    except OSError as error:
        raise NotThere(f"{at.host} cannot be reached: {error}.") from error
    if any(is_public(one) for one in found):
        raise IsPublic(f"{at.host} was called near, and is on the open internet.")


def _no_trouble(at: Endpoint, answer: http.Answer) -> None:
    status, said = answer.status, _said(answer.body, at.key)
    if status in (401, 403):
        raise KeyRefused(f"{at.host} refuses the key (status {status}{said}).")
    if 300 <= status < 400:
        there = host(answer.headers.get("location", "")) or "another address"
        raise Moved(f"{at.host} sends us on to {there}.")
    if status == 404:
        raise NoSuchModel(f"{at.host} knows no {at.model}, or nothing is at {at.address} (status 404{said}).")
    if 400 <= status < 500:
        raise NotUnderstood(f"{at.host} does not understand the question (status {status}{said}).")
    if status != 200:
        raise InTrouble(f"{at.host} is in trouble (status {status}{said}).")


def _said(body: bytes, key: str) -> str:
    """What a server says of its refusal, as far as that can be shown: some repeat the key that they refuse."""
    try:
        told = json.loads(body[:20_000])
        error = told.get("error", "") if isinstance(told, dict) else ""
        words = error.get("message", "") if isinstance(error, dict) else error
    except (ValueError, RecursionError):
        return ""
    shown = " ".join("".join(c if c.isprintable() else " " for c in str(words)).split())
    shown = (shown.replace(key, "…") if key else shown)[:_SAID]
    return f": {shown}" if shown else ""
